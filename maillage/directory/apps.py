from datetime import timedelta

from django.apps import AppConfig


class DirectoryConfig(AppConfig):
    name = "maillage.directory"
    verbose_name = "Annuaire"

    def ready(self) -> None:
        from maillage.core.jobs import declare_job  # noqa: PLC0415
        from maillage.core.journal import declare_verbs  # noqa: PLC0415
        from maillage.directory import place_names, receivers, tasks  # noqa: F401, PLC0415
        from maillage.directory.photo_actions import delete_orphan_photos  # noqa: PLC0415

        declare_job(
            name="directory.purge_photos", every=timedelta(days=1), run=delete_orphan_photos
        )
        tasks.declare()
        place_names.register()
        declare_verbs(
            {
                "sheet.created": "fiche créée",
                "sheet.section_saved": "partie de fiche modifiée",
                "sheet.sections_confirmed": "parties de fiche confirmées",
                "sheet.confirmation_undone": "confirmation annulée",
                "sheet.rhythm_changed": "fréquence des demandes changée",
                "sheet.published": "fiche publiée",
                "sheet.archived": "fiche archivée",
                "sheet.unarchived": "fiche sortie des archives",
                "sheet.duplicated": "fiche copiée",
                "sheet.restored": "version de fiche rétablie",
                "sheet.merged": "fiche fusionnée dans une autre",
                "sheet.unmerged": "fusion de fiches annulée",
                "duplicates.searched": "recherche de doublons faite",
                "duplicate.reviewed": "doublon examiné",
                "duplicate.undone": "examen de doublon annulé",
                "sheet.photo_saved": "photo changée",
            }
        )
