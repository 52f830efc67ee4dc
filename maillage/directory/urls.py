"""Addresses of the directory app."""

from django.urls import path

from maillage.directory.views import lieux

app_name = "directory"

urlpatterns = [
    # Places
    path("lieux/", lieux.lieu_list, name="lieu_list"),
    path("lieux/<slug:slug>/", lieux.lieu_detail, name="lieu_detail"),
    path("lieux/<slug:slug>/qr.svg", lieux.lieu_qr, name="lieu_qr"),
    path("carte/points/", lieux.map_points, name="map_points"),
    # Suggestions of the fields « Où ? »
    path("territoires/chercher/", lieux.place_search, name="place_search"),
]
