"""The sources that the site knows: declared ones, and those that an import names."""

from collections.abc import Mapping
from typing import Any

from maillage.core.errors import DomainError
from maillage.directory.mapping import MappingError, read_mapping
from maillage.directory.models import Source
from maillage.directory.normalise.record import Version
from maillage.directory.pipeline.reading import Scheme
from maillage.directory.sources import all_sources

_DECLARED = ("nom", "producteur", "licence", "territoire", "origine", "rang", "publication", "date")


def sync_sources() -> int:
    """Write the declared sources into the table; returns the number of rows written.

    A source that is declared no more stays: sheets came from it.
    """
    known = Source.objects.in_bulk()
    wanted = [
        Source(slug=slug, **{name: getattr(definition, name) for name in _DECLARED})
        for slug, definition in all_sources().items()
    ]
    moved = [
        row
        for row in wanted
        if row.slug not in known
        or any(getattr(known[row.slug], name) != getattr(row, name) for name in _DECLARED)
    ]
    Source.objects.bulk_create(
        moved, update_conflicts=True, unique_fields=["slug"], update_fields=list(_DECLARED)
    )
    return len(moved)


def source_of(*, slug: str) -> Source:
    """The source of that slug; one that is not declared is created with its slug for a name."""
    source, _is_new = Source.objects.get_or_create(slug=slug, defaults={"nom": slug})
    return source


def remember_mapping(*, source: Source, config: Mapping[str, Any]) -> None:
    """Read the next files of a source as the one that just went in; a declared one has its own."""
    if source.slug not in all_sources():
        source.mapping = dict(config)
        source.save(update_fields=["mapping"])


def scheme_of(*, source: Source, version: Version, config: dict[str, Any] | None = None) -> Scheme:
    """How the rows of the source are read.

    `config`: a mapping in the national format given with the file; else the declared mapping,
    else the last one given, else the columns of the standard. DomainError for a bad mapping.
    """
    definition = all_sources().get(source.slug)
    mapping = None
    try:
        if config is not None:
            mapping = read_mapping(config)
        elif definition is not None and definition.mapping is not None:
            mapping = definition.mapping
        elif source.mapping:
            mapping = read_mapping(source.mapping)
    except MappingError as error:
        raise DomainError("mapping", error.message_fr) from error
    return Scheme(
        source=source.slug,
        nom=source.nom,
        version=version,
        mapping=mapping,
        vintage=source.date,
        publication=source.publication,
    )
