"""The photo of a sheet: put, replace, describe, remove and put back."""

from django.contrib import messages
from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from maillage.contributions.forms.photos import PhotoForm
from maillage.contributions.views.sheet_tools import editable_lieu, user_of
from maillage.core.errors import DomainError
from maillage.directory import photo_actions
from maillage.directory.models import Lieu, LieuPhoto
from maillage.directory.views.photos import photo_response

UNDO = "photo_undo"


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def photo_edit(request: HttpRequest, slug: str) -> HttpResponse:
    """The page of the photo, and what its three buttons do (`do`: save, remove, undo)."""
    lieu = editable_lieu(request, slug)
    if request.method != "POST":
        return _page(request, lieu)
    match request.POST.get("do", "save"):
        case "remove":
            removed = photo_actions.remove_photo(lieu=lieu, by=user_of(request))
            if removed is not None:
                request.session[UNDO] = removed.undo
                messages.success(request, _("La photo est retirée de la fiche."))
        case "undo":
            return _put_back(request, lieu)
        case _:
            return _save(request, lieu)
    return redirect("contributions:photo_edit", slug=lieu.slug)


def _put_back(request: HttpRequest, lieu: Lieu) -> HttpResponse:
    undo = str(request.session.pop(UNDO, ""))
    try:
        photo_actions.put_back_photo(lieu=lieu, undo=undo, by=user_of(request))
    except DomainError as error:
        messages.error(request, error.message_fr)
    else:
        messages.success(request, _("La photo est remise."))
    return redirect("contributions:photo_edit", slug=lieu.slug)


def _save(request: HttpRequest, lieu: Lieu) -> HttpResponse:
    has_photo = LieuPhoto.objects.filter(lieu=lieu).exists()
    form = PhotoForm(request.POST, request.FILES, has_photo=has_photo)
    if not form.is_valid():
        return _page(request, lieu, form, status=400)
    photo, alt, by = form.cleaned_data["photo"], form.cleaned_data["alt"], user_of(request)
    if photo is None:
        try:
            photo_actions.describe_photo(lieu=lieu, alt=alt, by=by)
        except DomainError as error:  # removed by somebody else meanwhile
            messages.error(request, error.message_fr)
            return redirect("contributions:photo_edit", slug=lieu.slug)
    else:
        try:
            photo_actions.save_photo(lieu=lieu, photo=photo, alt=alt, by=by)
        except DomainError as error:
            form.add_error("photo", error.message_fr)
            return _page(request, lieu, form, status=503)
        request.session.pop(UNDO, None)
    messages.success(request, _("La photo est enregistrée."))
    return redirect("contributions:photo_edit", slug=lieu.slug)


def _page(
    request: HttpRequest, lieu: Lieu, form: PhotoForm | None = None, *, status: int = 200
) -> HttpResponse:
    photo = LieuPhoto.objects.filter(lieu=lieu).first()
    if form is None:
        form = PhotoForm(has_photo=photo is not None, alt=photo.alt if photo else "")
    errors = form.errors_by_field() if form.is_bound else {"photo": "", "alt": ""}
    address = ""
    if photo is not None:
        name = (photo.image.name or "").rsplit("/", 1)[-1]
        address = reverse("contributions:photo_file", args=[lieu.slug, name])
    context = {
        "section": "pro",
        "lieu": lieu,
        "photo": photo,
        "photo_url": address,
        "alt": form.typed_alt(),
        "errors": errors,
        "error_list": [(f"photo-{name}", text) for name, text in errors.items() if text],
        "can_undo": photo is None and bool(request.session.get(UNDO)),
    }
    return render(request, "contributions/photo_edit.html", context, status=status)


@never_cache
@require_safe
def photo_file(request: HttpRequest, slug: str, name: str) -> FileResponse:
    """The photo of a sheet that this person may correct, published or not."""
    lieu = editable_lieu(request, slug)
    return photo_response(slug=lieu.slug, name=name)
