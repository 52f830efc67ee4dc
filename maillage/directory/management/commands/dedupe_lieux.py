"""Look for sheets of one place; merge the certain ones, leave the others to people."""

import json
import time
from argparse import ArgumentParser
from dataclasses import asdict
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import OperationalError

from maillage.core.errors import DomainError
from maillage.directory.dedupe_actions import search_duplicates

SECONDS_BETWEEN_NEWS = 2.0


class Command(BaseCommand):
    help = "Cherche les fiches d’un même lieu : fusionne les certaines, laisse les autres à revoir."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--dry-run", action="store_true", help="compte sans rien écrire")
        parser.add_argument("--no-merge", action="store_true", help="laisse tout à revoir")
        parser.add_argument("--report", help="fichier JSON : les paires et ce qui en est fait")

    def handle(self, *_args: Any, **options: Any) -> None:
        report = Path(options["report"]) if options["report"] else None
        if report is not None and (report.is_dir() or not report.parent.is_dir()):
            raise CommandError(f"Le rapport « {report} » ne peut pas être écrit là.")
        latest = time.monotonic()

        def tell(done: int, total: int) -> None:
            nonlocal latest
            if time.monotonic() - latest >= SECONDS_BETWEEN_NEWS:
                latest = time.monotonic()
                self.stderr.write(f"{done} fiches comparées sur {total}…")

        try:
            result = search_duplicates(
                merge=not options["no_merge"], dry_run=options["dry_run"], progress=tell
            )
        except DomainError as error:
            raise CommandError(error.message_fr) from error
        except OperationalError as error:
            raise CommandError(
                f"La base ne répond pas ({error}). Rien n’est changé ; recommencez plus tard."
            ) from error
        if report is not None:
            pairs = [asdict(pair) for pair in result.to_review]
            content = {
                "compteurs": asdict(result.counts),
                "fusions": result.merged,
                "paires": pairs,
            }
            report.write_text(json.dumps(content, ensure_ascii=False, indent=1), encoding="utf-8")
        head = "Essai, rien n’est écrit. " if options["dry_run"] else ""
        counts = result.counts
        self.stdout.write(
            f"{head}Fiches comparées : {counts.sheets} ; paires semblables : {counts.pairs} ; "
            f"fiches fusionnées : {counts.merged} ; paires à revoir : {counts.to_review}."
        )
