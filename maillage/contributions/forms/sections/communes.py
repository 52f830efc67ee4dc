"""The commune of an address: its name and postal code must agree, its INSEE code follows."""

import re
from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from maillage.core.text import normalize_place
from maillage.territory.models import Commune, FormerCommune

MAX_NAMED = 4


@dataclass(frozen=True, slots=True)
class FoundCommune:
    """A commune as it is stored; `code` is empty when this site does not know its territory."""

    code: str
    nom: str
    latitude: float | None = None
    longitude: float | None = None


def find_commune(*, nom: str, code_postal: str) -> FoundCommune:
    """The commune of that name and postal code; ValidationError when they disagree.

    A former commune keeps its name and takes the code of the one that holds it now. « CEDEX »
    codes, which no commune owns, are taken with a known name of the département.
    """
    nom = re.sub(r"\s+cedex\b.*$", "", nom, flags=re.IGNORECASE)
    wanted = normalize_place(nom)
    neighbours = list(Commune.objects.filter(postal_codes__contains=code_postal))
    for row in neighbours:
        if normalize_place(row.nom) == wanted:
            return _found(row)
    for former in FormerCommune.objects.filter(commune__in=neighbours).select_related("commune"):
        if normalize_place(former.nom) == wanted:
            return _found(former.commune, nom=nom)
    if neighbours:
        names = sorted(row.nom for row in neighbours)
        shown = ", ".join(names[:MAX_NAMED]) + ("…" if len(names) > MAX_NAMED else "")
        raise ValidationError(
            _(
                "Le code postal %(code)s est celui de %(names)s, pas de « %(nom)s ». Corrigez "
                "l’un ou l’autre."
            )
            % {"code": code_postal, "names": shown, "nom": nom[:60]}
        )
    return _find_by_name(nom, wanted, code_postal)


def _find_by_name(nom: str, wanted: str, code_postal: str) -> FoundCommune:
    around = Commune.objects.filter(code__startswith=_departement_of(code_postal))
    named = list(around.filter(search_text=wanted)[:2])
    if len(named) == 1:
        return _found(named[0])
    if around.exists():
        raise ValidationError(
            _(
                "Nous ne connaissons pas « %(nom)s » avec le code postal %(code)s. Vérifiez le "
                "nom de la commune et son code postal."
            )
            % {"nom": nom[:60], "code": code_postal}
        )
    return FoundCommune("", nom)


def _departement_of(code_postal: str) -> str:
    if code_postal[:2] in {"97", "98"}:
        return code_postal[:3]
    return "2" if code_postal.startswith("20") else code_postal[:2]


def _found(row: Commune, *, nom: str = "") -> FoundCommune:
    return FoundCommune(row.code, nom or row.nom, row.latitude, row.longitude)
