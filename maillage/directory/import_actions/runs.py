"""The life of an import: received, looked at, applied or given up; one at a time."""

import hashlib
from collections.abc import Callable
from contextlib import nullcontext
from dataclasses import asdict, replace
from itertools import islice
from pathlib import Path
from typing import Any

from django.db import reset_queries, transaction
from django.utils import timezone

from maillage.accounts.models import User
from maillage.core.errors import DomainError
from maillage.core.locks import alone
from maillage.directory.assembly import IMPORT_BUSY, IMPORT_LOCK
from maillage.directory.enums import AT_WORK, RowOutcome, RunStatus
from maillage.directory.exchange.readers import FileError, SourceFile
from maillage.directory.exchange.report import Counters, ImportReport
from maillage.directory.import_actions.importer import Importer
from maillage.directory.mapping import MappingError
from maillage.directory.models import ImportRow, ImportRun, Source
from maillage.directory.normalise.notes import Notes
from maillage.directory.pipeline.reading import Scheme

BATCH = 500
_ROWS = 1000
_SAID_COLUMNS = 100
_OVER = (RunStatus.REUSSI, RunStatus.ABANDONNE)

Progress = Callable[[Counters], None]


def import_rows(
    *,
    source_file: SourceFile,
    source: Source,
    scheme: Scheme,
    report: ImportReport,
    dry_run: bool = False,
    within: frozenset[str] | None = None,
    progress: Progress | None = None,
) -> Counters:
    """Bring the rows of an open file into the directory; what was said of each is in `report`.

    One transaction: an interruption leaves the directory as it was. `dry_run` writes nothing.
    `within`: INSEE codes of the only communes that may be touched.
    """
    if scheme.mapping is not None:
        scheme = replace(scheme, unfed=scheme.mapping.unfed_fields(source_file.headers))
    with nullcontext() if dry_run else transaction.atomic():
        importer = Importer(
            source=source, scheme=scheme, report=report, dry_run=dry_run, within=within
        )
        importer.say_columns(remarks_on_columns(source_file, scheme))
        rows = iter(source_file.rows)
        while batch := list(islice(rows, BATCH)):
            importer.run(batch)
            reset_queries()  # the log of a development server would grow for ever
            if progress is not None:
                progress(report.counters)
        importer.flag_missing()
    return report.counters


def remarks_on_columns(source_file: SourceFile, scheme: Scheme) -> Notes:
    """What is said of the columns before any row. DomainError when no place can come out."""
    notes = Notes()
    unknown = list(dict.fromkeys(source_file.unknown_columns))
    for name in unknown[:_SAID_COLUMNS]:
        notes.warn(
            name[:60],
            f"La colonne « {name[:60]} » n’est pas dans le standard : elle est laissée de côté.",
        )
    if others := len(unknown[_SAID_COLUMNS:]):
        notes.warn("", f"{others} autres colonnes ne sont pas dans le standard, laissées aussi.")
    if scheme.mapping is None:
        return notes
    try:
        missing = scheme.mapping.check_columns(source_file.headers)
    except MappingError as error:
        raise DomainError("mapping", error.message_fr) from error
    for name in missing:
        notes.warn(name[:60], f"Le fichier n’a pas la colonne « {name[:60]} ».")
    for warning in scheme.mapping.warnings:
        notes.warn("", f"Correspondance : {warning}")
    return notes


def receive_file(
    *, source: Source, path: Path, by: User | None = None, name: str = ""
) -> ImportRun:
    """Open the record of an import of that file, before anything is read."""
    return ImportRun.objects.create(
        source=source,
        by=by,
        file_name=(name or path.name)[:200],
        file_size=path.stat().st_size,
        sha256=_sha256(path),
    )


