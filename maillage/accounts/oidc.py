"""Sign-in by an OpenID Connect service (ProConnect), when the settings name one.

The service says who the person is by an e-mail address that it has verified; nothing else is
read and nothing is kept. Written here rather than taken from allauth.socialaccount: that one
sends no nonce, cannot read a signed answer of userinfo, and stores what it is told.

Sources: OpenID Connect Core 1.0; RFC 7636 (PKCE); ProConnect's userinfo is a signed JWT
(application/jwt).
"""

import base64
import hashlib
import json
import secrets
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

import httpx
import jwt
from django.conf import settings

ALGORITHMS = ["RS256", "RS384", "RS512", "PS256", "ES256", "ES384"]
TIMEOUT_SECONDS = 5
CLOCK_SKEW_SECONDS = 30


class OidcError(Exception):
    """The service, or whoever speaks in its place, did not answer as it should.

    `code` goes to the log; it holds no personal data.
    """

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


@dataclass(frozen=True, slots=True)
class Attempt:
    """What the session remembers between the departure and the return."""

    state: str
    nonce: str
    verifier: str
    next_url: str


def begin(*, callback_url: str, next_url: str) -> tuple[Attempt, str]:
    """A new attempt, and the address of the service where it starts. Raises OidcError."""
    with httpx.Client(timeout=TIMEOUT_SECONDS) as http:
        config = _configuration(http)
    attempt = Attempt(
        state=secrets.token_urlsafe(32),
        nonce=secrets.token_urlsafe(32),
        verifier=secrets.token_urlsafe(64),
        next_url=next_url,
    )
    digest = hashlib.sha256(attempt.verifier.encode()).digest()
    query = {
        "response_type": "code",
        "client_id": settings.OIDC["client_id"],
        "redirect_uri": callback_url,
        "scope": settings.OIDC["scope"],
        "state": attempt.state,
        "nonce": attempt.nonce,
        "code_challenge": base64.urlsafe_b64encode(digest).decode().rstrip("="),
        "code_challenge_method": "S256",
    }
    return attempt, f"{config['authorization_endpoint']}?{urlencode(query)}"


def verified_email(*, attempt: Attempt, code: str, callback_url: str) -> str:
    """The address, in lower case, that the service vouches for. Raises OidcError."""
    with httpx.Client(timeout=TIMEOUT_SECONDS) as http:
        config = _configuration(http)
        token = _token(http, config, attempt=attempt, code=code, callback_url=callback_url)
        keys = _keys(_json(_ask(http, "GET", config["jwks_uri"]), "jwks"))
        headers = {"Authorization": f"Bearer {token['access_token']}"}
        answer = _ask(http, "GET", config["userinfo_endpoint"], headers=headers)
    identity = _claims(str(token["id_token"]), keys, config)
    if not secrets.compare_digest(str(identity.get("nonce", "")).encode(), attempt.nonce.encode()):
        raise OidcError("nonce")
    kind = answer.headers.get("content-type", "").split(";")[0].strip().lower()
    if kind == "application/jwt":
        person = _claims(answer.text.strip(), keys, config, needs_dates=False)
    else:
        person = _json(answer, "userinfo")
    if not identity.get("sub") or person.get("sub") != identity["sub"]:
        raise OidcError("subject")
    email = str(person.get("email", "")).strip().lower()
    # ProConnect says nothing of the verification: the settings then answer for the service.
    is_verified = person.get("email_verified", settings.OIDC["trusts_email"])
    if not email or is_verified is not True:
        raise OidcError("email_not_verified")
    return email


def _configuration(http: httpx.Client) -> dict[str, Any]:
    issuer = settings.OIDC["issuer"].rstrip("/")
    found = _json(_ask(http, "GET", f"{issuer}/.well-known/openid-configuration"), "discovery")
    wanted = ("authorization_endpoint", "token_endpoint", "jwks_uri", "userinfo_endpoint")
    if str(found.get("issuer", "")).rstrip("/") != issuer or any(
        not found.get(name) for name in wanted
    ):
        raise OidcError("discovery")
    return found


def _token(
    http: httpx.Client, config: dict[str, Any], *, attempt: Attempt, code: str, callback_url: str
) -> dict[str, Any]:
    data = {
        "grant_type": "authorization_code",
        "code": code,
        "redirect_uri": callback_url,
        "code_verifier": attempt.verifier,
        "client_id": settings.OIDC["client_id"],
        "client_secret": settings.OIDC["client_secret"],
    }
    token = _json(_ask(http, "POST", config["token_endpoint"], data=data), "token")
    if not token.get("access_token") or not token.get("id_token"):
        raise OidcError("token")
    return token


def _keys(found: dict[str, Any]) -> jwt.PyJWKSet:
    try:
        return jwt.PyJWKSet.from_dict(found)
    except jwt.PyJWTError as error:
        raise OidcError("jwks") from error


def _claims(
    signed: str, keys: jwt.PyJWKSet, config: dict[str, Any], *, needs_dates: bool = True
) -> dict[str, Any]:
    """What a signed message says: by this service, for us, now."""
    required = ["iss", "aud", "sub", *(["exp", "iat"] if needs_dates else [])]
    try:
        kid = jwt.get_unverified_header(signed).get("kid")
        key = next(
            key for key in keys.keys if key.key_id == kid or (kid is None and len(keys.keys) == 1)
        )
        return dict(
            jwt.decode(
                signed,
                key=key.key,
                algorithms=ALGORITHMS,
                audience=settings.OIDC["client_id"],
                issuer=config["issuer"],
                leeway=CLOCK_SKEW_SECONDS,
                options={"require": required},
            )
        )
    except (jwt.PyJWTError, StopIteration) as error:
        raise OidcError("signature") from error


def _ask(http: httpx.Client, method: str, url: str, **given: Any) -> httpx.Response:
    try:
        answer = http.request(method, url, **given)
        answer.raise_for_status()
    except httpx.HTTPError as error:
        raise OidcError("http") from error
    return answer


def _json(answer: httpx.Response, what: str) -> dict[str, Any]:
    try:
        found = answer.json()
    except json.JSONDecodeError as error:
        raise OidcError(what) from error
    if not isinstance(found, dict):
        raise OidcError(what)
    return found
