"""One sheet out of several claims: what is kept, why, and what the others said."""

from datetime import date
from typing import Any

import pytest

from maillage.directory.normalise.conform import UNKNOWN_ADDRESS
from maillage.directory.provenance import (
    GROUPS,
    RULE_WORDS,
    SAISIE,
    Claim,
    ClaimKind,
    Origin,
    Other,
    Resolved,
    RuleCode,
    resolve,
)

OLD, MIDDLE, NEW = date(2020, 3, 1), date(2023, 3, 1), date(2024, 3, 1)
PORT: dict[str, Any] = {"adresse": "3 rue du Port", "commune": "Loville", "code_insee": "28999"}
GARE: dict[str, Any] = {
    "adresse": "12 avenue de la Gare",
    "commune": "Loville",
    "code_insee": "28999",
}


def source(day: date | None, slug: str = "hub", rank: int = 5, **fields: Any) -> Claim:
    lists = {name: value for name, value in fields.items() if isinstance(value, tuple)}
    values = {name: value for name, value in fields.items() if name not in lists}
    return Claim(f"{slug}-{day}-{rank}", slug, ClaimKind.SOURCE, day, rank, values, lists)


def person(day: date | None, **fields: Any) -> Claim:
    claim = source(day, SAISIE, 0, **fields)
    return Claim(claim.key, SAISIE, ClaimKind.PERSONNE, day, 0, claim.values, claim.lists)


def opposed(resolved: Resolved) -> set[str]:
    return {name for name, origin in resolved.origins.items() if origin.is_contradicted}


# --- which value -------------------------------------------------------------------------
def test_nobody_says_anything() -> None:
    assert resolve([]) == Resolved({}, {}, {})
    assert resolve([source(OLD), source(NEW)]) == Resolved({}, {}, {})


def test_an_empty_value_says_nothing() -> None:
    blank = source(
        NEW,
        "blank",
        telephone="",
        pivot="00000000000000",
        adresse=UNKNOWN_ADDRESS,
        commune="Loville",
        age_min=None,
        services=(),
    )
    told = source(
        OLD,
        "told",
        telephone="+33200000001",
        pivot="123456789",
        services=("Utilisation sécurisée du numérique",),
        **PORT,
    )
    resolved = resolve([blank, told])
    assert resolved.values["telephone"] == "+33200000001"
    assert resolved.values["pivot"] == "123456789"
    assert resolved.values["adresse"] == "3 rue du Port"
    assert resolved.origins["telephone"] == Origin("told", OLD, RuleCode.SEULE)
    assert resolved.lists["services"] == ("Utilisation sécurisée du numérique",)
    assert "age_min" not in resolved.values


def test_zero_and_false_say_something() -> None:
    resolved = resolve([source(NEW, printing_free_pages=0, membership_required=False)])
    assert resolved.values == {"printing_free_pages": 0, "membership_required": False}


@pytest.mark.parametrize(
    ("claims", "value", "rule"),
    [
        ([source(OLD, prise_rdv="https://a.fr")], "https://a.fr", RuleCode.SEULE),
        (
            [source(OLD, prise_rdv="http://www.a.fr/"), source(NEW, prise_rdv="https://a.fr")],
            "https://a.fr",
            RuleCode.ACCORD,
        ),
        (
            [source(OLD, prise_rdv="https://a.fr"), source(NEW, prise_rdv="https://b.fr")],
            "https://b.fr",
            RuleCode.RECENTE,
        ),
        (
            [source(None, prise_rdv="https://a.fr"), source(OLD, prise_rdv="https://b.fr")],
            "https://b.fr",
            RuleCode.RECENTE,
        ),
        (
            [
                source(OLD, "x", 2, prise_rdv="https://a.fr"),
                source(OLD, "y", 1, prise_rdv="https://b.fr"),
            ],
            "https://b.fr",
            RuleCode.RANG,
        ),
        (
            [
                source(OLD, "y", 1, prise_rdv="https://b.fr"),
                source(OLD, "x", 1, prise_rdv="https://a.fr"),
            ],
            "https://a.fr",
            RuleCode.RANG,
        ),
        (
            [source(NEW, prise_rdv="https://a.fr"), person(OLD, prise_rdv="https://b.fr")],
            "https://b.fr",
            RuleCode.PERSONNE,
        ),
        (
            [person(NEW, prise_rdv="https://a.fr"), person(OLD, prise_rdv="https://b.fr")],
            "https://a.fr",
            RuleCode.PERSONNE,
        ),
    ],
)
def test_the_rule_of_a_plain_field(claims: list[Claim], value: str, rule: RuleCode) -> None:
    resolved = resolve(claims)
    assert resolved.values["prise_rdv"] == value
    assert resolved.origins["prise_rdv"].rule is rule


