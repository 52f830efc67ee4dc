"""Addresses of the network: invitations, claims, members, professional directory."""

from django.urls import path

from maillage.network.views import (
    claims,
    coordinations,
    invitations,
    members,
    people_list,
    structures,
)

app_name = "network"

urlpatterns = [
    path("invitation/<str:token>/", invitations.invitation_accept, name="invitation_accept"),
    path("lieux/<slug:slug>/rattacher/", claims.claim_create, name="claim_create"),
    path("rattachement/<str:token>/", claims.claim_confirm, name="claim_confirm"),
    path("pro/structures/<int:pk>/", structures.structure_detail, name="structure_detail"),
    path(
        "pro/structures/<int:pk>/inviter/",
        invitations.invitation_create,
        name="invitation_create",
    ),
    path("pro/structures/<int:pk>/quitter/", structures.structure_leave, name="structure_leave"),
    path("pro/structures/<int:pk>/retablir/", structures.member_restore, name="member_restore"),
    path(
        "pro/structures/<int:pk>/membres/<int:user_pk>/role/",
        structures.member_role,
        name="member_role",
    ),
    path(
        "pro/structures/<int:pk>/membres/<int:user_pk>/retirer/",
        structures.member_remove,
        name="member_remove",
    ),
    path(
        "pro/structures/<int:pk>/membres/<int:user_pk>/rouvrir/",
        structures.member_reactivate,
        name="member_reactivate",
    ),
    path("pro/invitations/", invitations.invitation_list, name="invitation_list"),
    path("pro/invitations/liste/", people_list.invitation_import, name="invitation_import"),
    path(
        "pro/invitations/liste/envoyer/",
        people_list.invitation_import_confirm,
        name="invitation_import_confirm",
    ),
    path(
        "pro/invitations/<int:pk>/renvoyer/",
        invitations.invitation_resend,
        name="invitation_resend",
    ),
    path(
        "pro/invitations/<int:pk>/annuler/",
        invitations.invitation_revoke,
        name="invitation_revoke",
    ),
    path("pro/rattachements/", claims.claim_list, name="claim_list"),
    path("pro/rattachements/<int:pk>/", claims.claim_detail, name="claim_detail"),
    path("pro/coordinations/", coordinations.coordination_list, name="coordination_list"),
    path(
        "pro/coordinations/<int:pk>/retirer/",
        coordinations.coordination_remove,
        name="coordination_remove",
    ),
    path(
        "pro/territoires/membres/",
        coordinations.territory_member_list,
        name="territory_member_list",
    ),
    path("pro/professionnels/", members.member_list, name="member_list"),
    path("pro/professionnels/<int:pk>/ecrire/", members.member_contact, name="member_contact"),
    path("pro/profil/", members.profile_edit, name="profile_edit"),
]
