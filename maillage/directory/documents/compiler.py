"""Set a document with Typst, in a process that is stopped when it takes too long.

A process of its own because Typst cannot be interrupted, and because the memory of a large
directory goes back to the machine with the process rather than staying in the web server.
Text of people never is Typst code: the template reads it as JSON (see dataset.py).
"""

import json
import subprocess
import sys
from datetime import datetime
from pathlib import Path

from maillage.core.errors import DomainError
from maillage.directory.documents.dataset import Directory, Sheet, as_json
from maillage.directory.documents.fonts import font_folder

TIMEOUT_S = 60
_HERE = Path(__file__).resolve().parent
_TEMPLATES = {Directory: _HERE / "annuaire.typ", Sheet: _HERE / "fiche.typ"}


class DocumentError(DomainError):
    """The document could not be made; the message says what to do instead."""


def compile_pdf(*, document: Directory | Sheet, fonts: Path, at: datetime) -> bytes:
    """A tagged PDF (PDF/UA-1) in French. `fonts` is where unpacked fonts are kept.

    Raises DocumentError when Typst refuses the document or takes more than TIMEOUT_S seconds.
    """
    folder = font_folder(folder=fonts)
    job = {
        "template": str(_TEMPLATES[type(document)]),
        "fonts": str(folder) if folder else None,
        "data": as_json(document),
        "timestamp": int(at.timestamp()),
    }
    try:
        done = subprocess.run(  # noqa: S603 - our own program, no shell, data by a pipe
            [sys.executable, "-P", str(_HERE / "typesetter.py")],
            input=json.dumps(job).encode(),
            capture_output=True,
            timeout=TIMEOUT_S,
            check=True,
        )
    except subprocess.TimeoutExpired as error:
        raise DocumentError(
            "document_too_long",
            "Le document est trop long à préparer. Choisissez un territoire plus petit.",
        ) from error
    except subprocess.CalledProcessError as error:
        raise DocumentError(
            "document_refused",
            "Le document n’a pas pu être préparé. La liste en ligne reste disponible.",
        ) from error
    return done.stdout
