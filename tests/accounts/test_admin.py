"""The support tool opens for those who may, and writes through the actions."""

from datetime import timedelta

import pytest
from allauth.account.models import EmailAddress
from django.db.models import Model
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from maillage.accounts.models import User
from maillage.contributions.models import UpdateRequest
from maillage.core.journal import Actor, record
from maillage.core.models import JobRun, OutgoingEmail
from maillage.directory.enums import LieuStatus
from maillage.directory.history_queries import versions_of
from maillage.directory.models import Lieu, Structure
from maillage.network.models import Claim, Coordination, Invitation, Membership
from tests.factories.campaigns import make_campaign
from tests.factories.contributions import make_lieu, structure_of
from tests.factories.people import make_coordinator, make_member

pytestmark = pytest.mark.django_db


@pytest.fixture
def support(client: Client) -> Client:
    client.force_login(User.objects.create_superuser("support@exemple.fr"))
    return client


def test_anybody_else_is_sent_to_sign_in(client: Client) -> None:
    address = reverse("admin:directory_lieu_changelist")
    assert client.get(address).headers["Location"] == f"{reverse('account_login')}?next={address}"
    client.force_login(User.objects.create_user("pro@exemple.fr"))
    assert client.get(address).status_code == 302


def test_the_tool_has_no_password_page(client: Client) -> None:
    response = client.get(reverse("admin:login"), {"next": "/admin/accounts/"})
    assert response.headers["Location"] == "/connexion/?next=%2Fadmin%2Faccounts%2F"
    assert (
        client.post(reverse("admin:login"), {"username": "a", "password": "b"}).status_code == 405
    )
    client.force_login(User.objects.create_user("pro@exemple.fr"))
    assert client.get(reverse("admin:login")).status_code == 404
    assert client.get(reverse("admin:password_change")).headers["Location"] == "/pro/compte/"


def test_accounts_are_made_and_listed(support: Client) -> None:
    given = {"email": "Pro@exemple.fr", "display_name": "Claude", "profession": "accueil"}
    response = support.post(reverse("admin:accounts_user_add"), given)
    assert response.status_code == 302, response.context["adminform"].form.errors
    account = User.objects.get(email="pro@exemple.fr")
    assert not account.has_usable_password()
    assert EmailAddress.objects.get(user=account).verified
    for name in ("changelist", "change"):
        args = [account.pk] if name == "change" else []
        assert support.get(reverse(f"admin:accounts_user_{name}", args=args)).status_code == 200
    again = support.post(reverse("admin:accounts_user_add"), given)
    assert "a déjà un compte" in again.content.decode()


def test_accounts_are_closed_and_opened_through_the_actions(support: Client) -> None:
    account = User.objects.create_user("pro@exemple.fr")
    owner = User.objects.get(email="support@exemple.fr")
    address = reverse("admin:accounts_user_changelist")
    for action, is_active in (("deactivate", False), ("reactivate", True)):
        support.post(address, {"action": action, "_selected_action": [account.pk]})
        account.refresh_from_db()
        assert account.is_active is is_active
    refused = support.post(address, {"action": "deactivate", "_selected_action": [owner.pk]})
    assert refused.status_code == 302
    assert "le dernier compte qui administre" in support.get(address).content.decode()
    owner.refresh_from_db()
    assert owner.is_active
    assert support.get(reverse("admin:accounts_user_delete", args=[account.pk])).status_code == 403


def test_the_last_administrator_keeps_this_right(support: Client) -> None:
    owner = User.objects.get(email="support@exemple.fr")
    address = reverse("admin:accounts_user_change", args=[owner.pk])
    values = {"display_name": "Dominique", "profession": "direction", "is_staff": "on"}
    assert support.post(address, values).status_code == 302
    owner.refresh_from_db()
    assert owner.display_name == "Dominique"
    assert owner.is_superuser


def page_values(client: Client, address: str) -> dict[str, object]:
    """What a page of the tool would send, unchanged: its form and those of its parts."""
    context = client.get(address).context
    forms = [context["adminform"].form]
    for inline in context["inline_admin_formsets"]:
        forms += [inline.formset.management_form, *inline.formset.forms]
    values: dict[str, object] = {}
    for form in forms:
        for field in form:
            value = field.value()
            values[field.html_name] = "" if value is None else value
    return values


