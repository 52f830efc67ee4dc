"""Addresses of the kiosks of the public, never prefixed by a language."""

from django.urls import URLPattern

patterns: list[URLPattern] = []
