"""Writing a line of the journal."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.contrib.auth.base_user import AbstractBaseUser
from django.db.models import Model

from maillage.core.enums import ActorKind
from maillage.core.models import JournalEntry

VERBS: dict[str, str] = {}
"""Closed vocabulary: code (« sheet.section_saved ») → past participle in French."""

_CODE = re.compile(r"[A-Za-z0-9][A-Za-z0-9_.:/-]{0,79}")


def declare_verbs(verbs: Mapping[str, str]) -> None:
    """Add the verbs of one app; ValueError when another app has one of them."""
    for code, words in verbs.items():
        if VERBS.get(code, words) != words:
            raise ValueError(f"the verb {code} is declared twice")
        VERBS[code] = words


@dataclass(frozen=True, slots=True)
class Actor:
    """Who acts: an account, or without one a personal link, a visitor, the system."""

    kind: ActorKind
    account: int | None = None

    @classmethod
    def of(cls, user: AbstractBaseUser | None) -> "Actor":
        """The account, or the system when there is none."""
        return cls(ActorKind.COMPTE, user.pk) if user is not None else cls(ActorKind.SYSTEME)


LINK = Actor(ActorKind.LIEN)
VISITOR = Actor(ActorKind.VISITEUR)
SYSTEM = Actor(ActorKind.SYSTEME)


def record(
    *,
    verb: str,
    by: Actor,
    on: Model | None = None,
    detail: Mapping[str, Any] | None = None,
) -> JournalEntry:
    """Write one line, in the caller's transaction.

    Raises ValueError for a verb that nobody declared, or a detail that is not made of codes
    (letters, digits, « _.:/- », 80 characters at most), whole numbers and lists of them.
    """
    if verb not in VERBS:
        raise ValueError(f"{verb} is not a declared verb of the journal")
    kept = dict(detail or {})
    for name, value in kept.items():
        _check(name)
        for item in value if isinstance(value, list) else [value]:
            _check(item)
    return JournalEntry.objects.create(
        verb=verb,
        actor_kind=by.kind,
        actor_id=by.account,
        object_type=on._meta.label_lower if on is not None else "",
        object_id=str(on.pk) if on is not None else "",
        detail=kept,
    )


def _check(value: object) -> None:
    if value is None or isinstance(value, bool | int):
        return
    if not isinstance(value, str) or not _CODE.fullmatch(value):
        raise ValueError("the journal keeps codes and numbers only")


def words_of(verb: str) -> str:
    """The French words of a verb; the code itself for one that left the vocabulary."""
    return VERBS.get(verb, verb)
