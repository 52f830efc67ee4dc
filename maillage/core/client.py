"""Who is asking: the network address, for limits only, never stored."""

from django.conf import settings
from django.http import HttpRequest


def client_address(request: HttpRequest) -> str:
    """The address of the visitor.

    Behind the proxy that production trusts (SECURE_PROXY_SSL_HEADER), it is the last one of
    X-Forwarded-For, which that proxy wrote itself; what comes before is what the visitor says.
    """
    if settings.SECURE_PROXY_SSL_HEADER:
        forwarded = request.META.get("HTTP_X_FORWARDED_FOR", "")
        last = forwarded.rsplit(",", 1)[-1].strip()
        if last:
            return str(last)[:64]
    return str(request.META.get("REMOTE_ADDR", ""))
