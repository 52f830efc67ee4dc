"""One demonstration account by role, on the demonstration data. Never in production."""

from dataclasses import dataclass

from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import (
    TOTP,
    format_hotp_value,
    hotp_value,
    yield_hotp_counters_from_time,
)
from django.db import transaction

from maillage.accounts.actions import create_account
from maillage.accounts.models import User
from maillage.core.demo_codes import DemoCode
from maillage.core.errors import DomainError
from maillage.directory.demo_actions import ORIGIN
from maillage.directory.models import Lieu, Structure
from maillage.network.enums import CoordinationKind, MembershipRole
from maillage.network.models import Coordination, MemberProfile, Membership
from maillage.network.rules import needs_second_factor
from maillage.territory.models import Bassin, Region

DEMO_DOMAIN = "demonstration.invalid"
# The second factor of every demonstration account: public, so it guards nothing.
DEMO_TOTP_SECRET = "MAILLAGEDEMONSTRATIONESSAI234567"  # noqa: S105
DEMO_BASSINS = ("chartres", "bourges")
_LABEL = "Compte de démonstration – "


_PROFILES = {
    "membre": {
        "teaches": "Exemple de démonstration : la souris et le clavier, pour débuter.",
        "seeks": "Exemple de démonstration : des idées d’ateliers avec un téléphone.",
    },
    "referent": {
        "teaches": "Exemple de démonstration : préparer une permanence de démarches en ligne.",
        "seeks": "",
    },
}


@dataclass(frozen=True, slots=True)
class DemoAccount:
    """One account and what it is for. `needs_code`: a second factor is asked."""

    label: str
    user: User
    needs_code: bool


@transaction.atomic
def make_demo_accounts() -> list[DemoAccount]:
    """Create what is missing, leave what is there. DomainError without demonstration data.

    Two of them are listed in the directory of professionals, so that it is not empty.
    """
    structure = _demo_structure()
    bassin = structure.bassin or Bassin.objects.filter(slug__in=DEMO_BASSINS).first()
    made = [
        _member("membre", "membre d’une structure", structure, MembershipRole.MEMBRE),
        _member("referent", "référent d’une structure", structure, MembershipRole.REFERENT),
    ]
    if bassin is not None:
        made.append(
            _coordinator(
                "bassin",
                f"coordination du bassin {bassin.nom}",
                CoordinationKind.BASSIN,
                bassin.code,
            )
        )
    region = Region.objects.filter(slug="centre-val-de-loire").first()
    if region is not None:
        made.append(
            _coordinator(
                "region", "coordination de la région", CoordinationKind.REGION, region.code
            )
        )
    made.append(_administrator())
    return made


def existing_demo_accounts() -> list[DemoAccount]:
    """Those that were made, in the order of their making; empty when none was."""
    rows = User.objects.filter(is_demo=True, is_active=True).order_by("pk")
    return [
        DemoAccount(user.display_name.removeprefix(_LABEL), user, needs_second_factor(user))
        for user in rows
    ]


def codes_of_accounts() -> list[DemoCode]:
    """The accounts with their second code of this moment, for the page of the last e-mails."""
    return [
        DemoCode(account.label, account.user.email, demo_code() if account.needs_code else "")
        for account in existing_demo_accounts()
    ]


def demo_code() -> str:
    """The six digits of the second factor at this moment."""
    counters = list(yield_hotp_counters_from_time())
    return str(format_hotp_value(hotp_value(DEMO_TOTP_SECRET, counters[len(counters) // 2])))


def _demo_structure() -> Structure:
    """A structure of the demonstration that has a place: of Chartres, else of Bourges."""
    for slug in DEMO_BASSINS:
        found = (
            Structure.objects.filter(
                lieux__in=Lieu.objects.published().filter(import_source=ORIGIN),
                bassin__slug=slug,
            )
            .order_by("slug")
            .first()
        )
        if found is not None:
            return found
    raise DomainError(
        "no_demo", "Les données de démonstration manquent : « manage.py load_demo » les charge."
    )


def _account(name: str, label: str, profession: str) -> User:
    user = create_account(
        email=f"{name}@{DEMO_DOMAIN}",
        display_name=f"{_LABEL}{label}",
        profession=profession,
    )
    if not user.is_demo:
        user.is_demo = True
        user.save(update_fields=["is_demo"])
    return user


def _finished(label: str, user: User) -> DemoAccount:
    fresh = User.objects.get(pk=user.pk)
    needs_code = needs_second_factor(fresh)
    has_one = Authenticator.objects.filter(user=fresh, type=Authenticator.Type.TOTP).exists()
    if needs_code and not has_one:
        TOTP.activate(fresh, DEMO_TOTP_SECRET)
    return DemoAccount(label, fresh, needs_code)


def _member(name: str, label: str, structure: Structure, role: MembershipRole) -> DemoAccount:
    user = _account(name, label, "mediation")
    Membership.objects.get_or_create(user=user, structure=structure, defaults={"role": role})
    MemberProfile.objects.get_or_create(user=user, defaults={**_PROFILES[name], "is_listed": True})
    return _finished(label, user)


def _coordinator(name: str, label: str, kind: CoordinationKind, code: str) -> DemoAccount:
    user = _account(f"coordination-{name}", label, "coordination")
    Coordination.objects.get_or_create(user=user, kind=kind, code=code)
    return _finished(label, user)


def _administrator() -> DemoAccount:
    label = "administration du site"
    user = _account("administration", label, "direction")
    if not user.is_superuser or not user.is_staff:
        user.is_superuser = user.is_staff = True
        user.save(update_fields=["is_superuser", "is_staff"])
    return _finished(label, user)
