"""Writes of the orientation: the count of the demands that found no door near."""

from datetime import date, datetime

from django.db import IntegrityError, transaction
from django.db.models import F
from django.utils import timezone

from maillage.core.throttle import Limit, count_one, is_over
from maillage.orientation.models import UnmetDemand
from maillage.orientation.situation import Situation
from maillage.territory.models import Commune

KEPT_MONTHS = 36
# A script could otherwise invent the needs of a whole department in a minute.
NETWORK_LIMIT = Limit("orientation-unmet-network", 60)
_MONTHS_OF_A_YEAR = 12


def count_unmet(*, situation: Situation, day: date | None = None) -> int:
    """Add one to the demands of a day, of a commune and of each service asked.

    Nothing is counted when the commune is not known: a point alone says too much. Returns how
    many counts changed. Safe when several people ask at once.
    """
    commune = _commune_of(situation)
    if not commune or not Commune.objects.filter(pk=commune).exists():
        return 0
    on = day or timezone.localdate()
    services = sorted(situation.services) or [""]
    for service in services:
        _add_one(day=on, commune=commune, service=service)
    return len(services)


def count_unmet_from(*, network: str, situation: Situation) -> int:
    """The same for a demand from a network address, NETWORK_LIMIT of them an hour at most."""
    if is_over(limit=NETWORK_LIMIT, address=network):
        return 0
    count_one(limit=NETWORK_LIMIT, address=network)
    return count_unmet(situation=situation)


def _commune_of(situation: Situation) -> str:
    place = situation.place
    if place is None:
        return ""
    return place.code if place.kind == "commune" else place.commune_code


def _add_one(*, day: date, commune: str, service: str) -> None:
    row = UnmetDemand.objects.filter(day=day, commune=commune, service=service)
    if row.update(count=F("count") + 1):
        return
    try:
        with transaction.atomic():
            UnmetDemand.objects.create(day=day, commune_id=commune, service=service, count=1)
    except IntegrityError:
        # Somebody else opened the day's count meanwhile.
        row.update(count=F("count") + 1)


def forget_old_demand(*, now: datetime) -> int:
    """Delete the counts of more than KEPT_MONTHS; returns how many."""
    today = timezone.localdate(now)
    months = today.year * _MONTHS_OF_A_YEAR + today.month - 1 - KEPT_MONTHS
    first_kept = date(months // _MONTHS_OF_A_YEAR, months % _MONTHS_OF_A_YEAR + 1, 1)
    deleted, _by_model = UnmetDemand.objects.filter(day__lt=first_kept).delete()
    return deleted
