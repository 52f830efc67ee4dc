"""My sheets, under /pro/ and /pro/lieux/."""

from django.urls import URLPattern

patterns: list[URLPattern] = []
