"""The second factor: added, asked, required, lost."""

import json
import re
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal import auth as totp
from django.contrib.sessions.models import Session
from django.core.management import call_command
from django.test import Client
from django.urls import reverse

from maillage.accounts.actions import create_account, remove_second_factor
from maillage.accounts.models import User
from maillage.accounts.queries import has_second_factor
from maillage.accounts.rules import GUARDED_SESSION, WRONG_SECOND_FACTOR
from maillage.core.models import JournalEntry
from maillage.network import rules as network_rules
from tests.accounts.doors import SECRET, add_application, application_code, kinds, sign_in
from tests.factories.people import make_coordinator

pytestmark = pytest.mark.django_db

HOME = "/pro/compte/second-facteur/"
CHECK = "/connexion/seconde-verification/"
ACCOUNT = "/pro/compte/"


@pytest.fixture(autouse=True)
def _required(settings: Any) -> None:
    settings.SECOND_FACTOR_REQUIRED = True


@pytest.fixture
def user() -> User:
    return create_account(email="pro@exemple.fr", display_name="Claude", profession="accueil")


@pytest.fixture
def coordinator(user: User) -> User:
    return make_coordinator(user=user)


def add_by_page(client: Client, callbacks: Any) -> str:
    """Add the application as a person does; the page that follows."""
    page = client.get(f"{HOME}application/")
    assert page.status_code == 200
    secret = client.session[totp.SECRET_SESSION_KEY]
    text = page.content.decode()
    assert "<svg" in text
    assert secret[:4] in text
    session = client.session
    session[totp.SECRET_SESSION_KEY] = SECRET
    session.save()
    with callbacks(execute=True):
        answer = client.post(f"{HOME}application/", {"code": application_code()})
    assert answer.status_code == 302, answer.content
    return str(answer.headers["Location"])


def test_a_member_goes_without(client: Client, user: User) -> None:
    sign_in(client, user)
    assert client.get(ACCOUNT).status_code == 200


def test_a_coordinator_adds_one_before_anything_else(
    client: Client, coordinator: User, django_capture_on_commit_callbacks: Any
) -> None:
    sign_in(client, coordinator)
    assert client.get(ACCOUNT).headers["Location"] == HOME
    assert "ajoutez-la pour continuer" in client.get(HOME).content.decode()
    following = add_by_page(client, django_capture_on_commit_callbacks)
    assert following == f"{HOME}codes/"
    codes = re.findall(r"<code>(\d{8})</code>", client.get(following).content.decode())
    assert len(codes) == 10
    assert client.get(ACCOUNT).status_code == 200
    assert "accounts.security_notice" in kinds()
    entry = JournalEntry.objects.filter(verb="account.second_factor_added").order_by("pk")[0]
    assert (entry.actor_id, entry.detail) == (coordinator.pk, {"kind": "totp"})
    file = client.get(f"{HOME}codes/fichier/")
    assert "codes-de-secours.txt" in file.headers["Content-Disposition"]
    assert codes[0] in file.content.decode()
    page = client.get(HOME).content.decode()
    assert "Il reste 10 codes" in page


def test_the_secret_is_encrypted(user: User) -> None:
    add_application(user)
    assert SECRET not in json.dumps(Authenticator.objects.get().data)


def test_another_secret_key_opens_nothing_and_breaks_nothing(
    client: Client, user: User, settings: Any
) -> None:
    add_application(user)
    settings.SECRET_KEY_FALLBACKS = [settings.SECRET_KEY]
    settings.SECRET_KEY = "une-autre-clef" * 5
    sign_in(client, user)
    assert client.post(CHECK, {"code": application_code()}).status_code == 302
    settings.SECRET_KEY_FALLBACKS = []
    sign_in(client := Client(), user)
    assert client.post(CHECK, {"code": application_code(steps=1)}).status_code == 200


def test_the_sign_in_asks_for_it(client: Client, coordinator: User) -> None:
    add_application(coordinator)
    assert sign_in(client, coordinator, wanted=ACCOUNT) == CHECK
    assert client.get(ACCOUNT).headers["Location"].startswith("/connexion/")
    page = client.get(CHECK).content.decode()
    assert 'autocomplete="one-time-code"' in page
    wrong = client.post(CHECK, {"code": "000000"}).content.decode()
    assert "Ce code n’est pas le bon" in wrong
    assert "Il y a un problème" in wrong
    answer = client.post(CHECK, {"code": application_code()})
    assert answer.headers["Location"] == ACCOUNT
    assert client.get(ACCOUNT).status_code == 200


def test_a_code_serves_once(coordinator: User) -> None:
    add_application(coordinator)
    code = application_code()
    for client, status in ((Client(), 302), (Client(), 200)):
        sign_in(client, coordinator)
        assert client.post(CHECK, {"code": code}).status_code == status


def test_guessing_stops(coordinator: User, settings: Any) -> None:
    settings.ACCOUNT_RATE_LIMITS = {"login_failed": None}
    add_application(coordinator)
    sign_in(client := Client(), coordinator)
    for _ in range(WRONG_SECOND_FACTOR.count):
        client.post(CHECK, {"code": "000000"})
    page = client.post(CHECK, {"code": application_code()})
    assert "Attendez une heure" in page.content.decode()
    assert client.get(ACCOUNT).status_code == 302


