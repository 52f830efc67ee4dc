"""Measure opening hours read from French texts: right, silent, wrong, invented, texts a second.

Prints a table (Markdown, in French). The judged texts, and the program that compares two strings
by open minutes, stand in the gold folder beside the real data (MAILLAGE_DATA_DIR); without them
only the speed is measured, on the texts of the tests. No database.
"""

import importlib.util
import json
import os
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from bench_table import Line, comma, print_lines, shared_words

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from maillage.directory.hours.french.filter import filter_line  # noqa: E402
from maillage.directory.hours.french.reading import read_afresh  # noqa: E402
from tests.directory.hours_french.cases import CASES  # noqa: E402

RIGHT_SHARE, WRONG_SHARE, PER_SECOND = 0.90, 0.02, 2000
ROUNDS = 5


def gold_folder() -> Path | None:
    """The folder of the judged texts, None when it is not there."""
    folder = os.environ.get("MAILLAGE_DATA_DIR", "")
    path = Path(folder).parent / "gold"
    return path if folder and (path / "horaires_dev.jsonl").is_file() else None


def judge_of(gold: Path) -> Callable[[str | None, str | None, list[str]], bool]:
    """The function of the gold folder that tells whether two strings open the same minutes."""
    spec = importlib.util.spec_from_file_location("hours_eval", gold / "hours_eval.py")
    if spec is None or spec.loader is None:
        raise SystemExit("hours_eval.py ne peut pas être lu.")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    right: Callable[[str | None, str | None, list[str]], bool] = module.right
    return right


def verdicts(gold: Path) -> Counter[str]:
    """How many texts are right, silent, wrong, invented; details on the error output."""
    is_right = judge_of(gold)
    count: Counter[str] = Counter()
    for text in (gold / "horaires_dev.jsonl").read_text(encoding="utf-8").splitlines():
        case: dict[str, Any] = json.loads(text)
        osm = filter_line(case)["osm"]
        if is_right(osm, case["osm"], case.get("alt", [])):
            verdict = "right"
        elif not osm:
            verdict = "silent"
        else:
            verdict = "wrong" if case["osm"] else "invented"
        count[verdict] += 1
        if verdict != "right":
            print(f"{case['id']} ({verdict}) : {case['osm']} / {osm}", file=sys.stderr)
    return count


def speed() -> float:
    """Texts a second of processor time, each read afresh, after one round to warm up."""
    texts = [texte for texte, _osm in CASES]
    for texte in texts:
        read_afresh(texte)
    start = time.process_time()
    for _ in range(ROUNDS):
        for texte in texts:
            read_afresh(texte)
    return ROUNDS * len(texts) / (time.process_time() - start)


def lines() -> Iterator[Line]:
    gold = gold_folder()
    if gold:
        count = verdicts(gold)
        total = count.total()
        right, bad = count["right"] / total, (count["wrong"] + count["invented"]) / total
        yield Line(
            f"horaires : justes, à la minute près ({total} textes)",
            f"≥ {RIGHT_SHARE:.0%}".replace("%", " %"),
            comma(f"{100 * right:.1f} % ({count['right']})"),
            right >= RIGHT_SHARE,
        )
        yield Line(
            "horaires : faux ou inventés",
            f"≤ {WRONG_SHARE:.0%}".replace("%", " %"),
            comma(
                f"{100 * bad:.1f} % ({count['wrong']} faux, {count['invented']} inventés, "
                f"{count['silent']} laissés à une personne)"
            ),
            bad <= WRONG_SHARE,
        )
    found = speed()
    yield Line(
        f"horaires : textes lus par seconde (un processeur, sans mémoire des textes, {len(CASES)})",
        "≥ 2 000",
        f"{found:,.0f}".replace(",", " ") + shared_words(),
        found >= PER_SECOND,
    )


if __name__ == "__main__":
    print_lines(lines())
