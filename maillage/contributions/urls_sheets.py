"""My sheets, under /pro/ and /pro/lieux/."""

from django.urls import URLPattern, path

from maillage.contributions.views import (
    photos,
    preview,
    provenance,
    reading,
    sheet_life,
    sheet_sections,
)
from maillage.contributions.views import sheets as views

patterns: list[URLPattern] = [
    path("pro/", views.pro_home, name="pro_home"),
    path("pro/lieux/", reading.lieu_search, name="lieu_search"),
    path("pro/lieux/<slug:slug>/voir/", reading.lieu_read, name="lieu_read"),
    path("pro/lieux/<slug:slug>/", views.sheet_detail, name="sheet_detail"),
    path("pro/lieux/<slug:slug>/confirmer/", views.sheet_confirm, name="sheet_confirm"),
    path("pro/lieux/<slug:slug>/garder/", provenance.sheet_keep, name="sheet_keep"),
    path("pro/lieux/<slug:slug>/annuler/", views.sheet_undo, name="sheet_undo"),
    path(
        "pro/lieux/<slug:slug>/partie/<slug:section>/",
        sheet_sections.section_edit,
        name="section_edit",
    ),
    path("pro/structures/<int:pk>/lieux/ajouter/", sheet_life.lieu_create, name="lieu_create"),
    path("pro/lieux/<slug:slug>/publier/", sheet_life.sheet_publish, name="sheet_publish"),
    path("pro/lieux/<slug:slug>/archiver/", sheet_life.sheet_archive, name="sheet_archive"),
    path("pro/lieux/<slug:slug>/copier/", sheet_life.sheet_duplicate, name="sheet_duplicate"),
    path("pro/lieux/<slug:slug>/courriels/", sheet_life.sheet_mail, name="sheet_mail"),
    path("pro/lieux/<slug:slug>/frequence/", sheet_life.sheet_rhythm, name="sheet_rhythm"),
    # --- photo and live preview -----------------------------------------------------------
    path("pro/lieux/<slug:slug>/photo/", photos.photo_edit, name="photo_edit"),
    path("pro/lieux/<slug:slug>/photo/<str:name>", photos.photo_file, name="photo_file"),
    path("pro/lieux/<slug:slug>/apercu/", preview.sheet_preview, name="sheet_preview"),
]
