"""What happens when a row of the territory is saved by hand (admin, demonstration data)."""

from typing import Any

from django.db.models.signals import post_delete, post_save
from django.dispatch import receiver

from maillage.territory.actions import bump_stamp
from maillage.territory.models import (
    Bassin,
    BassinMembership,
    Commune,
    Departement,
    Epci,
    FormerCommune,
    Region,
)


def _stamp_changed(**_kwargs: Any) -> None:
    bump_stamp()


for _model in (Region, Departement, Epci, Bassin, Commune, FormerCommune, BassinMembership):
    receiver([post_save, post_delete], sender=_model, dispatch_uid=f"stamp-{_model.__name__}")(
        _stamp_changed
    )
