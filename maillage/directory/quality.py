"""What a sheet says against itself: one rule per contradiction, in plain words. No database.

A rule looks at one sheet and never decides which of the two sayings is true: it tells the
coordination where to look (`section`).
"""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from maillage.core.geo import haversine_m
from maillage.core.text import normalize
from maillage.directory.enums import WITH_SOMEBODY, ModaliteField, Section
from maillage.directory.hours.schedule import weekly_table

FAR_M = 30_000
LONG_CLOSURE_DAYS = 180
YOUNG_UNTIL = 30
OLD_FROM = 50
_WEEKDAYS = ("lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche")
_CLOSED_DAY = re.compile(rf"ferm\w*(?: les?| tous les)? ({'|'.join(_WEEKDAYS)})s?\b")
# Help that means nothing without somebody to give it.
_HELP = frozenset({"demarches", "outils", "emploi", "securite", "parentalite", "comprendre"})
_YOUNG = frozenset({"jeunes", "etudiants", "familles"})


@dataclass(frozen=True, slots=True)
class Facts:
    """What the rules read of a sheet.

    `lists`: short codes by field; `closures`: (first day, last day) of the periods without
    hours; `opposed`: fields of which its sources say what cannot be true together; `centre`:
    latitude and longitude of the commune, with its `postal_codes`, when known. Fields kept for
    professionals are given as if they were public: nothing is missing then.
    """

    telephone: str = ""
    courriels: str = ""
    prise_rdv: str = ""
    horaires: str = ""
    horaires_text: str = ""
    code_postal: str = ""
    latitude: float | None = None
    longitude: float | None = None
    age_min: int | None = None
    age_max: int | None = None
    human_support: bool | None = None
    is_exact: bool = False
    has_equipment: bool = False
    presentation_resume: str = ""
    site_web: str = ""
    centre: tuple[float, float] | None = None
    postal_codes: frozenset[str] = frozenset()
    lists: Mapping[str, frozenset[str]] = field(default_factory=dict)
    closures: Sequence[tuple[date, date]] = ()
    opposed: frozenset[str] = frozenset()

    def codes(self, name: ModaliteField) -> frozenset[str]:
        return self.lists.get(name, frozenset())


@dataclass(frozen=True, slots=True)
class Rule:
    """`words` finish « Cette fiche se contredit : … »; `section` is where it is mended."""

    words: str
    section: Section
    breaks: Callable[[Facts], bool]


def _free_and_not(facts: Facts) -> bool:
    return {"gratuit", "payant"} <= facts.codes(ModaliteField.FRAIS)


def _no_way_to_book(facts: Facts) -> bool:
    return "rdv-en-ligne" in facts.codes(ModaliteField.ACCES) and not (
        facts.prise_rdv or facts.telephone or facts.courriels
    )


def _no_telephone(facts: Facts) -> bool:
    return "telephoner" in facts.codes(ModaliteField.ACCES) and not facts.telephone


def _no_mail(facts: Facts) -> bool:
    ways = facts.codes(ModaliteField.ACCES) & {"mail", "prescription"}
    return bool(ways) and not (facts.courriels or facts.telephone)


def _no_public_but_open(facts: Facts) -> bool:
    ways = facts.codes(ModaliteField.ACCES)
    return "pas-de-public" in ways and bool(ways & {"se-presenter"} or facts.horaires)


def _hours_disagree(facts: Facts) -> bool:
    """« Fermé le lundi » in the text, hours on Monday in the week."""
    said = {_WEEKDAYS.index(found) for found in _CLOSED_DAY.findall(normalize(facts.horaires_text))}
    table = weekly_table(osm=facts.horaires) if said and facts.horaires.strip() else None
    return table is not None and any(table[weekday] for weekday in said)


