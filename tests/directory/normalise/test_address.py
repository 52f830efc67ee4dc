"""Addresses: the street, its complement, and what hides at the end."""

import pytest

from maillage.directory.normalise.address import (
    Address,
    filter_line,
    french_communes,
    read_adresse,
    read_complement,
)
from maillage.directory.normalise.notes import Notes
from maillage.directory.normalise.street import write_street


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("12 rue des Lilas", Address("12 rue des Lilas")),
        ("  12   rue des   Lilas ", Address("12 rue des Lilas")),
        ("12, rue des Lilas", Address("12 rue des Lilas")),
        ("12 bis, rue des Lilas..", Address("12 bis rue des Lilas")),
        ("12bis rue des Lilas -", Address("12 bis rue des Lilas")),
        ("12, bis rue des Lilas", Address("12 bis rue des Lilas")),
        ("0 Chemin du Moulin", Address("Chemin du Moulin")),
        ("02 grande rue", Address("2 grande rue")),
        ("null Rue Haute", Address("Rue Haute")),
        ('Rue "Haute"²', Address("Rue Haute")),
        ("3 - 5, rue Haute", Address("3-5 rue Haute")),
        ("3 rue, Haute", Address("3 rue Haute")),
        ("MÃ©diathÃ¨que", Address("Médiathèque")),
        ("3 RUE DU CH╢TEAU", Address("3 rue du Château")),
        # the end
        ("4 rue Haute 28100 DREUX", Address("4 rue Haute", "", "28100", "DREUX")),
        ("4 rue Haute, 28100, Dreux", Address("4 rue Haute", "", "28100", "Dreux")),
        ("4 rue Haute - 28 100 Dreux", Address("4 rue Haute", "", "28100", "Dreux")),
        ("4 rue Haute\n28109 Dreux Cedex 2", Address("4 rue Haute", "", "28109", "Dreux")),
        ("4 rue Haute\t28100\tDREUX", Address("4 rue Haute", "", "28100", "DREUX")),
        ("4 rue Haute F-28100 Dreux, France", Address("4 rue Haute", "", "28100", "Dreux")),
        ("4 rue Haute, Dreux 28100", Address("4 rue Haute", "", "28100", "Dreux")),
        ("4 rue Haute 28100", Address("4 rue Haute", "", "28100", "")),
        ("28100 DREUX", Address("", "", "28100", "DREUX")),
        (
            "4 Rue Haute, 51130, Vertus, Blancs-Coteaux, Marne, Grand Est, FRA",
            Address("4 Rue Haute", "Vertus", "51130", "Blancs-Coteaux"),
        ),
        ("Les Prés, Dizy, Marne, Grand Est, FRA", Address("Les Prés", "", "", "Dizy")),
        # numbers that are no postal code
        ("4 rue Haute - BP 20105", Address("4 rue Haute - BP 20105")),
        ("4 rue Haute CS 40002", Address("4 rue Haute CS 40002")),
        ("14500 Route Neuve", Address("14500 Route Neuve")),
        ("Rue du 8 mai 1945", Address("Rue du 8 mai 1945")),
        # complements
        ("Mairie, 4 rue Haute", Address("4 rue Haute", "Mairie")),
        ("Place Neuve, 4 rue Haute", Address("4 rue Haute", "Place Neuve")),
        ("4 rue Haute - Pôle social", Address("4 rue Haute", "Pôle social")),
        ("Espace Simone Veil 4 route Neuve", Address("4 route Neuve", "Espace Simone Veil")),
        ("4 rue Haute 2ème étage", Address("4 rue Haute", "2ème étage")),
        ("4 rue Haute Bât. B", Address("4 rue Haute", "Bât. B")),
        ("4 rue Haute (entrée par la cour)", Address("4 rue Haute", "entrée par la cour")),
        ("4 rue Haute, chez Emmaüs", Address("4 rue Haute", "chez Emmaüs")),
        ("C/O M. DURANT, 4 rue Haute", Address("4 rue Haute")),
        ("12 rue Chez Bouquet", Address("12 rue Chez Bouquet")),
        ("n° 4, rue Haute", Address("4 rue Haute")),
        ("0 0 rue Haute", Address("rue Haute")),
        ("«4 rue Haute»", Address("4 rue Haute")),
        # places without a street
        ("Mairie", Address("Mairie")),
        ("Le Bourg", Address("Le Bourg")),
        ("D 27", Address("D 27")),
        ("Lot 12, Village", Address("Lot 12, Village")),
        # nothing
        ("", Address()),
        ("-", Address()),
        ("Rue", Address()),
        ("1 - 3", Address()),
        ("null null", Address()),
        ("Non renseignée", Address()),
    ],
)
def test_addresses(text: str, expected: Address) -> None:
    notes = Notes()
    read = read_adresse(text, notes=notes)
    assert read == expected
    assert not notes.is_rejected
    # Read again, nothing moves.
    again = Notes()
    assert read_adresse(read.adresse, notes=again).adresse == read.adresse


