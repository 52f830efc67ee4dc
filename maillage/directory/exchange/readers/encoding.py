"""Is it text, and in which encoding? Decided on the whole file, in flat memory."""

import codecs
from pathlib import Path

from maillage.directory.exchange.readers.rows import FileError

_CHUNK = 1 << 20
_SIGNATURES: tuple[tuple[bytes, str], ...] = (
    (
        b"PK",
        "Ce fichier est une archive ZIP ou un classeur Excel : enregistrez-le en CSV (UTF-8).",
    ),
    (b"\xd0\xcf\x11\xe0", "Ce fichier est un ancien classeur Excel : enregistrez-le en CSV."),
    (b"%PDF", "Ce fichier est un PDF : il faut un fichier CSV ou JSON."),
    (b"\x1f\x8b", "Ce fichier est compressé (gzip) : décompressez-le d’abord."),
    (b"\x89PNG", "Ce fichier est une image : il faut un fichier CSV ou JSON."),
    (b"SQLite format 3", "Ce fichier est une base de données : il faut un fichier CSV ou JSON."),
)
_BINARY = "Ce fichier n’est pas du texte : il faut un fichier CSV ou JSON."
# Bytes that Windows-1252 leaves undefined: their file is Latin-1.
_NOT_WINDOWS = frozenset(b"\x81\x8d\x8f\x90\x9d")
_CONTROL = bytes(set(range(32)) - {9, 10, 12, 13, 27})


def detect_encoding(path: Path) -> str:
    """`utf-8-sig`, `utf-16`, `cp1252` or `latin-1`; FileError when it is not text.

    UTF-8 cut in the middle of its last letter is still UTF-8.
    """
    decoder = codecs.getincrementaldecoder("utf-8")()
    is_utf8, is_windows, is_first = True, True, True
    with path.open("rb") as handle:
        while chunk := handle.read(_CHUNK):
            if is_first:
                is_first = False
                if chunk.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
                    return "utf-16"
                _refuse_binary(chunk)
            if is_utf8:
                try:
                    decoder.decode(chunk)
                except UnicodeDecodeError:
                    is_utf8 = False
            is_windows = is_windows and _NOT_WINDOWS.isdisjoint(chunk)
    if is_utf8:
        return "utf-8-sig"
    return "cp1252" if is_windows else "latin-1"


def _refuse_binary(head: bytes) -> None:
    for signature, message in _SIGNATURES:
        if head.startswith(signature) and (
            signature != b"PK" or head[2:4] in {b"\x03\x04", b"\x05\x06"}
        ):
            raise FileError(message)
    controls = len(head) - len(head.translate(None, _CONTROL))
    # A stray control character is cleaned later; one byte in a hundred is no text.
    if controls * 100 > len(head):
        raise FileError(_BINARY)
