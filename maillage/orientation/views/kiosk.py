"""The screens of a kiosk (`/borne/<slug>/`): three taps to an answer, nothing leads elsewhere.

One language by address, no cookie, nothing kept: neither by the browser (`no-store`) nor by the
server. The service worker keeps copies to survive a cut of the network (kiosk/worker.js).
"""

import logging
from collections.abc import Callable
from functools import wraps
from typing import Any, Concatenate, ParamSpec

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.templatetags.static import static
from django.utils import timezone, translation
from django.utils.cache import patch_cache_control
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from maillage.core.client import client_address
from maillage.core.languages import Language
from maillage.core.qr import qr_data_uri
from maillage.directory.enums import Theme
from maillage.directory.presenters.words import NEEDS
from maillage.orientation.actions import count_unmet_from
from maillage.orientation.advice import advice_for
from maillage.orientation.models import Kiosk
from maillage.orientation.numbers import numbers_of
from maillage.orientation.presenters import kiosk as shown
from maillage.orientation.presenters.kiosk_worker import scope_of, worker_script
from maillage.orientation.presenters.themes import THEME_BUTTONS, theme_words
from maillage.orientation.queries import answer_to, get_kiosk
from maillage.orientation.queries.kiosks import (
    WITH_THEMES,
    languages_of,
    services_of,
    situation_at,
)

logger = logging.getLogger(__name__)

P = ParamSpec("P")
Screen = Callable[Concatenate[HttpRequest, Kiosk, Language, P], HttpResponse]

WARN_SECONDS = 45
WIPE_SECONDS = 60
WIPE_SECONDS_WITHOUT_SCRIPT = 120
"""Without JavaScript a page cannot know that somebody touches it: it leaves more time to read."""


