"""manage.py load_territory from a folder: what goes in, what is refused, what survives."""

import json
from collections.abc import Callable
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.db.models import Sum
from pytest_django import Settings

from maillage.core.errors import DomainError
from maillage.territory import actions
from maillage.territory.actions import correct_bassin
from maillage.territory.models import (
    Bassin,
    BassinMembership,
    Commune,
    Contour,
    Departement,
    Epci,
    FormerCommune,
    Region,
    TerritoryStamp,
)
from maillage.territory.sources.folder import read_folder
from maillage.territory.sources.reference import PACKAGE
from tests.factories.territory import BassinFactory, CommuneFactory

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _without_package(settings: Settings, tmp_path: Path) -> None:
    """Reading 12 MB of the npm package by test would only cost time."""
    settings.BASE_DIR = tmp_path


def load(folder: Path, *options: str, region: str = "24") -> str:
    out = StringIO()
    call_command("load_territory", "--region", region, "--from", str(folder), *options, stdout=out)
    return out.getvalue()


def counts() -> dict[str, int]:
    models = (Region, Departement, Epci, Bassin, Commune, BassinMembership, FormerCommune, Contour)
    return {model.__name__: model._default_manager.count() for model in models}


def test_the_folder_goes_in(folder: Path) -> None:
    out = load(folder)
    assert counts() == {
        "Region": 1,
        "Departement": 2,
        "Epci": 2,
        "Bassin": 4,
        "Commune": 4,
        "BassinMembership": 4,
        "FormerCommune": 2,
        "Contour": 6,
    }
    chartres = Commune.objects.get(code="28085")
    assert chartres.departement.nom == "Eure-et-Loir"
    assert chartres.epci is not None
    assert chartres.epci.nom == "CA Chartres Métropole"
    assert (chartres.population, chartres.surface_km2) == (38_426, 16.85)
    assert (chartres.latitude, chartres.longitude) == (48.4438, 1.489)
    assert (chartres.slug, chartres.search_text) == ("chartres", "chartres")
    assert chartres.bassin_membership.bassin.nom == "Chartres"
    unknown = Commune.objects.get(code="28261")
    assert unknown.postal_code_list == ["28220", "28120"]
    assert (unknown.population, unknown.latitude, unknown.epci) == (None, None, None)
    assert "communes : créations 4, changements 0, sans changement 0" in out
    assert "Sans contour (commune) : 1." in out
    assert "Les contours manquent (epci_*.geojson)." in out


def test_namesakes_have_addresses_with_their_department(folder: Path) -> None:
    load(folder)
    slugs = dict(Commune.objects.filter(nom="Montigny").values_list("code", "slug"))
    assert slugs == {"28261": "montigny-28", "45214": "montigny-45"}


def test_an_address_never_changes_when_a_namesake_comes(folder: Path) -> None:
    CommuneFactory.create(code="45214", nom="Montigny", slug="montigny")
    load(folder)
    slugs = dict(Commune.objects.filter(nom="Montigny").values_list("code", "slug"))
    assert slugs == {"28261": "montigny-28", "45214": "montigny"}


def test_loading_again_changes_nothing(folder: Path) -> None:
    load(folder)
    before = list(Commune.objects.order_by("code").values())
    token = TerritoryStamp.objects.get().token
    out = load(folder)
    assert list(Commune.objects.order_by("code").values()) == before
    assert TerritoryStamp.objects.get().token == token
    assert "créations 1" not in out
    assert "changements 0, sans changement 4" in out
    assert "Rien n’a changé." in out


def test_changes_are_made_and_told(folder: Path) -> None:
    load(folder)
    token = TerritoryStamp.objects.get().token
    path = folder / "communes_essai_2026.csv"
    path.write_text(path.read_text().replace("38426", "40000").replace("1.489", "1.5"))
    out = load(folder)
    assert Commune.objects.get(code="28085").population == 40_000
    assert "changements 1, sans changement 3" in out
    assert "~ Chartres (28085) : population 38426 → 40000, longitude 1.489 → 1.5" in out
    assert TerritoryStamp.objects.get().token != token


def test_dry_run_says_the_same_and_writes_nothing(folder: Path) -> None:
    out = load(folder, "--dry-run")
    assert "communes : créations 4" in out
    assert "rien n’a été écrit" in out
    assert set(counts().values()) == {0}
    assert not TerritoryStamp.objects.exists()