def sheet_values(client: Client, lieu: Lieu) -> dict[str, object]:
    """What the page of the sheet would send, unchanged."""
    values = page_values(client, reverse("admin:directory_lieu_change", args=[lieu.pk]))
    values["modalites"] = [modalite.pk for modalite in lieu.modalites.all()]
    return {name: value for name, value in values.items() if not name.startswith("confirmed_at")}


def test_a_sheet_is_saved_as_one_version_by_its_author(support: Client) -> None:
    lieu = make_lieu()
    before = lieu.revision
    values = {**sheet_values(support, lieu), "nom": "Médiathèque"}
    response = support.post(reverse("admin:directory_lieu_change", args=[lieu.pk]), values)
    assert response.status_code == 302, response.context["adminform"].form.errors
    lieu.refresh_from_db()
    assert lieu.nom == "Médiathèque"
    assert "mediatheque" in lieu.search_text
    assert lieu.revision > before
    assert [modalite.code for modalite in lieu.modalites.all()] == ["demarches"]
    versions = list(lieu.history.all())
    assert len(versions) == 2
    assert versions[0].history_source == "saisie:support"
    assert versions[0].history_user.email == "support@exemple.fr"


def test_a_refused_value_is_said(support: Client) -> None:
    lieu = make_lieu()
    values = {**sheet_values(support, lieu), "latitude": "48.5", "longitude": ""}
    response = support.post(reverse("admin:directory_lieu_change", args=[lieu.pk]), values)
    assert response.status_code == 200
    assert response.context["adminform"].form.errors
    lieu.refresh_from_db()
    assert lieu.latitude is None


def test_sheets_are_archived_never_deleted(support: Client) -> None:
    lieu = make_lieu()
    assert support.get(reverse("admin:directory_lieu_delete", args=[lieu.pk])).status_code == 403
    address = reverse("admin:directory_lieu_changelist")
    assert lieu.nom in support.get(address, {"q": "Gallardon"}).content.decode()
    support.post(address, {"action": "archive", "_selected_action": [lieu.pk]})
    lieu.refresh_from_db()
    assert lieu.status == LieuStatus.ARCHIVE


def test_a_structure_is_saved_through_its_action(support: Client) -> None:
    add = reverse("admin:directory_structure_add")
    passage = {
        "passages-TOTAL_FORMS": 1,
        "passages-0-kind": "permanence",
        "passages-0-label": "Mairie d’Anet",
    }
    response = support.post(add, {**page_values(support, add), "nom": "Les Essais", **passage})
    assert response.status_code == 302, response.context["adminform"].form.errors
    structure = Structure.objects.get()
    assert structure.slug == "les-essais"
    assert [passage.label for passage in structure.passages.all()] == ["Mairie d’Anet"]
    (version,) = versions_of(row=structure)
    assert (version.kind, version.by) == ("création", "support@exemple.fr")
    page = reverse("admin:directory_structure_change", args=[structure.pk])
    values = {**page_values(support, page), "passages-0-label": "Mairie de Dreux"}
    assert support.post(page, values).status_code == 302
    version = versions_of(row=structure)[0]
    (change,) = version.changes
    assert (version.origin, change.label) == ("saisie:support", "antenne, permanence ou halte")
    assert "Mairie d’Anet" in change.before
    assert "Mairie de Dreux" in change.after


