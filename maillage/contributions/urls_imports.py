"""Files of partners brought into the directory (/pro/imports/)."""

from django.urls import URLPattern, path

from maillage.contributions.views import import_reports, imports

patterns: list[URLPattern] = [
    path("pro/imports/", imports.import_list, name="import_list"),
    path("pro/imports/nouveau/", imports.import_create, name="import_create"),
    path("pro/imports/<int:pk>/", imports.import_detail, name="import_detail"),
    path("pro/imports/<int:pk>/appliquer/", imports.import_apply, name="import_apply"),
    path("pro/imports/<int:pk>/abandonner/", imports.import_give_up, name="import_give_up"),
    path("pro/imports/<int:pk>/refaire/", imports.import_retry, name="import_retry"),
    path(
        "pro/imports/<int:pk>/rapport.<slug:form>",
        import_reports.import_report,
        name="import_report",
    ),
    path("pro/imports/<int:pk>/lettre/", import_reports.import_letter, name="import_letter"),
    path(
        "pro/imports/<int:pk>/lettre.txt",
        import_reports.import_letter_text,
        name="import_letter_text",
    ),
]
