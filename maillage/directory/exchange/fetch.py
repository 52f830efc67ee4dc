"""Bring a file from an https address, without letting the address lead anywhere else.

An address given by a person could aim at a machine of our own network. The name is therefore
resolved once, every address it gives must belong to the public internet, and the connection is
made to the checked address itself: a name that changes its answer in between gains nothing.
The same holds at every redirect. What comes in is measured while it comes, before and after
decompression.
"""

import ipaddress
import socket
import time
import zlib
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from ssl import SSLContext
from typing import Any

import httpcore
import httpx

MAX_BYTES = 50_000_000
MAX_REDIRECTS = 5
TIMEOUT_SECONDS = 60.0
_STEP_SECONDS = 15.0
_CHUNK = 1 << 16
_REDIRECTS = frozenset({301, 302, 303, 307, 308})
_NAT64 = ipaddress.ip_network("64:ff9b::/96")
_HEADERS = {"User-Agent": "Maillage (import de lieux)", "Accept-Encoding": "identity, gzip"}
_LOST = "Le serveur {host} ne répond pas : vérifiez l’adresse, ou réessayez plus tard."

Resolver = Callable[[str, int], Sequence[str]]
_NETWORK_ERRORS = (
    httpcore.TimeoutException,
    httpcore.NetworkError,
    httpcore.ProtocolError,
    OSError,
)
_IP = ipaddress.IPv4Address | ipaddress.IPv6Address


class FetchError(Exception):
    """The file could not be brought; `message_fr` says why."""

    def __init__(self, message_fr: str) -> None:
        super().__init__(message_fr)
        self.message_fr = message_fr


@dataclass(frozen=True, slots=True)
class FetchedFile:
    """A file brought to `path`. `not_modified`: the server has nothing newer, `path` untouched.

    `etag` and `last_modified` as the server gives them, "" when it does not.
    """

    path: Path
    content_type: str
    final_url: str
    size: int
    etag: str = ""
    last_modified: str = ""
    not_modified: bool = False


def system_resolver(host: str, port: int) -> list[str]:
    """The addresses of a name, as the machine knows them; OSError when there is none."""
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return list(dict.fromkeys(str(info[4][0]) for info in found))


def fetch(
    url: str,
    *,
    to: Path,
    limit_bytes: int = MAX_BYTES,
    timeout: float = TIMEOUT_SECONDS,
    etag: str = "",
    allow_loopback: bool = False,
    resolve: Resolver = system_resolver,
) -> FetchedFile:
    """Bring the file at an https address to `to`; FetchError otherwise, and `to` is untouched.

    `limit_bytes`: after decompression. `timeout`: seconds for the whole. `etag`: of the former
    visit, so that an unchanged file is not brought again. `allow_loopback`: tests only, lets
    http and this very machine in.
    """
    current = _checked_url(url, allow_loopback=allow_loopback)
    visitor = _Visitor(time.monotonic() + timeout, allow_loopback, resolve)
    draft = to.with_name(f"{to.name}.part")
    for _ in range(MAX_REDIRECTS + 1):
        # A new pool each time: no connection, no cookie goes from one host to the next.
        secure = httpx.create_ssl_context() if current.scheme == "https" else None
        with httpcore.ConnectionPool(ssl_context=secure, network_backend=visitor) as pool:
            try:
                answer = pool.handle_request(visitor.request(current, etag))
                headers = httpx.Headers(answer.headers)
                if answer.status in _REDIRECTS:
                    current = _next_url(headers, current, allow_loopback=allow_loopback)
                    continue
                if answer.status == httpx.codes.NOT_MODIFIED and etag:
                    return _fetched(to, headers, current, size=0, not_modified=True)
                if answer.status != httpx.codes.OK:
                    raise FetchError(_refusal(answer.status, current.host))
                size = _keep(answer.iter_stream(), headers, draft, limit_bytes)
                draft.replace(to)
                return _fetched(to, headers, current, size=size)
            except _NETWORK_ERRORS as error:
                raise FetchError(_network_words(error, current.host)) from error
            finally:
                draft.unlink(missing_ok=True)
    raise FetchError(f"Cette adresse renvoie plus de {MAX_REDIRECTS} fois vers une autre.")


