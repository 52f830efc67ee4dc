"""Who may do what: the only place that knows roles.

A right is a relation to an object, never a profession: a member corrects the sheets of the
structure, a referent also answers for it, a coordinator acts on every place of the territory,
an administrator on all. What somebody may not see does not exist for them (404).
"""

from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass, field

from django.contrib.auth.models import AnonymousUser
from django.db.models import Q, QuerySet
from django.http import Http404

from maillage.accounts.models import User
from maillage.directory.models import Lieu, Structure
from maillage.network import queries
from maillage.network.enums import ClaimStatus, CoordinationKind, MembershipRole
from maillage.network.models import Claim, Coordination, Invitation, Membership
from maillage.territory import queries as territory_queries
from maillage.territory.queries import commune_codes_of_many


@dataclass(frozen=True, slots=True)
class Roles:
    """Everything that one account may do, read once per request.

    `communes` are the INSEE codes of the coordinated territories together.
    """

    is_administrator: bool = False
    member_of: frozenset[int] = frozenset()
    referent_of: frozenset[int] = frozenset()
    territories: tuple[tuple[str, str], ...] = ()
    communes: frozenset[str] = field(default=frozenset(), repr=False)

    @property
    def is_coordinator(self) -> bool:
        return self.is_administrator or bool(self.territories)

    @property
    def is_professional(self) -> bool:
        """Whether the professional area holds anything for this account."""
        return self.is_coordinator or bool(self.member_of)


NOBODY = Roles()


def roles_of(user: User | AnonymousUser) -> Roles:
    """The roles of an account; kept on the object, so that one request reads them once."""
    if not isinstance(user, User) or not user.is_active:
        return NOBODY
    known: Roles | None = getattr(user, "_maillage_roles", None)
    if known is None:
        known = _read_roles(user)
        user._maillage_roles = known  # type: ignore[attr-defined]
    return known


def _read_roles(user: User) -> Roles:
    links = list(Membership.objects.filter(user=user).values_list("structure_id", "role"))
    territories = tuple(Coordination.objects.filter(user=user).values_list("kind", "code"))
    # A territory that left the official list is absent: it gives no right.
    codes = commune_codes_of_many(pairs=territories) if territories else {}
    return Roles(
        is_administrator=user.is_administrator,
        member_of=frozenset(pk for pk, _ in links),
        referent_of=frozenset(pk for pk, role in links if role == MembershipRole.REFERENT),
        territories=territories,
        communes=frozenset().union(*codes.values()),
    )


def acts_everywhere(user: User | AnonymousUser) -> bool:
    """Start a work on the whole directory: administrators, and who coordinates a whole region."""
    roles = roles_of(user)
    kinds = {kind for kind, _code in roles.territories}
    return roles.is_administrator or CoordinationKind.REGION.value in kinds


_SECOND_FACTOR_RULES: list[Callable[[User], bool]] = []


def require_second_factor_when(rule: Callable[[User], bool]) -> None:
    """Add a reason to ask for a second factor (an app whose pages show identified data)."""
    _SECOND_FACTOR_RULES.append(rule)


def needs_second_factor(user: User | AnonymousUser) -> bool:
    """Coordinators, administrators, support, and whoever a later app says."""
    if not isinstance(user, User):
        return False
    if user.is_staff or roles_of(user).is_coordinator:
        return True
    return any(rule(user) for rule in _SECOND_FACTOR_RULES)


def coordinates_lieu(user: User | AnonymousUser, lieu: Lieu) -> bool:
    """Whether the place stands in a territory of this person."""
    return coordinates_commune(user, lieu.code_insee)


def coordinates_commune(user: User | AnonymousUser, code_insee: str) -> bool:
    """Whether a commune, known or not, is in the charge of this person."""
    roles = roles_of(user)
    return roles.is_administrator or bool(code_insee and code_insee in roles.communes)


def coordinates_structure(user: User | AnonymousUser, structure: Structure) -> bool:
    """Whether the structure, or one of its places, stands in a territory of this person."""
    roles = roles_of(user)
    if roles.is_administrator:
        return True
    if not roles.communes:
        return False
    if (
        structure.commune_id in roles.communes
        or ("bassin", structure.bassin_id) in roles.territories
    ):
        return True
    codes = structure.lieux.exclude(code_insee="").values_list("code_insee", flat=True)
    return any(code in roles.communes for code in codes)


def roles_cover(roles: Roles, *, kind: str, code: str) -> bool:
    """Whether these roles coordinate the whole of a territory."""
    return bool(_covered(roles, [(kind, code)]))


def territories_covered(*, roles: Roles, pairs: Iterable[tuple[str, str]]) -> set[tuple[str, str]]:
    """Those of many territories (kind, code) that these roles coordinate whole, at once."""
    return _covered(roles, pairs)


def coordinates_territory(user: User | AnonymousUser, *, kind: str, code: str) -> bool:
    """Whether this person coordinates the whole of that territory."""
    return roles_cover(roles_of(user), kind=kind, code=code)


