"""The e-mails of the accounts. None names the person; none repeats what somebody typed."""

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from maillage.accounts.rules import CODE_MINUTES
from maillage.core.mail import EmailKind, declare_email


def _code() -> Mapping[str, Any]:
    return {"code": "482 915", "minutes": CODE_MINUTES}


def _nothing() -> Mapping[str, Any]:
    return {}


def _day() -> Mapping[str, Any]:
    return {"day": date(2027, 3, 1)}


def _notice() -> Mapping[str, Any]:
    return {"what": "Une application de codes a été ajoutée à votre compte."}


def _declare(
    name: str,
    label: str,
    sample: Callable[[], Mapping[str, Any]],
    *,
    is_urgent: bool = False,
) -> EmailKind:
    return declare_email(EmailKind(f"accounts.{name}", label, sample, is_urgent=is_urgent))


# A code is waited for; the answers to the other addresses leave as fast, so as to tell nothing.
LOGIN_CODE = _declare("login_code", "Code de connexion", _code, is_urgent=True)
UNKNOWN_ACCOUNT = _declare(
    "unknown_account", "Connexion demandée sans compte", _nothing, is_urgent=True
)
CLOSED_ACCOUNT = _declare(
    "closed_account", "Connexion demandée à un compte désactivé", _nothing, is_urgent=True
)
NEW_ADDRESS_CODE = _declare(
    "new_address_code", "Code de la nouvelle adresse", _code, is_urgent=True
)
ADDRESS_TAKEN = _declare("address_taken", "Adresse qui a déjà un compte", _nothing, is_urgent=True)
ADDRESS_CHANGED = _declare("address_changed", "Adresse changée (à l’ancienne adresse)", _nothing)
SECURITY_NOTICE = _declare("security_notice", "Changement de la sécurité du compte", _notice)
IDLE_WARNING = _declare("idle_warning", "Compte bientôt désactivé", _day)
DEACTIVATED = _declare("deactivated", "Compte désactivé", _day)
DELETION_WARNING = _declare("deletion_warning", "Compte bientôt supprimé", _day)
REACTIVATED = _declare("reactivated", "Compte réactivé", _nothing)
DELETED = _declare("deleted", "Compte supprimé", _nothing)
