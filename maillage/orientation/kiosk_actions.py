"""Writes of the kiosks. Each leaves a line in the journal; a removal can be undone."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.utils import timezone

from maillage.accounts.models import User
from maillage.core.errors import DomainError
from maillage.core.journal import Actor, record
from maillage.core.saving import save_checked
from maillage.core.text import slug_of
from maillage.directory.models import Structure
from maillage.network.enums import MembershipRole
from maillage.network.models import Membership
from maillage.orientation.models import Kiosk
from maillage.territory.models import Commune

DEMO_SLUG = "borne-de-demonstration"
_SLUG_LENGTH = 70
_KEPT = (
    "slug",
    "nom",
    "services",
    "languages",
    "welcome",
    "help_note",
    "can_print",
    "is_active",
    "structure_id",
    "commune_id",
)


@dataclass(frozen=True, slots=True)
class KioskDraft:
    """What the form of a kiosk says; `services` and `languages`: empty for all."""

    nom: str
    commune: Commune
    services: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()
    welcome: str = ""
    help_note: str = ""
    can_print: bool = False


@transaction.atomic
def save_kiosk(
    *, draft: KioskDraft, structure: Structure, by: User, kiosk: Kiosk | None = None
) -> Kiosk:
    """Create a kiosk, or change one: its address never changes. Raises ValidationError."""
    is_new = kiosk is None
    row = kiosk or Kiosk(structure=structure, slug=_free_slug(draft.nom))
    row.nom = draft.nom
    row.commune = draft.commune
    row.services = list(draft.services)
    row.languages = list(draft.languages)
    row.welcome = draft.welcome
    row.help_note = draft.help_note
    row.can_print = draft.can_print
    row.updated_at = timezone.now()
    save_checked(row)
    record(verb="kiosk.created" if is_new else "kiosk.changed", by=Actor.of(by), on=row)
    return row


@transaction.atomic
def set_in_service(*, kiosk: Kiosk, is_active: bool, by: User) -> None:
    """Open a kiosk to the public, or close it: its tablet then says so. Harmless twice."""
    if kiosk.is_active == is_active:
        return
    kiosk.is_active = is_active
    kiosk.updated_at = timezone.now()
    kiosk.save(update_fields=["is_active", "updated_at"])
    record(verb="kiosk.opened" if is_active else "kiosk.closed", by=Actor.of(by), on=kiosk)


@transaction.atomic
def remove_kiosk(*, kiosk: Kiosk, by: User) -> dict[str, Any]:
    """Delete a kiosk; returns what `restore_kiosk` needs, made of texts, numbers and lists."""
    kept = {name: getattr(kiosk, name) for name in _KEPT}
    record(verb="kiosk.removed", by=Actor.of(by), on=kiosk)
    kiosk.delete()
    return kept


@transaction.atomic
def restore_kiosk(*, kept: Mapping[str, Any], by: User) -> Kiosk:
    """Put back what `remove_kiosk` deleted, at the same address; DomainError when it is taken."""
    if Kiosk.objects.filter(slug=kept["slug"]).exists():
        raise DomainError("kiosk_back", "Cette borne est déjà revenue.")
    row = Kiosk(**{name: kept[name] for name in _KEPT})
    save_checked(row)
    record(verb="kiosk.restored", by=Actor.of(by), on=row)
    return row


@transaction.atomic
def make_demo_kiosk() -> Kiosk:
    """The kiosk of the demonstration, at the structure of its accounts; made once.

    DomainError without those accounts, or without a commune to stand in.
    """
    member = Membership.objects.filter(user__is_demo=True, role=MembershipRole.REFERENT).first()
    commune = None
    if member is not None:
        commune = Commune.objects.filter(lieux__structure=member.structure).first()
    if member is None or commune is None:
        raise DomainError(
            "no_demo", "Les comptes de démonstration manquent : « manage.py demo_accounts »."
        )
    known = Kiosk.objects.filter(slug=DEMO_SLUG).first()
    if known is not None:
        return known
    draft = KioskDraft(
        nom="Borne de démonstration",
        commune=commune,
        welcome="Exemple de démonstration : votre mot d’accueil.",
        help_note="Exemple de démonstration : demandez à l’accueil.",
        can_print=True,
    )
    return save_kiosk(draft=draft, structure=member.structure, by=member.user)


def _free_slug(nom: str) -> str:
    """« mairie-de-gallardon », « mairie-de-gallardon-2 »…"""
    base = slug_of(nom)[:_SLUG_LENGTH].strip("-") or "borne"
    taken = set(Kiosk.objects.filter(slug__startswith=base).values_list("slug", flat=True))
    slug, number = base, 2
    while slug in taken:
        slug, number = f"{base}-{number}", number + 1
    return slug
