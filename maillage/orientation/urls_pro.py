"""Addresses of the professional area: kiosks and unmet demands."""

from django.urls import URLPattern, path

from maillage.orientation.views.demand import demand_export, demand_list

patterns: list[URLPattern] = [
    path("pro/demandes-sans-reponse/", demand_list, name="demand_list"),
    path("pro/demandes-sans-reponse/export/", demand_export, name="demand_export"),
]
