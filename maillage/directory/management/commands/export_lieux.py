"""Write the published places into a file of a known format."""

import os
import sys
import tempfile
from argparse import ArgumentParser
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from maillage.core.errors import DomainError
from maillage.directory.exchange.writers import (
    ExportedLieu,
    write_csv,
    write_data_inclusion,
    write_geojson,
    write_json,
    write_xlsx,
)
from maillage.directory.export_queries import export_rows, territory_filter

FORMATS = ("standard-csv", "standard-json", "geojson", "xlsx", "data-inclusion")
STDOUT = "-"


class Command(BaseCommand):
    help = "Exporte les lieux publiés (standard national, GeoJSON, XLSX, data·inclusion)."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--format", required=True, choices=FORMATS)
        parser.add_argument("--territory", help="SORTE:CODE, par exemple bassin:dreux")
        parser.add_argument("--output", required=True, help="fichier, ou - pour la sortie standard")

    def handle(self, *_args: Any, **options: Any) -> None:
        output = str(options["output"])
        try:
            wanted = options["territory"]
            territory = territory_filter(text=wanted) if wanted else None
        except DomainError as error:
            raise CommandError(error.message_fr) from error
        lieux = _Counted(export_rows(territory=territory))
        try:
            with _binary_output(output) as handle:
                _write(options["format"], lieux, handle)
        except OSError as error:
            raise CommandError(
                f"« {output} » ne peut pas être écrit ({error.strerror or error})."
            ) from error
        # Not on stdout: with « - » that is where the file goes.
        self.stderr.write(f"Lieux exportés ({options['format']}) : {lieux.count}.")


class _Counted:
    """Counts what goes by."""

    def __init__(self, lieux: Iterable[ExportedLieu]) -> None:
        self._lieux = lieux
        self.count = 0

    def __iter__(self) -> Iterator[ExportedLieu]:
        for lieu in self._lieux:
            self.count += 1
            yield lieu


def _write(name: str, lieux: Iterable[ExportedLieu], handle: IO[bytes]) -> None:
    rows = (lieu.row for lieu in lieux)
    if name == "xlsx":
        write_xlsx(rows, handle)
        return
    if name == "geojson":
        pieces = write_geojson(lieux)
    elif name == "standard-json":
        pieces = write_json(rows)
    elif name == "data-inclusion":
        pieces = write_data_inclusion(rows, today=timezone.localdate())
    else:
        pieces = write_csv(rows)
    for piece in pieces:
        handle.write(piece.encode())


@contextmanager
def _binary_output(output: str) -> Iterator[IO[bytes]]:
    """Standard output, or a file that appears whole or not at all."""
    if output == STDOUT:
        yield sys.stdout.buffer
        sys.stdout.buffer.flush()
        return
    path = Path(output)
    descriptor, temporary = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    try:
        with os.fdopen(descriptor, "wb") as handle:
            yield handle
        mask = os.umask(0)
        os.umask(mask)
        Path(temporary).chmod(0o666 & ~mask)
        Path(temporary).replace(path)
    except BaseException:
        Path(temporary).unlink(missing_ok=True)
        raise
