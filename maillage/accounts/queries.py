"""Reading accounts."""

from collections.abc import Collection, Iterator
from datetime import datetime
from typing import Any

from allauth.mfa.models import Authenticator
from django.contrib.sessions.models import Session
from django.db.models import ForeignKey, Model, OneToOneField, QuerySet
from django.utils import timezone

from maillage.accounts.models import OpenSession, User
from maillage.core.models import JournalEntry, OutgoingEmail

# What a person may not read of the rows that name them: secrets, not data about them.
SECRET_FIELDS = {"password", "token_hash", "session_key", "data", "replaced"}
# In a row that somebody else is the subject of (an invitation sent, a claim answered…): theirs.
FIELDS_OF_OTHERS = {
    "email",
    "display_name",
    "profession",
    "message",
    "before",
    "changes",
    "object_repr",
    "change_message",
}
# The account is the subject of a row by these; by any other, it only wrote or answered it.
SUBJECT_RELATIONS = {
    "accounts.opensession.user",
    "network.membership.user",
    "network.coordination.user",
    "network.memberprofile.user",
    "account.emailaddress.user",
    "mfa.authenticator.user",
    "contributions.contribution.proposer",
    "contributions.campaign.created_by",
    "contributions.sectiondraft.by",
    "directory.sectionconfirmation.by",
}


def find_account(*, email: str) -> User | None:
    """The account of an address, whatever the capitals; active or not."""
    return User.objects.filter(email__iexact=email.strip()).first()


def has_second_factor(*, user: User) -> bool:
    """Whether an application or a key guards the account (recovery codes alone do not)."""
    kinds = [Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN]
    return bool(Authenticator.objects.filter(user_id=user.pk, type__in=kinds).exists())


def sessions_of(*, user: User) -> list[OpenSession]:
    """The browsers in which this person is signed in now, last used first."""
    rows = list(OpenSession.objects.filter(user=user))
    alive = set(
        Session.objects.filter(
            session_key__in=[row.session_key for row in rows], expire_date__gt=timezone.now()
        ).values_list("session_key", flat=True)
    )
    return [row for row in rows if row.session_key in alive]


def active_administrators() -> QuerySet[User]:
    """Accounts whose charge is the whole site."""
    return User.objects.filter(is_active=True, is_superuser=True)


def is_last_administrator(*, user: User) -> bool:
    """Whether the site would have nobody left without this account."""
    return user.is_administrator and not active_administrators().exclude(pk=user.pk).exists()


def personal_data(*, user: User) -> dict[str, Any]:
    """Everything that the site holds about one account (RGPD, articles 15 and 20).

    {"compte": {field: value}, "<table>": [{field: value}], "courriels": [{…}], "journal": [{…}]}:
    the tables are those whose rows point to the account, found by themselves, so that none is
    forgotten. What a row says of somebody else stays out (article 15, paragraph 4).
    """
    found: dict[str, Any] = {"compte": _values(user, SECRET_FIELDS)}
    for relation in user._meta.related_objects:
        model = relation.related_model
        if not isinstance(model, type) or not isinstance(
            relation.field, ForeignKey | OneToOneField
        ):
            continue
        rows = model._default_manager.filter(**{relation.field.name: user.pk})
        label = model._meta.label_lower
        is_subject = f"{label}.{relation.field.name}" in SUBJECT_RELATIONS
        hidden = SECRET_FIELDS if is_subject else SECRET_FIELDS | FIELDS_OF_OTHERS
        values = [_values(row, hidden) for row in rows]
        if values:
            found.setdefault(label, []).extend(values)
    letters = OutgoingEmail.objects.filter(recipient__iexact=user.email)
    found["courriels"] = [
        {"kind": kind, "created_at": at.isoformat()}
        for kind, at in letters.values_list("kind", "created_at")
    ]
    found["journal"] = list(_journal(user))
    return found


def _values(row: Model, hidden: Collection[str]) -> dict[str, Any]:
    return {
        field.attname: _plain(getattr(row, field.attname))
        for field in row._meta.concrete_fields
        if field.name not in hidden
    }


def _plain(value: object) -> object:
    if value is None or isinstance(value, bool | int | float | str | list | dict):
        return value
    return value.isoformat() if isinstance(value, datetime) else str(value)


def _journal(user: User) -> Iterator[dict[str, Any]]:
    for entry in JournalEntry.objects.filter(actor_id=user.pk):
        yield {
            "at": entry.at.isoformat(),
            "verb": entry.verb,
            "object_type": entry.object_type,
            "object_id": entry.object_id,
        }
