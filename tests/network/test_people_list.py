"""A list of people to invite: any usual CSV, a preview, then the yes."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from maillage.core.errors import DomainError
from maillage.network.forms.people_list import read_list
from maillage.network.models import Invitation, Membership
from maillage.territory.models import Bassin
from tests.factories.people import make_structure
from tests.network.letters import letters
from tests.rights.world import World

ADDRESS = "/pro/invitations/liste/"
SEND = "/pro/invitations/liste/envoyer/"


def upload(client: Client, data: bytes, **more: object) -> "object":
    """Post a file to the page of lists."""
    return client.post(ADDRESS, {"file": SimpleUploadedFile("liste.csv", data), **more})


@pytest.mark.parametrize(
    "data",
    [
        "courriel;nom;métier\na@exemple.fr;Zoé Été;Bibliothèque\n".encode(),
        "\ufeffcourriel;nom;métier\r\na@exemple.fr;Zoé Été;Bibliothèque\r\n".encode(),
        "Nom,E-mail,Métier\nZoé Été,a@exemple.fr,bibliotheque\n".encode("cp1252"),
        "PROFESSION\tPRÉNOM\tADRESSE MAIL\tNOM\nBibliothèque\tZoé\ta@exemple.fr\tÉté\n".encode(),
        "courriel|nom|métier\na@exemple.fr|Zoé Été|Bibliothèque".encode("utf-16"),
    ],
)
def test_any_usual_shape_is_read(world: World, data: bytes) -> None:
    client = world.client("referent")
    page = upload(client, data)
    assert "1 invitation partira" in page.text  # type: ignore[attr-defined]
    assert not Invitation.objects.exists()  # nothing before the yes
    client.post(SEND, {"plan": page.context["signed"]})  # type: ignore[attr-defined]
    row = Invitation.objects.get()
    assert (row.email, row.display_name, row.profession) == (
        "a@exemple.fr",
        "Zoé Été",
        "bibliotheque",
    )
    assert (row.structure, row.role) == (world.here, "membre")
    assert len(letters("invitation")) == 1


def test_the_preview_says_what_each_line_will_do(world: World) -> None:
    world.here.siret = "12345678901234"
    world.here.save()
    make_structure("La Passerelle", bassin=Bassin.objects.get(code="2421"))
    member = world.people["member"].email
    data = f"""courriel,nom,metier,structure,role
bonne@exemple.fr,Zoé,accueil,Les Cordeliers,référent
siret@exemple.fr,Zoé,,123 456 789 01234,
{member},,,les cordeliers,
bonne@exemple.fr,Zoé,,LES CORDELIERS,membre
pas-une-adresse,Zoé,,Les Cordeliers,
a@exemple.fr,=cmd|' /C calc'!A0,,Les Cordeliers,
b@exemple.fr,Zoé,astronaute,Les Cordeliers,
c@exemple.fr,Zoé,,Le Beffroi,
d@exemple.fr,Zoé,,Les Cordeliers,chef
e@exemple.fr,Zoé,,,
<script>alert(1)</script>,,,,
"""
    client = world.client("coordinator")
    page = upload(client, data.encode())
    plan = page.context["plan"]  # type: ignore[attr-defined]
    assert [line.outcome for line in plan] == [
        *("send", "send", "member", "double"),
        *["error"] * 7,
    ]
    assert [line.number for line in plan] == list(range(2, 13))
    text = page.text  # type: ignore[attr-defined]
    for words in (
        "Déjà membre",
        "Déjà dans la liste",
        "n’est pas complète",
        "n’a pas sa place dans un nom",
        "Ce métier n’est pas dans la liste",
        "n’est pas de votre territoire",
        "« membre » ou « référent »",
        "ne dit pas quelle structure",
    ):
        assert words in text
    assert "<script>alert" not in text
    answer = client.post(SEND, {"plan": page.context["signed"]}, follow=True)  # type: ignore[attr-defined]
    assert "2 invitations envoyées" in answer.text
    again = client.post(SEND, {"plan": page.context["signed"]}, follow=True)  # type: ignore[attr-defined]
    assert "tout le monde est déjà invité" in again.text
    assert len(letters("invitation")) == 2


def test_addresses_may_be_typed_one_by_line(world: World) -> None:
    page = world.client("referent").post(
        ADDRESS, {"lines": "a@exemple.fr\n\nb@exemple.fr\npas une adresse\n"}
    )
    assert [line.outcome for line in page.context["plan"]] == ["send", "send", "error"]


def test_the_plan_cannot_be_forged_nor_used_by_another(world: World) -> None:
    page = upload(world.client("referent"), b"courriel\na@exemple.fr\n")
    signed = page.context["signed"]  # type: ignore[attr-defined]
    for client, plan in (
        (world.client("referent"), signed[:-3] + "abc"),
        (world.client("referent"), ""),
        (world.client("coordinator"), signed),
    ):
        assert "envoyez-la de nouveau" in client.post(SEND, {"plan": plan}, follow=True).text
    assert not Invitation.objects.exists()


def test_a_right_lost_between_preview_and_yes_sends_nothing(world: World) -> None:
    Membership.objects.create(user=world.people["referent"], structure=world.there, role="referent")
    client = world.client("referent")
    page = upload(client, b"courriel\na@exemple.fr\n", structure=world.there.pk)
    Membership.objects.filter(structure=world.there).delete()
    client.post(SEND, {"plan": page.context["signed"]})  # type: ignore[attr-defined]
    assert not Invitation.objects.exists()


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"", "vide"),
        (b"\n\n;;\n", "vide"),
        (b"courriel;nom\n", "aucune personne"),
        (b"nom;ville\nZoe;Chartres\n", "La première ligne doit nommer les colonnes"),
        (b"courriel\n" + b"a@exemple.fr\n" * 501, "trop longue"),
        (b"courriel\n" + b"a" * 300_000, "trop lourd"),
        (b"courriel\na@exemple.fr\x00\n", "n’est pas une liste CSV"),
        (b"PK\x03\x04\x14\x00\x06\x00", "n’est pas une liste CSV"),
        (b'courriel;nom\n"' + b"a" * 200_000, "ne se lit pas"),
    ],
)
def test_what_is_no_list_is_refused_in_plain_words(data: bytes, words: str) -> None:
    with pytest.raises(DomainError, match=words):
        read_list(data)


def test_ten_megabytes_are_refused(world: World) -> None:
    page = upload(world.client("referent"), b"courriel\n" + b"a@exemple.fr;\n" * 750_000)
    assert page.status_code == 400  # type: ignore[attr-defined]
    assert "trop lourd" in page.text  # type: ignore[attr-defined]


def test_nothing_given_is_said(world: World) -> None:
    page = world.client("referent").post(ADDRESS, {"lines": "  "})
    assert page.status_code == 400
    assert "Choisissez un fichier" in page.text


def test_another_structure_is_never_the_default(world: World) -> None:
    page = world.client("referent").post(
        ADDRESS, {"lines": "a@exemple.fr", "structure": str(world.there.pk)}
    )
    assert [line.outcome for line in page.context["plan"]] == ["error"]
