"""Addresses of the accounts: sign in, second factor, sessions, my account."""

from django.urls import URLPattern, URLResolver

urlpatterns: list[URLPattern | URLResolver] = []
