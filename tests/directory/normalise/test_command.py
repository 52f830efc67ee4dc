"""`manage.py normalise`: JSON lines in, JSON lines out."""

import io
import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command


def run(kind: str, raw: bytes, monkeypatch: pytest.MonkeyPatch) -> list[dict[str, Any]]:
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(raw)))
    out = io.StringIO()
    call_command("normalise", kind, stdout=out)
    return [json.loads(line) for line in out.getvalue().splitlines()]


def lines(*values: Any) -> bytes:
    return "\n".join(json.dumps(value, ensure_ascii=False) for value in values).encode()


def test_contact(monkeypatch: pytest.MonkeyPatch) -> None:
    answers = run(
        "contact",
        lines(
            {"id": 1, "telephone": 254001122, "courriels": "a@bourg.fr ou b@bourg.fr"},
            {"id": 2, "site_web": "HTTPS://Bourg.fr/Été", "code_postal": 41000},
            {"id": 3, "site_web": ["accueil@bourg.fr"]},
            {"args": [{"Tel": "02 54 00 11 22"}, {"telephone": {"colonne": "Tel"}}]},
        ),
        monkeypatch,
    )
    assert answers[0] == {
        "id": 1,
        "telephone": "+33254001122",
        "courriels": ["a@bourg.fr", "b@bourg.fr"],
        "site_web": [],
        "notes": [],
    }
    assert answers[1]["site_web"] == ["https://bourg.fr/%C3%89t%C3%A9"]
    assert answers[2]["courriels"] == ["accueil@bourg.fr"]
    assert answers[3] == {"out": {"telephone": "+33254001122"}}


def test_typology_and_date(monkeypatch: pytest.MonkeyPatch) -> None:
    assert run(
        "typology", lines({"id": "a", "nom": "Médiathèque", "typologie": "EPN|x"}), monkeypatch
    ) == [{"id": "a", "typologie": ["BIB", "EPN"]}]
    assert run(
        "date",
        lines({"id": 1, "date": "31/03/2026"}, {"date_maj": "hier"}, {"date": "01/01/2090"}),
        monkeypatch,
    ) == [{"id": 1, "date_maj": "2026-03-31"}, {"date_maj": None}, {"date_maj": None}]


def test_a_bad_line_is_told_and_the_rest_goes_on(monkeypatch: pytest.MonkeyPatch) -> None:
    raw = b'\xef\xbb\xbfnope\n[1]\n{"id":3,"args":[1]}\n\n{"id":4,"nom":"\xff"}\n'
    raw += b'{"id":"\\ud800","nom":"MJC"}\n'
    raw += b'{"id":5,"nom":"MJC"}\n'
    answers = run("typology", raw + b"[" * 100_000, monkeypatch)
    told = ["error" in answer for answer in answers]
    assert told == [True, True, True, False, False, False, True]
    assert answers[2]["id"] == 3
    assert answers[5] == {"id": 5, "typologie": ["MJC"]}


@pytest.mark.parametrize("kind", ["contact", "typology", "date"])
def test_odd_shapes_never_break(kind: str, monkeypatch: pytest.MonkeyPatch) -> None:
    odd: list[Any] = [None, True, 1.5, [], {}, [[1]], {"a": 1}, "x" * 5000, float("1e300")]
    names = ("telephone", "courriels", "site_web", "code_postal", "nom", "typologie", "date")
    values = [dict.fromkeys(names, value) for value in odd]
    values += [{"args": [dict.fromkeys(names, value), {"nom": value}]} for value in odd]
    assert len(run(kind, lines(*values), monkeypatch)) == len(values)


def test_an_unknown_field_is_refused() -> None:
    with pytest.raises(CommandError):
        call_command("normalise", "couleur")


def test_each_answer_comes_at_once_and_a_closed_reader_is_no_error() -> None:
    command = [sys.executable, "manage.py", "normalise", "typology"]
    with subprocess.Popen(
        command,
        cwd=Path(__file__).parents[3],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env={"PATH": "/usr/bin", "LC_ALL": "C", "DJANGO_SETTINGS_MODULE": "config.settings_test"},
    ) as process:
        assert process.stdin is not None
        assert process.stdout is not None
        assert process.stderr is not None
        process.stdin.write('{"nom": "Médiathèque"}\n'.encode())
        process.stdin.flush()
        assert json.loads(process.stdout.readline()) == {"typologie": ["BIB"]}
        process.stdout.close()
        process.stdin.write(b'{"nom": "MJC"}\n' * 10)
        process.stdin.close()
        assert process.stderr.read() == b""
        assert process.wait(timeout=60) == 0
