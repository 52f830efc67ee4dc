"""What the pages of the desk print, in words."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from maillage.contributions.enums import DeskOperationKind
from maillage.contributions.models import DeskOperation
from maillage.contributions.queries.desk_lists import STALE_DAYS, contradiction_words
from maillage.directory.enums import LieuStatus
from maillage.directory.field_words import phone_in_words
from maillage.directory.models import Lieu
from maillage.directory.presenters.freshness import is_undated, who_confirmed
from maillage.directory.presenters.words import age_in_words


@dataclass(frozen=True, slots=True)
class PlaceRow:
    """One place of a list of the desk."""

    pk: str
    slug: str
    nom: str
    commune: str
    structure: str
    freshness: str
    is_stale: bool
    completeness: int
    contradictions: tuple[str, ...]
    courriel: str
    telephone: str
    is_archived: bool


def rows_of(lieux: Iterable[Lieu]) -> list[PlaceRow]:
    """The places in words; reads what `places_of` has fetched."""
    today = timezone.localdate()
    return [
        PlaceRow(
            pk=lieu.pk,
            slug=lieu.slug,
            nom=lieu.nom,
            commune=lieu.commune,
            structure=lieu.structure.nom if lieu.structure else lieu.structure_parente,
            freshness=_freshness(lieu),
            is_stale=lieu.age_of_data(today) > STALE_DAYS,
            completeness=lieu.completeness or 0,
            contradictions=tuple(contradiction_words(lieu.contradiction_codes)),
            courriel=next(iter(lieu.courriel_list), ""),
            telephone=phone_in_words(lieu.telephone) if lieu.telephone else "",
            is_archived=lieu.status == LieuStatus.ARCHIVE,
        )
        for lieu in lieux
    ]


def _freshness(lieu: Lieu) -> str:
    """« confirmée il y a 3 mois par la structure elle-même », « donnée par sa source il y a… »."""
    today = timezone.localdate()
    who = who_confirmed(lieu)
    if lieu.confirmed_at is not None and who:
        age = age_in_words((today - timezone.localdate(lieu.confirmed_at)).days)
        return _("confirmée %(when)s par %(who)s") % {"when": age, "who": who}
    if is_undated(lieu):
        return _("donnée par sa source, à une date inconnue")
    return _("donnée par sa source %(when)s") % {"when": age_in_words((today - lieu.date_maj).days)}


def operation_words(operation: DeskOperation) -> str:
    """« 12 structures sollicitées », what the notice with « Annuler » says."""
    count = len(operation.before)
    words = {
        DeskOperationKind.DEMANDER: ngettext(
            "%(count)s structure sollicitée : le courriel part dans deux minutes.",
            "%(count)s structures sollicitées : les courriels partent dans deux minutes.",
            count,
        ),
        DeskOperationKind.CONFIRMER: ngettext(
            "%(count)s fiche confirmée au nom de la structure.",
            "%(count)s fiches confirmées au nom des structures.",
            count,
        ),
        DeskOperationKind.ARCHIVER: ngettext(
            "%(count)s fiche archivée.", "%(count)s fiches archivées.", count
        ),
    }
    return words[DeskOperationKind(operation.kind)] % {"count": count}
