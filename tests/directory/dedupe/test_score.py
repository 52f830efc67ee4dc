"""Probabilities of pairs that look like real ones, and their reasons. All invented."""

from dataclasses import replace

import pytest

from maillage.directory.dedupe import CERTAIN, POSSIBLE, SAME, Sheet, score_pair

LIBRARY = Sheet(
    id="1",
    source="enquete",
    nom="MEDIATHEQUE des Tilleuls",
    adresse="12 rue du Lavoir",
    code_postal="41990",
    commune="MONTBRUYERE",
    latitude=47.6,
    longitude=1.3,
    telephone="02 99 00 11 22",
)


def _other(**changes: object) -> Sheet:
    return replace(
        Sheet(id="2", source="liste", code_postal="41990", commune="Montbruyère"),
        **changes,  # type: ignore[arg-type]
    )


def test_same_place_written_otherwise_is_certain() -> None:
    other = _other(
        nom="Bibliothèque municipale Les Tilleuls",
        adresse="12 R DU LAVOIR",
        latitude=47.6001,
        longitude=1.3001,
        telephone="+33299001122",
    )
    scored = score_pair(LIBRARY, other)
    assert scored.probability > CERTAIN
    assert "même téléphone" in scored.why
    assert "même adresse" in scored.why
    assert "même nature (bibliothèque)" in scored.why
    assert "à 10\u00a0m" in scored.why


def test_order_does_not_matter() -> None:
    other = _other(nom="Bibliothèque", adresse="rue du Lavoir")
    one_way, other_way = score_pair(LIBRARY, other), score_pair(other, LIBRARY)
    assert one_way.probability == pytest.approx(other_way.probability)


def test_missing_values_are_no_evidence() -> None:
    known = _other(nom="Bibliothèque", adresse="12 rue du Lavoir")
    assert (
        score_pair(LIBRARY, known).probability
        == score_pair(
            replace(LIBRARY, telephone="", latitude=None, longitude=None), known
        ).probability
    )


@pytest.mark.parametrize("nom", ["Mairie de Montbruyère", "CCAS", "La Poste", "Mission locale"])
def test_another_service_at_the_same_door_is_another_place(nom: str) -> None:
    other = _other(nom=nom, adresse="12 rue du Lavoir", latitude=47.6, longitude=1.3)
    scored = score_pair(LIBRARY, other)
    assert scored.probability < POSSIBLE
    assert scored.why[0].startswith("natures différentes")


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("MSAP Montbruyère", "France services Montbruyère"),
        ("Maison de services au public", "Espace France Services"),
        ("LA POSTE", "France services La Poste de Montbruyère"),
        ("Médiathèque - cyber-base", "Espace public numérique de la médiathèque"),
        ("CRIJ Centre-Val de Loire", "Centre régional information jeunesse"),
    ],
)
def test_one_place_whose_label_changed(one: str, other: str) -> None:
    place = replace(LIBRARY, nom=one, telephone="")
    scored = score_pair(
        place, _other(nom=other, adresse="12 rue du Lavoir", latitude=47.6, longitude=1.3)
    )
    assert scored.probability > SAME


def test_a_bus_is_not_the_office_where_it_is_registered() -> None:
    office = replace(LIBRARY, nom="Fédération Horizon", telephone="")
    bus = _other(nom="Bus France services du Pays", adresse="12 rue du Lavoir")
    scored = score_pair(office, bus)
    assert scored.probability < POSSIBLE
    assert "un lieu itinérant et un lieu fixe" in scored.why


def test_same_street_name_in_two_communes() -> None:
    other = _other(nom="Bibliothèque municipale", adresse="12 rue du Lavoir", commune="Valdrogne")
    scored = score_pair(replace(LIBRARY, nom="Bibliothèque municipale"), other)
    assert scored.probability < POSSIBLE
    assert any(reason.startswith("communes différentes") for reason in scored.why)


def test_wrong_commune_does_not_hide_one_door_and_one_telephone() -> None:
    other = _other(
        nom="Médiathèque des Tilleuls",
        adresse="12 rue du Lavoir",
        commune="Valdrogne",
        telephone="0299001122",
    )
    assert score_pair(LIBRARY, other).probability > SAME


def test_district_name_alone_does_not_join_a_library_and_a_social_centre() -> None:
    one = replace(LIBRARY, nom="Bibliothèque du Val Fleuri")
    other = _other(nom="Centre social du Val Fleuri", adresse="12 rue du Lavoir")
    assert score_pair(one, other).probability < POSSIBLE


def test_a_wrong_position_does_not_hide_the_rest() -> None:
    other = _other(
        nom="Médiathèque des Tilleuls", adresse="12 rue du Lavoir", latitude=50.1, longitude=4.4
    )
    assert score_pair(LIBRARY, other).probability > SAME


def test_public_siret_is_weaker_than_a_private_one() -> None:
    town, private = "21410999900018", "83999999900012"
    scores = [
        score_pair(
            replace(LIBRARY, nom="Espace A", pivot=pivot, adresse="", telephone=""),
            _other(nom="Espace B", pivot=pivot),
        ).probability
        for pivot in (town, private)
    ]
    assert scores[0] < scores[1]


def test_generic_mailboxes_and_hosts() -> None:
    mail = replace(LIBRARY, courriels=("lieu@exemple-tilleuls.fr",), telephone="")
    shared = _other(nom="Atelier", courriels=("Lieu@exemple-tilleuls.fr",))
    host = _other(nom="Atelier", courriels=("autre@exemple-tilleuls.fr",))
    nothing = _other(nom="Atelier", courriels=("tilleuls@orange.fr",))
    orange = replace(mail, courriels=("lieu@orange.fr",))
    plain = score_pair(orange, _other(nom="Atelier")).probability
    assert score_pair(mail, shared).probability > score_pair(mail, host).probability > plain
    assert score_pair(orange, nothing).probability == plain


def test_nothing_to_say_says_so() -> None:
    scored = score_pair(Sheet(id="1", nom="Mairie"), Sheet(id="2", nom="France services"))
    assert scored.why == ("rien de précis ne les rapproche ni ne les distingue",)


def test_most_telling_reason_comes_first() -> None:
    other = _other(nom="Médiathèque des Tilleuls", adresse="90 rue Haute")
    assert score_pair(LIBRARY, other).why[0].startswith("noms proches (100")
