"""Mappings: every word of the national format, ours, and those that are refused."""

import json
from typing import Any

import pytest

from maillage.directory.mapping import (
    HoursTexts,
    MappedRow,
    MappingError,
    parse_mapping,
    read_mapping,
)
from maillage.directory.mapping.scalars import MAX_JOINED

NOM = {"nom": {"colonne": "Nom"}}


def mapped(config: dict[str, Any], **row: Any) -> MappedRow:
    return read_mapping({**NOM, **config}).apply(row)


def value(field: str, rule: dict[str, Any], **row: Any) -> Any:
    return mapped({field: rule}, **row).values[field]


# --- one value ---------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("rule", "row", "expected"),
    [
        ({"colonne": "Voie"}, {"Voie": " 1 rue \n"}, "1 rue"),
        ({"colonne": "Voie"}, {}, ""),
        ({"colonne": ""}, {"": "x"}, ""),
        ({"colonne": ["Voie", "Rue"]}, {"Voie": "", "Rue": "2 rue"}, "2 rue"),
        ({"valeur": "Mairie"}, {}, "Mairie"),
        ({"colonne": "Voie", "valeur": "Mairie"}, {"Voie": ""}, "Mairie"),
        ({"colonne": "Voie", "valeur": "Mairie"}, {"Voie": "3 rue"}, "3 rue"),
        (
            {"joindre": {"colonnes": ["N", "V", "X"], "séparateur": " "}},
            {"N": 4, "V": "rue"},
            "4 rue",
        ),
        (
            {"joindre": {"colonnes": ["N", "V"], "separateur": ", "}},
            {"N": "4", "V": "rue"},
            "4, rue",
        ),
        (
            {"joindre": {"colonnes": ["N"], "séparateur": " ", "ou": {"colonne": "T"}}},
            {"T": "t"},
            "t",
        ),
        (
            {"joindre": {"colonnes": ["N", "V"], "sauf": ["mairie"]}},
            {"N": "A", "V": "La Mairie"},
            "A",
        ),
        (
            {"dissocier": {"colonne": "P", "séparateur": ",", "partie": 1}},
            {"P": "47.1, 1.2"},
            "1.2",
        ),
        (
            {"dissocier": {"colonne": ["P"], "separateur": ",", "partie": 0}},
            {"P": "47.1,1.2"},
            "47.1",
        ),
        ({"dissocier": {"colonne": "P", "séparateur": ",", "partie": 9}}, {"P": "47.1"}, ""),
        (
            {"dissocier": {"colonne": "P", "séparateur": " ", "partie": -1}},
            {"P": "le 1 2024"},
            "2024",
        ),
    ],
)
def test_ways_to_find_one_value(rule: dict[str, Any], row: dict[str, Any], expected: str) -> None:
    assert value("adresse", rule, **row) == expected


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        (45000, "45000"),
        (45000.0, "45000"),
        (47.125, "47.125"),
        (True, "oui"),
        (None, ""),
        (float("nan"), ""),
        (float("inf"), ""),
        pytest.param(10**5000, "", id="huge"),
        ({"a": 1}, ""),
        (["a", None, 2], "a, 2"),
        ("\ufeff A\u00a0", "A"),
        pytest.param("x" * 10_000_000, "x" * 100_000, id="long"),
    ],
)
def test_cells_of_every_kind(cell: Any, expected: str) -> None:
    assert value("adresse", {"colonne": "c"}, c=cell) == expected


@pytest.mark.parametrize(
    ("column", "expected"),
    [
        ("geo.lon", "1.2"),
        ("tags.1", "b"),
        ("tags.9", ""),
        ("elements.jour", "lundi, mardi"),
        ("elements.0.jour", "lundi"),
        ("point.pris", "oui"),
        ("_id.$id", "7"),
        ("geo.lon.x", ""),
        ("absent.x", ""),
    ],
)
def test_nested_columns(column: str, expected: str) -> None:
    row = {
        "geo": {"lon": 1.2},
        "tags": ["a", "b"],
        "elements": [{"jour": "lundi"}, {"jour": "mardi"}, {}],
        "point.pris": "oui",
        "_id": {"$id": 7},
    }
    assert value("adresse", {"colonne": column}, **row) == expected


