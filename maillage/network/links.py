"""Secrets of personal links: drawn at random, kept as their SHA-256 only."""

import hashlib
import secrets
from dataclasses import dataclass, field

TOKEN_BYTES = 32
"""256 bits: nobody guesses one."""


@dataclass(frozen=True, slots=True)
class Secret:
    """The secret, sent by e-mail and never stored, and what the database keeps of it."""

    token: str = field(repr=False)
    token_hash: str


def new_secret() -> Secret:
    """A new secret; 43 letters, digits, hyphens and underscores."""
    token = secrets.token_urlsafe(TOKEN_BYTES)
    return Secret(token, hash_of(token))


def hash_of(token: str) -> str:
    """What the database keeps of a secret: 64 hexadecimal digits."""
    return hashlib.sha256(token.encode()).hexdigest()
