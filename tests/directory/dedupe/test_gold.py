"""Right and wrong on the judged pairs (beside the real data; skipped without them)."""

import json
import os
from pathlib import Path
from typing import Any

import pytest

from maillage.directory.dedupe import CERTAIN, SAME, score_pair, sheet_of
from maillage.directory.dedupe.blocking import candidates
from maillage.directory.dedupe.reading import read_sheet


def _rows() -> list[dict[str, Any]]:
    folder = os.environ.get("MAILLAGE_DATA_DIR", "")
    path = Path(folder).parent / "gold" / "duplicates_dev.jsonl"
    if not folder or not path.is_file():
        pytest.skip("MAILLAGE_DATA_DIR is not set, or has no gold folder beside it")
    rows = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    return [row for row in rows if row["label"] != "unsure"]


def test_precision_and_recall() -> None:
    rows = _rows()
    same = {row["id"] for row in rows if row["label"] == "same"}
    found = {
        row["id"]: score_pair(sheet_of(row["a"]), sheet_of(row["b"])).probability for row in rows
    }
    likely = {name for name, probability in found.items() if probability >= SAME}
    certain = {name for name, probability in found.items() if probability >= CERTAIN}
    assert len(likely & same) / len(likely) >= 0.97
    assert len(likely & same) / len(same) >= 0.95
    assert len(certain & same) / len(certain) >= 0.99
    assert len(certain & same) / len(same) >= 0.8


def test_blocks_keep_the_true_pairs() -> None:
    rows = _rows()
    sheets = {
        (row[side]["source"], row[side]["id"]): sheet_of(row[side]) for row in rows for side in "ab"
    }
    names = list(sheets)
    compared = {
        frozenset((names[position], names[index]))
        for position, earlier in candidates([read_sheet(sheet) for sheet in sheets.values()])
        for index in earlier
    }
    same = [
        frozenset((row[side]["source"], row[side]["id"]) for side in "ab")
        for row in rows
        if row["label"] == "same"
    ]
    assert sum(pair in compared for pair in same) / len(same) >= 0.99
