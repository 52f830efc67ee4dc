"""The addresses that the national pipeline recorded."""

from typing import Any

import pytest

from maillage.directory.normalise.address import filter_line, french_communes
from tests.directory.conformance.cases import FAILED, Case, check


def _run(case: Case) -> Any:
    answer = filter_line({"args": case.args})
    return FAILED if "error" in answer else answer["out"]


def test_recorded_addresses_are_equal_or_argued() -> None:
    if not french_communes().get("38185"):
        pytest.skip("the npm package of communes is not installed")
    check("processAdresse", _run)
