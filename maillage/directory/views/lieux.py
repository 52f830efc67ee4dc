"""The page of results, the sheet of a place, and the data that their enhancements ask for."""

from dataclasses import replace
from datetime import datetime
from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.cache import patch_vary_headers
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from maillage.core.links import mail_href, sms_href
from maillage.core.qr import qr_file
from maillage.directory import queries, wording
from maillage.directory.field_words import date_in_words
from maillage.directory.forms import (
    PARAMETERS,
    ParsedCriteria,
    criteria_to_params,
    parse_criteria,
)
from maillage.directory.models import Lieu
from maillage.directory.presenters import search as shown
from maillage.directory.presenters.card import opening_of
from maillage.directory.presenters.origins import public_origins
from maillage.directory.presenters.places import is_doubtful, place_text, written_place
from maillage.directory.presenters.sheet import Sheet, day_rows, sheet_of
from maillage.territory.queries import get_territory, search_places

PAGE_SIZE = 15
NEARBY = 3
NEAREST = 5
RELAXED = 6
SUGGESTIONS = 8
WEEK = 7
MAX_ZOOM = 22
REDIRECT_SECONDS = 86_400


# --- /lieux/ -------------------------------------------------------------------------------
@login_not_required
@require_safe
def lieu_list(request: HttpRequest) -> HttpResponse:
    """Places that answer the criteria of the address; 400 when these cannot be read."""
    parsed = parse_criteria(request.GET)
    page = _page_in_error(parsed) if parsed.errors else _page_of_results(parsed)
    is_partial = bool(request.htmx) and not request.htmx.history_restore_request  # type: ignore[attr-defined]
    response = render(
        request,
        "directory/lieu_list.html#results" if is_partial else "directory/lieu_list.html",
        {
            "page": page,
            "is_partial": is_partial,
            "section": "lieux",
            "map_style_url": settings.MAP_STYLE_URL,
        },
        status=400 if parsed.errors else 404 if page.last_page_url else 200,
    )
    patch_vary_headers(response, ["HX-Request"])
    return response


def _blank_page(parsed: ParsedCriteria, *, title: str, heading: str) -> shown.ResultsPage:
    """The form as it was filled, nothing below yet."""

    def value(name: str) -> str:
        return parsed.values.get(name, [""])[0]

    return shown.ResultsPage(
        title=title,
        heading=heading,
        q=" ".join(parsed.values.get("q", [])),
        ou=written_place(parsed),
        bbox=value("bbox"),
        territoire=value("territoire"),
        tri=value("tri"),
        suggest_url=reverse("directory:place_search"),
        groups=[],
    )


def _page_in_error(parsed: ParsedCriteria) -> shown.ResultsPage:
    """What is wrong, by field; no list that would pass for the answer."""
    page = _blank_page(
        parsed,
        title=_("Recherche à corriger"),
        heading=_("Corrigez la recherche pour voir les lieux"),
    )
    filters = {*PARAMETERS, "equipement", "ouvert", "rayon"}
    anchors = {name: f"filtre-{name}" for name in filters} | {name: name for name in ("q", "ou")}
    page.errors = [(anchors.get(name, ""), text) for name, text in parsed.errors.items()]
    page.field_errors = {name: parsed.errors.get(name, "") for name in ("q", "ou")}
    page.groups = shown.build_groups(
        chosen=shown.chosen_of(parsed.criteria),
        facets={},
        errors=parsed.errors,
        has_point=parsed.criteria.has_point,
    )
    page.alternatives = _alternatives(parsed)
    # What could not be read is not sent again by the form.
    page.bbox = "" if "bbox" in parsed.errors else page.bbox
    page.territoire = "" if "territoire" in parsed.errors else page.territoire
    page.tri = "" if "tri" in parsed.errors else page.tri
    page.remote_url = _remote_url()
    return page


def _page_of_results(parsed: ParsedCriteria) -> shown.ResultsPage:
    criteria = parsed.criteria
    found = queries.search_lieux(criteria=criteria)
    exact = criteria_to_params(criteria)
    territory = _territory_name(exact)
    page = _blank_page(
        parsed,
        title=wording.describe(criteria=criteria),
        heading=shown.heading_of(total=found.total, criteria=criteria, territory=territory),
    )
    page.field_errors = dict.fromkeys(("q", "ou"), "")
    page.groups = shown.build_groups(
        chosen=shown.chosen_of(criteria),
        facets=found.facets,
        errors={},
        has_point=criteria.has_point,
    )
    pairs = _readable(exact, page.ou)
    page.note = shown.unknown_hours_note(count=found.total_unknown_hours)
    chips = shown.chips_of(pairs, territory=territory)
    page.chips = [shown.Link(words, shown.list_url(rest)) for words, rest in chips]
    page.clear_url = shown.list_url([pair for pair in pairs if pair[0] in {"ou", "lat", "lon"}])
    if found.total > 1:
        page.sorts = shown.sorts_of(pairs, current=criteria.sort, has_point=criteria.has_point)
    typed = parsed.values.get("ou", [""])[0]
    page.alternatives = _alternatives(parsed) if is_doubtful(parsed, typed) else []
    page.points_url = f"{reverse('directory:map_points')}?{urlencode(pairs)}"
    page.bounds = found.bounds.as_text() if found.bounds else ""
    page.is_indexable = not pairs
    _fill_list(page, found=found, number=parsed.page, pairs=pairs)
    if not found.total:
        page.is_empty = True
        page.relax = _relaxations(exact, territory=territory, readable_place=page.ou)
        page.nearest = found.nearest(NEAREST)
        page.remote_url = _remote_url()
    return page


