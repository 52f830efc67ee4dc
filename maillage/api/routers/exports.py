"""Whole files: the standard's CSV and JSON, and GeoJSON. Written as they are read."""

from collections.abc import Iterable, Iterator
from hashlib import blake2b

from django.conf import settings
from django.db.models import Max
from django.http import HttpRequest, HttpResponseBase, StreamingHttpResponse
from django.utils import timezone
from django.utils.http import http_date
from ninja import Router

from maillage.api.parameters import FILTERS, SORT, openapi_parameters, refuse_unknown
from maillage.api.schemas import ErrorsOut
from maillage.api.selection import Selection, ids_of, read_selection
from maillage.directory.exchange.writers import write_csv, write_geojson, write_json
from maillage.directory.export_queries import export_rows, standard_rows
from maillage.directory.models import DirectoryRevision, Lieu
from maillage.directory.vocabularies import slug_of
from maillage.territory.models import TerritoryStamp

PIECE_CHARACTERS = 65_536
_PARAMETERS = (*FILTERS, SORT)

router = Router(tags=["Fichiers"])


def _answers(media_type: str, sentence: str) -> dict[str, object]:
    """The part of the OpenAPI document that says what a file is."""
    content = {media_type: {"schema": {"type": "string"}}}
    return {
        **openapi_parameters(_PARAMETERS),
        "responses": {200: {"description": sentence, "content": content}},
    }


_REFUSALS = {400: ErrorsOut, 429: ErrorsOut}


@router.get(
    "/lieux.csv",
    response=_REFUSALS,
    url_name="lieux_csv",
    operation_id="telecharger_csv",
    summary="Télécharger les lieux en CSV",
    description=(
        "Tous les lieux de la recherche, dans les 32 colonnes du standard national (UTF-8, "
        "virgules, listes séparées par « | »). Une position qui n’est que le centre de la commune "
        "y reste vide."
    ),
    openapi_extra=_answers("text/csv", "Le fichier du standard."),
)
def lieux_csv(request: HttpRequest) -> HttpResponseBase:
    selection = _read(request)
    pieces = write_csv(standard_rows(lieu_ids=_ids(selection)))
    return _file(request, selection, pieces, "csv", "text/csv; charset=utf-8")


@router.get(
    "/lieux.json",
    response=_REFUSALS,
    url_name="lieux_json",
    operation_id="telecharger_json",
    summary="Télécharger les lieux en JSON du standard",
    description=(
        "Tous les lieux de la recherche, en liste d’objets du standard national : champs inconnus "
        "absents, listes séparées par « | »."
    ),
    openapi_extra=_answers("application/json", "Le fichier du standard."),
)
def lieux_json(request: HttpRequest) -> HttpResponseBase:
    selection = _read(request)
    pieces = write_json(standard_rows(lieu_ids=_ids(selection)))
    return _file(request, selection, pieces, "json", "application/json; charset=utf-8")


@router.get(
    "/lieux.geojson",
    response=_REFUSALS,
    url_name="lieux_geojson",
    operation_id="telecharger_geojson",
    summary="Télécharger les lieux en GeoJSON",
    description=(
        "Tous les lieux de la recherche (RFC 7946). Sans position, la géométrie est nulle ; "
        "« position_precision » dit si la position est exacte ou celle du centre de la commune."
    ),
    openapi_extra=_answers("application/geo+json", "Une FeatureCollection."),
)
def lieux_geojson(request: HttpRequest) -> HttpResponseBase:
    selection = _read(request)
    pieces = write_geojson(export_rows(lieu_ids=_ids(selection)))
    return _file(request, selection, pieces, "geojson", "application/geo+json")


def _read(request: HttpRequest) -> Selection:
    refuse_unknown(request.GET, known=[parameter.name for parameter in _PARAMETERS])
    return read_selection(request.GET)


def _ids(selection: Selection) -> list[str] | None:
    """The places in the order asked; None, all of them by identifier, needs no search."""
    is_plain = selection.is_everything and not selection.is_ordered
    return None if is_plain else ids_of(selection=selection)


def _file(
    request: HttpRequest,
    selection: Selection,
    pieces: Iterable[str],
    extension: str,
    content_type: str,
) -> StreamingHttpResponse:
    response = StreamingHttpResponse(_grouped(pieces), content_type=content_type)
    name = file_name(selection=selection, extension=extension)
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    response["ETag"] = _stamp(request, selection)
    if selection.criteria.open is None and selection.criteria.territory is None:
        last = Lieu.objects.aggregate(last=Max("updated_at"))["last"]
        if last is not None:
            response["Last-Modified"] = http_date(last.timestamp())
    return response


def _grouped(pieces: Iterable[str]) -> Iterator[str]:
    """The first piece at once, then larger ones: sending costs more than writing."""
    held: list[str] = []
    size, wanted = 0, 1
    for piece in pieces:
        held.append(piece)
        size += len(piece)
        if size >= wanted:
            yield "".join(held)
            held.clear()
            size, wanted = 0, PIECE_CHARACTERS
    if held:
        yield "".join(held)


def file_name(*, selection: Selection, extension: str) -> str:
    """The standard's rule: day, producer, « lieux-de-mediation-numerique », territory."""
    if selection.is_everything:
        territory = "tous"
    elif selection.criteria.territory is not None:
        territory = slug_of("-".join(selection.criteria.territory))
    else:
        territory = "selection"
    producer = slug_of(settings.SITE_NAME) or "maillage"
    day = timezone.localdate().isoformat()
    return f"{day}_{producer}_lieux-de-mediation-numerique_{territory}.{extension}"


def _stamp(request: HttpRequest, selection: Selection) -> str:
    """Weak: compressed or not, the file is the same. Two cheap reads, no sheet.

    With an opening criterion the answer changes with the clock: the minute is in it.
    """
    directory = DirectoryRevision.objects.filter(pk=1).values_list("epoch", "value").first()
    territory = TerritoryStamp.objects.values_list("token", flat=True).first()
    minute = timezone.now().strftime("%Y%m%d%H%M") if selection.criteria.open else ""
    text = repr((directory, territory, minute, request.path, sorted(request.GET.lists())))
    return f'W/"{blake2b(text.encode(), digest_size=12).hexdigest()}"'
