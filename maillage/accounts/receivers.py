"""What follows a sign-in, a sign-out, a change of the second factor."""

from typing import Any

from allauth.account.internal.flows.login import AUTHENTICATION_METHODS_SESSION_KEY
from allauth.account.signals import user_logged_in as allauth_logged_in
from allauth.mfa.models import Authenticator
from allauth.mfa.signals import authenticator_added, authenticator_removed
from django.contrib.auth.signals import user_logged_in, user_logged_out
from django.dispatch import receiver
from django.http import HttpRequest
from django.utils import timezone

from maillage.accounts.actions import open_session
from maillage.accounts.models import OpenSession, User
from maillage.accounts.queries import has_second_factor
from maillage.accounts.rules import SEEN_AT
from maillage.core.journal import Actor, record


@receiver(user_logged_in, dispatch_uid="accounts.seen")
def remember_the_time(request: HttpRequest, **_kwargs: Any) -> None:
    """Signing in is a visit."""
    request.session[SEEN_AT] = timezone.now().timestamp()


@receiver(allauth_logged_in, dispatch_uid="accounts.signed_in")
def note_sign_in(request: HttpRequest, user: User, **_kwargs: Any) -> None:
    """One line in the journal, one in the list of the open sessions."""
    record(verb="account.signed_in", by=Actor.of(user), on=user)
    if request.session.session_key is None:
        request.session.save()
    agent = request.headers.get("User-Agent", "")[:500]
    open_session(user=user, session_key=str(request.session.session_key), user_agent=agent)


@receiver(user_logged_out, dispatch_uid="accounts.signed_out")
def note_sign_out(request: HttpRequest, user: User | None, **_kwargs: Any) -> None:
    """The session is about to be flushed."""
    if user is not None:
        record(verb="account.signed_out", by=Actor.of(user), on=user)
        OpenSession.objects.filter(session_key=request.session.session_key).delete()


@receiver(authenticator_added, dispatch_uid="accounts.factor_added")
def note_factor_added(user: User, authenticator: Authenticator, **_kwargs: Any) -> None:
    """One line in the journal, which says the kind of factor."""
    detail = {"kind": authenticator.type}
    record(verb="account.second_factor_added", by=Actor.of(user), on=user, detail=detail)


@receiver(authenticator_removed, dispatch_uid="accounts.factor_removed")
def note_factor_removed(
    request: HttpRequest, user: User, authenticator: Authenticator, **_kwargs: Any
) -> None:
    """Without any factor left, this session has shown none."""
    detail = {"kind": authenticator.type}
    record(verb="account.second_factor_removed", by=Actor.of(user), on=user, detail=detail)
    if not has_second_factor(user=user):
        records = request.session.get(AUTHENTICATION_METHODS_SESSION_KEY, [])
        kept = [item for item in records if item.get("method") != "mfa"]
        request.session[AUTHENTICATION_METHODS_SESSION_KEY] = kept
