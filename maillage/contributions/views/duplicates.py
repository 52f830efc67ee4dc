"""Pairs of sheets that look alike: the list, one pair side by side, the decision, its undoing."""

from dataclasses import dataclass
from typing import Any, cast
from urllib.parse import urlencode

from django.contrib import messages
from django.core.paginator import Page, Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from maillage.accounts.models import User
from maillage.contributions.forms.duplicates import PairFilterForm
from maillage.contributions.presenters import duplicates as presenters
from maillage.contributions.queries import duplicates as queries
from maillage.contributions.views.desk import DeskPage, desk_page_or_404
from maillage.core.durations import duration_words
from maillage.core.errors import DomainError
from maillage.directory.dedupe_actions import merge_lieux, say_different, undo_decision
from maillage.directory.enums import OPEN_STATUSES, LieuStatus, PairVerdict
from maillage.directory.models import DuplicatePair, Lieu
from maillage.directory.tasks import search_for_duplicates
from maillage.network.rules import (
    acts_everywhere,
    coordinated_lieux_or_404,
    coordinates_lieu,
    coordinator_or_404,
)

PER_PAGE = 25
DECISIONS_PER_PAGE = 10
DIFFERENT = "distincts"
LIST = "liste"


@never_cache
@require_safe
def duplicate_list(request: HttpRequest) -> HttpResponse:
    """The pairs to review, the likeliest first; the decisions, those of the program too."""
    desk = desk_page_or_404(request)
    form, query = _filter(request, desk)
    pairs = queries.pairs_to_review(scope=desk.scope, wanted=form.to_filter())
    page = Paginator(pairs, PER_PAGE).get_page(request.GET.get("page"))
    decided = Paginator(queries.decisions_in(scope=desk.scope), DECISIONS_PER_PAGE).get_page(
        request.GET.get("decisions")
    )
    context = {
        **desk.context,
        **_links("pairs", page, f"?{query}&page=", ""),
        **_links("decisions", decided, f"?{query}&decisions=", "#decisions"),
        "form": form,
        "is_filtered": form.is_asking,
        "query": query,
        "rows": [presenters.PairRow.of(pair) for pair in page.object_list],
        "decisions": [presenters.decision_row(pair=pair) for pair in decided.object_list],
        "search": _search_words(),
        "done": _just_done(request),
        "can_search": acts_everywhere(request.user),
    }
    return render(request, "contributions/duplicate_list.html", context)


def _filter(request: HttpRequest, desk: DeskPage) -> tuple[PairFilterForm, str]:
    """The filters of the address, and the query that keeps them from page to page."""
    form = PairFilterForm(request.GET, communes=queries.communes_to_review(scope=desk.scope))
    wanted = form.to_filter()
    pairs = (
        ("territoire", desk.scope.key),
        ("vraisemblance", wanted.likelihood),
        ("commune", wanted.commune),
    )
    return form, urlencode([pair for pair in pairs if pair[1]])


def _links(name: str, page: Page[Any], start: str, end: str) -> dict[str, Any]:
    """What the component « pagination » asks, under names of their own."""
    return {
        f"{name}_page": page,
        f"{name}_previous": f"{start}{page.previous_page_number()}{end}"
        if page.has_previous()
        else "",
        f"{name}_next": f"{start}{page.next_page_number()}{end}" if page.has_next() else "",
    }


def _search_words() -> dict[str, Any]:
    state = queries.search_state()
    ago = duration_words(timezone.now() - state.last.at) if state.last else ""
    return {"state": state, "ago": ago}


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def duplicate_review(request: HttpRequest, first: str, second: str) -> HttpResponse:
    """Both sheets side by side; POST `decision`: « distincts », or the slug of the sheet kept."""
    one, other = _pair_or_404(request, first, second)
    desk = desk_page_or_404(request)
    form, query = _filter(request, desk)
    pair = queries.find_pair(one=one, other=other)
    walk = _Walk(desk, form, query, pair)
    if request.method == "POST":
        coordinated_lieux_or_404(request.user, [one.pk, other.pk])
        return _decide(request, one, other, walk)
    are_open = {one.status, other.status} <= set(OPEN_STATUSES)
    is_open = are_open and pair.verdict == PairVerdict.A_REVOIR
    can_decide = all(coordinates_lieu(request.user, lieu) for lieu in (one, other))
    context = {
        **desk.context,
        "one": one,
        "other": other,
        "sheets": [one, other],
        "pair": pair,
        "likelihood": queries.likelihood_of(probability=pair.probability),
        "decision": None
        if pair.verdict == PairVerdict.A_REVOIR
        else presenters.decision_row(pair=pair),
        "distance": presenters.distance_words(one=one, other=other),
        "fields": presenters.compare(one=one, other=other),
        "is_open": is_open,
        "can_decide": can_decide,
        "merges": presenters.merges_between(one=one, other=other) if is_open and can_decide else [],
        "query": query,
        "done": _just_done(request),
        **walk.links(),
    }
    return render(request, "contributions/duplicate_review.html", context)


