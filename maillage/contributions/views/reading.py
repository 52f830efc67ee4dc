"""Any published sheet as professionals read it: the public page, and what is kept for them.

Public pages are the same for everybody (they are cached); this one is for signed-in people.
"""

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from maillage.contributions.presenters.reading import FoundLieu
from maillage.contributions.queries import reading as queries
from maillage.directory.models import Lieu
from maillage.directory.queries import get_public_lieu, resolve_slug
from maillage.directory.views.lieux import sheet_context
from maillage.network.rules import can_edit_lieu, professional_or_404

PAGE_SIZE = 30
WORDS_MAX_LENGTH = 100


@never_cache
@require_safe
def lieu_search(request: HttpRequest) -> HttpResponse:
    """Find a place by its name, with its telephone, even kept for professionals."""
    professional_or_404(request.user)
    words = request.GET.get("q", "").strip()[:WORDS_MAX_LENGTH]
    paginator = Paginator(queries.find_lieux(words=words), PAGE_SIZE)
    page = paginator.get_page(request.GET.get("page"))
    context = {
        "section": "pro",
        "words": words,
        "words_max_length": WORDS_MAX_LENGTH,
        "rows": [FoundLieu.of(lieu) for lieu in page.object_list],
        "total": paginator.count,
        "page": page,
    }
    return render(request, "contributions/lieu_search.html", context)


@never_cache
@require_safe
def lieu_read(request: HttpRequest, slug: str) -> HttpResponse:
    """The public sheet, with what it keeps for professionals and its people who accept."""
    professional_or_404(request.user)
    try:
        lieu = get_public_lieu(slug=slug)
    except Lieu.DoesNotExist:
        outcome = resolve_slug(slug=slug)
        if outcome.kind == "moved" and outcome.to is not None:
            return redirect("contributions:lieu_read", slug=outcome.to.slug)
        if outcome.kind == "gone":  # the public page says it, with the nearest places
            return redirect("directory:lieu_detail", slug=slug)
        raise Http404 from None
    context = {
        **sheet_context(lieu=lieu, now=timezone.now()),
        "section": "pro",
        "kept": queries.kept_facts(lieu=lieu),
        "people": queries.listed_people_of(structure=lieu.structure),
        "can_edit": can_edit_lieu(request.user, lieu),
    }
    return render(request, "contributions/lieu_read.html", context)
