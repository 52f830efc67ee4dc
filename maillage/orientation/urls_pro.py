"""Addresses of the professional area: kiosks and unmet demands."""

from django.urls import URLPattern, path

from maillage.orientation.views import kiosk_settings
from maillage.orientation.views.demand import demand_export, demand_list

patterns: list[URLPattern] = [
    path("pro/bornes/", kiosk_settings.kiosk_list, name="kiosk_list"),
    path("pro/bornes/nouvelle/", kiosk_settings.kiosk_create, name="kiosk_create"),
    path("pro/bornes/retablir/", kiosk_settings.kiosk_restore, name="kiosk_restore"),
    path("pro/bornes/<int:pk>/", kiosk_settings.kiosk_detail, name="kiosk_detail"),
    path("pro/bornes/<int:pk>/modifier/", kiosk_settings.kiosk_edit, name="kiosk_edit"),
    path("pro/bornes/<int:pk>/service/", kiosk_settings.kiosk_service, name="kiosk_service_change"),
    path("pro/bornes/<int:pk>/retirer/", kiosk_settings.kiosk_remove, name="kiosk_remove"),
    path("pro/demandes-sans-reponse/", demand_list, name="demand_list"),
    path("pro/demandes-sans-reponse/export/", demand_export, name="demand_export"),
]
