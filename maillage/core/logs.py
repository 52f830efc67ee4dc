"""What the log never says: the secret part of an address."""

import logging
from contextlib import suppress

from django.http import HttpRequest
from django.urls import Resolver404, resolve

SECRET_ARGUMENTS = frozenset({"token", "number"})
"""Arguments of addresses that open something by themselves: personal links, tracking numbers."""
HIDDEN = "…"


class SecretAddressFilter(logging.Filter):
    """Hide them in what Django says of a refused request (« Bad Request: /invitation/…/ »)."""

    def filter(self, record: logging.LogRecord) -> bool:
        request = getattr(record, "request", None)
        if isinstance(request, HttpRequest) and isinstance(record.args, tuple):
            secrets = _secrets_of(request.path_info)
            record.args = tuple(_without(value, secrets) for value in record.args)
        return True


def _secrets_of(path: str) -> list[str]:
    """A request refused before its view was looked for is read here all the same."""
    with suppress(Resolver404):
        kwargs = resolve(path).kwargs
        return [str(kwargs[name]) for name in SECRET_ARGUMENTS & kwargs.keys()]
    return []


def _without(value: object, secrets: list[str]) -> object:
    text = str(value)
    for secret in secrets:
        text = text.replace(secret, HIDDEN)
    return text if text != str(value) else value
