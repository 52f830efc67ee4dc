"""Life of an account: born by invitation, changed, closed when idle, deleted."""

from datetime import timedelta

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django.contrib.auth.base_user import AbstractBaseUser
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import IntegrityError, transaction
from django.utils import timezone

from maillage.accounts import emails
from maillage.accounts.actions.sessions import end_sessions
from maillage.accounts.models import User
from maillage.accounts.queries import find_account, is_last_administrator
from maillage.accounts.rules import CLOSED_BEFORE_DELETION
from maillage.core.errors import DomainError
from maillage.core.journal import Actor, record
from maillage.core.mail import queue_email
from maillage.core.saving import save_checked


def create_account(*, email: str, display_name: str, profession: str) -> User:
    """The account of an address, made when there is none (the case of letters is ignored).

    An account that exists keeps its name and profession, and stays deactivated if it was.
    Raises DomainError for an address that no mail can reach, ValidationError for a profession
    that is not in accounts.enums.Profession.
    """
    address = _readable(email)
    known = find_account(email=address)
    if known is None:
        user = User(email=address, display_name=display_name.strip(), profession=profession)
        user.set_unusable_password()
        try:
            with transaction.atomic():
                save_checked(user, validate_unique=False)
                record(verb="account.created", by=Actor.of(None), on=user)
                mark_address_verified(user=user)
        except (IntegrityError, ValidationError):
            # Two invitations accepted at once: the other one made the account.
            known = find_account(email=address)
            if known is None:
                raise
        else:
            return user
    mark_address_verified(user=known)
    return known


def mark_address_verified(*, user: User) -> None:
    """Keep the one address of allauth equal to ours: whoever has a code owns the address."""
    EmailAddress.objects.filter(email__iexact=user.email).exclude(user=user).delete()
    EmailAddress.objects.filter(user=user).exclude(email=user.email).delete()
    values = {"verified": True, "primary": True}
    EmailAddress.objects.update_or_create(user=user, email=user.email, defaults=values)


def update_identity(*, user: User, display_name: str, profession: str) -> User:
    """What colleagues read. Raises ValidationError for a profession that is not in the list."""
    user.display_name, user.profession = display_name.strip(), profession
    save_checked(user)
    return user


@transaction.atomic
def change_email(*, user: User, email: str) -> User:
    """Take a new address, which a code has confirmed; the old one is told.

    Raises DomainError when another account has it.
    """
    address = _readable(email)
    other = find_account(email=address)
    if other is not None and other.pk != user.pk:
        raise DomainError("email_taken", "Cette adresse ne peut pas être utilisée.")
    before, user.email = user.email, address
    save_checked(user)
    mark_address_verified(user=user)
    record(verb="account.email_changed", by=Actor.of(user), on=user)
    if before != address:
        queue_email(kind=emails.ADDRESS_CHANGED, to=before, context={})
    return user


@transaction.atomic
def deactivate_account(*, user: User, by: AbstractBaseUser | None) -> User:
    """Close an account; its open sessions are out at their next request.

    Raises DomainError for the last administrator.
    """
    _refuse_last_administrator(user)
    now = timezone.now()
    user.is_active, user.deactivated_at, user.warned_at = False, now, None
    user.save(update_fields=["is_active", "deactivated_at", "warned_at"])
    end_sessions(user=user)
    record(verb="account.deactivated", by=Actor.of(by), on=user)
    day = timezone.localdate(now + CLOSED_BEFORE_DELETION + timedelta(days=1))
    queue_email(kind=emails.DEACTIVATED, to=user.email, context={"day": day})
    return user


@transaction.atomic
def reactivate_account(*, user: User, by: AbstractBaseUser | None) -> User:
    """Open a closed account again and tell its owner; harmless when it is open."""
    if user.is_active:
        return user
    user.is_active, user.deactivated_at, user.warned_at = True, None, None
    user.last_seen_at = timezone.now()
    user.save(update_fields=["is_active", "deactivated_at", "warned_at", "last_seen_at"])
    record(verb="account.reactivated", by=Actor.of(by), on=user)
    queue_email(kind=emails.REACTIVATED, to=user.email, context={})
    return user


@transaction.atomic
def delete_account(*, user: User, by: AbstractBaseUser | None) -> None:
    """Erase an account: the journal keeps a number, drafts and profile go, sheets stay.

    Raises DomainError for the last administrator.
    """
    _refuse_last_administrator(user)
    address = user.email
    record(verb="account.deleted", by=Actor.of(by), on=user)
    end_sessions(user=user)
    user.delete()
    queue_email(kind=emails.DELETED, to=address, context={})


@transaction.atomic
def remove_second_factor(*, user: User, by: AbstractBaseUser | None) -> int:
    """For somebody who lost the telephone and the recovery codes; returns how many were removed.

    Every session is closed; the person is told.
    """
    removed = int(Authenticator.objects.filter(user=user).delete()[0])
    end_sessions(user=user)
    record(verb="account.second_factor_removed", by=Actor.of(by), on=user)
    what = "La seconde vérification de votre compte a été retirée à votre demande."
    queue_email(kind=emails.SECURITY_NOTICE, to=user.email, context={"what": what})
    return removed


def _refuse_last_administrator(user: User) -> None:
    if is_last_administrator(user=user):
        raise DomainError(
            "last_administrator",
            "C’est le dernier compte qui administre le site : nommez d’abord une autre personne.",
        )


def _readable(email: str) -> str:
    address = email.strip().lower()
    try:
        validate_email(address)
    except ValidationError as error:
        raise DomainError("bad_address", "Cette adresse électronique n’est pas valable.") from error
    return address