@dataclass(frozen=True, slots=True)
class _Walk:
    """The list through which somebody goes, and where they stand."""

    desk: DeskPage
    form: PairFilterForm
    query: str
    pair: DuplicatePair

    def links(self) -> dict[str, Any]:
        place = self.place()
        return {
            "place": place,
            "previous_url": self.url(place.previous) if place.previous else "",
            "next_url": self.url(place.next) if place.next else "",
        }

    def place(self) -> queries.PairPlace:
        pairs = queries.pairs_to_review(scope=self.desk.scope, wanted=self.form.to_filter())
        return queries.place_of(pairs=pairs, pair=self.pair)

    def url(self, pair: DuplicatePair, *, done: DuplicatePair | None = None) -> str:
        address = reverse(
            "contributions:duplicate_review", args=[pair.first.slug, pair.second.slug]
        )
        more = urlencode({"fait": done.pk}) if done else ""
        query = "&".join(part for part in (self.query, more) if part)
        return f"{address}?{query}" if query else address

    def after(self, done: DuplicatePair) -> str:
        """The next pair once this one is decided; the list when none is left."""
        place = self.place()
        following = place.next or place.previous
        if following is not None:
            return self.url(following, done=done)
        query = "&".join(part for part in (self.query, urlencode({"fait": done.pk})) if part)
        return f"{reverse('contributions:duplicate_list')}?{query}"


def _just_done(request: HttpRequest) -> presenters.DecisionRow | None:
    """The decision that this person has just taken, to be undone from here."""
    number = request.GET.get("fait", "")
    if not number.isascii() or not number.isdigit() or len(number) > 18:
        return None
    pair = (
        DuplicatePair.objects.select_related("first", "second", "by")
        .filter(pk=int(number), by=cast("User", request.user))
        .exclude(verdict=PairVerdict.A_REVOIR)
        .first()
    )
    return presenters.decision_row(pair=pair) if pair else None


def _pair_or_404(request: HttpRequest, first: str, second: str) -> tuple[Lieu, Lieu]:
    """Two sheets, by key: one of this person's territory at least, and no draft of others."""
    coordinator_or_404(request.user)
    rows = Lieu.objects.filter(slug__in=[first, second]).select_related("structure", "photo")
    found = sorted(rows, key=lambda lieu: lieu.pk)
    mine = [lieu for lieu in found if coordinates_lieu(request.user, lieu)]
    seen = (LieuStatus.PUBLIE, LieuStatus.FUSIONNE)
    if len(found) != 2 or not mine:
        raise Http404
    if any(lieu not in mine and lieu.status not in seen for lieu in found):
        raise Http404
    return found[0], found[1]


def _decide(request: HttpRequest, one: Lieu, other: Lieu, walk: _Walk) -> HttpResponse:
    user = cast("User", request.user)
    decision = request.POST.get("decision", "")
    try:
        if decision == DIFFERENT:
            done = say_different(one=one, other=other, by=user)
        elif decision in (one.slug, other.slug):
            kept, merged = (one, other) if decision == one.slug else (other, one)
            done = merge_lieux(kept=kept, merged=merged, by=user)
        else:
            raise DomainError("decision", _("Choisissez : deux lieux différents, ou le même."))
    except DomainError as error:
        messages.error(request, error.message_fr)
        return redirect(walk.url(walk.pair))
    return redirect(walk.after(done))


@require_POST
def duplicate_undo(request: HttpRequest, pk: int) -> HttpResponse:
    """Take a decision back; then its pair, or the list (`suite`)."""
    desk = desk_page_or_404(request)
    pair = get_object_or_404(DuplicatePair.objects.select_related("first", "second"), pk=pk)
    # The sheet that stays may have been merged since into one of somebody else.
    ends = (pair.first, pair.second)
    touched = {lieu.merged_into_id or lieu.pk for lieu in ends} | {lieu.pk for lieu in ends}
    coordinated_lieux_or_404(request.user, touched)
    form, query = _filter(request, desk)
    try:
        undo_decision(pair=pair, by=cast("User", request.user))
        messages.success(request, _("Décision annulée : les deux fiches sont comme avant."))
    except DomainError as error:
        messages.error(request, error.message_fr)
    if request.POST.get("suite") == LIST:
        address = reverse("contributions:duplicate_list")
        return redirect(f"{address}?{query}" if query else address)
    return redirect(_Walk(desk, form, query, pair).url(pair))


@require_POST
def duplicate_search(request: HttpRequest) -> HttpResponse:
    """« Chercher les doublons maintenant »: a task does it; one at a time."""
    if not acts_everywhere(request.user):
        raise Http404
    if queries.search_state().is_waiting:
        messages.info(request, _("Une recherche est déjà demandée : son résultat viendra ici."))
    else:
        search_for_duplicates.enqueue(cast("User", request.user).pk)
        messages.success(
            request, _("La recherche est demandée. Son résultat viendra sur cette page.")
        )
    return redirect("contributions:duplicate_list")
