"""How much one address may ask in a minute.

A counter per address and minute, in the cache of the process: cheap, approximate on purpose
(several workers count apart), and nothing to store. The key is a keyed hash of the address that
changes every minute, and it expires with the minute: nobody can be recognised from it.
"""

import time

from django.conf import settings
from django.core.cache import cache
from django.utils.crypto import salted_hmac

WINDOW_SECONDS = 60
CALL_COST = 1
EXPORT_COST = 10
"""A whole file is worth ten calls."""


def seconds_to_wait(*, address: str, cost: int) -> int:
    """0 when the call may go on, else the seconds until the next minute begins."""
    limit = settings.API_RATE_PER_MINUTE
    now = int(time.time())
    window, elapsed = divmod(now, WINDOW_SECONDS)
    key = "api:" + salted_hmac("maillage.api.limits", f"{window}:{address}").hexdigest()
    cache.add(key, 0, WINDOW_SECONDS)
    try:
        used = cache.incr(key, min(cost, limit))
    except ValueError:
        # Evicted between the two lines.
        return 0
    return WINDOW_SECONDS - elapsed if used > limit else 0
