"""Services found from words, against the recorded national cases."""

from maillage.directory.normalise.filters import mapped_values
from tests.directory.conformance.cases import check


def test_services() -> None:
    check(
        "processServices",
        lambda case: mapped_values(case.args[0], case.args[1].get("services")),
    )
