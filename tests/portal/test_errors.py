"""What people see when something went wrong."""

from unittest.mock import patch

import pytest
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import SuspiciousOperation
from django.http import HttpRequest, HttpResponse
from django.test import Client, RequestFactory, override_settings
from django.urls import path

from config import urls as site_urls
from maillage.core.error_pages import ERROR_WORDS, error_page
from maillage.portal.views import server_error


@login_not_required
def broken(_request: HttpRequest) -> HttpResponse:
    raise RuntimeError("secret detail")


@login_not_required
def suspicious(_request: HttpRequest) -> HttpResponse:
    raise SuspiciousOperation("secret detail")


urlpatterns = [
    path("casse/", broken),
    path("louche/", suspicious),
    *site_urls.urlpatterns,
]
handler404, handler500, handler400 = (
    site_urls.handler404,
    site_urls.handler500,
    site_urls.handler400,
)
with_broken_views = override_settings(ROOT_URLCONF=__name__)


@pytest.fixture
def quiet() -> Client:
    return Client(raise_request_exception=False)


def test_an_unknown_page_offers_ways_out(quiet: Client) -> None:
    response = quiet.get("/n-existe-pas/%3Cscript%3E/")
    text = response.content.decode()
    assert response.status_code == 404
    assert "Cette page n’existe pas" in text
    assert '<form class="panel" action="/lieux/" method="get"' in text
    assert 'name="q"' in text
    assert 'href="/plan-du-site/"' in text
    assert "Rien n’est perdu" in text
    assert text.count("<h1") == 1
    assert '<meta name="robots" content="noindex">' in text


def test_error_pages_need_no_database(quiet: Client) -> None:
    """Without the database mark, a query would fail this test."""
    assert quiet.get("/n-existe-pas/").status_code == 404


@with_broken_views
def test_a_view_that_raises_gives_the_static_page(quiet: Client) -> None:
    response = quiet.get("/casse/")
    text = response.content.decode()
    assert response.status_code == 500
    assert "Le site a un problème" in text
    assert "Rien n’est perdu" in text
    assert "core/css/site.css" in text
    assert "secret detail" not in text
    assert "Traceback" not in text


@with_broken_views
def test_a_suspicious_request_is_a_400_in_french(quiet: Client) -> None:
    response = quiet.get("/louche/")
    assert response.status_code == 400
    assert "Cette demande ne se lit pas" in response.content.decode()
    assert "secret detail" not in response.content.decode()


def test_the_last_page_comes_out_when_templates_fail() -> None:
    with patch("maillage.portal.views.errors.render_to_string", side_effect=OSError):
        response = server_error(RequestFactory().get("/"))
    assert response.status_code == 500
    assert "Le site a un problème" in response.content.decode()


@pytest.mark.parametrize("status", sorted(ERROR_WORDS))
def test_every_refusal_says_what_happened_and_what_to_do(status: int) -> None:
    response = error_page(RequestFactory().get("/"), status=status, retry_after=60)
    text = response.content.decode()
    words = ERROR_WORDS[status]
    assert response.status_code == status
    assert response.headers["Retry-After"] == "60"
    for sentence in (words.title, words.what, words.todo):
        assert str(sentence) in text
    assert ('name="q"' in text) == words.with_search
    assert "!" not in f"{words.title}{words.what}{words.todo}"


def test_a_status_without_words_is_a_mistake() -> None:
    with pytest.raises(KeyError):
        error_page(RequestFactory().get("/"), status=418)
