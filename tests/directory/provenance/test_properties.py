"""What must hold for any claims: drawn at random, with a seed that says which when it fails."""

from datetime import date, timedelta
from itertools import permutations
from random import Random

import pytest

from maillage.directory.provenance import Claim, ClaimKind, Resolved, Scalar, resolve

CHOICES: dict[str, tuple[Scalar, ...]] = {
    "nom": ("Mairie", "MAIRIE", "Maison France Services", ""),
    "adresse": ("3 rue du Port", "RUE DU PORT", "12 av. de la Gare", "Le Bourg", ""),
    "complement_adresse": ("Bâtiment B", ""),
    "commune": ("Loville", "LOVILLE", "Ailleurs", ""),
    "code_insee": ("28999", "28998", ""),
    "code_postal": ("28000", "28001", ""),
    "latitude": (48.0, 48.001, 48.02, None),
    "longitude": (1.0, 1.5, None),
    "position_precision": ("exacte", "rue", "centre_commune", "inconnue", ""),
    "telephone": ("+33237000001", "0237000001", "+33237000002", ""),
    "courriels": ("a@x.fr", "b@x.fr|A@x.fr", ""),
    "site_web": ("https://a.fr", "http://www.a.fr/|https://b.fr", ""),
    "horaires": ("Mo-Fr 9:00-12:00", "Mo-Fr 09:00-12:00", "Sa 09:00-12:00", ""),
    "horaires_text": ("le matin", "Le matin", ""),
    "pivot": ("123456789", "12345678900012", "98765432100012", "00000000000000"),
    "age_min": (0, 16, None),
    "age_max": (25, None),
    "date_maj": (date(2021, 1, 1), date(2024, 1, 1), None),
    "is_anonymous": (True, False, None),
}
LISTS: dict[str, tuple[str, ...]] = {
    "typologie": ("BIB", "Autre", "CCAS"),
    "services": ("Utilisation sécurisée du numérique", "Aide aux démarches administratives"),
    "frais_a_charge": ("Gratuit", "Gratuit sous condition", "Payant"),
    "modalites_acces": ("Se présenter", "Ce lieu n'accueille pas de public", "Téléphoner"),
    "langues": ("fr", "en", "une langue inconnue"),
}


def draw(random: Random, key: str) -> Claim:
    is_person = random.random() < 0.2
    day = date(2024, 1, 1) - timedelta(days=random.choice((0, 0, 100, 400, 1500)))
    return Claim(
        key=key,
        source="saisie" if is_person else random.choice(("hub", "fs", "ac")),
        kind=ClaimKind.PERSONNE if is_person else ClaimKind.SOURCE,
        date=None if random.random() < 0.15 else day,
        rank=random.randrange(3),
        values={
            name: random.choice(values) for name, values in CHOICES.items() if random.random() < 0.8
        },
        lists={
            name: tuple(random.sample(values, random.randrange(len(values) + 1)))
            for name, values in LISTS.items()
            if random.random() < 0.8
        },
    )


@pytest.fixture(params=range(60))
def claims(request: pytest.FixtureRequest) -> list[Claim]:
    random = Random(request.param)
    return [draw(random, f"record-{rank}") for rank in range(random.randrange(1, 5))]


def again(resolved: Resolved) -> Resolved:
    """What the result says, said by one claim."""
    return resolve(
        [
            Claim(
                "again",
                "hub",
                ClaimKind.SOURCE,
                date(2024, 1, 1),
                1,
                resolved.values,
                resolved.lists,
            )
        ]
    )


def test_the_order_of_the_claims_changes_nothing(claims: list[Claim]) -> None:
    expected = resolve(claims)
    for order in permutations(claims):
        assert resolve(order) == expected


def test_the_result_says_itself_again(claims: list[Claim]) -> None:
    resolved = resolve(claims)
    assert again(resolved).values == resolved.values
    assert again(resolved).lists == resolved.lists


def test_a_claim_said_twice_adds_nothing(claims: list[Claim]) -> None:
    resolved = resolve(claims)
    for claim in claims:
        twin = Claim(
            "twin", claim.source, claim.kind, claim.date, claim.rank, claim.values, claim.lists
        )
        doubled = resolve([*claims, twin])
        assert doubled.values == resolved.values
        assert doubled.lists == resolved.lists


def test_a_silent_claim_changes_nothing(claims: list[Claim]) -> None:
    silent = Claim("silent", "hub", ClaimKind.SOURCE, date(2030, 1, 1), 0)
    assert resolve([*claims, silent]) == resolve(claims)


def test_every_value_has_its_origin_and_nothing_is_invented(claims: list[Claim]) -> None:
    resolved = resolve(claims)
    assert resolved.origins.keys() == resolved.values.keys() | resolved.lists.keys()
    assert not resolved.values.keys() & resolved.lists.keys()
    for name, value in resolved.values.items():
        if name in ("courriels", "site_web"):
            said = "|".join(str(claim.values.get(name, "")) for claim in claims)
            assert set(str(value).split("|")) <= set(said.split("|"))
        else:
            assert value in [claim.values.get(name) for claim in claims]
    for name, values in resolved.lists.items():
        assert set(values) <= {item for claim in claims for item in claim.lists.get(name, ())}
        assert values


def test_a_point_and_its_address_are_of_one_commune(claims: list[Claim]) -> None:
    resolved = resolve(claims)
    point, code = resolved.origins.get("latitude"), resolved.values.get("code_insee")
    if point is None or code is None:
        return
    at = (resolved.values["latitude"], resolved.values["longitude"])
    owners = {
        claim.values.get("code_insee") or code
        for claim in claims
        if (claim.values.get("latitude"), claim.values.get("longitude")) == at
        and claim.source == point.source
        and claim.date == point.date
    }
    assert code in owners
