"""Measure what issue 3 asks of the professional area, and print a table (Markdown, in French).

Run by `make bench`. Each measure is a program of its own, in its own temporary folder: the
desk, a campaign, its e-mails, and what a person does in the browser. Slowness is told, never a
failure; a program that fails says why on the error output and leaves the others go on.
"""

import platform
import subprocess
import sys
import time
from datetime import date
from pathlib import Path

from bench_table import HEADER, processor

TOOLS = Path(__file__).resolve().parent
PROGRAMS = ("bench_desk.py", "bench_campaign.py", "bench_mail.py", "bench_browser.py")


def main() -> int:
    started = time.monotonic()
    rows, failed = [], []
    for program in PROGRAMS:
        print(f"{program}…", file=sys.stderr)
        done = subprocess.run(
            [sys.executable, str(TOOLS / program), "--rows"],
            stdout=subprocess.PIPE,
            text=True,
            check=False,
        )
        rows += [row for row in done.stdout.splitlines() if row.startswith("|")]
        if done.returncode:
            failed.append(program)
    print(
        f"\nEspace professionnel, mesuré le {date.today().isoformat()} ; "  # noqa: DTZ011 - a date to read
        f"{processor()} ; Python {platform.python_version()}, SQLite, gunicorn (2 processus), "
        f"{time.monotonic() - started:.0f} s en tout.\n"
    )
    print(HEADER)
    print("\n".join(rows))
    for program in failed:
        print(f"\n{program} s’est arrêté : voir son message plus haut.")
    return len(failed)


if __name__ == "__main__":
    sys.exit(main())
