"""Small sheets, written as people write them: through the action."""

from collections.abc import Collection, Mapping, Sequence
from datetime import date
from itertools import count
from typing import Any

from maillage.directory.actions import save_lieu
from maillage.directory.models import Equipment, ExceptionalPeriod, Lieu

_numbers = count(1)


def make_lieu(
    *,
    modalites: Mapping[str, Collection[str]] | None = None,
    equipments: Collection[str] = (),
    periods: Sequence[ExceptionalPeriod] = (),
    **fields: Any,
) -> Lieu:
    """A published place of Chartres; give the fields that matter to the test.

    `modalites`: field → short codes; `equipments`: kinds; `periods`: unsaved exceptional
    periods.
    """
    number = next(_numbers)
    values: dict[str, Any] = {
        "id": f"test-{number}",
        "nom": f"Lieu {number}",
        "commune": "Chartres",
        "code_postal": "28000",
        "code_insee": "28085",
        "adresse": "1 place de la Mairie",
        "latitude": 48.4438,
        "longitude": 1.4890,
        "position_precision": "inconnue" if fields.get("latitude", 0) is None else "exacte",
        "date_maj": date(2026, 1, 15),
        **fields,
    }
    return save_lieu(
        lieu=Lieu(**values),
        modalites=modalites or {},
        equipments=[Equipment(kind=kind) for kind in equipments],
        exceptional_periods=list(periods),
        origin="test",
    )
