"""Addresses of the directory app."""

from django.urls import URLPattern

app_name = "directory"

urlpatterns: list[URLPattern] = []
