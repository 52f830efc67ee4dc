"""What a browser receives for a page: compressed sizes of the page and of what it names."""

import http.client
import re
from dataclasses import dataclass, field
from urllib.parse import urljoin, urlsplit

_LINK = re.compile(r"<link\b[^>]*>", re.IGNORECASE)
_SCRIPT = re.compile(r"<script\b[^>]*\bsrc=\"([^\"]+)\"", re.IGNORECASE)
_HREF = re.compile(r"\bhref=\"([^\"]+)\"")
_CSS_URL = re.compile(r"url\([\"']?([^\"')]+)[\"']?\)")
_CSS_IMPORT = re.compile(r"@import\s+(?:url\()?[\"']([^\"']+)")
_JS_IMPORT = re.compile(r"(?:import|from)\s*\(?[\"'](\.{0,2}/[^\"']+)[\"']")
_DATA_MAP = re.compile(r"data-(?:maplibre|worker|css)=\"([^\"]+)\"")


@dataclass(slots=True)
class PageWeight:
    """Compressed bytes by address; `later`: only loaded with the map."""

    first: dict[str, int] = field(default_factory=dict)
    later: dict[str, int] = field(default_factory=dict)

    def total(self, *, with_map: bool) -> int:
        return sum(self.first.values()) + (sum(self.later.values()) if with_map else 0)


def fetch(port: int, address: str) -> tuple[int, str]:
    """(bytes on the wire, text) of an address; brotli on the wire, as browsers ask."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    connection.request("GET", address, headers={"Accept-Encoding": "br, gzip"})
    response = connection.getresponse()
    size = len(response.read())
    connection.close()
    if response.status != 200:
        raise RuntimeError(f"{address} answers {response.status}")
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    connection.request("GET", address, headers={"Accept-Encoding": "identity"})
    text = connection.getresponse().read().decode("utf-8", "replace")
    connection.close()
    return size, text


def weigh(port: int, address: str) -> PageWeight:
    """The page, its styles, its scripts and what they import, the fonts of plain French text.

    Of the fonts, the browser takes only the Latin one (unicode-range), and the italic when
    the page has some: the upright Latin one is counted.
    """
    weight = PageWeight()
    size, html = fetch(port, address)
    weight.first[address] = size
    for tag in _LINK.findall(html):
        found = _HREF.search(tag)
        if found and ('rel="stylesheet"' in tag or 'rel="preload"' in tag):
            _add(port, urljoin(address, found[1]), weight.first)
    for script in _SCRIPT.findall(html):
        _add(port, urljoin(address, script), weight.first)
    for name in _DATA_MAP.findall(html):
        _add(port, urljoin(address, name), weight.later, known=weight.first)
    return weight


def _add(
    port: int, address: str, held: dict[str, int], known: dict[str, int] | None = None
) -> None:
    address = urlsplit(address).path
    if address in held or (known and address in known):
        return
    size, text = fetch(port, address)
    held[address] = size
    if address.endswith(".css"):
        for name in _CSS_IMPORT.findall(text):
            _add(port, urljoin(address, name), held, known)
        for name in _CSS_URL.findall(text):
            if re.search(r"latin-(?:wght-)?normal", name) and "latin-ext" not in name:
                _add(port, urljoin(address, name), held, known)
    elif address.endswith((".js", ".mjs")):
        for name in _JS_IMPORT.findall(text):
            _add(port, urljoin(address, name), held, known)
