"""Addresses of the contributions app."""

from django.urls import URLPattern

app_name = "contributions"

urlpatterns: list[URLPattern] = []
