"""Limits of what visitors send; who may answer a contribution."""

from dataclasses import dataclass

from django.contrib.auth.models import AnonymousUser
from django.http import Http404

from maillage.accounts.models import User
from maillage.contributions.enums import CampaignStatus
from maillage.contributions.models import Campaign, Contribution, UpdateRequest
from maillage.contributions.queries import contributions as queries
from maillage.contributions.queries.imports import find_run
from maillage.core.throttle import Limit
from maillage.directory.models import ImportRun
from maillage.network.rules import (
    can_edit_lieu,
    can_manage_lieu,
    coordinates_commune,
    coordinates_lieu,
    coordinates_territory,
    coordinator_or_404,
)

SEND_LIMIT = Limit("report-send", 20)
LOOKUP_LIMIT = Limit("report-lookup", 60)
# Wrong personal links (/mise-a-jour/), guessed or worn out.
LINK_LIMIT = Limit("update-link", 60)


def can_answer(user: User | AnonymousUser, contribution: Contribution) -> bool:
    """Whoever may correct the sheet; for a missing place, the coordination of its commune."""
    if contribution.lieu is not None:
        return can_edit_lieu(user, contribution.lieu)
    return coordinates_commune(user, contribution.code_insee)


def can_archive(user: User | AnonymousUser, contribution: Contribution) -> bool:
    """Take the sheet out because of this contribution: whoever answers for the sheet."""
    return contribution.lieu is not None and can_manage_lieu(user, contribution.lieu)


def contribution_for_answer_or_404(user: User | AnonymousUser, number: str) -> Contribution:
    """A contribution that this person may answer; Http404 for all the others alike."""
    contribution = queries.find_for_review(number=number)
    if contribution is None or not can_answer(user, contribution):
        raise Http404
    return contribution


def import_run_or_404(user: User | AnonymousUser, pk: int) -> ImportRun:
    """An import that this person may read; Http404 for all the others alike."""
    roles = coordinator_or_404(user)
    run = find_run(roles=roles, user=user, pk=pk) if isinstance(user, User) else None
    if run is None:
        raise Http404
    return run


def campaign_or_404(user: User | AnonymousUser, pk: int) -> Campaign:
    """A campaign of a territory that this person coordinates; Http404 for all others alike."""
    coordinator_or_404(user)
    campaign = Campaign.objects.filter(pk=pk).first()
    if campaign is None or not coordinates_territory(
        user, kind=campaign.territory_kind, code=campaign.territory_code
    ):
        raise Http404
    return campaign


@dataclass(frozen=True, slots=True)
class CampaignPart:
    """What somebody may call of a campaign: all of it, or the places of some communes."""

    campaign: Campaign
    communes: frozenset[str] | None = None

    @property
    def is_whole(self) -> bool:
        return self.communes is None


def campaign_part_or_404(user: User | AnonymousUser, pk: int) -> CampaignPart:
    """The part of an open or ended campaign whose places this person coordinates.

    A campaign wider than a basin is followed by those of its territory; in the basin, its
    coordinator calls. Http404 when none of its places is theirs.
    """
    roles = coordinator_or_404(user)
    campaign = Campaign.objects.filter(pk=pk).first()
    if campaign is None:
        raise Http404
    kind, code = campaign.territory_kind, campaign.territory_code
    if coordinates_territory(user, kind=kind, code=code):
        return CampaignPart(campaign)
    mine = campaign.requests.filter(lieu__code_insee__in=roles.communes)
    if campaign.status == CampaignStatus.BROUILLON or not mine.exists():
        raise Http404
    return CampaignPart(campaign, roles.communes)


def call_or_404(user: User | AnonymousUser, pk: int, number: int) -> UpdateRequest:
    """One request of a campaign, about a place of this person; Http404 for all others alike."""
    part = campaign_part_or_404(user, pk)
    asked = (
        part.campaign.requests.select_related("lieu", "campaign")
        .prefetch_related("answers", "lieu__modalites")
        .filter(pk=number)
        .first()
    )
    if asked is None or not (part.is_whole or coordinates_lieu(user, asked.lieu)):
        raise Http404
    return asked
