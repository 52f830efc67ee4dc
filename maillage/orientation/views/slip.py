"""The paper or message that a reception agent gives to go to one place."""

from collections.abc import Mapping

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from maillage.core.languages import Language, available_languages
from maillage.directory.models import Lieu, Structure
from maillage.directory.queries import get_public_lieu, nearest_to, resolve_slug
from maillage.orientation.forms import parse_situation
from maillage.orientation.presenters import slip as shown
from maillage.orientation.presenters.slip_choices import LARGE, Options
from maillage.orientation.presenters.slip_message import message_of
from maillage.orientation.queries.one_place import chosen_of
from maillage.orientation.rules import member_structures
from maillage.orientation.situation import Situation

NEARBY = 3
FRENCH = "fr"
_FRENCHES = ("fr", "fr-simple")


@login_not_required
@require_safe
def slip(request: HttpRequest, lieu: str) -> HttpResponse:
    """One sheet of paper about a place, for the situation of the address.

    `avec`: code of a language, « fr » for French alone; `taille=grande`: large print; `par`: key
    of the structure that gives it, for a professional of several. 400 when one cannot be read.
    """
    try:
        place = get_public_lieu(slug=lieu)
    except Lieu.DoesNotExist:
        return _not_a_place(request, lieu)
    parsed = parse_situation(request.GET)
    languages = {one.code: one for one in available_languages()}
    second, size = request.GET.get("avec", ""), request.GET.get("taille", "")
    problems = [*parsed.errors.values(), *_problems(second, size, languages)]
    if problems:
        return _refused(request, place, problems)
    situation = parsed.situation
    second = second or _usual_language(situation, languages)
    structures = list(member_structures(request.user))
    given_by = _giver(request, structures)
    now = timezone.now()
    papers = shown.papers_of(
        lieu=place,
        situation=situation,
        languages=_on_paper(second, languages),
        now=now,
        is_large=size == LARGE,
        given_by=given_by.nom if given_by else "",
    )
    options = Options(place, situation, second, size, given_by)
    context = {
        "section": "orientation",
        "lieu": place,
        "papers": papers,
        "doubt": chosen_of(lieu=place, situation=situation, now=now).doubt,
        "spoken": shown.spoken_numbers(situation),
        "message": message_of(lieu=place, situation=situation, language=second, now=now),
        "message_language": languages[second],
        "languages": options.languages(),
        "sizes": options.sizes(),
        "givers": options.givers(structures),
        "is_pair": len(papers[0].words) > 1,
    }
    return render(request, "orientation/slip.html", context)


def _problems(second: str, size: str, languages: Mapping[str, Language]) -> list[str]:
    """What the address asks that no list holds, in sentences."""
    found = []
    if second and second not in languages:
        found.append(
            _("Cette langue n’est pas proposée : choisissez-en une dans la liste de la page.")
        )
    if size not in ("", LARGE):
        found.append(_("Cette taille n’existe pas : choisissez-en une dans la page."))
    return found


def _not_a_place(request: HttpRequest, slug: str) -> HttpResponse:
    """Follow a former address, offer neighbours of a place that is gone, or 404."""
    outcome = resolve_slug(slug=slug)
    if outcome.kind == "moved" and outcome.to is not None:
        query = request.META.get("QUERY_STRING", "")
        url = reverse("orientation:slip", args=[outcome.to.slug])
        return redirect(f"{url}?{query}" if query else url)
    if outcome.kind == "gone" and outcome.lieu is not None:
        context = {
            "section": "lieux",
            "lieu": outcome.lieu,
            "nearby": nearest_to(lieu=outcome.lieu, limit=NEARBY),
        }
        return render(request, "directory/lieu_gone.html", context, status=410)
    raise Http404("no such place")


def _refused(request: HttpRequest, lieu: Lieu, errors: list[str]) -> HttpResponse:
    context = {"section": "orientation", "lieu": lieu, "errors": [("", text) for text in errors]}
    return render(request, "orientation/slip_refused.html", context, status=400)


def _usual_language(situation: Situation, languages: Mapping[str, Language]) -> str:
    """The language of the person, else that of the page, else French."""
    if situation.language in languages:
        return situation.language
    page = get_language() or FRENCH
    return page if page in languages else FRENCH


def _on_paper(second: str, languages: Mapping[str, Language]) -> list[Language]:
    """French and another language; simple French stands alone in the place of French."""
    if second in _FRENCHES:
        return [languages[second]]
    return [languages[FRENCH], languages[second]]


def _giver(request: HttpRequest, structures: list[Structure]) -> Structure | None:
    """The structure to name: the one that `par` says, or the only one."""
    wanted = request.GET.get("par", "")
    chosen = [one for one in structures if str(one.pk) == wanted]
    if chosen:
        return chosen[0]
    return structures[0] if len(structures) == 1 else None
