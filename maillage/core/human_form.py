"""A form filled by a person: a signed time, put in it when it is shown."""

from django.core import signing

MIN_FORM_SECONDS = 3
MAX_FORM_SECONDS = 24 * 3_600
_SALT = "maillage.core.human-form"


def form_token() -> str:
    """A signed time, put in a form when it is shown."""
    return signing.TimestampSigner(salt=_SALT).sign("form")


def form_token_problem(token: str) -> str:
    """Why a form cannot be taken yet: "fast", "stale" or "forged"; empty when it can."""
    signer = signing.TimestampSigner(salt=_SALT)
    try:
        signer.unsign(token, max_age=MAX_FORM_SECONDS)
    except signing.SignatureExpired:
        return "stale"
    except signing.BadSignature:
        return "forged"
    try:
        signer.unsign(token, max_age=MIN_FORM_SECONDS)
    except signing.SignatureExpired:
        return ""
    return "fast"
