"""An import made from the pages: a file is received, looked at, applied or given up, forgotten.

A run that waits for work holds « demande » in its details (LOOK or APPLY) until the work is done:
a task does it at once, and a job takes over what a dead worker left. The lock of the pages keeps
two workers off the same run; that of the engine keeps two imports apart.
"""

import json
import logging
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field, replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from django.core.files import File
from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.crypto import get_random_string

from maillage.accounts.models import User
from maillage.core.database import refresh_statistics
from maillage.core.errors import DomainError
from maillage.core.journal import Actor, record
from maillage.core.locks import alone
from maillage.directory.assembly import IMPORT_LOCK
from maillage.directory.enums import AT_WORK, RunStatus
from maillage.directory.exchange.readers import FileError, RawRow, SourceFile, open_source
from maillage.directory.exchange.report import Counters, ImportReport
from maillage.directory.import_actions import (
    close_interrupted,
    fail_run,
    open_file,
    receive_file,
    remember_mapping,
    run_import,
    scheme_of,
    sync_sources,
)
from maillage.directory.models import ImportRun, Source
from maillage.directory.pipeline.reading import Scheme
from maillage.directory.sources import all_sources
from maillage.network.rules import roles_of

LOOK, APPLY = "apercu", "appliquer"
FILE_KEPT = timedelta(days=7)
RUN_KEPT = timedelta(days=396)
"""Thirteen months: a yearly file finds the report of the year before."""
MAX_SHOWN_COLUMNS = 200
MAX_SECONDS = 1800.0
"""A file of 20,000 places takes less than one minute."""
PROGRESS_SUFFIX = ".avance"
_LOCK = "imports-pages"
_SECONDS_BETWEEN_NEWS = 1.0
_ENDED = (RunStatus.REUSSI, RunStatus.ABANDONNE)
_LOST = "Le fichier n’est plus gardé : déposez-le de nouveau."

logger = logging.getLogger(__name__)


class ColumnsError(Exception):
    """The file is readable but its columns are nobody's: a mapping is needed."""

    def __init__(self, columns: tuple[str, ...], message_fr: str) -> None:
        super().__init__(message_fr)
        self.columns = columns
        self.message_fr = message_fr


@dataclass(frozen=True, slots=True)
class Incoming:
    """A file that somebody gave. `mapping`: in the national format; `address`: where it was."""

    path: Path
    name: str
    mapping: Mapping[str, Any] | None = None
    address: str = ""
    columns: tuple[str, ...] = field(default=())
    problem: str = ""


# --- looking at a file -----------------------------------------------------------------------
def open_for_import(
    *, slug: str, path: Path, mapping: Mapping[str, Any] | None = None
) -> tuple[Scheme, SourceFile]:
    """How the rows of a file are read, and the open file.

    FileError when it cannot be read, ColumnsError when nobody said what its columns are,
    DomainError for a mapping that cannot be used, or not on this file.
    """
    if mapping is not None:
        opened = open_file(slug=slug, path=path, config=dict(mapping))
        return opened.scheme, opened.source_file
    try:
        opened = open_file(slug=slug, path=path)
    except (DomainError, FileError) as error:
        # Readable all the same? A partner may have changed the columns of its file.
        definition = all_sources().get(slug)
        keys = definition.cles if definition is not None else ()
        loose = open_source(path, free_columns=True, keys=keys)
        if isinstance(error, DomainError) and (found := _standard_file(path, keys)) is not None:
            source = Source.objects.filter(pk=slug).first() or Source(slug=slug, nom=slug)
            scheme = scheme_of(source=source, version=found.version)
            return replace(scheme, mapping=None), found
        shown = tuple(name[:80] for name in loose.headers[:MAX_SHOWN_COLUMNS])
        raise ColumnsError(shown, error.message_fr) from error
    return opened.scheme, opened.source_file


def _standard_file(path: Path, keys: Sequence[str]) -> SourceFile | None:
    """The file, when its columns are those of the standard."""
    try:
        return open_source(path, keys=keys)
    except FileError:
        return None


# --- receiving -------------------------------------------------------------------------------
def source_for_import(
    *, slug: str, nom: str = "", producteur: str = "", licence: str = ""
) -> Source:
    """A known source by its short name, else a new one with the words given."""
    if slug in all_sources():
        sync_sources()
    words = {"nom": nom or slug, "producteur": producteur, "licence": licence}
    source, _is_new = Source.objects.get_or_create(slug=slug, defaults=words)
    return source


@transaction.atomic
def receive(*, source: Source, incoming: Incoming, by: User) -> ImportRun:
    """Keep the file and open its run; with a `problem`, the run waits for a mapping."""
    run = receive_file(source=source, path=incoming.path, by=by, name=incoming.name)
    with incoming.path.open("rb") as handle:
        # No address serves the folder; the name tells nothing all the same.
        run.upload.save(f"{run.pk}-{get_random_string(16)}.donnees", File(handle), save=False)
    run.details = {"demande": LOOK}
    if incoming.mapping is not None:
        run.details["correspondance_donnee"] = dict(incoming.mapping)
    if incoming.address:
        run.details["adresse"] = incoming.address[:500]
    if incoming.problem:
        run.details = {**run.details, "colonnes": list(incoming.columns)}
        del run.details["demande"]
    run.save()
    if incoming.problem:
        fail_run(run=run, why=incoming.problem)
    record(verb="import.received", by=Actor.of(by), on=run, detail={"source": source.slug})
    return run


