"""The paper or message that a reception agent gives to go to one place."""

from dataclasses import dataclass, replace

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from maillage.core.languages import Language, available_languages
from maillage.directory.models import Lieu, Structure
from maillage.directory.presenters.printed import Printed
from maillage.directory.queries import get_public_lieu, nearest_to, resolve_slug
from maillage.network.rules import roles_of
from maillage.orientation.forms import parse_situation, situation_to_params
from maillage.orientation.presenters import slip as shown
from maillage.orientation.presenters.slip_message import message_of
from maillage.orientation.situation import Situation

NEARBY = 3
LARGE = "grande"
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
    errors = list(parsed.errors.values())
    second = request.GET.get("avec", "")
    if second and second not in languages:
        errors.append(
            _("Cette langue n’est pas proposée : choisissez-en une dans la liste de la page.")
        )
    size = request.GET.get("taille", "")
    if size not in ("", LARGE):
        errors.append(_("Cette taille n’existe pas : choisissez-en une dans la page."))
    if errors:
        return _refused(request, place, errors)
    situation = parsed.situation
    second = second or _usual_language(situation, languages)
    structures = _structures_of(request)
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
    chosen = shown.chosen_of(lieu=place, situation=situation, now=now)
    context = {
        "section": "orientation",
        "lieu": place,
        "papers": papers,
        "doubt": chosen.doubt,
        "spoken": shown.spoken_numbers(situation),
        "message": message_of(lieu=place, situation=situation, language=second, now=now),
        "message_language": languages[second],
        "languages": options.languages(),
        "sizes": options.sizes(),
        "givers": options.givers(structures),
        "is_pair": len(papers[0].words) > 1,
    }
    return render(request, "orientation/slip.html", context)


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


def _usual_language(situation: Situation, languages: dict[str, Language]) -> str:
    """The language of the person, else that of the page, else French."""
    if situation.language in languages:
        return situation.language
    page = get_language() or FRENCH
    return page if page in languages else FRENCH


def _on_paper(second: str, languages: dict[str, Language]) -> list[Language]:
    """French and another language; simple French stands alone in the place of French."""
    if second in _FRENCHES:
        return [languages[second]]
    return [languages[FRENCH], languages[second]]


# --- who gives it ------------------------------------------------------------------------------
def _structures_of(request: HttpRequest) -> list[Structure]:
    """The structures of the person who has signed in; none for a visitor."""
    keys = roles_of(request.user).member_of
    return list(Structure.objects.filter(pk__in=keys).order_by("nom", "pk")) if keys else []


def _giver(request: HttpRequest, structures: list[Structure]) -> Structure | None:
    """The structure to name: the one that `par` says, or the only one."""
    wanted = request.GET.get("par", "")
    chosen = [one for one in structures if str(one.pk) == wanted]
    if chosen:
        return chosen[0]
    return structures[0] if len(structures) == 1 else None


# --- links of the page -------------------------------------------------------------------------
@dataclass(frozen=True, slots=True)
class Choice(Printed):
    """A link that changes the paper; `language`, for its own words."""

    words: str
    href: str
    is_current: bool
    language: Language | None = None


@dataclass(frozen=True, slots=True)
class Options:
    """What the address of the page says besides the place."""

    lieu: Lieu
    situation: Situation
    second: str
    size: str
    giver: Structure | None

    @property
    def href(self) -> str:
        pairs = [*situation_to_params(self.situation), ("avec", self.second)]
        pairs += [("taille", self.size)] if self.size else []
        pairs += [("par", str(self.giver.pk))] if self.giver else []
        return f"{reverse('orientation:slip', args=[self.lieu.slug])}?{urlencode(pairs)}"

    def languages(self) -> list[Choice]:
        """One link for each language."""
        return [
            Choice(one.name, replace(self, second=one.code).href, one.code == self.second, one)
            for one in available_languages()
        ]

    def sizes(self) -> list[Choice]:
        """Usual letters, large letters."""
        sizes = (("", _("Taille courante")), (LARGE, _("Grands caractères")))
        return [
            Choice(words, replace(self, size=size).href, size == self.size) for size, words in sizes
        ]

    def givers(self, structures: list[Structure]) -> list[Choice]:
        """The structures of who has several; nothing to choose otherwise."""
        if len(structures) < 2:
            return []
        return [
            Choice(one.nom, replace(self, giver=one).href, one == self.giver) for one in structures
        ]
