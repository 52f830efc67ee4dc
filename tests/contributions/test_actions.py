"""Reports are kept, answered once, and forgotten in time."""

from datetime import UTC, datetime, timedelta
from io import StringIO

import pytest
from django.core import mail
from django.core.exceptions import ValidationError
from django.core.management import call_command
from django.db import IntegrityError, transaction
from django.utils import timezone

from maillage.contributions.actions import contributions as actions
from maillage.contributions.actions.contributions import Purge, purge_reports
from maillage.contributions.actions.moderation import answer_report, start_report
from maillage.contributions.enums import ReportStatus
from maillage.contributions.models import Contribution
from maillage.core.errors import DomainError
from maillage.core.models import OutgoingEmail
from tests.factories.contributions import make_lieu, make_report

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 6, 1, 12, tzinfo=UTC)


def test_a_taken_number_is_drawn_again(monkeypatch: pytest.MonkeyPatch) -> None:
    lieu = make_lieu()
    first = make_report(lieu, message="Fermé le jeudi.")
    drawn = iter([first.number, "M-AAAA-CCCC"])
    monkeypatch.setattr(actions, "draw_number", lambda: next(drawn))
    assert make_report(lieu).number == "M-AAAA-CCCC"


@pytest.mark.parametrize(
    "values",
    [
        {"kind": "inconnu"},
        {"message": ""},
        {"message": "x" * 2_001},
        {"email": "pas une adresse"},
        {"email": "a@exemple.fr\nBcc: b@exemple.fr"},
    ],
)
def test_refused_values_are_not_kept(values: dict[str, str]) -> None:
    with pytest.raises(ValidationError):
        make_report(make_lieu(), **values)
    assert not Contribution.objects.exists()


def test_a_closed_place_needs_no_message() -> None:
    assert make_report(make_lieu(), kind="ferme", message="").message == ""


def test_only_a_closed_report_has_a_date_of_answer() -> None:
    """The other rules that the database holds are tried in tests/test_constraints.py."""
    report = make_report(make_lieu())
    with pytest.raises(IntegrityError, match="report_closed_is_dated"), transaction.atomic():
        Contribution.objects.filter(pk=report.pk).update(answered_at=NOW)


def test_an_answer_is_sent_to_who_asked_for_it(
    django_capture_on_commit_callbacks: object,
) -> None:
    report = make_report(make_lieu(), email="marie@exemple.fr")
    with django_capture_on_commit_callbacks(execute=True):  # type: ignore[operator]
        answer_report(report=report, status=ReportStatus.CORRIGE, answer="Merci, c’est corrigé.")
    assert report.status == ReportStatus.CORRIGE
    assert report.answered_at is not None
    (message,) = mail.outbox
    assert message.to == ["marie@exemple.fr"]
    assert report.number in message.subject
    assert "Merci, c’est corrigé." in message.body
    assert f"http://testserver/signalements/{report.number}/" in message.body


def test_no_address_no_message(django_capture_on_commit_callbacks: object) -> None:
    report = make_report(make_lieu())
    with django_capture_on_commit_callbacks(execute=True):  # type: ignore[operator]
        answer_report(report=report, status=ReportStatus.CORRIGE, answer="")
    assert mail.outbox == []


def test_a_mail_server_that_fails_does_not_lose_the_answer(
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
    django_capture_on_commit_callbacks: object,
) -> None:
    def refuse(*_message: object) -> None:
        raise ConnectionRefusedError

    monkeypatch.setattr("django.core.mail.backends.locmem.EmailBackend.send_messages", refuse)
    report = make_report(make_lieu(), email="marie@exemple.fr")
    with django_capture_on_commit_callbacks(execute=True):  # type: ignore[operator]
        answer_report(report=report, status=ReportStatus.CORRIGE, answer="Corrigé.")
    assert Contribution.objects.get().answer == "Corrigé."
    waiting = OutgoingEmail.objects.get()
    assert (waiting.status, waiting.error) == ("en_attente", "ConnectionRefusedError")
    assert "Corrigé." in waiting.text, "it goes again later"
    assert "marie" not in caplog.text


def test_a_refusal_gives_its_reason() -> None:
    report = make_report(make_lieu())
    with pytest.raises(DomainError, match="raison"):
        answer_report(report=report, status=ReportStatus.REFUSE, answer="  ")
    with pytest.raises(DomainError, match="Corrigé"):
        answer_report(report=report, status=ReportStatus.EN_COURS, answer="Bientôt.")
    assert Contribution.objects.get().status == ReportStatus.RECU


def test_a_report_is_answered_once() -> None:
    report = make_report(make_lieu())
    seen_by_another = Contribution.objects.get()
    start_report(report=report)
    answer_report(report=report, status=ReportStatus.REFUSE, answer="Vérifié : c’est juste.")
    with pytest.raises(DomainError, match="déjà"):
        answer_report(report=seen_by_another, status=ReportStatus.CORRIGE, answer="Non.")
    with pytest.raises(DomainError, match="déjà"):
        start_report(report=seen_by_another)
    assert Contribution.objects.get().answer == "Vérifié : c’est juste."


def dated(*, created: int, answered: int | None, email: str = "marie@exemple.fr") -> Contribution:
    """A report made and answered so many days before NOW."""
    lieu = make_lieu(f"Lieu {created} {answered} {email}")
    report = make_report(lieu, email=email)
    values: dict[str, object] = {"created_at": NOW - timedelta(days=created)}
    if answered is not None:
        values |= {"status": "corrige", "answered_at": NOW - timedelta(days=answered)}
    Contribution.objects.filter(pk=report.pk).update(**values)
    return report


def test_retention() -> None:
    kept = [dated(created=40, answered=29), dated(created=364, answered=None)]
    erased = [dated(created=40, answered=31), dated(created=366, answered=None)]
    deleted = [dated(created=500, answered=366), dated(created=500, answered=366, email="")]
    deleted.append(dated(created=731, answered=None))
    expected = Purge(emails=2, reports=3)
    assert purge_reports(now=NOW, dry_run=True) == expected
    assert Contribution.objects.exclude(email="").count() == 6
    assert purge_reports(now=NOW) == expected
    assert purge_reports(now=NOW) == Purge(emails=0, reports=0)
    emails = dict(Contribution.objects.values_list("pk", "email"))
    assert {report.pk for report in kept} == {pk for pk, email in emails.items() if email}
    assert all(emails[report.pk] == "" for report in erased)
    assert not any(report.pk in emails for report in deleted)


def test_the_command_counts_then_erases() -> None:
    report = make_report(make_lieu(), email="marie@exemple.fr")
    long_ago = timezone.now() - timedelta(days=31)
    Contribution.objects.update(status="corrige", answered_at=long_ago)
    out = StringIO()
    call_command("purge_reports", dry_run=True, stdout=out)
    assert "À effacer : 1 adresses" in out.getvalue()
    report.refresh_from_db()
    assert report.email
    call_command("purge_reports", stdout=out)
    report.refresh_from_db()
    assert report.email == ""


def test_a_form_sent_twice_is_one_report() -> None:
    lieu = make_lieu()
    first = make_report(lieu, message="Fermé le lundi.")
    again = make_report(lieu, message="Fermé le lundi.")
    other = make_report(lieu, message="Fermé le mardi.")
    assert again == first
    assert other != first
