"""The languages of the site: addresses, menu, catalogues."""

import os
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from babel.messages.pofile import read_po
from django.conf import settings
from django.test import Client
from django.urls import reverse
from django.utils.translation import get_language, override

from maillage.core import catalogues, languages

OTHERS = [code for code, _name in settings.LANGUAGES if code != "fr"]
PAGES = ["/", "/lieux/", "/territoires/", "/a-propos/", "/langues/", "/plan-du-site/"]
FRENCH_ONLY = ["/mentions-legales/", "/donnees/", "/accessibilite/", "/charte/", "/integrer/"]
MACHINES = ["/robots.txt", "/sitemap.xml", "/changements.rss", "/embed.js", "/embed/lieux/"]


@pytest.mark.django_db
@pytest.mark.parametrize("code", OTHERS)
@pytest.mark.parametrize("page", PAGES)
def test_a_page_in_each_language(client: Client, code: str, page: str) -> None:
    response = client.get(f"/{code}{page}")
    assert response.status_code == 200
    direction = "rtl" if code == "ar" else "ltr"
    html = response.content.decode()
    assert f'<html lang="{code}" dir="{direction}">' in html
    assert response["Content-Language"] == code
    assert f'<link rel="canonical" href="{settings.SITE_URL}/{code}{page}">' in html


@pytest.mark.django_db
def test_the_address_alone_says_the_language(client: Client) -> None:
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = "ar"
    response = client.get("/", headers={"accept-language": "ar, en;q=0.8"})
    assert '<html lang="fr" dir="ltr">' in response.content.decode()
    assert "Accept-Language" not in response.get("Vary", "")
    assert not response.cookies


@pytest.mark.django_db
def test_nothing_is_left_behind(client: Client) -> None:
    client.get("/ar/")
    assert get_language() == "fr"


@pytest.mark.django_db
@pytest.mark.parametrize("page", [*FRENCH_ONLY, *MACHINES])
def test_french_only(client: Client, page: str) -> None:
    response = client.get(f"/en{page}?besoin=demarches")
    assert response.status_code == 302
    assert response["Location"] == f"{page}?besoin=demarches"


@pytest.mark.django_db
@pytest.mark.parametrize("page", FRENCH_ONLY)
def test_no_menu_on_a_page_in_french_only(client: Client, page: str) -> None:
    html = client.get(page).content.decode()
    assert 'class="languages"' not in html
    assert "hreflang" not in html


@pytest.mark.django_db
def test_the_menu_keeps_the_page_and_its_query(client: Client) -> None:
    html = client.get("/es/lieux/?besoin=demarches&frais=gratuit").content.decode()
    menu = re.search(r'<details class="languages">.*?</details>', html, re.S)
    assert menu
    found = re.findall(
        r'href="([^"]+)" hreflang="([^"]+)"[^>]*><span( lang="[^"]+" dir="[^"]+")', menu[0]
    )
    query = "lieux/?besoin=demarches&amp;frais=gratuit"
    expected = [f"/{'' if code == 'fr' else code + '/'}{query}" for code, _ in settings.LANGUAGES]
    assert [href for href, _code, _rest in found] == expected
    assert ("ar", ' lang="ar" dir="rtl"') in [(code, rest) for _href, code, rest in found]
    assert menu[0].count('aria-current="true"') == 1
    assert re.search(r'hreflang="es"[^>]* aria-current="true"', menu[0])


@pytest.mark.django_db
def test_search_engines_find_the_other_languages(client: Client) -> None:
    html = client.get("/uk/territoires/").content.decode()
    found = re.findall(r'<link rel="alternate" hreflang="([^"]+)" href="([^"]+)">', html)
    assert dict(found) == {
        code: f"{settings.SITE_URL}{'' if code == 'fr' else '/' + code}/territoires/"
        for code, _name in settings.LANGUAGES
    }
    assert 'rel="alternate" hreflang' not in client.get("/uk/lieux/?q=wifi").content.decode()


@pytest.mark.django_db
def test_professional_pages_have_no_prefix(client: Client) -> None:
    assert client.get("/en/pro/").status_code == 404
    with override("en"):
        assert reverse("contributions:report_find") == "/signalements/"
        assert reverse("directory:lieu_list") == "/en/lieux/"


@pytest.mark.django_db
def test_a_missing_page_is_said_in_the_language(client: Client) -> None:
    response = client.get("/tr/nulle-part/")
    assert response.status_code == 404
    assert '<html lang="tr" dir="ltr">' in response.content.decode()


@pytest.fixture
def folder(tmp_path: Path, settings: object) -> Iterator[Path]:
    """A folder of catalogues with one of Turkish."""
    path = tmp_path / "tr/LC_MESSAGES/django.po"
    path.parent.mkdir(parents=True)
    path.write_text('msgid ""\nmsgstr ""\n"Language: tr\\n"\n\nmsgid "Lieux"\nmsgstr "Yerler"\n')
    settings.LOCALE_PATHS = [tmp_path]  # type: ignore[attr-defined]
    languages.available_languages.cache_clear()
    yield path
    languages.available_languages.cache_clear()


def test_compile_only_what_is_newer(folder: Path) -> None:
    assert catalogues.compile_catalogues() == 1
    compiled = folder.with_suffix(".mo")
    assert b"Yerler" in compiled.read_bytes()
    assert catalogues.compile_catalogues() == 0
    later = compiled.stat().st_mtime_ns + 1_000_000_000
    os.utime(folder, ns=(later, later))
    assert catalogues.compile_catalogues() == 1
    assert sorted(path.name for path in folder.parent.iterdir()) == ["django.mo", "django.po"]


def test_an_unreadable_catalogue_changes_nothing(folder: Path) -> None:
    folder.write_text('<<<<<<< ours\nmsgid "Lieux"\nmsgstr "Yerler"\n')
    assert catalogues.compile_catalogues() == 0
    assert not folder.with_suffix(".mo").exists()


@pytest.mark.django_db
def test_a_language_without_catalogue_is_not_offered(client: Client, folder: Path) -> None:
    assert [one.code for one in languages.available_languages()] == ["fr"]
    assert client.get("/en/").status_code == 404
    assert 'class="languages"' not in client.get("/").content.decode()


PLACEHOLDER = re.compile(r"%\(\w+\)\d*[sd]|%%|</?\w+")


@pytest.mark.parametrize("source", catalogues.catalogue_paths(), ids=lambda path: path.parts[-3])
def test_translations_keep_the_placeholders(source: Path) -> None:
    with source.open("rb") as file:
        catalogue = read_po(file)
    wrong = []
    for message in catalogue:
        texts = message.string if isinstance(message.string, tuple) else (message.string,)
        ids = message.id if isinstance(message.id, tuple) else (message.id,)
        if not message.id or not any(texts):
            continue
        known = set(PLACEHOLDER.findall(" ".join(ids)))
        for text in filter(None, texts):
            found = set(PLACEHOLDER.findall(text))
            # A plural form may leave the number out (« one place »); nothing may be added.
            if found - known or (len(ids) == 1 and known - found):
                wrong.append(text)
    assert not wrong
