"""One sheet out of several claims, each field with its source, its date and the rule.

The rules and their reasons are in docs/explications/provenance.md. The answer depends neither on
the order of the claims nor on any clock.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import Final

from maillage.directory.normalise.conform import UNKNOWN_ADDRESS
from maillage.directory.normalise.record import MAX_LENGTHS
from maillage.directory.provenance.claims import (
    GROUP_OF,
    GROUPS,
    Claim,
    ClaimKind,
    Origin,
    Other,
    Resolved,
    RuleCode,
    Scalar,
    precedence,
)
from maillage.directory.provenance.lists import (
    ALWAYS_UNITED,
    NEWEST_LISTS,
    are_lists_opposed,
    in_order,
)
from maillage.directory.provenance.opening import (
    Opening,
    are_hours_opposed,
    choose_hours,
    is_same_opening,
)
from maillage.directory.provenance.origins import (
    adds,
    is_behind,
    latest_origin,
    origin_of,
    other_of,
)
from maillage.directory.provenance.places import (
    SAME_POINT_M,
    Spot,
    are_addresses_opposed,
    are_points_opposed,
    choose_address,
    choose_point,
    distance_m,
    is_other_commune,
    is_same_address,
    spot_of,
)
from maillage.directory.provenance.writing import (
    digits_key,
    items_of,
    prose_key,
    site_key,
    text_key,
)
from maillage.directory.standard import DEFAULT_PIVOT, SEPARATOR

CURRENT_DAYS: Final = 182
"""Addresses (e-mail, web) of sources no older than that are all in use: they are united."""
UNION_DAYS: Final = 730
"""Lists older than that, against the newest, no longer add anything."""
_UNITED_TEXTS: Final[dict[str, tuple[Callable[[str], str], float]]] = {
    "courriels": (str.lower, CURRENT_DAYS),
    "site_web": (site_key, CURRENT_DAYS),
    "autres_formations_labels": (text_key, UNION_DAYS),
}
_KEYS: Final[dict[str, Callable[[str], str]]] = {
    "telephone": digits_key,
    "presentation_resume": prose_key,
    "presentation_detail": prose_key,
    "prise_rdv": site_key,
    "fiche_acces_libre": site_key,
}
_ALWAYS_OPPOSED: Final = frozenset({"telephone"})
# Written in the place of an unknown value: they say nothing.
_BLANKS: Final = {
    "pivot": DEFAULT_PIVOT,
    "adresse": UNKNOWN_ADDRESS,
    "position_precision": "inconnue",
}

Said = tuple[Claim, Scalar]
Listed = tuple[Claim, tuple[str, ...]]


def resolve(claims: Sequence[Claim]) -> Resolved:
    """Make one sheet of what the claims say; what nobody says is absent."""
    resolver = _Resolver(sorted(claims, key=precedence) if len(claims) > 1 else claims)
    return resolver.alone() if len(claims) == 1 else resolver.run()


class _Resolver:
    """The claims of one place, best first, and the sheet in the making."""

    def __init__(self, claims: Sequence[Claim]) -> None:
        self.claims = claims
        self.said = [_speaking(claim) for claim in claims]
        self.values: dict[str, Scalar] = {}
        self.lists: dict[str, tuple[str, ...]] = {}
        self.origins: dict[str, Origin] = {}
        self.agreements: dict[tuple[str, bool], Origin] = {}

    def alone(self) -> Resolved:
        claim, said = self.claims[0], self.said[0]
        if "latitude" not in said or "longitude" not in said:
            for name in GROUPS["latitude"]:
                said.pop(name, None)
        origin = origin_of(claim, is_alone=True)
        lists = {name: in_order(name, values) for name, values in claim.lists.items() if values}
        return Resolved(said, lists, dict.fromkeys((*said, *lists), origin))

    def run(self) -> Resolved:
        by_field: dict[str, list[Said]] = {}
        for claim, said in zip(self.claims, self.said, strict=True):
            for name, value in said.items():
                if name not in GROUP_OF:
                    by_field.setdefault(name, []).append((claim, value))
        self.places()
        self.hours()
        self.ages()
        for name, sayers in by_field.items():
            if name in _UNITED_TEXTS:
                self.united_text(name, sayers)
            elif name in _SPECIAL:
                _SPECIAL[name](self, name, sayers)
            else:
                self.scalar(name, sayers)
        by_list: dict[str, list[Listed]] = {}
        for claim in self.claims:
            for name, values in claim.lists.items():
                if values:
                    by_list.setdefault(name, []).append((claim, values))
        for name, listed in by_list.items():
            self.list(name, listed)
        return Resolved(self.values, self.lists, self.origins)

    def keep(self, name: str, value: Scalar, origin: Origin) -> None:
        self.values[name] = value
        self.origins[name] = origin

    def agreed(self, best: Claim, *, is_alone: bool) -> Origin:
        """The origin of what nobody says otherwise: one object for all the fields of a claim."""
        known = self.agreements.get((best.key, is_alone))
        if known is None:
            known = origin_of(best, is_alone=is_alone)
            self.agreements[(best.key, is_alone)] = known
        return known

    def keep_group(self, lead: str, said: Mapping[str, Scalar], origin: Origin) -> None:
        for name in GROUPS[lead]:
            if name in said:
                self.keep(name, said[name], origin)

    # --- groups --------------------------------------------------------------------------
    def places(self) -> None:
        spots = [spot_of(claim, said) for claim, said in zip(self.claims, self.said, strict=True)]
        located = [spot for spot in spots if spot.is_located]
        chosen = choose_address(located) if located else None
        if chosen is not None:
            different = [
                (spot.claim, spot.text, are_addresses_opposed(chosen, spot))
                for spot in located
                if not is_same_address(chosen, spot)
            ]
            origin = _origin_of_group(chosen.claim, different, is_alone=len(located) == 1)
            self.keep_group("adresse", chosen.said, origin)
        self.point(spots, self.fill_address(spots, chosen))

    def fill_address(self, spots: Sequence[Spot], chosen: Spot | None) -> Spot | None:
        """What the kept address leaves out, from claims of the same commune: the whole address.

        A person who corrected only the postal code is followed for that.
        """
        for spot in spots:
            if chosen is not None and (
                spot.claim is chosen.claim or is_other_commune(spot, chosen)
            ):
                continue
            is_same = chosen is None or is_same_address(chosen, spot)
            for name in GROUPS["adresse"]:
                if name not in spot.said or (name == "complement_adresse" and not is_same):
                    continue
                is_correction = spot.is_person and chosen is not None and not chosen.is_person
                already = self.origins.get(name)
                if already is None or (is_correction and already.rule is not RuleCode.PERSONNE):
                    self.keep(name, spot.said[name], self.agreed(spot.claim, is_alone=True))
            if chosen is not None and not chosen.code_insee and spot.code_insee:
                # What follows is compared with the commune now known.
                chosen = replace(chosen, code_insee=spot.code_insee)
        return chosen

    def point(self, spots: Sequence[Spot], address: Spot | None) -> None:
        chosen = choose_point(spots, address)
        if chosen is None:
            return
        pointed = [spot for spot in spots if spot.point]
        different = [
            (spot.claim, spot.point_text, are_points_opposed(chosen, spot))
            for spot in pointed
            if distance_m(chosen, spot) > SAME_POINT_M
        ]
        origin = _origin_of_group(chosen.claim, different, is_alone=len(pointed) == 1)
        self.keep_group("latitude", chosen.said, origin)

    def hours(self) -> None:
        openings = [
            Opening(claim, str(said.get("horaires", "")), str(said.get("horaires_text", "")))
            for claim, said in zip(self.claims, self.said, strict=True)
            if "horaires" in said or "horaires_text" in said
        ]
        if not openings:
            return
        chosen = choose_hours(openings)
        different = [
            (other.claim, other.shown, are_hours_opposed(chosen, other))
            for other in openings
            if other is not chosen and not is_same_opening(chosen, other)
        ]
        origin = _origin_of_group(chosen.claim, different, is_alone=len(openings) == 1)
        for name, text in (("horaires", chosen.osm), ("horaires_text", chosen.text)):
            if text:
                self.keep(name, text, origin)

    def ages(self) -> None:
        names = GROUPS["age_min"]
        sayers = [
            (claim, tuple(said.get(name) for name in names))
            for claim, said in zip(self.claims, self.said, strict=True)
            if any(name in said for name in names)
        ]
        if not sayers:
            return
        best, kept = sayers[0]
        others = [
            other_of(best, claim, _ages_text(*ages), opposed=True)
            for claim, ages in sayers
            if ages != kept
        ]
        origin = origin_of(best, others, is_alone=len(sayers) == 1)
        for name, value in zip(names, kept, strict=True):
            if value is not None:
                self.keep(name, value, origin)

    # --- single fields -------------------------------------------------------------------
    def scalar(self, name: str, sayers: list[Said]) -> None:
        best, value = sayers[0]
        if all(said == value for _claim, said in sayers):
            self.keep(name, value, self.agreed(best, is_alone=len(sayers) == 1))
            return
        key = _KEYS.get(name, text_key)
        others = [
            other_of(best, claim, said, opposed=name in _ALWAYS_OPPOSED)
            for claim, said in sayers[1:]
            if not _is_same(value, said, key)
        ]
        self.keep(name, value, origin_of(best, others, is_alone=len(sayers) == 1))

    def nom(self, name: str, sayers: list[Said]) -> None:
        """The best name; written in capitals, the same name in a readable case if there is one."""
        self.scalar(name, sayers)
        value = str(self.values[name])
        if value.isupper():
            readable = (
                text
                for _claim, said in sayers
                if not (text := str(said)).isupper() and text_key(text) == text_key(value)
            )
            self.values[name] = next(readable, value)

    def pivot(self, name: str, sayers: list[Said]) -> None:
        """The best number; the SIRET of an organisation known by its SIREN is the same, finer."""
        best, value = sayers[0]
        if best.kind is not ClaimKind.PERSONNE and _is_siren(str(value)):
            finer = (
                (claim, said)
                for claim, said in sayers
                if len(str(said)) == 14 and str(said).startswith(str(value))
            )
            best, value = next(finer, (best, value))
        others = [
            other_of(best, claim, said, opposed=_are_other_organisations(str(value), str(said)))
            for claim, said in sayers
            if said != value and not str(value).startswith(str(said))
        ]
        is_finer = best is not sayers[0][0]
        origin = origin_of(best, others, is_alone=len(sayers) == 1, is_finer=is_finer)
        self.keep(name, value, origin)

    def label(self, name: str, sayers: list[Said]) -> None:
        """The name of the source: that of the best claim, and no difference worth telling."""
        best, value = sayers[0]
        self.keep(name, value, latest_origin(best, is_alone=len(sayers) == 1))

    def latest(self, name: str, sayers: list[Said]) -> None:
        """The newest date that anybody gives."""
        best, value = max(sayers, key=lambda said: str(said[1]))
        self.keep(name, value, latest_origin(best, is_alone=len(sayers) == 1))

    def united_text(self, name: str, sayers: list[Said]) -> None:
        """Addresses and labels in one text: those of the best claim, then of its contemporaries."""
        key, days = _UNITED_TEXTS[name]
        best, value = sayers[0]
        own = {key(item) for item in items_of(str(value))}
        found = {key(item): item for item in reversed(items_of(str(value)))}
        kept = dict(reversed(found.items()))
        room = MAX_LENGTHS[name] - len(SEPARATOR.join(kept.values()))
        others: list[Other] = []
        for claim, said in sayers[1:]:
            items = {key(item): item for item in items_of(str(said))}
            if items.keys() != own:
                others.append(other_of(best, claim, said, opposed=False))
            if not adds(claim, best, days):
                continue
            for item_key, item in items.items():
                if item_key not in kept and room > len(item):
                    kept[item_key] = item
                    room -= len(item) + 1
        origin = origin_of(best, others, is_alone=len(sayers) == 1, is_united=len(kept) > len(own))
        self.keep(name, SEPARATOR.join(kept.values()), origin)

    # --- lists ---------------------------------------------------------------------------
    def list(self, name: str, sayers: list[Listed]) -> None:
        best, own = sayers[0]
        if all(values == own for _claim, values in sayers):
            self.lists[name] = in_order(name, own)
            self.origins[name] = self.agreed(best, is_alone=len(sayers) == 1)
            return
        kept = set(own)
        days = float("inf") if name in ALWAYS_UNITED else UNION_DAYS
        others: list[Other] = []
        for claim, values in sayers[1:]:
            is_opposed = are_lists_opposed(name, own, values)
            if set(values) != set(own):
                others.append(other_of(best, claim, values, is_opposed))
            if name not in NEWEST_LISTS and not is_opposed and adds(claim, best, days):
                kept.update(values)
        origin = origin_of(best, others, is_alone=len(sayers) == 1, is_united=not kept <= set(own))
        self.lists[name] = in_order(name, kept)
        self.origins[name] = origin


_SPECIAL: Final[dict[str, Callable[[_Resolver, str, list[Said]], None]]] = {
    "nom": _Resolver.nom,
    "pivot": _Resolver.pivot,
    "source": _Resolver.label,
    "date_maj": _Resolver.latest,
}


def _speaking(claim: Claim) -> dict[str, Scalar]:
    """The values that say something."""
    said: dict[str, Scalar] = {
        name: value for name, value in claim.values.items() if value is not None and value != ""
    }
    for name, blank in _BLANKS.items():
        if said.get(name) == blank:
            del said[name]
    return said


def _origin_of_group(
    best: Claim, different: Sequence[tuple[Claim, str, bool]], *, is_alone: bool
) -> Origin:
    """`different`: claims that say otherwise, their words, whether both cannot be true."""
    others = [other_of(best, claim, text, is_opposed) for claim, text, is_opposed in different]
    is_finer = is_behind(best, [claim for claim, _text, _is_opposed in different])
    return origin_of(best, others, is_alone=is_alone, is_finer=is_finer)


def _is_same(one: Scalar, two: Scalar, key: Callable[[str], str]) -> bool:
    if one == two:
        return True
    return isinstance(one, str) and isinstance(two, str) and key(one) == key(two)


def _ages_text(low: Scalar, high: Scalar) -> str:
    if low is None or high is None:
        return f"jusqu’à {high} ans" if low is None else f"dès {low} ans"
    return f"de {low} à {high} ans"


def _is_siren(pivot: str) -> bool:
    return len(pivot) == 9 and pivot.isdigit()


def _are_other_organisations(one: str, two: str) -> bool:
    """Two SIREN, alone or at the head of a SIRET; an RNA says nothing against either."""
    both = one[:9].isdigit() and two[:9].isdigit()
    return both and one[:9] != two[:9]
