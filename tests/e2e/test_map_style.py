"""The base style of the map: a configured one when it answers, our own boundaries otherwise."""

import json
import struct
import zlib
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.e2e import site as real_site
from tests.e2e.conftest import Visit, ready_map

GROUND = (200, 60, 160)
"""Colour of the tiles of the other server: no theme of ours has it."""


def tile() -> bytes:
    """A PNG of 1 pixel of the colour of the ground."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return (
            struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
        )

    header = struct.pack(">IIBBBBB", 1, 1, 8, 2, 0, 0, 0)
    pixels = zlib.compress(b"\0" + bytes(GROUND))
    return (
        b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", pixels) + chunk(b"IEND", b"")
    )


STYLE = json.dumps(
    {
        "version": 8,
        "sources": {
            "plan": {
                "type": "raster",
                "tiles": ["{origin}/tile.png?{z}/{x}/{y}"],
                "tileSize": 256,
                "attribution": "Fond des essais",
            }
        },
        "layers": [{"id": "plan", "type": "raster", "source": "plan"}],
    }
).encode()


def map_of(visit: Visit, site: str, *, dead: str = "") -> Page:
    page = visit(f"{site}/lieux/?ou=Chartres", dead=dead)
    ready_map(page)
    return page


def test_a_style_that_answers_is_used(visit: Visit, prepared: Path, tmp_path: Path) -> None:
    files = {"/style.json": ("application/json", STYLE), "/tile.png": ("image/png", tile())}
    with (
        real_site.serve(files) as other,
        real_site.running(
            prepared,
            tmp_path,
            MAILLAGE_MAP_STYLE_URL=f"{other}/style.json",
            MAILLAGE_MAP_ORIGINS=other,
        ) as site,
    ):
        page = map_of(visit, site)
        expect(page.locator(".maplibregl-ctrl-attrib")).to_contain_text("Fond des essais")
        expect(page.locator(".town")).to_have_count(0)
        expect(page.locator(".map__notice")).to_be_hidden()
        expect(page.locator(".pin").first).to_be_visible()


@pytest.mark.parametrize("fault", ["nobody answers", "tiles do not come"])
def test_our_boundaries_stay_when_the_style_fails(
    visit: Visit, prepared: Path, tmp_path: Path, fault: str
) -> None:
    files = {} if fault == "nobody answers" else {"/style.json": ("application/json", STYLE)}
    with real_site.serve(files) as other:
        dead = f"http://127.0.0.1:{real_site.free_port()}" if fault == "nobody answers" else other
        with real_site.running(
            prepared,
            tmp_path,
            MAILLAGE_MAP_STYLE_URL=f"{dead}/style.json",
            MAILLAGE_MAP_ORIGINS=dead,
        ) as site:
            page = map_of(visit, site, dead=dead)
            expect(page.locator(".map__notice")).to_have_text(
                "Le fond de carte ne répond pas : voici les limites des territoires."
            )
            expect(page.locator(".town", has_text="Chartres").first).to_be_visible()
            expect(page.locator(".maplibregl-ctrl-attrib")).to_contain_text("INSEE")
            expect(page.locator(".pin").first).to_be_visible()
