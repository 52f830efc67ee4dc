"""The recorded hours of the national pipeline: equal, or argued in divergences.md."""

from typing import Any

import pytest

from maillage.directory.hours.french.filter import filter_line
from tests.directory.conformance.cases import Case, check


def _run(case: Case) -> Any:
    return filter_line({"args": case.args})["out"]


@pytest.mark.parametrize("name", ["toOsmHours", "processHoraires", "mergeMultipleHoursRanges"])
def test_recorded_hours(name: str) -> None:
    check(name, _run)