def test_a_recovery_code_opens_once(
    client: Client, coordinator: User, django_capture_on_commit_callbacks: Any
) -> None:
    sign_in(client, coordinator)
    add_by_page(client, django_capture_on_commit_callbacks)
    page = client.get(f"{HOME}codes/").content.decode()
    code = re.findall(r"<code>(\d{8})</code>", page)[0]
    for other, status in ((Client(), 302), (Client(), 200)):
        sign_in(other, coordinator)
        assert other.post(CHECK, {"code": code}).status_code == status


def test_rights_granted_meanwhile_are_enforced_at_once(client: Client, user: User) -> None:
    sign_in(client, user)
    assert client.get(ACCOUNT).status_code == 200
    make_coordinator(user=user)
    assert client.get(ACCOUNT).headers["Location"] == HOME
    # The application was added elsewhere: this session has never shown it.
    add_application(user)
    again = client.get(ACCOUNT).headers["Location"]
    assert again == f"{HOME}verifier/?next=%2Fpro%2Fcompte%2F"
    assert client.get(again).status_code == 200
    answer = client.post(again, {"code": application_code(), "next": ACCOUNT})
    assert answer.headers["Location"] == ACCOUNT
    assert client.get(ACCOUNT).status_code == 200


def test_the_support_tool_asks_for_it(client: Client, user: User) -> None:
    User.objects.filter(pk=user.pk).update(is_staff=True, is_superuser=True)
    client.force_login(user)
    assert client.get("/admin/").headers["Location"] == HOME


def test_later_apps_add_their_reasons(
    client: Client, user: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(network_rules, "_SECOND_FACTOR_RULES", [])
    sign_in(client, user)
    network_rules.require_second_factor_when(lambda person: person.profession == "accueil")
    assert client.get(ACCOUNT).headers["Location"] == HOME


def test_the_session_of_a_coordinator_is_short(client: Client, coordinator: User) -> None:
    client.force_login(coordinator)
    client.get(ACCOUNT)
    assert client.session.get_expiry_age() <= GUARDED_SESSION.total_seconds()
    assert Session.objects.count() == 1


def test_public_pages_stay_open(client: Client, coordinator: User) -> None:
    client.force_login(coordinator)
    assert client.get("/mentions-legales/").status_code == 200
    assert client.post("/deconnexion/").status_code == 302


def test_removing_the_last_one_asks_again(
    client: Client, coordinator: User, django_capture_on_commit_callbacks: Any
) -> None:
    sign_in(client, coordinator)
    add_by_page(client, django_capture_on_commit_callbacks)
    address = f"{HOME}application/retirer/"
    assert "Retirer l’application de codes" in client.get(address).content.decode()
    assert client.post(address).headers["Location"] == HOME
    assert not Authenticator.objects.exists()
    assert client.get(ACCOUNT).headers["Location"] == HOME


def test_changing_the_second_factor_asks_for_it_again(client: Client, user: User) -> None:
    add_application(user)
    sign_in(client, user)
    client.post(CHECK, {"code": application_code(steps=-1)})
    for address in ("application/retirer/", "cle/", "codes/nouveaux/"):
        Authenticator.objects.get_or_create(user=user, type="recovery_codes", defaults={"data": {}})
        response = client.get(HOME + address)
        assert response.headers["Location"].startswith(f"{HOME}verifier/")
    for address in ("adresse/", "mes-donnees/", "supprimer/"):
        assert client.get(ACCOUNT + address).headers["Location"].startswith(f"{HOME}verifier/")


def test_new_recovery_codes(
    client: Client, coordinator: User, django_capture_on_commit_callbacks: Any
) -> None:
    sign_in(client, coordinator)
    add_by_page(client, django_capture_on_commit_callbacks)
    before = client.get(f"{HOME}codes/").content
    assert "ne serviront plus" in client.get(f"{HOME}codes/nouveaux/").content.decode()
    assert client.post(f"{HOME}codes/nouveaux/").headers["Location"] == f"{HOME}codes/"
    assert client.get(f"{HOME}codes/").content != before


def test_a_lost_telephone(client: Client, coordinator: User) -> None:
    add_application(coordinator)
    client.force_login(coordinator)
    call_command("reset_second_factor", coordinator.email)
    assert not has_second_factor(user=coordinator)
    assert client.get(HOME).status_code == 302
    assert kinds() == ["accounts.security_notice"]
    assert remove_second_factor(user=coordinator, by=coordinator) == 0


def test_a_key_needs_a_script_and_says_so(client: Client, user: User) -> None:
    sign_in(client, user)
    page = client.get(f"{HOME}cle/").content.decode()
    assert "<noscript>" in page
    options = re.search(r'<script id="key-options" type="application/json">(.*?)</script>', page)
    assert options
    assert json.loads(options.group(1))["publicKey"]["rp"] == {
        "id": "testserver",
        "name": "Maillage",
    }
    for credential in ("", "{}", "[]", '"x"', "not json"):
        response = client.post(f"{HOME}cle/", {"name": "bureau", "credential": credential})
        assert response.status_code == 200, credential
        assert "Il y a un problème" in response.content.decode()
    assert not Authenticator.objects.exists()


def test_the_keys_of_others_do_not_exist(client: Client, user: User) -> None:
    other = create_account(email="autre@exemple.fr", display_name="", profession="accueil")
    key = Authenticator.objects.create(user=other, type="webauthn", data={"name": "clé"})
    client.force_login(user)
    address = reverse("mfa_remove_webauthn", args=[key.pk])
    assert client.get(address).status_code == 404
    assert client.post(address).status_code == 404
    assert Authenticator.objects.filter(pk=key.pk).exists()
