"""The photo of a place, as it was made safe: never the file that somebody sent."""

from django.contrib.auth.decorators import login_not_required
from django.http import FileResponse, Http404, HttpRequest
from django.views.decorators.http import require_safe

from maillage.directory.enums import LieuStatus
from maillage.directory.models import LieuPhoto
from maillage.directory.photo_actions import FOLDER

YEAR_SECONDS = 31_536_000


@login_not_required
@require_safe
def lieu_photo(_request: HttpRequest, slug: str, name: str) -> FileResponse:
    """The photo of a published sheet; its address changes with the photo, so it is kept."""
    response = photo_response(slug=slug, name=name, status=LieuStatus.PUBLIE)
    response.headers["Cache-Control"] = f"public, max-age={YEAR_SECONDS}, immutable"
    return response


def photo_response(*, slug: str, name: str, **lieu: str) -> FileResponse:
    """The file of the photo of one sheet, of the state given if any; Http404 otherwise."""
    conditions = {f"lieu__{field}": value for field, value in lieu.items()}
    photo = LieuPhoto.objects.filter(
        lieu__slug=slug, image=f"{FOLDER}/{name}", **conditions
    ).first()
    if photo is None:
        raise Http404("no such photo")
    try:
        file = photo.image.open("rb")
    except FileNotFoundError as error:  # a database restored without its files
        raise Http404("no such photo") from error
    response = FileResponse(file, content_type="image/webp")
    response.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
    response.headers["X-Content-Type-Options"] = "nosniff"
    return response
