"""Sign-in by a code: the same answer for everybody, and what attackers try."""

import re
from datetime import timedelta
from typing import Any

import pytest
from django.contrib.sessions.models import Session
from django.test import Client
from django.utils import timezone

from maillage.accounts import rules
from maillage.accounts.actions import create_account, deactivate_account
from maillage.accounts.models import OpenSession, User
from maillage.core.models import JournalEntry, OutgoingEmail
from tests.accounts.doors import ask_code, kinds, last_code, sign_in

pytestmark = pytest.mark.django_db

LOGIN, CODE = "/connexion/", "/connexion/code/"
FIREFOX = "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:140.0) Gecko/20100101 Firefox/140.0"


@pytest.fixture
def user() -> User:
    return create_account(email="pro@exemple.fr", display_name="Claude", profession="accueil")


def same(html: str) -> str:
    """A page without what changes at every request."""
    return re.sub(r'name="csrfmiddlewaretoken" value="\w+"', "", html)


def test_a_code_opens_the_site(client: Client, user: User) -> None:
    assert "Pas de mot de passe" in client.get(LOGIN).content.decode()
    code = ask_code(client, " PRO@Exemple.fr ")
    page = client.get(CODE).content.decode()
    assert 'autocomplete="one-time-code"' in page
    assert 'inputmode="numeric"' in page
    assert code not in page
    response = client.post(CODE, {"code": code.replace(" ", "")}, headers={"user-agent": FIREFOX})
    assert response.headers["Location"] == "/pro/"
    assert client.get("/pro/compte/").status_code == 200
    assert client.get(LOGIN).headers["Location"] == "/pro/"
    assert OpenSession.objects.get().device == "Firefox sur Windows"
    verbs = list(JournalEntry.objects.order_by("pk").values_list("verb", "actor_id"))
    assert verbs == [("account.created", None), ("account.signed_in", user.pk)]
    client.post("/deconnexion/")
    assert client.get("/pro/compte/").headers["Location"].startswith(LOGIN)
    assert JournalEntry.objects.filter(verb="account.signed_out", actor_id=user.pk).count() == 1
    assert not OpenSession.objects.exists()


def test_an_administrator_made_by_the_command_signs_in(client: Client) -> None:
    from django.core.management import call_command

    call_command("createsuperuser", "--email", "Chef@exemple.fr", "--noinput")
    user = User.objects.get(email="chef@exemple.fr")
    assert user.is_superuser
    assert not user.has_usable_password()
    assert sign_in(client, user, wanted="/admin/") == "/admin/"
    assert client.get("/admin/").status_code == 200


def test_the_answer_does_not_tell_who_has_an_account(user: User) -> None:
    closed = create_account(email="ferme@exemple.fr", display_name="", profession="accueil")
    deactivate_account(user=closed, by=None)
    OutgoingEmail.objects.all().delete()
    seen = []
    for email in ("pro@exemple.fr", "ferme@exemple.fr", "inconnu@exemple.fr"):
        client = Client()
        answer = client.post(LOGIN, {"email": email})
        page = client.get(CODE)
        wrong = client.post(CODE, {"code": "000 000"})
        again = client.post(CODE, {"action": "resend"})
        parts = [page.content, wrong.content, client.get(CODE).content]
        texts = [same(part.decode()).replace(email, "adresse") for part in parts]
        statuses = [answer.status_code, page.status_code, wrong.status_code, again.status_code]
        seen.append((statuses, answer.headers["Location"], texts, len(client.cookies)))
    assert seen[0] == seen[1] == seen[2]
    expected = ["login_code", "closed_account", "unknown_account"]
    assert kinds() == [f"accounts.{kind}" for kind in expected for _ in range(2)]
    assert Session.objects.count() == 3


def test_the_work_is_the_same_for_all(user: User) -> None:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    counts = []
    for email in ("pro@exemple.fr", "inconnu@exemple.fr"):
        with CaptureQueriesContext(connection) as queries:
            Client().post(LOGIN, {"email": email})
        counts.append(len(queries))
    assert counts[0] == counts[1]


def test_a_code_of_an_unknown_address_opens_nothing(client: Client) -> None:
    client.post(LOGIN, {"email": "inconnu@exemple.fr"})
    stash = client.session["account_login"]
    code = stash["state"]["stages"]["login_by_code"]["data"]["code"]
    assert code not in OutgoingEmail.objects.get().text
    assert client.post(CODE, {"code": code}).status_code == 400
    assert not User.objects.exists()


