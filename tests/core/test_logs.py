"""The log never says what opens something by itself."""

import logging
from io import StringIO
from typing import Any

import pytest
from django.conf import settings
from django.test import Client, RequestFactory

from maillage.core.logs import SecretAddressFilter

TOKEN = "jxog2kguqrm7yutgfhhdszobxwkoaqmg47ma3przzvk4"


@pytest.mark.parametrize(
    "path",
    [
        f"/invitation/{TOKEN}/",
        f"/rattachement/{TOKEN}/",
        f"/mise-a-jour/{TOKEN}/",
        f"/mise-a-jour/{TOKEN}/partie/contacts/",
        f"/mise-a-jour/{TOKEN}/merci/",
    ],
)
def test_personal_links_are_hidden(path: str) -> None:
    record = logging.LogRecord("x", logging.WARNING, "", 0, "%s: %s", ("Bad Request", path), None)
    record.request = RequestFactory().get(path)
    assert SecretAddressFilter().filter(record)
    assert record.getMessage() == f"Bad Request: {path.replace(TOKEN, '…')}"


def test_other_addresses_are_said() -> None:
    for path in ("/lieux/inconnu/", "/nulle-part/"):
        record = logging.LogRecord("x", logging.WARNING, "", 0, "%s: %s", ("Not Found", path), None)
        record.request = RequestFactory().get(path)
        assert SecretAddressFilter().filter(record)
        assert record.getMessage() == f"Not Found: {path}"


@pytest.mark.django_db
def test_the_log_of_the_site_hides_them(client: Client) -> None:
    config: dict[str, Any] = settings.LOGGING
    assert config["handlers"]["console"]["filters"] == ["secrets"]
    said = StringIO()
    handler = logging.StreamHandler(said)
    handler.addFilter(SecretAddressFilter())
    logger = logging.getLogger("django.request")
    logger.addHandler(handler)
    try:
        assert client.get(f"/mise-a-jour/{TOKEN}/").status_code == 404
        # Refused before its view was looked for.
        refused = client.generic(
            "POST", f"/mise-a-jour/{TOKEN}/", b"", headers={"Transfer-Encoding": "chunked"}
        )
        assert refused.status_code == 411
    finally:
        logger.removeHandler(handler)
    assert said.getvalue().count("/mise-a-jour/…/") == 2
    assert TOKEN not in said.getvalue()
