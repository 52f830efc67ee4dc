"""Where the facts of a sheet come from, in words: who says them, since when, why they were kept."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, time

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from maillage.core.wording import comma, month_words, weekday_words
from maillage.directory.claim_queries import origins_of
from maillage.directory.enums import ConfirmationKind, ModaliteField
from maillage.directory.field_words import date_in_words, words_of_field
from maillage.directory.hours.grammar import DAY, Span
from maillage.directory.hours.schedule import weekly_table
from maillage.directory.hours.words import hours_in_words, ranges_in_words
from maillage.directory.models import Lieu, Source
from maillage.directory.presenters.printed import Printed
from maillage.directory.presenters.words import listed, lower_first, sentence
from maillage.directory.provenance import RULE_WORDS, SAISIE, Origin, Other
from maillage.directory.sections import SECTION_OF
from maillage.directory.vocabularies import VOCABULARIES
from maillage.directory.vocabulary_words import PROVENANCE, translated_label

HOURS_MAX_LENGTH = 90
"""Longer hours of another source are not spelled out: the visitor has to call anyway."""
_FEW_DAYS = 2
# What visitors ask about, under the names that they use, in the order of the page.
_FACTS = {
    "nom": gettext_lazy("nom"),
    "adresse": gettext_lazy("adresse"),
    "latitude": gettext_lazy("position sur la carte"),
    "horaires": gettext_lazy("horaires"),
    "horaires_text": gettext_lazy("horaires"),
    "telephone": gettext_lazy("téléphone"),
    "courriels": gettext_lazy("courriel"),
    "site_web": gettext_lazy("site"),
    "presentation_resume": gettext_lazy("présentation"),
    ModaliteField.SERVICES.value: gettext_lazy("aide proposée"),
    ModaliteField.ACCOMPAGNEMENT.value: gettext_lazy("façon d’aider"),
    ModaliteField.PUBLICS.value: gettext_lazy("publics"),
    ModaliteField.PRISE_EN_CHARGE.value: gettext_lazy("accueil adapté"),
    ModaliteField.LANGUES.value: gettext_lazy("langues"),
    ModaliteField.ACCES.value: gettext_lazy("façon de venir"),
    "prise_rdv": gettext_lazy("rendez-vous"),
    ModaliteField.FRAIS.value: gettext_lazy("prix"),
    "fiche_acces_libre": gettext_lazy("accessibilité"),
    ModaliteField.TYPOLOGIE.value: gettext_lazy("sorte de lieu"),
    ModaliteField.DISPOSITIFS.value: gettext_lazy("programmes"),
    ModaliteField.FORMATIONS.value: gettext_lazy("formations et labels"),
    "structure_parente": gettext_lazy("organisation"),
}


@dataclass(frozen=True, slots=True)
class OriginLine(Printed):
    """Facts that have one origin: who says them, since when, why that was kept."""

    facts: str
    source: str
    date: str
    rule: str


@dataclass(frozen=True, slots=True)
class Doubts(Printed):
    """What sources say against each other, where a visitor would be misled; empty: nothing."""

    hours: str = ""
    price: str = ""
    telephone: str = ""


@dataclass(frozen=True, slots=True)
class Origins(Printed):
    """The origins of a sheet that its visitors read."""

    lines: tuple[OriginLine, ...]
    doubts: Doubts

    @property
    def sources(self) -> tuple[str, ...]:
        """The name of each source, once."""
        return tuple(dict.fromkeys(line.source for line in self.lines))


class Sayers:
    """Who says what of one sheet, in words; two queries at most, whatever the fields."""

    def __init__(self, lieu: Lieu, origins: Mapping[str, Origin]) -> None:
        self._kinds = {row.section: row.kind for row in lieu.confirmations.all()}
        self._names = _names_of(origins)

    def named(self, slug: str, field: str) -> str:
        """« France Services », « Saisi dans Maillage par la structure »."""
        if slug != SAISIE:
            return self._names.get(slug, slug)
        ways: dict[str | None, str] = {
            ConfirmationKind.STRUCTURE: _("Saisi dans Maillage par la structure"),
            ConfirmationKind.COORDINATION: _("Saisi dans Maillage par la coordination"),
        }
        return ways.get(self._kind(field), _("Saisi dans Maillage"))

    def within(self, said: Origin | Other, field: str) -> str:
        """« France Services (août 2024) », « la structure (mars 2026) », inside a sentence."""
        if said.source == SAISIE:
            people: dict[str | None, str] = {ConfirmationKind.COORDINATION: _("la coordination")}
            name = people.get(self._kind(field), _("la structure"))
        else:
            # « Hub-LO : recensement des lieux »: the name is enough inside a sentence.
            name = self._names.get(said.source, said.source).partition(" : ")[0]
        when = month_words(said.date.month, said.date.year) if said.date else _("date inconnue")
        return f"{name} ({when})"

    def _kind(self, field: str) -> str | None:
        section = SECTION_OF.get(field)
        return self._kinds.get(section.value) if section is not None else None


def _names_of(origins: Mapping[str, Origin]) -> dict[str, str]:
    slugs = {origin.source for origin in origins.values()}
    slugs |= {other.source for origin in origins.values() for other in origin.others}
    slugs.discard(SAISIE)
    if not slugs:
        return {}
    return dict(Source.objects.filter(pk__in=slugs).values_list("slug", "nom"))


def day_of_origin(day: date | None) -> str:
    """« 12 août 2024 », « date inconnue »."""
    return date_in_words(day) if day is not None else _("date inconnue")


def public_origins(lieu: Lieu) -> Origins:
    """The origins of the facts that the public page shows, and its doubts.

    Reads the modalites and confirmations fetched with the sheet; two queries more.
    """
    shown = _shown(lieu)
    origins = {name: one for name, one in origins_of(lieu=lieu).items() if name in shown}
    sayers = Sayers(lieu, origins)
    return Origins(lines=_lines(origins, sayers), doubts=_doubts(lieu, origins, sayers))


def _shown(lieu: Lieu) -> frozenset[str]:
    """The fields that say something to the public."""
    values = {name for name in _FACTS if getattr(lieu, name, None) not in (None, "")}
    return frozenset(values | {row.field for row in lieu.modalites.all()})


def _lines(origins: Mapping[str, Origin], sayers: Sayers) -> tuple[OriginLine, ...]:
    groups: dict[tuple[str, str, str], dict[str, None]] = {}
    for name, words in _FACTS.items():
        origin = origins.get(name)
        if origin is None:
            continue
        key = (
            sayers.named(origin.source, name),
            day_of_origin(origin.date),
            translated_label(PROVENANCE, origin.rule.value) or RULE_WORDS[origin.rule],
        )
        groups.setdefault(key, {})[str(words)] = None
    return tuple(
        OriginLine(sentence(listed(list(facts))), source, day, rule)
        for (source, day, rule), facts in groups.items()
    )


# --- doubts ----------------------------------------------------------------------------------
def _doubts(lieu: Lieu, origins: Mapping[str, Origin], sayers: Sayers) -> Doubts:
    call = _("Appelez avant de venir.") if lieu.telephone else _("Renseignez-vous avant de venir.")
    hours = _opposed(origins.get("horaires"))
    price = _opposed(origins.get(ModaliteField.FRAIS.value))
    telephone = _opposed(origins.get("telephone"))
    return Doubts(
        hours=f"{_hours_doubt(lieu.horaires, *hours, sayers)} {call}" if hours else "",
        price=f"{_price_doubt(lieu, *price, sayers)} {call}" if price else "",
        telephone=_telephone_doubt(*telephone, sayers) if telephone else "",
    )


def _opposed(origin: Origin | None) -> tuple[Origin, Other] | None:
    """What is kept and the best of what contradicts it."""
    if origin is None:
        return None
    other = next((one for one in origin.others if one.contradicts), None)
    return (origin, other) if other is not None else None


def _hours_doubt(osm: str, kept: Origin, other: Other, sayers: Sayers) -> str:
    """« Selon A (août 2024) : lundi fermé ; selon B (mai 2020) : lundi 9 h – 12 h. »"""
    said = str(other.value)
    one, two = _("les horaires donnés ici"), lower_first(hours_in_words(osm=said))
    first, second = weekly_table(osm=osm), weekly_table(osm=said)
    if first is not None and second is not None:
        days = [day for day in range(len(first)) if first[day] != second[day]]
        if len(days) <= _FEW_DAYS:
            one, two = (
                comma().join(f"{weekday_words(day)} {_day_words(table[day])}" for day in days)
                for table in (first, second)
            )
    if len(two) > HOURS_MAX_LENGTH:
        two = _("d’autres horaires")
    return _opposed_words(sayers, "horaires", (kept, one), (other, two))


def _opposed_words(
    sayers: Sayers, field: str, kept: tuple[Origin, str], other: tuple[Other, str]
) -> str:
    return _("Selon %(first)s : %(one)s ; selon %(second)s : %(two)s.") % {
        "first": sayers.within(kept[0], field),
        "one": kept[1],
        "second": sayers.within(other[0], field),
        "two": other[1],
    }


def _day_words(spans: Sequence[Span]) -> str:
    ranges = [(_time(opens), _time(closes)) for opens, closes in spans]
    if not ranges:
        return ranges_in_words(ranges=())
    return listed([ranges_in_words(ranges=[one]) for one in ranges])


def _time(minutes: int) -> time:
    return time(*divmod(minutes % DAY, 60))


def _price_doubt(lieu: Lieu, kept: Origin, other: Other, sayers: Sayers) -> str:
    """« Selon A (août 2024) : gratuit ; selon B (mai 2020) : payant. »"""
    name = ModaliteField.FRAIS.value
    own = [row.value for row in lieu.modalites.all() if row.field == name]
    one, two = (lower_first(words_of_values(name, said)) for said in (own, other.value))
    return _opposed_words(sayers, name, (kept, one), (other, two))


def _telephone_doubt(kept: Origin, other: Other, sayers: Sayers) -> str:
    """The other number is not given: an old number rings at somebody else's."""
    return _("Ce numéro est celui que donne %(first)s ; %(second)s en donne un autre.") % {
        "first": sayers.within(kept, "telephone"),
        "second": sayers.within(other, "telephone"),
    }


def words_of_values(name: str, value: object) -> str:
    """A value of an origin in words: official values of a list, a text of a group, a scalar."""
    entries = VOCABULARIES.get(name)
    if entries is None or not isinstance(value, list | tuple):
        return words_of_field(name, value)
    return words_of_field(name, [entry.code for entry in entries if entry.value in value])
