"""Catalogues of translations: `.po` files are written by people, `.mo` files are made here.

Babel reads and writes both, so that no machine needs the GNU gettext programs.
"""

import logging
import os
from pathlib import Path

from babel.messages.mofile import write_mo
from babel.messages.pofile import PoFileError, read_po
from django.conf import settings

logger = logging.getLogger(__name__)

DOMAIN = "django"


def catalogue_paths() -> list[Path]:
    """The `.po` file of each language, sorted."""
    return sorted(
        path
        for folder in settings.LOCALE_PATHS
        for path in Path(folder).glob(f"*/LC_MESSAGES/{DOMAIN}.po")
    )


def compile_catalogues() -> int:
    """Write the `.mo` beside each `.po` that is newer or has none; how many were written.

    A catalogue that cannot be read or written is logged and left as it was: its language is
    then shown as before, or not offered at all. Several processes may do this together.
    """
    written = 0
    for source in catalogue_paths():
        target = source.with_suffix(".mo")
        if target.exists() and target.stat().st_mtime_ns >= source.stat().st_mtime_ns:
            continue
        try:
            _compile(source, target)
        except (OSError, PoFileError, ValueError) as error:
            language = source.parent.parent.name
            logger.warning("catalogue=%s not_compiled=%s", language, type(error).__name__)
        else:
            written += 1
    return written


def _compile(source: Path, target: Path) -> None:
    stamp = source.stat().st_mtime_ns
    with source.open("rb") as file:
        catalogue = read_po(file, abort_invalid=True)
    # Replaced in one move: whoever reads meanwhile has the former file or the new one.
    draft = target.with_suffix(f".{os.getpid()}.tmp")
    try:
        with draft.open("wb") as file:
            write_mo(file, catalogue)
        os.utime(draft, ns=(stamp, stamp))  # a `.po` saved in between is newer
        draft.replace(target)
    finally:
        draft.unlink(missing_ok=True)
