"""Telling by e-mail those who may answer: at most one letter a day and a person."""

from collections.abc import Iterable
from datetime import datetime

from django.utils import timezone

from maillage.accounts.models import User
from maillage.contributions.emails.contributions import waiting_letter
from maillage.contributions.enums import Route
from maillage.contributions.models import Contribution
from maillage.network.actions.digests import send_digests
from maillage.network.queries import coordinators_of_commune, people_of_structure


def announce(*, contributions: Iterable[Contribution], now: datetime) -> int:
    """Queue one letter for each person who may answer, listing these contributions.

    Somebody who already had a letter today gets none: what was not told to everybody keeps an
    empty `told_at`, and goes with the letters of the next day. Returns the number of letters.
    """
    found = list(contributions)
    groups: dict[tuple[str, object], list[User]] = {}
    readers: dict[int, list[User]] = {}
    for row in found:
        key = _group_of(row)
        if key not in groups:
            groups[key] = _people_of(row)
        # The proposer needs no letter about their own words.
        readers[row.pk] = [person for person in groups[key] if person.pk != row.proposer_id]
    today = timezone.localdate(now)
    told, letters = send_digests(
        rows=found,
        readers=readers,
        letter_of=lambda person, rows: waiting_letter(
            to=person.email, account=person.pk, on=today, found=rows
        ),
    )
    Contribution.objects.filter(pk__in=[row.pk for row in told]).update(told_at=now)
    return letters


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