def can_edit_lieu(user: User | AnonymousUser, lieu: Lieu) -> bool:
    """Correct and confirm the sheet: members, the coordination, administrators."""
    return coordinates_lieu(user, lieu) or lieu.structure_id in roles_of(user).member_of


def can_manage_lieu(user: User | AnonymousUser, lieu: Lieu) -> bool:
    """Archive, publish, duplicate, restore a version: referents, coordination, administrators."""
    return coordinates_lieu(user, lieu) or lieu.structure_id in roles_of(user).referent_of


def can_manage_structure(user: User | AnonymousUser, structure: Structure) -> bool:
    """Invite and remove members, add a place: referents, coordination, administrators."""
    return structure.pk in roles_of(user).referent_of or coordinates_structure(user, structure)


def can_see_structure(user: User | AnonymousUser, structure: Structure) -> bool:
    """See the people of a structure: its members, the coordination, administrators."""
    return structure.pk in roles_of(user).member_of or coordinates_structure(user, structure)


def can_invite(user: User | AnonymousUser) -> bool:
    """Whether there is any structure or territory into which this person may invite."""
    roles = roles_of(user)
    return roles.is_coordinator or bool(roles.referent_of)


def can_remove_coordination(user: User | AnonymousUser, coordination: Coordination) -> bool:
    """End somebody's coordination: administrators, and whoever coordinates a wider territory."""
    return bool(_covered(roles_of(user), [(coordination.kind, coordination.code)], strictly=True))


def can_answer_claim(user: User | AnonymousUser, claim: Claim) -> bool:
    """Accept or refuse a claim: the coordination of the place, administrators."""
    return coordinates_lieu(user, claim.lieu)


def can_manage_invitation(user: User | AnonymousUser, invitation: Invitation) -> bool:
    """See, cancel, send again an invitation: whoever could write the same one today."""
    if invitation.structure is not None:
        return can_manage_structure(user, invitation.structure)
    return coordinates_territory(
        user, kind=invitation.coordination_kind, code=invitation.coordination_code
    )


def is_honoured(invitation: Invitation) -> bool:
    """Whether its author still has the right to invite; nobody signs for a deleted account."""
    author = invitation.invited_by
    return author is not None and can_manage_invitation(author, invitation)


def managed_structures(user: User | AnonymousUser) -> QuerySet[Structure]:
    """The structures for which `can_manage_structure` says yes, by name."""
    roles = roles_of(user)
    if roles.is_administrator:
        return Structure.objects.order_by("nom", "pk")
    mine = Q(pk__in=roles.referent_of)
    if roles.communes:
        bassins = [code for kind, code in roles.territories if kind == "bassin"]
        inside = queries.structures_in(communes=roles.communes, bassins=bassins)
        mine |= Q(pk__in=inside.values("pk"))
    return Structure.objects.filter(mine).order_by("nom", "pk")


def managed_invitations(user: User | AnonymousUser) -> QuerySet[Invitation]:
    """The invitations for which `can_manage_invitation` says yes, newest first."""
    rows = Invitation.objects.select_related("structure", "invited_by")
    if roles_of(user).is_administrator:
        return rows
    kept = Q(structure__in=managed_structures(user).order_by().values("pk"))
    asked = Invitation.objects.filter(structure__isnull=True).order_by()
    pairs = asked.values_list("coordination_kind", "coordination_code").distinct()
    for kind, code in _covered(roles_of(user), pairs):
        kept |= Q(coordination_kind=kind, coordination_code=code)
    return rows.filter(kept)


def answerable_claims(user: User | AnonymousUser) -> QuerySet[Claim]:
    """The claims that wait for this person, oldest first."""
    roles = roles_of(user)
    rows = Claim.objects.filter(status=ClaimStatus.RECUE).select_related("lieu__structure")
    if not roles.is_administrator:
        rows = rows.filter(lieu__code_insee__in=roles.communes)
    return rows.order_by("created_at", "pk")


def coordinable_territories(user: User | AnonymousUser) -> list[tuple[str, str]]:
    """[(« bassin:2421 », « Bassin de vie : Chartres »)] of what this person may entrust."""
    labels = {
        (kind.value, str(code)): f"{kind.label} : {nom}"
        for kind in CoordinationKind
        for code, nom in territory_queries.MODELS[kind.value]
        ._default_manager.order_by("nom")
        .values_list("code", "nom")
    }
    inside = _covered(roles_of(user), labels)
    return [
        (f"{kind}:{code}", words)
        for (kind, code), words in labels.items()
        if (kind, code) in inside
    ]


def coordinations_inside(user: User | AnonymousUser) -> list[tuple[Coordination, bool]]:
    """Who coordinates the territories of this person and those within; whether they may end it."""
    rows = list(queries.coordinations_with_people())
    pairs = {(row.kind, row.code) for row in rows}
    inside, strictly = (
        _covered(roles_of(user), pairs),
        _covered(roles_of(user), pairs, strictly=True),
    )
    return [
        (row, (row.kind, row.code) in strictly) for row in rows if (row.kind, row.code) in inside
    ]


