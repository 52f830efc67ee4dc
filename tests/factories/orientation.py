"""Small kiosks."""

from itertools import count
from typing import Any

from maillage.orientation.models import Kiosk
from maillage.territory.models import Commune
from tests.factories.people import make_structure
from tests.factories.territory import CommuneFactory

_numbers = count(1)


def make_kiosk(**fields: Any) -> Kiosk:
    """A kiosk in service at Chartres, with everything offered; give what matters to the test."""
    number = next(_numbers)
    values: dict[str, Any] = {
        "slug": f"borne-{number}",
        "nom": f"Borne {number}",
        "commune": Commune.objects.filter(pk="28085").first()
        or CommuneFactory.create(code="28085", nom="Chartres", slug="chartres"),
        **fields,
    }
    if "structure" not in values:
        values["structure"] = make_structure()
    return Kiosk.objects.create(**values)
