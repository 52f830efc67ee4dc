"""Reads of the contributions."""

from maillage.contributions.models import Contribution


def find_report(*, number: str) -> Contribution | None:
    """The report of a written number, with its place; None when there is none."""
    return Contribution.objects.select_related("lieu").filter(number=number).first()
