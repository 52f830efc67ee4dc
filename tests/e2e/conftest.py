"""A real Chromium from the system, driven by Playwright, on a real site.

No page may print an error in the console, break the content security policy or throw: `visit`
watches every page that it opens, and the test fails at its end otherwise.
"""

import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import (
    Browser,
    BrowserContext,
    ConsoleMessage,
    Page,
    Response,
    ViewportSize,
    expect,
    sync_playwright,
)

from tests.e2e import site as real_site
from tests.e2e.pages import LIBRARY

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
# A report sent at once is taken for that of a robot.
SLOWER_THAN_A_ROBOT_MS = 3_200

# Playwright's own loop makes Django think that the test is asynchronous.
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")

TIMEOUT_MS = 15_000

expect.set_options(timeout=TIMEOUT_MS)

Visit = Callable[..., Page]
Contexts = dict[str, BrowserContext]


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


@pytest.fixture(scope="session")
def report_number(browser: Browser, site: str) -> str:
    """Number of an error report made on the site."""
    page = browser.new_page(java_script_enabled=False, locale="fr-FR")
    page.goto(f"{site}/lieux/{LIBRARY}/signaler/")
    page.get_by_label("Les horaires sont faux").check()
    page.get_by_label("Ce qu’il faudrait écrire à la place").fill("Ouvert aussi le samedi matin.")
    page.wait_for_timeout(SLOWER_THAN_A_ROBOT_MS)
    page.get_by_role("button", name="Envoyer le signalement").click()
    number = urlsplit(page.url).path.rstrip("/").rsplit("/", 1)[-1]
    page.context.close()
    assert number.startswith("M-")
    return number


@pytest.fixture(scope="session")
def link_token(prepared: Path) -> str:
    """Token of a personal link to the sheet of LIBRARY."""
    return (prepared / "token").read_text()


class Watch:
    """What went wrong in the pages of a test: console, policy of content, exceptions."""

    def __init__(self) -> None:
        self.faults: list[str] = []
        self.refused: set[str] = set()
        self.dead = ""

    def follow(self, page: Page) -> None:
        page.on("pageerror", lambda error: self.faults.append(f"{page.url}: {error}"))
        page.on("response", self._note)
        page.on("console", self._listen)

    def _note(self, response: Response) -> None:
        """A page that refuses bad input is right to: the browser says it as an error."""
        if response.request.is_navigation_request() and 400 <= response.status < 500:
            self.refused.add(response.url)

    def _listen(self, message: ConsoleMessage) -> None:
        address = message.location.get("url", "")
        is_dead = bool(self.dead) and address.startswith(self.dead)
        if message.type == "error" and address not in self.refused and not is_dead:
            self.faults.append(f"{address}: {message.text}")


def names_of(page: Page) -> list[str]:
    """Names of the places of a list, in its order."""
    return page.locator(".lieu-card__name").all_inner_texts()


def ready_map(page: Page) -> None:
    """Scroll to the map and wait for its pins."""
    page.locator("#carte").scroll_into_view_if_needed()
    expect(page.locator("#carte[data-state=ready]")).to_be_visible()
    expect(page.locator(".pin").first).to_be_visible()


@pytest.fixture(scope="session")
def shared_contexts(browser: Browser) -> Iterator[Contexts]:
    """Contexts kept for the pages that are only looked at: files are loaded once."""
    contexts: Contexts = {}
    yield contexts
    for context in contexts.values():
        context.close()


@pytest.fixture
def visit(browser: Browser, site: str, shared_contexts: Contexts) -> Iterator[Visit]:
    """`visit(path, size=, **options of a context)` → a watched page of a new context.

    `path` may be a whole address. `fails`: the page must answer with an error status.
    `script`: run before those of the page. `dead`: the beginning of addresses that do not
    answer. `is_shared`: in a context kept between tests.
    """
    own: list[BrowserContext] = []
    pages: list[Page] = []
    watch = Watch()

    def context_of(size: tuple[int, int], is_shared: bool, options: dict[str, Any]) -> Any:
        key = repr((size, options))
        if is_shared and key in shared_contexts:
            return shared_contexts[key]
        viewport = ViewportSize(width=size[0], height=size[1])
        context = browser.new_context(viewport=viewport, locale="fr-FR", **options)
        context.set_default_timeout(TIMEOUT_MS)
        if is_shared:
            shared_contexts[key] = context
        else:
            own.append(context)
            context.on("page", watch.follow)
        return context

    def opened(
        path: str,
        *,
        size: tuple[int, int] = DESKTOP,
        fails: bool = False,
        script: str = "",
        dead: str = "",
        is_shared: bool = False,
        **options: Any,
    ) -> Page:
        context = context_of(size, is_shared, options)
        watch.dead = watch.dead or dead
        if script:
            context.add_init_script(script)
        page: Page = context.new_page()
        if is_shared:
            watch.follow(page)
            pages.append(page)
        address = path if path.startswith("http") else site + path
        response = page.goto(address)
        assert response is not None
        assert (response.status >= 400) == fails, f"{address}: {response.status}"
        return page

    yield opened
    for page in pages:
        page.close()
    for context in own:
        context.close()
    assert watch.faults == []