def run_import(
    *,
    run: ImportRun,
    source_file: SourceFile,
    scheme: Scheme,
    report: ImportReport,
    dry_run: bool = False,
    within: frozenset[str] | None = None,
    progress: Progress | None = None,
) -> ImportRun:
    """Apply the file of a run, or look at what it would change (`dry_run`: status APERCU).

    Everything that the run says is kept with it. DomainError: « busy » when another import is
    at work, « over » when the run was given up or applied meanwhile. Whatever interrupts it
    leaves the directory as it was: the next run says so of this one, by the lock that died with
    it.
    """
    with alone(IMPORT_LOCK) as is_ours:
        if not is_ours:
            raise DomainError("busy", IMPORT_BUSY)
        close_interrupted()
        _begin(run, RunStatus.LECTURE if dry_run else RunStatus.EN_COURS)
        try:
            # Looking at a file writes nothing: it keeps no writer waiting meanwhile.
            with nullcontext() if dry_run else transaction.atomic():
                import_rows(
                    source_file=source_file,
                    source=run.source,
                    scheme=scheme,
                    report=report,
                    dry_run=dry_run,
                    within=within,
                    progress=progress,
                )
                _keep_report(run, report)
                run.details = {
                    **run.details,
                    "format": scheme.version.value,
                    "encodage": source_file.encoding,
                    "correspondance": scheme.mapping is not None,
                }
                run.status = RunStatus.APERCU if dry_run else RunStatus.REUSSI
                run.finished_at = timezone.now()
                run.save()
        except Exception as error:
            fail_run(run=run, why=_words_of(error))
            raise
    return run


def _begin(run: ImportRun, status: RunStatus) -> None:
    """Whoever gives a run up may do so until here, and not after."""
    now = timezone.now()
    begun = (
        ImportRun.objects.filter(pk=run.pk)
        .exclude(status__in=_OVER)
        .update(status=status, started_at=now, finished_at=None, error="")
    )
    if not begun:
        raise DomainError("over", "Cet import est déjà terminé ou abandonné : rien n’est changé.")
    run.status, run.started_at, run.finished_at, run.error = status, now, None, ""


def fail_run(*, run: ImportRun, why: str) -> None:
    """Say that a run changed nothing, and why; one that is over stays as it is."""
    ImportRun.objects.filter(pk=run.pk).exclude(status__in=_OVER).update(
        status=RunStatus.ECHEC, error=why[:1000], finished_at=timezone.now()
    )
    run.refresh_from_db(fields=["status", "error", "finished_at"])


def close_interrupted() -> int:
    """Say of runs that their process died; call it under the lock. Returns how many."""
    return ImportRun.objects.filter(status__in=AT_WORK).update(
        status=RunStatus.ECHEC,
        finished_at=timezone.now(),
        error="L’import a été interrompu : rien n’est changé, il suffit de le refaire.",
    )


@transaction.atomic
def _keep_report(run: ImportRun, report: ImportReport) -> None:
    run.rows.all().delete()
    run.counters = asdict(report.counters)
    rows = report.rows()
    # A preview names sheets that do not exist yet.
    is_applied = run.status == RunStatus.EN_COURS
    while batch := list(islice(rows, _ROWS)):
        ImportRow.objects.bulk_create(
            ImportRow(
                run=run,
                line=row.line,
                key=row.key[:400],
                nom=row.nom[:255],
                outcome=row.outcome or RowOutcome.INCHANGEE,
                lieu_id=row.lieu or None if is_applied or row.outcome != RowOutcome.CREEE else None,
                changes=row.changes,
                messages=list(row.messages),
                verdict=row.verdict,
            )
            for row in batch
        )


def _words_of(error: Exception) -> str:
    known: Any = getattr(error, "message_fr", "")
    if isinstance(error, FileError | DomainError):
        return str(known)
    return f"Erreur imprévue ({type(error).__name__}) : rien n’est changé."


def _sha256(path: Path) -> str:
    digest = hashlib.sha256()
    with path.open("rb") as handle:
        while chunk := handle.read(1 << 20):
            digest.update(chunk)
    return digest.hexdigest()
