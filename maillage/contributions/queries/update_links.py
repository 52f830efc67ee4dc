"""Reads behind a personal link: the request that a token opens, and the facts of its sheet."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from maillage.contributions.enums import RequestStatus
from maillage.contributions.links import is_proven, public_id_of
from maillage.contributions.models import UpdateRequest
from maillage.directory.enums import (
    LieuStatus,
    ModaliteField,
    PositionPrecision,
    Section,
)
from maillage.directory.history_queries import parts_of_lieux
from maillage.directory.models import Lieu
from maillage.directory.section_queries import label_of, words_of
from maillage.directory.sections import SECTIONS

# Said better elsewhere in the section, or technical.
_SILENT = frozenset({"latitude", "longitude", "code_insee", "position_precision"})


@dataclass(frozen=True, slots=True)
class SheetFact:
    """One fact of a sheet in words; `is_kept` when the public does not read it."""

    label: str
    words: str
    is_kept: bool = False


@dataclass(frozen=True, slots=True)
class SheetSection:
    """One section as its structure rereads it."""

    section: Section
    facts: tuple[SheetFact, ...]

    @property
    def code(self) -> str:
        return self.section.value

    @property
    def label(self) -> str:
        return str(self.section.label)


def open_request(
    *, token: str, now: datetime | None = None, even_ended: bool = False
) -> UpdateRequest | None:
    """The request that a token opens, with its place and answers.

    None for whatever else, without saying why: malformed, guessed, revoked, expired, or a sheet
    that is no longer published. `even_ended`: only what the site never wrote is refused.
    """
    public_id = public_id_of(token)
    if public_id is None:
        return None
    request = (
        UpdateRequest.objects.select_related("lieu", "campaign")
        .prefetch_related("answers", "lieu__modalites")
        .filter(public_id=public_id)
        .first()
    )
    # The same work for an identifier that does not exist: nothing is learnt from the time.
    nonce = request.nonce if request else ""
    proven = is_proven(token=token, public_id=public_id, nonce=nonce)
    if request is None or not proven:
        return None
    if even_ended:
        return request
    if (
        request.status == RequestStatus.REVOQUEE
        or request.expires_at <= (now or timezone.now())
        or request.lieu.status != LieuStatus.PUBLIE
    ):
        return None
    return request


def sections_of_sheet(*, lieu: Lieu, with_kept: bool = True) -> list[SheetSection]:
    """The seven sections of a sheet in words; empty fields are left out.

    `with_kept` adds what the structure keeps for professionals, marked so. Reads the
    prefetched modalites, and one query for each kind of part.
    """
    rows = sorted(lieu.modalites.all(), key=lambda row: row.position)
    parts = parts_of_lieux(ids=[lieu.pk])[lieu.pk]
    hidden = lieu.professional_values
    found = []
    for section, content in SECTIONS.items():
        facts: list[SheetFact] = []
        for name in content.fields:
            kept = name in hidden or name == "professional_note"
            if name in _SILENT or (kept and not with_kept):
                continue
            _add(facts, name, words_of(name, hidden.get(name, getattr(lieu, name))), kept)
        for field in content.modalites:
            _add(facts, field.value, ", ".join(_of_field(rows, field)), False)
        for name in content.parts:
            _add(facts, name, words_of(name, parts.get(name, [])), False)
        if section == Section.CONTACTS and lieu.position_precision in {
            PositionPrecision.CENTRE_COMMUNE,
            PositionPrecision.INCONNUE,
        }:
            facts.append(SheetFact(_("position sur la carte"), _("approximative ou inconnue")))
        found.append(SheetSection(section, tuple(facts)))
    return found


def _of_field(rows: Iterable[Any], field: ModaliteField) -> list[str]:
    return [row.label for row in rows if row.field == field]


def _add(facts: list[SheetFact], name: str, words: str, kept: bool) -> None:
    if words:
        facts.append(SheetFact(label_of(name), words, kept))
