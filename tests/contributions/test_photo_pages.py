"""The page of the photo, and the photo as the public gets it."""

import errno
import re
from collections.abc import Callable
from contextlib import AbstractContextManager
from pathlib import Path

import pytest
from django.core.files.storage import FileSystemStorage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries, Settings

from maillage.directory.models import Lieu, LieuPhoto
from maillage.directory.photo_actions import save_photo
from maillage.directory.photos import make_safe
from tests.directory.test_photos import picture
from tests.factories.directory import make_lieu
from tests.factories.people import client_of, make_member, make_structure, make_user

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _folder(settings: Settings, tmp_path: Path) -> None:
    settings.MEDIA_ROOT = str(tmp_path)


@pytest.fixture
def lieu() -> Lieu:
    return make_lieu(structure=make_structure())


@pytest.fixture
def client(lieu: Lieu) -> Client:
    assert lieu.structure is not None
    return client_of(make_member(lieu.structure))


def page(lieu: Lieu) -> str:
    return reverse("contributions:photo_edit", args=[lieu.slug])


def upload(content: bytes | None = None, name: str = "façade.jpg") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content or picture(), content_type="image/jpeg")


def public_address(lieu: Lieu) -> str:
    name = str(LieuPhoto.objects.get(lieu=lieu).image.name).removeprefix("lieux/")
    return reverse("directory:lieu_photo", args=[lieu.slug, name])


def test_a_photo_goes_from_the_form_to_the_public_page(lieu: Lieu, client: Client) -> None:
    assert "Choisir une photo" in client.get(page(lieu)).content.decode()
    response = client.post(page(lieu), {"photo": upload(), "alt": "La façade en briques"})
    assert (response.status_code, response.headers["Location"]) == (302, page(lieu))
    text = Client().get(lieu.get_absolute_url()).content.decode()
    found = re.search(r'<img class="sheet__photo[^>]*>', text)
    assert found
    for part in ('loading="lazy"', 'width="320"', 'height="200"', 'alt="La façade en briques"'):
        assert part in found[0]
    answer = Client().get(public_address(lieu))
    assert public_address(lieu) in found[0]
    assert answer.status_code == 200
    assert answer.headers["Content-Type"] == "image/webp"
    assert answer.headers["Cache-Control"] == "public, max-age=31536000, immutable"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert "Cookie" not in answer.headers.get("Vary", "")
    assert answer.getvalue()[8:12] == b"WEBP"
    edited = client.get(page(lieu)).content.decode()
    assert "Remplacer la photo" in edited
    assert 'value="La façade en briques"' in edited


@pytest.mark.parametrize(
    ("content", "name", "alt", "field_id", "words"),
    [
        (None, "a.jpg", "", "photo-alt", "Dites en quelques mots"),
        (None, "a.jpg", "x" * 201, "photo-alt", "200 caractères"),
        (b"<svg onload=alert(1)>", "a.svg", "Logo", "photo-photo", "SVG"),
        (b"x" * (11 * 1024 * 1024), "a.jpg", "Grande", "photo-photo", "11 Mo"),
        (picture()[:500], "a.jpg", "Coupée", "photo-photo", "abîmée"),
    ],
)
def test_a_refusal_keeps_what_was_typed(
    lieu: Lieu,
    client: Client,
    *,
    content: bytes | None,
    name: str,
    alt: str,
    field_id: str,
    words: str,
) -> None:
    response = client.post(page(lieu), {"photo": upload(content, name), "alt": alt})
    text = response.content.decode()
    assert response.status_code == 400
    assert f'<a href="#{field_id}">' in text
    assert words in text
    assert f'value="{alt}"' in text
    assert not LieuPhoto.objects.exists()


def test_a_file_is_asked(lieu: Lieu, client: Client) -> None:
    for photo in ({}, {"photo": "du texte"}, {"photo": SimpleUploadedFile("a.jpg", b"")}):
        response = client.post(page(lieu), {"alt": "Façade", **photo})
        assert response.status_code == 400
        assert 'href="#photo-photo"' in response.content.decode()


def test_words_change_without_a_new_file(lieu: Lieu, client: Client) -> None:
    client.post(page(lieu), {"photo": upload(), "alt": "Avant"})
    address = public_address(lieu)
    client.post(page(lieu), {"alt": "Après <b>"})
    assert LieuPhoto.objects.get().alt == "Après <b>"
    assert public_address(lieu) == address
    assert "Après <b>" not in Client().get(lieu.get_absolute_url()).content.decode()


def test_removed_then_put_back(lieu: Lieu, client: Client) -> None:
    client.post(page(lieu), {"photo": upload(), "alt": "Façade"})
    address = public_address(lieu)
    client.post(page(lieu), {"do": "remove"})
    assert Client().get(address).status_code == 404
    assert "sheet__photo" not in Client().get(lieu.get_absolute_url()).content.decode()
    assert "Annuler : remettre la photo" in client.get(page(lieu)).content.decode()
    client.post(page(lieu), {"do": "undo"})
    assert LieuPhoto.objects.get().alt == "Façade"
    text = client.post(page(lieu), {"do": "undo"}, follow=True).content.decode()
    assert "Il est trop tard" in text


