"""Addresses of the kiosks of the public, never prefixed by a language."""

from django.urls import URLPattern, path

from maillage.orientation.views import kiosk

patterns: list[URLPattern] = [
    path("borne/<slug:slug>/", kiosk.kiosk_home, name="kiosk_home"),
    path("borne/<slug:slug>/travailleur.js", kiosk.kiosk_worker, name="kiosk_worker"),
    path("borne/<slug:slug>/manifeste.webmanifest", kiosk.kiosk_manifest, name="kiosk_manifest"),
    path("borne/<slug:slug>/<slug:langue>/", kiosk.kiosk_language, name="kiosk_language"),
    path("borne/<slug:slug>/<slug:langue>/urgence/", kiosk.kiosk_urgent, name="kiosk_urgent"),
    path("borne/<slug:slug>/<slug:langue>/hors-reseau/", kiosk.kiosk_offline, name="kiosk_offline"),
    path(
        "borne/<slug:slug>/<slug:langue>/<slug:service>/",
        kiosk.kiosk_service,
        name="kiosk_service",
    ),
    path(
        "borne/<slug:slug>/<slug:langue>/<slug:service>/<slug:theme>/",
        kiosk.kiosk_theme,
        name="kiosk_theme",
    ),
    # Whatever else: a page of the kiosk, never one of the site.
    path("borne/<slug:slug>/<path:rest>", kiosk.kiosk_lost, name="kiosk_lost"),
]
