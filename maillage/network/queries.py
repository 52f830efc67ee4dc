"""Reads of the network. Rights are not here: rules.py narrows what these return."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from maillage.accounts.models import User
from maillage.accounts.queries import active_administrators
from maillage.directory.enums import LieuStatus
from maillage.directory.models import Lieu, Structure
from maillage.network.enums import (
    ClaimStatus,
    CoordinationKind,
    InvitationStatus,
    MembershipRole,
)
from maillage.network.links import hash_of
from maillage.network.models import Claim, Coordination, Invitation, MemberProfile, Membership
from maillage.territory.models import Bassin, Departement
from maillage.territory.queries import (
    MODELS,
    UnknownTerritoryError,
    commune_codes_of,
    commune_codes_of_many,
    territories_of_commune,
)

CLAIM_LINK_DAYS = 15
ADDRESS_STANDS = timedelta(days=7)
# The nearest coordination answers; a wider one only where there is none.
_NEAREST_FIRST = (CoordinationKind.BASSIN, CoordinationKind.DEPARTEMENT, CoordinationKind.REGION)


# --- who acts, where ------------------------------------------------------------------------
def active_memberships() -> QuerySet[Membership]:
    """The roles in structures of people who may sign in."""
    return Membership.objects.filter(user__is_active=True)


def people_of_structure(*, structure_id: int | None) -> list[User]:
    """Active members and referents of a structure; nobody for None."""
    if structure_id is None:
        return []
    rows = active_memberships().filter(structure_id=structure_id)
    return [row.user for row in rows.select_related("user").order_by("pk")]


def referent_addresses(*, structures: Collection[int]) -> dict[int, list[str]]:
    """Key of a structure → e-mail addresses of its active referents, in order."""
    rows = active_memberships().filter(structure__in=structures, role=MembershipRole.REFERENT)
    found: dict[int, list[str]] = {}
    for structure, email in rows.order_by("user__email").values_list("structure_id", "user__email"):
        found.setdefault(structure, []).append(email)
    return found


def coordinators_of_commune(*, code_insee: str) -> list[User]:
    """Active coordinators of the nearest coordinated territory of a commune.

    The administrators of the site when nobody coordinates there, or when the commune is unknown.
    """
    try:
        territories = territories_of_commune(code=code_insee)
    except UnknownTerritoryError:
        territories = []
    codes = {(territory.kind, territory.code) for territory in territories}
    rows = [
        row
        for row in Coordination.objects.filter(
            code__in={code for _, code in codes}, user__is_active=True
        ).select_related("user")
        if (row.kind, row.code) in codes
    ]
    for kind in _NEAREST_FIRST:
        found = [row.user for row in rows if row.kind == kind]
        if found:
            return found
    return list(active_administrators().order_by("pk"))


def coordinators_of_communes(*, codes: Collection[str]) -> dict[str, tuple[int, ...]]:
    """INSEE code → keys of all the active accounts that coordinate it, wide territories too."""
    rows = list(
        Coordination.objects.filter(user__is_active=True).values_list("user_id", "kind", "code")
    )
    known = commune_codes_of_many(pairs={(kind, code) for _user, kind, code in rows})
    found: dict[str, set[int]] = {}
    for user, kind, code in rows:
        for commune in known.get((kind, code), frozenset()) & set(codes):
            found.setdefault(commune, set()).add(user)
    return {commune: tuple(sorted(users)) for commune, users in found.items()}


# --- structures and their people ----------------------------------------------------------
def served_by_coordination(*, lieu: Lieu) -> bool:
    """Whether the coordination keeps the sheet in the structure's name.

    True when nobody of the structure has an active account and no public e-mail address can
    receive a link.
    """
    if lieu.courriel_list or lieu.professional_values.get("courriels"):
        return False
    return not (
        lieu.structure_id is not None
        and active_memberships().filter(structure_id=lieu.structure_id).exists()
    )


def served_sentence(*, lieu: Lieu) -> str:
    """What the pages of a sheet say when `served_by_coordination`; empty otherwise."""
    if not served_by_coordination(lieu=lieu):
        return ""
    return _(
        "Cette structure n’a pas de boîte aux lettres connue : la coordination du territoire "
        "tient cette fiche en son nom."
    )


def members_of(*, structure: Structure) -> list[Membership]:
    """People of a structure with their accounts: referents first, then by name."""
    rows = Membership.objects.filter(structure=structure).select_related("user")
    return sorted(rows, key=lambda row: (row.role != "referent", str(row.user).lower(), row.pk))


def lieux_of_structure(*, structure: Structure) -> QuerySet[Lieu]:
    """Sheets of a structure that live: published, drafts and archived, by name."""
    return structure.lieux.exclude(status=LieuStatus.FUSIONNE).order_by("nom", "pk")


def structures_in(*, communes: Collection[str], bassins: Collection[str]) -> QuerySet[Structure]:
    """Structures that stand, or have a place, in the communes (INSEE codes) or the basins."""
    places = Lieu.objects.filter(code_insee__in=communes, structure__isnull=False)
    return Structure.objects.filter(
        Q(commune__in=communes) | Q(bassin__in=bassins) | Q(pk__in=places.values("structure_id"))
    )


def address_speaks_for(*, lieu: Lieu) -> str:
    """The public address that may accept a claim on the sheet; empty when none may.

    Whoever is accepted answers for the whole structure: the address must stand on each of its
    published places, so that the mailbox of one place does not open the others. It must have
    stood there for a week: whoever may correct the sheet for a moment (a member, the holder of a
    personal link) would otherwise write their own and accept themselves.
    """
    addresses = [address for address in lieu.courriel_list if _has_stood(lieu, address)]
    if lieu.structure_id is not None:
        others = Lieu.objects.published().filter(structure_id=lieu.structure_id)
        for other in others.exclude(pk=lieu.pk):
            known = {address.lower() for address in other.courriel_list}
            addresses = [address for address in addresses if address.lower() in known]
    return addresses[0] if addresses else ""


def _has_stood(lieu: Lieu, address: str) -> bool:
    """Whether the sheet gave the address a week ago, or from its first version on."""
    history: Any = lieu.history
    limit = timezone.now() - ADDRESS_STANDS
    former = (
        history.filter(history_date__lte=limit).order_by("-history_date", "-history_id").first()
        or history.order_by("history_date", "history_id").first()
    )
    return former is None or address.lower() in str(former.courriels).lower().split("|")


# --- links --------------------------------------------------------------------------------
def invitation_of(*, token: str) -> Invitation | None:
    """The invitation that waits behind a link; None when used, expired, revoked or unknown."""
    return (
        Invitation.objects.select_related("structure", "invited_by")
        .filter(
            token_hash=hash_of(token),
            status=InvitationStatus.ENVOYEE,
            expires_at__gt=timezone.now(),
        )
        .first()
    )


def claim_of(*, token: str) -> Claim | None:
    """The claim that waits behind a link; None when closed, expired or unknown."""
    return (
        Claim.objects.select_related("lieu__structure")
        .filter(
            token_hash=hash_of(token),
            status=ClaimStatus.RECUE,
            created_at__gt=timezone.now() - timedelta(days=CLAIM_LINK_DAYS),
        )
        .first()
    )


# --- professional directory -----------------------------------------------------------------
def listed_members() -> QuerySet[User]:
    """Accounts that accept to be seen by the members, with their profile and structures."""
    return (
        User.objects.filter(is_active=True, member_profile__is_listed=True)
        .filter(
            Q(memberships__isnull=False) | Q(coordinations__isnull=False) | Q(is_superuser=True)
        )
        .distinct()
        .select_related("member_profile")
        .prefetch_related("memberships__structure", "coordinations")
    )


def territory_options() -> list[tuple[str, str]]:
    """[(« bassin:2421 », « Bassin de vie : Chartres »)]: basins, then departments."""
    bassins = Bassin.objects.order_by("nom").values_list("code", "nom")
    departements = Departement.objects.order_by("nom").values_list("code", "nom")
    return [
        *((f"bassin:{code}", f"Bassin de vie : {nom}") for code, nom in bassins),
        *((f"departement:{code}", f"Département : {nom}") for code, nom in departements),
    ]


def people_of_territory(*, people: QuerySet[User], key: str) -> QuerySet[User]:
    """Those who belong to a structure of the territory (« bassin:2421 »), or coordinate it.

    Nobody for a territory that does not exist.
    """
    kind, _colon, code = key.partition(":")
    try:
        communes = commune_codes_of(kind=kind, code=code)
    except UnknownTerritoryError:
        return people.none()
    structures = structures_in(communes=communes, bassins=[code] if kind == "bassin" else [])
    members = Membership.objects.filter(structure__in=structures.values("pk"))
    coordinators = Coordination.objects.filter(kind=kind, code=code)
    return people.filter(
        Q(pk__in=members.values("user_id")) | Q(pk__in=coordinators.values("user_id"))
    )


def profile_of(*, user: User) -> MemberProfile:
    """The profile of an account; an empty one, not stored and not listed, when there is none."""
    return MemberProfile.objects.filter(user=user).first() or MemberProfile(user=user)


def coordinations_with_people() -> QuerySet[Coordination]:
    """Who coordinates what, with the accounts."""
    return Coordination.objects.select_related("user").order_by(
        "kind", "code", "user__display_name", "pk"
    )


# --- invitations ----------------------------------------------------------------------------
def territories_in_words(*, pairs: Iterable[tuple[str, str]]) -> dict[tuple[str, str], str]:
    """(kind, code) → « Bassin de vie : Chartres »; one query by kind.

    The bare code for a territory that left the official list.
    """
    codes: dict[str, set[str]] = {}
    for kind, code in pairs:
        codes.setdefault(kind, set()).add(code)
    labels = dict(CoordinationKind.choices)
    found: dict[tuple[str, str], str] = {}
    for kind, wanted in codes.items():
        rows = MODELS[kind]._default_manager.filter(code__in=wanted)
        names = dict(rows.values_list("code", "nom"))
        found |= {(kind, code): f"{labels[kind]} : {names.get(code, code)}" for code in wanted}
    return found


def territory_words(*, kind: str, code: str) -> str:
    """« Bassin de vie : Chartres »."""
    return territories_in_words(pairs=[(kind, code)])[kind, code]


@dataclass(frozen=True, slots=True)
class Purpose:
    """What somebody is invited to: a role in a structure, or a territory to coordinate."""

    structure: Structure | None = None
    role: str = ""
    kind: str = ""
    code: str = ""

    @property
    def key(self) -> str:
        """Two purposes with one key admit the same person once."""
        return str(self.structure.pk) if self.structure else f"{self.kind}:{self.code}"


def purpose_of(*, invitation: Invitation) -> Purpose:
    """What an invitation is for."""
    return Purpose(
        structure=invitation.structure,
        role=invitation.role,
        kind=invitation.coordination_kind,
        code=invitation.coordination_code,
    )


@dataclass(frozen=True, slots=True)
class KnownPeople:
    """Who needs no new invitation: pairs (key of the purpose, e-mail in lower case)."""

    members: frozenset[tuple[str, str]]
    waiting: frozenset[tuple[str, str]]


def known_people(*, purposes: Collection[Purpose]) -> KnownPeople:
    """Members and waiting invitations of these purposes; three queries at most.

    A closed account is not there: a new invitation opens it again.
    """
    structures = {one.structure.pk for one in purposes if one.structure}
    territories = {(one.kind, one.code) for one in purposes if not one.structure}
    members = {
        (str(pk), email.lower())
        for pk, email in active_memberships()
        .filter(structure__in=structures)
        .values_list("structure_id", "user__email")
    }
    if territories:
        people = Coordination.objects.filter(
            code__in={code for _kind, code in territories}, user__is_active=True
        )
        members |= {
            (f"{kind}:{code}", email.lower())
            for kind, code, email in people.values_list("kind", "code", "user__email")
        }
    open_rows = Invitation.objects.filter(
        Q(structure__in=structures)
        | Q(structure__isnull=True, coordination_code__in={code for _k, code in territories}),
        status=InvitationStatus.ENVOYEE,
        expires_at__gt=timezone.now(),
    ).values_list("structure_id", "coordination_kind", "coordination_code", "email")
    waiting = {
        (str(pk) if pk else f"{kind}:{code}", email.lower()) for pk, kind, code, email in open_rows
    }
    return KnownPeople(frozenset(members), frozenset(waiting))
