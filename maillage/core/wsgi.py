"""What stands before Django: it reads the alphabet of a request before any middleware."""

import re
from collections.abc import Callable, Iterable
from typing import Any

_ALPHABET = re.compile(r";\s*charset\s*=\s*\"?([^\";]*)\"?", re.IGNORECASE)
_OURS = {"utf-8", "utf8", "us-ascii", "ascii"}

Application = Callable[[dict[str, Any], Callable[..., Any]], Iterable[bytes]]


def only_our_alphabet(application: Application) -> Application:
    """Take away any other alphabet than UTF-8 from the Content-Type of requests.

    Django decodes with any codec that Python knows, « rot13 » too, while it builds the request:
    nothing of ours could answer.
    """

    def guarded(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        kind = str(environ.get("CONTENT_TYPE") or "")
        found = _ALPHABET.search(kind)
        if found and found[1].strip().lower() not in _OURS:
            environ["CONTENT_TYPE"] = _ALPHABET.sub("", kind)
        return application(environ, start_response)

    return guarded
