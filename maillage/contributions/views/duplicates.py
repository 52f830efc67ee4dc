"""Pairs of sheets that look alike: the list, one pair side by side, the decision, its undoing."""

from typing import cast

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from maillage.accounts.models import User
from maillage.contributions.actions import duplicates as actions
from maillage.contributions.models import DuplicateReview
from maillage.contributions.presenters.duplicates import compare, pair_rows
from maillage.contributions.queries.duplicates import (
    pair_evidence,
    pairs_to_review,
    recent_reviews,
)
from maillage.contributions.views.desk import desk_page_or_404
from maillage.core.errors import DomainError
from maillage.directory.enums import LieuStatus
from maillage.directory.models import Lieu
from maillage.network.rules import coordinated_lieux_or_404, coordinator_or_404

PER_PAGE = 25


@require_safe
def duplicate_list(request: HttpRequest) -> HttpResponse:
    """The pairs to review, the likeliest first, and the last decisions."""
    desk = desk_page_or_404(request)
    paginator = Paginator(pairs_to_review(scope=desk.scope), PER_PAGE)
    page = paginator.get_page(request.GET.get("page"))
    start = f"?{desk.context['territory_query']}&page="
    context = {
        **desk.context,
        "pairs": pair_rows(list(page.object_list)),
        "reviews": recent_reviews(scope=desk.scope),
        "total": paginator.count,
        "page": page,
        "previous_url": f"{start}{page.previous_page_number()}" if page.has_previous() else "",
        "next_url": f"{start}{page.next_page_number()}" if page.has_next() else "",
    }
    return render(request, "contributions/duplicate_list.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def duplicate_review(request: HttpRequest, first: str, second: str) -> HttpResponse:
    """Both sheets side by side; POST `decision`: « distincts », or the key of the sheet kept."""
    coordinator_or_404(request.user)
    one, other = _pair_or_404(request, first, second)
    if request.method == "POST":
        return _decide(request, one, other)
    context = {
        "section": "bureau",
        "one": one,
        "other": other,
        "evidence": pair_evidence(one=one, other=other),
        "fields": compare(one=one, other=other),
        "is_open": one.status == other.status == LieuStatus.PUBLIE
        and not DuplicateReview.objects.filter(first=one, second=other).exists(),
    }
    return render(request, "contributions/duplicate_review.html", context)


def _pair_or_404(request: HttpRequest, first: str, second: str) -> tuple[Lieu, Lieu]:
    keys = list(Lieu.objects.filter(slug__in=[first, second]).values_list("pk", flat=True))
    if len(keys) != 2:
        raise Http404
    one, other = sorted(coordinated_lieux_or_404(request.user, keys), key=lambda lieu: lieu.pk)
    return one, other


def _decide(request: HttpRequest, one: Lieu, other: Lieu) -> HttpResponse:
    user = cast("User", request.user)
    decision = request.POST.get("decision", "")
    try:
        if decision == "distincts":
            actions.say_different(one=one, other=other, by=user)
            messages.success(request, _("Noté : ce sont deux lieux différents."))
        elif decision in (one.slug, other.slug):
            kept, merged = (one, other) if decision == one.slug else (other, one)
            actions.merge_places(kept=kept, merged=merged, by=user)
            messages.success(
                request,
                _("« %(merged)s » mène maintenant à « %(kept)s ».")
                % {"merged": merged.nom, "kept": kept.nom},
            )
        else:
            raise DomainError("decision", _("Choisissez : deux lieux différents, ou le même."))
    except DomainError as error:
        messages.error(request, error.message_fr)
        return redirect("contributions:duplicate_review", one.slug, other.slug)
    return redirect("contributions:duplicate_list")


@require_POST
def duplicate_undo(request: HttpRequest, pk: int) -> HttpResponse:
    """Take a decision back."""
    coordinator_or_404(request.user)
    review = get_object_or_404(DuplicateReview.objects.select_related("first", "second"), pk=pk)
    coordinated_lieux_or_404(request.user, [review.first_id, review.second_id])
    try:
        actions.undo_review(review=review, by=cast("User", request.user))
        messages.success(request, _("Décision annulée : les deux fiches sont comme avant."))
    except DomainError as error:
        messages.error(request, error.message_fr)
    return redirect("contributions:duplicate_list")
