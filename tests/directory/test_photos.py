"""Photos: what is refused, and what is left of what is accepted."""

import io
import zipfile
from datetime import timedelta
from pathlib import Path
from typing import Any
from unittest.mock import patch

import pytest
from django.core.files.storage import default_storage
from django.utils import timezone
from PIL import Image
from PIL.TiffImagePlugin import ImageFileDirectory_v2
from pytest_django import DjangoCaptureOnCommitCallbacks, Settings

from maillage.accounts.models import User
from maillage.core.errors import DomainError
from maillage.core.models import JournalEntry
from maillage.directory import photo_actions, photos
from maillage.directory.models import Lieu, LieuPhoto
from maillage.directory.photos import PhotoError, check_size, make_safe
from tests.factories.directory import make_lieu


def picture(
    kind: str = "JPEG", size: tuple[int, int] = (320, 200), mode: str = "RGB", **options: Any
) -> bytes:
    image = Image.radial_gradient("L").resize(size).convert(mode)
    buffer = io.BytesIO()
    image.save(buffer, kind, **options)
    return buffer.getvalue()


def opened(content: bytes) -> Image.Image:
    image = Image.open(io.BytesIO(content))
    image.load()
    return image


@pytest.mark.parametrize(
    ("kind", "mode", "name"),
    [
        ("JPEG", "RGB", "photo.jpg"),
        ("JPEG", "L", "Photo.JPEG"),
        ("JPEG", "CMYK", "photo.jpg"),
        ("PNG", "RGBA", "photo.png"),
        ("PNG", "P", "photo.png"),
        ("PNG", "1", "photo.png"),
        ("PNG", "I;16", "photo.png"),
        ("WEBP", "RGB", "photo.webp"),
        ("WEBP", "RGBA", "photo.webp"),
    ],
)
def test_a_photo_becomes_webp(kind: str, mode: str, name: str) -> None:
    safe = make_safe(content=picture(kind, mode=mode), name=name)
    image = opened(safe.content)
    assert (image.format, image.mode, image.size) == ("WEBP", "RGB", (320, 200))
    assert (safe.width, safe.height) == (320, 200)


def test_a_large_photo_is_reduced_and_light() -> None:
    safe = make_safe(content=picture(size=(4000, 3000)), name="a.jpg")
    assert (safe.width, safe.height) == (1200, 900)
    tall = make_safe(content=picture(size=(800, 4000)), name="a.jpg")
    assert (tall.width, tall.height) == (320, 1600)
    assert len(safe.content) < photos.TARGET_BYTES


def test_it_is_turned_upright_and_loses_its_metadata() -> None:
    exif = Image.Exif()
    exif[0x0112] = 6  # turned by a quarter
    exif[0x010E] = "Description secrète"
    exif[0x013B] = "Autrice secrète"
    gps = ImageFileDirectory_v2()
    gps[1], gps[2] = "N", (48.0, 26.0, 38.0)
    exif[0x8825] = dict(gps)
    content = picture(exif=exif, icc_profile=b"profil secret" * 20, comment=b"note secrete")
    assert b"secr" in content
    safe = make_safe(content=content, name="a.jpg")
    assert (safe.width, safe.height) == (200, 320)
    image = opened(safe.content)
    assert not image.getexif()
    assert not {"exif", "icc_profile", "xmp", "comment"} & image.info.keys()
    assert b"secr" not in safe.content
    assert b"EXIF" not in safe.content


def test_nothing_of_a_polyglot_survives() -> None:
    archive = io.BytesIO()
    with zipfile.ZipFile(archive, "w") as file:
        file.writestr("page.html", "<script>alert(1)</script>")
    tail = b"<html><script>alert(2)</script></html>" + archive.getvalue()
    for kind, name in (("JPEG", "a.jpg"), ("PNG", "a.png"), ("WEBP", "a.webp")):
        safe = make_safe(content=picture(kind) + tail, name=name)
        assert b"script" not in safe.content
        assert not zipfile.is_zipfile(io.BytesIO(safe.content))
        assert opened(safe.content).format == "WEBP"


def _bomb() -> bytes:
    """A PNG of a few kilobytes that says 60,000 pixels by 60,000."""
    content = bytearray(picture("PNG", mode="L"))
    content[16:24] = (60_000).to_bytes(4, "big") * 2
    import zlib

    content[29:33] = zlib.crc32(content[12:29]).to_bytes(4, "big")
    return bytes(content)


def _large_png() -> bytes:
    buffer = io.BytesIO()
    Image.new("1", (6000, 5000)).save(buffer, "PNG")
    return buffer.getvalue()


@pytest.mark.parametrize(
    ("content", "name", "words"),
    [
        (b"", "a.jpg", "vide"),
        (b'<svg xmlns="http://www.w3.org/2000/svg"/>', "a.jpg", "SVG"),
        (b'\xef\xbb\xbf\n<?xml version="1.0"?><!-- x --><svg/>', "a.svg", "SVG"),
        (picture("GIF", mode="P"), "a.gif", "GIF"),
        (picture("BMP"), "a.jpg", "n’est pas une photo"),
        (picture("TIFF"), "a.jpg", "n’est pas une photo"),
        (b"\x00\x00\x00\x18ftypheic" + b"0" * 80, "a.jpg", "HEIC"),
        (b"%PDF-1.7", "a.jpg", "PDF"),
        (b"<html><script>", "a.jpg", "n’est pas une photo"),
        (b"\x00" * 50, "a.jpg", "n’est pas une photo"),
        (picture(), "a.png", "c’est une image JPEG"),
        (picture("PNG"), "a.html", "doit finir par"),
        (picture(), "photo", "doit finir par"),
        (picture(), "a.jpg.exe", "doit finir par"),
        (picture(size=(900, 700))[:-2000], "a.jpg", "abîmée"),
        (picture("PNG", size=(900, 700))[:300], "a.png", "abîmée"),
        (picture("WEBP", size=(900, 700))[:200], "a.webp", "abîmée"),
        (b"\xff\xd8\xff\xe0", "a.jpg", "abîmée"),
        (b"\x89PNG\r\n\x1a\n", "a.png", "abîmée"),
        (b"RIFF\x00\x00\x00\x00WEBP", "a.webp", "abîmée"),
        (_bomb(), "a.png", "trop de pixels"),
        (_large_png(), "a.png", "trop de pixels"),
    ],
)
def test_what_is_refused_is_refused_in_plain_words(content: bytes, name: str, words: str) -> None:
    with pytest.raises(PhotoError, match=words):
        make_safe(content=content, name=name)


