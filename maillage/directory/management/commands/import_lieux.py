"""Bring a file of the national standard into the directory."""

import re
import sys
import time
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import OperationalError

from maillage.core.database import refresh_statistics
from maillage.directory.exchange.readers import FileError, SourceFile, open_source
from maillage.directory.exchange.report import Counters, ImportReport
from maillage.directory.import_actions import import_file
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


class Command(BaseCommand):
    help = "Importe un fichier du standard national (CSV ou JSON, versions 1 et 0)."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--source", required=True, help="nom court de la source (a-z, 0-9, -)")
        parser.add_argument("--file", required=True, help="fichier CSV ou JSON")
        parser.add_argument(
            "--format",
            default="auto",
            choices=["auto", *(version.value for version in Version)],
            help="auto : reconnu d’après les colonnes",
        )
        parser.add_argument("--dry-run", action="store_true", help="n’écrit rien dans la base")
        parser.add_argument("--report", help="fichier JSON : compteurs et tous les messages")

    def handle(self, *_args: Any, **options: Any) -> None:
        source, path = str(options["source"]), Path(options["file"])
        if len(source) > 80 or not SOURCE.fullmatch(source):
            raise CommandError(
                f"« {source[:80]} » n’est pas un nom de source : des lettres minuscules sans "
                "accent, des chiffres et des tirets (80 au plus)."
            )
        report_path = Path(options["report"]) if options["report"] else None
        if report_path is not None:
            _check_report(report_path, path)
        version = None if options["format"] == "auto" else Version(options["format"])
        report = ImportReport()
        try:
            try:
                opened = open_source(path, version=version)
            except FileError as error:
                raise CommandError(
                    f"{path.name[:80]} : {error.message_fr} Rien n’est changé."
                ) from error
            try:
                self._import(opened, source, report, options["dry_run"])
            except OperationalError as error:
                raise CommandError(
                    f"La base ne répond pas ({error}) : un autre import est peut-être en cours. "
                    "Rien n’est changé ; recommencez quand il aura fini."
                ) from error
            if report_path is not None:
                header = {
                    "source": source,
                    "fichier": path.name,
                    "format": opened.version.value,
                    "encodage": opened.encoding,
                    "essai": bool(options["dry_run"]),
                }
                report.write(report_path, header=header)
            self._summarise(report, opened, dry_run=options["dry_run"])
        finally:
            report.close()
        if report.counters.rejetees:
            sys.exit(1)

    def _import(self, opened: SourceFile, source: str, report: ImportReport, dry_run: bool) -> None:
        started = latest = time.monotonic()

        def tell(counters: Counters) -> None:
            nonlocal latest
            moment = time.monotonic()
            if moment - latest >= SECONDS_BETWEEN_NEWS:
                latest = moment
                speed = counters.lues / (moment - started)
                self.stderr.write(f"{counters.lues} lignes lues ({speed:.0f} par seconde)…")

        import_file(
            source_file=opened, source=source, report=report, dry_run=dry_run, progress=tell
        )
        if not dry_run and (report.counters.creees or report.counters.modifiees):
            refresh_statistics()

    def _summarise(self, report: ImportReport, opened: SourceFile, *, dry_run: bool) -> None:
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
            f"{head} (format {opened.version.value}, {opened.encoding}). "
            f"Lignes lues : {counters.lues} ; créées : {counters.creees} ; "
            f"modifiées : {counters.modifiees} ; inchangées : {counters.inchangees} ; "
            f"gardées : {counters.gardees} ; rejetées : {counters.rejetees}. "
            f"Lignes réparées : {counters.reparees} ; "
            f"avec avertissement : {counters.avec_avertissement}."
        )
