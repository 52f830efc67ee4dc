"""One sheet out of several claims, each field with its source, its date and the rule.

The rules and their reasons are in docs/explications/provenance.md. The answer depends neither on
the order of the claims nor on any clock.
"""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
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
    days_before,
    precedence,
)
from maillage.directory.provenance.opening import (
    Opening,
    are_hours_opposed,
    choose_hours,
    is_same_opening,
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
from maillage.directory.vocabularies import VOCABULARIES

CURRENT_DAYS: Final = 182
"""Addresses (e-mail, web) of sources no older than that are all in use: they are united."""
UNION_DAYS: Final = 730
"""Lists older than that, against the newest, no longer add anything."""
NEWEST_LISTS: Final = frozenset({"frais_a_charge", "itinerance"})
ALWAYS_UNITED: Final = frozenset({"dispositif_programmes_nationaux", "typologie"})
NO_PUBLIC: Final = "Ce lieu n'accueille pas de public"
OTHER_TYPE: Final = "Autre"
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
_RANKS: Final = {
    name: {entry.value: rank for rank, entry in enumerate(entries)}
    for name, entries in VOCABULARIES.items()
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
        origin = _origin(claim, is_alone=True)
        lists = {name: _in_order(name, values) for name, values in claim.lists.items() if values}
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
            known = _origin(best, is_alone=is_alone)
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
            different = [spot for spot in located if not is_same_address(chosen, spot)]
            others = [
                _other(chosen.claim, spot.claim, spot.text, are_addresses_opposed(chosen, spot))
                for spot in different
            ]
            origin = _origin(
                chosen.claim,
                others,
                is_alone=len(located) == 1,
                is_finer=_is_behind(chosen.claim, [spot.claim for spot in different]),
            )
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
        different = [spot for spot in pointed if distance_m(chosen, spot) > SAME_POINT_M]
        others = [
            _other(chosen.claim, spot.claim, spot.point_text, are_points_opposed(chosen, spot))
            for spot in different
        ]
        origin = _origin(
            chosen.claim,
            others,
            is_alone=len(pointed) == 1,
            is_finer=_is_behind(chosen.claim, [spot.claim for spot in different]),
        )
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
            other
            for other in openings
            if other is not chosen and not is_same_opening(chosen, other)
        ]
        others = [
            _other(chosen.claim, other.claim, other.shown, are_hours_opposed(chosen, other))
            for other in different
        ]
        origin = _origin(
            chosen.claim,
            others,
            is_alone=len(openings) == 1,
            is_finer=_is_behind(chosen.claim, [other.claim for other in different]),
        )
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
            _other(best, claim, _ages_text(*ages), opposed=True)
            for claim, ages in sayers
            if ages != kept
        ]
        origin = _origin(best, others, is_alone=len(sayers) == 1)
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
            _other(best, claim, said, opposed=name in _ALWAYS_OPPOSED)
            for claim, said in sayers[1:]
            if not _is_same(value, said, key)
        ]
        self.keep(name, value, _origin(best, others, is_alone=len(sayers) == 1))

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
            _other(best, claim, said, opposed=_are_other_organisations(str(value), str(said)))
            for claim, said in sayers
            if said != value and not str(value).startswith(str(said))
        ]
        is_finer = best is not sayers[0][0]
        origin = _origin(best, others, is_alone=len(sayers) == 1, is_finer=is_finer)
        self.keep(name, value, origin)

    def label(self, name: str, sayers: list[Said]) -> None:
        """The name of the source: that of the best claim, and no difference worth telling."""
        best, value = sayers[0]
        self.keep(name, value, _latest(best, sayers))

    def latest(self, name: str, sayers: list[Said]) -> None:
        """The newest date that anybody gives."""
        best, value = max(sayers, key=lambda said: str(said[1]))
        self.keep(name, value, _latest(best, sayers))

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
                others.append(_other(best, claim, said, opposed=False))
            if not _adds(claim, best, days):
                continue
            for item_key, item in items.items():
                if item_key not in kept and room > len(item):
                    kept[item_key] = item
                    room -= len(item) + 1
        origin = _origin(best, others, is_alone=len(sayers) == 1, is_united=len(kept) > len(own))
        self.keep(name, SEPARATOR.join(kept.values()), origin)

    # --- lists ---------------------------------------------------------------------------
    def list(self, name: str, sayers: list[Listed]) -> None:
        best, own = sayers[0]
        if all(values == own for _claim, values in sayers):
            self.lists[name] = _in_order(name, own)
            self.origins[name] = self.agreed(best, is_alone=len(sayers) == 1)
            return
        kept = set(own)
        days = float("inf") if name in ALWAYS_UNITED else UNION_DAYS
        others: list[Other] = []
        for claim, values in sayers[1:]:
            is_opposed = _are_lists_opposed(name, own, values)
            if set(values) != set(own):
                others.append(_other(best, claim, values, is_opposed))
            if name not in NEWEST_LISTS and not is_opposed and _adds(claim, best, days):
                kept.update(values)
        origin = _origin(best, others, is_alone=len(sayers) == 1, is_united=not kept <= set(own))
        self.lists[name] = _in_order(name, kept)
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


