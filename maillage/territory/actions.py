"""Writes of the territory: the load of a region, the corrections of the consortium."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any
from uuid import uuid4

from django.db import models, transaction

from maillage.core.errors import DomainError
from maillage.core.text import normalize_place, slug_of
from maillage.territory.data import TerritoryData
from maillage.territory.models import (
    Bassin,
    BassinMembership,
    Commune,
    Contour,
    Departement,
    Epci,
    FormerCommune,
    Region,
    Territory,
    TerritoryStamp,
)

BATCH = 500


@dataclass(slots=True)
class KindSummary:
    """What a load did to one kind; `lines` name what changed.

    `missing`: rows in the database that the source does not have any more. They stay (places
    may refer to them), but for what only the load makes: then `removed` counts them.
    """

    name: str
    created: int = 0
    changed: int = 0
    unchanged: int = 0
    missing: int = 0
    removed: int = 0
    kept_corrections: int = 0
    lines: list[str] = field(default_factory=list)

    @property
    def is_new(self) -> bool:
        return bool(self.created or self.changed or self.removed)


@dataclass(slots=True)
class LoadSummary:
    """The outcome of a load, kind by kind; `notes` say in French what the source lacks."""

    source: str
    kinds: list[KindSummary] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)

    @property
    def has_changes(self) -> bool:
        return any(kind.is_new for kind in self.kinds)


def bump_stamp() -> None:
    """Tell every process that what it keeps of the territory in memory is out of date."""
    token = uuid4().hex
    stamp, created = TerritoryStamp.objects.get_or_create(pk=1, defaults={"token": token})
    if not created:
        stamp.token = token
        stamp.save()


def load_territory(*, data: TerritoryData, dry_run: bool = False) -> LoadSummary:
    """Put a region in the database, all or nothing; run twice, it changes nothing.

    A correction of a basin by the consortium survives. With `dry_run` nothing is written but
    the summary is the same.
    """
    summary = LoadSummary(source=data.source, notes=list(data.notes))
    with transaction.atomic():
        summary.kinds = _load(data)
        if summary.has_changes:
            bump_stamp()
        if dry_run:
            transaction.set_rollback(True)
    return summary


def _load(data: TerritoryData) -> list[KindSummary]:
    region = data.region
    kinds = [
        _sync_territories(Region, {region: {"nom": data.region_nom}}, Region.objects.none()),
        _sync_territories(
            Departement,
            {row.code: {"nom": row.nom, "region_id": region} for row in data.departements},
            Departement.objects.filter(region=region),
        ),
        _sync_territories(
            Epci,
            {row.code: {"nom": row.nom} for row in data.epcis},
            Epci.objects.filter(communes__departement__region=region).distinct(),
        ),
        _sync_territories(
            Commune,
            {
                row.code: {
                    "nom": row.nom,
                    "departement_id": row.departement,
                    "epci_id": row.epci or None,
                    "postal_codes": "|".join(row.postal_codes),
                    "population": row.population,
                    "surface_km2": row.surface_km2,
                    "latitude": row.latitude,
                    "longitude": row.longitude,
                    "search_text": normalize_place(row.nom),
                }
                for row in data.communes
            },
            Commune.objects.filter(departement__region=region),
        ),
    ]
    if data.bassins:
        kinds += [
            _sync_territories(
                Bassin,
                {row.code: {"nom": row.nom, "region_id": region} for row in data.bassins},
                Bassin.objects.filter(region=region),
            ),
            _sync_memberships(data),
        ]
    if data.former_communes:
        kinds.append(_sync_former_communes(data))
    if data.contours:
        kinds.append(_sync_contours(data))
    return kinds


def _sync_territories(
    model: type[Territory],
    rows: Mapping[str, dict[str, Any]],
    in_region: models.QuerySet[Any],
) -> KindSummary:
    """Create or change the rows of one model; `in_region`: where missing ones are counted."""
    summary = KindSummary(str(model._meta.verbose_name_plural))
    existing: dict[str, Any] = {row.pk: row for row in model._default_manager.all()}
    slugs = _new_slugs(rows, existing)
    created, changed = [], []
    for code, values in rows.items():
        found = existing.get(code)
        if found is None:
            created.append(model(code=code, slug=slugs[code], **values))
            summary.lines.append(f"+ {values['nom']} ({code})")
            continue
        new = {name: value for name, value in values.items() if getattr(found, name) != value}
        if not new:
            summary.unchanged += 1
            continue
        summary.lines.append(
            f"~ {values['nom']} ({code}) : "
            + ", ".join(
                f"{name.removesuffix('_id')} {getattr(found, name)} → {value}"
                for name, value in new.items()
            )
        )
        for name, value in new.items():
            setattr(found, name, value)
        changed.append(found)
    summary.created, summary.changed = len(created), len(changed)
    fields = sorted({name.removesuffix("_id") for values in rows.values() for name in values})
    manager = model._default_manager
    manager.bulk_create(created, batch_size=BATCH)
    # An upsert: bulk_update would write one CASE by field and row, ten times slower.
    manager.bulk_create(
        changed,
        batch_size=BATCH,
        update_conflicts=True,
        unique_fields=["code"],
        update_fields=fields,
    )
    missing = [row for row in in_region if row.pk not in rows]
    summary.missing = len(missing)
    summary.lines += [f"? {row.nom} ({row.pk}) : absent de la source, conservé" for row in missing]
    return summary


def _new_slugs(rows: Mapping[str, dict[str, Any]], existing: Mapping[str, Any]) -> dict[str, str]:
    """An address for each new code: the name, and the department when the name is shared.

    Known addresses never change, whatever is loaded later: they are in people's bookmarks.
    """
    known = {code: existing[code].nom for code in existing if code not in rows}
    shared = Counter(slug_of(name) for name in known.values())
    shared.update(slug_of(values["nom"]) for values in rows.values())
    taken = {row.slug for row in existing.values()}
    slugs: dict[str, str] = {}
    for code in sorted(rows):
        if code in existing:
            continue
        name = slug_of(rows[code]["nom"])[:120] or code
        departement = rows[code].get("departement_id", code).lower()
        slug = f"{name}-{departement}" if shared[name] > 1 or name in taken else name
        if slug in taken:
            slug = f"{name}-{code.lower()}"
        taken.add(slug)
        slugs[code] = slug
    return slugs


def _sync_memberships(data: TerritoryData) -> KindSummary:
    summary = KindSummary("rattachements à un bassin")
    existing = {row.commune_id: row for row in BassinMembership.objects.all()}
    names = {row.code: row.nom for row in data.bassins}
    created, changed = [], []
    for code, bassin in data.memberships.items():
        found = existing.get(code)
        if found is None:
            created.append(BassinMembership(commune_id=code, bassin_id=bassin))
        elif found.bassin_id == bassin:
            summary.unchanged += 1
        elif found.is_corrected:
            summary.kept_corrections += 1
        else:
            summary.lines.append(f"~ {code} : {found.bassin_id} → {bassin} {names[bassin]}")
            found.bassin_id = bassin
            changed.append(found)
    summary.created, summary.changed = len(created), len(changed)
    BassinMembership.objects.bulk_create(created, batch_size=BATCH)
    BassinMembership.objects.bulk_update(changed, ["bassin"], batch_size=BATCH)
    return summary


def _sync_former_communes(data: TerritoryData) -> KindSummary:
    summary = KindSummary("anciennes communes")
    existing = {
        (row.code, row.nom): row
        for row in FormerCommune.objects.filter(commune__departement__region=data.region)
    }
    created, changed = [], []
    for row in data.former_communes:
        found = existing.pop((row.code, row.nom), None)
        if found is None:
            created.append(
                FormerCommune(code=row.code, nom=row.nom, kind=row.kind, commune_id=row.commune)
            )
            summary.lines.append(f"+ {row.nom} ({row.code})")
        elif (found.kind, found.commune_id) == (row.kind, row.commune):
            summary.unchanged += 1
        else:
            summary.lines.append(f"~ {row.nom} ({row.code}) : {found.commune_id} → {row.commune}")
            found.kind, found.commune_id = row.kind, row.commune
            changed.append(found)
    summary.created, summary.changed = len(created), len(changed)
    summary.removed = len(existing)
    summary.lines += [f"- {nom} ({code})" for code, nom in existing]
    FormerCommune.objects.filter(pk__in=[row.pk for row in existing.values()]).delete()
    FormerCommune.objects.bulk_create(created, batch_size=BATCH)
    FormerCommune.objects.bulk_update(changed, ["kind", "commune"], batch_size=BATCH)
    return summary


def _sync_contours(data: TerritoryData) -> KindSummary:
    summary = KindSummary("contours")
    wanted = {(row.kind, row.code): row for row in data.contours}
    existing = dict(_contours_by_key(wanted))
    written = []
    for key, row in wanted.items():
        known = existing.get(key)
        if known == row.geometry:
            summary.unchanged += 1
            continue
        if known is None:
            summary.created += 1
        else:
            summary.changed += 1
            summary.lines.append(f"~ {row.kind}:{row.code}")
        box = row.box
        written.append(
            Contour(
                kind=row.kind,
                code=row.code,
                geometry=row.geometry,
                west=box.west,
                south=box.south,
                east=box.east,
                north=box.north,
            )
        )
    Contour.objects.bulk_create(
        written,
        batch_size=BATCH,
        update_conflicts=True,
        unique_fields=["kind", "code"],
        update_fields=["geometry", "west", "south", "east", "north"],
    )
    return summary


def _contours_by_key(
    wanted: Mapping[tuple[str, str], Any],
) -> Iterable[tuple[tuple[str, str], str]]:
    rows = Contour.objects.filter(kind__in={kind for kind, _ in wanted})
    for kind, code, text in rows.values_list("kind", "code", "geometry").iterator():
        yield (kind, code), text


def correct_bassin(*, commune: Commune, bassin: Bassin, note: str) -> BassinMembership:
    """Record the consortium's decision on the basin of a commune; loads leave it alone."""
    note = note.strip()
    if not note:
        raise DomainError("no_reason", "Dites pourquoi cette commune change de bassin.")
    with transaction.atomic():
        membership, _ = BassinMembership.objects.update_or_create(
            commune=commune, defaults={"bassin": bassin, "is_corrected": True, "note": note}
        )
    return membership
