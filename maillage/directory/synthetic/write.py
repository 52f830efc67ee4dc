"""Put synthetic places in the database, and take them out."""

import random
from collections.abc import Sequence
from datetime import timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.text import slugify

from maillage.directory import actions
from maillage.directory.enums import PositionPrecision
from maillage.directory.models import Equipment, Lieu, Modalite
from maillage.directory.quality_store import refresh_quality
from maillage.directory.synthetic.communes import Town
from maillage.directory.synthetic.places import Place, hours_pool, make_place

SOURCE = "essai"
_BATCH = 1000
# People gather, but small towns have places too.
_POPULATION_POWER = 0.7


@transaction.atomic
def make_places(*, count: int, seed: int, towns: Sequence[Town]) -> int:
    """Create `count` places; those of the same seed and towns are always the same.

    A place that exists already (same seed, same number) is left as it is. Returns the number
    of places created. No version is kept in the history: nobody wrote them.
    """
    draw = random.Random(seed)  # noqa: S311 - not a secret
    pool = hours_pool(draw)
    weights = [max(1, town.population) ** _POPULATION_POWER for town in towns]
    chosen = draw.choices(towns, weights=weights, k=count)
    known = set(Lieu.objects.filter(import_source=SOURCE).values_list("pk", flat=True))
    modalites = {(row.field, row.code): row.pk for row in Modalite.objects.all()}
    revision = actions.next_revision()
    lieux: list[Lieu] = []
    places: list[Place] = []
    for number, town in enumerate(chosen, start=1):
        place = make_place(number, town.nom, draw, pool)
        if _id_of(seed, number) in known:
            continue
        lieux.append(_lieu(place, town, seed, revision))
        places.append(place)
    Lieu.objects.bulk_create(lieux, batch_size=_BATCH)
    through = Lieu.modalites.through
    through.objects.bulk_create(
        (
            through(lieu_id=lieu.pk, modalite_id=modalites[pair])
            for lieu, place in zip(lieux, places, strict=True)
            for pair in place.values
        ),
        batch_size=_BATCH * 5,
    )
    Equipment.objects.bulk_create(
        (
            Equipment(lieu_id=lieu.pk, kind=kind, count=number)
            for lieu, place in zip(lieux, places, strict=True)
            for kind, number in place.equipments
        ),
        batch_size=_BATCH,
    )
    for start in range(0, len(lieux), _BATCH):
        refresh_quality(ids=[lieu.pk for lieu in lieux[start : start + _BATCH]])
    return len(lieux)


@transaction.atomic
def clear_places() -> int:
    """Remove every synthetic place; returns their number."""
    lieux = Lieu.objects.filter(import_source=SOURCE)
    count = lieux.count()
    lieux.delete()
    return count


def _id_of(seed: int, number: int) -> str:
    return f"Essai_{seed}_{number:05d}"


def _lieu(place: Place, town: Town, seed: int, revision: int) -> Lieu:
    now = timezone.now()
    latitude, longitude = town.latitude, town.longitude
    if place.is_exact:
        latitude, longitude = latitude + place.offset[0], longitude + place.offset[1]
    lieu = Lieu(
        id=_id_of(seed, place.number),
        slug=f"{slugify(place.nom)[:80]}-{slugify(town.nom)[:40]}-{seed}",
        nom=place.nom,
        commune=town.nom,
        code_postal=town.postal_code,
        code_insee=town.code,
        territory_commune_id=town.code if town.is_known else None,
        adresse=place.adresse,
        latitude=round(latitude, 6),
        longitude=round(longitude, 6),
        position_precision=PositionPrecision.EXACTE
        if place.is_exact
        else PositionPrecision.CENTRE_COMMUNE,
        telephone=place.telephone,
        courriels=f"lieu-{place.number}@example.org",
        site_web=f"https://example.org/lieux/{place.number}",
        horaires=place.horaires,
        presentation_resume=place.presentation_resume,
        presentation_detail=place.presentation_detail,
        source=SOURCE,
        import_source=SOURCE,
        date_maj=timezone.localdate() - timedelta(days=place.age_days),
        created_at=now,
        updated_at=now,
        revision=revision,
    )
    lieu.search_text = actions.search_text_of(lieu=lieu)
    return lieu
