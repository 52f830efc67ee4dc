"""Reads of the directory: what other modules and apps may ask.

The search is in search_queries, the map's data in map_queries, sheets in lieu_queries.
"""

from maillage.directory.lieu_queries import (
    SlugOutcome,
    commune_codes,
    get_public_lieu,
    hours_context,
    lieux_by_id,
    lieux_of_territory,
    opening_days,
    recent_changes,
    resolve_slug,
    state_of,
    state_words_of,
    with_parts,
)
from maillage.directory.map_queries import map_features
from maillage.directory.search_queries import (
    OPEN_CRITERIA,
    LieuHit,
    LieuSearch,
    Positions,
    counts_by_commune,
    nearest_to,
    search_lieux,
    warm_up,
)

__all__ = [
    "OPEN_CRITERIA",
    "LieuHit",
    "LieuSearch",
    "Positions",
    "SlugOutcome",
    "commune_codes",
    "counts_by_commune",
    "get_public_lieu",
    "hours_context",
    "lieux_by_id",
    "lieux_of_territory",
    "map_features",
    "nearest_to",
    "opening_days",
    "recent_changes",
    "resolve_slug",
    "search_lieux",
    "state_of",
    "state_words_of",
    "warm_up",
    "with_parts",
]