def _fill_list(
    page: shown.ResultsPage, *, found: queries.LieuSearch, number: int, pairs: shown.Pairs
) -> None:
    """The places of one page and the links to the others."""

    def address(wanted: int) -> str:
        return shown.list_url(pairs if wanted == 1 else [*pairs, ("page", str(wanted))])

    page.number, page.last = number, max(1, -(-found.total // PAGE_SIZE))
    page.canonical = settings.SITE_URL + address(min(number, page.last))
    if number > page.last:
        page.heading = ngettext(
            "La page %(page)s n’existe pas : il y a une seule page de résultats",
            "La page %(page)s n’existe pas : il y a %(last)s pages de résultats",
            page.last,
        ) % {"page": number, "last": page.last}
        page.last_page_url = address(page.last)
        page.note, page.sorts = "", []
        return
    page.hits = found.hits((number - 1) * PAGE_SIZE, PAGE_SIZE)
    page.previous_url = address(number - 1) if number > 1 else ""
    page.next_url = address(number + 1) if number < page.last else ""


def _readable(exact: shown.Pairs, place: str) -> shown.Pairs:
    """The same parameters, the place written as people do."""
    if ("lat" in dict(exact)) or not place:
        return exact
    return [(name, place if name == "ou" else value) for name, value in exact]


def _territory_name(pairs: shown.Pairs) -> str:
    kind, _separator, code = dict(pairs).get("territoire", "").partition(":")
    if not kind:
        return ""
    return shown.inside_words(kind, get_territory(kind=kind, code_or_slug=code).nom)


def _alternatives(parsed: ParsedCriteria) -> list[shown.Link]:
    """Other places that the words may mean, with all the other criteria kept."""
    base = replace(parsed.criteria, latitude=None, longitude=None, place=None, territory=None)
    others = [pair for pair in criteria_to_params(base) if pair[0] != "ou"]
    return [
        shown.Link(
            place.label, shown.list_url([("ou", place_text(place)), *others]), detail=place.detail
        )
        for place in parsed.place_alternatives
    ]


def _relaxations(exact: shown.Pairs, *, territory: str, readable_place: str) -> list[shown.Link]:
    """What the list would be without each filter, the most useful first."""
    choices: list[tuple[int, shown.Link]] = []
    for words, rest in shown.chips_of(exact, territory=territory)[:RELAXED]:
        without = parse_criteria(QueryDict(urlencode(rest)))
        total = 0 if without.errors else queries.search_lieux(criteria=without.criteria).total
        if total:
            url = shown.list_url(_readable(rest, readable_place))
            label = _("Sans « %(filter)s »") % {"filter": words.strip("« »“”")}
            count = shown.count_in_words(total)
            choices.append((total, shown.Link(label, url, detail=count)))
    return [link for _total, link in sorted(choices, key=lambda choice: -choice[0])]


def _remote_url() -> str:
    return shown.list_url([("aide", "distance")])


# --- /lieux/<slug>/ --------------------------------------------------------------------------
@login_not_required
@require_safe
def lieu_detail(request: HttpRequest, slug: str) -> HttpResponse:
    """The sheet of a place; 301 from a former address, 410 when it is no more."""
    try:
        lieu = queries.get_public_lieu(slug=slug)
    except Lieu.DoesNotExist:
        return _not_a_sheet(request, slug)
    now = timezone.now()
    context = sheet_context(lieu=lieu, now=now)
    context["nearby"] = queries.nearest_to(lieu=lieu, limit=NEARBY, now=now)
    return render(request, "directory/lieu_detail.html", context)


def sheet_context(*, lieu: Lieu, now: datetime) -> dict[str, Any]:
    """What the sheet prints, of a place read by `get_public_lieu` or `get_sheet`."""
    today = timezone.localdate(now)
    sheet = sheet_of(lieu, now=now)
    state = queries.state_of(lieu=lieu, now=now)
    words = queries.state_words_of(lieu=lieu, state=state, now=now)
    days = queries.opening_days(lieu=lieu, start=today, count=WEEK)
    return {
        "section": "lieux",
        "lieu": lieu,
        "sheet": sheet,
        "opening": opening_of(state, words, today=today),
        "days": day_rows(days, today=today),
        "origins": public_origins(lieu),
        "share": _share_links(lieu, sheet),
        "printed_on": date_in_words(today),
        "breadcrumb": _breadcrumb(lieu),
        "description": sheet.summary
        or _("%(nom)s à %(commune)s : horaires, aide proposée, adresse et téléphone.")
        % {"nom": lieu.nom, "commune": lieu.commune},
    }


def _not_a_sheet(request: HttpRequest, slug: str) -> HttpResponse:
    """Follow a former address, offer neighbours of a place that is gone, or 404."""
    outcome = queries.resolve_slug(slug=slug)
    if outcome.kind == "moved" and outcome.to is not None:
        response = redirect(outcome.to, permanent=True)
        # A merge may be undone: browsers must not remember it for ever.
        response.headers["Cache-Control"] = f"max-age={REDIRECT_SECONDS}"
        return response
    if outcome.kind == "gone" and outcome.lieu is not None:
        nearby = queries.nearest_to(lieu=outcome.lieu, limit=NEARBY)
        context = {"section": "lieux", "lieu": outcome.lieu, "nearby": nearby}
        return render(request, "directory/lieu_gone.html", context, status=410)
    raise Http404("no such place")


def _breadcrumb(lieu: Lieu) -> list[tuple[str, str]]:
    trail = [(_("Trouver un lieu"), reverse("directory:lieu_list"))]
    if lieu.territory_commune is not None:
        trail.append((lieu.territory_commune.nom, lieu.territory_commune.get_absolute_url()))
    return [*trail, (lieu.nom, "")]


def _share_links(lieu: Lieu, sheet: Sheet) -> dict[str, str]:
    """Addresses that send the sheet: message, e-mail, QR code, and its own."""
    url = settings.SITE_URL + lieu.get_absolute_url()
    hours = sheet.usual_hours or sheet.hours_text
    lines = [sheet.nom, ", ".join(sheet.address), sheet.phone_words, hours, url]
    text = "\n".join(line for line in lines if line)
    return {
        "url": url,
        "sms": sms_href(text),
        "mail": mail_href(sheet.nom, text),
        "qr": reverse("directory:lieu_qr", args=[lieu.slug]),
        "pdf": reverse("directory:lieu_pdf", args=[lieu.slug]),
    }


@login_not_required
@require_safe
@cache_control(public=True, max_age=REDIRECT_SECONDS)
def lieu_qr(_request: HttpRequest, slug: str) -> HttpResponse:
    """The QR code of a sheet's address, as SVG."""
    lieu = Lieu.objects.published().filter(slug=slug).only("slug").first()
    if lieu is None:
        raise Http404("no such place")
    drawing = qr_file(settings.SITE_URL + lieu.get_absolute_url())
    return HttpResponse(drawing, content_type="image/svg+xml")


# --- what enhancements ask for -----------------------------------------------------------------
@login_not_required
@require_safe
@cache_control(public=True, max_age=300)
def place_search(request: HttpRequest) -> JsonResponse:
    """Suggestions of the field « Où ? »: {items: [{label, detail, value, kind, code}]}."""
    places = search_places(
        text=request.GET.get("q", ""), limit=SUGGESTIONS, with_addresses=bool(settings.GEOCODER_URL)
    )
    items = [
        {
            "label": place.label,
            "detail": place.detail,
            "value": place_text(place),
            "kind": place.kind,
            "code": place.code,
        }
        for place in places
    ]
    return JsonResponse({"items": items})


@login_not_required
@require_safe
def map_points(request: HttpRequest) -> JsonResponse:
    """Places and clusters of the box shown (GeoJSON); 400 with what is wrong.

    Parameters: those of the page, `bbox` (the box shown) and `zoom` (0 to 22).
    """
    parsed = parse_criteria(request.GET)
    zoom = request.GET.get("zoom", "8")
    if not (zoom.isascii() and zoom.isdigit() and len(zoom) <= 2 and int(zoom) <= MAX_ZOOM):
        parsed.errors["zoom"] = _("Le zoom est un nombre entier de 0 à 22.")
    if parsed.criteria.bbox is None and "bbox" not in parsed.errors:
        parsed.errors["bbox"] = _("Le cadre de la carte manque : ouest, sud, est, nord.")
    if parsed.errors or parsed.criteria.bbox is None:
        return JsonResponse({"errors": parsed.errors}, status=400)
    features = queries.map_features(
        criteria=replace(parsed.criteria, bbox=None), bbox=parsed.criteria.bbox, zoom=int(zoom)
    )
    return JsonResponse(features)
