"""Campaigns of the basin of Chartres, whose commune the test makes."""

from datetime import date, timedelta
from typing import Any

from django.utils import timezone

from maillage.accounts.models import User
from maillage.contributions.actions.campaign_opening import prepare_campaign
from maillage.contributions.actions.campaigns import open_campaign
from maillage.contributions.models import Campaign
from tests.factories.people import make_coordinator
from tests.factories.territory import (
    BassinFactory,
    BassinMembershipFactory,
    CommuneFactory,
    EpciFactory,
)


def make_bassin(code: str = "2421", commune: str = "28085", nom: str = "Chartres") -> None:
    """A basin with one commune and its EPCI."""
    place = CommuneFactory.create(code=commune, nom=nom, epci=EpciFactory.create())
    BassinMembershipFactory.create(
        commune=place, bassin=BassinFactory.create(code=code, nom=nom, slug=f"bassin-{code}")
    )


def make_campaign(**fields: Any) -> Campaign:
    """A campaign in preparation, from today for 30 days."""
    today = timezone.localdate()
    values: dict[str, Any] = {
        "nom": "Mise à jour de l’été",
        "territory_kind": "bassin",
        "territory_code": "2421",
        "sections": ["contacts", "presentation"],
        "starts_on": today,
        "ends_on": today + timedelta(days=30),
        "reminder_days": [7, 21],
        **fields,
    }
    return Campaign.objects.create(**values)


def make_open_campaign(by: User | None = None, **fields: Any) -> Campaign:
    """A campaign opened today, its requests and first e-mails made."""
    campaign = open_campaign(campaign=make_campaign(**fields), by=by or make_coordinator())
    prepare_campaign(campaign_id=campaign.pk)
    campaign.refresh_from_db()
    return campaign


def form_of(first: date, last: date, **fields: Any) -> dict[str, Any]:
    """The form of a campaign, well filled."""
    return {
        "nom": "Été",
        "territoire": "bassin:2421",
        "sections": ["horaires", "fermetures"],
        "debut": first.isoformat(),
        "fin": last.isoformat(),
        "rappels": "7, 21",
        "message": "Bonjour à tous.",
        **fields,
    }