def test_what_the_source_lost_is_told_and_kept(folder: Path) -> None:
    load(folder)
    gone = CommuneFactory.create(code="28900", nom="Disparue", slug="disparue")
    FormerCommune.objects.create(code="28901", nom="Oubliée", commune_id="28085")
    out = load(folder)
    assert Commune.objects.filter(pk=gone.pk).exists()
    assert "? Disparue (28900) : absent de la source, conservé" in out
    assert "absences de la source 1 (conservées)" in out
    assert "- Oubliée (28901)" in out
    assert not FormerCommune.objects.filter(code="28901").exists()


def test_a_correction_of_the_consortium_survives(folder: Path) -> None:
    load(folder)
    commune, dreux = (
        Commune.objects.get(code="28422"),
        BassinFactory.create(code="2422", nom="Dreux"),
    )
    correct_bassin(commune=commune, bassin=dreux, note="Réunion du 3 mars")
    other = BassinMembership.objects.get(commune="28085")
    other.bassin = dreux
    other.save()
    out = load(folder)
    kept = BassinMembership.objects.get(commune="28422")
    assert (kept.bassin_id, kept.is_corrected, kept.note) == ("2422", True, "Réunion du 3 mars")
    assert BassinMembership.objects.get(commune="28085").bassin_id == "2421"
    assert "corrections du consortium conservées 1" in out


def test_a_correction_without_a_reason_is_refused(folder: Path) -> None:
    load(folder)
    with pytest.raises(DomainError, match="pourquoi"):
        correct_bassin(
            commune=Commune.objects.get(code="28422"),
            bassin=Bassin.objects.get(code="2421"),
            note="  ",
        )
    assert BassinMembership.objects.get(commune="28422").bassin_id == "2423"


def test_without_zonings_the_basins_stay(folder: Path) -> None:
    load(folder)
    (folder / "zonages_essai_2026.csv").unlink()
    out = load(folder)
    assert "les bassins restent comme ils sont" in out
    assert BassinMembership.objects.count() == 4


def test_communes_alone_are_enough(folder: Path) -> None:
    for path in folder.iterdir():
        if path.name != "communes_essai_2026.csv":
            path.unlink()
    out = load(folder)
    assert Commune.objects.count() == 4
    assert Contour.objects.count() == 0
    assert Departement.objects.get(code="28").nom == "Département 28"
    assert "Les anciennes communes manquent" in out


@pytest.mark.parametrize(
    ("region", "reason"),
    [("99", "La région « 99 » n’existe pas"), ("53", "aucune commune de la région 53")],
)
def test_a_wrong_region_is_refused(folder: Path, region: str, reason: str) -> None:
    with pytest.raises(CommandError, match=reason):
        load(folder, region=region)
    assert Region.objects.count() == 0


def test_a_missing_folder_is_refused(tmp_path: Path) -> None:
    with pytest.raises(CommandError, match="n’existe pas") as caught:
        load(tmp_path / "nulle-part")
    assert caught.value.returncode == 1
    with pytest.raises(CommandError, match=r"n’a pas de fichier communes_\*\.csv"):
        load(tmp_path)


def replace(old: str, new: str) -> Callable[[bytes], bytes]:
    return lambda content: content.replace(old.encode(), new.encode(), 1)


