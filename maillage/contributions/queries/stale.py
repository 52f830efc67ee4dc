"""What has not been vouched for: places due by their rhythm, and without any sign of life."""

import calendar
from datetime import datetime

from django.apps import apps
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone

from maillage.contributions.enums import OPEN_REQUESTS, CampaignStatus, RequestCause
from maillage.contributions.models import UpdateRequest
from maillage.directory.actions import HAND_ORIGIN
from maillage.directory.demo_actions import ORIGIN as DEMO_ORIGIN
from maillage.directory.enums import BY_PEOPLE, AskFrequency, ConfirmationKind
from maillage.directory.models import Lieu, SectionConfirmation
from maillage.network.queries import active_memberships

ARCHIVE_MONTHS = 24


def months_before(moment: datetime, months: int) -> datetime:
    """The same day, months before; the last of the month when it has not that day."""
    index = moment.year * 12 + moment.month - 1 - months
    year, month = divmod(index, 12)
    day = min(moment.day, calendar.monthrange(year, month + 1)[1])
    return moment.replace(year=year, month=month + 1, day=day)


def _edited_by_hand(since: datetime | None = None) -> Exists:
    """Whether a person wrote a version of the sheet, `since` a moment when it is given."""
    versions = apps.get_model("directory", "HistoricalLieu")._default_manager.filter(
        id=OuterRef("pk"), history_source__startswith=HAND_ORIGIN
    )
    return Exists(versions.filter(history_date__gte=since) if since else versions)


def demonstration_only() -> Q:
    """Sheets that nobody but the demonstration ever wrote: their organisations asked nothing."""
    others = (
        apps.get_model("directory", "HistoricalLieu")
        ._default_manager.filter(id=OuterRef("pk"))
        .exclude(history_source=DEMO_ORIGIN)
    )
    return Q(~Exists(others), import_source=DEMO_ORIGIN)


def archive_candidates(*, now: datetime | None = None) -> QuerySet[Lieu]:
    """Published places without any sign of life for 24 months.

    A sign of life: a confirmation of any section by a person, a version written by hand, a date
    declared by the source. The day of an import is none. Sheets of the demonstration that nobody
    corrected are left alone: no real organisation is written to because somebody tries the site.
    """
    since = months_before(now or timezone.now(), ARCHIVE_MONTHS)
    confirmed = SectionConfirmation.objects.filter(
        lieu=OuterRef("pk"), kind__in=BY_PEOPLE, confirmed_at__gte=since
    )
    return (
        Lieu.objects.published()
        .filter(date_maj__lt=since.date())
        .exclude(demonstration_only())
        .filter(~Exists(confirmed), ~_edited_by_hand(since))
        .order_by("date_maj", "id")
    )


def due_by_frequency(*, now: datetime | None = None) -> QuerySet[Lieu]:
    """Published places to ask outside campaigns, at the rhythm that they chose.

    Only those that somebody already keeps: members, or a confirmation or a correction by hand.
    Thousands of addresses that came by an import are never written to this way. Not those
    asked within their rhythm, whatever the reason, nor while a campaign asks them, nor the sheets
    of the demonstration that nobody corrected.
    """
    moment = now or timezone.now()
    asked = UpdateRequest.objects.filter(lieu=OuterRef("pk"))
    late = Q()
    for months in AskFrequency.values:
        cutoff = months_before(moment, months)
        old = (
            Q(confirmed_at__lt=cutoff)
            | Q(confirmed_at__isnull=True)
            | Q(confirmed_by=ConfirmationKind.SOURCE)
        )
        late |= (
            Q(ask_every_months=months)
            & old
            & ~Exists(asked.filter(created_at__gte=cutoff))
            & Q(created_at__lt=cutoff)
        )
    open_request = asked.filter(status__in=OPEN_REQUESTS, expires_at__gt=moment)
    in_campaign = asked.filter(
        campaign__status=CampaignStatus.EN_COURS, cause=RequestCause.CAMPAGNE
    )
    kept = (
        Exists(SectionConfirmation.objects.filter(lieu=OuterRef("pk"), kind__in=BY_PEOPLE))
        | Exists(active_memberships().filter(structure=OuterRef("structure")))
        | _edited_by_hand()
    )
    return (
        Lieu.objects.published()
        .filter(late)
        .exclude(demonstration_only())
        .filter(kept, ~Exists(open_request), ~Exists(in_campaign))
        .order_by("confirmed_at", "id")
    )
