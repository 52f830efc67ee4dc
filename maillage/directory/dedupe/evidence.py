"""What two sheets share and what sets them apart, as a few figures with a meaning.

Every figure is 0 when one of the sheets says nothing: a missing value is no evidence.
"""

import math
from collections.abc import Mapping
from dataclasses import dataclass

from rapidfuzz import fuzz

from maillage.core.geo import EARTH_RADIUS_M
from maillage.directory.dedupe.addresses import agreement
from maillage.directory.dedupe.reading import Reading, word_weight
from maillage.directory.dedupe.words import TOGETHER

TYPING_ERROR = 84
"""Likeness of two words, of 100, from which one is the other badly typed."""
NEUTRAL_M = 150.0
"""At this distance two candidates are neither nearer nor farther than others."""
FAMILIAR = 6
"""A number that more sheets bear than this is worth less: a switchboard, a head office."""
TOWN_WORTH = 0.3
"""What the name of the commune is worth in a name, when the other does not say its commune."""
TYPOLOGY_WORTH = 0.5
"""What a kind is worth that a typology tells and not a name: many are broad (« tiers-lieux »)."""
_LABEL = frozenset({"fs"})
_RADIANS = math.pi / 180

Sharing = Mapping[str, int]
"""How many sheets bear each telephone, SIRET, mailbox, page and host."""


@dataclass(frozen=True, slots=True)
class Evidence:
    """Figures by code (those of `weights.WEIGHTS`; absent is 0), and what explains them.

    `distance_m`: None without two precise positions. `name_likeness`: 0 to 1, None when a
    name has no word of its own.
    """

    figures: dict[str, float]
    distance_m: float | None
    name_likeness: float | None


def compare(one: Reading, other: Reading, sharing: Sharing | None = None) -> Evidence:
    """The evidence of a pair; the order of the two does not matter.

    `sharing`: counts over all the sheets, when they are known.
    """
    figures: dict[str, float] = {}
    distance = distance_m(one, other)
    if distance is not None:
        figures["distance"] = _distance_figure(distance)
    area = _area(one, other, distance)
    if area:
        figures[area] = 1.0
    if one.phone and other.phone:
        if one.phone == other.phone:
            figures["meme_telephone"] = _worth(one.phone, sharing)
        else:
            figures["autre_telephone"] = 1.0
    _numbers(one, other, figures, sharing)
    _web(one, other, figures, sharing)
    address = agreement(one.address, other.address)
    if area == "autre_commune" and address not in ("", "autre") and not _same_number(figures):
        # « 17 rue de la Mairie » exists in every commune.
        address = ""
    if address:
        figures[f"adresse_{address}"] = 1.0
    kind = kinds_relation(one, other)
    if kind:
        figures[kind] = 1.0 if one.is_kind_named and other.is_kind_named else TYPOLOGY_WORTH
    likeness = _names(one, other, kind, figures)
    if one.sheet.source and one.sheet.source == other.sheet.source:
        figures["meme_source"] = 1.0
    return Evidence(figures, distance, likeness)


def _same_number(figures: Mapping[str, float]) -> bool:
    return any(code in figures for code in ("meme_telephone", "meme_siret", "meme_siret_public"))


def _worth(value: str, sharing: Sharing | None) -> float:
    """1, or less when many sheets bear the value."""
    return min(1.0, FAMILIAR / max(1, sharing.get(value, 1))) if sharing else 1.0


def distance_m(one: Reading, other: Reading) -> float | None:
    """Metres on a local plane (error under 1 % below 100 km); None without two positions."""
    if not (one.has_position and other.has_position):
        return None
    north = (one.latitude - other.latitude) * _RADIANS
    mine, theirs = one.sheet.longitude or 0.0, other.sheet.longitude or 0.0
    east = (mine - theirs) * _RADIANS * (one.cosine + other.cosine) / 2
    return EARTH_RADIUS_M * math.hypot(north, east)


def _distance_figure(metres: float) -> float:
    """+1 at 15 m or less, 0 at 150 m, -1 at 1.5 km, never below: a position may be wrong."""
    return max(-1.0, min(1.0, math.log10(NEUTRAL_M / max(metres, 15.0))))


def _area(one: Reading, other: Reading, distance: float | None) -> str:
    """« autre_commune », « autre_code_postal », or nothing against."""
    mine, theirs = one.sheet, other.sheet
    if mine.code_insee and mine.code_insee == theirs.code_insee:
        return ""
    if one.town and other.town:
        # « Romorantin » for « Romorantin-Lanthenay »; former communes: another name, one door.
        is_same = (
            one.town.startswith(other.town)
            or other.town.startswith(one.town)
            or fuzz.ratio(one.town, other.town) >= TYPING_ERROR
            or (distance is not None and distance < NEUTRAL_M)
        )
        return "" if is_same else "autre_commune"
    codes = mine.code_postal, theirs.code_postal
    return "autre_code_postal" if all(codes) and not _same_postal(*codes) else ""


