"""Support tool: roles, invitations and claims. Read only: the site gives and withdraws them."""

from django.contrib import admin

from maillage.core.support import ReadOnlyAdmin
from maillage.network.models import Claim, Coordination, Invitation, Membership


@admin.register(Membership)
class MembershipAdmin(ReadOnlyAdmin):
    list_display = ("user", "structure", "role", "created_at")
    list_filter = ("role",)
    list_select_related = ("user", "structure")
    search_fields = ("user__email", "structure__nom")


@admin.register(Coordination)
class CoordinationAdmin(ReadOnlyAdmin):
    list_display = ("user", "kind", "code", "created_at")
    list_filter = ("kind",)
    list_select_related = ("user",)
    search_fields = ("user__email", "code")


@admin.register(Invitation)
class InvitationAdmin(ReadOnlyAdmin):
    list_display = ("email", "structure", "coordination_code", "status", "created_at", "expires_at")
    list_filter = ("status",)
    list_select_related = ("structure",)
    search_fields = ("email", "structure__nom")
    exclude = ("token_hash",)


@admin.register(Claim)
class ClaimAdmin(ReadOnlyAdmin):
    list_display = ("lieu", "status", "created_at", "told_at", "answered_at")
    list_filter = ("status",)
    list_select_related = ("lieu",)
    search_fields = ("lieu__nom",)
    exclude = ("token_hash",)
