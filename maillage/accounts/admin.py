"""Support tool: accounts, known by their e-mail address. Their life goes through the actions."""

from typing import Any, cast

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import ValidationError
from django.db.models import Model, QuerySet
from django.http import HttpRequest

from maillage.accounts import actions
from maillage.accounts.models import User
from maillage.accounts.queries import find_account, is_last_administrator
from maillage.core.errors import DomainError


class NewAccountForm(forms.ModelForm):  # type: ignore[type-arg]
    """An account is made from an address, a name and a profession; there is no password."""

    class Meta:
        model = User
        fields = ("email", "display_name", "profession")

    def clean_email(self) -> str:
        email = str(self.cleaned_data["email"]).lower()
        if find_account(email=email) is not None:
            raise ValidationError("Cette adresse a déjà un compte.")
        return email


@admin.register(User)
class UserAdmin(admin.ModelAdmin):  # type: ignore[type-arg]
    list_display = ("email", "display_name", "is_staff", "is_active", "last_seen_at")
    list_filter = ("is_staff", "is_superuser", "is_active")
    search_fields = ("email", "display_name")
    ordering = ("email",)
    readonly_fields = ("email", "is_active", "last_seen_at", "date_joined", "deactivated_at")
    fieldsets = (
        (None, {"fields": ("email", "display_name", "profession")}),
        ("Droits", {"fields": ("is_active", "is_staff", "is_superuser")}),
        ("Dates", {"fields": ("last_seen_at", "date_joined", "deactivated_at")}),
    )
    actions = ("deactivate", "reactivate", "reset_second_factor")

    def get_form(
        self, request: HttpRequest, obj: Model | None = None, change: bool = False, **kwargs: Any
    ) -> Any:
        if obj is None:
            kwargs["form"] = NewAccountForm
        return super().get_form(request, obj, change=change, **kwargs)

    def get_fieldsets(self, request: HttpRequest, obj: Model | None = None) -> Any:
        if obj is None:
            return ((None, {"fields": ("email", "display_name", "profession")}),)
        return super().get_fieldsets(request, obj)

    def get_readonly_fields(self, request: HttpRequest, obj: Model | None = None) -> Any:
        return super().get_readonly_fields(request, obj) if obj is not None else ()

    def save_model(self, request: HttpRequest, obj: User, form: Any, change: bool) -> None:
        if not change:
            given = {name: form.cleaned_data[name] for name in ("display_name", "profession")}
            made = actions.create_account(email=obj.email, **given)
            obj.pk, obj._state.adding = made.pk, False
            return
        before = User.objects.get(pk=obj.pk)
        if is_last_administrator(user=before) and not obj.is_superuser:
            obj.is_superuser = True
            words = "C’est le dernier compte qui administre le site : il garde ce droit."
            messages.warning(request, words)
        super().save_model(request, obj, form, change)

    def has_delete_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:  # noqa: ARG002
        """Accounts are closed; their owner, or time, deletes them."""
        return False

    @admin.action(description="Désactiver les comptes choisis")
    def deactivate(self, request: HttpRequest, queryset: QuerySet[User]) -> None:
        for user in queryset:
            try:
                actions.deactivate_account(user=user, by=self._by(request))
            except DomainError as error:
                messages.error(request, error.message_fr)

    @admin.action(description="Rouvrir les comptes choisis")
    def reactivate(self, request: HttpRequest, queryset: QuerySet[User]) -> None:
        for user in queryset:
            actions.reactivate_account(user=user, by=self._by(request))

    @admin.action(description="Retirer la seconde vérification (téléphone perdu)")
    def reset_second_factor(self, request: HttpRequest, queryset: QuerySet[User]) -> None:
        for user in queryset:
            actions.remove_second_factor(user=user, by=self._by(request))

    @staticmethod
    def _by(request: HttpRequest) -> User:
        return cast("User", request.user)
