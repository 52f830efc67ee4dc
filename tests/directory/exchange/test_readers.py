"""Files in all their clothes: separators, encodings, damage; and those that are no files."""

import gzip
import io
import json
import zipfile
from pathlib import Path

import pytest

from maillage.directory.exchange.readers import FileError, RawRow, open_source
from maillage.directory.normalise.record import Version
from tests.directory.exchange.conftest import a_row, csv_text


def rows_of(path: Path, content: str | bytes) -> list[RawRow]:
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return list(open_source(path).rows)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "lieux.csv"


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_separators(path: Path, delimiter: str) -> None:
    services = "Loisirs et créations numériques|Compréhension du monde numérique"
    [row] = rows_of(path, csv_text([a_row(services=services, nom="A, b; c | d")], delimiter))
    assert row.problem == ""
    assert row.values["services"] == services
    assert row.values["nom"] == "A, b; c | d"


@pytest.mark.parametrize(
    ("encoding", "expected"),
    [
        ("utf-8", "utf-8-sig"),
        ("utf-8-sig", "utf-8-sig"),
        ("cp1252", "cp1252"),
        ("latin-1", "cp1252"),
        ("utf-16", "utf-16"),
    ],
)
def test_encodings(path: Path, encoding: str, expected: str) -> None:
    path.write_bytes(
        csv_text([a_row(nom="Médiathèque « Élan »", adresse="1 rue")]).encode(encoding)
    )
    source = open_source(path)
    assert source.encoding == expected
    assert next(source.rows).values["nom"] == "Médiathèque « Élan »"


def test_utf8_cut_inside_its_last_letter_is_still_utf8(path: Path) -> None:
    whole = csv_text([a_row(nom="Médiathèque"), a_row(id="lieu-2", nom="Été")]).encode()
    cut = whole[: whole.rindex("é".encode()) + 1]
    first, last = rows_of(path, cut)
    assert first.values["nom"] == "Médiathèque"
    assert "coupée" in last.problem


def test_quoted_line_ends_and_spreadsheet_line(path: Path) -> None:
    detail = "Une ligne.\nDeux, « lignes » ;\r\n\r\nTrois."
    content = "sep=;\n" + csv_text([a_row(presentation_detail=detail), a_row(id="b")], ";")
    first, second = rows_of(path, content)
    assert first.values["presentation_detail"] == detail
    assert (first.line, second.line) == (3, 7)


@pytest.mark.parametrize("line_end", ["\r\n", "\r", "\n"])
def test_line_ends_and_empty_lines(path: Path, line_end: str) -> None:
    text = csv_text([a_row(), a_row(id="b")]).replace("\n", line_end) + line_end * 2
    assert [row.values["id"] for row in rows_of(path, text)] == ["lieu-1", "b"]


def test_header_in_other_words(path: Path) -> None:
    text = csv_text([a_row()]).replace("code_postal", "Code postal").replace("nom,", " NOM ,", 1)
    [row] = rows_of(path, text)
    assert row.values["code_postal"] == "28320"
    assert row.values["nom"] == "Médiathèque de Gallardon"


def test_cut_in_the_middle_of_a_line(path: Path) -> None:
    text = csv_text([a_row(), a_row(id="lieu-2")])
    first, last = rows_of(path, text[: text.rindex("48.5275")])
    assert first.problem == ""
    assert last.line == 3
    assert last.values["id"] == "lieu-2"
    assert "coupée" in last.problem
    assert "sur 32" in last.problem


def test_cut_inside_a_quoted_cell(path: Path) -> None:
    text = csv_text([a_row(), a_row(id="lieu-2", prise_rdv='https://x.fr/?a="b"\nsuite, encore')])
    first, last = rows_of(path, text[: text.rindex("encore")])
    assert first.problem == ""
    assert "guillemet" in last.problem


def test_a_stray_quote_costs_its_row_only(path: Path) -> None:
    lines = csv_text([a_row(id=f"lieu-{n}") for n in range(5)]).split("\n")
    lines[2] = lines[2].replace("Médiathèque", '"Médiathèque', 1)
    rows = rows_of(path, "\n".join(lines))
    assert [row.values["id"] for row in rows] == [f"lieu-{n}" for n in range(5)]
    assert [bool(row.problem) for row in rows] == [False, True, False, False, False]


