"""Addresses of the conversation."""

from django.urls import URLPattern

patterns: list[URLPattern] = []
