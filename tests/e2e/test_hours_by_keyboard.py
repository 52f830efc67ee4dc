"""Hours and a closure corrected by keyboard alone, few keys; the same without JavaScript."""

import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, ViewportSize, expect

from tests.e2e import site as real_site
from tests.e2e.conftest import DESKTOP, PHONE, TIMEOUT_MS, Watch
from tests.e2e.pages import LIBRARY

# Two minutes are 120 s: at one key a second, without haste, it is done.
MOST_KEYS = 110


@dataclass(frozen=True, slots=True)
class SignedIn:
    """A site of its own and the session of a member of the library."""

    address: str
    session: str

    def context(
        self, browser: Browser, *, size: tuple[int, int], script: bool = True
    ) -> BrowserContext:
        viewport = ViewportSize(width=size[0], height=size[1])
        context = browser.new_context(viewport=viewport, locale="fr-FR", java_script_enabled=script)
        context.set_default_timeout(TIMEOUT_MS)
        context.add_cookies([{"name": "sessionid", "value": self.session, "url": self.address}])
        return context


@pytest.fixture(scope="module")
def member_site(prepared: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[SignedIn]:
    own = tmp_path_factory.mktemp("horaires")
    with real_site.running(prepared, own, MAILLAGE_MEDIA_DIR=str(own / "media")) as address:
        env = real_site.environment(
            database=own / "site.sqlite3", static=prepared / "static", port=0
        )
        made = subprocess.run(
            [sys.executable, "-m", "tests.e2e.signed_in"],
            cwd=real_site.ROOT,
            env=env,
            capture_output=True,
            text=True,
            check=False,
        )
        assert made.returncode == 0, made.stderr
        yield SignedIn(address, made.stdout.strip())


@dataclass(slots=True)
class Keyboard:
    """Presses keys and counts them."""

    page: Page
    count: int = 0

    def press(self, key: str, times: int = 1) -> None:
        for _time in range(times):
            self.page.keyboard.press(key)
            self.count += 1

    def write(self, text: str) -> None:
        self.page.keyboard.type(text)
        self.count += len(text)

    def tab_to(self, selector: str) -> None:
        """Press Tab until an element has the focus, as a person does."""
        for _time in range(60):
            self.press("Tab")
            if self.page.evaluate("query => document.activeElement.matches(query)", selector):
                return
        raise AssertionError(f"{selector} was not reached")


def focused(page: Page) -> str:
    return str(page.evaluate("document.activeElement.id"))


def test_hours_and_a_closure_by_keyboard_alone(
    browser: Browser, member_site: SignedIn, record_property: Callable[[str, object], None]
) -> None:
    context = member_site.context(browser, size=DESKTOP)
    page = context.new_page()
    watch = Watch()
    watch.follow(page)
    page.goto(f"{member_site.address}/pro/lieux/{LIBRARY}/")
    keys = Keyboard(page)

    keys.tab_to("a[href$='/partie/horaires/']")
    keys.press("Enter")
    expect(page.locator("#horaires-0-0-debut")).to_be_visible()
    keys.tab_to("#horaires-0-0-debut")
    keys.press("ArrowDown")
    assert focused(page) == "horaires-1-0-debut"
    keys.press("ArrowRight", 2)  # the first leaves the selection
    assert focused(page) == "horaires-1-0-fin"
    keys.write("1230")
    words = page.locator("[data-hours-words]")
    expect(words).to_contain_text("mardi 9 h – 12 h 30")
    keys.press("Enter")
    page.wait_for_url(f"**/pro/lieux/{LIBRARY}/")

    keys.tab_to("a[href$='/partie/fermetures/']")
    keys.press("Enter")
    expect(page.locator("[data-closures]")).to_be_visible()
    keys.tab_to("button[data-reason]")
    first_day = str(page.evaluate("document.activeElement.dataset.first"))
    keys.press("Enter")
    assert focused(page) == "exceptional_periods-0-first_day"
    keys.press("Enter")
    page.wait_for_url(f"**/pro/lieux/{LIBRARY}/")
    record_property("keys", keys.count)  # read by tools/bench_browser.py
    assert keys.count <= MOST_KEYS, keys.count

    page.goto(f"{member_site.address}/pro/lieux/{LIBRARY}/partie/fermetures/")
    expect(page.locator("#exceptional_periods-0-first_day")).to_have_value(first_day)
    page.goto(f"{member_site.address}/lieux/{LIBRARY}/")
    expect(page.locator(".sheet__hours")).to_contain_text("mardi 9 h – 12 h 30")
    context.close()
    assert watch.faults == []


def test_a_grid_on_a_telephone_without_script(browser: Browser, member_site: SignedIn) -> None:
    context = member_site.context(browser, size=PHONE, script=False)
    page = context.new_page()
    page.goto(f"{member_site.address}/pro/lieux/{LIBRARY}/partie/horaires/")
    page.locator("#horaires-0-0-debut").fill("10h à 12h")
    page.get_by_role("button", name="Copier lundi jusqu’à vendredi").click()
    expect(page.locator("#horaires-4-0-debut")).to_have_value("10h")
    expect(page.locator("#horaires-4-0-fin")).to_have_value("12h")
    page.locator("#horaires-5-0-debut").fill("12h")
    page.locator("#horaires-5-0-fin").fill("9h")
    page.locator("#horaires-5-0-fin").press("Enter")
    expect(page.locator("#erreurs")).to_contain_text("samedi : la fin vient avant le début.")
    expect(page.locator("#horaires-4-0-fin")).to_have_value("12h")
    width = page.evaluate("document.documentElement.scrollWidth")
    assert width <= PHONE[0]
    heights = page.locator(".hours__input").evaluate_all(
        "fields => fields.map(field => field.getBoundingClientRect().height)"
    )
    assert min(heights) >= 44
    page.get_by_role("button", name="Voir l’aperçu").click()
    expect(page.locator("main")).to_contain_text("L’aperçu attend une correction")
    context.close()


def test_the_preview_follows_what_is_typed(browser: Browser, member_site: SignedIn) -> None:
    context = member_site.context(browser, size=DESKTOP)
    page = context.new_page()
    watch = Watch()
    watch.follow(page)
    page.goto(f"{member_site.address}/pro/lieux/{LIBRARY}/partie/horaires/")
    page.get_by_text("Aperçu en direct").click()
    panel = page.locator("[data-preview-sheet]")
    expect(panel.locator(".sheet__title")).to_be_visible()
    page.locator("#horaires-6-0-debut").fill("9h-12h")
    page.locator("#horaires-6-0-debut").press("Tab")
    expect(page.locator("#horaires-6-0-fin")).to_have_value("12h")
    expect(panel).to_contain_text("dimanche 9 h – 12 h")
    assert panel.locator("a[href]").count() == 0
    context.close()
    assert watch.faults == []
