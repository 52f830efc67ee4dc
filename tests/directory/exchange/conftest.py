"""Rows of the standard, files made from them, and the commands run on them."""

import csv
import io
import json
import subprocess
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from django.core.management import CommandError, call_command

from maillage.directory.export_queries import standard_rows
from maillage.directory.standard import FIELD_NAMES

LIBRARY_SCRIPT = Path(__file__).parent / "library.cjs"

ROW: dict[str, str] = {
    **dict.fromkeys(FIELD_NAMES, ""),
    "id": "lieu-1",
    "pivot": "43493312300029",
    "nom": "Médiathèque de Gallardon",
    "commune": "Gallardon",
    "code_postal": "28320",
    "code_insee": "28168",
    "adresse": "1 place de l’Église",
    "latitude": "48.5275",
    "longitude": "1.6925",
    "date_maj": "2026-03-31",
    "services": "Aide aux démarches administratives",
}


def a_row(**fields: str) -> dict[str, str]:
    """A complete row of the standard with some fields changed."""
    return {**ROW, **fields}


def csv_text(rows: Sequence[dict[str, str]], delimiter: str = ",") -> str:
    buffer = io.StringIO()
    writer = csv.DictWriter(buffer, list(rows[0]), delimiter=delimiter, lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return buffer.getvalue()


class Outcome(NamedTuple):
    """What one run of import_lieux said: exit status, counters, messages, standard output."""

    status: int
    counters: dict[str, int]
    messages: list[dict[str, Any]]
    text: str

    def levels(self, field: str) -> list[str]:
        return [m["level"] for m in self.messages if m["field"] == field]


RunImport = Callable[..., Outcome]


@pytest.fixture
def run_import(tmp_path: Path) -> RunImport:
    """Write a file (rows, text or bytes), import it, give back the outcome."""

    def run(
        content: Sequence[dict[str, str]] | str | bytes,
        *options: str,
        source: str = "essai",
        name: str = "lieux.csv",
    ) -> Outcome:
        path, report = tmp_path / name, tmp_path / "rapport.json"
        report.unlink(missing_ok=True)
        if not isinstance(content, str | bytes):
            content = csv_text(content)
        path.write_bytes(content.encode() if isinstance(content, str) else content)
        out, err, status = io.StringIO(), io.StringIO(), 0
        try:
            call_command(
                "import_lieux",
                *("--source", source, "--file", str(path), "--report", str(report)),
                *options,
                stdout=out,
                stderr=err,
            )
        except CommandError as error:
            return Outcome(1, {}, [], str(error))
        except SystemExit as stop:
            status = int(stop.code or 0)
        said = json.loads(report.read_text(encoding="utf-8"))
        return Outcome(status, said["compteurs"], said["messages"], out.getvalue() + err.getvalue())

    return run


def exported() -> list[dict[str, str]]:
    """Every published place as the standard writes it."""
    return list(standard_rows())


def read_with_library(rows: Sequence[dict[str, Any]]) -> dict[str, Any]:
    """What the national library makes of standard objects (npm devDependency, run by node)."""
    done = subprocess.run(
        ["node", str(LIBRARY_SCRIPT)],
        input=json.dumps(rows),
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, f"the library did not run (npm ci?): {done.stderr[-800:]}"
    answer: dict[str, Any] = json.loads(done.stdout)
    return answer