def test_every_rule_has_its_words() -> None:
    assert set(RULE_WORDS) == set(RuleCode)


def test_a_name_in_capitals_gives_way_to_the_same_in_a_readable_case() -> None:
    resolved = resolve(
        [source(NEW, nom="MÉDIATHÈQUE DU LAC"), source(OLD, nom="Médiathèque du lac")]
    )
    assert resolved.values["nom"] == "Médiathèque du lac"
    assert resolved.origins["nom"].others == ()
    resolved = resolve([source(NEW, nom="MAISON DU LAC"), source(OLD, nom="Médiathèque du lac")])
    assert resolved.values["nom"] == "MAISON DU LAC"


def test_the_date_of_the_sheet_is_the_newest_whoever_wins_elsewhere() -> None:
    resolved = resolve([person(NEW, date_maj=OLD), source(MIDDLE, date_maj=MIDDLE, source="Hub")])
    assert resolved.values["date_maj"] == MIDDLE
    assert resolved.values["source"] == "Hub"
    assert resolved.origins["date_maj"].source == "hub"


# --- contacts ----------------------------------------------------------------------------
def test_two_telephones_contradict_and_two_writings_do_not() -> None:
    resolved = resolve([source(OLD, telephone="+33237000001"), source(NEW, telephone="0237000001")])
    assert resolved.origins["telephone"].rule is RuleCode.ACCORD
    resolved = resolve([source(OLD, telephone="+33237000001"), source(NEW, telephone="0237000002")])
    assert resolved.origins["telephone"].others == (Other("hub", OLD, "+33237000001", True),)


def test_what_a_person_answered_is_no_contradiction_any_more() -> None:
    wrote = person(MIDDLE, telephone="+33237000001", frais_a_charge=("Gratuit",))
    before = source(OLD, telephone="+33237000002", frais_a_charge=("Payant",))
    after = source(NEW, telephone="+33237000002", frais_a_charge=("Payant",))
    assert opposed(resolve([wrote, before])) == set()
    assert opposed(resolve([wrote, after])) == {"telephone", "frais_a_charge"}
    assert resolve([wrote, after]).values["telephone"] == "+33237000001"


def test_addresses_in_use_at_the_same_time_are_united() -> None:
    near = source(date(2023, 12, 1), "near", site_web="https://www.a.fr/|https://b.fr")
    resolved = resolve([source(NEW, site_web="http://a.fr"), near])
    assert resolved.values["site_web"] == "http://a.fr|https://b.fr"
    assert resolved.origins["site_web"].rule is RuleCode.UNION
    resolved = resolve([source(NEW, courriels="a@x.fr"), source(OLD, courriels="b@x.fr")])
    assert resolved.values["courriels"] == "a@x.fr"
    assert resolved.origins["courriels"].others == (Other("hub", OLD, "b@x.fr", False),)
    resolved = resolve([person(NEW, courriels="a@x.fr"), source(NEW, courriels="b@x.fr")])
    assert resolved.values["courriels"] == "a@x.fr"


def test_united_addresses_hold_in_their_column() -> None:
    many = "|".join(f"personne{rank:04d}@exemple.fr" for rank in range(30))
    more = "|".join(f"autre{rank:04d}@exemple.fr" for rank in range(30))
    united = str(
        resolve([source(NEW, "x", courriels=many), source(NEW, courriels=more)]).values["courriels"]
    )
    assert len(united) <= 1000
    assert len(united.split("|")) > 30


# --- numbers -----------------------------------------------------------------------------
def test_a_siret_is_finer_than_the_siren_of_the_same_organisation() -> None:
    resolved = resolve([source(NEW, pivot="123456789"), source(OLD, pivot="12345678900012")])
    assert resolved.values["pivot"] == "12345678900012"
    assert resolved.origins["pivot"] == Origin("hub", OLD, RuleCode.PRECISE)


