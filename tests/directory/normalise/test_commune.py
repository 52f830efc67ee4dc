"""Communes by name and postal code."""

import pytest

from maillage.directory.normalise.commune import (
    CommuneRow,
    CommuneTable,
    How,
    departement_of,
    has_one_wrong_figure,
    name_key,
    of_commune,
    read_commune,
    repair_box_drawing,
)


@pytest.fixture(scope="module")
def table() -> CommuneTable:
    return CommuneTable(
        [
            CommuneRow("36018", "Le Blanc", ("36300",), 46.63, 1.06, 6_300),
            CommuneRow("36165", "Pouligny-Saint-Pierre", ("36300",), 46.68, 1.04, 1_000),
            CommuneRow("37214", "Saint-Cyr-sur-Loire", ("37540",), 47.4, 0.67, 16_000),
            CommuneRow("37261", "Tours", ("37000", "37100", "37200"), 47.39, 0.69, 139_000),
            CommuneRow("28085", "Chartres", ("28000",), 48.44, 1.49, 38_000),
            CommuneRow("28103", "Cloyes-les-Trois-Rivières", ("28220",), 47.99, 1.24, 5_600),
            CommuneRow("28430", "Autheuil", ("28220",), 48.03, 1.26, 200),
            CommuneRow("41173", "Beauce la Romaine", ("41240",), 47.9, 1.5, 3_300),
            CommuneRow("41018", "Blois", ("41000",), 47.59, 1.33, 47_000),
            CommuneRow("41276", "Villebarou", ("41000",), 47.62, 1.32, 2_900),
            CommuneRow("41295", "Vineuil", ("41350",), 47.58, 1.37, 8_000),
            CommuneRow("36247", "Vineuil", ("36110",), 46.9, 1.6, 1_200),
            CommuneRow("18125", "Léré", ("18240",), 47.47, 2.87, 1_000),
            CommuneRow("18257", "Sury-près-Léré", ("18240",), 47.48, 2.87, 700),
            CommuneRow("75056", "Paris", ("75001", "75012"), None, None, 2_100_000),
            CommuneRow("69123", "Lyon", ("69001", "69003"), None, None, 520_000),
        ],
        [
            ("41173", "Ouzouer-le-Marché", "41173"),
            ("41270", "Verdes", "41173"),
            ("99999", "Nulle-Part", "99998"),
        ],
    )


@pytest.mark.parametrize(
    ("nom", "code_postal", "code", "how"),
    [
        ("BLANC (LE)", "36300", "36018", How.ACCORD),
        ("le blanc", "36300", "36018", How.ACCORD),
        ("St Cyr s/Loire", "37540", "37214", How.ACCORD),
        ("SAINT CYR SUR LOIRE CEDEX", "37540", "37214", How.ACCORD),
        ("Tours", "37200", "37261", How.ACCORD),
        ("PARIS 12e arrondissement", "75012", "75056", How.ACCORD),
        ("Lyon 03", "69003", "69123", How.ACCORD),
        ("Ouzouer-le-Marché", "41240", "41173", How.ACCORD),
        ("CHARTES", "28000", "28085", How.FAUTE),
        ("Cloyes sur le Loir", "28220", "28103", How.PARTIEL),
        ("Vineuil", "41000", "41295", How.DEPARTEMENT),
        ("Chartres Cedex", "28019", "28085", How.DEPARTEMENT),
        ("Blois", "42000", "41018", How.CODE_FAUTIF),
        ("Chartres", "82000", "28085", How.CODE_FAUTIF),
        ("Chartres", "41000", "28085", How.CONTRADICTION),
        ("Chartres", "", "28085", How.NOM_SEUL),
        ("", "37540", "37214", How.CODE_SEUL),
        ("Le Clos", "37540", "37214", How.CODE_SEUL),
        ("Vineuil", "", "", How.AMBIGU),
        ("", "36300", "", How.AMBIGU),
        ("Marseille", "13001", "", How.INCONNU),
        ("Chartres", "13001", "", How.INCONNU),  # another Chartres may exist there
        ("", "", "", How.INCONNU),
    ],
)
def test_name_and_postal_code_together(
    table: CommuneTable, nom: str, code_postal: str, code: str, how: How
) -> None:
    match = table.match(nom=nom, code_postal=code_postal)
    assert (match.code, match.how) == (code, how)
    assert table.find(nom=nom, code_postal=code_postal) == (code if how is How.ACCORD else "")


