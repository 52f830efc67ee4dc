"""Limits of what visitors send."""

from maillage.core.throttle import Limit

SEND_LIMIT = Limit("report-send", 20)
LOOKUP_LIMIT = Limit("report-lookup", 60)
