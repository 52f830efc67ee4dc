"""Sending by a real SMTP server of this machine: answers, retries, connections."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.utils import timezone
from pytest_django.fixtures import Settings

from maillage.core import locks
from maillage.core.enums import EmailStatus
from maillage.core.mail import KINDS, EmailKind, cancel_email, receipts, sending
from maillage.core.mail.receipts import Receipts
from maillage.core.mail.sending import RETRY_AFTER, Sending, send_waiting
from maillage.core.models import OutgoingEmail
from tests.core.mail_server import OK, MailServer, mail_server

pytestmark = pytest.mark.django_db


@pytest.fixture
def server(settings: Settings) -> Iterator[MailServer]:
    with mail_server() as running:
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST = "127.0.0.1"
        settings.EMAIL_PORT = running.port
        settings.EMAIL_USE_TLS = False
        settings.DEFAULT_FROM_EMAIL = "contact@exemple.fr"
        yield running


def email(to: str = "a@exemple.fr", **values: Any) -> OutgoingEmail:
    number = OutgoingEmail.objects.count()
    return OutgoingEmail.objects.create(
        **{
            "kind": "test.kind",
            "recipient": to,
            "subject": f"Objet n° {number}",
            "text": "Bonjour,\nvoilà.\n",
            "html": "<p>Bonjour</p>",
            "message_id": f"<{number}@exemple.fr>",
            **values,
        }
    )


def due_now(row: OutgoingEmail) -> OutgoingEmail:
    """As if the pause before the next try was over."""
    OutgoingEmail.objects.filter(pk=row.pk).update(not_before=timezone.now())
    row.refresh_from_db()
    return row


def test_text_and_html_arrive_under_the_right_headers(server: MailServer) -> None:
    row = email()
    assert send_waiting() == Sending(1)
    [message] = server.received
    assert message["Message-ID"] == row.message_id
    assert message["Subject"] == "Objet n° 0"
    assert message["To"] == "a@exemple.fr"
    assert message["From"] == "Maillage <contact@exemple.fr>"
    assert message["Auto-Submitted"] == "auto-generated"
    assert message.get_content_type() == "multipart/alternative"
    parts = [part.get_content() for part in message.iter_parts()]
    assert "voilà." in parts[0]
    assert "<p>Bonjour</p>" in parts[1]


def test_one_connection_for_many_and_nothing_is_kept(server: MailServer) -> None:
    for _ in range(25):
        email()
    assert send_waiting() == Sending(25)
    assert server.connections == 1
    assert server.message_ids == [f"<{number}@exemple.fr>" for number in range(25)]
    assert set(OutgoingEmail.objects.values_list("status", "subject", "text", "html")) == {
        (EmailStatus.ENVOYE, "", "", "")
    }
    assert send_waiting() == Sending(0)


def test_a_temporary_refusal_is_tried_again_later(server: MailServer) -> None:
    row = email()
    server.answer_rcpt = lambda _to: "451 4.7.1 plus tard"
    before = timezone.now()
    assert send_waiting() == Sending(0)
    row.refresh_from_db()
    assert (row.status, row.attempts) == (EmailStatus.EN_ATTENTE, 1)
    assert row.error == "451 SMTPRecipientsRefused"
    assert row.not_before >= before + RETRY_AFTER[0]
    assert send_waiting() == Sending(0)
    server.answer_rcpt = lambda _to: OK
    due_now(row)
    assert send_waiting() == Sending(1)
    row.refresh_from_db()
    assert (row.status, row.error) == (EmailStatus.ENVOYE, "")
    assert server.message_ids == [row.message_id]


def test_six_tries_then_given_up(server: MailServer) -> None:
    server.answer_data = lambda _message: "450 4.2.2 boîte pleine"
    row = email()
    for _ in range(len(RETRY_AFTER)):
        send_waiting()
        assert due_now(row).status == EmailStatus.EN_ATTENTE
    send_waiting()
    row.refresh_from_db()
    assert (row.status, row.attempts, row.text) == (EmailStatus.ECHEC, 6, "")


@pytest.mark.parametrize("step", ["answer_rcpt", "answer_data"])
def test_a_final_refusal_stays_visible_and_stops_no_other(server: MailServer, step: str) -> None:
    refused = email("parti@exemple.fr")
    other = email("la@exemple.fr")
    setattr(
        server,
        step,
        lambda what: "550 5.1.1 inconnu" if "parti@" in str(what) else OK,
    )
    assert send_waiting() == Sending(1)
    refused.refresh_from_db()
    assert (refused.status, refused.attempts) == (EmailStatus.ECHEC, 1)
    assert refused.error.startswith("550 ")
    assert refused.recipient == "parti@exemple.fr"
    assert server.message_ids == [other.message_id]


def test_a_connection_that_the_server_closes_is_opened_again(server: MailServer) -> None:
    """Many servers take so many messages by connection, then say 421."""
    for _ in range(6):
        email()
    taken: list[str] = []

    def closing(sender: str) -> str:
        taken.append(sender)
        return "421 4.7.0 assez pour cette fois" if len(taken) % 3 == 0 else OK

    server.answer_mail = closing
    assert send_waiting() == Sending(6)
    assert server.connections == 3
    assert len(set(server.message_ids)) == len(server.message_ids) == 6
    assert set(OutgoingEmail.objects.values_list("attempts", flat=True)) == {1}


def test_a_server_that_is_away_costs_no_try(settings: Settings) -> None:
    with mail_server() as gone:
        port = gone.port
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT, settings.EMAIL_USE_TLS = "127.0.0.1", port, False
    row = email()
    assert send_waiting() == Sending(0, is_server_down=True)
    row.refresh_from_db()
    assert (row.status, row.attempts) == (EmailStatus.EN_ATTENTE, 0)


def test_without_a_server_in_production_everything_waits(settings: Settings) -> None:
    settings.EMAIL_BACKEND = "maillage.core.mail.backends.NoServerBackend"
    row = email()
    assert send_waiting().is_server_down
    row.refresh_from_db()
    assert (row.status, row.attempts) == (EmailStatus.EN_ATTENTE, 0)


def test_our_own_address_refused_is_nobody_elses_fault(server: MailServer) -> None:
    rows = [email(), email()]
    server.answer_mail = lambda _sender: "553 5.7.1 expéditeur refusé"
    assert send_waiting() == Sending(0, is_server_down=True)
    for row in rows:
        row.refresh_from_db()
        assert (row.status, row.attempts) == (EmailStatus.EN_ATTENTE, 0)


def test_what_a_dead_sender_had_claimed_goes_again_under_the_same_number(
    server: MailServer,
) -> None:
    left = email(status=EmailStatus.EN_COURS, attempts=1)
    deadly = email(status=EmailStatus.EN_COURS, attempts=6)
    assert send_waiting() == Sending(1)
    assert server.message_ids == [left.message_id]
    deadly.refresh_from_db()
    assert (deadly.status, deadly.error) == (EmailStatus.ECHEC, "interrompu")


def test_what_the_server_had_accepted_is_not_sent_again(
    server: MailServer, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """Killed after the answer of the server, before the mark: the note of it is read."""
    path = tmp_path / "courriels.sent"
    monkeypatch.setattr(receipts, "file_of_database", lambda _suffix: path)
    accepted = email(status=EmailStatus.EN_COURS, attempts=1)
    left = email(status=EmailStatus.EN_COURS, attempts=1)
    Receipts().note(accepted.message_id)
    Receipts().note("<cut")
    assert send_waiting() == Sending(1)
    assert server.message_ids == [left.message_id]
    accepted.refresh_from_db()
    assert (accepted.status, accepted.text) == (EmailStatus.ENVOYE, "")
    assert not path.exists()


def test_a_note_that_cannot_be_written_stops_nothing(
    server: MailServer, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    path = tmp_path / "no folder" / "courriels.sent"
    monkeypatch.setattr(receipts, "file_of_database", lambda _suffix: path)
    email()
    assert send_waiting() == Sending(1)


def test_one_sender_at_a_time(server: MailServer, monkeypatch: pytest.MonkeyPatch) -> None:
    from contextlib import nullcontext

    email()
    monkeypatch.setattr(sending, "alone", lambda _name: nullcontext(False))
    assert send_waiting() == Sending(0)
    monkeypatch.undo()
    assert send_waiting() == Sending(1)
    with locks.alone("test") as first:
        assert first
    with locks.alone("test") as again:
        assert again


def test_a_file_is_locked_once(tmp_path: Path) -> None:
    path = tmp_path / "base.sqlite3.courriels.lock"
    with locks._file_lock(path) as first, locks._file_lock(path) as second:
        assert (first, second) == (True, False)
    with locks._file_lock(path) as later:
        assert later


def test_urgent_kinds_leave_first_and_nothing_leaves_too_early(
    server: MailServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    urgent = EmailKind("test.code", "Code", dict, is_urgent=True)
    monkeypatch.setitem(KINDS, "test.code", urgent)
    usual = email()
    code = email(kind="test.code")
    email(not_before=timezone.now() + timedelta(hours=1))
    assert send_waiting() == Sending(2)
    assert server.message_ids == [code.message_id, usual.message_id]


def test_a_cancelled_email_does_not_leave(server: MailServer) -> None:
    row = email()
    assert cancel_email(email=row)
    assert send_waiting() == Sending(0)
    assert not cancel_email(email=row)
    row.refresh_from_db()
    assert (row.status, row.text) == (EmailStatus.ANNULE, "")


def test_the_round_ends_when_asked(server: MailServer) -> None:
    for _ in range(5):
        email()
    assert send_waiting(is_stopping=lambda: len(server.received) >= 2) == Sending(2)
    assert OutgoingEmail.objects.filter(status=EmailStatus.EN_ATTENTE).count() == 3


def test_an_email_that_cannot_be_written_stops_no_other(server: MailServer) -> None:
    bad = email(subject="Objet\rBcc: x@exemple.fr")
    email()
    assert send_waiting() == Sending(1)
    bad.refresh_from_db()
    assert (bad.status, bad.error) == (EmailStatus.ECHEC, "BadHeaderError")