def test_former_communes_and_arrondissements(table: CommuneTable) -> None:
    assert table.match(nom="VERDES", code_postal="41240").former == "Verdes"
    assert table.match(nom="Beauce la Romaine", code_postal="41240").former == ""
    assert table.current_code("41270") == "41173"
    assert table.current_code("75112") == "75056"
    assert table.current_code("69383") == "69123"
    assert table.current_code("13201") == "13201"  # Marseille is not in this table
    assert table.is_named("ouzouer le marche", "41173")
    assert not table.is_named("Verdes", "28085")
    assert table.match(nom="Nulle-Part", code_postal="99000").how is How.INCONNU


def test_the_name_of_the_place_settles_a_postal_code(table: CommuneTable) -> None:
    lere = table.with_postal_code("18240")
    assert table.named_in("Mairie de Sury près Léré", lere) == "18257"
    assert table.named_in("Mairie de Léré", lere) == "18125"
    assert table.named_in("CCAS", lere) == ""
    assert table.named_in("France Services Cloyes", table.with_postal_code("28220")) == "28103"
    assert table.main_of(table.with_postal_code("41000"), share=0.8) == "41018"
    assert table.main_of(lere, share=0.8) == ""
    assert table.main_of((), share=0.8) == ""


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("N.-D. d'Oé", "notre dame d oe"),
        ("Fontenay s/s Bois", "fontenay sous bois"),
        ("Villefranche s Saône", "villefranche sur saone"),
        ("45000 ORLÉANS", "orleans"),
        ("Le Blanc (36)", "blanc"),
        ("L’Haÿ-les-Roses", "hay roses"),
        ("Mairie de Bû", "bu"),
        ("La Ville-aux-Dames", "ville aux dames"),
        ("Ville-d’Avray", "ville d avray"),
    ],
)
def test_key_of_a_name(text: str, key: str) -> None:
    assert name_key(text) == key


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("ARNAY LE DUC", "Arnay-le-Duc"),
        ("LES FOURGS", "Les Fourgs"),
        ("VILLENEUVE D'ASCQ", "Villeneuve-d'Ascq"),
        ("BLANC (LE)", "Le Blanc"),
        ("LONS LE SAUNIER CEDEX 9", "Lons-le-Saunier"),
        ("Paris 12", "Paris"),
        ("Saint-Jean", "Saint-Jean"),
        ("", ""),
    ],
)
def test_a_name_that_no_table_knows(text: str, written: str) -> None:
    assert read_commune(text) == written
    assert read_commune(written) == written


def test_codes() -> None:
    assert departement_of("2A004") == departement_of("20000") == "20"
    assert departement_of("97411") == "974"
    assert departement_of("01053") == "01"
    assert has_one_wrong_figure("42000", "41000")
    assert has_one_wrong_figure("14000", "41000")
    assert not has_one_wrong_figure("41000", "41000")
    assert not has_one_wrong_figure("45200", "41000")


@pytest.mark.parametrize(
    ("nom", "written"),
    [
        ("Orléans", "d’Orléans"),
        ("Écueillé", "d’Écueillé"),
        ("Le Blanc", "du Blanc"),
        ("Les Montils", "des Montils"),
        ("La Loupe", "de La Loupe"),
        ("Tours", "de Tours"),
    ],
)
def test_a_name_in_a_sentence(nom: str, written: str) -> None:
    assert of_commune(nom) == written


def test_letters_of_old_code_pages() -> None:
    assert repair_box_drawing("CH╢TEAUX") == "CHÂTEAUX"
    assert repair_box_drawing("Châteaux") == "Châteaux"
