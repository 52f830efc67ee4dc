"""Addresses of the contributions app."""

from django.urls import path

from maillage.contributions import views

app_name = "contributions"

urlpatterns = [
    path("lieux/<slug:slug>/signaler/", views.report_create, name="report_create"),
    path("signalements/", views.report_find, name="report_find"),
    path("signalements/<str:number>/", views.report_detail, name="report_detail"),
]
