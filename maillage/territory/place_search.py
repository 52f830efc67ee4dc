"""The search of every field « Où ? »: the index, the names of places, the addresses.

Each source may fail without hiding the others.
"""

import logging
import math
import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace

from django.conf import settings

from maillage.core.geo import distance_in_words
from maillage.territory.clients.geocoder import Address, GeocoderError, search_addresses
from maillage.territory.place_index import EXACT, TYPO, PlaceMatch
from maillage.territory.place_query import MAX_TEXT, looks_like_address
from maillage.territory.snapshot import Snapshot, current_snapshot

logger = logging.getLogger(__name__)

Search = Callable[[str, int], Iterable[PlaceMatch]]
Get = Callable[[str], PlaceMatch | None]

_KEY = re.compile(r"([a-z_]+):([\w.-]+)", re.ASCII)
_POINT = re.compile(r"(-?\d{1,3}(?:\.\d+)?)\s*[,;]\s*(-?\d{1,3}(?:\.\d+)?)", re.ASCII)
# Namesakes and near names kept beside the best one.
_ALTERNATIVES, _ALTERNATIVE_GAP = 5, 30.0
_NEAR_COMMUNE_M = 20_000


@dataclass(frozen=True, slots=True)
class PlaceSearch:
    """What a text means: the best place and the others it may mean.

    `is_sure`: the whole name, postal code or key was given and no other commune bears it.
    """

    text: str
    best: PlaceMatch | None
    alternatives: tuple[PlaceMatch, ...] = ()
    is_sure: bool = False


@dataclass(frozen=True, slots=True)
class _Provider:
    search: Search
    get: Get | None


_providers: dict[str, _Provider] = {}


def register_provider(name: str, search: Search, get: Get | None = None) -> None:
    """Add a source of places, or replace the one of this name.

    `search(text, limit)` gives matches with a score on the scale of `place_index` (100 for
    the exact name, 80 its beginning, 60 some words). `get(code)` answers « <name>:<code> ».
    """
    _providers[name] = _Provider(search, get)


def unregister_provider(name: str) -> None:
    """Forget a source; nothing happens when there is none of this name."""
    _providers.pop(name, None)


def search_places(
    *,
    text: str,
    limit: int = 8,
    kinds: frozenset[str] | None = None,
    with_addresses: bool = False,
) -> list[PlaceMatch]:
    """The best places for a text, best first: what a field « Où ? » proposes.

    `with_addresses` also asks the geocoder, when the text looks like an address or when nothing
    else was found. An empty text has no place.
    """
    text = text[:MAX_TEXT].strip()
    if not text or limit < 1:
        return []
    return _search(current_snapshot(), text, limit, kinds, with_addresses=with_addresses)


def find_place(*, text: str, with_addresses: bool = False) -> PlaceSearch:
    """The place that a text means, with the others it may mean.

    Reads also « commune:28168 », « bassin:dreux » (code or address of the page) and
    « 48.44,1.49 » (latitude, longitude in degrees).
    """
    text = text[:MAX_TEXT].strip()
    if not text:
        return PlaceSearch(text, None)
    snapshot = current_snapshot()
    if key := _KEY.fullmatch(text):
        exact = _get(snapshot, key[1], key[2])
        return PlaceSearch(text, exact, is_sure=exact is not None)
    if point := _POINT.fullmatch(text):
        here = _at_point(snapshot, float(point[1]), float(point[2]))
        return PlaceSearch(text, here, is_sure=here is not None)
    matches = _search(snapshot, text, 1 + _ALTERNATIVES, None, with_addresses=with_addresses)
    if not matches:
        return PlaceSearch(text, None)
    best, others = matches[0], matches[1:]
    near = tuple(match for match in others if match.score > best.score - _ALTERNATIVE_GAP)
    same = any(match.score >= EXACT - 2 and match.kind == best.kind for match in near)
    # A score of 98 and more is a whole name, its kind or few inhabitants apart.
    return PlaceSearch(text, best, near, is_sure=best.score >= EXACT - 2 and not same)


def resolve_place(*, text: str) -> PlaceMatch | None:
    """The one place that a text means (`?ou=` of a page), None when it means nothing."""
    return find_place(text=text).best


