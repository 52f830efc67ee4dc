"""Languages of the interface: the address says which one, nothing else does.

French has no prefix; every other language has its own (`/en/lieux/`). No cookie, no header of
the browser: one address is one page, which a cache may keep and a person may send.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache, wraps
from pathlib import Path
from typing import Concatenate, ParamSpec, cast

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import translate_url
from django.utils.translation import get_language, get_language_bidi, to_locale

from maillage.core.catalogues import DOMAIN

P = ParamSpec("P")
View = Callable[Concatenate[HttpRequest, P], HttpResponse]


@dataclass(frozen=True, slots=True)
class Language:
    """A language of the interface: BCP 47 code, its own name, its short name, its direction."""

    code: str
    name: str
    short_name: str
    direction: str

    @property
    def base(self) -> str:
        """The code without its variant: « fr » for simple French too."""
        return self.code.split("-", maxsplit=1)[0]


@dataclass(frozen=True, slots=True)
class LanguageLink:
    """A page in a language: `href` with its query, `address` without."""

    language: Language
    href: str
    address: str
    is_current: bool


@cache
def available_languages() -> tuple[Language, ...]:
    """French, then the languages whose compiled catalogue is there, as settings order them."""
    return tuple(
        Language(
            code,
            str(name),
            str(name).split(" (", maxsplit=1)[0],
            "rtl" if code.split("-")[0] in settings.LANGUAGES_BIDI else "ltr",
        )
        for code, name in settings.LANGUAGES
        if code == settings.LANGUAGE_CODE or _has_catalogue(code)
    )


def _has_catalogue(code: str) -> bool:
    return any(
        (Path(folder) / to_locale(code) / "LC_MESSAGES" / f"{DOMAIN}.mo").is_file()
        for folder in settings.LOCALE_PATHS
    )


def language_of_path(path: str) -> str:
    """Code of the language of an address: that of its prefix when it is offered, else French."""
    prefix = path.split("/", 2)[1] if path.startswith("/") else ""
    known = {language.code for language in available_languages()}
    return prefix if prefix in known else str(settings.LANGUAGE_CODE)


def is_french() -> bool:
    """Whether the page is in plain French, the language of what places write."""
    return get_language() in (None, settings.LANGUAGE_CODE)


def french_attributes() -> str:
    """` lang="fr"` for names and texts that places wrote, in a page of another language.

    Screen readers then say them in French; empty in a French page, simple French included.
    """
    if (get_language() or settings.LANGUAGE_CODE).startswith(settings.LANGUAGE_CODE):
        return ""
    return ' lang="fr" dir="ltr"' if get_language_bidi() else ' lang="fr"'


def french_only(view: View[P]) -> View[P]:
    """A page that exists in French only: its address with a prefix leads to the one without."""

    @wraps(view)
    def in_french(request: HttpRequest, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        if is_french():
            return view(request, *args, **kwargs)
        return redirect(translate_url(request.get_full_path(), settings.LANGUAGE_CODE))

    in_french.french_only = True  # type: ignore[attr-defined]
    return cast("View[P]", in_french)


def language_links(request: HttpRequest) -> list[LanguageLink]:
    """The page of a request in each language; empty when it exists in French only."""
    languages = available_languages()
    match = request.resolver_match
    if len(languages) < 2 or match is None or getattr(match.func, "french_only", False):
        return []
    here = language_of_path(request.path_info)
    bare = request.path.removeprefix(f"/{here}") if here != settings.LANGUAGE_CODE else request.path
    other = next(one.code for one in languages if one.code != here)
    if translate_url(request.path, other) == request.path:
        return []  # an address without languages
    query = request.META.get("QUERY_STRING", "")
    suffix = f"?{query}" if query else ""
    links = []
    for language in languages:
        prefix = "" if language.code == settings.LANGUAGE_CODE else f"/{language.code}"
        address = f"{prefix}{bare}"
        links.append(LanguageLink(language, f"{address}{suffix}", address, language.code == here))
    return links
