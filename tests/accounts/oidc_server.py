"""A small OpenID Connect service on this machine, which can also misbehave."""

import base64
import hashlib
import json
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit

import jwt
from cryptography.hazmat.primitives.asymmetric import rsa
from jwt.algorithms import RSAAlgorithm

KEY = rsa.generate_private_key(public_exponent=65537, key_size=2048)
OTHER_KEY = rsa.generate_private_key(public_exponent=65537, key_size=2048)


class OidcServer:
    """`person` is what userinfo says; `faults` names what goes wrong."""

    def __init__(self) -> None:
        self.person: dict[str, Any] = {
            "sub": "agent-1",
            "email": "Pro@exemple.fr",
            "email_verified": True,
        }
        self.faults: set[str] = set()
        self.signs_userinfo = True
        self.attempts: dict[str, dict[str, str]] = {}
        self.asked: list[str] = []
        service = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                service.answer(self, {})

            def do_POST(self) -> None:
                length = int(self.headers["Content-Length"])
                form = parse_qs(self.rfile.read(length).decode())
                service.answer(self, {name: values[0] for name, values in form.items()})

            def log_message(self, format: str, *args: object) -> None:  # noqa: A002
                """Silence."""

        self.http = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.issuer = f"http://127.0.0.1:{self.http.server_port}"
        threading.Thread(target=self.http.serve_forever, args=(0.01,), daemon=True).start()

    def close(self) -> None:
        self.http.shutdown()
        self.http.server_close()

    def authorize(self, address: str) -> str:
        """What the browser of the agent does there; the code that comes back."""
        asked = {name: values[0] for name, values in parse_qs(urlsplit(address).query).items()}
        code = f"code-{len(self.attempts)}"
        self.attempts[code] = asked
        return code

    def answer(self, handler: BaseHTTPRequestHandler, form: dict[str, str]) -> None:
        path = urlsplit(handler.path).path
        self.asked.append(path)
        kind, status, body = "application/json", 200, ""
        if path == "/.well-known/openid-configuration":
            body = json.dumps(self._configuration())
        elif path == "/jwks":
            public = json.loads(RSAAlgorithm.to_jwk(KEY.public_key()))
            body = json.dumps({"keys": [{**public, "kid": "1", "alg": "RS256", "use": "sig"}]})
        elif path == "/token":
            status, body = self._token(form)
        elif handler.headers["Authorization"] != "Bearer jeton":
            status = 401
        elif self.signs_userinfo:
            kind = "application/jwt; charset=utf-8"
            body = self._sign({**self.person, **self._about()}, "userinfo_signature")
        else:
            body = json.dumps(self.person)
        handler.send_response(status)
        handler.send_header("Content-Type", kind)
        handler.end_headers()
        handler.wfile.write(body.encode())

    def _configuration(self) -> dict[str, str]:
        issuer = "https://pirate.example" if "issuer" in self.faults else self.issuer
        return {
            "issuer": issuer,
            "authorization_endpoint": f"{self.issuer}/authorize",
            "token_endpoint": f"{self.issuer}/token",
            "jwks_uri": f"{self.issuer}/jwks",
            "userinfo_endpoint": f"{self.issuer}/userinfo",
        }

    def _token(self, form: dict[str, str]) -> tuple[int, str]:
        attempt = self.attempts.pop(form["code"], None)
        digest = hashlib.sha256(form["code_verifier"].encode()).digest()
        challenge = base64.urlsafe_b64encode(digest).decode().rstrip("=")
        if (
            attempt is None
            or attempt["code_challenge"] != challenge
            or attempt["redirect_uri"] != form["redirect_uri"]
            or form["client_secret"] != "secret"
        ):
            return 400, '{"error": "invalid_grant"}'
        now = int(time.time())
        claims = {
            **self._about(),
            "sub": "agent-1",
            "iat": now,
            "exp": now - 3600 if "expired" in self.faults else now + 60,
            "nonce": "autre" if "nonce" in self.faults else attempt["nonce"],
        }
        token = {"access_token": "jeton", "token_type": "Bearer"}
        if "no_id_token" not in self.faults:
            token["id_token"] = self._sign(claims, "signature")
        return 200, json.dumps(token)

    def _about(self) -> dict[str, str]:
        audience = "un-autre-site" if "audience" in self.faults else "maillage"
        return {"iss": self.issuer, "aud": audience}

    def _sign(self, claims: dict[str, Any], fault: str) -> str:
        if "unsigned" in self.faults:
            return jwt.encode(claims, "", algorithm="none")
        key = OTHER_KEY if fault in self.faults else KEY
        return jwt.encode(claims, key, algorithm="RS256", headers={"kid": "1"})