def _search(
    snapshot: Snapshot,
    text: str,
    limit: int,
    kinds: frozenset[str] | None,
    *,
    with_addresses: bool,
) -> list[PlaceMatch]:
    matches = snapshot.index.search(text, limit=limit, kinds=kinds)
    for name, provider in _providers.items():
        if kinds is None or name in kinds:
            matches += _ask_provider(name, provider, text, limit)
    is_address = looks_like_address(text)
    if with_addresses and (kinds is None or "adresse" in kinds) and (is_address or not matches):
        matches += _addresses(snapshot, text, limit, is_address=is_address)
    if is_address and (kinds is None or "commune" in kinds):
        town = snapshot.index.town_of(text)
        if town is not None:
            matches.append(town)
    best: dict[str, PlaceMatch] = {}
    for match in matches:
        if match.key not in best or best[match.key].score < match.score:
            best[match.key] = match
    return sorted(best.values(), key=lambda match: -match.score)[:limit]


def _ask_provider(name: str, provider: _Provider, text: str, limit: int) -> list[PlaceMatch]:
    try:
        return list(provider.search(text, limit))
    except Exception:  # whatever fails in one source, the others still answer
        logger.exception("place_provider=%s failed", name)
        return []


def _get(snapshot: Snapshot, kind: str, code: str) -> PlaceMatch | None:
    """The place of a key; a code may be in small letters, or the address of the page."""
    for candidate in (code, code.upper(), snapshot.codes_by_slug.get((kind, code), "")):
        if found := snapshot.index.get(kind, candidate):
            return found
    provider = _providers.get(kind)
    if provider is None or provider.get is None:
        return None
    try:
        return provider.get(code)
    except Exception:  # as above
        logger.exception("place_provider=%s failed", kind)
        return None


def _at_point(snapshot: Snapshot, latitude: float, longitude: float) -> PlaceMatch | None:
    """The point itself, told by its nearest commune; None for 0,0 and impossible points."""
    box = snapshot.box
    swapped = box is not None and box.contains(longitude, latitude)
    if swapped and box is not None and not box.contains(latitude, longitude):
        latitude, longitude = longitude, latitude
    if not (-90 <= latitude <= 90 and -180 <= longitude <= 180):
        return None
    if math.hypot(latitude, longitude) < 0.01:
        return None
    label, detail, code = f"{latitude:.4f}, {longitude:.4f}", "", ""
    nearest = snapshot.nearest_commune(latitude, longitude)
    if nearest is not None and nearest[1] <= _NEAR_COMMUNE_M:
        code = nearest[0]
        label = f"Près de {snapshot.communes[code].nom}"
        detail = f"à {distance_in_words(nearest[1])} du centre"
    return PlaceMatch(
        kind="adresse",
        code=f"{latitude:.5f},{longitude:.5f}",
        label=label,
        detail=detail,
        latitude=latitude,
        longitude=longitude,
        population=0,
        score=EXACT + 10,
        commune_code=code,
    )


def _addresses(snapshot: Snapshot, text: str, limit: int, *, is_address: bool) -> list[PlaceMatch]:
    try:
        found = search_addresses(
            url=settings.GEOCODER_URL,
            text=text,
            limit=max(1, min(limit, 10)),
            near=snapshot.box.centre if snapshot.box else None,
        )
    except GeocoderError as error:
        # The text may hold somebody's address: it stays out of the log.
        logger.warning("geocoder_error=%s", type(error).__name__)
        return []
    box = snapshot.box
    inside = [a for a in found if box is None or box.contains(a.latitude, a.longitude)]
    return [_address_match(snapshot, address, is_address) for address in inside or found]


def _address_match(snapshot: Snapshot, address: Address, is_address: bool) -> PlaceMatch:
    commune = snapshot.communes.get(address.citycode)
    score = (EXACT - 5 if is_address else TYPO) * address.score
    if snapshot.communes and commune is None:
        score -= 20
    match = PlaceMatch(
        kind="adresse",
        code=f"{address.latitude:.5f},{address.longitude:.5f}",
        label=address.label,
        detail=address.context,
        latitude=address.latitude,
        longitude=address.longitude,
        population=0,
        score=round(score, 2),
    )
    return replace(match, commune_code=commune.code) if commune else match