def test_a_column_is_found_whatever_its_accents_and_apostrophes() -> None:
    assert (
        value("adresse", {"colonne": "Adresse de l'accueil"}, **{"ADRESSE DE L’ACCUEIL ": "a"})
        == "a"
    )
    exact = {"adresse": "exacte", "Adresse": "autre"}
    assert value("adresse", {"colonne": "Adresse"}, **exact) == "autre"


def test_lists_stay_lists_where_several_values_are_possible() -> None:
    assert value("courriels", {"colonne": "m"}, m=["a@x.fr", "b@x.fr"]) == ("a@x.fr", "b@x.fr")
    assert value("courriels", {"colonne": "m"}, m="a@x.fr") == "a@x.fr"


# --- identifiers -------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("cell", "expected"),
    [("663.0", "663"), ("3\u202f656", "3656"), ("a b c", "a-b-c"), (12, "12"), ("abc.0", "abc.0")],
)
def test_identifiers_are_tidied(cell: Any, expected: str) -> None:
    assert value("id", {"colonne": "id"}, id=cell) == expected


def test_a_row_without_identifier_has_a_stable_one() -> None:
    config = {"adresse": {"colonne": "a"}, "id": {"colonne": "id"}}
    first = mapped(config, Nom="Mairie", a="1 rue").values["id"]
    assert len(first) == 16
    assert mapped(config, Nom=" MAIRIE", a="1  Rue", z=1).values["id"] == first
    assert mapped(config, Nom="Mairie", a="2 rue").values["id"] != first
    assert mapped(config, Nom="").values["id"] == ""
    assert not read_mapping(NOM).has_own_id


# --- vocabularies ------------------------------------------------------------------------
DEMARCHES = "Aide aux démarches administratives"


def services(*lines: dict[str, Any], **row: Any) -> tuple[str, ...]:
    found: tuple[str, ...] = mapped({"services": list(lines)}, **row).values["services"]  # type: ignore[assignment]
    return found


def test_terms_are_pieces_of_text_without_regard_to_case() -> None:
    line = {"colonnes": ["a", "b"], "termes": ["Démarche"], "cible": DEMARCHES}
    assert services(line, a="", b="aide aux DÉMARCHES en ligne") == (DEMARCHES,)
    assert services(line, a="autre", b=None) == ()
    assert services(line) == ()


def test_kinds_of_apostrophe_are_one() -> None:
    line = {"colonnes": ["a"], "termes": ["s'équiper"], "cible": DEMARCHES}
    assert services(line, a="S’équiper en matériel") == (DEMARCHES,)


def test_sauf_takes_back_a_cell_whatever_its_case() -> None:
    line = {
        "colonnes": ["a", "b"],
        "termes": ["Gratuit"],
        "sauf": ["Sous Condition", "non gratuit"],
        "cible": "Gratuit",
    }
    config = {"frais_a_charge": [line]}
    for cell, found in [
        ("gratuit", ("Gratuit",)),
        ("Gratuit sous condition", ()),
        ("non gratuit", ()),
    ]:
        assert mapped(config, a=cell).values["frais_a_charge"] == found
    # Each cell on its own: what one column takes back, another may say.
    assert mapped(config, a="non gratuit", b="gratuit").values["frais_a_charge"] == ("Gratuit",)


def test_without_terms_any_cell_that_says_something() -> None:
    line = {"colonnes": ["a"], "cible": DEMARCHES}
    assert services(line, a=0) == (DEMARCHES,)
    assert services(line, a=" ") == ()
    assert services(line, a=False) == ()
    assert services(line, a=True) == (DEMARCHES,)


def test_ticked_boxes_are_found_by_any_word_for_yes() -> None:
    for word in ("True", "oui", "vrai"):
        assert services({"colonnes": ["a"], "termes": [word], "cible": DEMARCHES}, a=True)
        assert not services({"colonnes": ["a"], "termes": [word], "cible": DEMARCHES}, a=False)


