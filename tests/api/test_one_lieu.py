"""One sheet: by identifier or address, moved, gone, hidden; and what left since a date."""

from datetime import UTC, datetime
from urllib.parse import quote

import pytest
from django.test import Client

from maillage.directory.actions import archive_lieu, rename_slug
from maillage.directory.merging import join_sheets
from maillage.directory.models import Lieu, Passage, Structure
from maillage.directory.normalise.record import UNKNOWN_DATE
from tests.api.samples import fields_of, get_json, make_lieu

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("pk", ["simple", "a/b/c", "Été & co ?#%", "x__y", "//deux", ".."])
def test_an_identifier_may_hold_anything(pk: str) -> None:
    make_lieu(pk, slug="la-fiche")
    assert get_json(f"/lieux/{quote(pk, safe='')}")["id"] == pk
    assert get_json("/lieux/la-fiche")["id"] == pk


def test_a_merged_sheet_leads_to_the_other() -> None:
    target = make_lieu("garde/ici")
    middle, old = make_lieu("milieu"), make_lieu("ancien", slug="ancienne-fiche")
    join_sheets(into={old.pk: middle.pk})
    join_sheets(into={middle.pk: target.pk})
    for address in ("ancien", "ancienne-fiche", "milieu"):
        response = Client().get(f"/api/v1/lieux/{address}")
        assert response.status_code == 301
        assert response["Location"] == "http://testserver/api/v1/lieux/garde%2Fici"
        followed = Client().get(response["Location"])
        assert followed.json()["id"] == "garde/ici"


def test_a_former_address_leads_to_the_new_one() -> None:
    lieu = make_lieu("a", slug="avant")
    rename_slug(lieu=lieu, slug="apres", origin="essai")
    response = Client().get("/api/v1/lieux/avant")
    assert (response.status_code, response["Location"]) == (
        301,
        "http://testserver/api/v1/lieux/a",
    )


def test_an_archived_sheet_is_gone_and_a_draft_was_never_there() -> None:
    archive_lieu(lieu=make_lieu("vieux", slug="vieille-fiche"), origin="essai")
    make_lieu("a-venir", status="brouillon")
    assert fields_of(get_json("/lieux/vieux", status=410)) == [""]
    assert fields_of(get_json("/lieux/vieille-fiche", status=410)) == [""]
    assert fields_of(get_json("/lieux/a-venir", status=404)) == [""]


def test_what_left_is_listed_for_partners() -> None:
    kept, old, double = make_lieu("garde"), make_lieu("vieux"), make_lieu("double")
    make_lieu("brouillon", status="brouillon")
    long_gone = make_lieu("parti")
    archive_lieu(lieu=long_gone, origin="essai")
    Lieu.objects.filter(pk="parti").update(updated_at=datetime(2020, 1, 1, tzinfo=UTC))
    archive_lieu(lieu=old, origin="essai")
    join_sheets(into={double.pk: kept.pk})
    answer = get_json("/lieux?modified_since=2026-01-01&besoin=demarches&limit=1")
    assert answer["removed"] == [
        {"id": "vieux", "slug": old.slug, "statut": "archive", "remplace_par": None},
        {"id": "double", "slug": double.slug, "statut": "fusionne", "remplace_par": "garde"},
    ]
    assert get_json("/lieux?modified_since=2026-01-01")["items"][0]["id"] == "garde"
    assert get_json("/lieux?besoin=demarches")["removed"] is None


def test_only_the_first_page_lists_what_left() -> None:
    make_lieu("a")
    make_lieu("b")
    archive_lieu(lieu=make_lieu("c"), origin="essai")
    first = get_json("/lieux?modified_since=2026-01-01&limit=1")
    assert [row["id"] for row in first["removed"]] == ["c"]
    second = get_json("/lieux?" + first["next"].partition("?")[2])
    assert second["removed"] is None


def test_parts_say_only_what_is_public() -> None:
    structure = Structure.objects.create(nom="Association", slug="association")
    host = make_lieu("hote", status="brouillon", nom="Secret")
    make_lieu(
        "a",
        structure=structure,
        passages=[Passage(kind="permanence", label="Mairie", host=host)],
    )
    ours = get_json("/lieux/a")["maillage"]
    assert ours["structure"]["nom"] == "Association"
    assert ours["passages"][0]["ou"] == "Mairie"
    assert ours["passages"][0]["lieu_hote"] is None


def test_an_unknown_date_is_null() -> None:
    make_lieu("sans-date", date_maj=UNKNOWN_DATE)
    make_lieu("datee")
    assert get_json("/lieux/sans-date")["maillage"]["fraicheur"]["date_maj"] is None
    assert get_json("/lieux/datee")["maillage"]["fraicheur"]["date_maj"] == "2026-01-01"