class _Visitor(httpcore.SyncBackend):
    """The way out: only to addresses that were checked, never beyond the time given."""

    def __init__(self, deadline: float, allow_loopback: bool, resolve: Resolver) -> None:
        super().__init__()
        self._deadline = deadline
        self._allow_loopback = allow_loopback
        self._resolve = resolve

    def request(self, url: httpx.URL, etag: str) -> httpcore.Request:
        """A request that connects to a checked address and speaks to the name.

        The certificate is judged by the name too.
        """
        host = url.raw_host.decode("ascii")
        port = url.port or (443 if url.scheme == "https" else 80)
        address = self._address(host, port)
        netloc = url.netloc.decode("ascii")
        headers = {**_HEADERS, "Host": netloc} | ({"If-None-Match": etag} if etag else {})
        steps = dict.fromkeys(("connect", "read", "write", "pool"), _STEP_SECONDS)
        return httpcore.Request(
            "GET",
            httpcore.URL(
                scheme=url.scheme, host=str(address), port=port, target=url.raw_path or b"/"
            ),
            headers=list(headers.items()),
            extensions={"sni_hostname": host, "timeout": steps},
        )

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[Any] | None = None,
    ) -> httpcore.NetworkStream:
        stream = super().connect_tcp(
            host, port, _left(self._deadline, timeout), local_address, socket_options
        )
        return _TimedStream(stream, self._deadline)

    def _address(self, host: str, port: int) -> _IP:
        """A public address of the host; FetchError when one of them is not."""
        try:
            texts = self._resolve(host.strip("[]"), port)
        except (OSError, UnicodeError) as error:
            raise FetchError(f"Le serveur « {host[:80]} » n’existe pas.") from error
        addresses = [ipaddress.ip_address(text.split("%", maxsplit=1)[0]) for text in texts]
        if not addresses:
            raise FetchError(f"Le serveur « {host[:80]} » n’existe pas.")
        # All of them: an answer that mixes public and private addresses is a trick.
        for address in addresses:
            if not is_public(address) and not (self._allow_loopback and address.is_loopback):
                raise FetchError(
                    f"L’adresse « {host[:80]} » mène à un réseau privé : elle est refusée."
                )
        return addresses[0]


class _TimedStream(httpcore.NetworkStream):
    """A connection on which no reading waits beyond the deadline of the whole visit.

    A server that drips one byte now and then never lets a plain read time out.
    """

    def __init__(self, stream: httpcore.NetworkStream, deadline: float) -> None:
        self._stream = stream
        self._deadline = deadline

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        return self._stream.read(max_bytes, _left(self._deadline, timeout))

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        self._stream.write(buffer, _left(self._deadline, timeout))

    def close(self) -> None:
        self._stream.close()

    def start_tls(
        self,
        ssl_context: SSLContext,
        server_hostname: str | None = None,
        timeout: float | None = None,
    ) -> httpcore.NetworkStream:
        secured = self._stream.start_tls(
            ssl_context, server_hostname, _left(self._deadline, timeout)
        )
        return _TimedStream(secured, self._deadline)

    def get_extra_info(self, info: str) -> Any:
        return self._stream.get_extra_info(info)


def _left(deadline: float, timeout: float | None) -> float:
    """Seconds that one step may last; a timeout when none is left."""
    left = deadline - time.monotonic()
    if left <= 0:
        raise httpcore.ReadTimeout("deadline")
    return left if timeout is None else min(left, timeout)


def is_public(address: _IP) -> bool:
    """Tell whether an address belongs to the public internet, whatever it is wrapped in."""
    if isinstance(address, ipaddress.IPv6Address):
        if address.teredo is not None or address.is_site_local:
            return False
        inner = address.ipv4_mapped or address.sixtofour
        if inner is None and address in _NAT64:
            inner = ipaddress.IPv4Address(int(address) & 0xFFFFFFFF)
        if inner is not None:
            return is_public(inner)
    return address.is_global and not (
        address.is_multicast or address.is_reserved or address.is_unspecified
    )


