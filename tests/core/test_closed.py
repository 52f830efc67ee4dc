"""Public pages do not depend on who asks."""

import pytest
from django.test import Client

from tests.factories.people import client_of, make_administrator


@pytest.mark.django_db
def test_a_public_page_does_not_vary_with_the_cookie(client: Client) -> None:
    client.cookies["sessionid"] = "a" * 32
    response = client.get("/mentions-legales/")
    assert response.status_code == 200
    assert "Cookie" not in response.get("Vary", "")
    assert not response.cookies


@pytest.mark.django_db
def test_the_support_tool_is_closed(client: Client) -> None:
    response = client.get("/admin/directory/lieu/")
    assert response.status_code == 302
    assert response["Location"].startswith("/connexion/?next=/admin/directory/lieu/")


@pytest.mark.django_db
@pytest.mark.parametrize("path", ["/pro/", "/pro/invitations/", "/pro/bureau/", "/pro/journal/"])
def test_what_a_closed_page_says_is_kept_nowhere(client: Client, path: str) -> None:
    for browser in (client, client_of(make_administrator())):
        kept = browser.get(path).headers["Cache-Control"]
        assert "private" in kept
        assert "no-store" in kept
