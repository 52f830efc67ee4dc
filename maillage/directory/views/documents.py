"""Printed documents: the directory of a territory and the sheet of a place, in PDF."""

from collections.abc import Callable

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.cache import get_conditional_response
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from maillage.core.languages import french_only
from maillage.directory import territory_queries as reads
from maillage.directory.documents import store
from maillage.directory.documents.builder import lieu_document, territory_document
from maillage.directory.documents.compiler import DocumentError, compile_pdf
from maillage.directory.documents.dataset import Directory, Sheet
from maillage.directory.models import Lieu
from maillage.directory.presenters.territory import full_name, number
from maillage.directory.queries import get_public_lieu, lieux_of_territory
from maillage.directory.views.territories import territory_or_404


@login_not_required
@french_only
@require_safe
def territory_pdf(request: HttpRequest, kind: str, slug: str) -> HttpResponse:
    """The printable directory, in French; `?gros=1` for large print."""
    territory = territory_or_404(kind, slug)
    if territory.slug != slug:
        return redirect("directory:territory_pdf", kind, territory.slug, permanent=True)
    is_large = _is_large(request)
    places = reads.lieux_in(territory=territory).count()
    if places > store.MAX_PLACES:
        return _refused(
            request,
            _(
                "Cet annuaire compterait %(places)s lieux : trop pour être imprimé. Choisissez "
                "un territoire plus petit, ou téléchargez la liste complète dans un tableur (CSV)."
            )
            % {"places": number(places)},
            back=territory.get_absolute_url(),
            csv=f"{reverse('api:lieux_csv')}?territoire={kind}:{territory.pk}",
            status=413,
        )

    def build() -> Directory:
        return territory_document(
            nom=full_name(territory),
            path=territory.get_absolute_url(),
            lieux=list(lieux_of_territory(kind=kind, code=territory.pk)),
            today=timezone.localdate(),
            is_large=is_large,
        )

    return _pdf(
        request,
        subject=f"annuaire-{kind}-{territory.slug}",
        is_large=is_large,
        build=build,
        back=territory.get_absolute_url(),
    )


@login_not_required
@french_only
@require_safe
def lieu_pdf(request: HttpRequest, slug: str) -> HttpResponse:
    """The sheet of a place on A4; an address that moved goes through the page, which knows."""
    try:
        lieu = get_public_lieu(slug=slug)
    except Lieu.DoesNotExist:
        return redirect("directory:lieu_detail", slug)
    is_large = _is_large(request)

    def build() -> Sheet:
        return lieu_document(lieu=lieu, now=timezone.now(), is_large=is_large)

    return _pdf(
        request,
        subject=f"fiche-{slug}",
        is_large=is_large,
        build=build,
        back=lieu.get_absolute_url(),
    )


def _is_large(request: HttpRequest) -> bool:
    value = request.GET.get("gros", "")
    if value not in {"", "0", "1"}:
        raise Http404(_("« gros » vaut 0 ou 1."))
    return value == "1"


def _pdf(
    request: HttpRequest,
    *,
    subject: str,
    is_large: bool,
    build: Callable[[], Directory | Sheet],
    back: str,
) -> HttpResponse:
    """The document with its ETag; a clear page when it cannot be made."""
    now = timezone.now()
    key = store.Key(subject, reads.directory_stamp(), timezone.localdate(now), is_large)
    known = get_conditional_response(request, etag=key.etag)
    if known is not None:
        return known
    try:
        content = store.read_or_make(
            key=key,
            make=lambda: compile_pdf(document=build(), fonts=store.fonts_folder(), at=now),
        )
    except DocumentError as error:
        return _refused(request, error.message_fr, back=back, csv="", status=503)
    name = f"{subject}-gros-caracteres.pdf" if is_large else f"{subject}.pdf"
    return HttpResponse(
        content,
        content_type="application/pdf",
        headers={
            "Content-Disposition": f'inline; filename="{name}"',
            "ETag": key.etag,
            "Cache-Control": "public, max-age=600",
        },
    )


def _refused(
    request: HttpRequest, message: str, *, back: str, csv: str, status: int
) -> HttpResponse:
    response = render(
        request,
        "directory/territory_document_refused.html",
        {
            "section": "territoires",
            "message": message,
            "back": back,
            "csv": csv,
            "index": reverse("directory:territory_index"),
        },
        status=status,
    )
    if status == 503:
        response.headers["Retry-After"] = "60"
    return response
