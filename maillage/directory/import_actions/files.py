"""From a file to an import: which source it is, how its columns are read, then the run."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.db import transaction

from maillage.accounts.models import User
from maillage.core.errors import DomainError
from maillage.core.locks import alone
from maillage.directory.assembly import IMPORT_BUSY, IMPORT_LOCK
from maillage.directory.exchange.readers import SourceFile, open_source
from maillage.directory.exchange.report import ImportReport
from maillage.directory.import_actions.runs import (
    Progress,
    import_rows,
    receive_file,
    remarks_on_columns,
    run_import,
)
from maillage.directory.import_actions.sources import remember_mapping, scheme_of, source_of
from maillage.directory.models import ImportRun, Source
from maillage.directory.normalise.record import Version
from maillage.directory.pipeline.reading import Scheme
from maillage.directory.provenance import SAISIE
from maillage.directory.sources import all_sources


@dataclass(frozen=True, slots=True)
class Opened:
    """A file that can be imported. `config`: the mapping given with it, to be remembered."""

    source: Source
    source_file: SourceFile
    scheme: Scheme
    config: dict[str, Any] | None


def open_file(
    *,
    slug: str,
    path: Path,
    config: dict[str, Any] | None = None,
    version: Version | None = None,
) -> Opened:
    """Look at a file of the source `slug`; nothing is written.

    FileError when it cannot be read, DomainError when its columns are not those expected. A
    source that is not known yet is in memory only until `apply_file`.
    """
    if slug == SAISIE:
        raise DomainError("slug_reserved", "« saisie » est ce que des personnes ont écrit ici.")
    source = Source.objects.filter(pk=slug).first() or Source(slug=slug, nom=slug)
    scheme = scheme_of(source=source, version=version or Version.V1, config=config)
    definition = all_sources().get(slug)
    source_file = open_source(
        path,
        version=version,
        free_columns=scheme.mapping is not None,
        keys=definition.cles if definition is not None else (),
    )
    if scheme.mapping is None:
        scheme = scheme_of(source=source, version=source_file.version)
    remarks_on_columns(source_file, scheme)
    return Opened(source, source_file, scheme, config)


def apply_file(
    *,
    opened: Opened,
    path: Path,
    report: ImportReport,
    name: str = "",
    dry_run: bool = False,
    by: User | None = None,
    progress: Progress | None = None,
) -> ImportRun | None:
    """Import an open file, with a run that keeps its report; nothing at all when `dry_run`."""
    if dry_run:
        import_rows(
            source_file=opened.source_file,
            source=opened.source,
            scheme=opened.scheme,
            report=report,
            dry_run=True,
            progress=progress,
        )
        return None
    # Before the first write, which SQLite would keep waiting for as long as another import lasts.
    with alone(IMPORT_LOCK) as is_free:
        if not is_free:
            raise DomainError("busy", IMPORT_BUSY)
    with transaction.atomic():
        source = source_of(slug=opened.source.slug)
        run = receive_file(source=source, path=path, by=by, name=name)
    run = run_import(
        run=run,
        source_file=opened.source_file,
        scheme=opened.scheme,
        report=report,
        progress=progress,
    )
    if opened.config is not None:
        remember_mapping(source=source, config=opened.config)
    return run
