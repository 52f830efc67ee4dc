"""No test keeps the index of another: counters go back with the transaction."""

from collections.abc import Iterator

import pytest

from maillage.directory.index_store import forget_index


@pytest.fixture(autouse=True)
def _fresh_index() -> Iterator[None]:
    forget_index()
    yield
    forget_index()
