"""The browsers in which somebody is signed in."""

import re
from datetime import datetime

from django.contrib.sessions.models import Session
from django.db.models import QuerySet
from django.utils import timezone

from maillage.accounts.models import OpenSession, User

# The first that is found in the signature of the browser wins: the order matters.
_BROWSERS = (
    (r"Edg", "Edge"),
    (r"OPR|Opera", "Opera"),
    (r"SamsungBrowser", "Samsung Internet"),
    (r"Firefox|FxiOS", "Firefox"),
    (r"Chrome|CriOS|Chromium", "Chrome"),
    (r"Safari", "Safari"),
)
_SYSTEMS = (
    (r"iPhone|iPad", "iPhone ou iPad"),
    (r"Android", "Android"),
    (r"Windows", "Windows"),
    (r"Mac OS X|Macintosh", "Mac"),
    (r"CrOS", "Chromebook"),
    (r"Linux|X11", "Linux"),
)


def device_in_words(*, user_agent: str) -> str:
    """« Firefox sur Windows »; « Navigateur inconnu » when nothing is recognised."""

    def first(words: tuple[tuple[str, str], ...], otherwise: str) -> str:
        return next((word for shape, word in words if re.search(shape, user_agent)), otherwise)

    browser, system = first(_BROWSERS, ""), first(_SYSTEMS, "")
    if browser and system:
        return f"{browser} sur {system}"
    return browser or system or "Navigateur inconnu"


def open_session(*, user: User, session_key: str, user_agent: str) -> OpenSession:
    """Note the browser in which this person has just signed in."""
    values = {"user": user, "device": device_in_words(user_agent=user_agent)}
    row, _ = OpenSession.objects.update_or_create(session_key=session_key, defaults=values)
    note_activity(user=user, session_key=session_key, at=row.created_at)
    return row


def note_activity(*, user: User, session_key: str, at: datetime) -> None:
    """The person is here: whatever notice was sent to an idle account is void."""
    User.objects.filter(pk=user.pk).update(last_seen_at=at, warned_at=None)
    OpenSession.objects.filter(session_key=session_key).update(last_seen_at=at)


def end_session(*, user: User, pk: int) -> bool:
    """Sign this person out of one browser; False when it is not theirs, or gone."""
    return bool(_end(OpenSession.objects.filter(user=user, pk=pk)))


def end_other_sessions(*, user: User, kept: str) -> int:
    """Sign this person out of every browser but the one of the session `kept`."""
    return _end(OpenSession.objects.filter(user=user).exclude(session_key=kept))


def end_sessions(*, user: User) -> int:
    """Sign this person out everywhere, known browsers or not."""
    user.set_unusable_password()
    user.save(update_fields=["password"])
    return _end(OpenSession.objects.filter(user=user))


def purge_sessions() -> int:
    """Forget the browsers whose session is over (core erases the sessions); returns how many."""
    alive = Session.objects.filter(expire_date__gt=timezone.now())
    gone = OpenSession.objects.exclude(session_key__in=alive.values("session_key"))
    return gone.delete()[0]


def _end(rows: QuerySet[OpenSession]) -> int:
    keys = list(rows.values_list("session_key", flat=True))
    Session.objects.filter(session_key__in=keys).delete()
    OpenSession.objects.filter(session_key__in=keys).delete()
    return len(keys)
