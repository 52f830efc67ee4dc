"""The corpus holds what the engine expects, and none of the texts kept apart."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from maillage.core.text import normalize
from maillage.orientation.engine import labels

FOLDER = Path(__file__).parents[2] / "data" / "orientation"
_FEW_WORDS = 4
LISTS = {
    "besoins": labels.SERVICES,
    "themes": labels.THEMES,
    "publics": labels.PUBLICS,
    "prise_en_charge": labels.PRISES_EN_CHARGE,
    "modalites": labels.MODALITES,
}


def lines(pattern: str) -> Iterator[tuple[str, dict[str, Any]]]:
    for path in sorted(FOLDER.glob(pattern)):
        for number, text in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1):
            yield f"{path.name}:{number}", json.loads(text)


def test_every_line_has_values_of_the_standard() -> None:
    wrong = [
        where
        for where, line in (*lines("corpus-*.jsonl"), *lines("test*.jsonl"))
        if any(not set(line[field]) <= set(known) for field, known in LISTS.items())
        or (line["themes"] and labels.DEMARCHES not in line["besoins"])
        or (line["hors_sujet"] and (line["besoins"] or line["urgence"]))
        or not line["texte"].strip()
    ]
    assert wrong == []


def test_there_are_enough_lines_to_learn_from() -> None:
    assert sum(1 for _ in lines("corpus-*.jsonl")) >= 2_000


def test_nothing_kept_apart_is_learnt() -> None:
    # A few words (« aide », « wifi Tours ») are the same from whoever writes them.
    apart = {normalize(line["texte"]) for _, line in lines("test*.jsonl")}
    learnt = {normalize(line["texte"]) for _, line in lines("corpus-*.jsonl")}
    assert {text for text in apart & learnt if len(text.split()) > _FEW_WORDS} == set()


def test_the_sample_given_with_the_project_is_not_learnt(data_dir: Path) -> None:
    sample = data_dir.parent / "gold" / "orientation_dev.jsonl"
    given = {
        normalize(json.loads(text)["texte"])
        for text in sample.read_text(encoding="utf-8").splitlines()
    }
    learnt = {normalize(line["texte"]) for _, line in lines("*.jsonl")}
    assert {text for text in given & learnt if len(text.split()) > _FEW_WORDS} == set()
