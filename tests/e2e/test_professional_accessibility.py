"""Every page behind a login: axe in both themes, narrow screens, targets, right to left."""

import json
import re
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, ViewportSize, expect

from tests.e2e import checks
from tests.e2e import site as real_site
from tests.e2e.conftest import DESKTOP, PHONE, TIMEOUT_MS, Watch
from tests.e2e.professional_pages import PROFESSIONAL_PAGES, PROFESSIONAL_STATES
from tests.e2e.test_hours_by_keyboard import Keyboard

PAGES = PROFESSIONAL_PAGES | PROFESSIONAL_STATES
each_page = pytest.mark.parametrize("name", sorted(PAGES))
NARROW = (320, 640)
MOST_KEYS = 60


@dataclass(frozen=True, slots=True)
class World:
    """A site of its own, the sessions of its people by role, the values of its addresses."""

    address: str
    sessions: dict[str, str]
    values: dict[str, str]


Look = Callable[[str], Page]


@pytest.fixture(scope="module")
def world(prepared: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    own = tmp_path_factory.mktemp("professionnels")
    folders = {"MAILLAGE_MEDIA_DIR": str(own / "media"), "MAILLAGE_VAR_DIR": str(own / "var")}
    with real_site.running(prepared, own, **folders) as address:
        made = subprocess.run(
            [sys.executable, "-m", "tests.e2e.professional_world"],
            cwd=real_site.ROOT,
            env=real_site.environment(
                database=own / "site.sqlite3", static=prepared / "static", port=0
            )
            | folders,
            capture_output=True,
            text=True,
            check=False,
        )
        assert made.returncode == 0, made.stderr
        yield World(address, **json.loads(made.stdout))


@pytest.fixture(scope="module")
def watch() -> Watch:
    return Watch()


@pytest.fixture(scope="module")
def pages(browser: Browser, world: World, watch: Watch) -> Iterator[Callable[[str], Page]]:
    """One watched page of each role, kept: files are loaded once."""
    contexts: list[BrowserContext] = []
    opened: dict[str, Page] = {}

    def page_of(role: str) -> Page:
        if role not in opened:
            context = browser.new_context(locale="fr-FR")
            context.set_default_timeout(TIMEOUT_MS)
            context.add_cookies(
                [{"name": "sessionid", "value": world.sessions[role], "url": world.address}]
            )
            contexts.append(context)
            opened[role] = context.new_page()
            watch.follow(opened[role])
        return opened[role]

    yield page_of
    for context in contexts:
        context.close()


def resize(page: Page, size: tuple[int, int]) -> None:
    page.set_viewport_size(ViewportSize(width=size[0], height=size[1]))


@pytest.fixture
def look(world: World, pages: Callable[[str], Page], watch: Watch) -> Iterator[Look]:
    """`look(name)`: a page by its name in PAGES, light, on a desktop, its fonts loaded."""
    watch.faults.clear()

    def shown(name: str) -> Page:
        one = PAGES[name]
        page = pages(one.role)
        page.emulate_media(color_scheme="light")
        resize(page, DESKTOP)
        path = one.path.format(**world.values)
        response = page.goto(world.address + path)
        assert response is not None
        assert response.status == (400 if one.fails else 200), f"{path}: {response.status}"
        assert urlsplit(page.url).path == urlsplit(path).path, f"{path} led to {page.url}"
        checks.wait_for_fonts(page)
        return page

    yield shown
    assert watch.faults == []


@each_page
def test_a_page_for_professionals_is_for_everybody(look: Look, name: str) -> None:
    """One load, then other themes and widths of it: 70 pages stay within a minute or two."""
    page = look(name)
    assert checks.axe_violations(page) == []
    built = page.evaluate(checks.STRUCTURE)
    assert built["h1"] == 1
    assert built["main"] == 1
    assert built["unnamedNavs"] == 0
    assert built["duplicateIds"] == []

    resize(page, PHONE)
    page.emulate_media(color_scheme="dark")
    assert checks.axe_violations(page, rules=checks.RULES_OF_LOOK) == []
    assert page.evaluate(checks.TARGETS) == []

    faults = {"at 360 px": page.evaluate(checks.OVERFLOW)}
    resize(page, NARROW)
    faults["at 320 px"] = page.evaluate(checks.OVERFLOW) + page.evaluate(checks.CLIPPED)
    page.evaluate("document.documentElement.dir = 'rtl'")
    faults["right to left"] = page.evaluate(checks.OVERFLOW)
    page.evaluate("document.documentElement.dir = 'ltr'")
    resize(page, (640, 800))
    checks.zoom_text(page, 200)
    faults["at 200 %"] = page.evaluate(checks.OVERFLOW) + page.evaluate(checks.CLIPPED)
    assert {state: found for state, found in faults.items() if found} == {}


def test_titles_tell_pages_apart(world: World, pages: Callable[[str], Page]) -> None:
    titles: dict[str, list[str]] = {}
    for name, one in PROFESSIONAL_PAGES.items():
        answer = pages(one.role).request.get(world.address + one.path.format(**world.values))
        found = re.search(r"<title>(.*?)</title>", answer.text(), re.DOTALL)
        assert found, name
        titles.setdefault(found[1].strip(), []).append(name)
    assert {title: names for title, names in titles.items() if len(names) > 1} == {}


def test_a_bulk_action_and_its_undo_by_keyboard(
    browser: Browser, world: World, watch: Watch
) -> None:
    """« Tout cocher », an action, « Annuler »: few keys, and the page says what it did."""
    context = browser.new_context(locale="fr-FR")
    context.add_cookies(
        [{"name": "sessionid", "value": world.sessions["coordinator"], "url": world.address}]
    )
    page = context.new_page()
    watch.follow(page)
    page.goto(f"{world.address}/pro/bureau/fiches/archiver/")
    keys = Keyboard(page)
    before = page.locator(".desk-place").count()
    assert before > 0
    page.locator("#tout-cocher").focus()
    keys.press("Space")
    assert page.locator("input[name=lieu]:checked").count() == before
    keys.press("Tab")
    keys.press("Space")
    assert page.locator("input[name=lieu]:checked").count() == before - 1
    keys.press("Space")
    keys.tab_to("button[value=appel]")
    keys.press("Enter")
    expect(page.locator(".desk-undo")).to_contain_text("confirmée")
    keys.tab_to(".desk-undo button")
    keys.press("Enter")
    expect(page.locator("main")).to_contain_text("Annulé")
    expect(page.locator(".desk-place")).to_have_count(before)
    assert keys.count <= MOST_KEYS, keys.count
    context.close()