def test_the_declared_commune_leaves_the_end() -> None:
    read = read_adresse("4 rue Haute, DREUX", notes=Notes(), commune="Dreux")
    assert read == Address("4 rue Haute", "", "", "DREUX")
    read = read_adresse("4 rue Haute, Onzain", notes=Notes(), commune="Veuzain-sur-Loire")
    assert read == Address("4 rue Haute", "Onzain")
    read = read_adresse("4 rue Haute Dreux 28100", notes=Notes(), commune="Dreux")
    assert read == Address("4 rue Haute", "", "28100")
    read = read_adresse("4 rue de Dreux 28100", notes=Notes(), commune="Dreux")
    assert read == Address("4 rue de Dreux", "", "28100")


def test_a_whole_book_is_no_address() -> None:
    notes = Notes()
    assert len(read_adresse("1 a " * 25_000, notes=notes).adresse) <= 500
    assert "500 premiers" in notes[0].message


def test_two_addresses_are_said() -> None:
    notes = Notes()
    read = read_adresse("4 rue Haute, 28100 Dreux\n9 rue Basse, 28200 Cloyes", notes=notes)
    assert read == Address("4 rue Haute", "", "28100", "Dreux")
    assert "Deux adresses" in notes[0].message


def test_what_was_changed_is_told_and_a_name_is_not() -> None:
    notes = Notes()
    read_adresse("12 rue des Lilas", notes=notes)
    assert notes == []
    read_adresse("Rue", notes=notes)
    assert [note.message for note in notes] == ["« Rue » ne dit aucune rue."]
    notes = Notes()
    read_adresse("C/O M. DURANT, 4 rue Haute", notes=notes)
    assert any("personne" in note.message for note in notes)
    assert not any("DURANT" in note.before + note.message + note.after for note in notes)


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("41 RUE JULES FERRY", "41 rue Jules Ferry"),
        ("PL DE L HOTEL DE VILLE", "Place de l'Hôtel de Ville"),
        ("12 TER AV SAINT-NICOLAS", "12 ter avenue Saint-Nicolas"),
        ("24 R DE LA MARNE", "24 rue de la Marne"),
        ("79 B RTE DE TOURS", "79 B route de Tours"),
        ("3 PL D'ARMES", "3 place d'Armes"),
        ("3-5 BD JEAN XXIII", "3-5 boulevard Jean XXIII"),
        ("PLACE DU MARCHE", "Place du Marché"),
        ("2 RUE DE LA MARCHE BAT C", "2 rue de la Marche Bat C"),
        ("12 CH DE LA MESSE", "12 chemin de la Messe"),
        ("ZA LES PRES", "ZA les Pres"),
        ("12 av. du Gal Leclerc", "12 avenue du Général Leclerc"),
        ("1 place St Blaise", "1 place Saint Blaise"),
        ("1 rue de St-Denis", "1 rue de Saint-Denis"),
        ("1 Pl. de la Gare", "1 Place de la Gare"),
        ("140 Fbg Chartrain", "140 Faubourg Chartrain"),
        ("rue du Dr Roux", "rue du Docteur Roux"),
        ("rue Mal assise", "rue Mal assise"),
        ("8 Rue Georges BUFFON", "8 Rue Georges BUFFON"),
        ("MAME", "MAME"),
    ],
)
def test_words_of_a_street(text: str, written: str) -> None:
    assert write_street(text) == written
    assert write_street(written) == written


def test_complement() -> None:
    assert read_complement("  BATIMENT   DE LA MAIRIE ") == "Batiment de la Mairie"
    assert read_complement("Allée    5") == "Allée 5"
    assert read_complement("-") == ""


def test_a_line_of_the_filter() -> None:
    if not french_communes().get("28134"):
        pytest.skip("the npm package of communes is not installed")
    answer = filter_line(
        {"id": 7, "adresse": "4 RUE HAUTE 28109 DREUX CEDEX", "code_postal": 28100}
    )
    assert answer.pop("notes")
    assert answer == {
        "id": 7,
        "adresse": "4 rue Haute",
        "complement_adresse": "",
        "code_postal": "28100",
        "commune": "Dreux",
        "code_insee": "28134",
    }
    assert filter_line({"adresse": None, "commune": True})["code_insee"] == ""


def test_a_recorded_line_of_the_filter() -> None:
    config = {
        "adresse": {"joindre": {"colonnes": ["n", "v"], "séparateur": " ", "ou": {"colonne": "a"}}},
        "commune": {"colonne": "c"},
        "code_postal": {"valeur": "28100"},
    }
    communes = [{"code": "28134", "nom": "Dreux", "codesPostaux": ["28100"]}]
    answer = filter_line(
        {"id": "x", "args": [{"n": 4, "v": "rue Haute", "c": "DREUX"}, config, communes]}
    )
    assert answer == {
        "id": "x",
        "out": {
            "voie": "4 rue Haute",
            "commune": "Dreux",
            "code_postal": "28100",
            "code_insee": "28134",
        },
    }
    answer = filter_line({"args": [{"a": "Rue", "c": "Dreux"}, config, communes]})
    assert answer == {"error": "VoieError", "message": "La voie  n'est pas valide"}
    answer = filter_line({"args": [{"a": "4 rue Haute"}, {"adresse": {"colonne": "a"}}, communes]})
    assert answer["error"] == "CommuneError"
