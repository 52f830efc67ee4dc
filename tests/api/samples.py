"""Sheets and calls for the tests of the API."""

from datetime import date
from typing import Any

from django.test import Client

from maillage.directory.actions import save_lieu
from maillage.directory.models import Lieu
from tests.factories.territory import CommuneFactory

GALLARDON = {"latitude": 48.5259, "longitude": 1.6932}


def make_lieu(pk: str, *, modalites: dict[str, list[str]] | None = None, **fields: Any) -> Lieu:
    """A published sheet of Gallardon, saved as the site saves."""
    parts = {
        name: fields.pop(name, ()) for name in ("equipments", "exceptional_periods", "passages")
    }
    values: dict[str, Any] = {
        "nom": f"Espace {pk}",
        "commune": "Gallardon",
        "code_postal": "28320",
        "code_insee": "28168",
        "adresse": "1 rue Porte Mouton",
        "date_maj": date(2026, 1, 1),
        **GALLARDON,
        **fields,
    }
    return save_lieu(lieu=Lieu(pk=pk, **values), modalites=modalites or {}, origin="essai", **parts)


def make_gallardon() -> None:
    """The commune, so that places have a territory."""
    CommuneFactory(
        code="28168", nom="Gallardon", slug="gallardon", postal_codes="28320", **GALLARDON
    )


def get_json(address: str, *, status: int = 200) -> Any:
    """Body of GET /api/v1<address> by an anonymous visitor."""
    response = Client().get(f"/api/v1{address}")
    assert response.status_code == status, response.content[:600]
    assert response["Content-Type"].startswith("application/json")
    return response.json()


def fields_of(answer: Any) -> list[str]:
    """Parameters blamed by a refusal; each has a sentence."""
    assert all(problem["message"].endswith((".", "?")) for problem in answer["erreurs"])
    return [problem["champ"] for problem in answer["erreurs"]]
