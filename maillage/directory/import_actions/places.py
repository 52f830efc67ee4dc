"""The stage that locates: commune, codes and position of each row, against what the site knows."""

from maillage.directory.enums import PositionPrecision
from maillage.directory.normalise.commune import CommuneRow, CommuneTable
from maillage.directory.normalise.conform import UNKNOWN_ADDRESS
from maillage.directory.normalise.locate import Declared, Located, Verdict, locate
from maillage.directory.normalise.notes import Notes
from maillage.directory.normalise.record import Record, check_required
from maillage.territory.contours import load_contours
from maillage.territory.models import Commune, FormerCommune

SUSPECT = frozenset(
    {
        Verdict.POINT_CRU,
        Verdict.ADRESSE_CRUE,
        Verdict.POINT_REPARE,
        Verdict.SUPPOSE,
        Verdict.INDECIS,
    }
)
"""Verdicts that the report shows among the suspect positions."""
_WITH_POINT = frozenset(
    {
        Verdict.DEDANS,
        Verdict.BORD,
        Verdict.NON_VERIFIE,
        Verdict.POINT_REPARE,
        Verdict.POINT_CRU,
    }
)


class Places:
    """Tables of the territory, read once at the beginning of an import."""

    def __init__(self) -> None:
        self._communes = load_communes()
        self._contours = load_contours()

    def locate(self, record: Record, *, notes: Notes) -> str:
        """Settle where a record is, and refuse it when nobody can know; gives the verdict if it
        is suspect, else ""."""
        values = record.values
        latitude, longitude = values.get("latitude"), values.get("longitude")
        located = locate(
            Declared(
                commune=str(values.get("commune") or ""),
                code_postal=str(values.get("code_postal") or ""),
                code_insee=str(values.get("code_insee") or ""),
                latitude=latitude if isinstance(latitude, float) else None,
                longitude=longitude if isinstance(longitude, float) else None,
                nom=record.nom,
            ),
            communes=self._communes,
            contours=self._contours,
            notes=notes,
        )
        is_known = self._communes.get(located.code_insee) is not None
        _fill(record, located, is_known, notes)
        if not values["adresse"] and (is_known or values.get("latitude") is not None):
            values["adresse"] = UNKNOWN_ADDRESS
            notes.warn("adresse", "L’adresse manque : la fiche entre sans, à compléter.")
        check_required(record, notes=notes)
        is_told = latitude is not None or located.verdict != Verdict.INDECIS
        return located.verdict.value if located.verdict in SUSPECT and is_told else ""


def _fill(record: Record, located: Located, is_known: bool, notes: Notes) -> None:
    """Write what was settled. A commune's centre is no position that the row gives: it is put in
    by whoever makes the sheet (assembly), when nobody gives a better one."""
    values = record.values
    if values.get("code_insee") == "" and located.code_insee:
        notes.repair("code_insee", "Le code INSEE manquait : trouvé.", "", located.code_insee)
    for name in ("commune", "code_postal", "code_insee"):
        if found := getattr(located, name):
            values[name] = found
    values["territory_commune_id"] = located.code_insee if is_known else None
    if "latitude" in values:
        is_given = located.verdict in _WITH_POINT
        values["latitude"] = located.latitude if is_given else None
        values["longitude"] = located.longitude if is_given else None
        precision = located.precision if is_given else PositionPrecision.INCONNUE
        values["position_precision"] = PositionPrecision(precision).value
    if located.ancienne_commune and not values.get("complement_adresse"):
        values["complement_adresse"] = located.ancienne_commune


def load_communes() -> CommuneTable:
    """Every commune and former commune that the site knows."""
    rows = Commune.objects.values_list(
        "code", "nom", "postal_codes", "latitude", "longitude", "population"
    )
    return CommuneTable(
        (
            CommuneRow(code, nom, tuple(codes.split("|")), latitude, longitude, population)
            for code, nom, codes, latitude, longitude, population in rows.iterator()
        ),
        FormerCommune.objects.values_list("code", "nom", "commune_id"),
    )
