"""Fetching: what comes in, and every way in which an address tries to lead elsewhere."""

import contextlib
import datetime as dt
import gzip
import ipaddress
import ssl
import threading
import zlib
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from maillage.directory.exchange.fetch import FetchedFile, FetchError, fetch, is_public

Answer = Callable[[BaseHTTPRequestHandler], None]
TEXT = b"nom,adresse\nMairie,1 place du March\xc3\xa9\n"


class Site:
    """A site on this machine: what each path answers, and what was asked of it."""

    def __init__(self) -> None:
        self.answers: dict[str, Answer] = {}
        self.hosts: list[str] = []
        self.stop = threading.Event()
        site = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_GET(self) -> None:
                site.hosts.append(self.headers["Host"])
                self.close_connection = True
                site.answers[self.path](self)

            def log_message(self, format: str, *args: object) -> None:  # noqa: A002
                pass

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.port = self.server.server_address[1]

    def url(self, path: str, host: str = "127.0.0.1") -> str:
        return f"http://{host}:{self.port}{path}"

    def serve(self, path: str, body: bytes = TEXT, *, status: int = 200, **headers: str) -> None:
        def answer(handler: BaseHTTPRequestHandler) -> None:
            handler.send_response(status)
            for name, value in {"Content_Length": str(len(body)), **headers}.items():
                if value:
                    handler.send_header(name.replace("_", "-"), value)
            handler.end_headers()
            with contextlib.suppress(OSError):  # the visitor may go away, as it should
                handler.wfile.write(body)

        self.answers[path] = answer