def test_without_columns_the_value_is_given_to_every_row() -> None:
    assert services({"cible": DEMARCHES}) == (DEMARCHES,)


def test_values_come_once_in_the_order_of_the_lines() -> None:
    lines: list[dict[str, Any]] = [
        {"cible": "Loisirs et créations numériques"},
        {"colonnes": ["a"], "cible": DEMARCHES},
        {"cible": "Loisirs et créations numériques"},
    ]
    assert services(*lines, a="x") == ("Loisirs et créations numériques", DEMARCHES)


def test_without_target_the_texts_are_the_values() -> None:
    config = {"autres_formations_labels": [{"colonnes": ["a", "b"]}]}
    row = mapped(config, a="Réseau Truc", b=["Label B"])
    assert row.values["autres_formations_labels"] == ("Réseau Truc", "Label B")
    assert value("services", {"colonne": "s"}, s="Créer;Accéder") == ("Créer;Accéder",)


def test_a_list_of_json_is_searched_part_by_part() -> None:
    line = {"colonnes": ["tags"], "termes": ["atelier"], "sauf": ["sans"], "cible": DEMARCHES}
    assert services(line, tags=["sans atelier", "Atelier du soir"]) == (DEMARCHES,)
    assert services(line, tags=["sans atelier"]) == ()


def test_codes_of_types_and_words_of_ours_are_whole_words() -> None:
    config = {
        "typologie": [
            {"colonnes": ["t"], "termes": ["CC"], "cible": "CC"},
            {"colonnes": ["t"], "termes": ["CCONS"], "cible": "CCONS"},
            {"colonnes": ["t"], "termes": ["ess"], "cible": "ESS"},
        ]
    }
    assert mapped(config, t="CCONS").values["typologie"] == ("CCONS",)
    assert mapped(config, t="RESSOURCERIE").values["typologie"] == ()
    assert mapped(config, t="cc|ESS").values["typologie"] == ("CC", "ESS")
    line = {"colonnes": ["c"], "mots": ["A"], "cible": DEMARCHES}
    assert services(line, c="A-RDV") == (DEMARCHES,)
    assert services(line, c="APTIC-RDV") == ()


@pytest.mark.parametrize(
    ("field", "target", "expected"),
    [
        ("services", "Comprehension du monde numérique", ("Compréhension du monde numérique",)),
        ("services", "Accéder à du matériel", ("Accès internet et matériel informatique",)),
        ("dispositif_programmes_nationaux", "CNFS", ("Conseillers numériques",)),
        ("frais_a_charge", "Payant : L'accès au lieu est payant", ("Payant",)),
    ],
)
def test_old_and_misspelt_targets(field: str, target: str, expected: tuple[str, ...]) -> None:
    assert mapped({field: [{"cible": target}]}).values[field] == expected


def test_old_names_of_fields() -> None:
    row = mapped(
        {
            "courriel": {"colonne": "m"},
            "accessibilite": {"colonne": "u"},
            "publics_accueillis": [{"colonnes": ["p"], "termes": ["s"], "cible": "Surdité"}],
            "labels_nationaux": [{"cible": "Point_relais_CAF"}],
        },
        m="a@x.fr",
        u="https://x.fr",
        p="s",
    )
    assert row.values["courriels"] == "a@x.fr"
    assert row.values["fiche_acces_libre"] == "https://x.fr"
    assert row.values["prise_en_charge_specifique"] == ("Surdité",)
    assert row.values["dispositif_programmes_nationaux"] == ("Point d'accès numérique CAF",)


def test_targets_that_nobody_knows_are_left_with_a_warning() -> None:
    found = read_mapping({**NOM, "services": [{"cible": "Cuisine"}, {"cible": DEMARCHES}]})
    assert "services[0] : « Cuisine »" in found.warnings[0]
    assert found.apply({}).values["services"] == (DEMARCHES,)


