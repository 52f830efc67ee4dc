"""« M'orienter »: a need said in one's own words, or picture by picture, and where to go.

Plain forms, links and pages. The words of a person are read and forgotten: what goes on is the
address, which holds values of closed lists only.
"""

import logging
import re
import traceback
from dataclasses import replace
from pathlib import Path

from django.contrib.auth.decorators import login_not_required
from django.db import DatabaseError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import get_language, override
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from maillage.core.client import client_address
from maillage.core.error_pages import error_page
from maillage.core.languages import available_languages
from maillage.core.throttle import HOUR_SECONDS, Limit, count_one, is_over
from maillage.core.wording import base_language
from maillage.directory.presenters.places import is_doubtful
from maillage.orientation.actions import count_unmet_from
from maillage.orientation.enums import Step
from maillage.orientation.forms import ParsedSituation, parse_situation
from maillage.orientation.presenters import conversation as shown
from maillage.orientation.presenters.corrections import came_from, other_places
from maillage.orientation.presenters.result import alerts_of, quit_url, result_of
from maillage.orientation.presenters.understood import understood_of
from maillage.orientation.queries import Answer, answer_to, situation_of_text
from maillage.orientation.queries.questions import GRAVE
from maillage.orientation.safety.secrets import without_secrets
from maillage.orientation.situation import Situation, language_spoken

logger = logging.getLogger(__name__)

MAX_LENGTH = 2_000
# Signs of a text refused that the page gives back: our own field never sends as many, and looking
# for the secrets of megabytes would hold the server.
MOST_GIVEN_BACK = 10_000
# A town hall or a library shares one address between all its visitors.
TEXT_LIMIT = Limit("orientation-text", 600)
# The same demand from the same network within an hour is one demand, however often the page
# is loaded.
UNMET_LIMIT = Limit("orientation-unmet", 1)
SHORT_WORDS = 2
NO_LANGUAGE = "und"
NO_WORDS, NO_NEED = "rien", "besoin"

_PLACE = ("ou", "lat", "lon")
_POSTAL_CODE = re.compile(r"\d{5}")
_CONTROLS = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ufffd]")


# No cookie and no session here: the form writes nothing and its answer is a redirect to a page
# that anybody may open, so that a forged request could do nothing.
@login_not_required
@csrf_exempt
@sensitive_post_parameters("texte")
@require_http_methods(["GET", "HEAD", "POST"])
def conversation(request: HttpRequest) -> HttpResponse:
    """One turn: the first screen, a question or the result; a text leads to the next turn.

    400 when the address or the text cannot be read, 429 after TEXT_LIMIT texts in an hour.
    """
    if request.method == "POST":
        return _hear(request)
    parsed = parse_situation(request.GET)
    turn = shown.read_turn(request.GET, parsed.situation)
    return _page(request, turn, parsed=parsed)


# --- words -----------------------------------------------------------------------------------
@never_cache
def _hear(request: HttpRequest) -> HttpResponse:
    """Read the words, then send to the page of what they say."""
    address = client_address(request)
    if is_over(limit=TEXT_LIMIT, address=address):
        return error_page(request, status=429, retry_after=HOUR_SECONDS)
    count_one(limit=TEXT_LIMIT, address=address)
    before = parse_situation(request.POST)
    turn = shown.read_turn(request.POST, before.situation)
    # Browsers count a new line as one sign and send two.
    text = request.POST.get("texte", "").replace("\r\n", "\n").strip()
    if problem := _problem(text):
        return _page(request, turn, parsed=before, text=text, problem=problem)
    if _POSTAL_CODE.fullmatch(text):
        return _see_other(shown.address_of([*_without_place(turn), ("ou", text)]))
    newer, language = _understood(text)
    if language == NO_LANGUAGE:
        # Keys struck at random are not about something else: they say nothing.
        newer = replace(newer, is_off_topic=False)
    here = get_language() or "fr"
    there = _language_to_use(language, here=here, text=text)
    if there == here and not newer.language and _says_something(newer):
        # A few words of French on a page in Turkish: who wrote them reads Turkish.
        newer = replace(newer, language=turn.situation.language or language_spoken(here))
    after = replace(turn, situation=turn.situation.with_more(newer), opened=None)
    extra: shown.Pairs = []
    if not _says_something(newer):
        extra.append(("dit", NO_WORDS if language == NO_LANGUAGE else NO_NEED))
    if there != here:
        extra.append(("depuis", here))
    with override(there):
        return _see_other(shown.address_of([*after.pairs(once=True), *extra]))


