"""E-mails: every kind renders, the queue takes each once, no header can be forged."""

import re
from datetime import timedelta
from html import unescape
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest
from django.core import mail
from django.db import IntegrityError, transaction
from django.utils import timezone
from pytest_django import DjangoCaptureOnCommitCallbacks
from pytest_django.fixtures import Settings

from maillage.core.enums import EmailStatus
from maillage.core.errors import DomainError
from maillage.core.mail import (
    KINDS,
    EmailKind,
    Letter,
    declare_email,
    is_address,
    queue_email,
    queue_emails,
    render_email,
)
from maillage.core.models import OutgoingEmail
from maillage.core.retention import delete_old_emails, erase_recipients


class Links(HTMLParser):
    """Addresses of the links of a page."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "a":
            self.found.append(dict(attrs).get("href") or "")


def links_of(html: str) -> set[str]:
    parser = Links()
    parser.feed(html)
    return {link.removeprefix("mailto:").rstrip("/") for link in parser.found}


@pytest.mark.parametrize("slug", sorted(KINDS))
def test_every_kind_is_whole(slug: str, settings: Settings) -> None:
    kind = KINDS[slug]
    settings.CONTACT_EMAIL = "contact@exemple.fr"
    # The settings of the tests fail on an undefined variable.
    subject, text, html = render_email(kind=kind, context=kind.sample())
    assert kind.label
    assert 5 < len(subject) <= 120
    assert "\n" not in subject
    assert len(text) > 80
    assert not re.search(r"&\w+;|&#|<\w+", text), "the text is not HTML"
    assert not re.search(r"\n{4,}", text)
    assert subject in unescape(html)
    assert '<html lang="fr">' in html
    missing = [link for link in links_of(html) if link not in text and "contact@" not in link]
    assert missing == [], "the text holds every link of the HTML"
    for link in links_of(html):
        assert link.startswith(("http://", "https://")) or is_address(link), link
    assert "src=" not in html, "an e-mail loads nothing: no image tells who read it"


def test_a_kind_is_declared_once() -> None:
    slug = min(KINDS)
    with pytest.raises(ValueError, match="twice"):
        declare_email(EmailKind(slug, "Autre", dict))


@pytest.fixture
def kind(settings: Settings, tmp_path: Path) -> EmailKind:
    folder = tmp_path / "test" / "emails"
    folder.mkdir(parents=True)
    (folder / "hello.txt").write_text("Bonjour {{ name }}\n\n{{ words }}\n")
    (folder / "hello.html").write_text(
        '{% extends "core/email.html" %}{% block body %}<p>{{ words }}</p>{% endblock %}'
    )
    settings.TEMPLATES = [{**settings.TEMPLATES[0], "DIRS": [tmp_path]}]
    return EmailKind("test.hello", "Bonjour", dict)


CONTEXT = {"name": "l’Étoile & Cie", "words": "« <b>gras</b> »\n\nPuis une ligne."}


def test_the_text_is_not_escaped_and_the_html_is(kind: EmailKind) -> None:
    subject, text, html = render_email(kind=kind, context=CONTEXT)
    assert subject == "Bonjour l’Étoile & Cie"
    assert text == "« <b>gras</b> »\n\nPuis une ligne.\n"
    assert "&lt;b&gt;gras" in html


@pytest.mark.parametrize(
    "name",
    [
        "x\nBcc: tous@exemple.fr",
        "x\n\nfin",
        "x\r\nBcc: a@b.fr",
        "x\rBcc: a@b.fr",
        "x\x1fy",
        "x\u2028y",
    ],
)
@pytest.mark.django_db
def test_no_value_forges_a_header(kind: EmailKind, name: str) -> None:
    with pytest.raises(DomainError, match="retour à la ligne"):
        queue_email(kind=kind, to="a@exemple.fr", context={**CONTEXT, "name": name})
    assert not OutgoingEmail.objects.exists()


@pytest.mark.parametrize(
    "to",
    [
        "a@exemple.fr\nBcc: tous@exemple.fr",
        "a@exemple.fr\n",
        "\na@exemple.fr",
        "a@exemple.fr, b@exemple.fr",
        "Camille <a@exemple.fr>",
        "a@exemple.fr\r\n\r\nbonjour",
        "",
        "a",
        "@exemple.fr",
        "a b@exemple.fr",
    ],
)
@pytest.mark.django_db
def test_no_recipient_forges_a_header(kind: EmailKind, to: str) -> None:
    assert not is_address(to)
    with pytest.raises(DomainError, match="pas valable"):
        queue_email(kind=kind, to=to, context=CONTEXT)
    assert not OutgoingEmail.objects.exists()


@pytest.mark.parametrize("field", ["recipient", "subject"])
@pytest.mark.django_db
def test_the_database_refuses_two_lines(field: str) -> None:
    values = {"recipient": "a@exemple.fr", "subject": "x", field: "a@exemple.fr\nBcc: b@exemple.fr"}
    with pytest.raises(IntegrityError), transaction.atomic():
        OutgoingEmail.objects.create(kind="test.kind", message_id="<1@x>", **values)


@pytest.mark.django_db
def test_a_queued_email_leaves_after_the_commit_and_keeps_no_word(
    kind: EmailKind, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        row = queue_email(kind=kind, to=" a@exemple.fr ", context=CONTEXT)
        assert mail.outbox == []
    assert row is not None
    [sent] = mail.outbox
    assert sent.to == ["a@exemple.fr"]
    assert sent.extra_headers["Message-ID"] == row.message_id
    row.refresh_from_db()
    assert (row.status, row.subject, row.text, row.html) == (EmailStatus.ENVOYE, "", "", "")
    assert row.recipient == "a@exemple.fr"


@pytest.mark.django_db
def test_the_same_key_is_queued_once(kind: EmailKind) -> None:
    letters = [
        Letter(kind, f"a{number % 3}@exemple.fr", CONTEXT, dedupe_key=f"clef-{number % 3}")
        for number in range(7)
    ]
    assert len(queue_emails(letters=letters[:2])) == 2
    assert len(queue_emails(letters=letters)) == 1
    assert queue_emails(letters=letters) == []
    assert OutgoingEmail.objects.count() == 3
    assert len(queue_emails(letters=[Letter(kind, "a@exemple.fr", CONTEXT)] * 2)) == 2


@pytest.mark.django_db
def test_one_bad_letter_queues_none(kind: EmailKind) -> None:
    letters = [Letter(kind, to, CONTEXT) for to in ("a@exemple.fr", "b")]
    with pytest.raises(DomainError):
        queue_emails(letters=letters)
    assert not OutgoingEmail.objects.exists()


@pytest.mark.django_db
def test_what_was_sent_is_forgotten_in_two_steps() -> None:
    now = timezone.now()
    sent = {"status": EmailStatus.ENVOYE}
    ages: dict[str, dict[str, Any]] = {
        "recent": {**sent, "sent_at": now - timedelta(days=29)},
        "month": {**sent, "sent_at": now - timedelta(days=31)},
        "year": {**sent, "sent_at": now - timedelta(days=300)},
        "waiting": {"status": EmailStatus.EN_ATTENTE},
        "failed": {"status": EmailStatus.ECHEC, "not_before": now - timedelta(days=31)},
        "failed late": {"status": EmailStatus.ECHEC, "not_before": now - timedelta(days=2)},
    }
    for kind, values in ages.items():
        days = 400 if kind in {"year", "waiting"} else 40
        OutgoingEmail.objects.create(
            kind=kind,
            recipient="a@exemple.fr",
            message_id=f"<{kind}>",
            created_at=now - timedelta(days=days),
            **values,
        )
    assert erase_recipients() == "recipients=3"
    assert erase_recipients() == "recipients=0"
    named = OutgoingEmail.objects.exclude(recipient="").values_list("kind", flat=True)
    assert set(named) == {"recent", "waiting", "failed late"}
    assert delete_old_emails() == "emails=1"
    assert not OutgoingEmail.objects.filter(kind="year").exists()
