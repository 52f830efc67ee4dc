"""Support tool: read and mend sheets. Every write goes through the actions."""

from collections import defaultdict
from typing import Any

from django.contrib import admin, messages
from django.db import models
from django.db.models import QuerySet
from django.http import HttpRequest

from maillage.core.errors import DomainError
from maillage.directory.actions import HAND_ORIGIN, archive_lieu, save_lieu, save_structure
from maillage.directory.enums import LieuStatus, ModaliteField
from maillage.directory.models import Lieu, Modalite, Structure

ORIGIN = f"{HAND_ORIGIN}:support"


@admin.register(Lieu)
class LieuAdmin(admin.ModelAdmin):  # type: ignore[type-arg]
    """One sheet; the history keeps who changed it, the search follows at once."""

    list_display = ("nom", "commune", "code_postal", "status", "date_maj", "confirmed_by")
    list_filter = ("status", "confirmed_by", "position_precision")
    search_fields = ("nom", "commune", "id", "slug")
    raw_id_fields = ("structure",)
    filter_horizontal = ("modalites",)
    exclude = ("search_text", "revision", "created_at")
    actions = ("archive",)

    def get_readonly_fields(
        self,
        request: HttpRequest,  # noqa: ARG002 - the signature is Django's
        obj: Lieu | None = None,
    ) -> list[str]:
        # An address changes through rename_slug, a merge through redirect_lieu.
        fixed = ["slug", "status", "merged_into", "territory_commune", "import_source"]
        return ["id", *fixed, "updated_at"] if obj is not None else [*fixed, "updated_at"]

    def has_delete_permission(
        self,
        request: HttpRequest,  # noqa: ARG002
        obj: Lieu | None = None,  # noqa: ARG002
    ) -> bool:
        return False

    def save_model(self, request: HttpRequest, obj: Lieu, form: Any, change: bool) -> None:
        """Nothing yet: save_related writes the sheet and its lists as one version."""

    def save_related(
        self,
        request: HttpRequest,
        form: Any,
        formsets: Any,  # noqa: ARG002
        change: bool,  # noqa: ARG002
    ) -> None:
        wanted: dict[str, set[str]] = {field: set() for field in ModaliteField.values}
        chosen: QuerySet[Modalite] = form.cleaned_data["modalites"]
        for modalite in chosen:
            wanted[modalite.field].add(modalite.code)
        user: Any = request.user
        save_lieu(lieu=form.instance, modalites=wanted, origin=ORIGIN, by=user)

    @admin.action(description="Archiver les fiches choisies")
    def archive(self, request: HttpRequest, lieux: QuerySet[Lieu]) -> None:
        """Take the sheets out of the public pages, one by one, and say what was refused."""
        user: Any = request.user
        refused: dict[str, list[str]] = defaultdict(list)
        for lieu in lieux.exclude(status=LieuStatus.ARCHIVE):
            try:
                archive_lieu(lieu=lieu, origin=ORIGIN, by=user)
            except DomainError as error:
                refused[error.message_fr].append(lieu.nom)
        for reason, names in refused.items():
            messages.error(request, f"{', '.join(names)} : {reason}")


@admin.register(Structure)
class StructureAdmin(admin.ModelAdmin):  # type: ignore[type-arg]
    """One organisation."""

    search_fields = ("nom", "slug")
    raw_id_fields = ("commune",)
    readonly_fields = ("slug",)
    formfield_overrides = {models.URLField: {"assume_scheme": "https"}}

    def has_delete_permission(
        self,
        request: HttpRequest,  # noqa: ARG002
        obj: Structure | None = None,  # noqa: ARG002
    ) -> bool:
        return False

    def save_model(
        self,
        request: HttpRequest,
        obj: Structure,
        form: Any,  # noqa: ARG002
        change: bool,  # noqa: ARG002
    ) -> None:
        user: Any = request.user
        save_structure(structure=obj, origin=ORIGIN, by=user)