# --- what a person asks ----------------------------------------------------------------------
def ask_to_apply(*, run: ImportRun, by: User) -> None:
    """Apply what the preview shows; DomainError when there is nothing to apply."""
    with _asked(run) as fresh:
        if fresh.status != RunStatus.APERCU or "demande" in fresh.details:
            raise DomainError("not_ready", "Il n’y a pas d’aperçu à appliquer.")
        _check_file(fresh)
        fresh.details = {**fresh.details, "demande": APPLY, "apercu": fresh.counters}
    record(verb="import.applied", by=Actor.of(by), on=run, detail={"source": run.source_id})


def ask_again(*, run: ImportRun, by: User, mapping: Mapping[str, Any] | None = None) -> None:
    """Look at the file of a run again, perhaps with a mapping; DomainError when it is gone."""
    with _asked(run) as fresh:
        if (
            fresh.status not in (RunStatus.ECHEC, RunStatus.APERCU, RunStatus.RECU)
            or "demande" in fresh.details
        ):
            raise DomainError("not_ready", "Cet import ne peut pas être refait.")
        _check_file(fresh)
        fresh.details = {**fresh.details, "demande": LOOK}
        if mapping is not None:
            fresh.details["correspondance_donnee"] = dict(mapping)
        fresh.status, fresh.error, fresh.finished_at = RunStatus.RECU, "", None
    record(verb="import.received", by=Actor.of(by), on=run, detail={"source": run.source_id})


def give_up(*, run: ImportRun, by: User) -> None:
    """Forget the file; nothing is written. DomainError when it is too late."""
    with _asked(run) as fresh:
        if fresh.status in (*_ENDED, *AT_WORK) or fresh.details.get("demande") == APPLY:
            raise DomainError("too_late", "Cet import ne peut plus être abandonné.")
        fresh.details.pop("demande", None)
        fresh.status, fresh.finished_at = RunStatus.ABANDONNE, timezone.now()
    _drop_file(run)
    record(verb="import.given_up", by=Actor.of(by), on=run, detail={"source": run.source_id})


@contextmanager
def _asked(run: ImportRun) -> Iterator[ImportRun]:
    """The run as it is now, locked, saved at the end."""
    with transaction.atomic():
        fresh = ImportRun.objects.select_for_update().get(pk=run.pk)
        yield fresh
        fresh.save(update_fields=["status", "error", "finished_at", "details"])
    run.refresh_from_db()


def _check_file(run: ImportRun) -> None:
    if not has_file(run):
        raise DomainError("lost", _LOST)


def has_file(run: ImportRun) -> bool:
    """Whether the file is still kept."""
    return bool(run.upload) and run.upload.storage.exists(str(run.upload.name))


# --- the work --------------------------------------------------------------------------------
def work_on(*, run_id: int) -> str:
    """Do what a run waits for; returns one word for the log.

    « busy »: another import is at work, it will be done later; « over »: somebody gave it up
    meanwhile. Whatever else goes wrong is said by the run itself.
    """
    with alone(_LOCK) as is_ours:
        if not is_ours:
            return "busy"
        run = (
            ImportRun.objects.select_related("source", "by")
            .filter(pk=run_id, details__has_key="demande")
            .first()
        )
        if run is None:
            return "nothing"
        if run.status in _ENDED:  # its worker died just after the last word
            return _end(run, dict(run.details))
        return _work(run, is_preview=run.details["demande"] == LOOK)


def waiting_runs() -> list[int]:
    """Keys of the runs that wait for work, the oldest first.

    Those of a command that died are said to be interrupted.
    """
    if ImportRun.objects.filter(status__in=AT_WORK).exists():
        with alone(IMPORT_LOCK) as is_ours:
            if is_ours:
                close_interrupted()
    rows = ImportRun.objects.filter(details__has_key="demande").order_by("started_at", "pk")
    return list(rows.values_list("pk", flat=True))


def _work(run: ImportRun, *, is_preview: bool) -> str:
    details = dict(run.details)
    report = ImportReport()
    news = _News(run)
    try:
        _check_file(run)
        scheme, opened = open_for_import(
            slug=run.source_id,
            path=Path(run.upload.path),
            mapping=details.get("correspondance_donnee"),
        )
        run_import(
            run=run,
            source_file=replace(opened, rows=_in_time(opened.rows)),
            scheme=scheme,
            report=report,
            dry_run=is_preview,
            within=within_of(run),
            progress=news,
        )
        run.details.pop("colonnes", None)
        details.pop("colonnes", None)
    except ColumnsError as error:
        details["colonnes"] = list(error.columns)
        fail_run(run=run, why=error.message_fr)
    except (DomainError, FileError) as error:
        if isinstance(error, DomainError) and error.code in ("busy", "over"):
            return error.code
        fail_run(run=run, why=error.message_fr)
    except Exception:
        # The engine has already told the run; the log tells the rest.
        logger.exception("import=failed run=%d", run.pk)
        fail_run(run=run, why=run.error or "Erreur imprévue : rien n’est changé.")
    finally:
        report.close()
        news.forget()
    return _end(run, {**details, **run.details})


