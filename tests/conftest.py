"""The strict harness: no network, no slow hashing, real data found by its variable."""

import os
import socket
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

LOOPBACK = {"127.0.0.1", "::1", "localhost"}
_connect = socket.socket.connect


def _guarded_connect(self: socket.socket, address: Any) -> None:
    """Only sockets of this machine: a test that reaches for the internet is a mistake."""
    if isinstance(address, tuple) and str(address[0]) not in LOOPBACK:
        raise OSError(f"a test tried to reach {address[0]}")
    _connect(self, address)


def pytest_configure() -> None:
    """The catalogues are compiled here: no `.mo` is in the repository."""
    from maillage.core.catalogues import compile_catalogues

    compile_catalogues()


@pytest.fixture(autouse=True, scope="session")
def _no_network() -> Iterator[None]:
    socket.socket.connect = _guarded_connect  # type: ignore[method-assign, assignment]
    yield
    socket.socket.connect = _connect  # type: ignore[method-assign]


@pytest.fixture(scope="session")
def data_dir() -> Path:
    """The real data (MAILLAGE_DATA_DIR); a test that needs them is skipped without."""
    folder = os.environ.get("MAILLAGE_DATA_DIR", "")
    if not folder:
        pytest.skip("MAILLAGE_DATA_DIR is not set")
    path = Path(folder)
    assert path.is_dir(), f"MAILLAGE_DATA_DIR does not exist: {path}"
    return path


@pytest.fixture(autouse=True)
def _empty_caches() -> None:
    """No test sees what another left in the cache."""
    from django.core.cache import caches

    for name in ("default", "throttle"):
        caches[name].clear()


@pytest.fixture(autouse=True, scope="session")
def _emptied_journal() -> Iterator[None]:
    """A test that empties every table must empty the journal too: its triggers let go for that."""
    from django.core.management.commands import flush
    from django.db import connections

    from maillage.core.journal import triggers

    handle = flush.Command.handle

    def handle_without_triggers(self: flush.Command, **options: Any) -> None:
        connection = connections[options["database"]]
        triggers.remove(connection)
        try:
            handle(self, **options)
        finally:
            triggers.install(connection)

    flush.Command.handle = handle_without_triggers  # type: ignore[method-assign]
    yield
    flush.Command.handle = handle  # type: ignore[method-assign]