def _understood(text: str) -> tuple[Situation, str]:
    """What a text says, and its language; nothing at all when reading it fails.

    An error may quote the words that it stumbled on: neither its text nor its trace is logged.
    The person goes on with the pictures.
    """
    try:
        return situation_of_text(text=text)
    except DatabaseError:
        raise  # it quotes codes of communes only, and has a page of its own
    except Exception as error:  # noqa: BLE001 - whatever it is, the words must not be logged
        where = traceback.extract_tb(error.__traceback__)[-1]
        place = f"{Path(where.filename).name}:{where.lineno}"
        logger.error("orientation_text_unread=%s at=%s", type(error).__name__, place)
        return Situation(), NO_LANGUAGE


def _problem(text: str) -> str:
    """Why a text cannot be read, in a plain sentence; empty when it can."""
    if not text:
        return _("Écrivez quelques mots, ou choisissez une image plus bas.")
    if len(text) > MAX_LENGTH:
        return _(
            "Votre texte a %(length)s signes : %(most)s au plus. Gardez l’essentiel, rien n’est "
            "effacé."
        ) % {"length": len(text), "most": MAX_LENGTH}
    if _CONTROLS.search(text):
        return _("Ce texte contient des signes qui ne se lisent pas. Écrivez-le avec le clavier.")
    if not any(sign.isalpha() for sign in text) and not _POSTAL_CODE.fullmatch(text):
        return _(
            "Écrivez avec des mots, par exemple « imprimer un papier ». N’écrivez aucun numéro."
        )
    return ""


def _given_back(text: str) -> str:
    """What the field shows again of a text refused: no secret, nothing made of figures only."""
    if len(text) > MOST_GIVEN_BACK or not any(sign.isalpha() for sign in text):
        return ""
    return without_secrets(text)


def _says_something(newer: Situation) -> bool:
    said = replace(newer, language="", care=frozenset())
    return not said.is_blank


def _language_to_use(language: str, *, here: str, text: str) -> str:
    """The language of the next page: the person's own when we have it and the text is long
    enough to be sure."""
    offered = {one.code for one in available_languages()}
    if language == base_language() or language not in offered or len(text.split()) <= SHORT_WORDS:
        return here
    return language


def _without_place(turn: shown.Turn) -> shown.Pairs:
    return [pair for pair in turn.pairs() if pair[0] not in {*_PLACE, "pas"}]


def _see_other(address: str) -> HttpResponse:
    return HttpResponse(status=303, headers={"Location": address})


# --- pages -----------------------------------------------------------------------------------
def _page(
    request: HttpRequest,
    turn: shown.Turn,
    *,
    parsed: ParsedSituation,
    text: str = "",
    problem: str = "",
) -> HttpResponse:
    """The page of a turn; with a problem of the text, the same page and what was typed."""
    errors = dict(parsed.errors)
    if not errors and "ou" in request.GET and not turn.situation.has_place:
        errors["ou"] = _("Écrivez le nom de votre commune, ou passez cette question.")
    place_error = next((errors[name] for name in _PLACE if name in errors), "")
    if place_error:
        turn = turn.opening(Step.OU)
    alerts = turn.situation.alerts
    context: dict[str, object] = {
        "section": "orientation",
        "turn": turn,
        "is_bare": not request.GET and not problem,
        "errors": [*_summary(errors), *([("texte", problem)] if problem else [])],
        "text": _given_back(text),
        "text_error": problem,
        "hidden": turn.pairs(),
        "said": request.GET.get("dit", ""),
        "has_secret": turn.situation.has_secret,
        "came_from": came_from(request.GET),
        "alerts": alerts_of(turn),
        "quit_url": quit_url(alerts),
        "restart_url": reverse("orientation:conversation"),
        "max_length": MAX_LENGTH,
        "understood": understood_of(turn),
    }
    if _is_in_danger(turn):
        context |= _danger(turn)
    elif turn.is_start or _is_off_topic(turn) or errors.keys() - set(_PLACE):
        context |= _start(turn)
    elif (step := turn.step) is not None:
        context |= _question(request, turn, step, parsed, place_error)
    else:
        context |= _result(request, turn, parsed)
    status = 400 if problem or errors else 200
    return render(request, "orientation/conversation.html", context, status=status)


