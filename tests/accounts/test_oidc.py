"""Sign-in by an OpenID Connect service, spoken to on this machine."""

from collections.abc import Iterator
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from django.test import Client

from maillage.accounts.actions import create_account, deactivate_account
from maillage.accounts.models import User
from maillage.core.models import JournalEntry
from tests.accounts.doors import add_application, application_code
from tests.accounts.oidc_server import OidcServer

pytestmark = pytest.mark.django_db

START, RETURN = "/connexion/service/", "/connexion/service/retour/"


@pytest.fixture
def service(settings: Any) -> Iterator[OidcServer]:
    server = OidcServer()
    settings.OIDC = {
        "issuer": server.issuer,
        "client_id": "maillage",
        "client_secret": "secret",
        "name": "ProConnect",
        "scope": "openid email",
        "trusts_email": False,
    }
    yield server
    server.close()


@pytest.fixture
def user() -> User:
    return create_account(email="pro@exemple.fr", display_name="Claude", profession="accueil")


def leave(client: Client, wanted: str = "") -> str:
    response = client.get(START, {"next": wanted} if wanted else {})
    assert response.status_code == 302
    return str(response.headers["Location"])


def come_back(client: Client, service: OidcServer, wanted: str = "") -> Any:
    address = leave(client, wanted)
    state = parse_qs(urlsplit(address).query)["state"][0]
    return client.get(RETURN, {"code": service.authorize(address), "state": state})


def words(client: Client) -> str:
    return client.get("/connexion/").content.decode()


def test_it_is_off_by_default(client: Client) -> None:
    assert "Se connecter avec" not in words(client)
    assert client.get(START).status_code == 404
    assert client.get(RETURN, {"code": "x", "state": "x"}).status_code == 404


@pytest.mark.parametrize("signed", [True, False])
def test_it_opens_the_account_of_the_address(
    client: Client, service: OidcServer, user: User, signed: bool
) -> None:
    service.signs_userinfo = signed
    assert "Se connecter avec ProConnect" in words(client)
    asked = {name: values[0] for name, values in parse_qs(urlsplit(leave(client)).query).items()}
    assert asked["redirect_uri"] == f"http://testserver{RETURN}"
    assert asked["code_challenge_method"] == "S256"
    assert len(asked["state"]) > 30
    assert len(asked["nonce"]) > 30
    before = client.session.session_key
    response = come_back(client, service, "/pro/compte/")
    assert response.headers["Location"] == "/pro/compte/"
    assert client.get("/pro/compte/").status_code == 200
    assert client.session.session_key != before
    assert JournalEntry.objects.filter(verb="account.signed_in", actor_id=user.pk).count() == 1


def test_it_makes_no_account(client: Client, service: OidcServer) -> None:
    assert come_back(client, service).headers["Location"] == "/connexion/"
    assert "Aucun compte actif" in words(client)
    assert not User.objects.exists()


def test_a_closed_account_stays_closed(client: Client, service: OidcServer, user: User) -> None:
    deactivate_account(user=user, by=None)
    come_back(client, service)
    assert "Aucun compte actif" in words(client)
    assert client.get("/pro/compte/").status_code == 302


def test_the_second_factor_is_still_asked(client: Client, service: OidcServer, user: User) -> None:
    add_application(user)
    check = "/connexion/seconde-verification/"
    assert come_back(client, service, "/pro/compte/").headers["Location"] == check
    assert client.get("/pro/compte/").status_code == 302
    answer = client.post(check, {"code": application_code()})
    assert answer.headers["Location"] == "/pro/compte/"


@pytest.mark.parametrize(
    ("claim", "trusts", "opens"),
    [
        (False, True, False),
        (None, False, False),
        (None, True, True),
        ("true", True, False),
    ],
)
def test_the_address_must_be_vouched_for(
    *,
    client: Client,
    service: OidcServer,
    user: User,
    settings: Any,
    claim: object,
    trusts: bool,
    opens: bool,
) -> None:
    settings.OIDC = {**settings.OIDC, "trusts_email": trusts}
    del service.person["email_verified"]
    if claim is not None:
        service.person["email_verified"] = claim
    expected = "/pro/" if opens else "/connexion/"
    assert come_back(client, service).headers["Location"] == expected


@pytest.mark.parametrize(
    "fault",
    [
        "issuer",
        "no_id_token",
        "nonce",
        "expired",
        "audience",
        "signature",
        "userinfo_signature",
        "unsigned",
    ],
)
def test_a_service_that_lies_opens_nothing(
    client: Client, service: OidcServer, user: User, fault: str, caplog: Any
) -> None:
    address = leave(client)
    state = parse_qs(urlsplit(address).query)["state"][0]
    service.faults.add(fault)
    client.get(RETURN, {"code": service.authorize(address), "state": state})
    assert "ne répond pas comme prévu" in words(client)
    assert client.get("/pro/compte/").status_code == 302
    assert "oidc=failed" in caplog.text
    assert "exemple.fr" not in caplog.text


def test_userinfo_of_somebody_else(client: Client, service: OidcServer, user: User) -> None:
    service.person["sub"] = "agent-2"
    assert come_back(client, service).headers["Location"] == "/connexion/"


def test_a_return_that_nobody_asked_for(client: Client, service: OidcServer, user: User) -> None:
    address = leave(Client())
    state = parse_qs(urlsplit(address).query)["state"][0]
    for given in ({}, {"code": "x"}, {"code": service.authorize(address), "state": state}):
        leave(client)
        assert client.get(RETURN, given).headers["Location"] == "/connexion/"
        assert client.get("/pro/compte/").status_code == 302


def test_a_return_serves_once(client: Client, service: OidcServer, user: User) -> None:
    address = leave(client)
    given = {"code": service.authorize(address)}
    given["state"] = parse_qs(urlsplit(address).query)["state"][0]
    assert client.get(RETURN, given).headers["Location"] == "/pro/"
    client.post("/deconnexion/")
    assert client.get(RETURN, given).headers["Location"] == "/connexion/"


def test_giving_up_there(client: Client, service: OidcServer, user: User) -> None:
    state = parse_qs(urlsplit(leave(client)).query)["state"][0]
    client.get(RETURN, {"error": "access_denied", "state": state})
    assert "a été annulée" in words(client)


def test_a_service_that_is_down(client: Client, service: OidcServer, settings: Any) -> None:
    settings.OIDC = {**settings.OIDC, "issuer": "http://127.0.0.1:9"}
    assert client.get(START).headers["Location"] == "/connexion/"
    assert "ne répond pas comme prévu" in words(client)


def test_no_redirection_elsewhere(client: Client, service: OidcServer, user: User) -> None:
    assert come_back(client, service, "https://pirate.example/").headers["Location"] == "/pro/"
