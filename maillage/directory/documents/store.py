"""Keep the documents of the day on disk, and make one at a time.

A document depends on the state of the directory, the day and its variant: that is its key,
its ETag and its file name in var/documents. Files older than KEPT_S seconds are removed when a
new one is made, so that the folder holds what people asked for in a day and no more.
"""

import fcntl
import hashlib
import os
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from time import monotonic, sleep, time
from typing import IO

from django.conf import settings

from maillage.directory.documents.compiler import DocumentError

MAX_PLACES = 800
WAIT_S = 30.0
KEPT_S = 36 * 3600
_TURN = threading.Lock()
"""One thread of a process makes or waits: the others go on answering people."""


@dataclass(frozen=True, slots=True)
class Key:
    """What a document is made from. `subject`: « bassin-chartres », « lieu-… »."""

    subject: str
    stamp: str
    day: date
    is_large: bool

    @property
    def digest(self) -> str:
        """Strong, short and only letters and figures: for the ETag and the file name."""
        text = (
            f"{self.subject} {self.stamp} {self.day} {self.is_large} {settings.SITE_URL} "
            f"{_recipe()}"
        )
        return hashlib.sha256(text.encode()).hexdigest()[:24]

    @property
    def etag(self) -> str:
        return f'"{self.digest}"'


@cache
def _recipe() -> str:
    """Changes when a new release writes documents otherwise."""
    files = sorted(Path(__file__).parent.glob("*.[pt]y*"))
    return hashlib.sha256(b"".join(path.read_bytes() for path in files)).hexdigest()


def folder() -> Path:
    """Where documents are kept."""
    return Path(settings.VAR_DIR) / "documents"


def fonts_folder() -> Path:
    """Where the unpacked fonts are kept."""
    return folder() / "fonts"


def read_or_make(*, key: Key, make: Callable[[], bytes]) -> bytes:
    """The document from the disk, else from `make`, kept for the next person.

    Raises DocumentError when this process is at another document already, or when that of
    another process has been in the way for WAIT_S seconds.
    """
    target = folder() / f"{key.digest}.pdf"
    kept = _read(target)
    if kept is not None:
        return kept
    folder().mkdir(parents=True, exist_ok=True)
    with _alone():
        # Somebody may have asked for the same one meanwhile.
        kept = _read(target)
        if kept is not None:
            return kept
        content = make()
        _write(target, content)
        _forget_old()
    return content


def _read(path: Path) -> bytes | None:
    try:
        return path.read_bytes()
    except FileNotFoundError:
        return None


def _write(path: Path, content: bytes) -> None:
    draft = path.with_suffix(f".{os.getpid()}")
    draft.write_bytes(content)
    draft.replace(path)


def _forget_old() -> None:
    """Remove what no address leads to any more: documents of the days before."""
    limit = time() - KEPT_S
    for path in folder().glob("*.pdf"):
        with suppress(FileNotFoundError):
            if path.stat().st_mtime < limit:
                path.unlink()


@contextmanager
def _alone() -> Iterator[None]:
    """One document at a time on this machine: the others wait, or are told to come back."""
    if not _TURN.acquire(blocking=False):
        raise _busy()
    try:
        with (folder() / "lock").open("w") as lock:
            _wait_for(lock)
            yield
    finally:
        _TURN.release()


def _wait_for(lock: IO[str]) -> None:
    """Lock the file, that other processes lock too; DocumentError after WAIT_S seconds."""
    deadline = monotonic() + WAIT_S
    while True:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            if monotonic() > deadline:
                raise _busy() from None
            sleep(0.1)
        else:
            return


def _busy() -> DocumentError:
    return DocumentError(
        "documents_busy", "D’autres documents sont en préparation. Réessayez dans une minute."
    )
