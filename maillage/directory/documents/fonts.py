"""Fonts of the PDF files.

The typeface of the site comes from npm as WOFF and WOFF2, which Typst does not read, and no
font file belongs in the repository. WOFF (unlike WOFF2) is only the tables of a TrueType
file, each compressed with zlib: unpacking it is the forty lines below, done once and kept
next to the documents. Without node_modules, Typst falls back on Libertinus Serif, which it
carries inside; that one also draws the letters that the Latin subset has not.
"""

import struct
import zlib
from pathlib import Path

from django.conf import settings

_SOURCES = {
    weight: (
        "@fontsource/atkinson-hyperlegible-next/files/"
        f"atkinson-hyperlegible-next-latin-{weight}-normal.woff"
    )
    for weight in (400, 700)
}


class FontError(ValueError):
    """The file is not a WOFF file that can be unpacked."""


def font_folder(*, folder: Path) -> Path | None:
    """The folder that holds the unpacked fonts, filled on first use; None when npm has none."""
    sources = {
        weight: Path(settings.BASE_DIR) / "node_modules" / name for weight, name in _SOURCES.items()
    }
    if not all(source.is_file() for source in sources.values()):
        return None
    folder.mkdir(parents=True, exist_ok=True)
    for weight, source in sources.items():
        target = folder / f"atkinson-{weight}.ttf"
        if not target.is_file() or target.stat().st_mtime < source.stat().st_mtime:
            # Written aside, then renamed: another process never sees half a font.
            draft = target.with_suffix(".draft")
            draft.write_bytes(unpack_woff(source.read_bytes()))
            draft.replace(target)
    return folder


def unpack_woff(data: bytes) -> bytes:
    """The TrueType file inside a WOFF file (W3C WOFF 1.0, sections 4 to 6)."""
    if len(data) < 44 or data[:4] != b"wOFF":
        raise FontError("not a WOFF file")
    flavour, _length, count = struct.unpack_from(">IIH", data, 4)
    tables: list[tuple[bytes, int, bytes]] = []
    for number in range(count):
        tag, offset, packed, size, checksum = struct.unpack_from(">4sIIII", data, 44 + 20 * number)
        table = data[offset : offset + packed]
        if packed < size:
            table = zlib.decompress(table)
        if len(table) != size:
            raise FontError(f"table {tag!r} has the wrong size")
        tables.append((tag, checksum, table))
    power = count.bit_length() - 1
    header = struct.pack(">IHHHH", flavour, count, 16 << power, power, 16 * count - (16 << power))
    position = len(header) + 16 * count
    directory = b""
    for tag, checksum, table in tables:
        directory += struct.pack(">4sIII", tag, checksum, position, len(table))
        position += (len(table) + 3) & ~3
    return header + directory + b"".join(table + b"\0" * (-len(table) % 4) for *_, table in tables)