@pytest.mark.parametrize(
    ("name", "change", "reason"),
    [
        ("communes_essai_2026.csv", replace("nom,", "name,"), "il manque la colonne nom"),
        ("communes_essai_2026.csv", replace("28085,", "2808,"), "ligne 2 : « 2808 »"),
        ("communes_essai_2026.csv", replace("28422", "28085"), "ligne 3 : la commune 28085 y est"),
        ("communes_essai_2026.csv", replace("38426", "beaucoup"), "population vaut « beaucoup »"),
        ("communes_essai_2026.csv", replace("38426", "-4"), "négative"),
        ("communes_essai_2026.csv", replace("38426", "inf"), "population vaut « inf »"),
        ("communes_essai_2026.csv", replace("48.4438", "148.4438"), "position"),
        ("communes_essai_2026.csv", replace("48.4438,", ","), "position"),
        ("communes_essai_2026.csv", replace("Chartres,", ","), "n’a pas de nom"),
        ("communes_essai_2026.csv", lambda c: c[: len(c) // 2], "nombre de colonnes"),
        ("communes_essai_2026.csv", lambda c: c.decode().encode("latin-1"), "CSV en UTF-8"),
        ("communes_essai_2026.csv", lambda _c: b"PK\x03\x04\x00\xff", "CSV en UTF-8"),
        ("communes_essai_2026.csv", lambda _c: b"", "il manque la colonne"),
        ("zonages_essai_2026.csv", replace("28422,", "28422,x,"), "nombre de colonnes"),
        ("zonages_essai_2026.csv", replace("2423", "2421"), "le bassin 2421 n’a pas un seul nom"),
        ("communes_essai_2026.geojson", lambda c: c[:200], "GeoJSON lisible"),
        ("communes_essai_2026.geojson", lambda _c: b"[]", "GeoJSON lisible"),
        ("communes_essai_2026.geojson", replace("Polygon", "Point"), "28085 : Le contour"),
        ("departements_essai.geojson", replace('"code"', '"id"'), "GeoJSON lisible"),
    ],
)
def test_a_malformed_file_changes_nothing(
    folder: Path, name: str, change: Callable[[bytes], bytes], reason: str
) -> None:
    load(folder)
    before = counts()
    path = folder / name
    path.write_bytes(change(path.read_bytes()))
    with pytest.raises(CommandError, match=reason) as caught:
        load(folder)
    assert name in str(caught.value)
    assert counts() == before


def test_a_fault_half_way_undoes_everything(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(_data: object) -> None:
        raise RuntimeError("disk full")

    monkeypatch.setattr(actions, "_sync_contours", fail)
    with pytest.raises(RuntimeError, match="disk full"):
        actions.load_territory(data=read_folder(folder, region="24"))
    assert set(counts().values()) == {0}


def test_a_bom_is_read(folder: Path) -> None:
    path = folder / "communes_essai_2026.csv"
    path.write_bytes(b"\xef\xbb\xbf" + path.read_bytes())
    load(folder)
    assert Commune.objects.count() == 4


def test_the_npm_package_is_compared(folder: Path, tmp_path: Path) -> None:
    assert "absent : noms non vérifiés" in load(folder)
    package = tmp_path / PACKAGE
    package.mkdir(parents=True)
    communes = [
        {"code": "28085", "nom": "Chartres", "population": 1, "region": "24"},
        {"code": "28422", "nom": "Villages Vovéens", "population": 4009, "region": "24"},
        {"code": "45214", "nom": "Montigny", "population": 220, "region": "24"},
        {"code": "28999", "nom": "Neuve", "population": 5, "region": "24"},
        {"code": "53001", "nom": "Ailleurs", "population": 5, "region": "53"},
    ]
    for row in communes:
        row["type"] = "commune-actuelle"
    (package / "communes.json").write_text(json.dumps(communes))
    (package / "epci.json").write_text(json.dumps([{"code": "200033181", "nom": "CA Chartres"}]))
    out = load(folder)
    assert "Différences avec le paquet npm : 5" in out
    for line in (
        "28085 Chartres : 38426 habitants, paquet npm 1",
        "28422 : « Les Villages Vovéens », paquet npm « Villages Vovéens »",
        "28261 Montigny : inconnue du paquet npm",
        "28999 Neuve : absente de la source",
        "200033181 : « CA Chartres Métropole », paquet npm « CA Chartres »",
    ):
        assert line in out


def test_the_real_region(data_dir: Path) -> None:
    out = load(data_dir / "territoire")
    assert counts() == {
        "Region": 1,
        "Departement": 6,
        "Epci": 82,
        "Bassin": 23,
        "Commune": 1_754,
        "BassinMembership": 1_754,
        "FormerCommune": 102,
        "Contour": 1_866,
    }
    assert Commune.objects.aggregate(total=Sum("population"))["total"] == 2_587_031
    assert not Commune.objects.filter(bassin_membership=None).exists()
    assert not Commune.objects.filter(latitude=None).exists()
    assert Bassin.objects.get(code="2432").nom == "Argenton-Le Blanc"
    assert len(set(Commune.objects.values_list("slug", flat=True))) == 1_754
    assert set(Commune.objects.filter(nom="Montigny").values_list("slug", flat=True)) == {
        "montigny-18",
        "montigny-45",
    }
    assert "Rien n’a changé." in load(data_dir / "territoire")
    assert "créations 1754" in out