def test_a_closure_is_written_and_taken_out(support: Client) -> None:
    lieu = make_lieu()
    page = reverse("admin:directory_lieu_change", args=[lieu.pk])
    closure = {
        "exceptional_periods-TOTAL_FORMS": 1,
        "exceptional_periods-0-first_day": "01/08/2026",
        "exceptional_periods-0-last_day": "15/08/2026",
        "exceptional_periods-0-reason": "Congés",
    }
    response = support.post(page, {**sheet_values(support, lieu), **closure})
    assert response.status_code == 302, response.context["errors"]
    assert [str(period) for period in lieu.exceptional_periods.all()] == ["2026-08-01 – 2026-08-15"]
    before, after = lieu.revision, Lieu.objects.get().revision
    assert after > before
    values = {**sheet_values(support, lieu), "exceptional_periods-0-DELETE": "on"}
    assert support.post(page, values).status_code == 302
    assert not lieu.exceptional_periods.exists()
    shown = support.get(reverse("admin:directory_lieu_history", args=[lieu.pk])).content.decode()
    assert shown.count("Congés") == 2
    assert shown.count("support@exemple.fr") >= 2
    assert "saisie:support" in shown


def test_hours_that_cannot_be_read_are_refused(support: Client) -> None:
    lieu = make_lieu()
    values = {**sheet_values(support, lieu), "horaires": "le matin"}
    page = reverse("admin:directory_lieu_change", args=[lieu.pk])
    errors = support.post(page, values).context["adminform"].form.errors
    assert "Exemple d’écriture correcte" in errors["horaires"][0]


def test_a_sheet_that_is_no_longer_valid_is_named(support: Client) -> None:
    lieu = make_lieu()
    Lieu.objects.update(horaires="le matin")
    address = reverse("admin:directory_lieu_changelist")
    values = {"action": "archive", "_selected_action": [lieu.pk]}
    shown = support.post(address, values, follow=True).content.decode()
    assert f"{lieu.nom} : Les horaires « le matin » n’ont pas pu être lus" in shown
    assert Lieu.objects.get().status == LieuStatus.PUBLIE


def test_a_new_sheet_gets_its_address(support: Client) -> None:
    add = reverse("admin:directory_lieu_add")
    values = page_values(support, add) | {
        "id": "essai-1",
        "nom": "Espace numérique",
        "commune": "Dreux",
        "code_postal": "28100",
        "adresse": "1 rue de la Gare",
        "date_maj": "01/02/2026",
        "modalites": [],
    }
    response = support.post(add, values)
    assert response.status_code == 302, response.context["adminform"].form.errors
    assert Lieu.objects.get().slug == "espace-numerique-dreux"


READ_ONLY = {
    "core_outgoingemail",
    "core_journalentry",
    "core_jobrun",
    "network_membership",
    "network_coordination",
    "network_invitation",
    "network_claim",
    "contributions_campaign",
    "contributions_updaterequest",
}


def test_what_happened_is_read_and_never_changed(support: Client) -> None:
    secret = "secret-du-lien"
    lieu = make_lieu(structure=Structure.objects.create(nom="Essai", slug="essai"))
    member, coordinator = make_member(structure_of(lieu)), make_coordinator()
    later = timezone.now() + timedelta(days=1)
    rows: list[Model] = [
        Membership.objects.get(user=member),
        Coordination.objects.get(user=coordinator),
        Invitation.objects.create(
            structure=lieu.structure, role="membre", token_hash=secret, expires_at=later
        ),
        Claim.objects.create(lieu=lieu, email="a@exemple.fr", token_hash=secret),
        make_campaign(),
        UpdateRequest.objects.create(
            lieu=lieu, cause="coordination", public_id="essai", nonce=secret, expires_at=later
        ),
        OutgoingEmail.objects.create(kind="essai.code", text=secret, message_id="<1@exemple.fr>"),
        JobRun.objects.create(name="essai", started_at=timezone.now()),
        record(verb="account.created", by=Actor.of(None), on=member),
    ]
    names = {row._meta.label_lower.replace(".", "_"): row for row in rows}
    assert set(names) == READ_ONLY
    for name, row in names.items():
        assert support.get(reverse(f"admin:{name}_changelist")).status_code == 200
        shown = support.get(reverse(f"admin:{name}_change", args=[row.pk]))
        assert shown.status_code == 200
        assert secret not in shown.text
        assert support.post(reverse(f"admin:{name}_change", args=[row.pk])).status_code == 403
        assert support.get(reverse(f"admin:{name}_add")).status_code == 403
        assert support.post(reverse(f"admin:{name}_delete", args=[row.pk])).status_code == 403
