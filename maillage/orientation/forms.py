"""Read a situation from an address, and write it back.

Parameters: those of /lieux/ (besoin, ou, lat, lon, ouvert, public, specifique, aide, prix,
langue), and theme, mandat=1, urgence=1, a (letters of alerts), hors=1, secret=1, passe.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace

from django.http import QueryDict
from django.utils.translation import gettext as _

from maillage.directory.enums import ModaliteField, Theme
from maillage.directory.forms import ParsedCriteria, criteria_to_params, parse_criteria
from maillage.orientation.enums import Step
from maillage.orientation.safety.alerts import ALERT_LETTERS
from maillage.orientation.situation import Situation
from maillage.territory.place_index import TYPO

SHARED = ("besoin", "ou", "lat", "lon", "ouvert", "public", "specifique", "aide", "prix", "langue")
"""Parameters that mean the same on /lieux/."""
FLAGS = {
    "mandat": "wants_mandat",
    "urgence": "is_urgent",
    "hors": "is_off_topic",
    "secret": "has_secret",
}
MOST_SHOWN = 60
_KINDS = {letter: kind for kind, letter in ALERT_LETTERS.items()}


@dataclass(slots=True)
class ParsedSituation:
    """What was read; with `errors` (parameter → sentence in French), only what could be."""

    situation: Situation
    parsed: ParsedCriteria
    errors: dict[str, str] = field(default_factory=dict)

    @property
    def is_valid(self) -> bool:
        return not self.errors


def parse_situation(params: QueryDict) -> ParsedSituation:
    """Read the parameters of an address; those that we do not know are ignored.

    A value that no list holds is an error that names it for the parameters shared with /lieux/;
    themes, letters and flags that nobody knows are left out: people do not type them.
    """
    shared = QueryDict(mutable=True)
    for name in SHARED:
        if name in params:
            shared.setlist(name, params.getlist(name))
    parsed = parse_criteria(shared)
    _doubt_place(parsed, typed=params.get("ou", "").strip())
    criteria = parsed.criteria

    def codes(name: ModaliteField) -> frozenset[str]:
        return criteria.values.get(name.value, frozenset())

    letters = dict.fromkeys("".join(params.getlist("a")))
    situation = Situation(
        services=codes(ModaliteField.SERVICES),
        themes=tuple(code for code in Theme.values if code in params.getlist("theme")),
        place=criteria.place,
        latitude=criteria.latitude,
        longitude=criteria.longitude,
        territory=criteria.territory,
        open=criteria.open,
        publics=codes(ModaliteField.PUBLICS),
        care=codes(ModaliteField.PRISE_EN_CHARGE),
        ways=codes(ModaliteField.ACCOMPAGNEMENT),
        price=min(codes(ModaliteField.FRAIS), default=""),
        language=min(codes(ModaliteField.LANGUES) - {"fr"}, default=""),
        alerts=tuple(kind for letter, kind in _KINDS.items() if letter in letters),
        skipped=frozenset(Step(code) for code in _words(params, "passe") if code in Step.values),
    )
    flags = {attribute: params.get(name) == "1" for name, attribute in FLAGS.items()}
    situation = replace(situation, **flags)  # type: ignore[arg-type]
    return ParsedSituation(situation, parsed, dict(parsed.errors))


def _doubt_place(parsed: ParsedCriteria, *, typed: str) -> None:
    """Never answer for a commune that only looks like what was typed: « Paris » is not Prissac.

    The near names are kept, for the person to choose.
    """
    place = parsed.criteria.place
    if place is None or place.score >= TYPO or place.kind == "adresse" or ":" in typed:
        return
    parsed.errors["ou"] = _(
        "Nous ne trouvons pas « %(place)s ». Écrivez le nom d’une commune, un code postal ou une "
        "adresse."
    ) % {"place": typed if len(typed) <= MOST_SHOWN else typed[:MOST_SHOWN] + "…"}
    parsed.place_alternatives = (place, *parsed.place_alternatives)
    parsed.criteria = replace(
        parsed.criteria, place=None, latitude=None, longitude=None, radius_m=None, territory=None
    )


def situation_to_params(situation: Situation) -> list[tuple[str, str]]:
    """Parameters that read as the same situation, in a fixed order."""
    asked = replace(situation.criteria(), wishes={}, wants_mandat=False, only_for=None)
    pairs = criteria_to_params(asked)
    pairs += [("theme", theme) for theme in situation.themes]
    for name, codes in (
        ("public", situation.publics),
        ("specifique", situation.care),
        ("aide", situation.ways),
        ("prix", {situation.price} - {""}),
        ("langue", {situation.language} - {""}),
    ):
        pairs += [(name, code) for code in sorted(codes)]
    pairs += [(name, "1") for name, attribute in FLAGS.items() if getattr(situation, attribute)]
    if situation.alerts:
        pairs.append(("a", "".join(ALERT_LETTERS[kind] for kind in situation.alerts)))
    if situation.skipped:
        pairs.append(("passe", ",".join(step for step in Step if step in situation.skipped)))
    return pairs


def _words(params: QueryDict, name: str) -> Iterable[str]:
    return (word.strip() for value in params.getlist(name) for word in value.split(","))
