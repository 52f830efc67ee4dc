"""The lists of places of the coordinators' desk: what each holds, how it is filtered and sorted."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import Any

from django.db.models import Case, Count, Exists, F, OuterRef, Q, QuerySet, When
from django.db.models.functions import Greatest, TruncDate
from django.utils import timezone

from maillage.contributions.queries.desk_scope import Scope, inside, lieux_in
from maillage.contributions.queries.stale import archive_candidates
from maillage.core.text import normalize
from maillage.directory.enums import LieuStatus, Section
from maillage.directory.models import Lieu, SectionConfirmation
from maillage.directory.quality import RULES

STALE_DAYS = 365
INCOMPLETE_BELOW = 60
SHARED_BY = 5
"""From this number of places with one telephone, the number is probably a switchboard."""


def stale_since() -> datetime:
    """The moment before which a sheet is stale: 12 months ago, at midnight here."""
    day = timezone.localdate() - timedelta(days=STALE_DAYS)
    return timezone.make_aware(datetime.combine(day, time()))


def is_stale() -> Q:
    """Neither the source nor anybody here vouched for the sheet since 12 months."""
    since = stale_since()
    return Q(date_maj__lt=since.date()) & (Q(confirmed_at__isnull=True) | Q(confirmed_at__lt=since))


@dataclass(frozen=True, slots=True)
class PlaceList:
    """One list: `select` narrows the published places of a territory, `sort` is its own order."""

    code: str
    title: str
    hint: str
    select: Callable[[Scope], QuerySet[Lieu]]
    sort: str = "age"


def _shared_phones(scope: Scope) -> QuerySet[Lieu, Any]:
    """The numbers that many places of the territory give, as a subquery."""
    return (
        lieux_in(scope=scope)
        .exclude(telephone="")
        .order_by()
        .values("telephone")
        .annotate(number=Count("pk"))
        .filter(number__gte=SHARED_BY)
        .values("telephone")
    )


LISTS: dict[str, PlaceList] = {
    row.code: row
    for row in (
        PlaceList(
            "perimes",
            "Fiches à confirmer",
            "Personne ne les a confirmées depuis 12 mois, et leur source ne les a pas revues.",
            lambda scope: lieux_in(scope=scope).filter(is_stale()),
        ),
        PlaceList(
            "incomplets",
            "Fiches incomplètes",
            "Il manque ce que cherchent les visiteurs : contact, horaires, aide, prix…",
            lambda scope: lieux_in(scope=scope).filter(completeness__lt=INCOMPLETE_BELOW),
            "completude",
        ),
        PlaceList(
            "contradictoires",
            "Fiches qui se contredisent",
            "Deux parties de la fiche disent le contraire l’une de l’autre.",
            lambda scope: lieux_in(scope=scope).exclude(contradictions=""),
            "nom",
        ),
        PlaceList(
            "telephone-partage",
            "Même téléphone que beaucoup d’autres",
            "Le numéro est sans doute celui d’un standard : cherchez celui du lieu.",
            lambda scope: lieux_in(scope=scope).filter(telephone__in=_shared_phones(scope)),
            "telephone",
        ),
        PlaceList(
            "archiver",
            "Fiches à archiver",
            "Aucun signe de vie depuis 24 mois. Elles partent seules après deux courriels.",
            lambda scope: inside(archive_candidates(), scope),
        ),
        PlaceList(
            "tous",
            "Toutes les fiches publiées",
            "Toutes les fiches du territoire que le public peut lire.",
            lambda scope: lieux_in(scope=scope),
            "nom",
        ),
        PlaceList(
            "archives",
            "Fiches archivées",
            "Retirées des pages du public ; leur histoire est gardée.",
            lambda scope: inside(Lieu.objects.filter(status=LieuStatus.ARCHIVE), scope),
            "nom",
        ),
    )
}

SORTS: dict[str, tuple[str, tuple[str, ...]]] = {
    "age": ("De la plus ancienne à la plus récente", ("last_day", "nom", "pk")),
    "recent": ("De la plus récente à la plus ancienne", ("-last_day", "nom", "pk")),
    "nom": ("Par nom", ("nom", "pk")),
    "commune": ("Par commune", ("commune", "nom", "pk")),
    "completude": ("De la moins complète à la plus complète", ("completeness", "nom", "pk")),
    "telephone": ("Par téléphone", ("telephone", "nom", "pk")),
}


@dataclass(frozen=True, slots=True)
class PlaceFilter:
    """What is asked of a list. Empty texts ask nothing; the values are known to be valid."""

    words: str = ""
    section: str = ""
    contradiction: str = ""
    reach: str = ""
    sort: str = ""


REACHES = {
    "courriel": "avec un courriel",
    "sans-courriel": "sans courriel",
    "telephone": "sans courriel, avec un téléphone",
    "rien": "sans courriel ni téléphone",
}


def places_of(*, scope: Scope, code: str, wanted: PlaceFilter) -> QuerySet[Lieu]:
    """One list, filtered and in order, each place with `last_day` (vouched for last)."""
    place_list = LISTS[code]
    rows = place_list.select(scope)
    for word in normalize(wanted.words).split():
        rows = rows.filter(search_text__contains=word)
    if wanted.section:
        fresh = SectionConfirmation.objects.filter(
            lieu=OuterRef("pk"), section=wanted.section, confirmed_at__gte=stale_since()
        )
        rows = rows.filter(~Exists(fresh))
    if wanted.contradiction:
        rows = rows.filter(contradictions__contains=wanted.contradiction)
    if wanted.reach:
        rows = rows.filter(_REACH[wanted.reach])
    sort = wanted.sort or place_list.sort
    confirmed = TruncDate("confirmed_at")
    return (
        rows.annotate(confirmed_day=confirmed)
        .annotate(last_day=_later("date_maj", "confirmed_day"))
        .order_by(*SORTS[sort][1])
        .select_related("structure")
    )


_REACH = {
    "courriel": ~Q(courriels=""),
    "sans-courriel": Q(courriels=""),
    "telephone": Q(courriels="") & ~Q(telephone=""),
    "rien": Q(courriels="", telephone=""),
}


def _later(first: str, second: str) -> Case:
    """The later of two days of which the second may be unknown."""
    return Case(
        When(**{f"{second}__isnull": True}, then=F(first)), default=Greatest(F(first), F(second))
    )


def contradiction_words(codes: list[str]) -> list[str]:
    """The codes of a sheet in words; a rule that left says nothing."""
    return [RULES[code].words for code in codes if code in RULES]


SECTION_CHOICES = [(section.value, section.label) for section in Section]
CONTRADICTION_CHOICES = [(code, rule.words) for code, rule in RULES.items()]
