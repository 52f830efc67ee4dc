"""Files with columns of their own, lists of every shape, workbooks, and hostile ones."""

import datetime as dt
import io
import json
import zipfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook

from maillage.directory.exchange.readers import FileError, RawRow, open_source
from tests.directory.exchange.conftest import a_row


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "lieux"


def free(path: Path, content: str | bytes, **options: Any) -> list[RawRow]:
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return list(open_source(path, free_columns=True, **options).rows)


def refused(path: Path, content: str | bytes, **options: Any) -> str:
    with pytest.raises(FileError) as raised:
        free(path, content, **options)
    return raised.value.message_fr


# --- CSV ---------------------------------------------------------------------------------
@pytest.mark.parametrize("separator", [",", ";", "\t", "|"])
def test_any_separator(path: Path, separator: str) -> None:
    text = separator.join(["Libellé", "Où ?", "Note"]) + "\n"
    text += separator.join(["A", '"1 rue, bis; | \t"', "x"]) + "\n"
    [row] = free(path, text)
    assert dict(row.raw) == {"Libellé": "A", "Où ?": "1 rue, bis; | \t", "Note": "x"}
    assert row.values == row.raw


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
def test_any_encoding(path: Path, encoding: str) -> None:
    [row] = free(path, "Libellé;Où\nÉcole;là-bas\n".encode(encoding))
    assert dict(row.raw) == {"Libellé": "École", "Où": "là-bas"}


def test_commas_within_cells_do_not_choose_the_separator(path: Path) -> None:
    rows = free(path, "nom|note\nA, b, c, d|1\nB, e, f, g|2\n")
    assert dict(rows[0].raw) == {"nom": "A, b, c, d", "note": "1"}
    rows = free(path, "nom;lat\nA;47,1\nB;47,2\n")
    assert rows[1].raw["lat"] == "47,2"


def test_titles_above_empty_and_twin_headers(path: Path) -> None:
    text = "Lieux du département 2024;;;\n\nNom;Jour;Jour;\nA;b;c;d\nB;e;f;\n"
    first, second = free(path, text)
    assert dict(first.raw) == {"Nom": "A", "Jour": "b", "Jour__1": "c", "colonne 4": "d"}
    assert (first.line, second.line) == (4, 5)


def test_a_header_over_several_lines(path: Path) -> None:
    [row] = free(path, 'Nom,"Adresse\n(rue, numéro)",x\nA,b,c\n')
    assert dict(row.raw) == {"Nom": "A", "Adresse (rue, numéro)": "b", "x": "c"}


def test_formulas_nul_and_html_stay_text(path: Path) -> None:
    [row] = free(path, f"nom;b\n=HYPERLINK(1)\x00;<script>{'x' * 200}</script>\n")
    assert row.raw["nom"] == "=HYPERLINK(1)\x00"
    assert str(row.raw["b"]).startswith("<script>x")


def test_a_cell_of_ten_megabytes_costs_its_row_only(path: Path) -> None:
    rows = free(path, f"nom;b\nA;1\n{'x' * 10_000_000};2\nB;3\n")
    assert [row.raw["nom"] for row in rows if not row.problem] == ["A", "B"]


def test_too_many_columns(path: Path) -> None:
    assert "2000 au plus" in refused(path, ";".join(f"c{n}" for n in range(3000)) + "\n")


def test_a_file_of_another_kind_still_needs_the_standard(path: Path) -> None:
    path.write_text("Libellé;Où\nA;b\n", encoding="utf-8")
    with pytest.raises(FileError, match="Aucune colonne"):
        open_source(path)


# --- JSON --------------------------------------------------------------------------------
PLACE = {"nom": "A", "adresse": "1 rue"}
OTHER = {"nom": "B", "adresse": "2 rue"}


