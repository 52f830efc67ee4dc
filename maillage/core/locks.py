"""One process at a time: a lock that dies with whoever holds it, even by a kill -9."""

import fcntl
import logging
import threading
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.conf import settings
from django.db import DatabaseError, connection

logger = logging.getLogger(__name__)

_in_memory: dict[str, threading.Lock] = {}


@contextmanager
def alone(name: str) -> Iterator[bool]:
    """Hold the lock `name` of this database, never waiting: False when somebody else has it.

    PostgreSQL: an advisory lock of the session. SQLite: a lock on a file beside the database.
    Either is released by the system when its process dies, so that what the holder left
    unfinished may be taken over at once, without guessing how long to wait.
    """
    path = file_of_database(f"{name}.lock")
    if connection.vendor == "postgresql":
        held = _postgres_lock(name)
    elif path is None:
        held = _memory_lock(name)
    else:
        held = _file_lock(path)
    with held as is_ours:
        yield is_ours


def file_of_database(suffix: str) -> Path | None:
    """The path of a small file that belongs to this database; None for one in memory."""
    name = str(connection.settings_dict["NAME"])
    if connection.vendor == "postgresql":
        return Path(settings.VAR_DIR) / f"{name}.{suffix}"
    if ":memory:" in name or "mode=memory" in name:
        return None
    return Path(f"{name}.{suffix}")


@contextmanager
def _postgres_lock(name: str) -> Iterator[bool]:
    key = zlib.crc32(f"maillage.{name}".encode())
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_lock(%s)", [key])
        is_ours = bool(cursor.fetchone()[0])
    try:
        yield is_ours
    finally:
        if is_ours:
            try:
                with connection.cursor() as cursor:
                    cursor.execute("SELECT pg_advisory_unlock(%s)", [key])
            except DatabaseError:
                # The session is lost, and the lock with it.
                logger.warning("lock=lost name=%s", name)


@contextmanager
def _file_lock(path: Path) -> Iterator[bool]:
    with path.open("w", encoding="ascii") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            yield False
            return
        yield True


@contextmanager
def _memory_lock(name: str) -> Iterator[bool]:
    lock = _in_memory.setdefault(name, threading.Lock())
    is_ours = lock.acquire(blocking=False)
    try:
        yield is_ours
    finally:
        if is_ours:
            lock.release()
