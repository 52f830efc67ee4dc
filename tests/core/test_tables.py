"""Files for spreadsheets: no cell is a formula, in whatever width its sign is written."""

import pytest

from maillage.core.tables import csv_bytes


@pytest.mark.parametrize("sign", [*"=+-@\t\r\n", "＝", "＋", "－", "＠"])
def test_a_cell_that_begins_like_a_formula_is_text(sign: str) -> None:
    text = csv_bytes(["nom"], [[f"{sign}1+1"]]).decode("utf-8-sig")
    assert "'" in text
    assert text.partition("'")[2].startswith(sign)
