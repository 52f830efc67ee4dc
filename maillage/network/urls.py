"""Addresses of the network: invitations, claims, members, professional directory."""

from django.urls import URLPattern

app_name = "network"

urlpatterns: list[URLPattern] = []
