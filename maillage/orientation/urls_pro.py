"""Addresses of the professional area: kiosks and unmet demands."""

from django.urls import URLPattern

patterns: list[URLPattern] = []
