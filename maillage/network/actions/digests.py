"""Telling people of what waits for them: at most one letter a day and a person."""

from collections.abc import Callable, Mapping, Sequence
from typing import TypeVar

from django.db.models import Model

from maillage.accounts.models import User
from maillage.core.mail import Letter, queue_emails

Row = TypeVar("Row", bound=Model)


def send_digests(
    *,
    rows: Sequence[Row],
    readers: Mapping[int, Sequence[User]],
    letter_of: Callable[[User, list[Row]], Letter],
) -> tuple[list[Row], int]:
    """Queue one letter for each reader, listing the rows that wait for this person.

    `readers`: key of a row → who is expected to answer it. The `dedupe_key` of a letter names
    the reader and the day: whoever had one today gets none. Returns the rows of which every
    reader has been told, and the number of letters; the other rows go with those of the next
    day.
    """
    people = {person.pk: person for group in readers.values() for person in group}
    letters = {
        pk: letter_of(person, [row for row in rows if person in readers[row.pk]])
        for pk, person in people.items()
    }
    queued = {email.dedupe_key for email in queue_emails(letters=letters.values())}
    reached = {pk for pk, letter in letters.items() if letter.dedupe_key in queued}
    told = [row for row in rows if all(person.pk in reached for person in readers[row.pk])]
    return told, len(queued)
