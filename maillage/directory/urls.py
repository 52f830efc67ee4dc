"""Addresses of the directory app."""

from django.urls import include, path

from maillage.directory.views import carte, lieux, photos

app_name = "directory"

urlpatterns = [
    # Places
    path("lieux/", lieux.lieu_list, name="lieu_list"),
    path("lieux/<slug:slug>/", lieux.lieu_detail, name="lieu_detail"),
    path("lieux/<slug:slug>/qr.svg", lieux.lieu_qr, name="lieu_qr"),
    path("lieux/<slug:slug>/photo/<str:name>", photos.lieu_photo, name="lieu_photo"),
    path("carte/points/", lieux.map_points, name="map_points"),
    path("carte/contours/", carte.map_contours, name="map_contours"),
    # Suggestions of the fields « Où ? »
    path("territoires/chercher/", lieux.place_search, name="place_search"),
    # Territories, documents, frames for other sites, feeds
    path("", include("maillage.directory.urls_territory")),
]
