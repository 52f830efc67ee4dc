"""A database of a former version, prepared again."""

import pytest
from django.core.management import call_command

from maillage.directory.models import Lieu
from maillage.portal.management.commands import prepare_site
from tests.factories.directory import make_lieu
from tests.factories.territory import CommuneFactory

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def trained(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The orientation is not learnt for good here: the calls are counted."""
    calls: list[str] = []
    monkeypatch.setattr(prepare_site, "is_trained", lambda: True)
    monkeypatch.setattr(prepare_site, "load_engine", lambda: calls.append("trained"))
    monkeypatch.setattr(prepare_site, "load_alert_model", lambda: calls.append("alerts"))
    return calls


def test_sheets_of_a_former_version_are_measured() -> None:
    CommuneFactory.create()
    lieu = make_lieu()
    known = Lieu.objects.get(pk=lieu.pk).score
    assert known is not None
    Lieu.objects.update(score=None)
    call_command("prepare_site")
    assert Lieu.objects.get(pk=lieu.pk).score == known


def test_the_orientation_is_learnt_once(
    monkeypatch: pytest.MonkeyPatch, trained: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    CommuneFactory.create()
    make_lieu()
    call_command("prepare_site")
    assert trained == []
    monkeypatch.setattr(prepare_site, "is_trained", lambda: False)
    call_command("prepare_site")
    assert trained == ["trained", "alerts"]
    assert "Apprentissage de l’orientation…" in capsys.readouterr().out


def test_an_orientation_that_cannot_be_learnt_stops_nothing(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def fails() -> None:
        raise OSError("plus de place")

    CommuneFactory.create()
    make_lieu()
    monkeypatch.setattr(prepare_site, "is_trained", lambda: False)
    monkeypatch.setattr(prepare_site, "load_engine", fails)
    call_command("prepare_site")
    assert "L’orientation n’a pas été apprise : plus de place" in capsys.readouterr().err
