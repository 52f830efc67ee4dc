"""What every form of the public shares: the place of an address, the token, the limit."""

from collections.abc import Mapping, Sequence

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect

from maillage.accounts.models import User
from maillage.contributions import rules
from maillage.contributions.forms.contributions import VisitorForm
from maillage.core.client import client_address
from maillage.core.error_pages import error_page
from maillage.core.human_form import form_token, form_token_problem
from maillage.core.throttle import HOUR_SECONDS, is_over
from maillage.directory.models import Lieu
from maillage.directory.queries import resolve_slug


def account_of(request: HttpRequest) -> User | None:
    """The account that writes; None for a visitor."""
    return request.user if isinstance(request.user, User) else None


def lieu_or_response(request: HttpRequest, *, slug: str, url_name: str) -> Lieu | HttpResponse:
    """The public place of an address, or where its page went; Http404 when it never was."""
    outcome = resolve_slug(slug=slug)
    if outcome.kind == "moved" and outcome.to is not None:
        return redirect(url_name, slug=outcome.to.slug, permanent=True)
    if outcome.kind == "gone":
        return error_page(request, status=410)
    if outcome.lieu is None:
        raise Http404
    return outcome.lieu


def too_many(request: HttpRequest) -> HttpResponse | None:
    """The page of refusal, when this network has sent its share of the hour."""
    if is_over(limit=rules.SEND_LIMIT, address=client_address(request)):
        return error_page(request, status=429, retry_after=HOUR_SECONDS)
    return None


def token_to_show(request: HttpRequest) -> str:
    """The token of a form shown again: the first one while it is good, so that a second try is
    not « too fast »; else a new one.
    """
    jeton = str(request.POST.get("jeton", ""))
    if not jeton or form_token_problem(jeton) in {"stale", "forged"}:
        return form_token()
    return jeton


def field_errors(form: VisitorForm, ids: Mapping[str, str]) -> dict[str, str]:
    """First sentence of each field of `ids` (name → id that an error leads to), in its order."""
    return {name: str(form.errors[name][0]) if name in form.errors else "" for name in ids}


def error_list(errors: Mapping[str, str], ids: Mapping[str, str]) -> Sequence[tuple[str, str]]:
    """[(field id, sentence)] of the summary."""
    return [(ids[name], message) for name, message in errors.items() if message]