def _kept_in(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """When a screen breaks, a page without a link: the site's own page of error has some, and
    no tablet would come back from it."""

    @wraps(view)
    def in_the_kiosk(request: HttpRequest, slug: str, **kwargs: str) -> HttpResponse:
        try:
            return view(request, slug=slug, **kwargs)
        except Exception:
            logger.exception("kiosk_broken=%s", request.path)
            return _closed(request, status=500, home=scope_of(slug))

    return in_the_kiosk


def _screen(view: Screen[P]) -> Callable[..., HttpResponse]:
    """A screen in the language of its address; a kiosk or a language not offered is a 404."""

    @login_not_required
    @require_safe
    @_kept_in
    @wraps(view)
    def in_its_language(
        request: HttpRequest, slug: str, langue: str, *args: P.args, **kwargs: P.kwargs
    ) -> HttpResponse:
        kiosk = get_kiosk(slug=slug)
        if kiosk is None:
            return _closed(request)
        offered = languages_of(kiosk=kiosk)
        language = next((one for one in offered if one.code == langue), None)
        if language is None:
            return _lost(request, kiosk, offered[0])
        return view(request, kiosk, language, *args, **kwargs)

    return in_its_language


def _answer(
    request: HttpRequest,
    kiosk: Kiosk,
    language: Language,
    template: str,
    context: dict[str, Any],
    *,
    status: int = 200,
) -> HttpResponse:
    """A page in this language; `context` holds lazy or plain words."""
    home = kiosk.get_absolute_url()
    with translation.override(language.code):
        response = render(
            request,
            template,
            {
                "kiosk": kiosk,
                "language": language,
                "home_url": home,
                "urgent_url": shown.page_url(kiosk, language.code, shown.URGENT),
                "warn_seconds": WARN_SECONDS,
                "wipe_seconds": WIPE_SECONDS,
                "wipe_seconds_without_script": WIPE_SECONDS_WITHOUT_SCRIPT,
                "refresh_seconds": shown.REFRESH_SECONDS,
                "now": timezone.localtime(),
                "is_first_screen": False,
                "is_urgent_page": False,
                "back_url": "",
                "any_url": "",
                **context,
            },
            status=status,
        )
    response.headers["Content-Language"] = language.code
    patch_cache_control(response, no_store=True)
    return response


def _closed(request: HttpRequest, *, status: int = 404, home: str = "") -> HttpResponse:
    """The page of a kiosk that does not exist, is out of service or broken: it leads nowhere.

    `home`: where it goes back by itself after a minute.
    """
    context = {"home_url": home, "seconds": WIPE_SECONDS}
    response = render(request, "orientation/kiosk/closed.html", context, status=status)
    patch_cache_control(response, no_store=True)
    return response


@login_not_required
@require_safe
@_kept_in
def kiosk_home(request: HttpRequest, slug: str) -> HttpResponse:
    """The first screen, in the first language of the kiosk."""
    kiosk = get_kiosk(slug=slug)
    if kiosk is None:
        return _closed(request)
    return _home(request, kiosk, languages_of(kiosk=kiosk)[0], is_first=True)


@_screen
def kiosk_language(request: HttpRequest, kiosk: Kiosk, language: Language) -> HttpResponse:
    """The same in another language."""
    return _home(request, kiosk, language, is_first=False)


def _home(
    request: HttpRequest, kiosk: Kiosk, language: Language, *, is_first: bool
) -> HttpResponse:
    with translation.override(language.code):
        tiles = shown.service_tiles(kiosk, language.code, services_of(kiosk=kiosk))
    languages = [
        {"language": one, "href": shown.page_url(kiosk, one.code), "is_current": one == language}
        for one in languages_of(kiosk=kiosk)
    ]
    others = [
        one
        for one in languages_of(kiosk=kiosk)
        if one.base not in {language.base, settings.LANGUAGE_CODE}
    ]
    context = {
        "tiles": tiles,
        "languages": languages if len(languages) > 1 else [],
        "other_languages": others[: 2 if is_first else 1],
        "is_first_screen": is_first,
    }
    return _answer(request, kiosk, language, "orientation/kiosk/home.html", context)


@_screen
def kiosk_service(
    request: HttpRequest, kiosk: Kiosk, language: Language, service: str
) -> HttpResponse:
    """The themes of the administrative steps; the answer of any other service."""
    if service not in services_of(kiosk=kiosk):
        return _lost(request, kiosk, language)
    if service != WITH_THEMES:
        return _places(request, kiosk, language, service, "")
    with translation.override(language.code):
        context = {
            "tiles": shown.theme_tiles(kiosk, language.code),
            "any_url": shown.page_url(kiosk, language.code, service, shown.ANY_THEME),
            "back_url": shown.page_url(kiosk, language.code),
        }
    return _answer(request, kiosk, language, "orientation/kiosk/themes.html", context)


@_screen
def kiosk_theme(
    request: HttpRequest, kiosk: Kiosk, language: Language, service: str, theme: str
) -> HttpResponse:
    """The answer for one theme of the administrative steps."""
    is_known = theme == shown.ANY_THEME or theme in Theme.values
    if service != WITH_THEMES or service not in services_of(kiosk=kiosk) or not is_known:
        return _lost(request, kiosk, language)
    return _places(request, kiosk, language, service, "" if theme == shown.ANY_THEME else theme)


def _places(
    request: HttpRequest, kiosk: Kiosk, language: Language, service: str, theme: str
) -> HttpResponse:
    """Three places, what to bring, whom to call, and the way to take it away."""
    now = timezone.now()
    with translation.override(language.code):
        situation = situation_at(kiosk=kiosk, service=service, theme=theme, language=language.code)
        answer = answer_to(situation=situation, now=now)
        if answer.is_unmet and _is_asked_by_somebody(request):
            count_unmet_from(network=client_address(request), situation=situation)
        advice = advice_for([service], [theme] if theme else [])
        context = {
            "need": theme_words(theme) if theme else str(NEEDS[service].short),
            "icon": THEME_BUTTONS[Theme(theme)].icon if theme else NEEDS[service].icon,
            "answer": answer,
            "places": [shown.place_of(hit, now=now) for hit in answer.proposals],
            "others": [
                shown.place_of(hit, now=now)
                for hit in (*answer.general, *answer.itinerant, *answer.remote)
                if hit not in answer.proposals
            ],
            "advice": advice,
            "numbers": numbers_of(advice.call),
            "qr": qr_data_uri(shown.take_away_url(situation, language.code)),
            "back_url": shown.page_url(
                kiosk, language.code, *([service] if service == WITH_THEMES else [])
            ),
        }
    return _answer(request, kiosk, language, "orientation/kiosk/answer.html", context)


def _is_asked_by_somebody(request: HttpRequest) -> bool:
    """Not the tablet making its own copies: nobody has that need."""
    return request.method == "GET" and request.headers.get("X-Borne") != "reserve"


@_screen
def kiosk_urgent(request: HttpRequest, kiosk: Kiosk, language: Language) -> HttpResponse:
    """Whom to call when it cannot wait."""
    context = {
        "urgencies": shown.urgencies(),
        "is_urgent_page": True,
        "back_url": shown.page_url(kiosk, language.code),
    }
    return _answer(request, kiosk, language, "orientation/kiosk/numbers.html", context)


@_screen
def kiosk_offline(request: HttpRequest, kiosk: Kiosk, language: Language) -> HttpResponse:
    """What the tablet shows without the network for a screen that it never kept."""
    return _answer(request, kiosk, language, "orientation/kiosk/offline.html", {})


@login_not_required
@require_safe
@_kept_in
def kiosk_lost(request: HttpRequest, slug: str, rest: str) -> HttpResponse:
    """Anything else below a kiosk: a page in its look, with the way back."""
    kiosk = get_kiosk(slug=slug)
    if kiosk is None:
        return _closed(request)
    offered = languages_of(kiosk=kiosk)
    named = rest.split("/", 1)[0]
    language = next((one for one in offered if one.code == named), offered[0])
    return _lost(request, kiosk, language)


def _lost(request: HttpRequest, kiosk: Kiosk, language: Language) -> HttpResponse:
    return _answer(request, kiosk, language, "orientation/kiosk/lost.html", {}, status=404)


# --- what the browser asks -------------------------------------------------------------------
@login_not_required
@require_safe
def kiosk_worker(_request: HttpRequest, slug: str) -> HttpResponse:
    """The service worker of one kiosk: what it keeps, then the program.

    A kiosk out of service gets a worker that throws away what was kept.
    """
    script = worker_script(slug=slug, kiosk=get_kiosk(slug=slug))
    response = HttpResponse(script, content_type="text/javascript; charset=utf-8")
    response.headers["Service-Worker-Allowed"] = scope_of(slug)
    patch_cache_control(response, no_cache=True, max_age=0)
    return response


@login_not_required
@require_safe
def kiosk_manifest(_request: HttpRequest, slug: str) -> HttpResponse:
    """What lets a tablet install the kiosk and open it full screen."""
    kiosk = get_kiosk(slug=slug)
    if kiosk is None:
        return JsonResponse({"error": _("Cette borne n’est pas en service.")}, status=404)
    language = languages_of(kiosk=kiosk)[0]
    home = kiosk.get_absolute_url()
    icon = {"src": static("core/logo.svg"), "sizes": "any", "type": "image/svg+xml"}
    response = JsonResponse(
        {
            "id": home,
            "name": kiosk.nom,
            "short_name": kiosk.nom[:12],
            "lang": language.code,
            "dir": language.direction,
            "start_url": home,
            "scope": home,
            "display": "fullscreen",
            "display_override": ["fullscreen", "standalone"],
            "background_color": "#fbf8f2",
            "theme_color": "#fbf8f2",
            "icons": [icon],
        },
        content_type="application/manifest+json",
    )
    patch_cache_control(response, no_cache=True)
    return response
