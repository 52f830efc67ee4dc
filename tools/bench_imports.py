"""Measure imports: rows normalised per second, 20,000 rows into each database, kills, duplicates.

Prints a table (Markdown, in French). The rows are those of a real file repeated
(MAILLAGE_DATA_DIR), each with an identifier and a name of its own. Each command runs in a process
of its own, whose memory is its own, on databases made for it and thrown away.
"""

import json
import os
import random
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from bench_table import Line, comma, print_lines, shared_words

ROOT = Path(__file__).resolve().parent.parent
TOOLS = ROOT / "tools"
ROWS = 20_000
SOURCE, FILE = "hub-lo", "lieux/hub-lo_cvl_2020-06.json"
PER_SECOND, IMPORT_SECONDS, IMPORT_MB, DEDUPE_SECONDS = 2000, 60, 500, 10
KILLS = 4


@dataclass(frozen=True)
class Ran:
    """A command that ended: seconds on the clock, of processor, peak of resident memory."""

    status: int
    seconds: float
    processor: float
    megabytes: float
    output: str

    @property
    def words(self) -> str:
        return comma(
            f"{self.seconds:.1f} s, processeur {self.processor:.1f} s, {self.megabytes:.0f} Mo"
        )


def manage(*arguments: str, kill_after: float = 0.0) -> Ran:
    """Run manage.py; `kill_after` seconds it is killed (kill -9), whatever it is doing."""
    with tempfile.TemporaryFile("w+") as told:
        start = time.monotonic()
        process = subprocess.Popen(
            [sys.executable, "manage.py", *arguments], cwd=ROOT, stdout=told, stderr=told
        )
        if kill_after:
            try:
                process.wait(kill_after)
            except subprocess.TimeoutExpired:
                process.send_signal(signal.SIGKILL)
        _pid, status, used = (
            os.wait4(process.pid, 0) if process.returncode is None else (0, 0, None)
        )
        seconds = time.monotonic() - start
        told.seek(0)
        text = told.read()
    return Ran(
        os.waitstatus_to_exitcode(status) if used else process.returncode,
        seconds,
        used.ru_utime + used.ru_stime if used else 0.0,
        used.ru_maxrss / 1024 if used else 0.0,
        text,
    )


def repeated(data: Path, to: Path) -> None:
    """The real file repeated to ROWS rows."""
    rows = json.loads((data / FILE).read_text(encoding="utf-8"))
    many = [
        {**rows[i % len(rows)], "gid": i, "c_nom": f"{rows[i % len(rows)]['c_nom']} {i}"}
        for i in range(ROWS)
    ]
    to.write_text(json.dumps(many, ensure_ascii=False), encoding="utf-8")


def prepare(data: Path) -> None:
    """An empty site that knows its territory."""
    for arguments in (
        ("migrate", "-v0"),
        ("load_territory", "--region", "24", "--from", str(data / "territoire")),
    ):
        ran = manage(*arguments)
        if ran.status:
            sys.exit(ran.output)


# --- figures -------------------------------------------------------------------------------
def normalising(file: Path) -> Line:
    """Rows per second of one processor: cleaned, marked, mapped, normalised, located."""
    ran = subprocess.run(
        [sys.executable, str(TOOLS / "bench_rows.py"), SOURCE, str(file)],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    found = float(ran.stdout)
    return Line(
        f"Normaliser une ligne entière, sans réseau ({ROWS} lignes du recensement)",
        f"≥ {PER_SECOND} lignes/s",
        f"{found:.0f} lignes/s d’un processeur" + shared_words(),
        found >= PER_SECOND,
    )


def imports(file: Path, database: str) -> Iterator[Line]:
    """First import, the same file again, and imports killed at any moment."""
    again = ("import_lieux", "--source", SOURCE, "--file", str(file))
    seconds = IMPORT_SECONDS
    cut = random.Random(1)  # noqa: S311
    unharmed, told = 0, 0
    for _kill in range(KILLS):
        killed = manage(*again, kill_after=cut.uniform(3, 12))
        unharmed += killed.status == -signal.SIGKILL and _count() == (0, 0)
    first = manage(*again)
    told = _interrupted()
    yield Line(
        f"{database} : import de {ROWS} lignes",
        f"≤ {seconds} s, ≤ {IMPORT_MB} Mo",
        first.words
        + (", avancement dit" if "par seconde" in first.output else "")
        + shared_words(),
        first.seconds <= seconds and first.megabytes <= IMPORT_MB and first.status in (0, 1),
    )
    second = manage(*again)
    yield Line(
        f"{database} : le même fichier une seconde fois",
        "rien n’est récrit",
        second.words,
        "créées : 0 ; modifiées : 0" in second.output,
    )
    yield Line(
        f"{database} : imports tués (kill -9) au hasard, puis repris",
        "l’annuaire comme avant, dit au suivant",
        f"{unharmed} sur {KILLS} sans trace, {told} dits interrompus, puis {_count()[0]} fiches",
        unharmed == KILLS and _count()[0] > ROWS * 0.95,
    )


def _count() -> tuple[int, int]:
    """(sheets, records) in the database."""
    return _ask(
        "print(*[m.objects.count() for m in (Lieu, SourceRecord)])", "Lieu, SourceRecord", 2
    )


def _interrupted() -> int:
    return _ask("print(ImportRun.objects.filter(status='echec').count(), 0)", "ImportRun", 2)[0]


def _ask(code: str, names: str, count: int) -> tuple[int, int]:
    text = manage("shell", "-v0", "-c", f"from maillage.directory.models import {names}; {code}")
    numbers = [int(word) for word in text.output.split()[-count:]]
    return numbers[0], numbers[1]


def duplicates() -> Iterator[Line]:
    made = manage("make_places", str(ROWS), "--seed", "1")
    if made.status:
        sys.exit(made.output)
    ran = manage("dedupe_lieux", "--dry-run")
    yield Line(
        f"Chercher les doublons de {ROWS} fiches en base, lecture comprise",
        f"≤ {DEDUPE_SECONDS} s",
        ran.words + shared_words(),
        ran.seconds <= DEDUPE_SECONDS and not ran.status,
    )


def lines(data: Path) -> Iterator[Line]:
    with tempfile.TemporaryDirectory(prefix="maillage-bench-") as name:
        folder = Path(name)
        file = folder / "lieux.json"
        repeated(data, file)
        for database in ("imports", "doublons"):
            os.environ["DATABASE_URL"] = f"sqlite:///{folder / database}.sqlite3"
            prepare(data)
            if database == "imports":
                yield normalising(file)
                yield from imports(file, "SQLite")
            else:
                yield from duplicates()
        os.environ["MAILLAGE_BENCH_FILE"] = str(file)
        ran = subprocess.run(
            ["sh", str(TOOLS / "with_postgres.sh"), sys.executable, __file__, "--postgres"],
            cwd=ROOT,
            capture_output=True,
            text=True,
            check=False,
        )
        print(ran.stdout, end="")
        if ran.returncode:
            print(ran.stderr, file=sys.stderr)


def main() -> None:
    data = Path(os.environ.get("MAILLAGE_DATA_DIR", ""))
    if not (data / FILE).is_file():
        print("Imports : rien n’est mesuré sans les fichiers réels (MAILLAGE_DATA_DIR).")
    elif "--postgres" in sys.argv:
        prepare(data)
        for line in imports(Path(os.environ["MAILLAGE_BENCH_FILE"]), "PostgreSQL"):
            print(line, flush=True)
    else:
        print_lines(lines(data))


if __name__ == "__main__":
    main()