@pytest.fixture
def site() -> Iterator[Site]:
    found = Site()
    thread = threading.Thread(target=found.server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    yield found
    found.stop.set()
    found.server.shutdown()
    thread.join()
    found.server.server_close()


def bring(url: str, folder: Path, **options: object) -> FetchedFile:
    return fetch(url, to=folder / "lieux.csv", allow_loopback=True, **options)  # type: ignore[arg-type]


def refused(url: str, folder: Path, **options: object) -> str:
    """The message of a refusal, which leaves nothing behind."""
    with pytest.raises(FetchError) as raised:
        fetch(url, to=folder / "lieux.csv", **options)  # type: ignore[arg-type]
    assert list(folder.iterdir()) == []
    return raised.value.message_fr


def test_a_file_comes_in(site: Site, tmp_path: Path) -> None:
    site.serve("/a.csv?x=1", Content_Type="text/csv; charset=utf-8", ETag='"v1"')
    found = bring(site.url("/a.csv?x=1#haut"), tmp_path)
    assert found.path.read_bytes() == TEXT
    assert (found.content_type, found.etag, found.size) == ("text/csv", '"v1"', len(TEXT))
    assert found.final_url == site.url("/a.csv?x=1")


def test_an_unchanged_file_is_not_brought_again(site: Site, tmp_path: Path) -> None:
    site.serve("/a", b"", status=304)
    (tmp_path / "lieux.csv").write_bytes(b"avant")
    found = bring(site.url("/a"), tmp_path, etag='"v1"')
    assert found.not_modified
    assert found.path.read_bytes() == b"avant"


def test_compressed_and_chunked(site: Site, tmp_path: Path) -> None:
    site.serve("/a", gzip.compress(TEXT, mtime=0), Content_Encoding="gzip")
    assert bring(site.url("/a"), tmp_path).path.read_bytes() == TEXT


def test_redirects_are_followed_and_counted(site: Site, tmp_path: Path) -> None:
    site.serve("/a", b"", status=302, Location="/b")
    site.serve("/b", b"", status=307, Location=site.url("/c"))
    site.serve("/c")
    assert bring(site.url("/a"), tmp_path).final_url == site.url("/c")


def test_a_ring_of_redirects(site: Site, tmp_path: Path) -> None:
    site.serve("/a", b"", status=301, Location="/a")
    assert "plus de 5 fois" in refused(site.url("/a"), tmp_path, allow_loopback=True)
    assert len(site.hosts) == 6


@pytest.mark.parametrize(
    ("url", "words"),
    [
        ("http://data.example/a.csv", "https://"),
        ("ftp://data.example/a.csv", "https://"),
        ("file:///etc/passwd", "https://"),
        ("lieux.csv", "https://"),
        ("https://", "serveur"),
        ("https://moi:secret@data.example/", "mot de passe"),
        ("https://data.example:8443/", "port 8443"),
        ("https://[::1", "bien écrite"),
        ("https://xn--a/", "bien écrite"),
        ("https://exa mple/\x00", "bien écrite"),
    ],
)
def test_addresses_that_are_refused_unseen(url: str, words: str, tmp_path: Path) -> None:
    assert words in refused(url, tmp_path, resolve=lambda _host, _port: ["1.1.1.1"])


PRIVATE = [
    "127.0.0.1",
    "10.1.2.3",
    "172.16.0.1",
    "192.168.1.1",
    "169.254.169.254",
    "100.64.0.1",
    "0.0.0.0",  # noqa: S104
    "224.0.0.1",
    "240.0.0.1",
    "255.255.255.255",
    "::1",
    "::",
    "fe80::1",
    "fe80::1%eth0",
    "fc00::1",
    "fec0::1",
    "ff02::1",
    "::ffff:127.0.0.1",
    "::ffff:10.0.0.1",
    "64:ff9b::7f00:1",
    "2002:7f00:1::",
    "2001:0:7f00:1::",
]


@pytest.mark.parametrize("address", PRIVATE)
def test_private_hosts(address: str, tmp_path: Path) -> None:
    message = refused("https://data.example/", tmp_path, resolve=lambda _host, _port: [address])
    assert "réseau privé" in message
    mixed = refused(
        "https://data.example/", tmp_path, resolve=lambda _host, _port: ["1.1.1.1", address]
    )
    assert "réseau privé" in mixed


@pytest.mark.parametrize("address", ["1.1.1.1", "2606:4700:4700::1111", "64:ff9b::101:101"])
def test_public_hosts(address: str) -> None:
    assert is_public(ipaddress.ip_address(address))


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost", "0x7f.1", "2130706433", "[::1]"])
def test_ways_to_write_this_machine(host: str, tmp_path: Path) -> None:
    message = refused(f"https://{host}/", tmp_path)
    assert "réseau privé" in message or "n’existe pas" in message


def test_a_redirect_to_a_private_host(site: Site, tmp_path: Path) -> None:
    site.serve("/a", b"", status=302, Location="https://interne.example/secret")
    answers = {"127.0.0.1": ["127.0.0.1"], "interne.example": ["10.0.0.8"]}
    message = refused(
        site.url("/a"), tmp_path, allow_loopback=True, resolve=lambda host, _port: answers[host]
    )
    assert "réseau privé" in message


def test_a_redirect_away_from_https(site: Site, tmp_path: Path) -> None:
    site.serve("/a", b"", status=302, Location="file:///etc/passwd")
    assert "https://" in refused(site.url("/a"), tmp_path, allow_loopback=True)


def test_the_connection_goes_to_the_address_that_was_checked(site: Site, tmp_path: Path) -> None:
    """A name that would answer otherwise the second time is asked once only."""
    asked: list[str] = []

    def resolve(host: str, _port: int) -> list[str]:
        asked.append(host)
        return ["127.0.0.1"] if len(asked) == 1 else ["10.0.0.1"]

    site.serve("/a")
    found = bring(site.url("/a", host="data.example"), tmp_path, resolve=resolve)
    assert found.path.read_bytes() == TEXT
    assert asked == ["data.example"]
    assert site.hosts == [f"data.example:{site.port}"]


def a_certificate(folder: Path, name: str) -> Path:
    """A certificate that signs itself, with its key, in one PEM file."""
    key = ec.generate_private_key(ec.SECP256R1())
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
    start = dt.datetime(2020, 1, 1, tzinfo=dt.UTC)
    certificate = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(subject)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(start)
        .not_valid_after(start.replace(year=2090))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName(name)]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    plain = serialization.NoEncryption()
    pem = key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, plain)
    path = folder / "certificat.pem"
    path.write_bytes(pem + certificate.public_bytes(serialization.Encoding.PEM))
    return path


