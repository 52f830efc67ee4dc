"""What a person looks for, as one frozen object shared by the page, the map and the API.

Built from a request by forms.parse_criteria; used by queries.search_lieux. Distances are in
metres, positions in WGS 84 degrees.
"""

from dataclasses import dataclass, field
from datetime import datetime, time
from typing import Literal

from django.db.models import TextChoices

from maillage.core.geo import BBox
from maillage.territory.place_index import PlaceMatch


class Sort(TextChoices):
    """Order of the results."""

    PERTINENCE = "pertinence", "Le plus adapté"
    DISTANCE = "distance", "Le plus proche"
    NOM = "nom", "Par nom"


@dataclass(frozen=True, slots=True)
class OpenCriterion:
    """When the place must be open, in its own time zone.

    `now`: at this moment. `day`: a weekday 0 (Monday) to 6, some time that day, or at `at`
    when it is given. `evening`: after 18:00 on some day. `weekend`: Saturday or Sunday.
    `today`: some time left today. Days are looked for in the coming four weeks, so that
    « 1er samedi du mois » is found.
    """

    kind: Literal["now", "today", "evening", "weekend", "day"]
    code: str
    day: int | None = None
    at: time | None = None


@dataclass(frozen=True, slots=True)
class LieuCriteria:
    """Criteria of a search; everything empty means every published place.

    `values`: field of ModaliteField -> short codes; OR inside a field, AND between fields.
    `place`: what « Où ? » resolved to; `latitude`/`longitude`/`radius_m`: around a point
    (radius None: no limit, sorted by distance); `territory`: (kind, code), inside only.

    What a person would like, without leaving anything out: `wishes`, field of ModaliteField ->
    short codes (a language spoken, a special need, a way to be helped, a price);
    `wants_mandat`: somebody must act in the person's place (Aidants Connect, signed mandate).
    `only_for`: the publics that the person belongs to, codes of « publics_specifiquement_
    adresses »; when not None, the places that cannot receive this person are left out (adults
    only, youth only, members only, no public): an empty set is an adult who said nothing.
    """

    words: str = ""
    place: PlaceMatch | None = None
    latitude: float | None = None
    longitude: float | None = None
    radius_m: int | None = None
    territory: tuple[str, str] | None = None
    bbox: BBox | None = None
    values: dict[str, frozenset[str]] = field(default_factory=dict)
    equipments: frozenset[str] = frozenset()
    open: OpenCriterion | None = None
    modified_since: datetime | None = None
    wishes: dict[str, frozenset[str]] = field(default_factory=dict)
    wants_mandat: bool = False
    only_for: frozenset[str] | None = None
    sort: Sort = Sort.PERTINENCE

    @property
    def has_point(self) -> bool:
        return self.latitude is not None and self.longitude is not None