def _origin(
    best: Claim,
    others: Sequence[Other] = (),
    *,
    is_alone: bool,
    is_united: bool = False,
    is_finer: bool = False,
) -> Origin:
    """The origin of what `best` says; `others` are those that differ, best first."""
    if best.kind is ClaimKind.PERSONNE:
        rule = RuleCode.PERSONNE
    elif is_alone:
        rule = RuleCode.SEULE
    elif is_united:
        rule = RuleCode.UNION
    elif is_finer:
        rule = RuleCode.PRECISE
    elif not others:
        rule = RuleCode.ACCORD
    else:
        rule = _rule_by_date(best, others)
    return Origin(best.source, best.date, rule, tuple(others))


def _is_behind(best: Claim, others: Iterable[Claim]) -> bool:
    """Whether something else would have been kept, but for its being less precise."""
    return any(precedence(other) < precedence(best) for other in others)


def _rule_by_date(best: Claim, others: Iterable[Other]) -> RuleCode:
    """Newer, or ranked first, or finer than something newer."""
    own = best.date.toordinal() if best.date else 0
    newest = max(other.date.toordinal() if other.date else 0 for other in others)
    if newest == own:
        return RuleCode.RANG
    return RuleCode.RECENTE if own > newest else RuleCode.PRECISE


def _latest(best: Claim, sayers: Collection[Said]) -> Origin:
    if best.kind is ClaimKind.PERSONNE:
        rule = RuleCode.PERSONNE
    else:
        rule = RuleCode.SEULE if len(sayers) == 1 else RuleCode.RECENTE
    return Origin(best.source, best.date, rule)


def _other(best: Claim, claim: Claim, value: Scalar | tuple[str, ...], opposed: bool) -> Other:
    """What `claim` says beside `best`; a person who spoke after it has answered it."""
    is_answered = best.kind is ClaimKind.PERSONNE and days_before(claim, best) >= 0
    return Other(claim.source, claim.date, value, opposed and not is_answered)


def _adds(claim: Claim, best: Claim, days: float) -> bool:
    """Whether a list may add to the best one: never to a person's, nor when it is too old."""
    return best.kind is not ClaimKind.PERSONNE and days_before(claim, best) <= days


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


def _are_lists_opposed(name: str, one: Collection[str], two: Collection[str]) -> bool:
    if name == "modalites_acces":
        return (NO_PUBLIC in one) != (NO_PUBLIC in two)
    if name == "frais_a_charge":
        return (_is_free(one) and _is_paying(two)) or (_is_paying(one) and _is_free(two))
    return False


def _is_free(frais: Collection[str]) -> bool:
    return "Gratuit" in frais and "Payant" not in frais


def _is_paying(frais: Collection[str]) -> bool:
    """« Gratuit sous condition | Payant » is paying for most people."""
    return "Payant" in frais and "Gratuit" not in frais


def _in_order(name: str, values: Iterable[str]) -> tuple[str, ...]:
    """Each once, in the order of the standard; « Autre » beside a real typology says nothing."""
    found = set(values)
    if len(found) == 1:
        return tuple(found)
    if name == "typologie":
        found.discard(OTHER_TYPE)
    ranks = _RANKS.get(name, {})
    return tuple(sorted(found, key=lambda value: (ranks.get(value, len(ranks)), value)))
