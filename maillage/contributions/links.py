"""Personal links: what opens one sheet, for one request, without account or cookie.

A token is the public identifier of the request and a signature of it, made from the site's
secret and the nonce of the request. The database alone opens nothing, and a new nonce revokes
the link. Only small letters and digits, so that no mail program cuts it.
"""

import base64
import hashlib
import hmac
import secrets

from django.conf import settings
from django.urls import reverse
from django.utils.crypto import salted_hmac

PUBLIC_ID_LENGTH = 12
SIGNATURE_LENGTH = 32
_ALPHABET = "abcdefghijklmnopqrstuvwxyz234567"
_SALT = "maillage.contributions.links"


def new_public_id() -> str:
    """A random identifier (60 bits): not secret, only unique."""
    return "".join(secrets.choice(_ALPHABET) for _ in range(PUBLIC_ID_LENGTH))


def new_nonce() -> str:
    """What makes the signature of one link; changed, it revokes the link."""
    return secrets.token_hex(16)


def token_of(*, public_id: str, nonce: str) -> str:
    """The token of a link: 12 characters of identifier, 32 of signature (160 bits)."""
    digest = salted_hmac(_SALT, f"{public_id}:{nonce}", algorithm="sha256").digest()[:20]
    return public_id + base64.b32encode(digest).decode().lower()


def public_id_of(token: str) -> str | None:
    """The identifier that a token names, before any proof; None when it has not its shape."""
    if len(token) != PUBLIC_ID_LENGTH + SIGNATURE_LENGTH or not set(token) <= set(_ALPHABET):
        return None
    return token[:PUBLIC_ID_LENGTH]


def is_proven(*, token: str, public_id: str, nonce: str) -> bool:
    """Whether the token was made by this site for this request, in constant time."""
    return hmac.compare_digest(token, token_of(public_id=public_id, nonce=nonce))


def address_mark(address: str) -> str:
    """What stands for an e-mail address where it must be recognised and not written."""
    return hashlib.sha256(address.lower().encode()).hexdigest()[:24]


def stop_link_of(*, public_id: str, nonce: str, address: str) -> str:
    """The whole address of « ne plus recevoir ces demandes », for one address."""
    return f"{link_of(public_id=public_id, nonce=nonce)}arret/?a={address_mark(address)}"


def link_of(*, public_id: str, nonce: str) -> str:
    """The whole address of a personal link, as an e-mail prints it."""
    token = token_of(public_id=public_id, nonce=nonce)
    return f"{settings.SITE_URL}{reverse('contributions:update_link', args=[token])}"
