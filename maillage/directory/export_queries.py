"""Published sheets read for export: tuples in chunks, never model objects, flat memory."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Aggregate, Q, TextField

from maillage.core.errors import DomainError
from maillage.directory.exchange.writers.row import ExportedLieu, standard_row
from maillage.directory.models import Lieu, Modalite
from maillage.territory.enums import TerritoryKind
from maillage.territory.queries import get_territory

# The first piece is small, so that the first row leaves at once.
FIRST_CHUNK, CHUNK = 50, 1000
_COLUMNS = (
    "id",
    "slug",
    "pivot",
    "nom",
    "commune",
    "code_postal",
    "code_insee",
    "adresse",
    "complement_adresse",
    "latitude",
    "longitude",
    "telephone",
    "courriels",
    "site_web",
    "horaires",
    "presentation_resume",
    "presentation_detail",
    "source",
    "structure_parente",
    "date_maj",
    "reviewed_on",
    "autres_formations_labels",
    "fiche_acces_libre",
    "prise_rdv",
    "position_precision",
)


@dataclass(frozen=True, slots=True)
class TerritoryFilter:
    """The places of one territory: `condition` filters sheets."""

    kind: TerritoryKind
    code: str
    nom: str
    condition: Q


def territory_filter(*, text: str) -> TerritoryFilter:
    """Read « bassin:dreux », « departement:28 », « commune:28404 »; DomainError otherwise."""
    kind_text, _, wanted = text.partition(":")
    if kind_text not in TerritoryKind.values or not wanted:
        kinds = ", ".join(TerritoryKind.values)
        raise DomainError(
            "bad_territory",
            f"« {text[:60]} » n’est pas un territoire : écrivez SORTE:CODE, avec une sorte parmi "
            f"{kinds} (exemple : bassin:dreux).",
        )
    kind = TerritoryKind(kind_text)
    found = get_territory(kind=kind.value, code_or_slug=wanted)
    path = {
        TerritoryKind.COMMUNE: "territory_commune",
        TerritoryKind.EPCI: "territory_commune__epci",
        TerritoryKind.BASSIN: "territory_commune__bassin_membership__bassin",
        TerritoryKind.DEPARTEMENT: "territory_commune__departement",
        TerritoryKind.REGION: "territory_commune__departement__region",
    }[kind]
    return TerritoryFilter(kind, found.pk, found.nom, Q(**{path: found.pk}))


def export_rows(
    *, lieu_ids: Sequence[str] | None = None, territory: TerritoryFilter | None = None
) -> Iterator[ExportedLieu]:
    """Published sheets, in the order of `lieu_ids`, else by id; two queries per chunk."""
    ids = _published_ids(territory) if lieu_ids is None else lieu_ids
    joined_lists = _JoinedLists()
    for chunk in _chunks_of(ids):
        lists = joined_lists.of([row[0] for row in chunk])
        for row in chunk:
            values = dict(zip(_COLUMNS, row, strict=True))
            yield ExportedLieu(
                row=standard_row(values, lists.get(row[0], {})),
                slug=values["slug"],
                latitude=values["latitude"],
                longitude=values["longitude"],
                position_precision=values["position_precision"],
            )


def standard_rows(
    *, lieu_ids: Sequence[str] | None = None, territory: TerritoryFilter | None = None
) -> Iterator[dict[str, str]]:
    """The 32 texts of each published sheet (see `export_rows`)."""
    for lieu in export_rows(lieu_ids=lieu_ids, territory=territory):
        yield lieu.row


class JoinedIds(Aggregate):
    """Primary keys of a group, joined by commas: one row instead of twenty per sheet."""

    function = "GROUP_CONCAT"
    output_field = TextField()

    def as_postgresql(
        self, compiler: Any, connection: Any, **context: Any
    ) -> tuple[str, tuple[Any, ...]]:
        template = "STRING_AGG(CAST(%(expressions)s AS TEXT), ',')"
        sql, params = self.as_sql(compiler, connection, template=template, **context)
        return sql, tuple(params)


def _published_ids(territory: TerritoryFilter | None) -> list[str]:
    """Identifiers alone are small; paging by key would sort every sheet for each page."""
    published = Lieu.objects.published()
    if territory is not None:
        published = published.filter(territory.condition)
    return list(published.order_by("pk").values_list("pk", flat=True))


def _chunks_of(lieu_ids: Sequence[str]) -> Iterator[list[tuple[Any, ...]]]:
    start, size = 0, FIRST_CHUNK
    while start < len(lieu_ids):
        wanted = lieu_ids[start : start + size]
        rows = Lieu.objects.published().filter(pk__in=wanted).values_list(*_COLUMNS)
        found = {row[0]: row for row in rows}
        yield [found[pk] for pk in wanted if pk in found]
        start, size = start + size, CHUNK


class _JoinedLists:
    """The multi-valued fields of sheets, each as the standard writes it."""

    def __init__(self) -> None:
        rows = Modalite.objects.order_by("field", "position", "value")
        self._entries = {
            str(pk): (rank, name, value)
            for rank, (pk, name, value) in enumerate(rows.values_list("pk", "field", "value"))
        }

    def of(self, identifiers: Sequence[str]) -> dict[str, dict[str, list[str]]]:
        """Official values by sheet and field, in the order of the standard."""
        links = Lieu.modalites.through.objects.filter(lieu_id__in=identifiers).order_by()
        groups = links.values_list("lieu_id").annotate(keys=JoinedIds("modalite_id"))
        return {lieu_id: self._by_field(keys) for lieu_id, keys in groups}

    def _by_field(self, keys: str) -> dict[str, list[str]]:
        by_field: dict[str, list[str]] = {}
        for _, name, value in sorted([self._entries[key] for key in keys.split(",")]):
            by_field.setdefault(name, []).append(value)
        return by_field
