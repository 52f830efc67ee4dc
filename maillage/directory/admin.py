"""Support tool: read and mend sheets. Every write goes through the actions."""

from collections import defaultdict
from typing import Any

from django.contrib import admin, messages
from django.contrib.admin.utils import unquote
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse

from maillage.core.errors import DomainError
from maillage.directory.actions import HAND_ORIGIN, archive_lieu, save_lieu, save_structure
from maillage.directory.enums import LieuStatus, ModaliteField
from maillage.directory.history_queries import versions_of
from maillage.directory.models import (
    Equipment,
    ExceptionalPeriod,
    Lieu,
    Modalite,
    Passage,
    Structure,
)

ORIGIN = f"{HAND_ORIGIN}:support"


class EquipmentInline(admin.TabularInline):  # type: ignore[type-arg]
    model = Equipment
    extra = 0


class ExceptionalPeriodInline(admin.TabularInline):  # type: ignore[type-arg]
    model = ExceptionalPeriod
    extra = 0


class PassageInline(admin.TabularInline):  # type: ignore[type-arg]
    """Where the organisation of a sheet receives elsewhere; one owner only."""

    model = Passage
    fk_name = "lieu"
    exclude = ("structure",)
    extra = 0
    raw_id_fields = ("host", "commune")


class StructurePassageInline(PassageInline):
    """Where an organisation without a sheet receives."""

    fk_name = "structure"
    exclude = ("lieu",)


def _rows_of(formset: Any) -> list[Any]:
    """What a formset leaves: unchanged, changed and new rows, not those taken out."""
    formset.save(commit=False)  # Django tells the log what it did
    return [
        form.instance
        for form in formset.forms
        if form not in formset.deleted_forms and (form.instance.pk or form.has_changed())
    ]


class VersionedAdmin(admin.ModelAdmin):  # type: ignore[type-arg]
    """Rows with a history, never deleted.

    The « history » button shows the versions: when, by whom, from which source, what.
    """

    object_history_template = "directory/admin_history.html"

    def has_delete_permission(
        self,
        request: HttpRequest,  # noqa: ARG002 - the signature is Django's
        obj: Any = None,  # noqa: ARG002
    ) -> bool:
        return False

    def history_view(
        self, request: HttpRequest, object_id: str, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        row = self.get_object(request, unquote(object_id))
        context = {"versions": [] if row is None else versions_of(row=row)}
        return super().history_view(request, object_id, {**context, **(extra_context or {})})


@admin.register(Lieu)
class LieuAdmin(VersionedAdmin):
    """One sheet; the history keeps who changed it, the search follows at once."""

    list_display = ("nom", "commune", "code_postal", "status", "date_maj", "confirmed_by")
    list_filter = ("status", "confirmed_by", "position_precision")
    search_fields = ("nom", "commune", "id", "slug")
    raw_id_fields = ("structure",)
    filter_horizontal = ("modalites",)
    exclude = ("search_text", "revision", "created_at")
    actions = ("archive",)
    inlines = (EquipmentInline, ExceptionalPeriodInline, PassageInline)

    def get_readonly_fields(
        self,
        request: HttpRequest,  # noqa: ARG002 - the signature is Django's
        obj: Lieu | None = None,
    ) -> list[str]:
        # An address changes through rename_slug, a merge through merge_lieux.
        fixed = ["slug", "status", "merged_into", "territory_commune", "import_source"]
        return ["id", *fixed, "updated_at"] if obj is not None else [*fixed, "updated_at"]

    def save_model(self, request: HttpRequest, obj: Lieu, form: Any, change: bool) -> None:
        """Nothing yet: save_related writes the sheet and its lists as one version."""

    def save_related(
        self,
        request: HttpRequest,
        form: Any,
        formsets: Any,
        change: bool,  # noqa: ARG002
    ) -> None:
        parts = {formset.model: _rows_of(formset) for formset in formsets}
        wanted: dict[str, set[str]] = {field: set() for field in ModaliteField.values}
        chosen: QuerySet[Modalite] = form.cleaned_data["modalites"]
        for modalite in chosen:
            wanted[modalite.field].add(modalite.code)
        user: Any = request.user
        save_lieu(
            lieu=form.instance,
            modalites=wanted,
            equipments=parts[Equipment],
            exceptional_periods=parts[ExceptionalPeriod],
            passages=parts[Passage],
            origin=ORIGIN,
            by=user,
        )

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
            except ValidationError as error:
                refused[" ".join(error.messages)].append(lieu.nom)
        for reason, names in refused.items():
            messages.error(request, f"{', '.join(names)} : {reason}")


@admin.register(Structure)
class StructureAdmin(VersionedAdmin):
    """One organisation, and where it receives people when it has no sheet."""

    search_fields = ("nom", "slug")
    raw_id_fields = ("commune",)
    readonly_fields = ("slug",)
    inlines = (StructurePassageInline,)
    formfield_overrides = {models.URLField: {"assume_scheme": "https"}}

    def save_model(self, request: HttpRequest, obj: Structure, form: Any, change: bool) -> None:
        """Nothing yet: save_related writes the organisation and its passages as one version."""

    def save_related(
        self,
        request: HttpRequest,
        form: Any,
        formsets: Any,
        change: bool,  # noqa: ARG002
    ) -> None:
        user: Any = request.user
        (passages,) = formsets
        save_structure(structure=form.instance, passages=_rows_of(passages), origin=ORIGIN, by=user)