def test_a_photo_is_public_only_with_its_sheet(lieu: Lieu, client: Client) -> None:
    client.post(page(lieu), {"photo": upload(), "alt": "Façade"})
    address = public_address(lieu)
    assert (
        Client().get(reverse("directory:lieu_photo", args=[lieu.slug, "x.webp"])).status_code == 404
    )
    other = make_lieu()
    wrong = address.replace(lieu.slug, other.slug)
    assert Client().get(wrong).status_code == 404
    Lieu.objects.filter(pk=lieu.pk).update(status="archive")
    assert Client().get(address).status_code == 404
    mine = reverse("contributions:photo_file", args=[lieu.slug, address.rsplit("/", 1)[-1]])
    answer = client.get(mine)
    assert answer.status_code == 200
    assert answer.getvalue()[8:12] == b"WEBP"
    assert "no-store" in answer.headers["Cache-Control"]
    preview = client.get(reverse("contributions:sheet_preview", args=[lieu.slug]))
    assert mine in preview.content.decode()
    assert client_of(make_user()).get(mine).status_code == 404
    assert Client().get(mine).status_code == 302


def test_a_lost_file_is_no_error(lieu: Lieu, client: Client, tmp_path: Path) -> None:
    client.post(page(lieu), {"photo": upload(), "alt": "Façade"})
    for path in tmp_path.rglob("*.webp"):
        path.unlink()
    assert Client().get(public_address(lieu)).status_code == 404
    assert client.get(page(lieu)).status_code == 200
    assert client.post(page(lieu), {"do": "remove"}).status_code == 302
    assert not LieuPhoto.objects.exists()
    assert "Annuler" not in client.get(page(lieu)).content.decode()


def test_others_may_not(lieu: Lieu) -> None:
    assert Client().get(page(lieu)).status_code == 302
    for person in (make_user(), make_member(make_structure())):
        browser = client_of(person)
        assert browser.get(page(lieu)).status_code == 404
        answer = browser.post(page(lieu), {"photo": upload(), "alt": "x"})
        assert answer.status_code == 404
    assert not LieuPhoto.objects.exists()


def test_addresses_and_methods(lieu: Lieu, client: Client) -> None:
    assert client.get(reverse("contributions:photo_edit", args=["jamais"])).status_code == 404
    assert client.delete(page(lieu)).status_code == 405
    client.post(page(lieu), {"photo": upload(), "alt": "Façade"})
    assert Client().post(public_address(lieu)).status_code == 405


@pytest.mark.parametrize("count", [1, 3])
def test_the_number_of_queries_does_not_grow(
    count: int, lieu: Lieu, client: Client, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    user = make_user()
    for _number in range(count - 1):
        save_photo(
            lieu=make_lieu(), photo=make_safe(content=picture(), name="a.jpg"), alt="x", by=user
        )
    client.post(page(lieu), {"photo": upload(), "alt": "Façade"})
    with django_assert_max_num_queries(9):
        client.get(page(lieu))


def full(*_args: object, **_kwargs: object) -> None:
    raise OSError(errno.ENOSPC, "No space left on device")


def test_a_disk_that_refuses_a_photo_keeps_the_former_one(
    lieu: Lieu, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    client.post(page(lieu), {"photo": upload(), "alt": "Avant"})
    address = public_address(lieu)
    with monkeypatch.context() as patch:
        patch.setattr(FileSystemStorage, "_save", full)
        response = client.post(page(lieu), {"photo": upload(), "alt": "Après"})
    text = response.content.decode()
    assert response.status_code == 503
    assert "n’arrive pas à ranger la photo" in text
    assert 'value="Après"' in text
    assert LieuPhoto.objects.get().alt == "Avant"
    assert Client().get(address).getvalue()[8:12] == b"WEBP"


def test_a_disk_that_refuses_all_lets_a_photo_be_withdrawn(
    lieu: Lieu,
    client: Client,
    monkeypatch: pytest.MonkeyPatch,
    django_capture_on_commit_callbacks: Callable[..., AbstractContextManager[object]],
) -> None:
    client.post(page(lieu), {"photo": upload(), "alt": "Façade"})
    address = public_address(lieu)
    monkeypatch.setattr(FileSystemStorage, "_save", full)
    monkeypatch.setattr(FileSystemStorage, "delete", full)
    with django_capture_on_commit_callbacks(execute=True):
        response = client.post(page(lieu), {"do": "remove"}, follow=True)
    text = response.content.decode()
    assert "La photo est retirée" in text
    assert "remettre la photo" not in text
    assert Client().get(address).status_code == 404
