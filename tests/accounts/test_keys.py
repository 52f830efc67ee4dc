"""Passkeys: added, asked at the sign-in and before a change, removed."""

import re
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from django.test import Client

from maillage.accounts.actions import create_account
from maillage.accounts.models import User
from tests.accounts.doors import kinds, sign_in
from tests.accounts.software_key import SoftwareKey
from tests.factories.people import make_coordinator

pytestmark = pytest.mark.django_db

HOME, CHECK = "/pro/compte/second-facteur/", "/connexion/seconde-verification/"


@pytest.fixture
def coordinator(settings: Any) -> User:
    settings.SECOND_FACTOR_REQUIRED = True
    user = create_account(email="pro@exemple.fr", display_name="Claude", profession="coordination")
    return make_coordinator(user=user)


def add_key(client: Client, user: User) -> SoftwareKey:
    sign_in(client, user)
    key = SoftwareKey()
    page = client.get(f"{HOME}cle/").content.decode()
    values = {"name": "Téléphone", "credential": key.create(page)}
    response = client.post(f"{HOME}cle/", values)
    assert response.status_code == 302, response.content.decode()
    assert response.headers["Location"] == f"{HOME}codes/"
    return key


def test_a_key_opens_the_account(client: Client, coordinator: User) -> None:
    key = add_key(client, coordinator)
    assert "Téléphone" in client.get(HOME).content.decode()
    assert kinds()[-1] == "accounts.security_notice"
    other = Client()
    assert sign_in(other, coordinator, wanted="/pro/compte/") == CHECK
    page = other.get(CHECK).content.decode()
    wrong = SoftwareKey().get(page)
    refused = other.post(CHECK, {"credential": wrong})
    assert refused.status_code == 200
    assert "Il y a un problème" in refused.content.decode()
    page = other.get(CHECK).content.decode()
    answer = key.get(page)
    assert other.post(CHECK, {"credential": answer}).headers["Location"] == "/pro/compte/"
    third = Client()
    sign_in(third, coordinator)
    third.get(CHECK)
    assert third.post(CHECK, {"credential": answer}).status_code == 200


def test_a_key_is_asked_before_a_change(client: Client, coordinator: User) -> None:
    key = add_key(client, coordinator)
    other = Client()
    sign_in(other, coordinator)
    other.post(CHECK, {"credential": key.get(other.get(CHECK).content.decode())})
    asked = other.get(f"{HOME}application/").headers["Location"]
    page = other.get(asked).content.decode()
    if "key-options" not in page:
        asked = re.findall(r'href="([^"]*verifier-cle[^"]*)"', page)[0].replace("&amp;", "&")
        page = other.get(asked).content.decode()
    refused = other.post(asked, {"credential": "{}"})
    assert refused.status_code == 400
    assert "Il y a un problème" in refused.content.decode()
    page = other.get(asked).content.decode()
    values = {"credential": key.get(page), "next": f"{HOME}application/"}
    assert other.post(asked, values).headers["Location"] == f"{HOME}application/"
    assert other.get(f"{HOME}application/").status_code == 200


def test_a_key_is_removed(client: Client, coordinator: User) -> None:
    add_key(client, coordinator)
    row = Authenticator.objects.get(type="webauthn")
    address = f"{HOME}cle/{row.pk}/retirer/"
    assert "Téléphone" in client.get(address).content.decode()
    assert client.post(address).headers["Location"] == HOME
    assert not Authenticator.objects.exists()
    assert client.get("/pro/compte/").headers["Location"] == HOME
