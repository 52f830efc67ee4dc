"""What the page of results prints around the list: filters, chips, links, sentences."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import get_language, gettext_lazy, ngettext
from django.utils.translation import gettext as _

from maillage.core.wording import comma, contracted, decimal_sign
from maillage.directory import wording
from maillage.directory.criteria import LieuCriteria, Sort
from maillage.directory.enums import EquipmentKind, ModaliteField
from maillage.directory.forms import open_criterion
from maillage.directory.presenters.kinds import kind_words
from maillage.directory.presenters.printed import Printed
from maillage.directory.presenters.words import sentence
from maillage.directory.queries import LieuHit
from maillage.directory.vocabularies import VOCABULARIES
from maillage.directory.vocabulary_words import EQUIPMENTS, ORDERS, translated_label, value_label
from maillage.territory.enums import TerritoryKind

Pairs = list[tuple[str, str]]
Text = str | Promise


@dataclass(frozen=True, slots=True)
class GroupSpec:
    """A group of filters: its parameter, its field in the facets, what people read."""

    name: str
    field: str
    icon: str
    legend: Text
    is_single: bool = False
    hides_empty: bool = False


GROUPS: tuple[GroupSpec, ...] = (
    GroupSpec("besoin", ModaliteField.SERVICES, "help", gettext_lazy("Choisir dans une liste")),
    GroupSpec("ouvert", "ouvert", "clock", gettext_lazy("Quand venir"), is_single=True),
    GroupSpec("rayon", "rayon", "map-pin", gettext_lazy("À quelle distance"), is_single=True),
    GroupSpec("aide", ModaliteField.ACCOMPAGNEMENT, "users", gettext_lazy("Comment être aidé")),
    GroupSpec("prix", ModaliteField.FRAIS, "euro", gettext_lazy("Prix")),
    GroupSpec("venir", ModaliteField.ACCES, "calendar", gettext_lazy("Comment venir")),
    GroupSpec("public", ModaliteField.PUBLICS, "baby", gettext_lazy("Pour qui")),
    GroupSpec(
        "specifique",
        ModaliteField.PRISE_EN_CHARGE,
        "accessibility",
        gettext_lazy("Accueil adapté"),
    ),
    GroupSpec(
        "langue", ModaliteField.LANGUES, "languages", gettext_lazy("Langue"), hides_empty=True
    ),
    GroupSpec(
        "equipement", "equipements", "printer", gettext_lazy("Matériel sur place"), hides_empty=True
    ),
    GroupSpec(
        "programme",
        ModaliteField.DISPOSITIFS,
        "badge",
        gettext_lazy("Programmes"),
        hides_empty=True,
    ),
    GroupSpec("label", ModaliteField.FORMATIONS, "book", gettext_lazy("Labels"), hides_empty=True),
    GroupSpec(
        "type", ModaliteField.TYPOLOGIE, "home", gettext_lazy("Sorte de lieu"), hides_empty=True
    ),
    GroupSpec("itinerance", ModaliteField.ITINERANCE, "bus", gettext_lazy("Fixe ou itinérant")),
)
SPEC_BY_NAME: dict[str, GroupSpec] = {spec.name: spec for spec in GROUPS}

OPEN_LABELS: dict[str, Text] = {
    "maintenant": gettext_lazy("Ouvert maintenant"),
    "aujourdhui": gettext_lazy("Encore ouvert aujourd’hui"),
    "soir": gettext_lazy("Ouvert en soirée (après 18 h)"),
    "week-end": gettext_lazy("Ouvert le week-end"),
    "lundi": gettext_lazy("Ouvert le lundi"),
    "mardi": gettext_lazy("Ouvert le mardi"),
    "mercredi": gettext_lazy("Ouvert le mercredi"),
    "jeudi": gettext_lazy("Ouvert le jeudi"),
    "vendredi": gettext_lazy("Ouvert le vendredi"),
    "samedi": gettext_lazy("Ouvert le samedi"),
    "dimanche": gettext_lazy("Ouvert le dimanche"),
}
MOST_SHOWN = 12
POINT = re.compile(r"-?[\d.]+, -?[\d.]+")
RADII: tuple[str, ...] = ("5", "10", "20", "30", "50")


@dataclass(frozen=True, slots=True)
class Option(Printed):
    """A box to tick; `count` is « (12) », what it would give, or nothing."""

    value: str
    label: str
    count: str
    checked: bool


@dataclass(frozen=True, slots=True)
class Group(Printed):
    """A folded group of boxes (`type` checkbox) or of exclusive choices (`type` radio)."""

    name: str
    icon: str
    legend: str
    type: str
    options: tuple[Option, ...]
    chosen: int
    is_open: bool
    error: str


@dataclass(frozen=True, slots=True)
class Link(Printed):
    """Words that lead somewhere."""

    label: str
    url: str
    detail: str = ""
    is_current: bool = False


@dataclass(slots=True)
class ResultsPage(Printed):
    """Everything that lieu_list.html prints."""

    title: str
    heading: str
    q: str
    ou: str

    territoire: str
    tri: str
    bbox: str
    suggest_url: str

    groups: list[Group]
    errors: list[tuple[str, str]] = field(default_factory=list)
    field_errors: dict[str, str] = field(default_factory=dict)
    alternatives: list[Link] = field(default_factory=list)
    note: str = ""
    chips: list[Link] = field(default_factory=list)
    clear_url: str = ""
    sorts: list[Link] = field(default_factory=list)
    hits: Sequence[LieuHit] = ()
    number: int = 1
    last: int = 1
    previous_url: str = ""
    next_url: str = ""
    last_page_url: str = ""
    is_empty: bool = False
    relax: list[Link] = field(default_factory=list)
    nearest: Sequence[LieuHit] = ()
    remote_url: str = ""
    points_url: str = ""
    bounds: str = ""
    canonical: str = ""
    is_indexable: bool = False

    @property
    def description(self) -> str:
        """What search engines and shared links show under the title."""
        return _("%(heading)s : horaires, aide proposée, prix, itinéraire.") % {
            "heading": self.heading
        }

    @property
    def filter_chips(self) -> list[Link]:
        """The chips but the one of the question, which stands in its own field."""
        return [chip for chip in self.chips if chip.label != _quoted(self.q)]

    @property
    def needs(self) -> Group:
        """The nine services, beside the words of the question."""
        return self.groups[0]

    @property
    def filters(self) -> list[Group]:
        """The other groups."""
        return self.groups[1:]

    @property
    def asked(self) -> str:
        """« impôts, Gallardon, 2 filtres »: what the folded form says; empty at the start."""
        needs = [option.label for option in self.needs.options if option.checked]
        # The numbers of a point tell nothing to people.
        place = _("autour de vous") if POINT.fullmatch(self.ou) else self.ou
        count = self.filter_count + bool(self.territoire) + bool(self.bbox)
        filters = ngettext("%(count)s filtre", "%(count)s filtres", count) % {"count": count}
        parts = [self.q, *needs, place, filters if count else ""]
        return comma().join(part for part in parts if part)

    @property
    def is_folded(self) -> bool:
        """Whether the answer comes before the form, on a small screen."""
        return bool(self.asked) and not self.errors

    @property
    def filter_count(self) -> int:
        return sum(group.chosen for group in self.filters)

    @property
    def filters_open(self) -> bool:
        return any(group.error for group in self.filters)


def _radius_words(radius: str) -> str:
    return _("À moins de %(radius)s km") % {"radius": radius.replace(".", decimal_sign())}


def labels_of(spec: GroupSpec) -> tuple[tuple[str, str], ...]:
    """(code, label) of every value of a group, in the order of its vocabulary."""
    return _labels_in(spec.name, get_language())


@cache
def _labels_in(name: str, _language: str | None) -> tuple[tuple[str, str], ...]:
    """Labels in one language, translated once: a page has more than a hundred of them."""
    spec = SPEC_BY_NAME[name]
    if name == "rayon":
        return tuple((radius, _radius_words(radius)) for radius in RADII)
    if name == "ouvert":
        return tuple((code, str(label)) for code, label in OPEN_LABELS.items())
    if name == "equipement":
        return tuple((kind.value, value_label(EQUIPMENTS, kind.value)) for kind in EquipmentKind)
    if name == "type":
        kinds = VOCABULARIES[spec.field]
        return tuple((entry.code, kind_words(entry.code, entry.label)) for entry in kinds)
    return tuple(
        (entry.code, value_label(spec.field, entry.code)) for entry in VOCABULARIES[spec.field]
    )


def _others(spec: GroupSpec, picked: set[str]) -> list[tuple[str, str]]:
    """What the address asks and the choices have not: « jeudi-18h », 7,5 km."""
    known = {"ouvert": set(OPEN_LABELS), "rayon": set(RADII)}.get(spec.name)
    if known is None:
        return []
    return [(code, _chip_words(spec.name, code)) for code in sorted(picked - known)]


def chosen_of(criteria: LieuCriteria) -> dict[str, list[str]]:
    """Parameter → codes chosen, for the boxes to be ticked."""
    chosen = {
        spec.name: sorted(criteria.values.get(spec.field, ()))
        for spec in GROUPS
        if spec.field in criteria.values
    }
    chosen["equipement"] = sorted(criteria.equipments)
    if criteria.open is not None:
        chosen["ouvert"] = [criteria.open.code]
    if criteria.radius_m is not None:
        chosen["rayon"] = [f"{criteria.radius_m / 1000:g}"]
    return chosen


def _worth_showing(
    spec: GroupSpec,
    rows: list[tuple[str, str]],
    *,
    counts: Mapping[str, int],
    picked: set[str],
) -> list[tuple[str, str]]:
    """Of a long list, the values that give something, the most frequent first."""
    if not spec.hides_empty:
        return rows
    kept = [row for row in rows if counts.get(row[0]) or row[0] in picked]
    kept.sort(key=lambda row: -counts.get(row[0], 0))
    return [row for rank, row in enumerate(kept) if rank < MOST_SHOWN or row[0] in picked]


def build_groups(
    *,
    chosen: Mapping[str, Sequence[str]],
    facets: Mapping[str, Mapping[str, int]],
    errors: Mapping[str, str],
    has_point: bool,
) -> list[Group]:
    """The groups of filters; without facets (a search in error) every value, uncounted.

    A distance is offered only when we know from where.
    """
    groups: list[Group] = []
    for spec in GROUPS:
        picked = set(chosen.get(spec.name, ()))
        error = errors.get(spec.name, "")
        counts = facets.get(spec.field)
        rows = [*labels_of(spec), *_others(spec, picked)]
        if counts is not None:
            rows = _worth_showing(spec, rows, counts=counts, picked=picked)
        if spec.name == "rayon" and not (has_point or picked or error):
            continue
        if not rows and not error:
            continue
        options = [
            Option(
                value=code,
                label=label,
                count="" if counts is None or code not in counts else f"({counts[code]})",
                checked=code in picked,
            )
            for code, label in rows
        ]
        number = len(picked)
        if spec.is_single:
            options.insert(0, Option("", _("Peu importe"), "", number == 0))
        groups.append(
            Group(
                name=spec.name,
                icon=spec.icon,
                legend=str(spec.legend),
                type="radio" if spec.is_single else "checkbox",
                options=tuple(options),
                chosen=number,
                # The needs are told by their chip: unfolded they would hide the list.
                is_open=bool(error or (number and spec.name != "besoin")),
                error=error,
            )
        )
    return groups


def list_url(pairs: Pairs) -> str:
    """Address of the results for these parameters."""
    path = reverse("directory:lieu_list")
    return f"{path}?{urlencode(pairs)}" if pairs else path


def chips_of(pairs: Pairs, *, territory: str) -> list[tuple[str, Pairs]]:
    """(words, parameters without it) of each filter in use; the place is not a filter.

    `territory` names the value of the parameter `territoire`.
    """
    chips: list[tuple[str, Pairs]] = []
    for position, (name, value) in enumerate(pairs):
        words = _chip_words(name, value, territory)
        if words:
            chips.append((words, [*pairs[:position], *pairs[position + 1 :]]))
    return chips


def _quoted(words: str) -> str:
    return _("« %(words)s »") % {"words": words}


def _chip_words(name: str, value: str, territory: str = "") -> str:
    if name == "q":
        return _quoted(value)
    if name == "bbox":
        return _("Dans le cadre de la carte")
    if name == "territoire":
        return sentence(territory)
    spec = SPEC_BY_NAME.get(name)
    if spec is None:
        return ""
    words = _radius_words(value) if name == "rayon" else dict(labels_of(spec)).get(value)
    if words is None and name == "ouvert":
        criterion = open_criterion(value)
        words = sentence(wording.open_words(criterion)) if criterion else value
    return words or value


def sorts_of(pairs: Pairs, *, current: Sort, has_point: bool) -> list[Link]:
    """Links of the orders; « le plus proche » only when we know from where."""
    base = [(name, value) for name, value in pairs if name not in {"tri", "page"}]
    return [
        Link(
            label=translated_label(ORDERS, sort.value) or str(sort.label),
            url=list_url(base if sort == Sort.PERTINENCE else [*base, ("tri", sort.value)]),
            is_current=sort == current,
        )
        for sort in Sort
        if has_point or sort != Sort.DISTANCE
    ]


def heading_of(*, total: int, criteria: LieuCriteria, territory: str) -> str:
    """« 12 lieux à moins de 10 km de Gallardon », « 98 lieux, d’abord près de Gallardon »."""
    words = count_in_words(total) if total else _("Aucun lieu")
    where = _where(criteria, territory)
    if total > 1 and criteria.has_point and criteria.radius_m is None and not territory:
        return _("%(places)s, d’abord %(where)s") % {"places": words, "where": where}
    return f"{words} {where}".strip()


def inside_words(kind: str, nom: str) -> str:
    """« dans le bassin de vie de Chartres », « à Gallardon »…"""
    sentences = {
        TerritoryKind.BASSIN: _("dans le bassin de vie de %(nom)s"),
        TerritoryKind.DEPARTEMENT: _("dans le département %(nom)s"),
        TerritoryKind.REGION: _("dans la région %(nom)s"),
        TerritoryKind.COMMUNE: _("à %(nom)s"),
    }
    words = sentences.get(TerritoryKind(kind), _("dans l’intercommunalité %(nom)s"))
    return contracted(words % {"nom": nom})


def _where(criteria: LieuCriteria, territory: str) -> str:
    label = criteria.place.label if criteria.place is not None else ""
    if criteria.radius_m is not None and criteria.has_point:
        radius = f"{criteria.radius_m / 1000:g}".replace(".", decimal_sign())
        figures = {"radius": radius, "place": label}
        if label:
            return contracted(_("à moins de %(radius)s km de %(place)s") % figures)
        return _("à moins de %(radius)s km de vous") % figures
    if label and criteria.has_point:
        return contracted(_("près de %(place)s") % {"place": label})
    if territory:
        return territory
    if criteria.place is not None:
        known = criteria.place.kind in TerritoryKind.values
        return inside_words(criteria.place.kind, label) if known else label
    return _("autour de vous") if criteria.has_point else ""


def unknown_hours_note(*, count: int) -> str:
    """Why places without known hours are in a list of open places; empty when there are none."""
    if not count:
        return ""
    return ngettext(
        "Dont %(count)s lieu aux horaires inconnus, à la fin : appelez avant de venir.",
        "Dont %(count)s lieux aux horaires inconnus, à la fin : appelez avant de venir.",
        count,
    ) % {"count": count}


def count_in_words(count: int) -> str:
    """« 1 lieu », « 1 250 lieux »."""
    return ngettext("%(count)s lieu", "%(count)s lieux", count) % {
        "count": f"{count:,}".replace(",", "\u202f")
    }
