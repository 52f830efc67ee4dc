"""Error reports and proposals; their moderation under /pro/contributions/."""

from django.urls import URLPattern, path

from maillage.contributions.views import contributions as views

patterns: list[URLPattern] = [
    path("lieux/<slug:slug>/signaler/", views.report_create, name="report_create"),
    path("signalements/", views.report_find, name="report_find"),
    path("signalements/<str:number>/", views.report_detail, name="report_detail"),
]
