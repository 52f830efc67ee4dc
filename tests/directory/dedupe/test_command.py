"""`manage.py dedupe_pairs`: JSON lines in, JSON lines out, one bad line does not stop the rest."""

import io
import json
from types import SimpleNamespace
from typing import Any

import pytest
from django.core.management import call_command


def _run(monkeypatch: pytest.MonkeyPatch, lines: bytes) -> list[dict[str, Any]]:
    out = io.StringIO()
    monkeypatch.setattr("sys.stdin", SimpleNamespace(buffer=io.BytesIO(lines)))
    call_command("dedupe_pairs", stdout=out)
    return [json.loads(line) for line in out.getvalue().splitlines()]


def test_judges_each_line(monkeypatch: pytest.MonkeyPatch) -> None:
    place = {"nom": "Médiathèque", "adresse": "12 rue du Lavoir", "code_postal": 41990, "x": [1]}
    pair = {"id": "p1", "a": {**place, "telephone": None}, "b": place}
    (answer,) = _run(monkeypatch, json.dumps(pair).encode() + b"\n\n")
    assert answer["id"] == "p1"
    assert answer["probability"] > 0.9
    assert "même adresse" in answer["why"].split(" ; ")


def test_a_bad_line_gives_an_error_and_the_rest_goes_on(monkeypatch: pytest.MonkeyPatch) -> None:
    good = b'{"id": 9, "a": {"nom": "Mairie"}, "b": {"nom": "CCAS"}}'
    bad = [
        b"{",
        b"[1]",
        b"\xff\xfe\xff",
        b"[" * 100_000,
        b'{"id": 1, "a": {"nom": "X"}}',
        b'{"id": 2, "a": {}, "b": {}}',
        b'{"id": 3, "a": "X", "b": null}',
    ]
    answers = _run(monkeypatch, b"\n".join([*bad, good]))
    assert [answer["id"] for answer in answers] == [None, None, None, None, 1, 2, 3, 9]
    assert all(answer["error"].endswith(".") for answer in answers[:-1])
    assert 0 <= answers[-1]["probability"] <= 1
