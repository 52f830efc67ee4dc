"""What the network no longer needs to know of people."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Q

from maillage.network.enums import ClaimStatus, InvitationStatus
from maillage.network.models import Claim, Invitation

# The page /vos-donnees/ says the same.
INVITATION_ADDRESS_KEPT_DAYS = 30
INVITATION_KEPT_DAYS = 365
CLAIM_UNANSWERED_KEPT_DAYS = 365
CLAIM_KEPT_DAYS = 365


@dataclass(frozen=True, slots=True)
class Purge:
    """How many invitations lost their address, how many invitations and claims are deleted."""

    addresses: int
    invitations: int
    claims: int


@transaction.atomic
def purge_network(*, now: datetime) -> Purge:
    """Apply the retention rules. Idempotent.

    The address and the name of an invitation go 30 days after its answer or its end; the
    invitation itself after a year. A claim goes a year after its answer, or after it was
    received when nobody answered.
    """
    address_limit = now - timedelta(days=INVITATION_ADDRESS_KEPT_DAYS)
    addresses = (
        Invitation.objects.exclude(email="", display_name="")
        .filter(
            Q(answered_at__lt=address_limit)
            | Q(status=InvitationStatus.ENVOYEE, expires_at__lt=address_limit)
        )
        .update(email="", display_name="", profession="")
    )
    invitations, _ = Invitation.objects.filter(
        created_at__lt=now - timedelta(days=INVITATION_KEPT_DAYS),
        expires_at__lt=now,
    ).delete()
    claims, _ = Claim.objects.filter(
        Q(answered_at__lt=now - timedelta(days=CLAIM_KEPT_DAYS))
        | Q(
            status=ClaimStatus.RECUE,
            created_at__lt=now - timedelta(days=CLAIM_UNANSWERED_KEPT_DAYS),
        )
    ).delete()
    return Purge(addresses=addresses, invitations=invitations, claims=claims)
