"""Source files: each well formed, and true of the real file that it describes."""

import csv
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from maillage.directory.exchange.readers import open_source
from maillage.directory.mapping import MappingError, parse_mapping
from maillage.directory.sources import SourceError, all_sources, read_source, read_source_file

HEAD: dict[str, Any] = {
    "nom": "Lieux d’essai",
    "producteur": "Quelqu’un",
    "licence": "Licence Ouverte 2.0",
    "territoire": "Centre-Val de Loire",
    "origine": "Un essai",
}
# Slug → rows, rows with an address, rows with texts of hours (counted in the files of 2026-07).
MAPPED = {
    "aidants-connect": (126, 126, 0),
    "angers": (63, 63, 59),
    "bibliotheques": (702, 698, 0),
    "bus-france-services-charente": (12, 12, 12),
    "epernay": (39, 39, 39),
    "etapes-numeriques": (95, 95, 0),
    "fibre-64": (61, 61, 61),
    "france-services": (152, 152, 152),
    "hub-lo": (426, 425, 120),
    "la-creuse": (91, 89, 31),
    "mednum-bfc": (697, 680, 312),
    "nouvelle-caledonie": (92, 92, 72),
}
STANDARD = {"aix-en-provence": 38, "conseillers-numeriques": 181, "data-inclusion": 123}


def test_every_source_is_here_and_says_who_and_where() -> None:
    found = all_sources()
    assert set(found) == {*MAPPED, *STANDARD, "eure-et-loir"}
    assert next(iter(found)) == "france-services"
    for source in found.values():
        assert source.mapping is None or source.mapping.warnings == ()
        assert source.publication == ("brouillon" if source.slug == "bibliotheques" else "publie")


@pytest.mark.parametrize("slug", MAPPED)
def test_every_row_of_the_real_file_is_mapped(slug: str, data_dir: Path) -> None:
    source = all_sources()[slug]
    assert source.mapping is not None
    opened = open_source(data_dir / source.fichier, free_columns=True, keys=source.cles)
    assert source.mapping.check_columns(opened.headers) == []
    rows = list(opened.rows)
    assert [row.line for row in rows if row.problem] == []
    places = [source.mapping.apply(row.raw) for row in rows]
    assert all(place.values["nom"] and place.values["id"] for place in places)
    counts = (
        len(places),
        sum(bool(place.values["adresse"]) for place in places),
        sum(bool(place.hours) for place in places),
    )
    assert counts == MAPPED[slug]
    if source.mapping.has_own_id:
        assert len({place.values["id"] for place in places}) == len(places)


@pytest.mark.parametrize("slug", STANDARD)
def test_files_of_the_standard_need_no_mapping(slug: str, data_dir: Path) -> None:
    source = all_sources()[slug]
    assert source.mapping is None
    rows = list(open_source(data_dir / source.fichier).rows)
    assert len(rows) == STANDARD[slug]
    assert all(row.values["nom"] and row.values["adresse"] for row in rows)


def test_the_mappings_of_the_national_pipeline_are_read_as_they_are(data_dir: Path) -> None:
    """Each one fits its file, but for the one that names columns which never were."""
    configs = sorted(data_dir.glob("*/*.config.json"))
    assert len(configs) >= 14
    for config in configs:
        mapping = parse_mapping(config.read_bytes())
        stem = config.name.removesuffix(".config.json")
        files = [
            path
            for path in config.parent.glob(f"{stem.rstrip('s')}*")
            if ".config." not in path.name
        ]
        if stem == "conseiller-numerique":
            files = list(config.parent.glob("conseillers-numeriques_*.json"))
        for path in files:
            opened = open_source(path, free_columns=True)
            if stem == "aidants-connect":
                with pytest.raises(MappingError, match="« nom »"):
                    mapping.check_columns(opened.headers)
                continue
            mapping.check_columns(opened.headers)
            assert all(mapping.apply(row.raw).values["nom"] for row in opened.rows)


def test_hub_lo_says_more_than_its_national_mapping(data_dir: Path) -> None:
    """The boxes « c_epn » are read, and nobody is « en autonomie » for a « non »."""
    ours = all_sources()["hub-lo"].mapping
    theirs = parse_mapping((data_dir / "lieux/hub-lo.config.json").read_bytes())
    assert ours is not None
    rows = list(open_source(data_dir / all_sources()["hub-lo"].fichier, free_columns=True).rows)
    no = [row.raw for row in rows if row.raw["c_accompagnement_personnel"] == "non"]
    alone = "En autonomie"
    assert all(alone in theirs.apply(row).values["modalites_accompagnement"] for row in no)
    few = sum(alone in ours.apply(row).values["modalites_accompagnement"] for row in no)
    assert few < len(no) / 4
    epn = [row.raw for row in rows if row.raw["c_epn"] == "True"]
    assert len(epn) == 133
    assert all("EPN" in ours.apply(row).values["typologie"] for row in epn)
    hours = [ours.apply(row.raw).hours for row in rows]
    assert sum(bool(found and found.jours.startswith("{")) for found in hours) == 101


def test_libraries_have_a_position_and_a_name(data_dir: Path) -> None:
    source = all_sources()["bibliotheques"]
    assert source.mapping is not None
    path = data_dir / source.fichier
    with path.open(encoding="utf-8-sig", newline="") as handle:
        rows = list(csv.DictReader(handle))
    places = [source.mapping.apply(row) for row in rows]
    assert sum(46 < float(str(p.values["latitude"]) or 0) < 49 for p in places) == 701
    assert not any("PLACE" in str(place.values["nom"]) for place in places)
    assert sum(place.is_private for place in places) == 5


# --- the files themselves ----------------------------------------------------------------
def test_a_source_file_whole() -> None:
    content = {**HEAD, "date": date(2024, 8, 1), "rang": 3, "publication": "brouillon"}
    found = read_source("essai", {**content, "fichier": "a/b.csv", "cles": ["data", "lieux"]})
    assert (found.slug, found.date, found.rang) == ("essai", date(2024, 8, 1), 3)
    assert (found.publication, found.cles, found.mapping) == ("brouillon", ("data", "lieux"), None)


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"nom": " "}, "il manque « nom »"),
        ({"licence": 3}, "il manque « licence »"),
        ({"couleur": "x"}, "« couleur »"),
        ({"date": "2024"}, "« date »"),
        ({"rang": 200}, "« rang »"),
        ({"rang": True}, "« rang »"),
        ({"publication": "oui"}, "« publication »"),
        ({"fichier": "../secret"}, "« fichier »"),
        ({"fichier": "/etc/passwd"}, "« fichier »"),
        ({"cles": "data"}, "« cles »"),
        ({"correspondance": {"nom": 3}}, "correspondance, nom :"),
    ],
)
def test_source_files_that_are_refused(change: dict[str, Any], words: str) -> None:
    with pytest.raises(SourceError) as raised:
        read_source("essai", {**HEAD, **change})
    assert words in raised.value.message_fr
    assert "« essai »" in raised.value.message_fr


def test_a_file_that_is_no_toml(tmp_path: Path) -> None:
    path = tmp_path / "essai.toml"
    path.write_text("nom = [", encoding="utf-8")
    with pytest.raises(SourceError, match="TOML mal formé"):
        read_source_file(path)