def _in_time(rows: Iterator[RawRow]) -> Iterator[RawRow]:
    """The rows, as long as the run does not keep all the others waiting. DomainError then."""
    end = time.monotonic() + MAX_SECONDS
    for row in rows:
        if time.monotonic() > end:
            raise DomainError(
                "too_long",
                "La lecture dure trop longtemps : rien n’est changé. Donnez le fichier en "
                "plusieurs parties, ou une correspondance plus simple.",
            )
        yield row


def _end(run: ImportRun, details: dict[str, Any]) -> str:
    """The run waits for nothing any more."""
    if run.status == RunStatus.REUSSI:
        _after(run)
    details.pop("demande", None)
    run.details = details
    run.save(update_fields=["details"])
    return str(run.status)


def _after(run: ImportRun) -> None:
    """What follows an import that went well; may be done twice."""
    given = run.details.get("correspondance_donnee")
    if given is not None:
        remember_mapping(source=run.source, config=given)
    _drop_file(run)
    if run.counters.get("creees") or run.counters.get("modifiees"):
        refresh_statistics()


def within_of(run: ImportRun) -> frozenset[str] | None:
    """INSEE codes that the run may touch: those of who gave the file; None: everywhere.

    Whoever applies it, so that the preview says what will be done. DomainError when this person
    coordinates nothing any more.
    """
    roles = roles_of(run.by) if run.by is not None else None
    if roles is None or not roles.is_coordinator:
        raise DomainError(
            "no_right", "La personne qui a donné ce fichier ne coordonne plus de territoire."
        )
    return None if roles.is_administrator else roles.communes


class _News:
    """How far a run is, in a small file beside its own: a transaction shows nothing before it
    ends."""

    def __init__(self, run: ImportRun) -> None:
        self._path = progress_path(run)
        self._next = 0.0

    def __call__(self, counters: Counters) -> None:
        if self._path is None or time.monotonic() < self._next:
            return
        self._next = time.monotonic() + _SECONDS_BETWEEN_NEWS
        self._path.write_text(json.dumps(asdict(counters)), encoding="ascii")

    def forget(self) -> None:
        if self._path is not None:
            self._path.unlink(missing_ok=True)


def progress_path(run: ImportRun) -> Path | None:
    """Where the progress of a run is written; None without a file."""
    return Path(f"{run.upload.path}{PROGRESS_SUFFIX}") if run.upload else None


# --- forgetting ------------------------------------------------------------------------------
def _drop_file(run: ImportRun) -> None:
    if run.upload:
        path = progress_path(run)
        run.upload.delete(save=False)
        if path is not None:
            path.unlink(missing_ok=True)
        ImportRun.objects.filter(pk=run.pk).update(upload="")


def forget_files() -> int:
    """Erase the files that nobody applied for a week; returns how many."""
    limit = timezone.now() - FILE_KEPT
    forgotten = 0
    for run in ImportRun.objects.exclude(upload="").filter(started_at__lt=limit):
        if run.status in (RunStatus.RECU, RunStatus.APERCU):
            details = {name: value for name, value in run.details.items() if name != "demande"}
            # What somebody asked to apply is applied.
            is_unasked = ~Q(details__has_key="demande") | Q(details__demande=LOOK)
            waiting = ImportRun.objects.filter(is_unasked, pk=run.pk, status=run.status)
            if not waiting.update(
                status=RunStatus.ABANDONNE, finished_at=timezone.now(), details=details
            ):
                continue
        _drop_file(run)
        forgotten += 1
    return forgotten + _forget_strays(limit)


def _forget_strays(limit: datetime) -> int:
    """Files whose run was never written: the machine stopped in between."""
    storage = ImportRun().upload.storage
    names = storage.listdir("")[1] if storage.exists("") else []
    known = set(ImportRun.objects.exclude(upload="").values_list("upload", flat=True))
    strays = [
        name
        for name in names
        if name.removesuffix(PROGRESS_SUFFIX) not in known
        and storage.get_modified_time(name) < limit
    ]
    for name in strays:
        storage.delete(name)
    return len(strays)


def forget_runs() -> int:
    """Erase old runs with their rows; the last of each source that went well stays."""
    latest = (
        ImportRun.objects.filter(status=RunStatus.REUSSI)
        .order_by("source_id", "-finished_at", "-pk")
        .values_list("source_id", "pk")
    )
    kept: dict[str, int] = {}
    for source, pk in latest:
        kept.setdefault(source, pk)
    old = ImportRun.objects.filter(started_at__lt=timezone.now() - RUN_KEPT).exclude(
        pk__in=kept.values()
    )
    count = 0
    for run in old:
        _drop_file(run)
        run.delete()
        count += 1
    return count
