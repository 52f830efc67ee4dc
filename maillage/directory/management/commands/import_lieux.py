"""Bring a file of places into the directory: the national standard, or a mapping of its columns."""

import json
import re
import sys
import time
from argparse import ArgumentParser
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import OperationalError

from maillage.core.database import refresh_statistics
from maillage.core.errors import DomainError
from maillage.directory.exchange.fetch import FetchError, fetch
from maillage.directory.exchange.readers import FileError
from maillage.directory.exchange.report import Counters, ImportReport
from maillage.directory.import_actions import Opened, apply_file, open_file
from maillage.directory.mapping import MappingError, parse_mapping
from maillage.directory.normalise.record import Version

SOURCE = re.compile(r"[a-z0-9]+(?:[-_][a-z0-9]+)*")
SECONDS_BETWEEN_NEWS = 2.0


def _check_report(report: Path, source: Path) -> None:
    """CommandError, before anything is done, when the report cannot be written there."""
    if not report.parent.is_dir():
        raise CommandError(f"Le dossier du rapport « {report.parent} » n’existe pas.")
    if report.is_dir():
        raise CommandError(f"Le rapport « {report} » est un dossier : donnez un nom de fichier.")
    if report.resolve() == source.resolve():
        raise CommandError("Le rapport effacerait le fichier à importer : donnez un autre nom.")


def _read_mapping(path: Path | None) -> dict[str, Any] | None:
    """The mapping of a file in the national format, checked."""
    if path is None:
        return None
    try:
        text = path.read_text(encoding="utf-8-sig")
        parse_mapping(text)
    except (OSError, UnicodeDecodeError) as error:
        raise CommandError(
            f"La correspondance « {path.name[:80]} » ne peut pas être lue."
        ) from error
    except MappingError as error:
        raise CommandError(f"{path.name[:80]} : {error.message_fr} Rien n’est changé.") from error
    config: dict[str, Any] = json.loads(text)
    return config


@contextmanager
def _local_file(place: str) -> Iterator[Path]:
    """The file itself, fetched first when its address is given."""
    if "://" not in place:
        yield Path(place)
        return
    with TemporaryDirectory() as folder:
        try:
            fetched = fetch(place, to=Path(folder) / "fichier")
        except FetchError as error:
            raise CommandError(f"{error.message_fr} Rien n’est changé.") from error
        yield fetched.path


class Command(BaseCommand):
    help = (
        "Importe un fichier de lieux (CSV, JSON, GeoJSON, XLSX ; chemin ou adresse https) : "
        "standard national, source déclarée, ou correspondance des colonnes."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--source", required=True, help="nom court de la source (a-z, 0-9, -)")
        parser.add_argument("--file", required=True, help="fichier, ou son adresse https")
        parser.add_argument(
            "--mapping", help="correspondance des colonnes (JSON, format du pipeline national)"
        )
        parser.add_argument(
            "--format",
            default="auto",
            choices=["auto", *(version.value for version in Version)],
            help="auto : reconnu d’après les colonnes",
        )
        parser.add_argument("--dry-run", action="store_true", help="n’écrit rien dans la base")
        parser.add_argument("--report", help="fichier JSON : compteurs, messages et changements")

    def handle(self, *_args: Any, **options: Any) -> None:
        slug = str(options["source"])
        if len(slug) > 80 or not SOURCE.fullmatch(slug):
            raise CommandError(
                f"« {slug[:80]} » n’est pas un nom de source : des lettres minuscules sans "
                "accent, des chiffres et des tirets (80 au plus)."
            )
        config = _read_mapping(Path(options["mapping"]) if options["mapping"] else None)
        version = None if options["format"] == "auto" else Version(options["format"])
        report_path = Path(options["report"]) if options["report"] else None
        with _local_file(str(options["file"])) as path:
            if report_path is not None:
                _check_report(report_path, path)
            name = str(options["file"]).rstrip("/").rsplit("/", 1)[-1]
            try:
                opened = open_file(slug=slug, path=path, config=config, version=version)
            except (FileError, DomainError) as error:
                raise CommandError(
                    f"{name[:80]} : {error.message_fr} Rien n’est changé."
                ) from error
            self._run(opened, path, name, report_path, dry_run=bool(options["dry_run"]))

    def _run(
        self, opened: Opened, path: Path, name: str, report_path: Path | None, *, dry_run: bool
    ) -> None:
        report = ImportReport()
        try:
            self._import(opened, path, name, report, dry_run)
            if report_path is not None:
                header = {
                    "source": opened.source.slug,
                    "fichier": name,
                    "format": opened.scheme.version.value,
                    "correspondance": opened.scheme.mapping is not None,
                    "encodage": opened.source_file.encoding,
                    "essai": dry_run,
                }
                report.write(report_path, header=header)
            self._summarise(report, opened, dry_run=dry_run)
        finally:
            report.close()
        if report.counters.rejetees:
            sys.exit(1)

    def _import(
        self, opened: Opened, path: Path, name: str, report: ImportReport, dry_run: bool
    ) -> None:
        started = latest = time.monotonic()

        def tell(counters: Counters) -> None:
            nonlocal latest
            moment = time.monotonic()
            if moment - latest >= SECONDS_BETWEEN_NEWS:
                latest = moment
                speed = counters.lues / (moment - started)
                self.stderr.write(f"{counters.lues} lignes lues ({speed:.0f} par seconde)…")

        try:
            apply_file(
                opened=opened, path=path, name=name, report=report, dry_run=dry_run, progress=tell
            )
        except DomainError as error:
            raise CommandError(error.message_fr) from error
        except OperationalError as error:
            raise CommandError(
                f"La base ne répond pas ({error}) : un autre import est peut-être en cours. "
                "Rien n’est changé ; recommencez quand il aura fini."
            ) from error
        if not dry_run and (report.counters.creees or report.counters.modifiees):
            refresh_statistics()

    def _summarise(self, report: ImportReport, opened: Opened, *, dry_run: bool) -> None:
        counters = report.counters
        for text in report.first_rejections:
            self.stderr.write(f"Rejet, {text}")
        if counters.rejetees > len(report.first_rejections):
            more = counters.rejetees - len(report.first_rejections)
            self.stderr.write(f"… et {more} autres rejets (voir --report).")
        for (level, name), count in report.messages_by_field.most_common(12):
            if level != "rejet":
                self.stderr.write(f"{level}, {name or 'fiche'} : {count} fois")
        head = "Essai, rien n’est écrit" if dry_run else "Import terminé"
        self.stdout.write(
            f"{head} (format {opened.scheme.version.value}, {opened.source_file.encoding}). "
            f"Lignes lues : {counters.lues} ; créées : {counters.creees} ; "
            f"modifiées : {counters.modifiees} ; inchangées : {counters.inchangees} ; "
            f"gardées : {counters.gardees} ; rejetées : {counters.rejetees}. "
            f"Lignes réparées : {counters.reparees} ; "
            f"avec avertissement : {counters.avec_avertissement} ; "
            f"propositions : {counters.proposees} ; "
            f"positions suspectes : {counters.positions_suspectes} ; "
            f"absentes du fichier : {counters.disparues}."
        )
