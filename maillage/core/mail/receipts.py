"""What the mail server just accepted, noted before the database is told.

Marking a row takes a millisecond or more; a line in a file takes two microseconds, and stays
when the process is killed. Whoever takes over reads it, and sends none of these again.
"""

import os
from contextlib import suppress

from maillage.core.locks import file_of_database


class Receipts:
    """The file of one database, opened by the only sender (core.locks). An aid, never a need:
    without a file (database in memory, folder that cannot be written) nothing is noted.
    """

    def __init__(self) -> None:
        self._path = file_of_database("courriels.sent")
        self._file: int | None = None

    def read(self) -> set[str]:
        """The Message-IDs that a dead sender left."""
        if self._path is None:
            return set()
        try:
            return set(self._path.read_text(encoding="ascii", errors="replace").split())
        except OSError:
            return set()

    def note(self, message_id: str) -> None:
        """Note one message, at once."""
        if self._path is None:
            return
        with suppress(OSError):
            if self._file is None:
                flags = os.O_WRONLY | os.O_CREAT | os.O_APPEND
                self._file = os.open(self._path, flags, 0o600)
            os.write(self._file, f"{message_id}\n".encode("ascii", errors="replace"))

    def forget(self) -> None:
        """The database knows all of them."""
        if self._file is not None:
            os.close(self._file)
            self._file = None
        if self._path is not None:
            with suppress(OSError):
                self._path.unlink()
