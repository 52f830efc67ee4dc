"""The coordinator's desk (/pro/bureau/), history and journal."""

from django.urls import URLPattern, path

from maillage.contributions.views import desk, desk_lists, duplicates, history, journal, quality

patterns: list[URLPattern] = [
    path("pro/bureau/", desk.desk, name="desk"),
    path("pro/bureau/agir/", desk.desk_act, name="desk_act"),
    path("pro/bureau/actions/<int:pk>/annuler/", desk.desk_undo, name="desk_undo"),
    path("pro/bureau/fiches/<slug:code>/", desk.desk_list, name="desk_list"),
    path("pro/bureau/fiches/<slug:code>/export/<slug:form>/", desk.desk_export, name="desk_export"),
    path("pro/bureau/professionnels/", desk_lists.desk_members, name="desk_members"),
    path(
        "pro/bureau/professionnels/export/<slug:form>/",
        desk_lists.desk_members_export,
        name="desk_members_export",
    ),
    path("pro/bureau/imports/", desk_lists.desk_imports, name="desk_imports"),
    path("pro/bureau/courriels/", desk_lists.desk_mails, name="desk_mails"),
    path("pro/bureau/structures/", desk_lists.desk_structures, name="desk_structures"),
    path("pro/bureau/appels/", desk_lists.desk_calls, name="desk_calls"),
    path("pro/bureau/doublons/", duplicates.duplicate_list, name="duplicate_list"),
    path("pro/bureau/doublons/chercher/", duplicates.duplicate_search, name="duplicate_search"),
    path("pro/bureau/doublons/<int:pk>/annuler/", duplicates.duplicate_undo, name="duplicate_undo"),
    path(
        "pro/bureau/doublons/<slug:first>/<slug:second>/",
        duplicates.duplicate_review,
        name="duplicate_review",
    ),
    path("pro/lieux/<slug:slug>/historique/", history.sheet_history, name="sheet_history"),
    path("pro/lieux/<slug:slug>/historique/comparer/", history.sheet_compare, name="sheet_compare"),
    path("pro/lieux/<slug:slug>/historique/retablir/", history.sheet_restore, name="sheet_restore"),
    path("pro/qualite/", quality.quality, name="quality"),
    path("pro/qualite/a-mettre-en-ordre/", quality.quality_first, name="quality_first"),
    path(
        "pro/qualite/a-mettre-en-ordre/export/<slug:form>/",
        quality.quality_export,
        name="quality_export",
    ),
    path("pro/journal/", journal.journal_list, name="journal_list"),
    path("pro/journal/export/", journal.journal_export, name="journal_export"),
]