@pytest.mark.parametrize(
    "content",
    [
        [PLACE, OTHER],
        {"results": [PLACE, OTHER], "total_count": 2},
        {"data": [PLACE, OTHER], "licence": "libre", "ontology": "gogofull"},
        {"results": [PLACE, OTHER], "facets": [{"name": "x"}], "links": []},
        {"success": True, "result": {"fields": [{"id": "nom"}], "records": [PLACE, OTHER]}},
        {"reponse": {"lieux": [PLACE, OTHER]}},
        {"a": [], "b": [PLACE, OTHER]},
        {
            "type": "FeatureCollection",
            "features": [
                {"type": "Feature", "properties": place, "geometry": None}
                for place in (PLACE, OTHER)
            ],
        },
    ],
)
def test_lists_of_every_shape(content: Any, path: Path) -> None:
    assert [dict(row.raw) for row in free(path, json.dumps(content))] == [PLACE, OTHER]


def test_an_object_of_objects_keeps_its_keys(path: Path) -> None:
    rows = free(path, json.dumps({"fiche-1": PLACE, "fiche-2": OTHER}))
    assert [row.raw["_cle"] for row in rows] == ["fiche-1", "fiche-2"]
    assert rows[1].raw["nom"] == "B"
    assert free(path, json.dumps({"fiche-1": PLACE}))[0].raw["nom"] == "A"


def test_a_list_told_by_its_keys(path: Path) -> None:
    content = json.dumps({"x": {"a": [{"nom": "faux"}], "b": [PLACE]}, "data": [OTHER]})
    assert free(path, content, keys=("x", "b"))[0].raw == PLACE
    assert "pas de clé « z »" in refused(path, content, keys=("x", "z"))


def test_json_lines(path: Path) -> None:
    text = "\n".join(json.dumps(place) for place in (PLACE, OTHER))
    assert [row.raw["nom"] for row in free(path, text)] == ["A", "B"]


def test_nested_values_reach_the_mapping_and_not_the_standard(path: Path) -> None:
    content = [{**a_row(), "geo": {"lat": 47.1}, "ouvert": True, "tags": ["a", {"b": 1}]}]
    [row] = free(path, json.dumps(content))
    assert row.raw["geo"] == {"lat": 47.1}
    assert row.raw["ouvert"] is True
    assert (row.values["geo"], row.values["tags"]) == ("", ("a",))
    path.write_text(json.dumps(content), encoding="utf-8")
    assert "nom" in next(open_source(path).rows).values


POLYGON = [[[1, 47], [3, 47], [3, 49], [1, 49], [1, 47]]]


@pytest.mark.parametrize(
    ("geometry", "expected"),
    [
        ({"type": "Point", "coordinates": [1.5, 47.5]}, (47.5, 1.5)),
        ({"type": "Point", "coordinates": [1.5, 47.5, 110]}, (47.5, 1.5)),
        ({"type": "MultiPoint", "coordinates": [[1.5, 47.5]]}, (47.5, 1.5)),
        ({"type": "Polygon", "coordinates": POLYGON}, (48, 2)),
        (
            {"type": "MultiPolygon", "coordinates": [[[[0, 0], [0, 1], [1, 0]]], POLYGON]},
            (48, 2),
        ),
        ({"type": "LineString", "coordinates": [[1, 47], [2, 48]]}, None),
        ({"type": "Polygon", "coordinates": [[[1, 47], [1, 47], [1, 47]]]}, None),
        ({"type": "Polygon", "coordinates": [["x", "y", "z"]]}, None),
        ({"type": "Point", "coordinates": ["1", "47"]}, None),
        ({"type": "Point", "coordinates": []}, None),
        ({"type": "Point", "coordinates": [1e999, 47]}, None),
        ({"type": "Point"}, None),
        ("ici", None),
        (None, None),
    ],
)
def test_geometries(geometry: Any, expected: tuple[float, float] | None, path: Path) -> None:
    feature = {"type": "Feature", "id": 7, "properties": {"nom": "A"}, "geometry": geometry}
    [row] = free(path, json.dumps({"type": "FeatureCollection", "features": [feature]}))
    assert row.raw["id"] == 7
    if expected is None:
        assert "latitude" not in row.raw
    else:
        assert (row.raw["latitude"], row.raw["longitude"]) == pytest.approx(expected)


def test_half_a_feature_is_a_plain_object(path: Path) -> None:
    rows = free(path, json.dumps([{"type": "Feature", "geometry": None, "nom": "A"}, PLACE]))
    assert [row.raw["nom"] for row in rows] == ["A", "A"]


