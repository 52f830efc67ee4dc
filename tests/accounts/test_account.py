"""« Mon compte » : name, address, sessions, data, deletion."""

import json
from datetime import timedelta
from typing import Any

import pytest
from allauth.account.models import EmailAddress
from django.contrib.sessions.models import Session
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from maillage.accounts import rules
from maillage.accounts.actions import create_account
from maillage.accounts.actions.sessions import device_in_words
from maillage.accounts.models import OpenSession, User
from maillage.contributions.models import Contribution
from maillage.core.errors import DomainError
from maillage.core.models import JournalEntry, OutgoingEmail
from maillage.directory.models import SectionConfirmation
from maillage.network.models import Claim, Invitation
from tests.accounts.doors import kinds, last_code, sign_in
from tests.factories.contributions import make_report
from tests.factories.directory import make_lieu
from tests.factories.people import make_administrator, make_member, make_structure

pytestmark = pytest.mark.django_db

ACCOUNT = "/pro/compte/"
CHANGE, CHANGE_CODE = "/pro/compte/adresse/", "/pro/compte/adresse/code/"


@pytest.fixture
def user() -> User:
    return create_account(email="pro@exemple.fr", display_name="Claude", profession="accueil")


@pytest.fixture
def signed(client: Client, user: User) -> Client:
    sign_in(client, user)
    return client


def test_every_page_is_closed(client: Client) -> None:
    for name in (
        "account_detail",
        "email_change",
        "email_change_code",
        "session_end_others",
        "account_export",
        "account_delete",
    ):
        address = reverse(f"accounts:{name}")
        assert client.get(address).headers["Location"] == f"/connexion/?next={address}"
        assert client.post(address).status_code == 302


def test_the_name_and_the_profession(signed: Client, user: User) -> None:
    values = {"display_name": " Dominique ", "profession": "bibliotheque"}
    assert signed.post(ACCOUNT, values).headers["Location"] == ACCOUNT
    user.refresh_from_db()
    assert (user.display_name, user.profession) == ("Dominique", "bibliotheque")
    assert "sont enregistrés" in signed.get(ACCOUNT).content.decode()
    for bad in (
        {"display_name": ""},
        {"profession": "pirate"},
        {"display_name": "x" * 121},
        # Names are printed in e-mails that the site sends to others, in their subject too.
        {"display_name": "Camille\nBcc: autre@exemple.fr"},
        {"display_name": "Gagnez sur https://piege.example"},
        {"display_name": "=1+1"},
        {"display_name": "Camille \u202eelpmexE"},
    ):
        page = signed.post(ACCOUNT, values | bad)
        assert page.status_code == 400
        assert "Il y a un problème" in page.content.decode()
    assert signed.put(ACCOUNT).status_code == 405


def test_the_address_changes_after_a_code(signed: Client, user: User) -> None:
    key = signed.session.session_key
    assert signed.post(CHANGE, {"email": "Neuf@exemple.fr"}).headers["Location"] == CHANGE_CODE
    assert "neuf@exemple.fr" in signed.get(CHANGE_CODE).content.decode()
    assert signed.post(CHANGE_CODE, {"code": last_code()}).headers["Location"] == ACCOUNT
    user.refresh_from_db()
    assert user.email == "neuf@exemple.fr"
    row = EmailAddress.objects.get(user=user)
    assert (row.email, row.verified, row.primary) == ("neuf@exemple.fr", True, True)
    last = OutgoingEmail.objects.order_by("-pk")[0]
    assert (last.kind, last.recipient) == ("accounts.address_changed", "pro@exemple.fr")
    assert JournalEntry.objects.filter(verb="account.email_changed").count() == 1
    assert signed.session.session_key == key
    assert signed.get(CHANGE_CODE).headers["Location"] == CHANGE


def test_an_address_that_is_taken_is_not_told(signed: Client, user: User) -> None:
    other = create_account(email="autre@exemple.fr", display_name="", profession="accueil")
    assert signed.post(CHANGE, {"email": other.email}).headers["Location"] == CHANGE_CODE
    assert kinds()[-1] == "accounts.address_taken"
    assert signed.post(CHANGE_CODE, {"code": ""}).status_code == 400
    for _ in range(rules.CODE_ATTEMPTS - 1):
        assert signed.post(CHANGE_CODE, {"code": "000000"}).status_code == 400
    assert signed.post(CHANGE_CODE, {"code": "000000"}).headers["Location"] == CHANGE
    user.refresh_from_db()
    assert user.email == "pro@exemple.fr"


