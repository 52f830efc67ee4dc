"""Telling by e-mail those who may answer: at most one letter a day and a person."""

from collections.abc import Iterable
from datetime import datetime

from django.utils import timezone

from maillage.accounts.models import User
from maillage.contributions.emails.contributions import waiting_letter
from maillage.contributions.enums import Route
from maillage.contributions.models import Contribution
from maillage.contributions.queries.people import (
    coordinators_of_commune,
    one_each,
    people_of_structure,
)
from maillage.core.mail import queue_emails


def announce(*, contributions: Iterable[Contribution], now: datetime) -> int:
    """Queue one letter for each person who may answer, listing these contributions.

    Somebody who already had a letter today gets none: what was not told to everybody keeps an
    empty `told_at`, and goes with the letters of the next day. Returns the number of letters.
    """
    found = list(contributions)
    groups: dict[tuple[str, object], list[User]] = {}
    people: dict[int, list[User]] = {}
    for row in found:
        key = _group_of(row)
        if key not in groups:
            groups[key] = _people_of(row)
        # The proposer needs no letter about their own words.
        people[row.pk] = [person for person in groups[key] if person.pk != row.proposer_id]
    today = timezone.localdate(now)
    letters = [
        waiting_letter(
            to=person.email,
            account=person.pk,
            on=today,
            found=[row for row in found if person in people[row.pk]],
        )
        for person in one_each([person for group in people.values() for person in group])
    ]
    queued = {email.dedupe_key for email in queue_emails(letters=letters)}
    reached = {letter.to for letter in letters if letter.dedupe_key in queued}
    told = [row.pk for row in found if all(person.email in reached for person in people[row.pk])]
    Contribution.objects.filter(pk__in=told).update(told_at=now)
    return len(queued)


def _group_of(contribution: Contribution) -> tuple[str, object]:
    """What the people who answer depend on."""
    if contribution.route == Route.STRUCTURE and contribution.lieu is not None:
        return (Route.STRUCTURE, contribution.lieu.structure_id)
    return (Route.COORDINATION, contribution.code_insee)


def _people_of(contribution: Contribution) -> list[User]:
    """Who is expected to answer."""
    if contribution.route == Route.STRUCTURE and contribution.lieu is not None:
        return people_of_structure(structure_id=contribution.lieu.structure_id)
    return coordinators_of_commune(code_insee=contribution.code_insee)