def test_the_certificate_is_judged_by_the_name(
    site: Site, tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Connected to an address, but it is the name that must be proved."""
    pem = a_certificate(tmp_path_factory.mktemp("pem"), "data.example")
    folder = tmp_path_factory.mktemp("in")
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(pem)
    site.server.socket = context.wrap_socket(site.server.socket, server_side=True)
    site.serve("/a")
    address = f"https://data.example:{site.port}/a"
    here = {"allow_loopback": True, "resolve": lambda _host, _port: ["127.0.0.1"]}
    assert "certificat" in refused(address, folder, **here)
    monkeypatch.setenv("SSL_CERT_FILE", str(pem))
    assert "certificat" in refused(address.replace("data", "autre"), folder, **here)
    found = bring(address, folder, resolve=lambda _host, _port: ["127.0.0.1"])
    assert found.path.read_bytes() == TEXT


def test_a_name_that_does_not_exist(tmp_path: Path) -> None:
    def nowhere(_host: str, _port: int) -> list[str]:
        raise OSError("unknown")

    assert "n’existe pas" in refused("https://data.example/", tmp_path, resolve=nowhere)
    assert "n’existe pas" in refused(
        "https://data.example/", tmp_path, resolve=lambda _host, _port: []
    )


def test_too_big_said_or_not(site: Site, tmp_path: Path) -> None:
    site.serve("/said", b"x" * 100)
    site.serve("/unsaid", b"x" * 100, Content_Length="")
    for path in ("/said", "/unsaid"):
        message = refused(site.url(path), tmp_path, allow_loopback=True, limit_bytes=50)
        assert "dépasse" in message


def test_a_compression_bomb(site: Site, tmp_path: Path) -> None:
    bomb = gzip.compress(bytes(20_000_000), mtime=0)
    site.serve("/a", bomb, Content_Encoding="gzip")
    message = refused(site.url("/a"), tmp_path, allow_loopback=True, limit_bytes=1_000_000)
    assert "dépasse 1 Mo" in message


@pytest.mark.parametrize(
    ("body", "encoding", "words"),
    [
        (b"not gzip", "gzip", "abîmé"),
        (gzip.compress(TEXT, mtime=0)[:-9], "gzip", "coupé"),
        (zlib.compress(TEXT), "br", "inconnue"),
        (b"", "identity", "vide"),
    ],
)
def test_bodies_that_cannot_be_read(
    body: bytes, encoding: str, words: str, site: Site, tmp_path: Path
) -> None:
    site.serve("/a", body, Content_Encoding=encoding)
    assert words in refused(site.url("/a"), tmp_path, allow_loopback=True)


@pytest.mark.parametrize(
    ("status", "words"),
    [(403, "refuse l’accès"), (404, "ne connaît pas"), (503, "plus tard"), (204, "n’a pas envoyé")],
)
def test_refusals_of_the_server(status: int, words: str, site: Site, tmp_path: Path) -> None:
    site.serve("/a", b"", status=status)
    assert words in refused(site.url("/a"), tmp_path, allow_loopback=True)


def test_a_server_that_drips_is_left(site: Site, tmp_path: Path) -> None:
    """Each byte comes in time, the file never does."""

    def drip(handler: BaseHTTPRequestHandler) -> None:
        handler.wfile.write(b"HTTP/1.1 200 OK\r\nX: ")
        while not site.stop.wait(0.02):
            try:
                handler.wfile.write(b"x")
                handler.wfile.flush()
            except OSError:
                return

    site.answers["/a"] = drip
    assert "trop lent" in refused(site.url("/a"), tmp_path, allow_loopback=True, timeout=0.2)


def test_nothing_listens_or_cuts(site: Site, tmp_path: Path) -> None:
    def cut(handler: BaseHTTPRequestHandler) -> None:
        handler.wfile.write(b"HTTP/1.1 200 OK\r\nContent-Length: 500\r\n\r\nnom")

    site.answers["/a"] = cut
    assert "a coupé l’envoi" in refused(site.url("/a"), tmp_path, allow_loopback=True)
    unused = Site()
    unused.server.server_close()
    assert "ne répond pas" in refused(unused.url("/a"), tmp_path, allow_loopback=True)


def test_a_failed_visit_leaves_the_former_file(site: Site, tmp_path: Path) -> None:
    (tmp_path / "lieux.csv").write_bytes(b"avant")
    site.serve("/a", b"x" * 100)
    with pytest.raises(FetchError):
        bring(site.url("/a"), tmp_path, limit_bytes=10)
    assert [path.read_bytes() for path in tmp_path.iterdir()] == [b"avant"]