# --- hours and privacy -------------------------------------------------------------------
def test_hours_of_all_kinds() -> None:
    config = {
        "horaires": {
            "jours": [
                {"colonne": ["lu m", "lu a"], "osm": "Mo"},
                {"colonne": "ma", "osm": "Tu"},
                {"colonne": "", "osm": "We"},
            ],
            "semaine": "sem",
            "osm": "osm",
            "jours_semaine": "jours",
        },
        "semaine_ouverture": {"colonne": "parite"},
    }
    row = {
        "lu m": "9h-12h",
        "lu a": "14h-18h",
        "ma": " x ",
        "sem": "9h à 12h",
        "osm": "Mo 09:00-12:00",
        "jours": "{Lundi,Mardi}",
        "parite": "Semaine paire",
    }
    found = mapped(config, **row).hours
    assert found == HoursTexts(
        osm="Mo 09:00-12:00",
        week="9h à 12h",
        days={"Mo": "9h-12h / 14h-18h", "Tu": "", "We": ""},
        jours="{Lundi,Mardi}",
        parity="Semaine paire",
    )
    assert found
    assert not mapped(config, jours="{Lundi}").hours
    assert mapped({}, sem="9h").hours is None


@pytest.mark.parametrize(
    ("rule", "cell", "expected"),
    [
        ({"colonne": "p"}, True, True),
        ({"colonne": "p"}, "OUI", True),
        ({"colonne": "p"}, "non", False),
        ({"colonne": "p"}, None, False),
        ({"colonne": "p", "termes": ["administrative"]}, "Adresse Administrative", True),
        ({"colonne": "p", "termes": ["administrative"]}, "oui", False),
    ],
)
def test_private_places(rule: dict[str, Any], cell: Any, expected: bool) -> None:
    assert mapped({"prive": rule}, p=cell).is_private is expected


def test_a_place_that_receives_nobody_is_private() -> None:
    target = "Ce lieu n'accueille pas de public"
    config = {"modalites_acces": [{"colonnes": ["m"], "termes": ["fermé"], "cible": target}]}
    assert mapped(config, m="fermé au public").is_private
    assert not mapped(config, m="ouvert").is_private


# --- columns of a file -------------------------------------------------------------------
def test_missing_columns() -> None:
    found = read_mapping(
        {
            **NOM,
            "adresse": {"joindre": {"colonnes": ["N", "Voie"], "ou": {"colonne": "Tout"}}},
            "latitude": {"colonne": "geo.lat"},
            "services": [{"colonnes": ["S", "N"], "termes": ["x"], "cible": DEMARCHES}],
            "horaires": {"jours": [{"colonne": ["L"], "osm": "Mo"}]},
        }
    )
    assert found.missing_columns(["nom", "VOIE", "geo"]) == ["N", "Tout", "S", "L"]
    assert found.check_columns(["Nom", "Voie"]) == ["N", "Tout", "geo.lat", "S", "L"]


@pytest.mark.parametrize("columns", [["Name", "Voie"], ["Nom", "Autre"], []])
def test_a_mapping_made_for_another_file(columns: list[str]) -> None:
    found = read_mapping({**NOM, "adresse": {"colonne": "Voie"}, "commune": {"colonne": "C"}})
    with pytest.raises(MappingError, match="n’est pas faite pour ce fichier"):
        found.check_columns(columns)


def test_the_cells_that_are_read_are_told_by_their_own_keys() -> None:
    found = read_mapping(
        {
            **NOM,
            "latitude": {"colonne": "geo.lat"},
            "longitude": {"colonne": "geo.lon"},
            "adresse": {"colonne": "Rue"},
            "commune": {"colonne": "Absente"},
        }
    )
    row = {"nom": "A", "geo": {"lat": 1}, "RUE": "1 rue", "secret": "x"}
    assert found.cells_of(row) == {"nom": "A", "geo": {"lat": 1}, "RUE": "1 rue"}


