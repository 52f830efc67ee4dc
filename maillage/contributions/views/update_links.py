"""Pages of a personal link: no account, no session, no cookie.

The token in the address is the whole authorisation, and nothing that a browser adds by itself
(cookie, session) plays any part: another site cannot make a visitor act here without knowing
the token, and whoever knows it needs no visitor. The usual check against forged forms, which
wants a cookie, is therefore off; Sec-Fetch-Site and Origin are looked at all the same. Reading
(GET) never changes anything: mail scanners open links.
"""

from collections.abc import Callable
from functools import wraps
from urllib.parse import urlsplit

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from maillage.accounts.enums import Profession
from maillage.contributions import rules
from maillage.contributions.actions import update_links as actions
from maillage.contributions.models import UpdateRequest
from maillage.contributions.queries.update_links import open_request, sections_of_sheet
from maillage.contributions.views.section_pages import section_or_404, section_page
from maillage.core.client import client_address
from maillage.core.error_pages import error_page
from maillage.core.errors import DomainError
from maillage.core.throttle import HOUR_SECONDS, count_one, is_over
from maillage.directory.enums import AskFrequency, ConfirmationChannel, ConfirmationKind, Section
from maillage.directory.section_actions import Author

LinkView = Callable[..., HttpResponse]
_FREQUENCIES = {str(frequency.value): frequency for frequency in AskFrequency}


def personal_link(view: LinkView, *, even_ended: bool = False) -> LinkView:
    """Open the request of the token for a view, or answer the one page of every failure."""

    @login_not_required
    @csrf_exempt
    @never_cache
    @require_http_methods(["GET", "HEAD", "POST"])
    @wraps(view)
    def wrapper(request: HttpRequest, token: str, **kwargs: str) -> HttpResponse:
        response = _answer(view, request, token, even_ended=even_ended, **kwargs)
        response.headers["Referrer-Policy"] = "no-referrer"
        response.headers["X-Robots-Tag"] = "noindex, nofollow"
        return response

    return wrapper


def lasting_link(view: LinkView) -> LinkView:
    """The same for a view that answers after the end of the link too."""
    return personal_link(view, even_ended=True)


def _answer(
    view: LinkView, request: HttpRequest, token: str, *, even_ended: bool, **kwargs: str
) -> HttpResponse:
    address = client_address(request)
    if is_over(limit=rules.LINK_LIMIT, address=address):
        return error_page(request, status=429, retry_after=HOUR_SECONDS)
    asked = open_request(token=token, even_ended=even_ended)
    if asked is None:
        count_one(limit=rules.LINK_LIMIT, address=address)
        return _gone(request)
    if request.method == "POST" and _is_from_elsewhere(request):
        return error_page(request, status=400)
    return view(request, asked, token, **kwargs)


def _gone(request: HttpRequest) -> HttpResponse:
    """The same words for a link that is guessed, revoked or expired."""
    return render(request, "contributions/update_gone.html", status=404)


def _is_from_elsewhere(request: HttpRequest) -> bool:
    """Whether another site's page sent this form.

    These pages send no Referer, so that browsers say « Origin: null » for their own forms.
    """
    if request.headers.get("Sec-Fetch-Site", "same-origin") not in {"same-origin", "none"}:
        return True
    origin = request.headers.get("Origin", "null")
    return origin != "null" and _host_of(origin) != request.get_host()


def _host_of(origin: str) -> str:
    """The host of an origin; empty when it is no address, which only programs send."""
    try:
        return urlsplit(origin).netloc
    except ValueError:
        return ""


def _author(asked: UpdateRequest) -> Author:
    """The structure, by its link; with what the person said of their work, once."""
    known = [answer.profession for answer in asked.answers.all() if answer.profession]
    return Author(
        kind=ConfirmationKind.STRUCTURE,
        channel=ConfirmationChannel.LIEN,
        profession=known[0] if known else "",
    )


def _wanted(asked: UpdateRequest) -> list[Section]:
    """The sections asked that have no answer yet, in the order of a sheet."""
    answered = {answer.section for answer in asked.answers.all()}
    return [
        section
        for section in Section
        if section.value in asked.sections and section.value not in answered
    ]


