"""Who is asking: the network address, for limits only, never stored."""

from ipaddress import IPv6Address, IPv6Network, ip_address

from django.conf import settings
from django.http import HttpRequest


def client_address(request: HttpRequest) -> str:
    """The address of the visitor.

    Behind the proxy that production trusts (SECURE_PROXY_SSL_HEADER), it is the last one of
    X-Forwarded-For, which that proxy wrote itself; what comes before is what the visitor says.
    Of an IPv6 address only the network (/64) counts: one subscriber has billions of addresses in
    it, each of which would get its own limits.
    """
    if settings.SECURE_PROXY_SSL_HEADER:
        forwarded = request.META.get("HTTP_X_FORWARDED_FOR", "")
        last = forwarded.rsplit(",", 1)[-1].strip()
        if last:
            return _network_of(str(last)[:64])
    return _network_of(str(request.META.get("REMOTE_ADDR", "")))


def _network_of(address: str) -> str:
    try:
        found = ip_address(address)
    except ValueError:  # a socket of the machine, « unknown »
        return address
    if not isinstance(found, IPv6Address):
        return address
    if found.ipv4_mapped is not None:
        return str(found.ipv4_mapped)
    return str(IPv6Network((int(found), 64), strict=False).network_address)
