"""What every form of the public shares: who writes, the limit, the errors."""

from collections.abc import Mapping, Sequence

from django.http import HttpRequest, HttpResponse

from maillage.accounts.models import User
from maillage.contributions import rules
from maillage.contributions.forms.contributions import VisitorForm
from maillage.core.client import client_address
from maillage.core.error_pages import error_page
from maillage.core.throttle import HOUR_SECONDS, is_over


def account_of(request: HttpRequest) -> User | None:
    """The account that writes; None for a visitor."""
    return request.user if isinstance(request.user, User) else None


def too_many(request: HttpRequest) -> HttpResponse | None:
    """The page of refusal, when this network has sent its share of the hour."""
    if is_over(limit=rules.SEND_LIMIT, address=client_address(request)):
        return error_page(request, status=429, retry_after=HOUR_SECONDS)
    return None


def field_errors(form: VisitorForm, ids: Mapping[str, str]) -> dict[str, str]:
    """First sentence of each field of `ids` (name → id that an error leads to), in its order."""
    return {name: str(form.errors[name][0]) if name in form.errors else "" for name in ids}


def error_list(errors: Mapping[str, str], ids: Mapping[str, str]) -> Sequence[tuple[str, str]]:
    """[(field id, sentence)] of the summary."""
    return [(ids[name], message) for name, message in errors.items() if message]
