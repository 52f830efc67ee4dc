"""What a person does in the browser: clicks, keys, seconds, bytes; prints a table in French.

Plays the tests that count them (tests/e2e) and reads what they noted.
"""

import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from xml.etree import ElementTree

from bench_table import Line, comma, print_lines, shared_words

ROOT = Path(__file__).resolve().parent.parent
TESTS = (
    "tests/e2e/test_confirmation_figures.py::test_two_clicks_and_few_bytes",
    "tests/e2e/test_hours_by_keyboard.py::test_hours_and_a_closure_by_keyboard_alone",
)
CLICKS = 2
SECONDS = 20
# Without haste, somebody who looks at the keyboard presses one key a second.
KEYS = 120


def noted() -> dict[str, float]:
    """Name → figure, of all the tests; the program stops when one of them fails."""
    with tempfile.TemporaryDirectory(prefix="maillage-bench-") as folder:
        report = Path(folder) / "report.xml"
        # The format of today has no place for what a test notes.
        options = ["-q", "-n0", f"--junitxml={report}", "-o", "junit_family=xunit1"]
        command = [sys.executable, "-m", "pytest", *options, *TESTS]
        done = subprocess.run(command, cwd=ROOT, stdout=sys.stderr, check=False)
        if done.returncode:
            sys.exit("Les essais dans le navigateur n’ont pas abouti.")
        tree = ElementTree.parse(report)  # noqa: S314 - written just above
    return {item.attrib["name"]: float(item.attrib["value"]) for item in tree.iter("property")}


def lines() -> Iterator[Line]:
    others = shared_words()
    found = noted()
    seconds, size, keys = found["seconds"], found["bytes"] / 1000, found["keys"]
    yield Line(
        "Confirmer une fiche depuis le courriel, téléphone, réseau lent (1,6 Mbit/s, 150 ms)",
        f"{CLICKS} clics, ≤ {SECONDS} s",
        comma(f"{CLICKS} clics, {seconds:.1f} s d’attente, {size:.0f} ko en tout{others}"),
        seconds <= SECONDS,
    )
    yield Line(
        "Corriger des horaires et une fermeture, au clavier seul",
        f"≤ 2 min ({KEYS} touches à une par seconde)",
        f"{keys:.0f} touches",
        keys <= KEYS,
    )


if __name__ == "__main__":
    print_lines(lines())
