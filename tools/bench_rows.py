"""Rows of a file read, mapped, normalised and located per second of one processor; prints it.

Usage: bench_rows.py SOURCE FILE, with the database that knows the territory (DATABASE_URL).
Nothing is written. In a process of its own: Django is set up here.
"""

import os
import sys
import time
from pathlib import Path

import django

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
django.setup()

from maillage.directory.import_actions import open_file  # noqa: E402
from maillage.directory.import_actions.places import Places  # noqa: E402
from maillage.directory.normalise.notes import Notes  # noqa: E402
from maillage.directory.pipeline.cells import clean_cells, mark_of  # noqa: E402
from maillage.directory.pipeline.reading import read_cells  # noqa: E402


def main(slug: str, file: str) -> None:
    opened = open_file(slug=slug, path=Path(file))
    rows, places = [row.raw for row in opened.source_file.rows], Places()
    start = time.process_time()
    for row in rows:
        cells, notes = clean_cells(row), Notes()
        mark_of(cells, salt=opened.scheme.salt)
        reading = read_cells(cells, scheme=opened.scheme, notes=notes)
        places.locate(reading.record, notes=notes)
    print(len(rows) / (time.process_time() - start))


if __name__ == "__main__":
    main(*sys.argv[1:])
