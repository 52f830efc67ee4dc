"""Limits against robots, without a third party and without keeping an address.

What is counted is a keyed hash of the network address (or of any key), in the cache only, for
one hour.
"""

import hashlib
import hmac
from dataclasses import dataclass

from django.conf import settings
from django.core.cache import caches
from django.utils.connection import ConnectionProxy

HOUR_SECONDS = 3_600

# Shared by every process of one machine, unlike the default cache.
cache = ConnectionProxy(caches, "throttle")


@dataclass(frozen=True, slots=True)
class Limit:
    """At most `count` acts of one kind an hour from one network address.

    A town hall or a library shares one address between many people: limits stay generous.
    """

    name: str
    count: int


def _key(limit: Limit, address: str) -> str:
    digest = hmac.new(
        settings.SECRET_KEY.encode(), f"{limit.name}:{address}".encode(), hashlib.sha256
    ).hexdigest()
    return f"{limit.name}:{digest}"


def is_over(*, limit: Limit, address: str) -> bool:
    """Tell whether this address has used up its hour; counts nothing."""
    return int(cache.get(_key(limit, address), 0)) >= limit.count


def count_one(*, limit: Limit, address: str) -> None:
    """Count one act; the hour begins with the first."""
    key = _key(limit, address)
    if not cache.add(key, 1, HOUR_SECONDS):
        try:
            cache.incr(key)
        except ValueError:  # the hour ended between the two calls
            cache.add(key, 1, HOUR_SECONDS)
