"""A photo received from a person, made safe: decoded, turned upright, reduced, re-encoded.

Nothing of the file that was sent survives but its pixels: no metadata (position, author, date),
no colour profile, no bytes after the image.
"""

import struct
import warnings
from dataclasses import dataclass
from io import BytesIO
from pathlib import PurePath
from typing import Final

from PIL import Image, ImageOps

MAX_BYTES: Final = 10 * 1024 * 1024
MAX_WIDTH: Final = 1200
MAX_HEIGHT: Final = 1600
# Above, decoding would take the memory of a worker. A JPEG is decoded at a reduced scale.
MAX_PIXELS: Final = 25_000_000
MAX_JPEG_PIXELS: Final = 60_000_000
# A page weighs 150 kB at most: the photo leaves room for the rest when it can.
TARGET_BYTES: Final = 110_000
_QUALITIES = (80, 68, 55)

_EXTENSIONS = {
    ".jpg": "JPEG",
    ".jpeg": "JPEG",
    ".jfif": "JPEG",
    ".png": "PNG",
    ".webp": "WEBP",
}
_ADVICE = "Choisissez une photo JPEG, PNG ou WebP."


class PhotoError(ValueError):
    """A file that is refused; `message_fr` says why and what to do."""

    def __init__(self, message_fr: str) -> None:
        super().__init__(message_fr)
        self.message_fr = message_fr


@dataclass(frozen=True, slots=True)
class SafePhoto:
    """WebP bytes without metadata, and their size in pixels."""

    content: bytes
    width: int
    height: int


def check_size(size: int) -> None:
    """Refuse a file by its size in bytes, before it is read. Raises PhotoError."""
    if size == 0:
        raise PhotoError(f"Ce fichier est vide. {_ADVICE}")
    if size > MAX_BYTES:
        megabytes = f"{size / (1024 * 1024):.0f}"
        raise PhotoError(
            f"Cette photo pèse {megabytes} Mo, c’est trop : 10 Mo au plus. Réduisez-la, ou "
            "prenez-la de nouveau en qualité normale."
        )


def make_safe(*, content: bytes, name: str) -> SafePhoto:
    """Turn a file into a safe photo. `name` is the name that the sender gave to the file.

    Raises PhotoError for what is no JPEG, PNG or WebP, is damaged, or is too large.
    """
    check_size(len(content))
    kind = _kind_of(content)
    _check_name(name, kind)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            with Image.open(BytesIO(content), formats=[kind]) as image:
                _check_pixels(image, kind)
                pixels = _upright(image)
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
        raise _too_many_pixels() from error
    except (OSError, SyntaxError, ValueError, EOFError, struct.error, IndexError) as error:
        if isinstance(error, PhotoError):
            raise
        raise PhotoError(
            f"Cette photo est abîmée ou incomplète : elle ne s’ouvre pas. {_ADVICE}"
        ) from error
    return SafePhoto(_encode(pixels), pixels.width, pixels.height)


def _kind_of(content: bytes) -> str:
    """What the first bytes say; the sender's name and type are not believed."""
    if content.startswith(b"\xff\xd8\xff"):
        return "JPEG"
    if content.startswith(b"\x89PNG\r\n\x1a\n"):
        return "PNG"
    if content[:4] == b"RIFF" and content[8:12] == b"WEBP":
        return "WEBP"
    start = content[:1024].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if start.startswith((b"<svg", b"<?xml")) or b"<svg" in start:
        raise PhotoError(f"Un dessin SVG n’est pas une photo. {_ADVICE}")
    if content.startswith((b"GIF87a", b"GIF89a")):
        raise PhotoError(f"Les images GIF ne sont pas acceptées. {_ADVICE}")
    if content[4:8] == b"ftyp":
        raise PhotoError(
            "Ce format (HEIC, AVIF ou vidéo) n’est pas accepté. Enregistrez la photo en JPEG, "
            "puis envoyez-la de nouveau."
        )
    if content.startswith(b"%PDF"):
        raise PhotoError(f"Un document PDF n’est pas une photo. {_ADVICE}")
    raise PhotoError(f"Ce fichier n’est pas une photo que nous savons lire. {_ADVICE}")


def _check_name(name: str, kind: str) -> None:
    extension = PurePath(name.replace("\\", "/")).suffix.lower()
    if extension not in _EXTENSIONS:
        raise PhotoError(
            "Le nom du fichier doit finir par .jpg, .png ou .webp. Enregistrez la photo sous un "
            "de ces noms."
        )
    if _EXTENSIONS[extension] != kind:
        raise PhotoError(
            f"Le nom du fichier finit par {extension}, mais c’est une image {kind} : "
            "enregistrez-la de nouveau avec le bon nom."
        )


def _check_pixels(image: Image.Image, kind: str) -> None:
    limit = MAX_JPEG_PIXELS if kind == "JPEG" else MAX_PIXELS
    if image.width * image.height > limit:
        raise _too_many_pixels()


def _too_many_pixels() -> PhotoError:
    return PhotoError(
        "Cette image a trop de pixels pour être lue. Réduisez-la à 4 000 pixels de large au plus."
    )


def _upright(image: Image.Image) -> Image.Image:
    """New pixels, of the size that pages show, without anything else of the file."""
    orientation = image.getexif()
    image.draft("RGB", (2 * MAX_WIDTH, 2 * MAX_HEIGHT))  # JPEG only: decodes a reduced image
    image.load()
    picture = image
    if orientation:
        picture = ImageOps.exif_transpose(image)
    picture = picture.convert("RGBA" if _is_transparent(picture) else "RGB")
    picture.thumbnail((MAX_WIDTH, MAX_HEIGHT), Image.Resampling.LANCZOS)
    clean = Image.new("RGB", picture.size, "white")
    clean.paste(picture, mask=picture.getchannel("A") if picture.mode == "RGBA" else None)
    return clean


def _is_transparent(image: Image.Image) -> bool:
    return image.mode in {"RGBA", "LA", "PA"} or "transparency" in image.info


def _encode(pixels: Image.Image) -> bytes:
    content = b""
    for quality in _QUALITIES:
        buffer = BytesIO()
        pixels.save(buffer, "WEBP", quality=quality, method=4)
        content = buffer.getvalue()
        if len(content) <= TARGET_BYTES:
            break
    return content
