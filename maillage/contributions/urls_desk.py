"""The coordinator's desk (/pro/bureau/), history and journal."""

from django.urls import URLPattern

patterns: list[URLPattern] = []
