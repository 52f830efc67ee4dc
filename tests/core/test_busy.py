"""A database that a long write holds: people read on, what they typed is kept."""

from typing import Any

import pytest
from django.contrib.sessions.backends.db import SessionStore
from django.db import OperationalError, connection
from django.test import Client

from maillage.accounts import middleware
from maillage.accounts.models import User
from maillage.accounts.rules import SEEN_AT
from maillage.core.database import brief_wait
from tests.factories.people import client_of, make_user

pytestmark = pytest.mark.django_db
PAGE = "/pro/compte/"


def refuse(*_args: Any, **_kwargs: Any) -> None:
    raise OperationalError("database is locked")


def test_a_visit_that_cannot_be_noted_hides_no_page(monkeypatch: pytest.MonkeyPatch) -> None:
    user = make_user()
    before = user.last_seen_at
    client = client_of(user)
    session = client.session
    session[SEEN_AT] = 0
    session.save()
    with monkeypatch.context() as patch:
        patch.setattr(middleware, "note_activity", refuse)
        assert client.get(PAGE).status_code == 200
        assert client.session[SEEN_AT] == 0
    assert client.get(PAGE).status_code == 200
    assert client.session[SEEN_AT] > 0
    assert User.objects.get(pk=user.pk).last_seen_at != before


def test_what_was_typed_can_be_sent_again(monkeypatch: pytest.MonkeyPatch) -> None:
    user = make_user()
    client = client_of(user)
    monkeypatch.setattr(User, "save", refuse)
    typed = {"display_name": "Zoé Été", "profession": "accueil", "do": "<b>"}
    response = client.post(PAGE + "?x=1", typed)
    text = response.content.decode()
    assert response.status_code == 503
    assert f'<form class="panel" action="{PAGE}?x=1" method="post">' in text
    assert '<input type="hidden" name="display_name" value="Zoé Été">' in text
    assert '<input type="hidden" name="do" value="&lt;b&gt;">' in text
    assert text.count('name="csrfmiddlewaretoken"') == 1
    assert "Envoyer de nouveau" in text


def test_a_session_that_cannot_be_saved_is_no_500(monkeypatch: pytest.MonkeyPatch) -> None:
    client = client_of(make_user())
    client.raise_request_exception = False
    session = client.session
    session[SEEN_AT] = 0
    session.save()
    monkeypatch.setattr(SessionStore, "save", refuse)
    response = client.get(PAGE)
    assert response.status_code == 503
    assert response.headers["Retry-After"] == "60"
    assert "Envoyer de nouveau" not in response.content.decode()


def test_another_fault_stays_a_500(monkeypatch: pytest.MonkeyPatch, client: Client) -> None:
    client.raise_request_exception = False

    def broken(*_args: Any, **_kwargs: Any) -> None:
        raise OperationalError("disk I/O error")

    user = make_user()
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    monkeypatch.setattr(User, "save", broken)
    assert client.post(PAGE, {"display_name": "Zoé", "profession": "accueil"}).status_code == 500


@pytest.mark.skipif(connection.vendor != "sqlite", reason="writers wait for each other on SQLite")
def test_a_brief_wait_is_brief_and_ends() -> None:
    def timeout() -> int:
        with connection.cursor() as cursor:
            return int(cursor.execute("PRAGMA busy_timeout").fetchone()[0])

    before = timeout()
    with brief_wait(milliseconds=150):
        assert timeout() == 150
    assert timeout() == before
    with pytest.raises(OperationalError), brief_wait(milliseconds=150):
        refuse()
    assert timeout() == before > 150
