"""Is it text, and in which encoding? Decided on the whole file, in flat memory."""

import codecs
from pathlib import Path

from maillage.directory.exchange.readers.rows import FileError

_CHUNK = 1 << 20
_WANTED = "il faut un fichier CSV, JSON, GeoJSON ou XLSX"
_OLD_EXCEL = (
    "Ce fichier est un ancien classeur Excel (.xls), ou un classeur protégé par un mot de passe : "
    "enregistrez-le en XLSX sans mot de passe, ou en CSV."
)
_WEB_PAGE = (
    "Ce fichier est une page web, pas un fichier de données : vérifiez l’adresse, ou le bouton de "
    "téléchargement."
)
_SIGNATURES: tuple[tuple[bytes, str], ...] = (
    (b"\xd0\xcf\x11\xe0", _OLD_EXCEL),
    (b"%PDF", f"Ce fichier est un PDF : {_WANTED}."),
    (b"\x1f\x8b", "Ce fichier est compressé (gzip) : décompressez-le d’abord."),
    (b"7z\xbc\xaf", "Ce fichier est compressé (7z) : décompressez-le d’abord."),
    (b"Rar!", "Ce fichier est compressé (RAR) : décompressez-le d’abord."),
    (b"\x89PNG", f"Ce fichier est une image : {_WANTED}."),
    (b"\xff\xd8\xff", f"Ce fichier est une image : {_WANTED}."),
    (b"SQLite format 3", f"Ce fichier est une base de données : {_WANTED}."),
)
_BINARY = f"Ce fichier n’est pas du texte : {_WANTED}."
_MARKUP: tuple[tuple[tuple[str, ...], str], ...] = (
    (("<!doctype html", "<html", "<head", "<body"), _WEB_PAGE),
    (("<?xml", "<kml", "<rss", "<feed", "<!doctype"), f"Ce fichier est du XML : {_WANTED}."),
)
# Bytes that Windows-1252 leaves undefined: their file is Latin-1.
_NOT_WINDOWS = frozenset(b"\x81\x8d\x8f\x90\x9d")
_CONTROL = bytes(set(range(32)) - {9, 10, 12, 13, 27})


def is_zip(path: Path) -> bool:
    """Tell a ZIP archive, or what is one inside (XLSX, ODS), by its first bytes."""
    with path.open("rb") as handle:
        return handle.read(4) in {b"PK\x03\x04", b"PK\x05\x06"}


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


def refuse_markup(start: str) -> None:
    """FileError when the first characters are those of a web page or of XML."""
    lowered = start[:200].lower()
    for beginnings, message in _MARKUP:
        if lowered.startswith(beginnings):
            raise FileError(message)


def _refuse_binary(head: bytes) -> None:
    for signature, message in _SIGNATURES:
        if head.startswith(signature):
            raise FileError(message)
    controls = len(head) - len(head.translate(None, _CONTROL))
    # A stray control character is cleaned later; one byte in a hundred is no text.
    if controls * 100 > len(head):
        raise FileError(_BINARY)