def _covered(
    roles: Roles, pairs: Iterable[tuple[str, str]], *, strictly: bool = False
) -> set[tuple[str, str]]:
    """Those of many territories that these roles coordinate whole; and reach beyond."""
    if roles.is_administrator:
        return set(pairs)
    known = commune_codes_of_many(pairs=pairs)
    return {
        pair
        for pair, codes in known.items()
        if codes and (codes < roles.communes if strictly else codes <= roles.communes)
    }


def memberships_inside(user: User | AnonymousUser) -> QuerySet[Membership]:
    """The people of the structures that this person manages, by structure then name."""
    structures = managed_structures(user).order_by()
    return (
        Membership.objects.filter(structure__in=structures.values("pk"))
        .select_related("user", "structure")
        .order_by("structure__nom", "structure_id", "user__display_name", "user_id")
    )


def can_reopen(user: User | AnonymousUser, account: User) -> bool:
    """Open a closed account again: nobody gives back more than they could give.

    An account of the support or of an administrator needs an administrator; that of a
    coordinator, somebody who coordinates the same territories.
    """
    roles = roles_of(user)
    if roles.is_administrator:
        return True
    if account.is_staff or account.is_superuser:
        return False
    held = set(Coordination.objects.filter(user=account).values_list("kind", "code"))
    return held <= _covered(roles, held)


def can_reactivate(user: User | AnonymousUser, membership: Membership) -> bool:
    """Open the account of a member again: the coordination of the structure, administrators."""
    return coordinates_structure(user, membership.structure) and can_reopen(user, membership.user)


def acts_in_the_name_of(user: User | AnonymousUser, lieu: Lieu) -> bool:
    """Whether this person edits as the coordination, for a structure that is not theirs."""
    return lieu.structure_id not in roles_of(user).member_of


def lieu_for_edit_or_404(user: User | AnonymousUser, slug: str) -> Lieu:
    """A sheet that this person may correct; Http404 for all the others alike."""
    lieu = Lieu.objects.select_related("structure", "territory_commune").filter(slug=slug).first()
    if lieu is None or not can_edit_lieu(user, lieu):
        raise Http404
    return lieu


def lieu_for_management_or_404(user: User | AnonymousUser, slug: str) -> Lieu:
    """A sheet that this person answers for; Http404 for all the others alike."""
    lieu = Lieu.objects.select_related("structure", "territory_commune").filter(slug=slug).first()
    if lieu is None or not can_manage_lieu(user, lieu):
        raise Http404
    return lieu


def structure_for_management_or_404(user: User | AnonymousUser, pk: int) -> Structure:
    """A structure that this person answers for; Http404 for all the others alike."""
    structure = Structure.objects.filter(pk=pk).first()
    if structure is None or not can_manage_structure(user, structure):
        raise Http404
    return structure


def structure_for_reading_or_404(user: User | AnonymousUser, pk: int) -> Structure:
    """A structure whose people this person may see; Http404 for all the others alike."""
    structure = Structure.objects.filter(pk=pk).first()
    if structure is None or not can_see_structure(user, structure):
        raise Http404
    return structure


def invitation_for_management_or_404(user: User | AnonymousUser, pk: int) -> Invitation:
    """An invitation that this person may cancel; Http404 for all the others alike."""
    rows = Invitation.objects.select_related("structure", "invited_by")
    invitation = rows.filter(pk=pk).first()
    if invitation is None or not can_manage_invitation(user, invitation):
        raise Http404
    return invitation


def claim_for_answer_or_404(user: User | AnonymousUser, pk: int) -> Claim:
    """A claim that this person may answer; Http404 for all the others alike."""
    claim = Claim.objects.select_related("lieu__structure").filter(pk=pk).first()
    if claim is None or not can_answer_claim(user, claim):
        raise Http404
    return claim


def coordinator_or_404(user: User | AnonymousUser) -> Roles:
    """The roles of a coordinator or administrator; Http404 for anybody else."""
    roles = roles_of(user)
    if not roles.is_coordinator:
        raise Http404
    return roles


def professional_or_404(user: User | AnonymousUser) -> Roles:
    """The roles of somebody who has any; Http404 for an account without a role."""
    roles = roles_of(user)
    if not roles.is_professional:
        raise Http404
    return roles


def coordinated_lieux_or_404(user: User | AnonymousUser, ids: Collection[str]) -> list[Lieu]:
    """The sheets of these identifiers, by name; Http404 when one is unknown or not coordinated
    by this person: a bulk action posted by hand gets nothing."""
    coordinator_or_404(user)
    if any("\x00" in pk for pk in ids):  # PostgreSQL would not even read the question
        raise Http404
    found = list(Lieu.objects.filter(pk__in=ids).order_by("nom", "pk"))
    if {lieu.pk for lieu in found} != set(ids):
        raise Http404
    if not all(coordinates_lieu(user, lieu) for lieu in found):
        raise Http404
    return found
