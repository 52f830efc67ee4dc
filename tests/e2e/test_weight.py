"""What a first visit downloads, in bytes; nothing here measures time."""

import pytest
from playwright.sync_api import Page

from tests.addresses import KIOSK
from tests.e2e.conftest import DESKTOP, PHONE, Visit, ready_map

WITHOUT_MAP_BYTES = 60_000
WITH_MAP_BYTES = 450_000

RECEIVED = """() => performance.getEntriesByType('resource')
  .concat(performance.getEntriesByType('navigation'))
  .map((entry) => [new URL(entry.name).pathname, entry.encodedBodySize])"""


def received(page: Page) -> dict[str, int]:
    """Path → compressed bytes of everything that the page asked for."""
    page.wait_for_load_state("networkidle")
    return dict(page.evaluate(RECEIVED))


@pytest.mark.parametrize(
    "path",
    [
        "/",
        "/lieux/?ou=Gallardon",
        "/lieux/bibliotheque-de-gallardon/",
        "/orientation/",
        "/orientation/?besoin=demarches&theme=social_sante&ou=Chartres&tour=3",
        f"/borne/{KIOSK}/fr/demarches/social_sante/",
    ],
)
def test_a_first_page_is_light(visit: Visit, path: str) -> None:
    weights = received(visit(path, size=PHONE))
    assert sum(weights.values()) < WITHOUT_MAP_BYTES, weights


def test_the_code_of_the_map_is_bearable(visit: Visit) -> None:
    page = visit("/lieux/?ou=Gallardon", size=DESKTOP)
    ready_map(page)
    weights = {
        path: size for path, size in received(page).items() if not path.startswith("/carte/")
    }
    assert any("maplibre" in path for path in weights)
    assert sum(weights.values()) < WITH_MAP_BYTES, weights


def test_nothing_comes_from_elsewhere(visit: Visit) -> None:
    page = visit("/lieux/?ou=Gallardon", size=DESKTOP)
    ready_map(page)
    origins = page.evaluate(
        "performance.getEntriesByType('resource').map((entry) => new URL(entry.name).origin)"
    )
    assert set(origins) == {page.evaluate("location.origin")}
    assert page.context.cookies() == []
