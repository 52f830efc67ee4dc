"""The quality of sheets in words: of one sheet, of many, and what to mend."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _

from maillage.contributions.queries.quality import (
    FAULTS,
    GOOD_FROM,
    NO_SOURCE,
    POOR_BELOW,
    FirstFilter,
    QualityLine,
    absent_from,
)
from maillage.directory.models import Lieu
from maillage.directory.presenters.words import sentence
from maillage.directory.quality import RULES
from maillage.directory.quality_store import score_facts_of
from maillage.directory.score import PART_WORDS, WEIGHTS, Gain, PartCode, ScoreFacts, score_of

ORDERS_SHOWN = 2
WORST_SHOWN = 2


@dataclass(frozen=True, slots=True)
class Grade:
    """A score in words; `kind` and `icon` are those of the component « tag »."""

    words: str
    kind: str
    icon: str


def grade_of(*, score: int | None) -> Grade:
    """« Bonne », « À compléter », « À reprendre »."""
    if score is None:
        return Grade(_("Pas encore mesurée"), "", "help")
    if score >= GOOD_FROM:
        return Grade(_("Bonne"), "open", "check")
    if score >= POOR_BELOW:
        return Grade(_("À compléter"), "soon", "pen")
    return Grade(_("À reprendre"), "closed", "alert")


@dataclass(frozen=True, slots=True)
class PartBar:
    """One part: `value` 0 to 100, None when it does not apply; what it weighs, out of 100."""

    label: str
    value: int | None
    weight: int


@dataclass(frozen=True, slots=True)
class Order:
    """Something to mend, in words, the page where it is mended, and the points that it gives."""

    words: str
    href: str
    points: int = 0


@dataclass(frozen=True, slots=True)
class SheetQuality:
    """The score of one sheet and what to do first."""

    total: int
    grade: Grade
    parts: Sequence[PartBar]
    orders: Sequence[Order]


def sheet_quality(*, slug: str, facts: ScoreFacts) -> SheetQuality:
    """What `facts` (quality_store.score_facts_of) say of a sheet, for those who keep it."""
    score = score_of(facts)
    return SheetQuality(
        total=score.total,
        grade=grade_of(score=score.total),
        parts=[
            PartBar(PART_WORDS[part], score.parts.get(part), weight)
            for part, weight in WEIGHTS.items()
        ],
        orders=[_order(slug, gain) for gain in score.missing],
    )


def _order(slug: str, gain: Gain) -> Order:
    points = round(gain.points)
    if gain.part is PartCode.FRAICHEUR:
        # The whole sheet is confirmed, with the button of its page.
        return Order(
            gain.words, f"{reverse('contributions:sheet_detail', args=[slug])}#etat", points
        )
    href = reverse("contributions:section_edit", args=[slug, gain.section.value])
    return Order(gain.words, href, points)


# --- many sheets --------------------------------------------------------------------------
@dataclass(frozen=True, slots=True)
class Share:
    """How many sheets are such; `percent` in words, « moins de 1 » rather than a false 0.

    `bar`: the same, 0 to 100.
    """

    code: str
    words: str
    number: int
    percent: str
    bar: int
    short: str = ""


@dataclass(frozen=True, slots=True)
class LineCard:
    """One line of the page of quality: a territory, a source. `worst`: its commonest faults."""

    code: str
    nom: str
    count: int
    mean: int | None
    grade: Grade
    parts: Sequence[PartBar]
    bands: Sequence[Share]
    faults: Sequence[Share]
    worst: Sequence[Share]
    exported: int | None
    sent: int


def line_card(line: QualityLine, *, nom: str = "") -> LineCard:
    """The figures of a line, rounded; `nom` replaces the one that it has."""
    mean = _rounded(line.mean)
    faults = _faults(line)
    return LineCard(
        code=line.code,
        nom=nom or line.nom,
        count=line.count,
        mean=mean,
        grade=grade_of(score=mean),
        parts=[
            PartBar(PART_WORDS[part], _rounded(line.parts[part]), weight)
            for part, weight in WEIGHTS.items()
        ],
        bands=[
            _share(words, words, number, line.count)
            for words, number in zip(
                (_("Bonne"), _("À compléter"), _("À reprendre")), line.bands, strict=True
            )
        ],
        faults=faults,
        worst=[fault for fault in sorted(faults, key=lambda fault: -fault.number) if fault.number][
            :WORST_SHOWN
        ],
        exported=_rounded(line.exported),
        sent=line.sent,
    )


def source_cards(lines: Iterable[QualityLine]) -> list[LineCard]:
    """The lines by source; what no file gives has words of its own."""
    apart = _("Sans fichier de partenaire")
    return [
        line_card(line, nom=apart if line.code == NO_SOURCE else line.nom or line.code)
        for line in lines
    ]


def territory_cards(lines: Iterable[QualityLine]) -> list[LineCard]:
    """The lines by territory; what stands in none has words of its own."""
    return [line_card(line, nom=line.nom or _("Ailleurs, ou commune inconnue")) for line in lines]


def _rounded(value: float | None) -> int | None:
    return None if value is None else round(value)


def _share(code: str, words: str, number: int, total: int, *, short: str = "") -> Share:
    bar = round(100 * number / total) if total else 0
    percent = _("moins de 1") if number and not bar else str(bar)
    return Share(code, words, number, percent, bar, short)


def _faults(line: QualityLine) -> list[Share]:
    return [
        _share(
            code,
            fault.several if line.faults[code] > 1 else fault.one,
            line.faults[code],
            line.count,
            short=fault.short,
        )
        for code, fault in FAULTS.items()
    ]


# --- what to mend first -------------------------------------------------------------------
@dataclass(frozen=True, slots=True)
class MendRow:
    """A sheet to mend: its score, what to do first, what it says against itself."""

    pk: str
    slug: str
    nom: str
    commune: str
    score: int
    grade: Grade
    parts: Sequence[PartBar]
    orders: Sequence[Order]
    contradictions: Sequence[Order]
    absent: Sequence[str]


def mend_rows(*, lieux: Sequence[Lieu], wanted: FirstFilter) -> list[MendRow]:
    """The sheets in words, the orders of the part that is asked before the others.

    Six queries per thousand sheets.
    """
    ids = [lieu.pk for lieu in lieux]
    facts = score_facts_of(ids=ids)
    absent = absent_from(ids=ids)
    asked = FAULTS[wanted.fault].part if wanted.fault else None
    found = []
    for lieu in lieux:
        score = score_of(facts[lieu.pk])
        gains = sorted(score.missing, key=lambda gain: gain.part is not asked)
        found.append(
            MendRow(
                pk=lieu.pk,
                slug=lieu.slug,
                nom=lieu.nom,
                commune=lieu.commune,
                score=score.total,
                grade=grade_of(score=score.total),
                parts=[
                    PartBar(PART_WORDS[part], score.parts.get(part), weight)
                    for part, weight in WEIGHTS.items()
                ],
                orders=[_order(lieu.slug, gain) for gain in gains[:ORDERS_SHOWN]],
                contradictions=[
                    Order(
                        sentence(RULES[code].words),
                        reverse(
                            "contributions:section_edit",
                            args=[lieu.slug, RULES[code].section.value],
                        ),
                    )
                    for code in lieu.contradiction_codes
                    if code in RULES
                ],
                absent=absent.get(lieu.pk, []),
            )
        )
    return found
