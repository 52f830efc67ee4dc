"""Where a page of results stops: an opaque text made of the sort and the last key.

The next page begins just after that key, so that rows added or removed meanwhile neither hide
nor repeat the others, as counting rows would.
"""

import base64
import binascii
import json

from maillage.api.errors import ApiError, bad_parameter

Key = tuple[str | float, str]
"""(what the sort compares, identifier); the identifier settles equals."""

_MAX_LENGTH = 4000


def write_cursor(*, sort: str, key: Key) -> str:
    """Text of the place after `key`, for the parameter `curseur`."""
    raw = json.dumps([sort, *key], ensure_ascii=False, separators=(",", ":"))
    return base64.urlsafe_b64encode(raw.encode()).decode().rstrip("=")


def read_cursor(*, sort: str, text: str, kind: type[str] | type[float]) -> Key:
    """The key behind the text; ApiError when it is not ours or belongs to another sort.

    `kind` is the type of what the sort compares.
    """
    try:
        if len(text) > _MAX_LENGTH:
            raise ValueError
        raw = base64.b64decode(text + "=" * (-len(text) % 4), altchars=b"-_", validate=True)
        found_sort, first, last = json.loads(raw, parse_constant=_refuse)
    except (binascii.Error, ValueError, TypeError, RecursionError):
        raise _unknown() from None
    numbers = (int, float) if kind is float else (str,)
    if (
        found_sort != sort
        or not isinstance(first, numbers)
        or isinstance(first, bool)
        or not isinstance(last, str)
    ):
        raise _unknown()
    return first, last


def _refuse(constant: str) -> None:
    """NaN and infinities are JSON for Python only, and compare with nothing."""
    raise ValueError(constant)


def _unknown() -> ApiError:
    return bad_parameter(
        champ="curseur",
        message=(
            "Ce curseur n’existe pas, ou vient d’un autre tri. Reprenez l’adresse « next » de la "
            "page précédente telle quelle, ou recommencez sans curseur."
        ),
    )