def _same_postal(one: str, other: str) -> bool:
    """The same code, or the code of a CEDEX of the town: 18000 and 18020."""
    if one == other:
        return True
    # Ordinary codes end with 0; the prefecture (xx0…) has many codes of CEDEX.
    return one[:3] == other[:3] and ("0" in one[2:3] or one[-1:] != "0" or other[-1:] != "0")


def kinds_relation(one: Reading, other: Reading) -> str:
    """« meme_nature », « autre_nature », or nothing: unknown, or two that live together."""
    if one.is_mobile != other.is_mobile:
        # A bus is not the office where it is registered.
        return "autre_nature"
    if not one.kinds or not other.kinds:
        return ""
    if one.kinds & other.kinds:
        return "meme_nature"
    for mine in one.kinds:
        for theirs in other.kinds:
            if frozenset((mine, theirs)) in TOGETHER:
                return ""
    return "autre_nature"


def _names(one: Reading, other: Reading, kind: str, figures: dict[str, float]) -> float | None:
    """Likeness of the words that are the names' own, 0 to 1; None when one has none.

    Words that both write (or badly write, or shorten to initials), weighted by rarity: mean of
    their share in the shorter name and in both. The names of their communes are set aside, or
    worth little, between two places of one kind of which one does not say its commune.
    """
    towns = one.commune | other.commune
    mine, theirs = one.core, other.core
    if (one.commune and other.commune) or kind != "meme_nature":
        mine, theirs, towns = mine - towns, theirs - towns, frozenset()
    if not mine or not theirs:
        _unknown_kind(one, other, mine, theirs, figures)
        return None
    shared = mine & theirs
    weight = _weight(shared, towns)
    left, right = mine - shared, theirs - shared
    total_left = weight + _weight(left, towns)
    total_right = weight + _weight(right, towns)
    for word in left:
        match = next((its for its in right if _badly_typed(word, its)), "")
        if match or (len(word) > 2 and word in other.initials):
            weight += word_weight(word)
    for word in right:
        if len(word) > 2 and word in one.initials:
            weight += word_weight(word)
    shorter = min(1.0, weight / min(total_left, total_right))
    both = min(1.0, 2 * weight / (total_left + total_right))
    likeness = (shorter + both) / 2
    if likeness < 0.5:
        figures["noms_differents"] = (1 - 2 * likeness) * min(1.0, total_left, total_right)
        _unknown_kind(one, other, mine, theirs, figures)
    elif kind != "autre_nature":
        # A library and a social centre are both called after their district.
        figures["noms_proches"] = (2 * likeness - 1) * min(1.0, weight)
    return likeness


def _weight(words: frozenset[str], towns: frozenset[str]) -> float:
    """Rarity of words together; those of the commune are worth TOWN_WORTH together."""
    return sum(map(word_weight, words - towns)) + (TOWN_WORTH if words & towns else 0.0)


def _unknown_kind(
    one: Reading,
    other: Reading,
    mine: frozenset[str],
    theirs: frozenset[str],
    figures: dict[str, float],
) -> None:
    """« Bibliothèque municipale » and « Les Tilleuls », of no kind: rather two places.

    But « France services » alone is a label, that places of all names bear.
    """
    if one.kinds and not other.kinds:
        is_told = bool(theirs) and (one.kinds != _LABEL or bool(mine))
    elif other.kinds and not one.kinds:
        is_told = bool(mine) and (other.kinds != _LABEL or bool(theirs))
    else:
        return
    if is_told:
        figures["nature_inconnue"] = 1.0


def _badly_typed(one: str, other: str) -> bool:
    if len(one) < 4 or len(other) < 4:
        return False
    return fuzz.ratio(one, other, score_cutoff=TYPING_ERROR) > 0


def _numbers(
    one: Reading, other: Reading, figures: dict[str, float], sharing: Sharing | None
) -> None:
    """SIRET and SIREN: a town, a department or the post office owns many places."""
    if not one.siren or not other.siren:
        return
    if one.siret and one.siret == other.siret:
        code = "meme_siret_public" if one.is_public_owner else "meme_siret"
        figures[code] = _worth(one.siret, sharing)
    elif one.siren != other.siren:
        figures["autre_siren"] = 1.0
    elif not one.is_public_owner and not (one.siret and other.siret):
        figures["meme_siren"] = 1.0


def _web(one: Reading, other: Reading, figures: dict[str, float], sharing: Sharing | None) -> None:
    for code, shared in (
        ("meme_courriel", one.mails & other.mails),
        ("meme_page", one.pages & other.pages),
        ("meme_domaine", one.hosts & other.hosts),
    ):
        if shared:
            figures[code] = max(_worth(value, sharing) for value in shared)