def test_positions_of_the_properties_are_kept(path: Path) -> None:
    point = {"type": "Point", "coordinates": [9, 9]}
    properties = {"nom": "A", "latitude": 47, "longitude": 1, "id": "x"}
    feature = {"type": "Feature", "id": 1, "properties": properties, "geometry": point}
    [row] = free(path, json.dumps(feature))
    assert dict(row.raw) == properties


@pytest.mark.parametrize(
    ("content", "words"),
    [
        ('{"a": 1, "b": "x"}', "liste d’objets"),
        ('{"a": ' * 50_000, "mal formé"),
        ('[{"nom": "A"}] [1]', "coupé ou mal formé"),
        ('{"nom": "A"}\n{"nom"', "coupé ou mal formé"),
        ('{"results": []}', "aucun lieu"),
    ],
)
def test_json_without_places(content: str, words: str, path: Path) -> None:
    assert words in refused(path, content)


def test_numbers_that_are_none(path: Path) -> None:
    [row] = free(path, '[{"nom": "A", "lat": NaN, "lon": -Infinity}]')
    assert row.raw["lat"] is None
    assert row.raw["lon"] is None


# --- workbooks ---------------------------------------------------------------------------
def a_book(rows: Sequence[Sequence[Any]], *merged: str, title: str = "Lieux") -> bytes:
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = title
    for row in rows:
        sheet.append(list(row))
    for area in merged:
        sheet.merge_cells(area)
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def test_cells_of_a_workbook_are_what_a_person_reads(path: Path) -> None:
    [row] = free(
        path,
        a_book(
            [
                ["Nom", "CP", "Lat", "Jour", "Moment", "Heure", "Durée", "Ouvert", "Faute", "F"],
                [
                    " Mairie\n",
                    45000.0,
                    47.125,
                    dt.date(2024, 5, 1),
                    dt.datetime(2024, 5, 1, 9, 30),  # noqa: DTZ001
                    dt.time(9, 30),
                    dt.timedelta(hours=26, minutes=5),
                    True,
                    "#REF!",
                    "=1+1",
                ],
            ]
        ),
    )
    assert dict(row.values) == {
        "Nom": " Mairie\n",
        "CP": "45000",
        "Lat": "47.125",
        "Jour": "2024-05-01",
        "Moment": "2024-05-01 09:30:00",
        "Heure": "09:30",
        "Durée": "26:05",
        "Ouvert": "oui",
        "Faute": "",
        "F": "",
    }
    assert row.raw["Ouvert"] is True
    assert row.line == 2


def test_title_lines_void_lines_and_merged_cells(path: Path) -> None:
    book = a_book(
        [
            ["Les lieux du bassin", None, None],
            [],
            ["Commune", "Nom", "Adresse"],
            ["Blois", "A", "1 rue"],
            [None, "B", "2 rue"],
            [],
            ["Vendôme", "C", "3 rue"],
        ],
        "A1:C1",
        "A4:A5",
    )
    rows = free(path, book)
    assert [(row.line, row.raw["Commune"], row.raw["Nom"]) for row in rows] == [
        (4, "Blois", "A"),
        (5, "Blois", "B"),
        (7, "Vendôme", "C"),
    ]


def test_the_sheet_that_holds_the_table(path: Path) -> None:
    book = Workbook()
    book.create_sheet("Lieux").append(["Nom"])
    book["Lieux"].append(["A"])
    hidden = book.create_sheet("Cachée", 0)
    hidden.append(["Secret"])
    hidden.append(["x"])
    hidden.sheet_state = "hidden"
    buffer = io.BytesIO()
    book.save(buffer)
    assert free(path, buffer.getvalue())[0].raw == {"Nom": "A"}
    assert free(path, buffer.getvalue(), sheet="cachée")[0].raw == {"Secret": "x"}
    assert "« Lieux »" in refused(path, buffer.getvalue(), sheet="Autre")


def test_a_workbook_of_the_standard(path: Path) -> None:
    row = a_row()
    path.write_bytes(a_book([list(row), list(row.values())]))
    opened = open_source(path)
    assert opened.encoding == "xlsx"
    [found] = opened.rows
    assert found.values["nom"] == row["nom"]


