"""Reads of any published sheet by professionals: find one, and what the public does not read."""

from django.db.models import QuerySet

from maillage.contributions.queries.update_links import SheetFact, sections_of_sheet
from maillage.core.text import normalize
from maillage.directory.models import Lieu, Structure
from maillage.network.models import Membership
from maillage.network.queries import listed_members


def find_lieux(*, words: str) -> QuerySet[Lieu]:
    """Published sheets whose name, commune or structure holds every word; none without words."""
    wanted = normalize(words).split()
    rows = Lieu.objects.published()
    if not wanted:
        return rows.none()
    for word in wanted:
        rows = rows.filter(search_text__contains=word)
    return rows.select_related("structure").order_by("nom", "commune", "pk")


def kept_facts(*, lieu: Lieu) -> list[SheetFact]:
    """What a sheet keeps for professionals, in words, in the order of a sheet."""
    return [
        fact for section in sections_of_sheet(lieu=lieu) for fact in section.facts if fact.is_kept
    ]


def listed_people_of(*, structure: Structure | None) -> list[Membership]:
    """The people of a structure who accept to be seen by professionals, by name."""
    if structure is None:
        return []
    rows = Membership.objects.filter(structure=structure, user__in=listed_members().values("pk"))
    return list(rows.select_related("user").order_by("user__display_name", "pk"))
