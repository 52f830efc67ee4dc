import io
import json
import sys
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command

from maillage.orientation import store
from maillage.orientation.engine import Engine
from maillage.orientation.management.commands import train_orientation, understand
from tests.orientation.conftest import ALERT_LINES, CORPUS, TOWNS


class _Stdin:
    def __init__(self, content: bytes) -> None:
        self.buffer = io.BytesIO(content)


def run_understand(monkeypatch: pytest.MonkeyPatch, engine: Engine, content: bytes) -> list[Any]:
    monkeypatch.setattr(understand, "current_engine", lambda: engine)
    monkeypatch.setattr(sys, "stdin", _Stdin(content))
    out = io.StringIO()
    call_command("understand", stdout=out)
    return [json.loads(line) for line in out.getvalue().splitlines()]


def test_lines_are_answered_in_their_order(monkeypatch: pytest.MonkeyPatch, engine: Engine) -> None:
    content = '{"id": "a", "texte": "imprimer à Dreux"}\n\n{"id": 2, "texte": "bonjour"}\n'
    first, second = run_understand(monkeypatch, engine, content.encode())
    assert (first["id"], first["commune"]) == ("a", "Dreux")
    assert (second["id"], second["besoins"]) == (2, [])


@pytest.mark.parametrize(
    ("line", "identifier"),
    [
        ("abc", None),
        ("[1]", None),
        ('{"id": 3}', 3),
        ('{"id": 4, "texte": 12}', 4),
        ('{"id": 5, "texte": null}', 5),
        ("[" * 100_000, None),
    ],
)
def test_a_bad_line_says_why_and_the_next_is_answered(
    monkeypatch: pytest.MonkeyPatch, engine: Engine, line: str, identifier: object
) -> None:
    content = f'{line}\n{{"id": 9, "texte": "imprimer"}}\n'.encode()
    bad, good = run_understand(monkeypatch, engine, content)
    assert bad["id"] == identifier
    assert bad["error"].endswith(".")
    assert good["id"] == 9


def test_broken_bytes_spoil_their_line_only(
    monkeypatch: pytest.MonkeyPatch, engine: Engine
) -> None:
    answers = run_understand(monkeypatch, engine, b'\xff\xfe\n{"id": 1, "texte": "imprimer"}\n')
    assert "error" in answers[0]
    assert answers[1]["id"] == 1


@pytest.fixture
def small_store(monkeypatch: pytest.MonkeyPatch, tmp_path: Path, settings: Any) -> Path:
    settings.VAR_DIR = tmp_path
    lines = {store.CORPUS: CORPUS, store.ALERTS: ALERT_LINES}
    monkeypatch.setattr(store, "read_corpus", lambda names=store.CORPUS: iter(lines[names]))
    monkeypatch.setattr(store, "known_towns", lambda: TOWNS)
    return tmp_path / "orientation"


def test_a_model_is_trained_once_and_kept(
    small_store: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = store.load_engine()
    (kept,) = small_store.iterdir()
    monkeypatch.setattr(store, "train_engine", None)
    assert store.load_engine().understand("demande de RSA") == first.understand("demande de RSA")
    assert [path.name for path in small_store.iterdir()] == [kept.name]


def test_a_spoilt_model_is_trained_again(small_store: Path) -> None:
    store.load_engine()
    (kept,) = small_store.iterdir()
    kept.write_bytes(b"spoilt")
    assert store.load_engine().understand("demande de RSA").besoins
    assert kept.stat().st_size > 1_000


def test_the_model_of_alerts_is_trained_once_and_kept(
    small_store: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = store.load_alert_model()
    store.load_engine()
    assert len(list(small_store.iterdir())) == 2
    assert store.is_trained()
    monkeypatch.setattr(store, "train_alerts", None)
    assert store.load_alert_model().to_bytes() == first.to_bytes()


def test_communes_come_from_the_demonstration_when_nothing_else_is_there(
    db: None, settings: Any, tmp_path: Path
) -> None:
    demo = tmp_path / store.DEMO_COMMUNES
    demo.parent.mkdir(parents=True)
    rows = [
        {"code_insee": "28134", "nom": "Dreux", "population": 31_000, "codes_postaux": ["28100"]}
    ]
    demo.write_text(json.dumps({"communes": rows}), encoding="utf-8")
    settings.BASE_DIR = tmp_path
    assert [town.nom for town in store.known_towns()] == ["Dreux"]


def test_the_command_trains(
    small_store: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(train_orientation, "read_corpus", lambda: iter(CORPUS))
    monkeypatch.setattr(train_orientation, "known_towns", lambda: TOWNS)
    call_command("train_orientation")
    assert "phrases apprises" in capsys.readouterr().out


def test_a_worker_reads_the_models_and_learns_none(monkeypatch: pytest.MonkeyPatch) -> None:
    read: list[str] = []
    monkeypatch.setattr(store, "current_engine", lambda: read.append("engine"))
    monkeypatch.setattr(store, "current_alert_model", lambda: read.append("alerts"))
    monkeypatch.setattr(store, "is_trained", lambda: False)
    store.warm_up()
    assert read == []
    monkeypatch.setattr(store, "is_trained", lambda: True)
    store.warm_up()
    assert read == ["engine", "alerts"]