def _is_in_danger(turn: shown.Turn) -> bool:
    """Numbers first and alone: neither a polite refusal nor distant places."""
    one = turn.situation
    is_first = turn.opened is None and not turn.asked
    return is_first and bool(GRAVE & set(one.alerts)) and not (one.services and one.has_place)


def _is_off_topic(turn: shown.Turn) -> bool:
    return turn.situation.is_off_topic and not turn.situation.services


def _first_title() -> str:
    """It stays in the history of the browser, and names no danger."""
    return _("Dites ce qu’il vous faut, avec vos mots")


def _danger(turn: shown.Turn) -> dict[str, object]:
    first = Step.OU if turn.situation.services else Step.BESOIN
    where = replace(turn, asked=1).opening(first).address
    return {"kind": "danger", "title": _first_title(), "where_href": where}


def _start(turn: shown.Turn) -> dict[str, object]:
    # The pictures lead through the guided way, for who speaks the language of the page.
    known = turn.situation
    known = replace(known, language=known.language or language_spoken(get_language() or ""))
    guided = replace(turn, situation=known, is_guided=True, opened=None)
    return {
        "kind": "off_topic" if _is_off_topic(turn) else "start",
        "title": _first_title(),
        "question": shown.question_of(guided, Step.BESOIN),
    }


def _question(
    request: HttpRequest, turn: shown.Turn, step: Step, parsed: ParsedSituation, place_error: str
) -> dict[str, object]:
    question = shown.question_of(turn, step)
    is_sure = not (place_error or is_doubtful(parsed.parsed, request.GET.get("ou", "")))
    others = () if is_sure else parsed.parsed.place_alternatives
    return {
        "kind": "question",
        "title": question.title,
        "question": question,
        "place_error": place_error,
        "place_typed": "" if turn.situation.has_place else request.GET.get("ou", ""),
        "alternatives": other_places(turn, others),
        "suggest_url": reverse("directory:place_search"),
    }


def _result(request: HttpRequest, turn: shown.Turn, parsed: ParsedSituation) -> dict[str, object]:
    answer = answer_to(situation=turn.situation)
    _count_if_unmet(request, turn.situation, answer)
    result = result_of(turn, answer)
    is_sure = not is_doubtful(parsed.parsed, request.GET.get("ou", ""))
    others = () if is_sure else parsed.parsed.place_alternatives
    return {
        "kind": "result",
        "title": result.heading,
        "result": result,
        "alternatives": other_places(turn, others),
    }


def _count_if_unmet(request: HttpRequest, situation: Situation, answer: Answer) -> None:
    """Count a demand that found no door near: need, commune and day, nothing else."""
    if not answer.is_unmet or request.method != "GET":
        return
    asked = ",".join(sorted(situation.services))
    place = situation.place.key if situation.place is not None else ""
    network = client_address(request)
    one = f"{network}|{place}|{asked}"
    if is_over(limit=UNMET_LIMIT, address=one):
        return
    if count_unmet_from(network=network, situation=situation):
        count_one(limit=UNMET_LIMIT, address=one)


def _summary(errors: dict[str, str]) -> list[tuple[str, str]]:
    """[(field to correct, sentence)] of what the address has wrong."""
    return [("ou" if name in _PLACE else "", message) for name, message in errors.items()]
