"""A passkey in software: answers the browser's two questions as a real one would."""

import hashlib
import json
import os
import re
from typing import Any

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from fido2.cose import ES256
from fido2.utils import websafe_encode
from fido2.webauthn import (
    Aaguid,
    AttestationObject,
    AttestedCredentialData,
    AuthenticatorData,
    CollectedClientData,
)

ORIGIN, SITE = "http://testserver", "testserver"
PRESENT = AuthenticatorData.FLAG.UP | AuthenticatorData.FLAG.UV


class SoftwareKey:
    """One credential for the site of the tests."""

    def __init__(self) -> None:
        self.private = ec.generate_private_key(ec.SECP256R1())
        self.name = os.urandom(16)
        self.uses = 0

    def create(self, page: str) -> str:
        """The answer to the page that adds a key."""
        client = self._client(CollectedClientData.TYPE.CREATE, page)
        public = ES256.from_cryptography_key(self.private.public_key())  # type: ignore[no-untyped-call]
        known = AttestedCredentialData.create(Aaguid.NONE, self.name, public)
        data = self._data(PRESENT | AuthenticatorData.FLAG.AT, known)
        attestation = AttestationObject.create("none", data, {})
        return self._answer(client, attestationObject=websafe_encode(attestation))

    def get(self, page: str) -> str:
        """The answer to a page that asks for the key."""
        client = self._client(CollectedClientData.TYPE.GET, page)
        data = self._data(PRESENT)
        signed = self.private.sign(data + client.hash, ec.ECDSA(hashes.SHA256()))
        return self._answer(
            client, authenticatorData=websafe_encode(data), signature=websafe_encode(signed)
        )

    def _client(self, kind: CollectedClientData.TYPE, page: str) -> CollectedClientData:
        found = re.search(r'<script id="key-options" type="application/json">(.*?)</script>', page)
        assert found, page
        challenge = json.loads(found.group(1))["publicKey"]["challenge"]
        return CollectedClientData.create(kind, challenge, ORIGIN)

    def _data(self, flags: Any, known: AttestedCredentialData | None = None) -> AuthenticatorData:
        self.uses += 1
        place = hashlib.sha256(SITE.encode()).digest()
        data: AuthenticatorData = AuthenticatorData.create(place, flags, self.uses, known or b"")
        return data

    def _answer(self, client: CollectedClientData, **parts: str) -> str:
        name = websafe_encode(self.name)
        response = {"clientDataJSON": websafe_encode(client), **parts}
        answer = {"id": name, "rawId": name, "type": "public-key", "response": response}
        return json.dumps({**answer, "clientExtensionResults": {}})
