"""Records of any source read as sheets, and what is cleaned before comparing."""

import pytest

from maillage.directory.dedupe import Sheet, SheetError, sheet_of
from maillage.directory.dedupe.reading import LONGEST, read_sheet


def test_reads_numbers_texts_and_nulls() -> None:
    sheet = sheet_of(
        {
            "id": 12,
            "nom": " Atelier ",
            "adresse": None,
            "code_postal": 1000.0,
            "latitude": "47,5",
            "longitude": 1,
            "telephone": 299001122,
            "siret": "839 999 999 00012",
            "courriels": "a@exemple.fr|b@exemple.fr",
            "typologie": "RFS|LA_POSTE",
            "inconnu": [1, 2],
        }
    )
    assert sheet == Sheet(
        id="12",
        nom="Atelier",
        code_postal="01000",
        latitude=47.5,
        longitude=1.0,
        telephone="299001122",
        pivot="83999999900012",
        courriels=("a@exemple.fr", "b@exemple.fr"),
        typologies=frozenset({"rfs", "la-poste"}),
    )


@pytest.mark.parametrize(
    "position", [(0, 0), (None, 2), (95, 2), ("abc", "2"), ("nan", "2"), ("inf", "2")]
)
def test_an_impossible_position_is_none(position: tuple[object, object]) -> None:
    sheet = sheet_of({"nom": "Atelier", "latitude": position[0], "longitude": position[1]})
    assert sheet.latitude is None
    assert sheet.longitude is None


def test_neither_name_nor_address_is_refused_in_french() -> None:
    with pytest.raises(SheetError, match="nom ou son adresse"):
        sheet_of({"id": "1", "telephone": "0299001122"})


@pytest.mark.parametrize(
    ("telephone", "expected"),
    [
        ("+33 2 99 00 11 22", "299001122"),
        ("02.99.00.11.22 / 06 00 00 00 00", "299001122"),
        ("3646", ""),
        ("0 972 72 39 49", ""),
        ("0800 000 000", ""),
        ("aucun", ""),
    ],
)
def test_telephones(telephone: str, expected: str) -> None:
    assert read_sheet(Sheet(id="1", telephone=telephone)).phone == expected


@pytest.mark.parametrize(
    ("nom", "kinds", "core"),
    [
        ("MÉDIATHÈQUE L'ÉTOILE", {"biblio"}, {"etoile"}),
        ("MSAP-CCAS", {"fs", "ccas"}, set()),
        ("Commune de Montbruyère", {"mairie"}, {"montbruyere"}),
        ("Communauté de communes du Val", {"interco"}, {"val"}),
        ("Maison des jeunes et de la culture", {"social"}, set()),
        ("Association Espace3C", set(), {"3"}),
        ("P.I.J", {"jeunesse"}, set()),
    ],
)
def test_names(nom: str, kinds: set[str], core: set[str]) -> None:
    reading = read_sheet(Sheet(id="1", nom=nom))
    assert reading.kinds == kinds
    assert reading.core == core


def test_typology_or_programme_tells_the_kind_that_the_name_does_not() -> None:
    assert read_sheet(Sheet(id="1", nom="L’Étoile", typologies=frozenset({"bib"}))).kinds == {
        "biblio"
    }
    labelled = Sheet(id="1", nom="Mairie", dispositifs=frozenset({"france-services"}))
    assert read_sheet(labelled).kinds == {"mairie", "fs"}
    assert read_sheet(Sheet(id="1", nom="L’Étoile", source="bibliotheques")).kinds == {"biblio"}


@pytest.mark.parametrize("pivot", ["00000000000000", "1", "ABC", ""])
def test_a_pivot_that_is_none(pivot: str) -> None:
    reading = read_sheet(Sheet(id="1", pivot=pivot))
    assert (reading.siret, reading.siren) == ("", "")


def test_an_endless_name_or_address_is_cut() -> None:
    reading = read_sheet(
        Sheet(id="1", nom="Atelier " * 100_000, adresse="1 rue A, " * 100_000, commune="B" * 10**6)
    )
    assert len(reading.name) <= LONGEST
    assert len(reading.town) <= LONGEST
    assert len(reading.address.ways) <= LONGEST