def test_cells_beyond_the_named_columns(path: Path) -> None:
    first, second = free(path, a_book([["Nom", "CP"], ["A", "1", "de trop"], ["B"]]))
    assert "au-delà" in first.problem
    assert (second.problem, second.raw["CP"]) == ("", "")


def a_zip(**members: str | bytes) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name.replace("__", "/").replace("_x", ".x"), content)
    return buffer.getvalue()


def tampered(replace: bytes, by: bytes) -> bytes:
    """A workbook whose sheet was rewritten by hand."""
    source = zipfile.ZipFile(io.BytesIO(a_book([["Nom", "CP"], ["A", "1"]])))
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name in source.namelist():
            content = source.read(name)
            if name == "xl/worksheets/sheet1.xml":
                assert replace in content
                content = content.replace(replace, by, 1)
            archive.writestr(name, content)
    return buffer.getvalue()


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (a_zip(xl__workbook_xml="<a/>", b=bytes(20_000_000)), "trop gros"),
        (a_zip(xl__workbook_xml="<a/>", **{f"m{n}": "" for n in range(3000)}), "trop gros"),
        (a_zip(xl__workbook_xml='<!DOCTYPE a [<!ENTITY b "c">]><a/>'), "définitions XML"),
        (a_zip(xl__workbook_xml="<a/>"), "abîmé"),
        (a_zip(mimetype="x", content_xml="<a/>"), "OpenDocument"),
        (a_zip(word__document_xml="<a/>"), "un document"),
        (a_zip(**{"lieux.csv": "nom"}), "archive ZIP"),
        (b"PK\x03\x04" + b"x" * 50, "abîmée"),
        (tampered(b"</row>", b"</row"), "abîmé"),
        (a_book([]), "vide"),
        (a_book([["Nom", "CP"]]), "que la ligne des titres"),
        (b"\xd0\xcf\x11\xe0" + bytes(600), "ancien classeur"),
        (b"<!DOCTYPE html>\n<html><body>404", "page web"),
        (b"  <HTML>", "page web"),
        (b'<?xml version="1.0"?><kml>', "XML"),
    ],
)
def test_files_that_are_refused(content: bytes, words: str, path: Path) -> None:
    assert words in refused(path, content)


def test_a_sheet_that_says_to_be_immense(path: Path) -> None:
    """The dimension announced is not believed, and a void is not walked to its end."""
    said = tampered(b'<dimension ref="A1:B2"', b'<dimension ref="A1:XFD1048576"')
    assert [len(row.raw) for row in free(path, said)] == [2]
    far = tampered(b'<row r="2"', b'<row r="1048000"')
    assert "que la ligne des titres" in refused(path, far)


def test_a_workbook_is_as_wide_and_as_thick_as_a_table(path: Path) -> None:
    book = Workbook()
    for rank in range(40):
        book.create_sheet(f"Vide {rank}")
    last = book.create_sheet("Lieux")
    last.append(["Nom"])
    last.append(["A"])
    buffer = io.BytesIO()
    book.save(buffer)
    assert "vide" in refused(path, buffer.getvalue())
    [row] = free(path, buffer.getvalue(), sheet="Lieux")
    assert row.raw == {"Nom": "A"}


def test_a_cell_far_to_the_right_costs_nothing(path: Path) -> None:
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(["Nom", "Commune"])
    sheet.append(["A", "Blois"])
    sheet["XFD2"] = "x"
    sheet.merge_cells("XFA2:XFA9")
    buffer = io.BytesIO()
    book.save(buffer)
    [row] = free(path, buffer.getvalue())
    assert row.raw == {"Nom": "A", "Commune": "Blois"}


def test_a_value_merged_downwards_ends_with_its_area(path: Path) -> None:
    book = a_book(
        [["Commune", "Nom"], ["Blois", "A"], [None, "B"], [None, "C"], ["Tours", "D"], [None, "E"]],
        "A2:A3",
        "A5:A6",
    )
    found = [row.raw["Commune"] for row in free(path, book)]
    assert found == ["Blois", "Blois", "", "Tours", "Tours"]
