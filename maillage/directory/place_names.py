"""Names of places in the search of « Où ? »: « médiathèque de Gallardon » is a starting point."""

from collections.abc import Iterable

import numpy as np
from django.utils import timezone

from maillage.directory import index_store
from maillage.directory.index.columns import LieuIndex
from maillage.territory.place_index import PREFIX, WORDS, PlaceMatch
from maillage.territory.queries import register_provider

NAME = "lieu"
MIN_LETTERS = 4


def search(text: str, limit: int) -> Iterable[PlaceMatch]:
    """Places whose name holds all the words, the shortest names first."""
    if len(text.strip()) < MIN_LETTERS:
        return []
    index = index_store.current_index(now=timezone.now())
    worth = index.words.in_names(text)
    rows = np.flatnonzero((worth > 0) & ~np.isnan(index.latitude))
    share = np.minimum(1.0, len(text.split()) / np.maximum(1, index.name_words[rows]))
    # A name said whole is worth as much as the beginning of a commune's, never more.
    scores = WORDS + (PREFIX - WORDS) * worth[rows] * share
    best = np.argsort(-scores, kind="stable")[:limit]
    return [_match(index, int(rows[rank]), float(scores[rank])) for rank in best]


def get(slug: str) -> PlaceMatch | None:
    """The place of « lieu:<slug> »."""
    index = index_store.current_index(now=timezone.now())
    try:
        row = index.slugs.index(slug)
    except ValueError:
        return None
    return None if np.isnan(index.latitude[row]) else _match(index, row, 100.0)


def _match(index: LieuIndex, row: int, score: float) -> PlaceMatch:
    return PlaceMatch(
        kind=NAME,
        code=index.slugs[row],
        label=index.names[row],
        detail=index.towns[row],
        latitude=float(index.latitude[row]),
        longitude=float(index.longitude[row]),
        population=0,
        score=round(score, 2),
        commune_code=index.communes[index.commune[row]],
    )


def register() -> None:
    """Add the names of places to the search of « Où ? »."""
    register_provider(NAME, search, get)
