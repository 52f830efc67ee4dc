"""The support tool opens for those who may, and writes through the actions."""

import pytest
from django.test import Client
from django.urls import reverse

from maillage.accounts.models import User
from maillage.directory.enums import LieuStatus
from maillage.directory.models import Lieu, Structure
from tests.factories.contributions import make_lieu

pytestmark = pytest.mark.django_db
PASSWORD = "une-phrase-assez-longue"


@pytest.fixture
def support(client: Client) -> Client:
    client.force_login(User.objects.create_superuser("support@exemple.fr", PASSWORD))
    return client


def test_anybody_else_is_sent_to_sign_in(client: Client) -> None:
    address = reverse("admin:directory_lieu_changelist")
    assert client.get(address).headers["Location"] == f"{reverse('admin:login')}?next={address}"
    client.force_login(User.objects.create_user("pro@exemple.fr", PASSWORD))
    assert client.get(address).status_code == 302


def test_an_administrator_signs_in_by_address(client: Client) -> None:
    User.objects.create_superuser("support@exemple.fr", PASSWORD)
    given = {"username": "support@exemple.fr", "password": PASSWORD, "next": "/admin/"}
    response = client.post(reverse("admin:login"), given)
    assert response.headers["Location"] == "/admin/"
    assert client.get("/admin/").status_code == 200


def test_accounts_are_made_and_listed(support: Client) -> None:
    given = {"email": "pro@exemple.fr", "usable_password": "false"}
    response = support.post(reverse("admin:accounts_user_add"), given)
    assert response.status_code == 302, response.context["adminform"].form.errors
    account = User.objects.get(email="pro@exemple.fr")
    assert not account.has_usable_password()
    for name in ("changelist", "change"):
        args = [account.pk] if name == "change" else []
        assert support.get(reverse(f"admin:accounts_user_{name}", args=args)).status_code == 200


def sheet_values(client: Client, lieu: Lieu) -> dict[str, object]:
    """What the page of the sheet would send, unchanged."""
    form = client.get(reverse("admin:directory_lieu_change", args=[lieu.pk])).context["adminform"]
    values: dict[str, object] = {}
    for field in form.form:
        value = field.value()
        values[field.html_name] = "" if value is None else value
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
    versions = list(lieu.history.all())  # type: ignore[attr-defined]
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
    response = support.post(reverse("admin:directory_structure_add"), {"nom": "Les Essais"})
    assert response.status_code == 302, response.context["adminform"].form.errors
    structure = Structure.objects.get()
    assert structure.slug == "les-essais"
    page = reverse("admin:directory_structure_change", args=[structure.pk])
    assert support.get(page).status_code == 200


def test_a_new_sheet_gets_its_address(support: Client) -> None:
    add = reverse("admin:directory_lieu_add")
    form = support.get(add).context["adminform"].form
    values = {f.html_name: "" if f.value() is None else f.value() for f in form}
    values |= {
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
