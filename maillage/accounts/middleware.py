"""The life of a session."""

from collections.abc import Callable

from django.db import OperationalError
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.utils import timezone

from maillage.accounts.actions import note_activity
from maillage.accounts.models import User
from maillage.accounts.rules import ACTIVITY_STEP, SEEN_AT
from maillage.core.database import brief_wait, is_busy


class SessionActivityMiddleware:
    """Note the visit of a signed-in person, at most once an hour, and prolong the session.

    Only on closed pages: a public page never reads the session.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(
        self,
        request: HttpRequest,
        view_func: Callable[..., HttpResponseBase],
        view_args: tuple[object, ...],  # noqa: ARG002
        view_kwargs: dict[str, object],  # noqa: ARG002
    ) -> None:
        if not getattr(view_func, "login_required", True):
            return
        user, now = request.user, timezone.now()
        seen = float(request.session.get(SEEN_AT, 0)) if isinstance(user, User) else 0
        if isinstance(user, User) and now.timestamp() - seen > ACTIVITY_STEP.total_seconds():
            try:
                with brief_wait():
                    note_activity(user=user, session_key=str(request.session.session_key), at=now)
            except OperationalError as error:
                if not is_busy(error):
                    raise
                return  # a long write is going on: the next page will note it
            # Saving the session gives it, and its cookie, their whole length again.
            request.session[SEEN_AT] = now.timestamp()
