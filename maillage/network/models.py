"""People of the network: what each may do, and what each accepts to show to colleagues."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from maillage.accounts.enums import Profession
from maillage.directory.models import Lieu, Structure
from maillage.network.enums import (
    ClaimStatus,
    CoordinationKind,
    InvitationStatus,
    MembershipRole,
)


class Membership(models.Model):
    """A person acts for a structure."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="memberships"
    )
    structure = models.ForeignKey(Structure, on_delete=models.CASCADE, related_name="memberships")
    role = models.CharField(
        "rôle", max_length=10, choices=MembershipRole.choices, default=MembershipRole.MEMBRE
    )
    created_at = models.DateTimeField("depuis le", default=timezone.now)

    class Meta:
        verbose_name = "appartenance à une structure"
        verbose_name_plural = "appartenances à une structure"
        ordering = ["structure", "user"]
        constraints = [
            models.UniqueConstraint(
                fields=["user", "structure"],
                name="membership_unique",
                violation_error_message="Cette personne est déjà dans la structure.",
            ),
            models.CheckConstraint(
                name="membership_role_known",
                condition=Q(role__in=MembershipRole.values),
                violation_error_message="Ce rôle n’existe pas.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user_id} {self.role} {self.structure_id}"


class Coordination(models.Model):
    """A person coordinates a territory, named by its kind and code (territory.queries)."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="coordinations"
    )
    kind = models.CharField("sorte", max_length=12, choices=CoordinationKind.choices)
    code = models.CharField("code", max_length=9)
    created_at = models.DateTimeField("depuis le", default=timezone.now)

    class Meta:
        verbose_name = "coordination d’un territoire"
        verbose_name_plural = "coordinations d’un territoire"
        ordering = ["user", "kind", "code"]
        constraints = [
            models.UniqueConstraint(
                fields=["user", "kind", "code"],
                name="coordination_unique",
                violation_error_message="Cette personne coordonne déjà ce territoire.",
            ),
            models.CheckConstraint(
                name="coordination_kind_known",
                condition=Q(kind__in=CoordinationKind.values),
                violation_error_message="On coordonne un bassin, un département ou une région.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user_id} {self.kind}:{self.code}"


class Invitation(models.Model):
    """An e-mail asks somebody to join: a structure with a role, or a territory to coordinate.

    Only the SHA-256 of the secret of the link is kept. Used once; expires.
    """

    email = models.EmailField("adresse électronique", blank=True)
    display_name = models.CharField("nom", max_length=120, blank=True)
    profession = models.CharField("métier", max_length=16, choices=Profession.choices, blank=True)
    structure = models.ForeignKey(
        Structure, on_delete=models.CASCADE, related_name="invitations", null=True, blank=True
    )
    role = models.CharField("rôle", max_length=10, choices=MembershipRole.choices, blank=True)
    coordination_kind = models.CharField(
        "territoire (sorte)", max_length=12, choices=CoordinationKind.choices, blank=True
    )
    coordination_code = models.CharField("territoire (code)", max_length=9, blank=True)
    token_hash = models.CharField(max_length=64, unique=True)
    status = models.CharField(
        "état",
        max_length=10,
        choices=InvitationStatus.choices,
        default=InvitationStatus.ENVOYEE,
    )
    invited_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        related_name="invitations_sent",
        null=True,
        blank=True,
    )
    created_at = models.DateTimeField("envoyée le", default=timezone.now)
    expires_at = models.DateTimeField("valable jusqu’au")
    answered_at = models.DateTimeField("répondue le", null=True, blank=True)

    class Meta:
        verbose_name = "invitation"
        ordering = ["-created_at", "-id"]
        constraints = [
            models.CheckConstraint(
                name="invitation_has_one_purpose",
                condition=Q(structure__isnull=False, coordination_kind="", coordination_code="")
                & ~Q(role="")
                | (
                    Q(structure__isnull=True, role="")
                    & ~Q(coordination_kind="")
                    & ~Q(coordination_code="")
                ),
                violation_error_message=(
                    "Une invitation concerne une structure ou un territoire à coordonner."
                ),
            ),
            models.CheckConstraint(
                name="invitation_status_known",
                condition=Q(status__in=InvitationStatus.values),
                violation_error_message="Cet état n’existe pas.",
            ),
            models.CheckConstraint(
                name="invitation_closed_is_dated",
                condition=Q(status=InvitationStatus.ENVOYEE, answered_at__isnull=True)
                | (~Q(status=InvitationStatus.ENVOYEE) & Q(answered_at__isnull=False)),
                violation_error_message="Une invitation close porte la date de sa réponse.",
            ),
            models.CheckConstraint(
                name="invitation_role_known",
                condition=Q(role="") | Q(role__in=MembershipRole.values),
                violation_error_message="Ce rôle n’existe pas.",
            ),
            models.CheckConstraint(
                name="invitation_kind_known",
                condition=Q(coordination_kind="")
                | Q(coordination_kind__in=CoordinationKind.values),
                violation_error_message="On coordonne un bassin, un département ou une région.",
            ),
            models.CheckConstraint(
                name="invitation_profession_known",
                condition=Q(profession="") | Q(profession__in=Profession.values),
                violation_error_message="Ce métier n’est pas dans la liste.",
            ),
        ]

    def __str__(self) -> str:
        return f"invitation {self.pk} {self.status}"


class Claim(models.Model):
    """« C’est ma structure »: somebody asks to keep a sheet.

    Accepted by the coordination, or by itself through a link sent to the public e-mail address
    of the sheet. What the answer needed of the person is erased once the claim is closed.
    `told_at`: when everybody who may answer had been told by e-mail.
    """

    lieu = models.ForeignKey(Lieu, on_delete=models.CASCADE, related_name="claims")
    email = models.EmailField("adresse électronique", blank=True)
    display_name = models.CharField("nom", max_length=120, blank=True)
    profession = models.CharField("métier", max_length=16, choices=Profession.choices, blank=True)
    message = models.CharField("message", max_length=1000, blank=True)
    token_hash = models.CharField(max_length=64, blank=True)
    status = models.CharField(
        "état", max_length=10, choices=ClaimStatus.choices, default=ClaimStatus.RECUE
    )
    created_at = models.DateTimeField("reçue le", default=timezone.now)
    told_at = models.DateTimeField("annoncée le", null=True, blank=True)
    answered_at = models.DateTimeField("répondue le", null=True, blank=True)
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        related_name="claims_answered",
        null=True,
        blank=True,
    )
    answer = models.CharField("raison", max_length=1000, blank=True)

    class Meta:
        verbose_name = "demande de rattachement"
        verbose_name_plural = "demandes de rattachement"
        ordering = ["-created_at", "-id"]
        constraints = [
            models.CheckConstraint(
                name="claim_status_known",
                condition=Q(status__in=ClaimStatus.values),
                violation_error_message="Cet état n’existe pas.",
            ),
            models.CheckConstraint(
                name="claim_closed_is_dated",
                condition=Q(status=ClaimStatus.RECUE, answered_at__isnull=True)
                | (~Q(status=ClaimStatus.RECUE) & Q(answered_at__isnull=False)),
                violation_error_message="Une demande close porte la date de sa réponse.",
            ),
            models.CheckConstraint(
                name="claim_closed_is_erased",
                condition=Q(status=ClaimStatus.RECUE) & ~Q(email="")
                | (~Q(status=ClaimStatus.RECUE) & Q(email="", message="", token_hash="")),
                violation_error_message="Une demande ouverte a une adresse ; close, elle n’en "
                "garde ni l’adresse, ni le message, ni le lien.",
            ),
            models.CheckConstraint(
                name="claim_profession_known",
                condition=Q(profession="") | Q(profession__in=Profession.values),
                violation_error_message="Ce métier n’est pas dans la liste.",
            ),
        ]

    def __str__(self) -> str:
        return f"demande {self.pk} {self.status}"


class MemberProfile(models.Model):
    """What a person accepts to show to the other members; never to the public."""

    user = models.OneToOneField(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="member_profile"
    )
    is_listed = models.BooleanField("visible des autres membres", default=False)
    teaches = models.CharField("ce que je peux apprendre aux autres", max_length=500, blank=True)
    seeks = models.CharField("ce que je cherche", max_length=500, blank=True)
    updated_at = models.DateTimeField("modifié le", auto_now=True)

    class Meta:
        verbose_name = "profil de membre"
        verbose_name_plural = "profils de membre"

    def __str__(self) -> str:
        return f"profil {self.user_id}"
