"""A real Chromium from the system, driven by Playwright, on a real site.

No page may print an error in the console, break the content security policy or throw: `visit`
watches every page that it opens, and the test fails at its end otherwise.
"""

import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from tests.e2e import site as real_site

ARGUMENTS = [
    "--no-sandbox",
    # WebGL without a graphic card: the map is drawn by the processor.
    "--use-angle=swiftshader",
    "--enable-unsafe-swiftshader",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
PHONE = (360, 740)
DESKTOP = (1280, 900)

# Playwright's own loop makes Django think that the test is asynchronous.
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")

Visit = Callable[..., Page]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Every test of this folder needs the browser."""
    here = Path(__file__).parent
    for item in items:
        if here in item.path.parents:
            item.add_marker(pytest.mark.e2e)


def chromium_path() -> str:
    """The browser to drive; a clear failure when there is none."""
    given = os.environ.get("MAILLAGE_CHROMIUM")
    for candidate in (given, "chromium", "chromium-browser", "google-chrome"):
        if candidate and (found := shutil.which(candidate)):
            return found
    pytest.fail("Chromium is not installed: run « make test », or set MAILLAGE_CHROMIUM")


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        launched = playwright.chromium.launch(executable_path=chromium_path(), args=ARGUMENTS)
        yield launched
        launched.close()


@pytest.fixture(scope="session")
def prepared(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Folder of the filled database and of the static files, shared by the processes."""
    base = tmp_path_factory.getbasetemp()
    folder = (base.parent if "PYTEST_XDIST_WORKER" in os.environ else base) / "site"
    real_site.prepare(folder)
    return folder


@pytest.fixture(scope="session")
def site(prepared: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Address of the site, without a final slash."""
    with real_site.running(prepared, tmp_path_factory.mktemp("server")) as address:
        yield address


class Watch:
    """What went wrong in the pages of a test."""

    def __init__(self) -> None:
        self.faults: list[str] = []
        self.statuses: dict[str, int] = {}

    def follow(self, page: Page) -> None:
        page.on("response", lambda response: self._note(response.url, response.status))
        page.on("pageerror", lambda error: self.faults.append(f"{page.url}: {error}"))
        page.on("console", self._listen)

    def _note(self, url: str, status: int) -> None:
        self.statuses[url] = status

    def _listen(self, message: Any) -> None:
        address = message.location.get("url", "")
        is_expected = address in self.expected
        if message.type == "error" and not is_expected:
            self.faults.append(f"{address}: {message.text}")

    expected: frozenset[str] = frozenset()


@pytest.fixture
def visit(browser: Browser, site: str) -> Iterator[Visit]:
    """`visit(path, width=, height=, **options of a context)` → a watched page of a new context.

    `fails=True`: the page itself answers with an error status, and the browser says so.
    """
    contexts: list[BrowserContext] = []
    watch = Watch()

    def opened(
        path: str, *, size: tuple[int, int] = DESKTOP, fails: bool = False, **options: Any
    ) -> Page:
        context = browser.new_context(
            viewport={"width": size[0], "height": size[1]}, locale="fr-FR", **options
        )
        context.set_default_timeout(10_000)
        contexts.append(context)
        page = context.new_page()
        watch.follow(page)
        address = path if path.startswith("http") else site + path
        if fails:
            watch.expected |= {address}
        page.goto(address)
        return page

    yield opened
    for context in contexts:
        context.close()
    assert watch.faults == []