def _other_postal_code(facts: Facts) -> bool:
    """CEDEX codes, which no list of communes holds, do not end with 0."""
    code = facts.code_postal
    if not facts.postal_codes or code in facts.postal_codes:
        return False
    return code.endswith("0") or code[:2] not in {known[:2] for known in facts.postal_codes}


def _far_away(facts: Facts) -> bool:
    if facts.centre is None or facts.latitude is None or facts.longitude is None:
        return False
    return haversine_m(facts.latitude, facts.longitude, *facts.centre) > FAR_M


def _closed_for_ever(facts: Facts) -> bool:
    return any((last - first).days >= LONG_CLOSURE_DAYS for first, last in facts.closures)


def _ages_of_others(facts: Facts) -> bool:
    publics = facts.codes(ModaliteField.PUBLICS)
    too_old = facts.age_min is not None and facts.age_min >= YOUNG_UNTIL
    too_young = facts.age_max is not None and facts.age_max < OLD_FROM
    return (bool(publics) and publics <= _YOUNG - {"familles"} and too_old) or (
        publics == {"seniors"} and too_young
    )


def _nobody_to_help(facts: Facts) -> bool:
    ways = facts.codes(ModaliteField.ACCOMPAGNEMENT)
    if facts.human_support is False and ways & WITH_SOMEBODY:
        return True
    if facts.human_support is True and ways == {"autonomie"}:
        return True
    alone = facts.human_support is False or (ways == {"autonomie"} and facts.human_support is None)
    return alone and bool(facts.codes(ModaliteField.SERVICES) & _HELP)


def _sources_disagree(name: str) -> Callable[[Facts], bool]:
    """Two sources of one field (provenance.Origin), and nobody answered yet."""
    return lambda facts: name in facts.opposed


RULES: dict[str, Rule] = {
    "prix": Rule("le lieu est à la fois gratuit et payant", Section.VENIR, _free_and_not),
    "rendez-vous": Rule(
        "il faut prendre rendez-vous en ligne, mais il n’y a ni adresse, ni téléphone, ni courriel",
        Section.VENIR,
        _no_way_to_book,
    ),
    "telephone": Rule(
        "il faut téléphoner, mais il n’y a pas de numéro", Section.CONTACTS, _no_telephone
    ),
    "courriel": Rule(
        "il faut écrire un courriel, mais il n’y a ni courriel ni téléphone",
        Section.CONTACTS,
        _no_mail,
    ),
    "sans-public": Rule(
        "le lieu n’accueille pas de public, mais il donne des horaires ou dit de venir",
        Section.VENIR,
        _no_public_but_open,
    ),
    "horaires": Rule(
        "le texte dit « fermé » un jour où la semaine donne des heures",
        Section.HORAIRES,
        _hours_disagree,
    ),
    "code-postal": Rule(
        "le code postal n’est pas celui de la commune", Section.CONTACTS, _other_postal_code
    ),
    "position": Rule(
        "le point sur la carte est à plus de 30 km de la commune", Section.CONTACTS, _far_away
    ),
    "fermeture": Rule(
        "une fermeture exceptionnelle dure plus de six mois", Section.FERMETURES, _closed_for_ever
    ),
    "ages": Rule(
        "les âges ne vont pas avec les publics accueillis", Section.SERVICES, _ages_of_others
    ),
    "aide": Rule(
        "l’aide proposée demande quelqu’un, mais la fiche dit le contraire",
        Section.SERVICES,
        _nobody_to_help,
    ),
    "sources-horaires": Rule(
        "les sources ne donnent pas les mêmes horaires",
        Section.HORAIRES,
        _sources_disagree("horaires"),
    ),
    "sources-prix": Rule(
        "pour une source c’est gratuit, pour une autre c’est payant",
        Section.VENIR,
        _sources_disagree(ModaliteField.FRAIS),
    ),
    "sources-telephone": Rule(
        "les sources ne donnent pas le même téléphone",
        Section.CONTACTS,
        _sources_disagree("telephone"),
    ),
    "sources-adresse": Rule(
        "les sources ne donnent pas la même adresse",
        Section.CONTACTS,
        _sources_disagree("adresse"),
    ),
    "sources-position": Rule(
        "les sources placent le lieu à deux endroits de la carte",
        Section.CONTACTS,
        _sources_disagree("latitude"),
    ),
    "sources-venir": Rule(
        "pour une source on peut venir, pour une autre le lieu n’accueille pas de public",
        Section.VENIR,
        _sources_disagree(ModaliteField.ACCES),
    ),
    "sources-ages": Rule(
        "les sources ne disent pas les mêmes âges",
        Section.SERVICES,
        _sources_disagree("age_min"),
    ),
    "sources-organisation": Rule(
        "les sources ne nomment pas la même organisation (numéro SIREN)",
        Section.PRESENTATION,
        _sources_disagree("pivot"),
    ),
}
"""Code of the contradiction → its rule."""


