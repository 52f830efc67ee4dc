"""Addresses of the conversation."""

from django.urls import URLPattern, path

from maillage.orientation.views import conversation

patterns: list[URLPattern] = [
    path("orientation/", conversation.conversation, name="conversation"),
]