# --- refusals ----------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("config", "words"),
    [
        ({"adresse": {"colonne": "a"}}, "nom :"),
        ({"nom": {"colonne": ""}}, "nom :"),
        ({**NOM, "couleur": {"colonne": "a"}}, "« couleur » n’est pas un champ"),
        ({**NOM, "id": "x"}, "id : un objet est attendu, pas un texte"),
        ({**NOM, "id": {}}, "id : il faut"),
        ({**NOM, "id": {"colone": "x"}}, "id : la clé « colone » est inconnue"),
        ({**NOM, "id": {"colonne": 3}}, "id.colonne : un texte ou une liste est attendu"),
        ({**NOM, "id": {"colonne": ["a", 3]}}, "id.colonne[1] : un texte est attendu"),
        ({**NOM, "id": {"valeur": True}}, "id.valeur : un texte est attendu, pas un vrai ou faux"),
        ({**NOM, "adresse": {"joindre": {"colonnes": []}}}, "adresse.joindre.colonnes"),
        ({**NOM, "adresse": {"dissocier": {"colonne": "a"}}}, "adresse.dissocier.séparateur"),
        (
            {**NOM, "adresse": {"dissocier": {"colonne": "a", "séparateur": ",", "partie": "1"}}},
            "adresse.dissocier.partie",
        ),
        ({**NOM, "services": "x"}, "services : une liste est attendue"),
        ({**NOM, "services": [3]}, "services[0] : un objet est attendu, pas un nombre"),
        ({**NOM, "services": [{}]}, "services[0] : il faut"),
        ({**NOM, "services": [{"cible": "x", "terme": []}]}, "services[0] : la clé « terme »"),
        ({**NOM, "services": [{"colonnes": ["a"], "termes": [1]}]}, "services[0].termes[0]"),
        ({**NOM, "horaires": {"jours": {}}}, "horaires.jours : une liste est attendue"),
        ({**NOM, "horaires": {"jours": [{"colonne": "a", "osm": "Lu"}]}}, "horaires.jours[0].osm"),
        ({**NOM, "horaires": {"mois": "x"}}, "horaires : la clé « mois »"),
        ({**NOM, "services": [{"cible": "x" * 600}]}, "600 caractères"),
        ({**NOM, "services": [{"cible": "x"}] * 30_000}, "démesurée"),
        ({**NOM, "services": [{"colonnes": ["a"] * 3000}]}, "3000 éléments"),
        ([], "doit être un objet"),
    ],
)
def test_mappings_that_are_refused(config: Any, words: str) -> None:
    with pytest.raises(MappingError) as raised:
        read_mapping(config)
    assert words in raised.value.message_fr


def test_mappings_too_deep() -> None:
    rule: dict[str, Any] = {"colonne": "a"}
    for _ in range(6):
        rule = {"joindre": {"colonnes": ["b"], "ou": rule}}
    with pytest.raises(MappingError, match="trop"):
        read_mapping({**NOM, "adresse": rule})


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("{", "ligne 1"),
        ("[" * 100_000, "JSON bien formé"),
        ('"nom"', "doit être un objet"),
        ('{"nom": {"colonne": "a"}}' + " " * 1_000_000, "1 Mo"),
    ],
)
def test_texts_that_are_no_mapping(text: str, words: str) -> None:
    with pytest.raises(MappingError) as raised:
        parse_mapping(text)
    assert words in raised.value.message_fr


def test_a_mapping_from_the_text_of_a_file() -> None:
    text = json.dumps({"nom": {"colonne": "Libellé"}}, ensure_ascii=False)
    assert parse_mapping(text.encode()).apply({"Libellé": "A"}).values["nom"] == "A"


@pytest.mark.parametrize("text", ["\ud800", "a\x00"])
def test_a_text_that_no_database_keeps_is_refused(text: str) -> None:
    with pytest.raises(MappingError, match="ne s’écrit pas"):
        read_mapping({"nom": {"colonne": "n"}, "complement_adresse": {"valeur": text}})


def test_one_long_cell_joined_a_thousand_times_is_cut() -> None:
    rule = {"joindre": {"colonnes": ["n"] * 1_999, "séparateur": " "}}
    mapping = read_mapping({"nom": {"colonne": "n"}, "complement_adresse": rule})
    found = mapping.apply({"n": "x" * 50_000}).values["complement_adresse"]
    assert len(str(found)) == MAX_JOINED