def test_an_address_taken_meanwhile(signed: Client, user: User) -> None:
    signed.post(CHANGE, {"email": "neuf@exemple.fr"})
    code = last_code()
    create_account(email="neuf@exemple.fr", display_name="", profession="accueil")
    assert signed.post(CHANGE_CODE, {"code": code}).headers["Location"] == CHANGE
    user.refresh_from_db()
    assert user.email == "pro@exemple.fr"


def test_bad_new_addresses(signed: Client, user: User) -> None:
    for email in ("", "x", user.email, "a@b.fr\nBcc: c@d.fr"):
        assert signed.post(CHANGE, {"email": email}).status_code == 400
    for n in range(rules.CHANGE_EMAIL.count):
        signed.post(CHANGE, {"email": f"a{n}@exemple.fr"})
    assert signed.post(CHANGE, {"email": "encore@exemple.fr"}).status_code == 429


def test_the_code_of_the_new_address_expires(signed: Client) -> None:
    signed.post(CHANGE, {"email": "neuf@exemple.fr"})
    session = signed.session
    session["new_address"] = {**session["new_address"], "at": 0}
    session.save()
    assert signed.post(CHANGE_CODE, {"code": last_code()}).headers["Location"] == CHANGE


def test_sessions_are_listed_and_closed(signed: Client, user: User) -> None:
    others = [Client(), Client()]
    for other, agent in zip(others, ("Chrome Android", ""), strict=True):
        sign_in(other, user, agent=agent)
    page = signed.get(ACCOUNT).content.decode()
    assert page.count("cet appareil") == 1
    assert "Chrome sur Android" in page
    assert "Navigateur inconnu" in page
    row = OpenSession.objects.get(device="Chrome sur Android")
    close = reverse("accounts:session_end", args=[row.pk])
    assert signed.get(close).status_code == 405
    assert signed.post(close).headers["Location"] == ACCOUNT
    assert others[0].get(ACCOUNT).status_code == 302
    assert signed.post(close).status_code == 404
    signed.post(reverse("accounts:session_end_others"))
    assert others[1].get(ACCOUNT).status_code == 302
    assert signed.get(ACCOUNT).status_code == 200
    assert Session.objects.filter(session_key__in=OpenSession.objects.values("session_key"))


def test_the_sessions_of_others_do_not_exist(signed: Client) -> None:
    stranger = create_account(email="autre@exemple.fr", display_name="", profession="accueil")
    sign_in(other := Client(), stranger)
    row = OpenSession.objects.get(user=stranger)
    assert signed.post(reverse("accounts:session_end", args=[row.pk])).status_code == 404
    signed.post(reverse("accounts:session_end_others"))
    assert other.get(ACCOUNT).status_code == 200


@pytest.mark.parametrize("count", [1, 3])
def test_queries_do_not_grow(
    signed: Client, user: User, count: int, django_assert_max_num_queries: Any
) -> None:
    for _ in range(count):
        sign_in(Client(), user)
    with django_assert_max_num_queries(9):
        signed.get(ACCOUNT)


def test_devices_in_words() -> None:
    assert device_in_words(user_agent="") == "Navigateur inconnu"
    agents = {
        "Mozilla/5.0 (X11; Linux x86_64) Chrome/120 Safari/537 Edg/120": "Edge sur Linux",
        "Mozilla/5.0 (iPhone; CPU iPhone OS 17_0 like Mac OS X) Version/17 Safari/604": (
            "Safari sur iPhone ou iPad"
        ),
        "Mozilla/5.0 (Linux; Android 14) Chrome/120 Mobile Safari/537": "Chrome sur Android",
        "curl/8": "Navigateur inconnu",
    }
    assert {agent: device_in_words(user_agent=agent) for agent in agents} == agents


