"""Support tool: read contributions, answer them in words."""

from typing import Any

from django import forms
from django.contrib import admin, messages
from django.http import HttpRequest

from maillage.accounts.models import User
from maillage.contributions.actions import moderation as actions
from maillage.contributions.enums import CLOSED_STATUSES, ReportStatus
from maillage.contributions.models import Campaign, Contribution, UpdateRequest
from maillage.core.errors import DomainError
from maillage.core.support import ReadOnlyAdmin


class AnswerForm(forms.ModelForm):  # type: ignore[type-arg]
    """State and answer; a closed report does not change any more."""

    class Meta:
        model = Contribution
        fields = ("status", "answer")
        widgets = {"answer": forms.Textarea(attrs={"rows": 6})}

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        if data.get("status") == ReportStatus.REFUSE and not data.get("answer", "").strip():
            self.add_error("answer", "Un refus donne sa raison : écrivez la réponse.")
        return data


@admin.register(Contribution)
class ContributionAdmin(admin.ModelAdmin):  # type: ignore[type-arg]
    """The state and the answer change, through the actions; the rest is read only."""

    form = AnswerForm
    list_display = ("number", "nature", "lieu_name", "kind", "status", "created_at")
    list_filter = ("status", "nature", "kind")
    list_select_related = ("lieu",)
    search_fields = ("number", "lieu__nom")
    fixed = (
        "number",
        "nature",
        "lieu",
        "kind",
        "message",
        "changes",
        "before",
        "email",
        "created_at",
    )
    fields = (*fixed, "status", "answer")

    def get_readonly_fields(
        self, _request: HttpRequest, obj: Contribution | None = None
    ) -> list[str]:
        fixed = list(self.fixed)
        # What is stored: the form has already written its own state on the object.
        closed = Contribution.objects.filter(status__in=CLOSED_STATUSES)
        if obj is not None and closed.filter(pk=obj.pk).exists():
            fixed += ["status", "answer"]
        return fixed

    def has_add_permission(self, _request: HttpRequest) -> bool:
        return False

    def save_model(
        self, request: HttpRequest, obj: Contribution, _form: Any, _change: bool
    ) -> None:
        status = ReportStatus(obj.status)
        stored = Contribution.objects.get(pk=obj.pk)
        try:
            if status in CLOSED_STATUSES:
                by = request.user if isinstance(request.user, User) else None
                actions.answer_report(report=stored, status=status, answer=obj.answer, by=by)
            elif status == ReportStatus.EN_COURS:
                actions.start_report(report=stored)
        except DomainError as error:
            messages.error(request, error.message_fr)


@admin.register(Campaign)
class CampaignAdmin(ReadOnlyAdmin):
    list_display = ("nom", "territory_kind", "territory_code", "status", "planned", "started_at")
    list_filter = ("status",)
    search_fields = ("nom",)


@admin.register(UpdateRequest)
class UpdateRequestAdmin(ReadOnlyAdmin):
    """Whether a place was asked, when, and where its link stands; never the link."""

    list_display = ("lieu", "cause", "status", "sent_at", "reminders", "expires_at")
    list_filter = ("status", "cause")
    list_select_related = ("lieu",)
    search_fields = ("lieu__nom", "email")
    exclude = ("public_id", "nonce")
