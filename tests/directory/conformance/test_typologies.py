"""What a name tells of a place, against the recorded national cases."""

from maillage.directory.normalise.filters import filter_typology
from tests.directory.conformance.cases import check


def test_typologies() -> None:
    check("processTypologies", lambda case: filter_typology({"args": case.args})["out"])