def test_my_data_as_a_file(signed: Client, user: User) -> None:
    make_member(make_structure("Les Essais"), user=user)
    response = signed.get("/pro/compte/mes-donnees/")
    assert "mes-donnees.json" in response.headers["Content-Disposition"]
    data = json.loads(response.content)
    assert data["compte"]["email"] == "pro@exemple.fr"
    assert "password" not in data["compte"]
    assert data["network.membership"][0]["role"] == "membre"
    assert data["accounts.opensession"][0].keys() >= {"device", "created_at"}
    assert "session_key" not in data["accounts.opensession"][0]
    assert [line["verb"] for line in data["journal"]] == ["account.signed_in"]
    assert [line["kind"] for line in data["courriels"]] == ["accounts.login_code"]


def test_deleting_the_account(signed: Client, user: User) -> None:
    address = "/pro/compte/supprimer/"
    assert "Ce qui reste" in signed.get(address).content.decode()
    refused = signed.post(address)
    assert refused.status_code == 400
    assert "Cochez la case" in refused.content.decode()
    assert signed.post(address, {"confirm": "oui"}).headers["Location"] == "/connexion/"
    assert "Votre compte est supprimé" in signed.get("/connexion/").content.decode()
    assert not User.objects.exists()
    assert not EmailAddress.objects.exists()
    assert kinds()[-1] == "accounts.deleted"
    entry = JournalEntry.objects.get(verb="account.deleted")
    assert (entry.actor_id, entry.object_id, entry.detail) == (user.pk, str(user.pk), {})


def test_what_stays_after_a_deletion(signed: Client, user: User) -> None:
    from maillage.accounts.actions import delete_account
    from tests.factories.directory import make_lieu

    lieu = make_lieu()
    confirmation = SectionConfirmation(
        lieu=lieu, section="contacts", confirmed_at=user.date_joined, by=user
    )
    fields = {field.name for field in SectionConfirmation._meta.concrete_fields}
    assert "by" in fields
    for field in SectionConfirmation._meta.concrete_fields:
        if field.choices and not getattr(confirmation, field.attname):
            setattr(confirmation, field.attname, next(iter(field.choices))[0])
    confirmation.save()
    delete_account(user=user, by=None)
    confirmation.refresh_from_db()
    assert confirmation.by is None


def test_the_last_administrator_stays(client: Client) -> None:
    chief = make_administrator()
    client.force_login(chief)
    page = client.post("/pro/compte/supprimer/", {"confirm": "oui"})
    assert page.status_code == 400
    assert "le dernier compte qui administre" in page.content.decode()
    make_administrator()
    assert client.post("/pro/compte/supprimer/", {"confirm": "oui"}).status_code == 302


def test_an_account_is_made_once(user: User) -> None:
    again = create_account(email=" PRO@exemple.fr", display_name="X", profession="elu")
    assert (again.pk, again.display_name) == (user.pk, "Claude")
    assert JournalEntry.objects.filter(verb="account.created").count() == 1
    for bad in ("", "x", "a@b.fr\nBcc: c@d.fr"):
        with pytest.raises(DomainError):
            create_account(email=bad, display_name="", profession="accueil")


def test_sessions_that_are_over_are_forgotten(signed: Client) -> None:
    from maillage.accounts.actions import purge_sessions

    assert purge_sessions() == 0
    Session.objects.update(expire_date=Session.objects.get().expire_date - timedelta(days=40))
    assert purge_sessions() == 1
    assert not OpenSession.objects.exists()


def test_the_export_tells_nothing_of_others(signed: Client, user: User) -> None:
    """Whom I invited, who claimed, who reported: their names and words are theirs."""
    lieu = make_lieu()
    moment = timezone.now()
    Invitation.objects.create(
        email="invitee@exemple.fr",
        display_name="Personne Invitée",
        structure=make_structure(),
        role="membre",
        token_hash="a" * 64,
        invited_by=user,
        expires_at=moment,
    )
    Claim.objects.create(
        lieu=lieu,
        display_name="Personne Demandeuse",
        status="refusee",
        answered_at=moment,
        answered_by=user,
        answer="Non.",
    )
    theirs = make_report(lieu, email="visite@exemple.fr", message="Fermé hier.")
    Contribution.objects.filter(pk=theirs.pk).update(
        answered_by=user, answered_at=moment, status="corrige"
    )
    make_report(lieu, by=user, message="Mon propre message.")
    text = signed.get("/pro/compte/mes-donnees/").text
    for word in ("invitee@", "Invitée", "Demandeuse", "visite@", "hier"):
        assert word not in text
    assert "Mon propre message." in text
    assert json.loads(text)["network.claim"][0]["answer"] == "Non."
