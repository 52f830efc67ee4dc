"""Support tool: look at communes, settle the basin of one."""

from typing import Any

from django.contrib import admin
from django.db import models
from django.http import HttpRequest

from maillage.territory.actions import correct_bassin
from maillage.territory.models import Bassin, BassinMembership, Commune


@admin.register(Commune)
class CommuneAdmin(admin.ModelAdmin):  # type: ignore[type-arg]
    list_display = ("nom", "code", "departement", "population")
    list_filter = ("departement",)
    search_fields = ("search_text", "nom", "code")
    raw_id_fields = ("epci",)

    def has_delete_permission(
        self,
        request: HttpRequest,  # noqa: ARG002 - the signature is Django's
        obj: Commune | None = None,  # noqa: ARG002
    ) -> bool:
        # Sheets would lose their commune without a version that says so.
        return False


@admin.register(Bassin)
class BassinAdmin(admin.ModelAdmin):  # type: ignore[type-arg]
    list_display = ("nom", "code", "monograph_url")
    formfield_overrides = {models.URLField: {"assume_scheme": "https"}}


@admin.register(BassinMembership)
class BassinMembershipAdmin(admin.ModelAdmin):  # type: ignore[type-arg]
    """Saving here is a correction: loads leave it alone, and a reason is asked for."""

    list_display = ("commune", "bassin", "is_corrected", "note")
    list_filter = ("is_corrected", "bassin")
    list_select_related = ("commune", "bassin")
    search_fields = ("commune__search_text", "commune__code")
    raw_id_fields = ("commune",)
    exclude = ("is_corrected",)

    def get_form(
        self,
        request: HttpRequest,
        obj: BassinMembership | None = None,
        change: bool = False,
        **kwargs: Any,
    ) -> Any:
        form = super().get_form(request, obj, change=change, **kwargs)
        form.base_fields["note"].required = True
        return form

    def save_model(
        self,
        request: HttpRequest,  # noqa: ARG002 - the signature is Django's
        obj: BassinMembership,
        form: Any,  # noqa: ARG002
        change: bool,  # noqa: ARG002
    ) -> None:
        obj.pk = correct_bassin(commune=obj.commune, bassin=obj.bassin, note=obj.note).pk
        obj.is_corrected = True
