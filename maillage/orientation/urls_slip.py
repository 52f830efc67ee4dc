"""Addresses of the slip and the short diagnosis."""

from django.urls import URLPattern

patterns: list[URLPattern] = []
