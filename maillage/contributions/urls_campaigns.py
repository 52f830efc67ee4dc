"""Campaigns (/pro/campagnes/) and the personal links (/mise-a-jour/)."""

from django.urls import URLPattern

patterns: list[URLPattern] = []
