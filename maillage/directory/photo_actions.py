"""Writes of the photo of a place: save, describe, remove, put back, clean up."""

import logging
import secrets
from dataclasses import dataclass
from datetime import timedelta

from django.core import signing
from django.core.files.base import ContentFile
from django.core.files.storage import Storage
from django.db import transaction
from django.utils import timezone

from maillage.accounts.models import User
from maillage.core.errors import DomainError
from maillage.core.journal import Actor, record
from maillage.directory.models import Lieu, LieuPhoto
from maillage.directory.photos import SafePhoto

logger = logging.getLogger(__name__)

ALT_MAX_LENGTH = 200
FOLDER = "lieux"
# How long a removed photo can be put back; its file is deleted after.
UNDO_SECONDS = 3_600
_UNDO_SALT = "directory.photo.undo"


@dataclass(frozen=True, slots=True)
class RemovedPhoto:
    """`undo` is a signed text that puts the photo back for an hour, on the same sheet.

    Empty when the file was lost before, or could not be copied: there is nothing to put back.
    """

    undo: str


@transaction.atomic
def save_photo(*, lieu: Lieu, photo: SafePhoto, alt: str, by: User) -> LieuPhoto:
    """Put a photo in the place of the former one, whose file is deleted after the commit.

    Raises DomainError without a text that says what the photo shows, or when the disk refuses
    the file (full, read-only): the former photo stays.
    """
    alt = _checked_alt(alt)
    row = LieuPhoto.objects.select_for_update().filter(lieu=lieu).first() or LieuPhoto(lieu=lieu)
    former = (row.image.name or "") if row.pk else ""
    row.alt, row.uploaded_at = alt, timezone.now()
    try:
        row.image.save(_random_name(), ContentFile(photo.content), save=False)
    except OSError as error:
        logger.exception("photo=not_written")
        raise DomainError(
            "photo_not_written",
            "Le site n’arrive pas à ranger la photo pour le moment. Rien n’a changé sur la fiche : "
            "réessayez plus tard, et prévenez la coordination si cela recommence.",
        ) from error
    try:
        row.full_clean(exclude=["lieu"])
        row.save()
    except Exception:
        _delete_file(row.image.storage, row.image.name or "")
        raise
    _note(lieu, by, "saved")
    if former:
        storage = row.image.storage
        transaction.on_commit(lambda: _delete_file(storage, former))
    return row


@transaction.atomic
def describe_photo(*, lieu: Lieu, alt: str, by: User) -> LieuPhoto:
    """Change only the words. Raises DomainError when there is no photo, or no words."""
    row = LieuPhoto.objects.filter(lieu=lieu).first()
    if row is None:
        raise DomainError("no_photo", "Il n’y a pas de photo : choisissez-en une.")
    row.alt = _checked_alt(alt)
    row.save(update_fields=["alt"])
    _note(lieu, by, "described")
    return row


@transaction.atomic
def remove_photo(*, lieu: Lieu, by: User) -> RemovedPhoto | None:
    """Take the photo off the sheet; None when there is none. A copy stays for the undo.

    A disk that refuses the copy refuses the undo, not the withdrawal.

    A copy and not the file: the public address dies at once, and the date of the copy says
    when `delete_orphan_photos` may delete it.
    """
    row = LieuPhoto.objects.filter(lieu=lieu).first()
    if row is None:
        return None
    storage, former = row.image.storage, row.image.name or ""
    undo = ""
    if storage.exists(former):
        try:
            with storage.open(former) as file:
                copy = storage.save(f"{FOLDER}/{_random_name()}", ContentFile(file.read()))
        except OSError:
            logger.exception("photo=not_copied")
        else:
            undo = signing.dumps([lieu.pk, copy, row.alt], salt=_UNDO_SALT, compress=True)
    row.delete()
    transaction.on_commit(lambda: _delete_file(storage, former))
    _note(lieu, by, "removed")
    return RemovedPhoto(undo)


@transaction.atomic
def put_back_photo(*, lieu: Lieu, undo: str, by: User) -> LieuPhoto:
    """Put back what `remove_photo` took off. Raises DomainError when it is too late."""
    try:
        pk, name, alt = signing.loads(undo, salt=_UNDO_SALT, max_age=UNDO_SECONDS)
    except (signing.BadSignature, ValueError) as error:
        raise _too_late() from error
    storage = LieuPhoto._meta.get_field("image").storage
    if pk != lieu.pk or LieuPhoto.objects.filter(lieu=lieu).exists() or not storage.exists(name):
        raise _too_late()
    row = LieuPhoto(lieu=lieu, image=name, alt=alt)
    row.save()
    _note(lieu, by, "put_back")
    return row


def delete_orphan_photos() -> str:
    """Delete the files that no sheet shows and that no undo can bring back; a line for the log."""
    storage = LieuPhoto._meta.get_field("image").storage
    try:
        names = storage.listdir(FOLDER)[1]
    except FileNotFoundError:
        return "photos_deleted=0"
    kept = set(LieuPhoto.objects.values_list("image", flat=True))
    # Twice the time of an undo: a photo being saved has its file before its row.
    limit = timezone.now() - timedelta(seconds=2 * UNDO_SECONDS)
    deleted = 0
    for name in (f"{FOLDER}/{name}" for name in names):
        if name not in kept and storage.get_modified_time(name) < limit:
            storage.delete(name)
            deleted += 1
    return f"photos_deleted={deleted}"


def _delete_file(storage: Storage, name: str) -> None:
    """Now, or by `delete_orphan_photos` when the disk refuses: no sheet shows it any more."""
    try:
        storage.delete(name)
    except OSError:
        logger.exception("photo=not_deleted")


def _random_name() -> str:
    return f"{secrets.token_hex(12)}.webp"


def _checked_alt(alt: str) -> str:
    alt = " ".join(alt.split())
    if not alt:
        raise DomainError("photo_without_words", "Dites en quelques mots ce que montre la photo.")
    if len(alt) > ALT_MAX_LENGTH:
        raise DomainError("photo_words_too_long", "Dites-le en 200 caractères au plus.")
    return alt


def _too_late() -> DomainError:
    return DomainError(
        "photo_gone", "Il est trop tard pour remettre cette photo : envoyez-la de nouveau."
    )


def _note(lieu: Lieu, by: User, change: str) -> None:
    record(verb="sheet.photo_saved", by=Actor.of(by), on=lieu, detail={"change": change})
