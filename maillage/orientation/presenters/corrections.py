"""Links that put right what was read in a person's words: another place, another language."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.http import QueryDict
from django.utils.translation import get_language, override
from django.utils.translation import gettext as _

from maillage.core.languages import available_languages
from maillage.core.wording import CAPITAL_NAMES, base_language, lower_first
from maillage.directory.criteria import LieuCriteria
from maillage.directory.forms import with_place
from maillage.orientation.presenters.conversation import Turn, address_of
from maillage.territory.place_index import PlaceMatch


@dataclass(frozen=True, slots=True)
class OtherPlace:
    """Another place that the words may mean."""

    label: str
    detail: str
    href: str


def other_places(turn: Turn, places: Iterable[PlaceMatch]) -> list[OtherPlace]:
    """The same turn at each of these places."""
    others = []
    for place in places:
        near = with_place(LieuCriteria(), place)
        changed = turn.without(
            place=near.place,
            latitude=near.latitude,
            longitude=near.longitude,
            territory=near.territory,
        )
        others.append(OtherPlace(place.label, place.detail, changed.address))
    return others


@dataclass(frozen=True, slots=True)
class CameFrom:
    """The language of the page before, when the words were in another: `label` is in it."""

    code: str
    label: str
    href: str


def came_from(params: QueryDict) -> CameFrom | None:
    """The way back to the language that `depuis` names; None when there is nothing to undo."""
    code = params.get("depuis", "")
    language = next((one for one in available_languages() if one.code == code), None)
    if language is None or code == get_language():
        return None
    pairs = [(name, value) for name, values in params.lists() for value in values]
    kept = [pair for pair in pairs if pair[0] != "depuis"]
    with override(code):
        name = language.short_name
        words = name if base_language() in CAPITAL_NAMES else lower_first(name)
        label = _("Continuer en %(language)s") % {"language": words}
        return CameFrom(code, label, address_of(kept))
