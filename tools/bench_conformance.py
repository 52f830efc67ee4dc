"""Count the recorded cases of the national pipeline: equal, or argued; prints a line of a table.

The tests run the cases (tests/directory/conformance); what differs without a reason in
docs/reference/divergences.md, or is argued and became equal, makes them fail.
"""

import os
import subprocess
import sys
from pathlib import Path

from bench_table import Line, print_lines

ROOT = Path(__file__).resolve().parent.parent
TESTS = "tests/directory/conformance"


def count() -> tuple[int, int]:
    """Recorded cases at hand, and those that docs/reference/divergences.md argues."""
    sys.path.insert(0, str(ROOT))
    from tests.directory.conformance.cases import divergences, load_cases  # noqa: PLC0415

    folder = Path(os.environ["MAILLAGE_DATA_DIR"]).parent / "conformance"
    names = sorted(path.stem for path in folder.glob("*.jsonl"))
    argued = sum(len(divergences(name)) for name in names)
    return sum(len(load_cases(name)) for name in names), argued


def main() -> None:
    folder = os.environ.get("MAILLAGE_DATA_DIR", "")
    if not folder or not (Path(folder).parent / "conformance").is_dir():
        measured = "cas absents : MAILLAGE_DATA_DIR n’est pas donné"
        print_lines([Line("Cas relevés du traitement national", "–", measured, None)])
        return
    cases, argued = count()
    # A database of its own, whatever the one that is measured beside.
    environment = {name: value for name, value in os.environ.items() if name != "DATABASE_URL"}
    command = [sys.executable, "-m", "pytest", "-q", "-n0", TESTS]
    ran = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, check=False)
    measured = f"{cases} cas : {cases - argued} égaux, {argued} divergences argumentées"
    is_good = ran.returncode == 0
    if not is_good:
        measured += " ; des cas diffèrent sans raison écrite"
    goal = "100 % égaux ou argumentés"
    print_lines([Line("Cas relevés du traitement national", goal, measured, is_good)])


if __name__ == "__main__":
    main()