def test_three_wrong_codes_and_it_starts_again(client: Client, user: User) -> None:
    code = ask_code(client, user.email)
    for guess in ("000001", "", "000002"):
        page = client.post(CODE, {"code": guess})
        assert page.status_code == 400
        assert "Il y a un problème" in page.content.decode()
    assert client.post(CODE, {"code": "000003"}).headers["Location"] == LOGIN
    assert client.post(CODE, {"code": code}).headers["Location"] == LOGIN
    assert "Trois codes faux" in client.get(LOGIN).content.decode()
    assert client.get("/pro/compte/").status_code == 302


def test_guessing_stops_for_an_hour_whatever_the_browser(user: User) -> None:
    for _ in range(rules.WRONG_BY_EMAIL.count // 3):
        client = Client()
        ask_code(client, user.email)
        for _ in range(3):
            client.post(CODE, {"code": "000000"})
    client = Client()
    code = ask_code(client, user.email)
    response = client.post(CODE, {"code": code})
    assert response.status_code == 429
    assert "Attendez une heure" in response.content.decode()


def test_too_many_requests_for_one_address(user: User) -> None:
    for email in (user.email, "inconnu@exemple.fr"):
        for _ in range(rules.ASK_BY_EMAIL.count):
            assert Client().post(LOGIN, {"email": email}).status_code == 302
        response = Client().post(LOGIN, {"email": email.upper()})
        assert response.status_code == 429
    assert len(kinds()) == 2 * rules.ASK_BY_EMAIL.count


def test_too_many_requests_from_one_network(monkeypatch: pytest.MonkeyPatch) -> None:
    from maillage.core.throttle import Limit

    monkeypatch.setattr(rules, "ASK_BY_NETWORK", Limit("sign-in-network", 2))
    answers = [Client().post(LOGIN, {"email": f"a{n}@exemple.fr"}) for n in range(3)]
    assert [answer.status_code for answer in answers] == [302, 302, 429]


def test_a_code_serves_once(client: Client, user: User) -> None:
    code = ask_code(client, user.email)
    client.post(CODE, {"code": code})
    client.post("/deconnexion/")
    assert client.post(CODE, {"code": code}).headers["Location"] == LOGIN
    assert client.get("/pro/compte/").status_code == 302


def test_a_code_belongs_to_the_browser_that_asked(client: Client, user: User) -> None:
    code = ask_code(client, user.email)
    other = Client()
    other.post(LOGIN, {"email": "inconnu@exemple.fr"})
    assert other.post(CODE, {"code": code}).status_code == 400


def test_a_code_expires(client: Client, user: User) -> None:
    code = ask_code(client, user.email)
    session = client.session
    data = session["account_login"]["state"]["stages"]["login_by_code"]["data"]
    data["at"] -= rules.CODE_MINUTES * 60 + 1
    session.save()
    assert client.post(CODE, {"code": code}).headers["Location"] == LOGIN
    assert "n’est plus valable" in client.get(LOGIN).content.decode()


def test_another_code_replaces_the_first(client: Client, user: User) -> None:
    first = ask_code(client, user.email)
    client.post(CODE, {"action": "resend"})
    second = last_code()
    if first != second:
        assert client.post(CODE, {"code": first}).status_code == 400
    assert client.post(CODE, {"code": second}).headers["Location"] == "/pro/"


def test_sending_again_stops(client: Client, user: User) -> None:
    ask_code(client, user.email)
    for _ in range(rules.CODE_RESENDS + 2):
        client.post(CODE, {"action": "resend"})
    assert len(kinds()) == 1 + rules.CODE_RESENDS


def test_the_key_of_the_session_changes_at_sign_in(client: Client, user: User) -> None:
    code = ask_code(client, user.email)
    planted = client.session.session_key
    client.post(CODE, {"code": code})
    assert client.session.session_key != planted
    thief = Client()
    thief.cookies["sessionid"] = str(planted)
    assert thief.get("/pro/compte/").status_code == 302


@pytest.mark.parametrize(
    "wanted",
    [
        "https://pirate.example/",
        "//pirate.example/",
        "/\\pirate.example",
        "javascript:alert(1)",
        "http:///pirate.example",
    ],
)
def test_no_redirection_elsewhere(client: Client, user: User, wanted: str) -> None:
    page = client.get(LOGIN, {"next": wanted}).content.decode()
    assert 'name="next"' not in page
    assert sign_in(client, user, wanted=wanted) == "/pro/"


def test_the_page_that_was_wanted_comes_after(client: Client, user: User) -> None:
    assert client.get("/pro/compte/").headers["Location"] == "/connexion/?next=/pro/compte/"
    assert 'value="/pro/compte/"' in client.get(LOGIN, {"next": "/pro/compte/"}).content.decode()
    assert sign_in(client, user, wanted="/pro/compte/") == "/pro/compte/"


def test_forms_are_guarded_against_other_sites(user: User) -> None:
    client = Client(enforce_csrf_checks=True)
    for address in (LOGIN, CODE, "/deconnexion/"):
        assert client.post(address, {"email": user.email}).status_code in {302, 403}
    assert not OutgoingEmail.objects.exists()


@pytest.mark.parametrize(
    "email",
    [
        "pro@exemple.fr\nBcc: autre@exemple.fr",
        "pro@exemple.fr\r\nSubject: gratuit",
        "pro@exemple.fr, autre@exemple.fr",
        "<pro@exemple.fr>",
        "a" * 250 + "@exemple.fr",
        "",
        "pro",
    ],
)
def test_an_address_that_is_not_one_is_said(client: Client, user: User, email: str) -> None:
    response = client.post(LOGIN, {"email": email})
    assert response.status_code == 400
    assert "Il y a un problème" in response.content.decode()
    assert not OutgoingEmail.objects.exists()


def test_a_closed_account_is_out_at_the_next_request(client: Client, user: User) -> None:
    sign_in(client, user)
    assert client.get("/pro/compte/").status_code == 200
    User.objects.filter(pk=user.pk).update(is_active=False)
    assert client.get("/pro/compte/").headers["Location"].startswith(LOGIN)


def test_an_account_closed_before_its_code_is_typed(client: Client, user: User) -> None:
    code = ask_code(client, user.email)
    deactivate_account(user=user, by=None)
    assert client.post(CODE, {"code": code}).headers["Location"] == LOGIN
    assert "Ce compte est désactivé" in client.get(LOGIN).content.decode()


def test_wrong_methods(client: Client, user: User) -> None:
    assert client.put(LOGIN).status_code == 405
    client.force_login(user)
    assert client.get("/deconnexion/").status_code == 405


def test_a_visit_prolongs_the_session_once_an_hour(client: Client, user: User) -> None:
    sign_in(client, user)
    key = client.session.session_key
    long_ago = timezone.now() - timedelta(days=20)
    User.objects.update(last_seen_at=long_ago, warned_at=long_ago)
    Session.objects.filter(session_key=key).update(expire_date=timezone.now() + timedelta(days=10))
    client.get("/pro/compte/")
    user.refresh_from_db()
    assert user.last_seen_at == long_ago
    session = client.session
    session[rules.SEEN_AT] = long_ago.timestamp()
    session.save()
    client.get("/pro/compte/")
    user.refresh_from_db()
    assert timezone.now() - user.last_seen_at < timedelta(minutes=1)
    assert user.warned_at is None
    left = Session.objects.get(session_key=key).expire_date - timezone.now()
    assert left > timedelta(days=29)
    assert timezone.now() - OpenSession.objects.get().last_seen_at < timedelta(minutes=1)


def test_no_address_in_the_log(client: Client, user: User, caplog: Any) -> None:
    sign_in(client, user)
    client.post(LOGIN, {"email": "inconnu@exemple.fr"})
    assert "exemple.fr" not in caplog.text


def test_limits_are_counted_for_the_whole_machine(user: User) -> None:
    from django.core.cache import caches

    from config import settings as real

    backends: Any = real.CACHES
    assert backends["throttle"]["BACKEND"].endswith("FileBasedCache")
    for _ in range(rules.ASK_BY_EMAIL.count):
        ask_code(Client(), user.email)
    caches["default"].clear()
    assert Client().post(LOGIN, {"email": user.email}).status_code == 429
    caches["throttle"].clear()
    assert Client().post(LOGIN, {"email": user.email}).status_code == 302
