"""The list shown on other sites: the frame, the script that puts it there, and its builder."""

import hashlib
from functools import cache
from pathlib import Path
from urllib.parse import urlencode

from csp.decorators import csp_replace
from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.cache import get_conditional_response
from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from maillage.core.languages import french_only
from maillage.directory import wording
from maillage.directory.forms import ParsedCriteria, criteria_to_params, parse_criteria
from maillage.directory.presenters.card import card_of
from maillage.directory.presenters.territory import full_name
from maillage.directory.presenters.words import NEEDS
from maillage.directory.queries import search_lieux
from maillage.territory.queries import get_territory

PAGE_SIZE = 10
THEMES = {
    "auto": gettext_lazy("Comme l’appareil de la personne"),
    "clair": gettext_lazy("Clair"),
    "sombre": gettext_lazy("Sombre"),
}
MIN_HEIGHT, MAX_HEIGHT = 300, 2_000
_LOADER = Path(__file__).resolve().parent.parent / "static/directory/embed/loader.js"


@login_not_required
@require_safe
@csp_replace({"frame-ancestors": ["*"]})
@cache_control(public=True, max_age=300)
@french_only
def embed(request: HttpRequest) -> HttpResponse:
    """A light list with the criteria of the page of results, to be framed by any site."""
    parsed = parse_criteria(request.GET)
    theme = request.GET.get("theme", "auto")
    if theme not in THEMES:
        parsed.errors["theme"] = _unknown_theme(theme)
        theme = "auto"
    params = criteria_to_params(parsed.criteria)
    hits, total, page, last = [], 0, 1, 1
    if parsed.is_valid:
        found = search_lieux(criteria=parsed.criteria)
        total = found.total
        last = max(1, -(-total // PAGE_SIZE))
        page = min(parsed.page, last)
        hits = found.hits(offset=(page - 1) * PAGE_SIZE, limit=PAGE_SIZE)
    kept = [(name, value) for name, value in [*params, ("theme", theme)] if name != "ou"]

    def page_url(number: int) -> str:
        return f"?{urlencode([*params, ('theme', theme), ('page', str(number))])}"

    response = render(
        request,
        "directory/embed.html",
        {
            "theme": theme,
            "heading": _heading(parsed),
            "errors": list(parsed.errors.values()),
            "cards": [card_of(hit) for hit in hits],
            "total": total,
            "ou": _shown_place(parsed),
            "kept": kept,
            "page": page,
            "last": last,
            "previous_url": page_url(page - 1) if page > 1 else "",
            "next_url": page_url(page + 1) if page < last else "",
            "site_url": settings.SITE_URL,
            "list_url": f"{settings.SITE_URL}{reverse('directory:lieu_list')}?{urlencode(params)}",
        },
        status=200 if parsed.is_valid else 400,
    )
    # Read by Django's XFrameOptionsMiddleware.
    response.xframe_options_exempt = True
    return response


def _heading(parsed: ParsedCriteria) -> str:
    """What the list is about, the territory named when it is given by its key."""
    said = wording.describe(criteria=parsed.criteria)
    inside = parsed.criteria.territory
    if inside is None or parsed.criteria.place is not None:
        return said
    return f"{said} – {full_name(get_territory(kind=inside[0], code_or_slug=inside[1]))}"


def _shown_place(parsed: ParsedCriteria) -> str:
    """What the field « Où ? » shows: the name of a place given by its key."""
    place = parsed.criteria.place
    if place is not None:
        return place.label
    return " ".join(parsed.values.get("ou", [])[:1])


@cache
def _loader() -> tuple[bytes, str]:
    content = _LOADER.read_bytes()
    return content, f'"{hashlib.sha256(content).hexdigest()[:24]}"'


@login_not_required
@french_only
@require_safe
def embed_loader(request: HttpRequest) -> HttpResponse:
    """The script of other sites, at an address that never changes."""
    content, etag = _loader()
    known = get_conditional_response(request, etag=etag)
    if known is not None:
        return known
    return HttpResponse(
        content,
        content_type="text/javascript; charset=utf-8",
        headers={
            "ETag": etag,
            # A day: a correction reaches every site by tomorrow.
            "Cache-Control": "public, max-age=86400, stale-while-revalidate=604800",
            "Cross-Origin-Resource-Policy": "cross-origin",
            "Access-Control-Allow-Origin": "*",
        },
    )


@login_not_required
@french_only
@require_safe
def embed_builder(request: HttpRequest) -> HttpResponse:
    """Choose what to show; the page gives the tag to paste and shows the result."""
    parsed = parse_criteria(request.GET)
    errors = dict(parsed.errors)
    theme = request.GET.get("theme", "auto")
    if theme not in THEMES:
        errors["theme"] = _unknown_theme(theme)
    height = request.GET.get("hauteur", "").strip()
    if height and not _is_height(height):
        errors["hauteur"] = _(
            "La hauteur est un nombre de pixels entre %(least)s et %(most)s, ou rien."
        ) % {"least": MIN_HEIGHT, "most": MAX_HEIGHT}
    params = criteria_to_params(parsed.criteria)
    if theme in THEMES and theme != "auto":
        params.append(("theme", theme))
    chosen = parsed.criteria.values.get("services", frozenset())
    inside = parsed.criteria.territory if parsed.criteria.place is None else None
    fields = {"ou": "id_ou", "hauteur": "id_hauteur", "theme": "id_theme"}
    return render(
        request,
        "directory/embed_builder.html",
        {
            "errors": [(fields.get(name, ""), text) for name, text in errors.items()],
            "field_errors": {name: errors.get(name, "") for name in fields},
            "ou": _shown_place(parsed),
            "territory_key": ":".join(inside) if inside else "",
            "territory_name": full_name(get_territory(kind=inside[0], code_or_slug=inside[1]))
            if inside
            else "",
            "needs": [
                {
                    "value": code,
                    "label": need.short,
                    "count": None,
                    "checked": code in chosen,
                }
                for code, need in NEEDS.items()
            ],
            "theme": theme,
            "themes": list(THEMES.items()),
            "height": height,
            "iframe": "" if errors else _iframe(params, height),
            "script": "" if errors else _script(params, height),
            "preview_url": "" if errors else f"{reverse('directory:embed')}?{urlencode(params)}",
        },
        status=400 if errors else 200,
    )


def _is_height(text: str) -> bool:
    is_number = text.isascii() and text.isdigit() and len(text) < 6
    return is_number and MIN_HEIGHT <= int(text) <= MAX_HEIGHT


def _unknown_theme(theme: str) -> str:
    return _("« %(theme)s » n’est pas un thème : auto, clair ou sombre.") % {"theme": theme[:40]}


def _iframe(params: list[tuple[str, str]], height: str) -> str:
    """The tag to paste, as text: values are escaped for HTML."""
    address = f"{settings.SITE_URL}{reverse('directory:embed')}"
    return format_html(
        '<iframe src="{}" title="{}" width="100%" height="{}" loading="lazy" '
        'style="border:0"></iframe>',
        f"{address}?{urlencode(params)}" if params else address,
        _("Lieux d’aide au numérique"),
        height or "640",
    )


def _script(params: list[tuple[str, str]], height: str) -> str:
    """The other tag: the frame takes the height of its content unless one is given."""
    grouped: dict[str, list[str]] = {}
    for name, value in params:
        grouped.setdefault(name, []).append(value)
    attributes = [(f"data-{name}", ",".join(values)) for name, values in grouped.items()]
    if height:
        attributes.append(("data-hauteur", height))
    return format_html(
        '<script src="{}"{} async></script>',
        settings.SITE_URL + reverse("directory:embed_loader"),
        format_html_join("", ' {}="{}"', attributes),
    )
