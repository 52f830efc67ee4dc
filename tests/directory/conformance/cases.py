"""The recorded cases of the national pipeline, and the divergences that we argue.

The cases stand beside the real data (MAILLAGE_DATA_DIR): `conformance/NAME.jsonl`, one
`{"args": [...], "out": ...}` or `{"args": [...], "error": ..., "message": ...}` a line.
A case must be equal, or listed in docs/reference/divergences.md; a listed case that became
equal fails too, so that the list does not rot.
"""

import json
import os
import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import pytest

DIVERGENCES = Path(__file__).parents[3] / "docs/reference/divergences.md"
_ROW = re.compile(
    r"^\|\s*`?(?P<file>[A-Za-z]+)\.jsonl:(?P<lines>\d+(?:\s*,\s*\d+)*)`?\s*"
    r"\|(?P<theirs>[^|]*)\|(?P<ours>[^|]*)\|(?P<why>[^|]*)\|\s*$",
    re.MULTILINE,
)
FAILED = object()  # `out` of a case where the national pipeline refuses the row


@dataclass(frozen=True, slots=True)
class Case:
    """One recorded call. `line` from 1; `out` is FAILED when `error` names a refusal."""

    line: int
    args: list[Any]
    out: Any
    error: str = ""
    message: str = ""


def conformance_dir() -> Path:
    """The folder of the recorded cases; skips the test without it."""
    folder = os.environ.get("MAILLAGE_DATA_DIR", "")
    path = Path(folder).parent / "conformance"
    if not folder or not path.is_dir():
        pytest.skip("MAILLAGE_DATA_DIR is not set, or has no conformance folder beside it")
    return path


def load_cases(name: str) -> list[Case]:
    """All the cases of `NAME.jsonl`, in their order."""
    lines = (conformance_dir() / f"{name}.jsonl").read_text(encoding="utf-8").splitlines()
    cases = []
    for number, line in enumerate(lines, start=1):
        recorded = json.loads(line)
        cases.append(
            Case(
                number,
                recorded["args"],
                recorded.get("out", None) if "error" not in recorded else FAILED,
                recorded.get("error", ""),
                recorded.get("message", ""),
            )
        )
    return cases


@cache
def _rows() -> dict[str, frozenset[int]]:
    found: dict[str, set[int]] = {}
    for row in _ROW.finditer(DIVERGENCES.read_text(encoding="utf-8")):
        assert row["why"].strip(), f"a divergence without its reason: {row[0]}"
        lines = {int(line) for line in row["lines"].split(",")}
        known = found.setdefault(row["file"], set())
        assert not known & lines, f"argued twice: {row['file']}:{sorted(known & lines)}"
        known |= lines
    return {name: frozenset(lines) for name, lines in found.items()}


def divergences(name: str) -> set[int]:
    """Lines of `NAME.jsonl` where we argue another output (docs/reference/divergences.md)."""
    return set(_rows().get(name, frozenset()))


def check(name: str, run: Callable[[Case], Any]) -> None:
    """Run all the cases of one file: equal or argued, and argued only when it differs.

    `run` gives what we give, in the recorded shape; FAILED (or an exception that it turns
    into FAILED) for a refusal.
    """
    argued = divergences(name)
    cases = load_cases(name)
    differs = {case.line: ours for case in cases if (ours := run(case)) != case.out}
    by_line = {case.line: case for case in cases}
    silent = [
        f"{name}.jsonl:{line}\n  args   {by_line[line].args[:1]}\n"
        f"  theirs {by_line[line].out if by_line[line].out is not FAILED else 'refused'}\n"
        f"  ours   {ours if ours is not FAILED else 'refused'}"
        for line, ours in differs.items()
        if line not in argued
    ]
    stale = sorted(argued - differs.keys())
    assert not silent, "differs and is not argued:\n" + "\n".join(silent)
    assert not stale, f"argued but equal (or no such line), {name}.jsonl: {stale}"
