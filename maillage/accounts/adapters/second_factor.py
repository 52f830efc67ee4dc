"""The adapter of the second factor (MFA_ADAPTER)."""

import base64
import hashlib

import segno
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from maillage.accounts.models import User


class SecondFactorAdapter(DefaultMFAAdapter):  # type: ignore[misc]
    """Secrets are encrypted in the database: a stolen copy of it opens no account."""

    error_messages = {
        **DefaultMFAAdapter.error_messages,
        "incorrect_code": gettext_lazy(
            "Ce code n’est pas le bon. Vérifiez chaque chiffre ; le code change toutes les "
            "trente secondes."
        ),
        "cannot_delete_authenticator": gettext_lazy("Cette vérification ne peut pas être retirée."),
        "cannot_generate_recovery_codes": gettext_lazy(
            "Ajoutez d’abord une application de codes ou une clé d’accès."
        ),
    }

    def get_totp_issuer(self) -> str:
        return settings.SITE_NAME

    def _get_site_name(self) -> str:
        return settings.SITE_NAME

    def build_totp_svg(self, url: str) -> str:
        """The drawing to aim at with a telephone: dark on white whatever the theme."""
        code = segno.make(url, error="m")
        return str(code.svg_inline(scale=5, border=4, dark="#000", light="#fff"))

    def encrypt(self, text: str) -> str:
        return _cipher().encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text: str) -> str:
        """The secret; an empty one, that no code fits, when SECRET_KEY was lost."""
        try:
            return _cipher().decrypt(encrypted_text.encode()).decode()
        except InvalidToken:
            return ""

    def generate_authenticator_name(self, user: User, type: Authenticator.Type) -> str:  # noqa: A002
        number = Authenticator.objects.filter(user_id=user.pk, type=type).count() + 1
        return _("Clé d’accès %(number)s") % {"number": number}


def _cipher() -> MultiFernet:
    """Keys made from SECRET_KEY and, to read only, from the ones before it."""
    secrets = [str(key) for key in (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS)]
    digests = [hashlib.sha256(f"second-factor:{secret}".encode()).digest() for secret in secrets]
    return MultiFernet(Fernet(base64.urlsafe_b64encode(digest)) for digest in digests)
