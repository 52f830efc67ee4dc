"""The e-mails of the accounts. None names the person; none repeats what somebody typed."""

from collections.abc import Mapping
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


LOGIN_CODE = declare_email(EmailKind("accounts.login_code", "Code de connexion", _code))
UNKNOWN_ACCOUNT = declare_email(
    EmailKind("accounts.unknown_account", "Connexion demandée sans compte", _nothing)
)
CLOSED_ACCOUNT = declare_email(
    EmailKind("accounts.closed_account", "Connexion demandée à un compte désactivé", _nothing)
)
NEW_ADDRESS_CODE = declare_email(
    EmailKind("accounts.new_address_code", "Code de la nouvelle adresse", _code)
)
ADDRESS_TAKEN = declare_email(
    EmailKind("accounts.address_taken", "Adresse qui a déjà un compte", _nothing)
)
ADDRESS_CHANGED = declare_email(
    EmailKind("accounts.address_changed", "Adresse changée (à l’ancienne adresse)", _nothing)
)
SECURITY_NOTICE = declare_email(
    EmailKind("accounts.security_notice", "Changement de la sécurité du compte", _notice)
)
IDLE_WARNING = declare_email(EmailKind("accounts.idle_warning", "Compte bientôt désactivé", _day))
DEACTIVATED = declare_email(EmailKind("accounts.deactivated", "Compte désactivé", _day))
DELETION_WARNING = declare_email(
    EmailKind("accounts.deletion_warning", "Compte bientôt supprimé", _day)
)
REACTIVATED = declare_email(EmailKind("accounts.reactivated", "Compte réactivé", _nothing))
DELETED = declare_email(EmailKind("accounts.deleted", "Compte supprimé", _nothing))
