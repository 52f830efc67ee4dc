"""Addresses of the slip and the short diagnosis."""

from django.urls import URLPattern, path

from maillage.orientation.views import diagnosis, slip

patterns: list[URLPattern] = [
    path("orientation/papier/<slug:lieu>/", slip.slip, name="slip"),
    path("diagnostic/", diagnosis.diagnosis, name="diagnosis"),
]
