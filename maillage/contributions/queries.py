"""Reads of the contributions."""

from maillage.contributions.models import Report
from maillage.directory.models import Lieu, LieuSlug


def find_report(*, number: str) -> Report | None:
    """The report of a written number, with its place; None when there is none."""
    return Report.objects.select_related("lieu").filter(number=number).first()


def reportable_lieu(*, slug: str) -> Lieu | None:
    """The published place at this address, or at the address it has today; None otherwise."""
    lieux = Lieu.objects.published().prefetch_related("modalites")
    found = lieux.filter(slug=slug).first()
    if found is not None:
        return found
    former = LieuSlug.objects.filter(slug=slug).values_list("lieu_id", flat=True).first()
    merged = Lieu.objects.filter(slug=slug).values_list("merged_into_id", flat=True).first()
    target = former or merged
    return lieux.filter(pk=target).first() if target else None