def test_a_quote_inside_an_unquoted_cell_is_text(path: Path) -> None:
    text = csv_text([a_row(), a_row(id="b")]).replace("1 place", 'Écran 12" place')
    rows = rows_of(path, text)
    assert [row.problem for row in rows] == ["", ""]
    assert rows[0].values["adresse"] == 'Écran 12" place de l’Église'


def test_too_many_cells(path: Path) -> None:
    text = csv_text([a_row(), a_row(id="b")]).rstrip("\n")
    first, second = rows_of(path, f"{text},de trop\n")
    assert first.problem == ""
    assert "33 cellules pour 32 colonnes" in second.problem
    assert rows_of(path, f"{text},,,\n")[1].problem == ""


def a_zip() -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr("lieux.csv", csv_text([a_row()]))
    return buffer.getvalue()


HEADER = csv_text([a_row()]).split("\n", 1)[0]


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "vide"),
        (b" \n\n \n", "vide"),
        (a_zip(), "archive ZIP"),
        (gzip.compress(b"id,nom", mtime=0), "compressé"),
        (b"%PDF-1.7\n", "PDF"),
        (bytes(range(256)) * 20, "pas du texte"),
        (b"a,b,c\n1,2,3\n", "Aucune colonne"),
        (HEADER.encode(), "que la ligne des titres"),
        (b"id,pivot,nom\n1,2,3\n", "colonnes obligatoires : commune, code_postal"),
        (b'[{"id": "1", "nom": "A"', "coupé ou mal form"),
        (b"[]", "aucun lieu"),
        (b'{"a": 1}', "liste d’objets"),
        (b"[" * 100_000, "mal formé"),
        (b"[1, 2]", "liste d’objets"),
    ],
)
def test_files_that_cannot_be_read(path: Path, content: bytes, words: str) -> None:
    path.write_bytes(content)
    with pytest.raises(FileError) as raised:
        list(open_source(path).rows)
    assert words in raised.value.message_fr


def test_no_file_and_folder(tmp_path: Path) -> None:
    with pytest.raises(FileError, match="n’existe pas"):
        open_source(tmp_path / "absent.csv")
    with pytest.raises(FileError, match="pas un fichier"):
        open_source(tmp_path)


def test_json_of_all_shapes(path: Path) -> None:
    place = {**a_row(), "latitude": 48.5275, "courriels": ["a1@x.fr", "b1@x.fr"], "source": None}
    for content in ([place], {"lieux": [place], "total": 1}):
        [row] = rows_of(path, json.dumps(content))
        assert row.values["latitude"] == "48.5275"
        assert row.values["courriels"] == ("a1@x.fr", "b1@x.fr")
        assert row.values["source"] == ""


def test_json_objects_with_different_keys(path: Path) -> None:
    first, second, third = rows_of(
        path, json.dumps([a_row(), {"id": "b", "itinerance": "Fixe"}, "lieu"])
    )
    assert set(first.values) == set(second.values)
    assert second.values["nom"] == ""
    assert "objet" in third.problem


@pytest.mark.parametrize(
    ("columns", "version"),
    [
        (["courriels", "frais_a_charge"], Version.V1),
        (["courriel", "publics_accueillis", "labels_nationaux"], Version.V0),
        (["services"], Version.V1),
    ],
)
def test_version_told_by_the_columns(path: Path, columns: list[str], version: Version) -> None:
    base = ("id", "nom", "commune", "code_postal", "adresse", "date_maj")
    path.write_text(csv_text([dict.fromkeys([*base, *columns], "x")]), encoding="utf-8")
    assert open_source(path).version is version
    assert open_source(path, version=Version.V0).version is Version.V0


def test_columns_that_the_standard_has_not(path: Path) -> None:
    path.write_text(csv_text([{**a_row(), "Nb Aidants": "3"}]), encoding="utf-8")
    assert open_source(path).unknown_columns == ("Nb Aidants",)