@pytest.mark.parametrize(
    ("one", "two", "is_opposed"),
    [
        ("12345678900012", "12345678900020", False),
        ("12345678900012", "98765432100012", True),
        ("123456789", "98765432100012", True),
        ("W123456789", "98765432100012", False),
    ],
)
def test_two_organisations_contradict(one: str, two: str, is_opposed: bool) -> None:
    resolved = resolve([source(NEW, pivot=one), source(OLD, pivot=two)])
    assert resolved.values["pivot"] == one
    assert resolved.origins["pivot"].is_contradicted is is_opposed
    assert resolved.origins["pivot"].others


def test_ages_move_together() -> None:
    resolved = resolve([source(NEW, age_min=16), source(OLD, age_min=12, age_max=25)])
    assert resolved.values == {"age_min": 16}
    assert resolved.origins["age_min"].others == (Other("hub", OLD, "de 12 à 25 ans", True),)


# --- lists -------------------------------------------------------------------------------
DEMARCHES, OUTILS, SECURITE = (
    "Aide aux démarches administratives",
    "Maîtrise des outils numériques du quotidien",
    "Utilisation sécurisée du numérique",
)


def test_lists_of_two_years_are_united_in_the_order_of_the_standard() -> None:
    claims = [
        source(NEW, "new", services=(SECURITE,)),
        source(MIDDLE, "middle", services=(DEMARCHES, SECURITE)),
        source(OLD, "old", services=(OUTILS,)),
    ]
    resolved = resolve(claims)
    assert resolved.lists["services"] == (DEMARCHES, SECURITE)
    origin = resolved.origins["services"]
    assert (origin.source, origin.rule) == ("new", RuleCode.UNION)
    assert [other.source for other in origin.others] == ["middle", "old"]
    assert not origin.is_contradicted


def test_a_person_s_list_is_not_added_to() -> None:
    resolved = resolve([person(OLD, services=(OUTILS,)), source(NEW, services=(SECURITE,))])
    assert resolved.lists["services"] == (OUTILS,)


def test_programmes_and_typologies_are_united_whatever_their_age() -> None:
    resolved = resolve(
        [
            source(
                NEW,
                dispositif_programmes_nationaux=("France Services",),
                typologie=("Autre",),
            ),
            source(
                OLD,
                dispositif_programmes_nationaux=("Aidants Connect",),
                typologie=("BIB",),
            ),
        ]
    )
    assert resolved.lists == {
        "dispositif_programmes_nationaux": ("Aidants Connect", "France Services"),
        "typologie": ("BIB",),
    }


@pytest.mark.parametrize(
    ("new", "old", "is_opposed"),
    [
        (("Gratuit",), ("Payant",), True),
        (("Gratuit sous condition", "Payant"), ("Gratuit",), True),
        (("Gratuit sous condition",), ("Payant",), False),
        (("Gratuit sous condition",), ("Gratuit",), False),
        (("Gratuit", "Payant"), ("Payant",), False),
    ],
)
def test_the_newest_price_is_kept(
    new: tuple[str, ...], old: tuple[str, ...], is_opposed: bool
) -> None:
    resolved = resolve([source(OLD, frais_a_charge=old), source(NEW, frais_a_charge=new)])
    assert resolved.lists["frais_a_charge"] == new
    assert resolved.origins["frais_a_charge"].is_contradicted is is_opposed


def test_a_place_without_public_is_not_united_with_one_that_receives() -> None:
    closed, open_ = ("Ce lieu n'accueille pas de public",), ("Se présenter",)
    resolved = resolve([source(NEW, modalites_acces=open_), source(MIDDLE, modalites_acces=closed)])
    assert resolved.lists["modalites_acces"] == open_
    assert resolved.origins["modalites_acces"].is_contradicted
    resolved = resolve([source(NEW, modalites_acces=closed), source(MIDDLE, modalites_acces=open_)])
    assert resolved.lists["modalites_acces"] == closed


def test_fields_of_a_group_share_one_origin() -> None:
    resolved = resolve([source(NEW, code_postal="28000", **PORT), source(OLD, **GARE)])
    assert (
        len({id(resolved.origins[name]) for name in GROUPS["adresse"] if name in resolved.values})
        == 1
    )
