"""Requests that break Django before any middleware."""

import io
from typing import Any
from wsgiref.util import setup_testing_defaults

import pytest
from django.core.wsgi import get_wsgi_application

from maillage.core.wsgi import only_our_alphabet


@pytest.mark.django_db
@pytest.mark.parametrize("charset", ["rot13", "hex", '"rot13"', "utf-8", "nonsense"])
def test_an_alphabet_that_is_not_ours_breaks_nothing(charset: str) -> None:
    statuses: list[str] = []
    environ: dict[str, Any] = {
        "PATH_INFO": "/signalements/",
        "QUERY_STRING": "numero=%C3%A9",
        "CONTENT_TYPE": f"text/plain; charset={charset}",
        "HTTP_HOST": "testserver",
        "wsgi.input": io.BytesIO(b""),
    }
    setup_testing_defaults(environ)
    application = only_our_alphabet(get_wsgi_application())
    answer = application(environ, lambda status, *_rest: statuses.append(status))
    assert b"".join(answer)
    assert statuses == ["400 Bad Request"]  # no such number: the page says so
