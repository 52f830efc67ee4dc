"""Some life in the demonstration, so that the desk is not empty. Never in production.

Everything says that it is an example, is written by the demonstration accounts or a visitor, and
tells nobody by e-mail. Sheets are confirmed by the coordination, never in the name of the real
organisation they describe; those that somebody corrected or confirmed are left alone.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone

from maillage.accounts.models import User
from maillage.contributions.actions.campaigns import CampaignDraft, save_campaign
from maillage.contributions.actions.contributions import receive_contribution
from maillage.contributions.enums import HowKnown, Nature, ReportKind
from maillage.contributions.models import Campaign, Contribution
from maillage.contributions.queries.proposals import public_values
from maillage.contributions.queries.stale import demonstration_only
from maillage.core.errors import DomainError
from maillage.directory.enums import (
    ESSENTIAL_SECTIONS,
    ConfirmationChannel,
    ConfirmationKind,
    Section,
)
from maillage.directory.models import Lieu
from maillage.directory.section_actions import Author, confirm_sections
from maillage.network.enums import CoordinationKind
from maillage.network.models import Coordination, Membership
from maillage.territory.queries import commune_codes_of

_NOTICE = "Exemple de démonstration"
_CAMPAIGN = "Campagne de démonstration"
# How long ago which parts were confirmed, sheet after sheet: fresh, in part, old.
_CONFIRMED: Sequence[tuple[int, tuple[Section, ...]]] = (
    (5, (*ESSENTIAL_SECTIONS, Section.FERMETURES)),
    (120, (Section.CONTACTS, Section.SERVICES)),
    (200, ESSENTIAL_SECTIONS),
    (390, tuple(Section)),
)


@dataclass(frozen=True, slots=True)
class DemoLife:
    """What one run added."""

    contributions: int = 0
    sheets_confirmed: int = 0
    campaigns: int = 0


@transaction.atomic
def make_demo_life(*, now: datetime | None = None) -> DemoLife:
    """Add what is missing, leave what is there. DomainError without the demonstration accounts."""
    moment = now or timezone.now()
    coordination = (
        Coordination.objects.filter(user__is_demo=True, kind=CoordinationKind.BASSIN)
        .select_related("user")
        .order_by("pk")
        .first()
    )
    member = Membership.objects.filter(user__is_demo=True).order_by("pk").first()
    if coordination is None or member is None:
        raise DomainError(
            "no_demo_accounts",
            "Les comptes de démonstration manquent : « manage.py demo_accounts » les crée.",
        )
    communes = commune_codes_of(kind=coordination.kind, code=coordination.code)
    lieux = list(
        Lieu.objects.published()
        .filter(demonstration_only(), code_insee__in=communes)
        .order_by("slug")
    )
    # The places of the demonstration accounts first: their page shows something too.
    lieux.sort(key=lambda lieu: lieu.structure_id != member.structure_id)
    return DemoLife(
        contributions=sum(_receive(row) for row in _contributions(lieux, moment)),
        sheets_confirmed=_confirm(lieux, coordination.user, moment),
        campaigns=_prepare_campaign(coordination, moment),
    )


def _contributions(lieux: Sequence[Lieu], moment: datetime) -> list[Contribution]:
    """One of each nature, on the first and the last sheet; not told to anybody by e-mail."""
    if not lieux:
        return []
    mine, other = lieux[0], lieux[-1]
    told = {"told_at": moment}
    before = public_values(lieu=other, section=Section.VENIR)["documents_note"]
    return [
        Contribution(
            nature=Nature.SIGNALEMENT,
            lieu=mine,
            kind=ReportKind.HORAIRES,
            message=f"{_NOTICE} : une personne dit que l’horaire affiché n’est plus le bon.",
            code_insee=mine.code_insee,
            created_at=moment - timedelta(days=2),
            **told,
        ),
        Contribution(
            nature=Nature.CORRECTION,
            lieu=other,
            changes={Section.VENIR.value: {"documents_note": f"{_NOTICE} : une pièce d’identité."}},
            before={Section.VENIR.value: {"documents_note": before}},
            message=f"{_NOTICE} : une personne dit quoi apporter.",
            code_insee=other.code_insee,
            created_at=moment - timedelta(days=6),
            **told,
        ),
        Contribution(
            nature=Nature.NOUVEAU_LIEU,
            changes={
                Section.CONTACTS.value: {
                    "nom": f"Lieu imaginaire ({_NOTICE.lower()})",
                    "commune": mine.commune,
                    "code_postal": mine.code_postal,
                }
            },
            how_known=HowKnown.VISITE,
            message=f"{_NOTICE} : une personne propose un lieu qui manque. Il n’existe pas.",
            code_insee=mine.code_insee,
            created_at=moment - timedelta(days=4),
            **told,
        ),
    ]


def _receive(contribution: Contribution) -> bool:
    """Keep one example, unless it was kept before, whatever became of it."""
    if Contribution.objects.filter(message=contribution.message).exists():
        return False
    receive_contribution(contribution)
    return True


def _confirm(lieux: Sequence[Lieu], by: User, moment: datetime) -> int:
    """Confirm parts of the first sheets in the past, where nothing was ever confirmed."""
    author = Author(
        ConfirmationKind.COORDINATION, ConfirmationChannel.APPEL, by, profession=by.profession
    )
    count = 0
    for lieu, (days, sections) in zip(lieux, _CONFIRMED, strict=False):
        if not lieu.confirmations.exists():
            at = moment - timedelta(days=days)
            confirm_sections(lieu=lieu, sections=sections, author=author, at=at)
            count += 1
    return count


def _prepare_campaign(coordination: Coordination, moment: datetime) -> int:
    """One campaign in preparation: nothing leaves before somebody opens it."""
    if Campaign.objects.filter(nom=_CAMPAIGN).exists():
        return 0
    today = timezone.localdate(moment)
    draft = CampaignDraft(
        nom=_CAMPAIGN,
        territory_kind=coordination.kind,
        territory_code=coordination.code,
        typologies=(),
        sections=(Section.HORAIRES, Section.FERMETURES),
        starts_on=today,
        ends_on=today + timedelta(days=30),
        message=f"{_NOTICE} : vérifions ensemble les horaires et les fermetures de l’été.",
        reminder_days=(7, 21),
    )
    save_campaign(draft=draft, by=coordination.user)
    return 1