def _checked_url(text: str, *, allow_loopback: bool) -> httpx.URL:
    try:
        url = httpx.URL(text.strip())
        host = url.host  # decoded now: « xn--a » is the name of nothing
    except (httpx.InvalidURL, UnicodeError, ValueError) as error:
        raise FetchError("Cette adresse web n’est pas bien écrite.") from error
    if url.scheme != "https" and not (allow_loopback and url.scheme == "http"):
        raise FetchError("L’adresse doit commencer par https://.")
    if not host:
        raise FetchError("Cette adresse web n’a pas de nom de serveur.")
    if url.userinfo:
        raise FetchError("L’adresse ne doit contenir ni nom d’utilisateur ni mot de passe.")
    if url.port not in {None, 443} and not allow_loopback:
        raise FetchError(f"Le port {url.port} n’est pas accepté : seulement https, port 443.")
    return url.copy_with(fragment=None)


def _next_url(headers: httpx.Headers, current: httpx.URL, *, allow_loopback: bool) -> httpx.URL:
    location = headers.get("Location", "")
    if not location:
        raise FetchError(f"Le serveur {current.host} renvoie vers une adresse vide.")
    try:
        following = current.join(location)
    except (httpx.InvalidURL, UnicodeError, ValueError) as error:
        raise FetchError(f"Le serveur {current.host} renvoie vers une adresse fausse.") from error
    return _checked_url(str(following), allow_loopback=allow_loopback)


def _keep(pieces: Iterable[bytes], headers: httpx.Headers, draft: Path, limit: int) -> int:
    """Write the body to a draft; FetchError beyond the limit."""
    too_big = FetchError(f"Ce fichier dépasse {limit // 1_000_000 or 1} Mo : il est refusé.")
    declared = headers.get("Content-Length", "")
    if declared.isdecimal() and int(declared[:20]) > limit:
        raise too_big
    size = 0
    with draft.open("wb") as output:
        for chunk in _decoded(pieces, headers.get("Content-Encoding", "").strip().lower()):
            size += len(chunk)
            if size > limit:
                raise too_big
            output.write(chunk)
    if size == 0:
        raise FetchError("Le serveur a envoyé un fichier vide.")
    return size


def _decoded(pieces: Iterable[bytes], encoding: str) -> Iterator[bytes]:
    """The body in small pieces: a compressed one is never opened by more than a piece."""
    if encoding in {"", "identity"}:
        yield from pieces
        return
    if encoding not in {"gzip", "x-gzip"}:
        raise FetchError(f"Le serveur compresse le fichier d’une façon inconnue ({encoding[:20]}).")
    unpacker = zlib.decompressobj(wbits=31)
    try:
        for piece in pieces:
            waiting = piece
            while waiting:
                yield unpacker.decompress(waiting, _CHUNK)
                waiting = unpacker.unconsumed_tail
        # What the last piece left inside, still a piece at a time.
        while rest := unpacker.decompress(b"", _CHUNK):
            yield rest
    except zlib.error as error:
        raise FetchError("Le fichier envoyé par le serveur est abîmé.") from error
    if not unpacker.eof:
        raise FetchError("Le fichier envoyé par le serveur est coupé.")


def _fetched(
    path: Path, headers: httpx.Headers, url: httpx.URL, *, size: int, not_modified: bool = False
) -> FetchedFile:
    kind = headers.get("Content-Type", "").split(";", maxsplit=1)[0]
    return FetchedFile(
        path=path,
        content_type=kind.strip().lower()[:100],
        final_url=str(url),
        size=size,
        etag=headers.get("ETag", "")[:200],
        last_modified=headers.get("Last-Modified", "")[:60],
        not_modified=not_modified,
    )


def _refusal(status: int, host: str) -> str:
    if status in {401, 403}:
        return f"Le serveur {host} refuse l’accès à ce fichier (erreur {status})."
    if status in {404, 410}:
        return f"Le serveur {host} ne connaît pas ce fichier (erreur {status})."
    if status == httpx.codes.TOO_MANY_REQUESTS or status >= 500:
        return f"Le serveur {host} a un problème (erreur {status}) : réessayez plus tard."
    return f"Le serveur {host} n’a pas envoyé le fichier (réponse {status})."


def _network_words(error: Exception, host: str) -> str:
    if isinstance(error, httpcore.TimeoutException):
        return f"Le serveur {host} est trop lent : le délai est dépassé."
    if "certificate" in str(error).lower() or "ssl" in str(error).lower():
        return f"Le certificat de sécurité de {host} n’est pas valable."
    if isinstance(error, httpcore.ProtocolError):
        return f"Le serveur {host} a coupé l’envoi ou répond autre chose que du web."
    return _LOST.format(host=host)