def test_fifty_megabytes_are_refused_unread() -> None:
    with pytest.raises(PhotoError, match="50 Mo"):
        check_size(50 * 1024 * 1024)
    check_size(photos.MAX_BYTES)


# --- writes ------------------------------------------------------------------------------
@pytest.fixture
def lieu(db: None) -> Lieu:
    return make_lieu()


@pytest.fixture
def user(db: None) -> User:
    return User.objects.create(email="lea@exemple.fr")


@pytest.fixture(autouse=True)
def _folder(settings: Settings, tmp_path: Path) -> None:
    settings.MEDIA_ROOT = str(tmp_path)


def safe(name: str = "a.jpg") -> photos.SafePhoto:
    return make_safe(content=picture(), name=name)


def name_of(photo: LieuPhoto) -> str:
    return str(photo.image.name)


def files() -> list[str]:
    return sorted(default_storage.listdir("lieux")[1])


def test_replacing_deletes_the_former_file_after_the_commit(
    lieu: Lieu, user: User, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        first = photo_actions.save_photo(lieu=lieu, photo=safe(), alt=" La  façade ", by=user)
    name = name_of(first)
    assert name.startswith("lieux/")
    assert name.endswith(".webp")
    assert "a.jpg" not in name
    assert (first.alt, first.width, first.height) == ("La façade", 320, 200)
    with django_capture_on_commit_callbacks() as callbacks:
        photo_actions.save_photo(lieu=lieu, photo=safe(), alt="La salle", by=user)
        assert len(files()) == 2
    for callback in callbacks:
        callback()
    assert files() == [name_of(LieuPhoto.objects.get()).removeprefix("lieux/")]
    assert not default_storage.exists(name)
    entries = JournalEntry.objects.filter(verb="sheet.photo_saved", object_id=lieu.pk)
    assert [entry.detail for entry in entries] == [{"change": "saved"}] * 2


@pytest.mark.parametrize("alt", ["", "   ", "x" * 201])
def test_without_words_nothing_is_kept(lieu: Lieu, user: User, alt: str) -> None:
    with pytest.raises(DomainError):
        photo_actions.save_photo(lieu=lieu, photo=safe(), alt=alt, by=user)
    assert not LieuPhoto.objects.exists()
    assert not default_storage.exists("lieux")


def test_words_change_alone(lieu: Lieu, user: User) -> None:
    with pytest.raises(DomainError, match="pas de photo"):
        photo_actions.describe_photo(lieu=lieu, alt="x", by=user)
    saved = photo_actions.save_photo(lieu=lieu, photo=safe(), alt="Avant", by=user)
    photo_actions.describe_photo(lieu=lieu, alt="Après", by=user)
    kept = LieuPhoto.objects.get()
    assert (kept.alt, kept.image.name) == ("Après", saved.image.name)


def test_a_removed_photo_can_be_put_back_for_an_hour(
    lieu: Lieu, user: User, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    assert photo_actions.remove_photo(lieu=lieu, by=user) is None
    former = name_of(photo_actions.save_photo(lieu=lieu, photo=safe(), alt="Façade", by=user))
    with django_capture_on_commit_callbacks(execute=True):
        removed = photo_actions.remove_photo(lieu=lieu, by=user)
    assert removed is not None
    assert not LieuPhoto.objects.exists()
    assert not default_storage.exists(former)
    assert photo_actions.delete_orphan_photos() == "photos_deleted=0"
    other = make_lieu()
    for wrong_lieu, undo in ((other, removed.undo), (lieu, "faux"), (lieu, removed.undo + "x")):
        with pytest.raises(DomainError, match="trop tard"):
            photo_actions.put_back_photo(lieu=wrong_lieu, undo=undo, by=user)
    back = photo_actions.put_back_photo(lieu=lieu, undo=removed.undo, by=user)
    assert (back.alt, back.width, back.height) == ("Façade", 320, 200)
    with pytest.raises(DomainError, match="trop tard"):
        photo_actions.put_back_photo(lieu=lieu, undo=removed.undo, by=user)


def test_orphan_files_go_when_no_undo_can_want_them(lieu: Lieu, user: User) -> None:
    assert photo_actions.delete_orphan_photos() == "photos_deleted=0"
    photo_actions.save_photo(lieu=lieu, photo=safe(), alt="Façade", by=user)
    assert photo_actions.remove_photo(lieu=lieu, by=user)
    photo_actions.save_photo(lieu=lieu, photo=safe(), alt="Salle", by=user)
    later = timezone.now() + timedelta(hours=3)
    with patch("maillage.directory.photo_actions.timezone.now", return_value=later):
        assert photo_actions.delete_orphan_photos() == "photos_deleted=2"
    assert files() == [name_of(LieuPhoto.objects.get()).removeprefix("lieux/")]
