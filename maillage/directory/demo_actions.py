"""Write the demonstration data into the database, as often as one likes.

A second load changes nothing. What a person or another source wrote since stays: a sheet or an
organisation whose latest version does not come from here is left alone, and named.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from django.db import models, transaction

from maillage.core.text import normalize_place, slug_of
from maillage.directory.actions import save_lieu, save_structure
from maillage.directory.demo import (
    FIELD_TYPES,
    JOINED_FIELDS,
    Demo,
    DemoBassin,
    DemoCommune,
    DemoEquipment,
    DemoLieu,
    DemoPassage,
    DemoStructure,
    DemoTerritory,
)
from maillage.directory.enums import EquipmentUse, PositionPrecision
from maillage.directory.models import Equipment, Lieu, LieuSlug, Passage, Structure
from maillage.territory.models import (
    Bassin,
    BassinMembership,
    Commune,
    Contour,
    Departement,
    Epci,
    FormerCommune,
    Region,
)

ORIGIN = "demonstration"
"""The `history_source` of sheets and the change reason of organisations."""

_SHEET_FIELDS = tuple(name for name in (*FIELD_TYPES, *JOINED_FIELDS) if name not in {"id", "slug"})


@dataclass(slots=True)
class Outcome:
    """Names of what was created, changed, already right, or left because edited since."""

    created: list[str] = field(default_factory=list)
    changed: list[str] = field(default_factory=list)
    unchanged: list[str] = field(default_factory=list)
    kept: list[str] = field(default_factory=list)


@dataclass(slots=True)
class DemoReport:
    """What one load did; `communes` counts those created, `contours_missing` warns."""

    communes: int = 0
    contours_missing: bool = False
    structures: Outcome = field(default_factory=Outcome)
    lieux: Outcome = field(default_factory=Outcome)


def load_demo(*, demo: Demo, dry_run: bool = False) -> DemoReport:
    """Create or update territory, organisations and sheets; with `dry_run`, undo it all.

    Raises django's ValidationError for a value that a model refuses; nothing is then written.
    """
    report = DemoReport()
    with transaction.atomic():
        report.communes = ensure_territory(territory=demo.territory)
        report.contours_missing = not Contour.objects.exists()
        owners = {
            structure.slug: _write_structure(
                structure,
                bassin,
                _bassin(bassin.bassin, demo.territory.bassins),
                report.structures,
            )
            for bassin in demo.bassins
            for structure in bassin.structures
        }
        for bassin, structure, lieu in _hosts_first(demo):
            _write_lieu(lieu, bassin, owners[structure.slug], report.lieux)
        for structure in demo.structures:
            owner = owners[structure.slug]
            if structure.nom not in report.structures.kept:
                _write_structure_passages(owner, structure.passages)
        transaction.set_rollback(dry_run)
    return report


def ensure_territory(*, territory: DemoTerritory) -> int:
    """Create what is missing; a commune that is there is kept whole. Returns those created."""
    region, _ = Region.objects.get_or_create(
        code=territory.region[0],
        defaults={"nom": territory.region[1], "slug": slug_of(territory.region[1])},
    )
    for code, nom in territory.bassins.items():
        if not Bassin.objects.filter(models.Q(code=code) | models.Q(slug=slug_of(nom))).exists():
            Bassin.objects.create(code=code, nom=nom, slug=slug_of(nom), region=region)
    present = set(Commune.objects.values_list("code", flat=True))
    missing = [row for row in territory.communes if row.code_insee not in present]
    for row in missing:
        _create_commune(row, territory, region)
    return len(missing)


def _create_commune(row: DemoCommune, territory: DemoTerritory, region: Region) -> None:
    departement_nom = territory.departements[row.departement]
    departement, _ = Departement.objects.get_or_create(
        code=row.departement,
        defaults={"nom": departement_nom, "slug": slug_of(departement_nom), "region": region},
    )
    epci_nom = territory.epcis[row.epci]
    epci, _ = Epci.objects.get_or_create(
        code=row.epci, defaults={"nom": epci_nom, "slug": slug_of(epci_nom)}
    )
    slug = slug_of(row.nom)
    if Commune.objects.filter(slug=slug).exists():
        slug = f"{slug}-{row.code_insee}"
    commune = Commune.objects.create(
        code=row.code_insee,
        nom=row.nom,
        slug=slug,
        postal_codes="|".join(row.codes_postaux),
        departement=departement,
        epci=epci,
        population=row.population,
        surface_km2=row.surface_km2,
        latitude=row.latitude,
        longitude=row.longitude,
        search_text=normalize_place(row.nom),
    )
    FormerCommune.objects.bulk_create(
        FormerCommune(code=code, nom=nom, kind=kind, commune=commune)
        for code, nom, kind in row.anciennes_communes
    )
    BassinMembership.objects.create(commune=commune, bassin=_bassin(row.bassin, territory.bassins))


def _bassin(code: str, noms: Mapping[str, str]) -> Bassin:
    """By code, else by name: the consortium may have given its basins other codes."""
    return Bassin.objects.filter(code=code).first() or Bassin.objects.get(slug=slug_of(noms[code]))


def _write_structure(
    row: DemoStructure, file: DemoBassin, bassin: Bassin, outcome: Outcome
) -> Structure:
    structure = Structure.objects.filter(slug=row.slug).first()
    is_new = structure is None
    structure = structure or Structure(slug=row.slug)
    if not is_new and _latest(structure, "history_change_reason") != ORIGIN:
        outcome.kept.append(row.nom)
        return structure
    wanted = {
        "nom": row.nom,
        "kind": row.kind,
        "presentation": row.presentation,
        "programmes": ", ".join(row.programmes),
        "commune_id": row.code_insee or None,
        "bassin_id": bassin.pk,
        "source": file.source,
    }
    if not _assign(structure, wanted) and not is_new:
        outcome.unchanged.append(row.nom)
        return structure
    (outcome.created if is_new else outcome.changed).append(row.nom)
    return save_structure(structure=structure, origin=ORIGIN)


def _hosts_first(demo: Demo) -> list[tuple[DemoBassin, DemoStructure, DemoLieu]]:
    """Every sheet, those that lend a room to another organisation before the others."""
    rows = [
        (bassin, structure, lieu)
        for bassin in demo.bassins
        for structure in bassin.structures
        for lieu in structure.lieux
    ]
    hosts = {passage.host for _, _, lieu in rows for passage in lieu.passages if passage.host}
    return sorted(rows, key=lambda row: row[2].id not in hosts)


def _write_lieu(row: DemoLieu, bassin: DemoBassin, structure: Structure, outcome: Outcome) -> None:
    nom = str(row.fields["nom"])
    lieu = Lieu.objects.filter(pk=row.id).first()
    is_new = lieu is None
    lieu = lieu or Lieu(id=row.id, slug=_free_slug(str(row.fields["slug"])))
    if not is_new and _latest(lieu, "history_source") != ORIGIN:
        outcome.kept.append(nom)
        return
    equipments = [_equipment(part) for part in row.equipments]
    passages = [_passage(part) for part in row.passages]
    is_changed = _assign(lieu, _wanted(row, bassin, structure))
    if not is_new:
        is_changed = is_changed or _parts_differ(lieu, row.modalites, equipments, passages)
    if not is_new and not is_changed:
        outcome.unchanged.append(nom)
        return
    save_lieu(
        lieu=lieu,
        modalites=row.modalites,
        origin=ORIGIN,
        equipments=equipments,
        passages=passages,
    )
    (outcome.created if is_new else outcome.changed).append(nom)


def _wanted(row: DemoLieu, bassin: DemoBassin, structure: Structure) -> dict[str, object]:
    """All the values of a sheet; a field that the file does not state is empty or unknown."""
    commune = Commune.objects.get(pk=row.fields["code_insee"])
    has_centre = commune.latitude is not None
    return {
        **{
            name: row.fields.get(name, Lieu._meta.get_field(name).get_default())  # type: ignore[union-attr]
            for name in _SHEET_FIELDS
        },
        "latitude": commune.latitude,
        "longitude": commune.longitude,
        "position_precision": (
            PositionPrecision.CENTRE_COMMUNE if has_centre else PositionPrecision.INCONNUE
        ),
        "structure_id": structure.pk,
        "source": bassin.source,
        "date_maj": bassin.date_maj,
        "import_source": ORIGIN,
    }


def _free_slug(slug: str) -> str:
    """The address of the file, or nothing (the action then finds a free one)."""
    is_taken = (
        Lieu.objects.filter(slug=slug).exists() or LieuSlug.objects.filter(slug=slug).exists()
    )
    return "" if is_taken else slug


def _equipment(part: DemoEquipment) -> Equipment:
    return Equipment(
        kind=part.kind,
        count=part.count,
        use=part.use or EquipmentUse.SUR_PLACE,
        detail=part.detail,
    )


def _passage(part: DemoPassage) -> Passage:
    return Passage(
        kind=part.kind,
        label=part.label,
        commune_id=part.code_insee or None,
        horaires=part.horaires,
        note=part.note,
        host=Lieu.objects.filter(pk=part.host).first() if part.host else None,
    )


def _parts_differ(
    lieu: Lieu,
    modalites: Mapping[str, tuple[str, ...]],
    equipments: list[Equipment],
    passages: list[Passage],
) -> bool:
    codes = {(name, code) for name, values in modalites.items() for code in values}
    return (
        set(lieu.modalites.values_list("field", "code")) != codes
        or _values(lieu.equipments.all(), _EQUIPMENT) != _values(equipments, _EQUIPMENT)
        or _values(lieu.passages.all(), _PASSAGE) != _values(passages, _PASSAGE)
    )


_EQUIPMENT = ("kind", "count", "use", "detail")
_PASSAGE = ("kind", "label", "commune_id", "horaires", "note", "host_id")


def _values(parts: Iterable[models.Model], names: tuple[str, ...]) -> list[str]:
    """The parts as comparable texts, whatever their order."""
    return sorted(repr([str(getattr(part, name)) for name in names]) for part in parts)


def _write_structure_passages(structure: Structure, rows: tuple[DemoPassage, ...]) -> None:
    passages = [_passage(row) for row in rows]
    if _values(structure.passages.all(), _PASSAGE) == _values(passages, _PASSAGE):
        return
    save_structure(structure=structure, origin=ORIGIN, passages=passages)


def _assign(row: models.Model, wanted: Mapping[str, object]) -> bool:
    """Set the values that differ; whether any did."""
    differing = {name: value for name, value in wanted.items() if getattr(row, name) != value}
    for name, value in differing.items():
        setattr(row, name, value)
    return bool(differing)


def _latest(row: Lieu | Structure, name: str) -> str:
    """One value of the latest version of a row; empty when it has no history."""
    return (
        row.history.order_by("-history_date", "-history_id").values_list(name, flat=True).first()
        or ""
    )
