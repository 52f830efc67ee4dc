"""Reads of the contributions."""

from maillage.contributions.models import Report


def find_report(*, number: str) -> Report | None:
    """The report of a written number, with its place; None when there is none."""
    return Report.objects.select_related("lieu").filter(number=number).first()
