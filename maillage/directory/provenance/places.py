"""Where a place is: its address from one claim, and a point that belongs to that address."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from maillage.core.geo import haversine_m
from maillage.core.text import normalize_place
from maillage.directory.provenance.claims import Claim, ClaimKind, Scalar, precedence
from maillage.directory.provenance.writing import Street, is_same_street, street_of

SAME_POINT_M = 100
"""Two points of one building, as two geocoders give them, are not farther apart than that."""
FAR_POINT_M = 300
"""Two exact points farther apart than that are not the same door."""
_GRADES = {"exacte": 3, "rue": 2, "centre_commune": 1}


@dataclass(frozen=True, slots=True)
class Spot:
    """What one claim says of where the place is, read once. Empty: it does not say."""

    claim: Claim
    said: Mapping[str, Scalar]
    adresse: str
    commune: str
    code_insee: str
    code_postal: str
    point: tuple[float, float] | None
    grade: int  # of the point: 3 exact, 2 street, 1 centre of the commune, 0 unknown

    @property
    def street(self) -> Street:
        return street_of(self.adresse)

    @property
    def is_located(self) -> bool:
        return bool(self.adresse or self.commune or self.code_insee)

    @property
    def is_person(self) -> bool:
        return self.claim.kind is ClaimKind.PERSONNE

    @property
    def text(self) -> str:
        """« 3 rue du Port, 28000 Chartres »."""
        town = " ".join(part for part in (self.code_postal, self.commune) if part)
        return ", ".join(part for part in (self.adresse, town or self.code_insee) if part)

    @property
    def point_text(self) -> str:
        """« 48.44380, 1.48900 »."""
        return f"{self.point[0]:.5f}, {self.point[1]:.5f}" if self.point else ""


def spot_of(claim: Claim, said: Mapping[str, Scalar]) -> Spot:
    """Read the location of a claim from the values that say something."""
    latitude, longitude = said.get("latitude"), said.get("longitude")
    point = (
        (float(latitude), float(longitude))
        if isinstance(latitude, int | float) and isinstance(longitude, int | float)
        else None
    )
    return Spot(
        claim,
        said,
        str(said.get("adresse", "")),
        str(said.get("commune", "")),
        str(said.get("code_insee", "")),
        str(said.get("code_postal", "")),
        point,
        _GRADES.get(str(said.get("position_precision", "")), 0),
    )


def is_other_commune(one: Spot, two: Spot) -> bool:
    """Whether both name a commune and it is not the same; two names of one postal code may be."""
    if one.code_insee and two.code_insee:
        return one.code_insee != two.code_insee
    if not one.commune or not two.commune or one.commune == two.commune:
        return False
    if normalize_place(one.commune) == normalize_place(two.commune):
        return False
    return not one.code_postal or one.code_postal != two.code_postal


def is_other_street(one: Spot, two: Spot) -> bool:
    """Whether both name a street and it is not the same: a move, or a fault."""
    if one.adresse == two.adresse:
        return False
    first, second = one.street, two.street
    return min(first.grade, second.grade) >= 2 and not is_same_street(first, second)


def is_same_address(one: Spot, two: Spot) -> bool:
    """Whether nothing but the writing differs; no address line says nothing against."""
    if is_other_commune(one, two):
        return False
    return (
        not one.adresse
        or not two.adresse
        or one.adresse == two.adresse
        or one.street.key == two.street.key
    )


def are_addresses_opposed(one: Spot, two: Spot) -> bool:
    return is_other_commune(one, two) or is_other_street(one, two)


def choose_address(located: Sequence[Spot]) -> Spot:
    """The claim whose address is kept; `located` in order of precedence, not empty.

    The commune of the best claim first. Inside it, a number in the same street beats the bare
    street, and a street beats the bare name of a place, whatever their dates: an address that
    somebody cut short is no news. Otherwise the best claim.
    """
    leader = located[0]
    inside = [spot for spot in located if spot.adresse and not is_other_commune(spot, leader)]
    if leader.is_person and not (inside and inside[0].is_person):
        return leader
    if not inside:
        return leader
    first = inside[0]
    street = first.street
    if first.is_person or street.grade == 3:
        return first
    if street.grade == 2:
        numbered = (
            spot
            for spot in inside
            if spot.street.grade == 3 and is_same_street(spot.street, street)
        )
        return next(numbered, first)
    # max keeps the first of equals: the best claim of the finest grade.
    return max(inside, key=lambda spot: spot.street.grade)


def choose_point(spots: Sequence[Spot], address: Spot | None) -> Spot | None:
    """The claim whose point is kept: never a point of another commune than the address's.

    A person's; then the street of the address, the finest precision, the best claim. None when
    no point belongs there, or when a person gave an address that only older points miss.
    """
    inside = [
        spot
        for spot in spots
        if spot.point and (address is None or not is_other_commune(spot, address))
    ]
    if address is not None and address.is_person:
        inside = [spot for spot in inside if not is_other_street(spot, address)]
    if not inside:
        return None

    def key(spot: Spot) -> tuple[object, ...]:
        is_elsewhere = address is not None and is_other_street(spot, address)
        return (not spot.is_person, is_elsewhere, -spot.grade, precedence(spot.claim))

    return min(inside, key=key)


def distance_m(one: Spot, two: Spot) -> float:
    """Metres between two points; 0 without both."""
    if one.point is None or two.point is None or one.point == two.point:
        return 0.0
    return haversine_m(*one.point, *two.point)


def are_points_opposed(one: Spot, two: Spot) -> bool:
    return one.grade == two.grade == 3 and distance_m(one, two) > FAR_POINT_M
