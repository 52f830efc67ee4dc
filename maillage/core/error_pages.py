"""Pages of refusal, in plain French: what happened, what to do, nothing is lost."""

from dataclasses import dataclass
from http import HTTPStatus

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True, slots=True)
class ErrorWords:
    """Title, what happened, what to do."""

    title: str | Promise
    what: str | Promise
    todo: str | Promise
    with_search: bool = False


ERROR_WORDS: dict[int, ErrorWords] = {
    400: ErrorWords(
        _("Cette demande ne se lit pas"),
        _("Une partie de l’adresse ou du formulaire n’a pas la forme attendue."),
        _("Rien n’est perdu : revenez à la page d’avant, ou recommencez votre recherche ici."),
        with_search=True,
    ),
    403: ErrorWords(
        _("Le formulaire n’a pas pu être envoyé"),
        _(
            "La page est restée ouverte trop longtemps, ou votre navigateur refuse les cookies. "
            "Le formulaire en demande un, le temps de l’envoi, pour vous protéger."
        ),
        _(
            "Rien n’est perdu : revenez à la page d’avant, rechargez-la, puis envoyez de nouveau. "
            "Si cela recommence, acceptez les cookies de ce site."
        ),
    ),
    404: ErrorWords(
        _("Cette page n’existe pas"),
        _("L’adresse est peut-être mal recopiée, ou la page a changé de place."),
        _("Rien n’est perdu : cherchez ce qu’il vous faut, ou repartez d’une de ces pages."),
        with_search=True,
    ),
    410: ErrorWords(
        _("Cette fiche n’est plus publiée"),
        _("Ce lieu a fermé, ou sa fiche a été retirée : il n’y a plus rien à y corriger."),
        _("Cherchez un autre lieu, ou repartez d’une de ces pages."),
        with_search=True,
    ),
    429: ErrorWords(
        _("Trop de demandes en peu de temps"),
        _(
            "Beaucoup de demandes sont venues du même réseau. Pour écarter les robots, le site "
            "attend un peu avant d’en prendre d’autres."
        ),
        _(
            "Rien n’est perdu : gardez votre texte, attendez une heure, puis envoyez-le de nouveau "
            "en revenant à la page d’avant."
        ),
    ),
    503: ErrorWords(
        _("Le site enregistre beaucoup de données en ce moment"),
        _("Votre demande n’a pas pu être enregistrée à temps."),
        _("Rien n’est perdu : attendez une minute, puis recommencez."),
    ),
}


def _typed(request: HttpRequest) -> list[tuple[str, str]] | None:
    """(name, value) of a form that could not be saved; None when nothing was sent.

    The page keeps them: a browser may forget what was typed in a page that is not stored.
    """
    if request.method != "POST":
        return None
    return [
        (name, str(value))
        for name, values in request.POST.lists()
        for value in values
        if name != "csrfmiddlewaretoken"
    ]


def error_page(
    request: HttpRequest, *, status: int, retry_after: int | None = None
) -> HttpResponse:
    """The page of one of ERROR_WORDS, with the site's header and ways out.

    `retry_after` in seconds, for programs. KeyError for a status without words.
    """
    words = ERROR_WORDS[status]
    context = {
        "title": words.title,
        "what": words.what,
        "todo": words.todo,
        "with_search": words.with_search,
        "action": request.get_full_path(),
        "typed": _typed(request) if status == HTTPStatus.SERVICE_UNAVAILABLE else None,
    }
    response = render(request, "core/error.html", context, status=status)
    if retry_after is not None:
        response.headers["Retry-After"] = str(retry_after)
    return response
