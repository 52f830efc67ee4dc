"""Campaigns (/pro/campagnes/) and the personal links (/mise-a-jour/)."""

from django.urls import URLPattern, path

from maillage.contributions.views import update_links

patterns: list[URLPattern] = [
    path("mise-a-jour/<str:token>/", update_links.update_link, name="update_link"),
    path("mise-a-jour/<str:token>/merci/", update_links.update_done, name="update_done"),
    path(
        "mise-a-jour/<str:token>/partie/<str:section>/",
        update_links.update_section,
        name="update_section",
    ),
]
