"""Autonomy: who keeps the sheet of each structure true, itself or the coordination."""

from collections import Counter
from collections.abc import Collection, Mapping
from dataclasses import dataclass

from django.db.models import Q

from maillage.contributions.enums import Autonomy
from maillage.contributions.models import Campaign, SectionAnswer
from maillage.directory.enums import ConfirmationChannel, ConfirmationKind
from maillage.directory.models import Lieu, SectionConfirmation


@dataclass(frozen=True, slots=True)
class Period:
    """One column: a campaign, or a year."""

    key: str
    label: str


@dataclass(frozen=True, slots=True)
class AutonomyCell:
    """One structure during one period: confirmations it made itself, of all by a person."""

    own: int
    total: int

    @property
    def level(self) -> Autonomy:
        if not self.total:
            return Autonomy.INCONNUE
        if self.own == self.total:
            return Autonomy.AUTONOME
        return Autonomy.EN_PARTIE if self.own else Autonomy.NON

    @property
    def share(self) -> int:
        """Percent made by the structure."""
        return round(100 * self.own / self.total) if self.total else 0


@dataclass(frozen=True, slots=True)
class AutonomyRow:
    """One structure (or one place without any), its places, a cell for each period."""

    nom: str
    lieux: tuple[str, ...]
    cells: tuple[AutonomyCell, ...]


@dataclass(frozen=True, slots=True)
class AutonomyTable:
    """Structures of a territory by period, oldest first."""

    periods: tuple[Period, ...]
    rows: tuple[AutonomyRow, ...]


def autonomy_of(*, communes: Collection[str], campaigns: Collection[int] = ()) -> AutonomyTable:
    """The autonomy of the structures of some communes, by year then by campaign.

    A confirmation counts once for each section. Years: the answers to requests, and the last
    confirmation of each section made in the professional area; imports vouch for nobody.
    """
    lieux = list(
        Lieu.objects.published()
        .filter(code_insee__in=communes)
        .select_related("structure")
        .order_by("nom", "id")
    )
    counts: dict[tuple[str, str], Counter[str]] = {}
    years: set[int] = set()
    seen: set[tuple[str, str, object]] = set()
    answers = SectionAnswer.objects.filter(request__lieu__code_insee__in=communes).values_list(
        "request__lieu_id", "request__campaign_id", "section", "kind", "answered_at"
    )
    for lieu_id, campaign_id, section, kind, moment in answers:
        years.add(moment.year)
        seen.add((lieu_id, section, moment))
        counts.setdefault((lieu_id, f"annee-{moment.year}"), Counter())[kind] += 1
        if campaign_id in campaigns:
            counts.setdefault((lieu_id, f"campagne-{campaign_id}"), Counter())[kind] += 1
    confirmed = SectionConfirmation.objects.filter(
        Q(kind=ConfirmationKind.STRUCTURE) | Q(kind=ConfirmationKind.COORDINATION),
        lieu__code_insee__in=communes,
    ).exclude(channel=ConfirmationChannel.IMPORT)
    for lieu_id, section, kind, moment in confirmed.values_list(
        "lieu_id", "section", "kind", "confirmed_at"
    ):
        if (lieu_id, section, moment) not in seen:
            years.add(moment.year)
            counts.setdefault((lieu_id, f"annee-{moment.year}"), Counter())[kind] += 1
    names = dict(Campaign.objects.filter(pk__in=campaigns).values_list("pk", "nom"))
    periods = tuple(
        [Period(f"annee-{year}", str(year)) for year in sorted(years)]
        + [Period(f"campagne-{pk}", names[pk]) for pk in sorted(names)]
    )
    return AutonomyTable(periods, _rows(lieux, periods, counts))


def _rows(
    lieux: Collection[Lieu],
    periods: tuple[Period, ...],
    counts: Mapping[tuple[str, str], Counter[str]],
) -> tuple[AutonomyRow, ...]:
    groups: dict[str, tuple[str, list[Lieu]]] = {}
    for lieu in lieux:
        key = f"s{lieu.structure_id}" if lieu.structure else lieu.pk
        nom = lieu.structure.nom if lieu.structure else lieu.nom
        groups.setdefault(key, (nom, []))[1].append(lieu)
    rows = []
    for nom, places in groups.values():
        cells = []
        for period in periods:
            total: Counter[str] = Counter()
            for lieu in places:
                total += counts.get((lieu.pk, period.key), Counter())
            own = total[ConfirmationKind.STRUCTURE.value]
            cells.append(AutonomyCell(own, total.total()))
        rows.append(AutonomyRow(nom, tuple(lieu.nom for lieu in places), tuple(cells)))
    return tuple(sorted(rows, key=lambda row: row.nom))
