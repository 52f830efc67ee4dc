"""Reads of the campaigns: who is asked, who may see them, who still has to be called."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.db.models import Case, Count, Prefetch, Q, QuerySet, When
from django.utils import timezone

from maillage.contributions.enums import (
    OPEN_REQUESTS,
    CallOutcome,
    CampaignStatus,
    RequestStatus,
)
from maillage.contributions.models import Campaign, SectionAnswer, UpdateRequest
from maillage.contributions.queries.refusals import without_refusals
from maillage.contributions.queries.stale import months_before
from maillage.core.enums import EmailStatus
from maillage.core.mail import is_address
from maillage.core.models import OutgoingEmail
from maillage.directory.enums import BY_PEOPLE, ModaliteField, Section
from maillage.directory.models import Lieu, SectionConfirmation
from maillage.directory.vocabularies import VOCABULARIES
from maillage.network.enums import CoordinationKind
from maillage.network.queries import referent_addresses
from maillage.network.rules import Roles, roles_cover, territories_covered
from maillage.territory.models import Bassin, Departement, Region
from maillage.territory.queries import (
    UnknownTerritoryError,
    commune_codes_of,
    get_territory,
)

__all__ = [
    "CallFilter",
    "CampaignPlan",
    "PlannedLieu",
    "addresses_of",
    "calls_of",
    "campaigns_of",
    "current_campaigns",
    "plan_of",
    "recipients_of",
    "territory_choices",
    "territory_name",
]

SEND_AT = time(8, 0)
"""Local hour from which the e-mails of a campaign leave on its first day."""


@dataclass(frozen=True, slots=True)
class PlannedLieu:
    """One place of a plan: whom to write to (no address: the call list)."""

    id: str
    slug: str
    nom: str
    commune: str
    telephone: str
    addresses: tuple[str, ...]
    confirmed_at: datetime | None


@dataclass(frozen=True, slots=True)
class CampaignPlan:
    """Who a campaign will ask, before it opens.

    `fresh`: confirmed by hand more recently than the rhythm that the structure chose, so left
    out; `asked`: already asked by another campaign in progress, left out too.
    """

    to_mail: tuple[PlannedLieu, ...]
    to_call: tuple[PlannedLieu, ...]
    fresh: tuple[PlannedLieu, ...]
    asked: tuple[PlannedLieu, ...]

    @property
    def planned(self) -> tuple[PlannedLieu, ...]:
        return self.to_mail + self.to_call


def lieux_of(*, campaign: Campaign) -> QuerySet[Lieu]:
    """The published places of the territory and kinds of a campaign."""
    try:
        codes = commune_codes_of(kind=campaign.territory_kind, code=campaign.territory_code)
    except UnknownTerritoryError:
        codes = frozenset()
    rows = Lieu.objects.published().filter(code_insee__in=codes)
    if campaign.typologies:
        rows = rows.filter(
            modalites__field=ModaliteField.TYPOLOGIE, modalites__code__in=campaign.typologies
        ).distinct()
    return rows


def plan_of(*, campaign: Campaign, now: datetime | None = None) -> CampaignPlan:
    """Sort the places of a campaign; four queries, whatever their number."""
    moment = now or timezone.now()
    lieux = list(lieux_of(campaign=campaign).order_by("nom", "id"))
    confirmed = _confirmed_by_hand(lieux, campaign.sections)
    addresses = recipients_of(lieux=lieux)
    elsewhere = set(
        UpdateRequest.objects.filter(
            campaign__status=CampaignStatus.EN_COURS,
            status__in=OPEN_REQUESTS,
            expires_at__gt=moment,
        )
        .exclude(campaign=campaign)
        .values_list("lieu_id", flat=True)
    )
    piles: dict[str, list[PlannedLieu]] = {"mail": [], "call": [], "fresh": [], "asked": []}
    for lieu in lieux:
        moments = confirmed.get(lieu.pk, {})
        oldest = min(moments.values()) if len(moments) == len(campaign.sections) else None
        item = PlannedLieu(
            lieu.pk,
            lieu.slug,
            lieu.nom,
            lieu.commune,
            lieu.telephone,
            addresses[lieu.pk],
            oldest,
        )
        if oldest is not None and oldest >= months_before(moment, lieu.ask_every_months):
            piles["fresh"].append(item)
        elif lieu.pk in elsewhere:
            piles["asked"].append(item)
        else:
            piles["mail" if item.addresses else "call"].append(item)
    return CampaignPlan(
        to_mail=tuple(piles["mail"]),
        to_call=tuple(piles["call"]),
        fresh=tuple(piles["fresh"]),
        asked=tuple(piles["asked"]),
    )


def _confirmed_by_hand(
    lieux: Iterable[Lieu], sections: Collection[str]
) -> dict[str, dict[str, datetime]]:
    """Identifier → section → last confirmation by a person (an import vouches for nobody)."""
    found: dict[str, dict[str, datetime]] = {}
    wanted = {lieu.pk for lieu in lieux}
    rows = SectionConfirmation.objects.filter(section__in=sections, kind__in=BY_PEOPLE)
    for pk, section, moment in rows.values_list("lieu_id", "section", "confirmed_at"):
        if pk in wanted:
            found.setdefault(pk, {})[section] = moment
    return found


def recipients_of(*, lieux: Sequence[Lieu]) -> dict[str, tuple[str, ...]]:
    """Whom to write to about each place: its addresses but for those that said no."""
    return without_refusals(addresses=addresses_of(lieux=lieux))


def addresses_of(*, lieux: Sequence[Lieu]) -> dict[str, tuple[str, ...]]:
    """The addresses of each place: the referents of its structure, else its own first one.

    An address that no mail can reach counts for none.
    """
    structures = {lieu.structure_id for lieu in lieux if lieu.structure_id}
    referents = referent_addresses(structures=structures)
    found: dict[str, tuple[str, ...]] = {}
    for lieu in lieux:
        own = referents.get(lieu.structure_id or 0, [])
        found[lieu.pk] = tuple(own) if own else _first_address(lieu)
    return found


def _first_address(lieu: Lieu) -> tuple[str, ...]:
    kept = str(lieu.professional_values.get("courriels", ""))
    for address in [*lieu.courriel_list, *kept.split("|")]:
        if is_address(address.strip()):
            return (address.strip(),)
    return ()


def first_sending(*, campaign: Campaign, now: datetime) -> datetime:
    """When the first e-mails leave: at once, or on the first day at 8 in the morning."""
    morning = timezone.make_aware(datetime.combine(campaign.starts_on, SEND_AT))
    return max(now, morning)


def campaigns_of(*, roles: Roles) -> QuerySet[Campaign]:
    """The campaigns that somebody may see: those of territories wholly coordinated."""
    rows = Campaign.objects.all()
    if roles.is_administrator:
        return rows
    return rows.filter(pk__in=led_campaigns(campaigns=rows, roles=roles))


def led_campaigns(*, campaigns: Iterable[Campaign], roles: Roles) -> frozenset[int]:
    """The keys of those whose whole territory these roles coordinate."""
    pairs = {row.pk: (row.territory_kind, row.territory_code) for row in campaigns}
    mine = territories_covered(roles=roles, pairs=set(pairs.values()))
    return frozenset(pk for pk, pair in pairs.items() if pair in mine)


def wider_campaigns(*, roles: Roles) -> QuerySet[Campaign]:
    """The campaigns in progress that go beyond one's territories and ask some of their places.

    `asked` and `done` count those places only.
    """
    if roles.is_administrator or not roles.communes:
        return Campaign.objects.none()
    mine = Q(requests__lieu__code_insee__in=roles.communes)
    return (
        Campaign.objects.filter(status=CampaignStatus.EN_COURS)
        .exclude(pk__in=campaigns_of(roles=roles).values("pk"))
        .annotate(
            asked=Count("requests", filter=mine),
            done=Count("requests", filter=mine & Q(requests__status=RequestStatus.TERMINEE)),
        )
        .filter(asked__gt=0)
        .order_by("ends_on", "pk")
    )


def current_campaigns(*, roles: Roles) -> list[Campaign]:
    """The campaigns in progress that somebody may see, with `asked` and `done` counted."""
    return list(campaigns_with_counts(roles=roles).filter(status=CampaignStatus.EN_COURS))


def campaigns_with_counts(*, roles: Roles) -> QuerySet[Campaign]:
    """The campaigns that somebody may see, with `asked` and `done` counted; those open first."""
    rank = Case(
        When(status=CampaignStatus.EN_COURS, then=0),
        When(status=CampaignStatus.BROUILLON, then=1),
        default=2,
    )
    return (
        campaigns_of(roles=roles)
        .annotate(
            asked=Count("requests"),
            done=Count("requests", filter=Q(requests__status=RequestStatus.TERMINEE)),
        )
        .order_by(rank, "-created_at", "-id")
    )


def territory_name(*, kind: str, code: str) -> str:
    """« Bassin de vie de Chartres »: the kind and name; the code when it left the list."""
    label = dict(CoordinationKind.choices).get(kind, kind)
    try:
        return f"{label} : {get_territory(kind=kind, code_or_slug=code).nom}"
    except UnknownTerritoryError:
        return f"{label} : {code}"


def territory_choices(*, roles: Roles) -> list[tuple[str, str]]:
    """(« bassin:2421 », words) of the territories where somebody may open a campaign.

    All of them for an administrator; for others, those that their territories wholly cover.
    """
    found: list[tuple[str, str]] = []
    models: Mapping[CoordinationKind, type[Bassin] | type[Departement] | type[Region]] = {
        CoordinationKind.BASSIN: Bassin,
        CoordinationKind.DEPARTEMENT: Departement,
        CoordinationKind.REGION: Region,
    }
    for kind, model in models.items():
        for code, nom in model._default_manager.order_by("nom").values_list("code", "nom"):
            if roles_cover(roles, kind=kind.value, code=code):
                found.append((f"{kind.value}:{code}", f"{kind.label} : {nom}"))
    return found


CallFilter = str
CALL_FILTERS: dict[CallFilter, str] = {
    "a-appeler": "À appeler",
    "a-rappeler": "À rappeler aujourd’hui ou avant",
    "appeles": "Déjà appelés",
    "tous": "Tous ceux qui n’ont pas répondu",
}
_GIVEN_UP = (CallOutcome.REFUS, CallOutcome.FAUX_NUMERO)


def calls_of(
    *,
    campaign: Campaign,
    which: CallFilter = "a-appeler",
    today: date | None = None,
    communes: Collection[str] | None = None,
) -> QuerySet[UpdateRequest]:
    """The places of a campaign to call, with their place and answers; of some communes only.

    « a-appeler »: no address, or an address that refuses mail, or no answer after the last
    reminder; without those to call again later and those who refused.
    """
    day = today or timezone.localdate()
    rows = (
        campaign.requests.filter(status__in=OPEN_REQUESTS)
        .select_related("lieu__structure")
        .prefetch_related(Prefetch("answers", SectionAnswer.objects.order_by("section")))
        .order_by("call_again_on", "calls", "lieu__nom", "pk")
    )
    if communes is not None:
        rows = rows.filter(lieu__code_insee__in=communes)
    if which == "tous":
        return rows
    if which == "appeles":
        return rows.filter(calls__gt=0)
    if which == "a-rappeler":
        return rows.filter(call_again_on__lte=day)
    failed = OutgoingEmail.objects.filter(
        status=EmailStatus.ECHEC, dedupe_key__startswith=f"campaign:{campaign.pk}:"
    )
    silent = Q(reminders__gte=len(campaign.reminder_days), sent_at__isnull=False)
    if not campaign.reminder_days:
        week_ago = timezone.now() - timedelta(days=7)
        silent = Q(sent_at__lte=week_ago)
    return (
        rows.filter(Q(email="") | silent | Q(email__in=failed.values("recipient")))
        .filter(Q(call_again_on__isnull=True) | Q(call_again_on__lte=day))
        .exclude(call_outcome__in=_GIVEN_UP)
    )


def section_labels(*, sections: Iterable[str]) -> list[str]:
    """French names of sections, in the order of a sheet."""
    wanted = set(sections)
    return [str(section.label) for section in Section if section.value in wanted]


def typology_labels(*, codes: Iterable[str]) -> list[str]:
    """French names of kinds of places."""
    wanted = set(codes)
    return [entry.label for entry in VOCABULARIES["typologie"] if entry.code in wanted]
