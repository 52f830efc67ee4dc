"""Dates against the recorded national cases."""

from maillage.directory.normalise.filters import filter_date
from tests.directory.conformance.cases import check


def test_dates() -> None:
    check("processDate", lambda case: filter_date({"args": case.args})["out"])