@personal_link
def update_link(request: HttpRequest, asked: UpdateRequest, token: str) -> HttpResponse:
    """The sheet, section by section; « rien n’a changé » for all, or for one."""
    if request.method == "POST":
        return _unchanged(request, asked, token)
    answers = {answer.section: answer for answer in asked.answers.all()}
    rows = [
        {
            "section": section,
            "answer": answers.get(section.code),
            "is_asked": section.code in asked.sections,
        }
        for section in sections_of_sheet(lieu=asked.lieu)
    ]
    context = {
        "asked": asked,
        "lieu": asked.lieu,
        "token": token,
        "asked_rows": [row for row in rows if row["is_asked"]],
        "other_rows": [row for row in rows if not row["is_asked"]],
        "waiting": len(_wanted(asked)),
        "undone": request.GET.get("annule", ""),
    }
    return render(request, "contributions/update_link.html", context)


def _unchanged(request: HttpRequest, asked: UpdateRequest, token: str) -> HttpResponse:
    """« Rien n’a changé »: one section when it is named, else all that wait (or all, again)."""
    code = str(request.POST.get("section", ""))
    if code:
        sections = [section_or_404(code)]
    else:
        sections = _wanted(asked) or [Section(code) for code in asked.sections]
    try:
        stored = actions.answer_unchanged(request=asked, sections=sections, author=_author(asked))
    except DomainError:
        return _gone(request)
    return _next_page(stored, token)


def _next_page(asked: UpdateRequest, token: str) -> HttpResponse:
    """The thanks when every section asked is answered, else what is left."""
    waiting = _wanted(UpdateRequest.objects.prefetch_related("answers").get(pk=asked.pk))
    if not waiting:
        return redirect("contributions:update_done", token=token)
    response = redirect("contributions:update_link", token=token)
    return HttpResponseRedirect(f"{response.url}#{waiting[0].value}")


@personal_link
def update_section(
    request: HttpRequest, asked: UpdateRequest, token: str, section: str
) -> HttpResponse:
    """Correct one section; two people at once: the second sees the difference."""
    chosen = section_or_404(section)
    page = section_page(request, asked=asked, section=chosen, author=_author(asked))
    if page.is_saved:
        return _next_page(asked, token)
    context = {
        "asked": asked,
        "lieu": asked.lieu,
        "token": token,
        "chosen": chosen,
        "page": page,
        "form": page.form,
    }
    return render(request, "contributions/update_section.html", context, status=page.status)


@personal_link
def update_done(request: HttpRequest, asked: UpdateRequest, token: str) -> HttpResponse:
    """Thanks, what the public now reads, two optional questions, and the way back."""
    if request.method == "POST":
        if "annuler" in request.POST:
            return _undo(request, asked, token)
        return _settle(request, asked, token)
    answers = list(asked.answers.all())
    professions = {answer.profession for answer in answers if answer.profession}
    context = {
        "asked": asked,
        "lieu": asked.lieu,
        "token": token,
        "sections": sections_of_sheet(lieu=asked.lieu, with_kept=False),
        "answers": answers,
        "waiting": len(_wanted(asked)),
        "professions": [("", _("Je préfère ne pas le dire")), *Profession.choices],
        "profession": next(iter(professions), ""),
        "frequencies": AskFrequency.choices,
        "frequency": asked.lieu.ask_every_months,
        "is_settled": "enregistre" in request.GET,
    }
    return render(request, "contributions/update_done.html", context)


def _undo(request: HttpRequest, asked: UpdateRequest, token: str) -> HttpResponse:
    try:
        kept = actions.undo_answers(request=asked, author=_author(asked))
    except DomainError:
        return _gone(request)
    response = redirect("contributions:update_link", token=token)
    return HttpResponseRedirect(f"{response.url}?annule={'partie' if kept else 'oui'}")


def _settle(request: HttpRequest, asked: UpdateRequest, token: str) -> HttpResponse:
    """Keep the answers to the optional questions; a value of no list is no answer."""
    profession = str(request.POST.get("profession", ""))
    frequency = str(request.POST.get("rythme", ""))
    author = _author(asked)
    try:
        if profession in Profession.values:
            actions.say_who(request=asked, profession=Profession(profession), author=author)
        # Looked up as text: Python refuses to read a number of thousands of digits.
        if known := _FREQUENCIES.get(frequency):
            actions.choose_frequency(request=asked, frequency=known, author=author)
    except DomainError:
        return _gone(request)
    response = redirect("contributions:update_done", token=token)
    return HttpResponseRedirect(f"{response.url}?enregistre=1")