def contradictions_of(facts: Facts) -> tuple[str, ...]:
    """The codes of what the sheet says against itself, in the order of RULES."""
    return tuple(code for code, rule in RULES.items() if rule.breaks(facts))


@dataclass(frozen=True, slots=True)
class Aspect:
    """Something that visitors look for: its worth out of 100, and where it is filled in.

    `words` are an order: « Ajoutez les horaires ».
    """

    weight: int
    section: Section
    words: str
    is_known: Callable[[Facts], bool]


ASPECTS: tuple[Aspect, ...] = (
    Aspect(
        15,
        Section.CONTACTS,
        "Ajoutez un téléphone ou une adresse électronique",
        lambda facts: bool(facts.telephone or facts.courriels),
    ),
    Aspect(
        15,
        Section.HORAIRES,
        "Ajoutez les horaires",
        lambda facts: bool(facts.horaires or facts.horaires_text),
    ),
    Aspect(
        15,
        Section.SERVICES,
        "Dites sur quoi vous aidez",
        lambda facts: bool(facts.codes(ModaliteField.SERVICES)),
    ),
    Aspect(
        10,
        Section.SERVICES,
        "Dites comment vous aidez : seul, avec une personne, en atelier",
        lambda facts: (
            bool(facts.codes(ModaliteField.ACCOMPAGNEMENT)) or facts.human_support is not None
        ),
    ),
    Aspect(
        10,
        Section.VENIR,
        "Dites s’il faut un rendez-vous",
        lambda facts: bool(facts.codes(ModaliteField.ACCES)),
    ),
    Aspect(
        10,
        Section.VENIR,
        "Dites si l’aide est gratuite",
        lambda facts: bool(facts.codes(ModaliteField.FRAIS)),
    ),
    Aspect(
        10,
        Section.PRESENTATION,
        "Présentez le lieu en une ou deux phrases",
        lambda facts: bool(facts.presentation_resume),
    ),
    Aspect(
        5,
        Section.CONTACTS,
        "Précisez l’adresse : sa position sur la carte est approximative",
        lambda facts: facts.is_exact,
    ),
    Aspect(
        5,
        Section.PRESENTATION,
        "Dites quelle sorte de lieu c’est",
        lambda facts: bool(facts.codes(ModaliteField.TYPOLOGIE)),
    ),
    Aspect(
        5,
        Section.MATERIEL,
        "Ajoutez le matériel que les visiteurs utilisent",
        lambda facts: facts.has_equipment,
    ),
)


def missing_of(facts: Facts) -> tuple[Aspect, ...]:
    """What is not known, what raises the completeness most first."""
    missing = [aspect for aspect in ASPECTS if not aspect.is_known(facts)]
    return tuple(sorted(missing, key=lambda aspect: -aspect.weight))


def completeness_of(facts: Facts) -> int:
    """How much of what visitors look for is known, 0 to 100."""
    return sum(aspect.weight for aspect in ASPECTS if aspect.is_known(facts))
