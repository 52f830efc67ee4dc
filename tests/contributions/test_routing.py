"""Who is expected to answer, who is told, what is handed over after ten days, how long it takes."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from maillage.contributions.actions.contributions import (
    announce_untold,
    create_proposal,
    escalate_contributions,
)
from maillage.contributions.enums import ReportStatus
from maillage.contributions.jobs.contributions import follow_contributions, purge_contributions
from maillage.contributions.models import Contribution
from maillage.contributions.queries.contributions import (
    answerable_by,
    median_answer_time,
    waiting_counts,
    waiting_for,
)
from maillage.core.durations import duration_words
from maillage.core.errors import DomainError
from maillage.core.models import JournalEntry, OutgoingEmail
from maillage.directory.enums import Section
from maillage.directory.models import Lieu
from tests.factories.contributions import (
    make_lieu,
    make_lieu_proposal,
    make_proposal,
    make_report,
    structure_of,
)
from tests.factories.people import (
    make_administrator,
    make_coordinator,
    make_member,
    make_structure,
    make_user,
)
from tests.factories.territory import BassinMembershipFactory, CommuneFactory

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 6, 1, 12, tzinfo=UTC)


@pytest.fixture
def lieu() -> Lieu:
    """A place of a structure, in a commune of the basin of Chartres."""
    commune = CommuneFactory.create(code="28168", nom="Gallardon", postal_codes="28320")
    BassinMembershipFactory.create(commune=commune)
    return make_lieu(code_insee="28168", structure=make_structure())


def letters() -> dict[str, int]:
    """Letters waiting or gone, by address."""
    found: dict[str, int] = {}
    for row in OutgoingEmail.objects.filter(kind="contributions.waiting"):
        found[row.recipient] = found.get(row.recipient, 0) + 1
    return found


def test_a_structure_with_people_answers_first(lieu: Lieu) -> None:
    member = make_member(structure_of(lieu))
    referent = make_member(structure_of(lieu), "referent")
    coordinator = make_coordinator()
    report = make_report(lieu)
    assert (report.route, report.code_insee) == ("structure", "28168")
    assert letters() == {member.email: 1, referent.email: 1}
    assert list(waiting_for(user=member)) == [report]
    assert list(waiting_for(user=coordinator)) == []
    assert list(answerable_by(user=coordinator)) == [report]


@pytest.mark.parametrize("people", ["nobody", "left", "proposer alone"])
def test_else_the_coordination_answers(lieu: Lieu, people: str) -> None:
    coordinator = make_coordinator()
    by = None
    if people == "left":
        member = make_member(structure_of(lieu))
        member.is_active = False
        member.save()
    elif people == "proposer alone":
        by = make_member(structure_of(lieu))
    report = make_report(lieu, by=by)
    assert report.route == "coordination"
    assert letters() == {coordinator.email: 1}
    assert list(waiting_for(user=coordinator)) == [report]


def test_the_nearest_coordination_is_told_then_the_administrators(lieu: Lieu) -> None:
    administrator = make_administrator()
    region = make_coordinator("region", "24")
    make_report(lieu)
    assert letters() == {region.email: 1}
    basin = make_coordinator()
    make_report(lieu, message="Autre chose.")
    assert letters() == {region.email: 1, basin.email: 1}
    make_report(make_lieu("Ailleurs"))
    assert letters()[administrator.email] == 1


def test_one_letter_a_day_and_a_person(lieu: Lieu) -> None:
    member = make_member(structure_of(lieu))
    for number in range(3):
        make_report(lieu, message=f"Faux {number}.")
    assert letters() == {member.email: 1}
    assert Contribution.objects.filter(told_at__isnull=True).count() == 2
    assert announce_untold(now=timezone.now()) == 0
    assert announce_untold(now=timezone.now() + timedelta(days=1)) == 1
    assert letters() == {member.email: 2}
    assert not Contribution.objects.filter(told_at__isnull=True).exists()


def test_the_letter_holds_no_word_of_the_visitor(lieu: Lieu) -> None:
    make_member(structure_of(lieu))
    make_report(lieu, message="Le code est 1234.", email="marie@exemple.fr")
    letter = OutgoingEmail.objects.get()
    for text in (letter.subject, letter.text, letter.html):
        assert "1234" not in text
        assert "marie" not in text
    assert "/pro/contributions/M-" in letter.text


def at(contribution: Contribution, moment: datetime) -> None:
    Contribution.objects.filter(pk=contribution.pk).update(created_at=moment)


def test_ten_days_without_answer_and_the_coordination_takes_over(lieu: Lieu) -> None:
    make_member(structure_of(lieu))
    coordinator = make_coordinator()
    exact, younger, answered = (make_report(lieu, message=f"Faux {n}.") for n in range(3))
    at(exact, NOW - timedelta(days=10))
    at(younger, NOW - timedelta(days=10) + timedelta(seconds=1))
    at(answered, NOW - timedelta(days=30))
    Contribution.objects.filter(pk=answered.pk).update(status="corrige", answered_at=NOW)
    assert escalate_contributions(now=NOW) == 1
    assert escalate_contributions(now=NOW) == 0
    exact.refresh_from_db()
    younger.refresh_from_db()
    assert (exact.route, exact.escalated_at) == ("coordination", NOW)
    assert (younger.route, younger.escalated_at) == ("structure", None)
    assert list(waiting_for(user=coordinator)) == [exact]
    assert JournalEntry.objects.filter(verb="contribution.escalated").count() == 1
    announce_untold(now=NOW)
    assert letters()[coordinator.email] == 1
    text = OutgoingEmail.objects.get(recipient=coordinator.email).text
    assert "10 jours sans réponse" in text


def test_the_daily_jobs_say_what_they_did(lieu: Lieu) -> None:
    make_member(structure_of(lieu))
    make_coordinator()
    report = make_report(lieu, email="marie@exemple.fr")
    at(report, timezone.now() - timedelta(days=11))
    assert follow_contributions() == "escalated=1 letters=1"
    old = timezone.now() - timedelta(days=40)
    Contribution.objects.update(status="corrige", answered_at=old)
    assert purge_contributions() == "emails=1 contributions=0"


def test_counts(lieu: Lieu, django_assert_num_queries: Any) -> None:
    coordinator = make_coordinator()
    late = make_report(lieu)
    at(late, timezone.now() - timedelta(days=12))
    make_lieu_proposal()
    waiting_counts(user=coordinator)
    with django_assert_num_queries(1):
        counts = waiting_counts(user=coordinator)
    assert (counts.total, counts.late, counts.escalated, counts.new_lieux) == (2, 1, 0, 1)
    assert waiting_counts(user=make_user()).total == 0
    assert waiting_counts(user=make_administrator()).total == 2


def test_the_journal_keeps_no_text(lieu: Lieu) -> None:
    user = make_user()
    make_report(lieu, message="Madame Une Telle", by=user)
    make_report(lieu, message="Autre.")
    entries = list(JournalEntry.objects.filter(verb="contribution.received").order_by("pk"))
    assert [(row.actor_kind, row.actor_id) for row in entries] == [
        ("compte", user.pk),
        ("visiteur", None),
    ]
    assert all("Telle" not in str(row.detail) for row in entries)


@pytest.mark.parametrize(
    ("after", "words"),
    [
        ({}, "différent"),
        ({"professional_note": "x"}, "ne se propose pas"),
        ({"professional_fields": ["telephone"]}, "ne se propose pas"),
        ({"presentation_detail": "x" * 2_001}, "2 000"),
        ({"typologie": ["x" * 900] * 30}, "trop longue"),
    ],
)
def test_refused_proposals(lieu: Lieu, after: dict[str, Any], words: str) -> None:
    with pytest.raises(DomainError, match=words):
        create_proposal(lieu=lieu, section=Section.PRESENTATION, before={}, after=after)
    assert not Contribution.objects.exists()


def test_limits_of_a_proposal(lieu: Lieu) -> None:
    long = "x" * 3_000
    Lieu.objects.filter(pk=lieu.pk).update(presentation_detail=long)
    lieu.refresh_from_db()
    assert make_proposal(lieu, presentation_detail="y" * 3_000).pk, "no longer than it was"
    with pytest.raises(ValidationError):
        make_proposal(lieu, message="x" * 2_001)
    with pytest.raises(ValidationError):
        make_lieu_proposal(message="x" * 2_001)


def test_a_proposal_sent_twice_is_one(lieu: Lieu) -> None:
    first = make_proposal(lieu)
    assert make_proposal(lieu) == first
    assert make_proposal(lieu, horaires="Mo 09:00-12:00") != first
    assert make_lieu_proposal() == make_lieu_proposal()
    assert make_lieu_proposal("Autre") != make_lieu_proposal()


# --- the figure ----------------------------------------------------------------------------
def answered(lieu: Lieu, *, hours: float, ago: timedelta = timedelta(days=1)) -> Contribution:
    report = make_report(lieu, message=f"Faux {hours} {ago}.")
    moment = NOW - ago
    Contribution.objects.filter(pk=report.pk).update(
        status=ReportStatus.CORRIGE,
        created_at=moment - timedelta(hours=hours),
        answered_at=moment,
    )
    return report


def test_the_median_is_hidden_under_five_answers(lieu: Lieu) -> None:
    for hours in (1, 2, 3, 4):
        answered(lieu, hours=hours)
    answered(lieu, hours=900, ago=timedelta(days=366))
    make_report(lieu)
    assert median_answer_time(now=NOW) is None
    answered(lieu, hours=100)
    found = median_answer_time(now=NOW)
    assert found is not None
    assert (found.median, found.count, found.words) == (timedelta(hours=3), 5, "3 heures")


def test_the_median_of_an_even_number_and_of_a_territory(
    lieu: Lieu, django_assert_num_queries: Any
) -> None:
    for hours in (24, 48, 72, 96, 120, 144):
        answered(lieu, hours=hours)
    other = CommuneFactory.create(code="28001")
    elsewhere = make_lieu("Ailleurs", code_insee=other.code)
    for hours in (1, 2, 3, 4, 5):
        answered(elsewhere, hours=hours)
    found = median_answer_time(territory=("bassin", "2421"), now=NOW)
    assert found is not None
    assert (found.median, found.count) == (timedelta(hours=84), 6)
    assert found.words == "3 jours"
    whole = median_answer_time(now=NOW)
    assert whole is not None
    assert whole.count == 11
    with django_assert_num_queries(2):
        median_answer_time(now=NOW)


@pytest.mark.parametrize(
    ("duration", "words"),
    [
        (timedelta(minutes=59), "moins d’une heure"),
        (timedelta(hours=1), "1 heure"),
        (timedelta(hours=23, minutes=59), "23 heures"),
        (timedelta(days=1), "1 jour"),
        (timedelta(days=12, hours=23), "12 jours"),
    ],
)
def test_durations_in_words(duration: timedelta, words: str) -> None:
    assert duration_words(duration) == words
