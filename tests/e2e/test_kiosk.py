"""The kiosk in a real browser: three taps, nothing kept, no way out, the network cut."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.addresses import KIOSK
from tests.e2e import checks
from tests.e2e.conftest import Visit

HOME = f"/borne/{KIOSK}/"
ANSWER = f"{HOME}fr/demarches/social_sante/"
PORTRAIT, LANDSCAPE = (768, 1024), (1280, 800)
SCREENS = {
    "home": HOME,
    "themes": f"{HOME}fr/demarches/",
    "answer": ANSWER,
    "numbers": f"{HOME}fr/urgence/",
    "answer in Arabic": f"{HOME}ar/demarches/social_sante/",
    "home in Turkish": f"{HOME}tr/",
}
each_screen = pytest.mark.parametrize("name", sorted(SCREENS))
READY = """async () => {
  const found = await navigator.serviceWorker.ready;
  while (found.active.state !== 'activated' || !navigator.serviceWorker.controller) {
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}"""
SMALL = """() => [...document.querySelectorAll('a, button')]
  .filter((node) => node.checkVisibility())
  .map((node) => [node.textContent.trim(), node.getBoundingClientRect()])
  .filter(([, box]) => box.height < 88 || box.width < 88)
  .map(([words, box]) => `${words}: ${box.width} × ${box.height}`)"""
TINY = """() => [...document.querySelectorAll('body *')]
  .filter((node) => node.checkVisibility() && [...node.childNodes].some(
    (child) => child.nodeType === 3 && child.textContent.trim()))
  .filter((node) => parseFloat(getComputedStyle(node).fontSize) < 23.9)
  .map((node) => `${getComputedStyle(node).fontSize} ${node.textContent.trim().slice(0, 40)}`)"""
VOICES = """
  const said = window.said = [];
  const voice = { lang: 'fr-FR', localService: true, name: 'Essai' };
  window.SpeechSynthesisUtterance = class extends EventTarget {
    constructor(text) { super(); this.text = text; }
  };
  Object.defineProperty(window, 'speechSynthesis', { value: {
    getVoices: () => [voice], addEventListener() {}, cancel() { said.push('(stop)'); },
    speak(words) { said.push(`${words.lang}: ${words.text}`); },
  }});
"""


def tap(page: Page, words: str) -> None:
    page.get_by_role("link", name=words, exact=True).click()


@each_screen
@pytest.mark.parametrize("theme", ["light", "dark"])
def test_axe_finds_nothing(visit: Visit, name: str, theme: str) -> None:
    size = PORTRAIT if theme == "dark" else LANDSCAPE
    page = visit(SCREENS[name], size=size, color_scheme=theme, is_shared=True)
    checks.wait_for_fonts(page)
    assert checks.axe_violations(page) == []


@each_screen
def test_everything_is_large(visit: Visit, name: str) -> None:
    for size in (PORTRAIT, LANDSCAPE):
        page = visit(SCREENS[name], size=size, is_shared=True)
        checks.wait_for_fonts(page)
        assert page.evaluate(SMALL) == []
        assert page.evaluate(TINY) == []
        assert page.evaluate(checks.OVERFLOW) == []


def test_three_taps_lead_to_an_answer_and_leave_no_history(visit: Visit) -> None:
    page = visit(HOME, size=PORTRAIT)
    tap(page, "Démarches en ligne")
    expect(page.get_by_role("heading", level=1)).to_be_focused()
    tap(page, "Social, santé")
    expect(page.locator(".kiosk-place")).to_have_count(3)
    assert page.url.endswith(ANSWER)
    assert page.title().startswith("Social, santé")
    assert page.evaluate("history.length") <= 2  # the blank tab, and one screen
    assert page.evaluate("[localStorage.length, sessionStorage.length]") == [0, 0]
    assert page.context.cookies() == []
    tap(page, "Recommencer")
    expect(page.get_by_role("heading", level=1)).to_have_text(re.compile("De quoi avez-vous"))


def test_the_same_by_keyboard_and_without_javascript(visit: Visit) -> None:
    page = visit(HOME, java_script_enabled=False)
    for words in ("Démarches en ligne", "Logement"):
        page.get_by_role("link", name=words, exact=True).press("Enter")
    expect(page.locator(".kiosk-place")).to_have_count(3)
    expect(page.get_by_role("button")).to_have_count(0)
    refresh = page.locator("noscript meta[http-equiv=refresh], meta[http-equiv=refresh]")
    assert refresh.get_attribute("content") == f"120; url={HOME}"


def test_another_language_is_two_taps_away(visit: Visit) -> None:
    page = visit(HOME, size=PORTRAIT)
    page.get_by_role("link", name="English, العربية").click()
    arabic = page.get_by_role("link", name="العربية", exact=True)
    expect(arabic).to_be_in_viewport(ratio=1)
    assert page.url.endswith(HOME)
    arabic.click()
    expect(page.locator("html")).to_have_attribute("dir", "rtl")
    page.locator(".kiosk-tile").nth(1).click()
    expect(page.locator(".kiosk-place").first).to_be_visible()
    assert page.evaluate("document.documentElement.lang") == "ar"


def test_it_wipes_itself_and_asks_first(visit: Visit, site: str) -> None:
    page = visit(HOME)
    page.clock.install()
    page.goto(site + ANSWER)
    still = page.get_by_role("alertdialog", name="Êtes-vous encore là ?")
    page.clock.fast_forward(44_000)
    expect(still).to_be_hidden()
    page.clock.fast_forward(2_000)
    expect(still).to_be_visible()
    assert checks.axe_violations(page) == []
    page.get_by_role("button", name="Oui, je continue").click()
    expect(still).to_be_hidden()
    page.clock.fast_forward(44_000)
    expect(still).to_be_hidden()
    page.clock.fast_forward(2_000)
    expect(still).to_be_visible()
    page.clock.fast_forward(15_000)
    page.wait_for_url(site + HOME)
    expect(page.get_by_role("heading", level=1)).to_have_text(re.compile("De quoi avez-vous"))
    page.clock.fast_forward(70_000)
    expect(still).to_be_hidden()  # the first screen holds nothing of anybody


def test_nothing_leaves_the_kiosk(visit: Visit, site: str) -> None:
    page = visit(ANSWER)
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.evaluate(
        """() => {
          const out = Object.assign(document.createElement('a'), {
            href: '/lieux/', textContent: 'dehors' });
          document.querySelector('main').append(out);
          out.click();
        }"""
    )
    page.mouse.click(300, 300, button="right")
    tap(page, "C’est urgent")
    expect(page.get_by_role("heading", level=1)).to_have_text(re.compile("qui appeler"))
    own = (f"{site}/borne/{KIOSK}/", f"{site}/static/", "data:")
    assert [address for address in asked if not address.startswith(own)] == []


def test_it_reads_aloud_each_language_in_its_own(visit: Visit) -> None:
    page = visit(ANSWER, script=VOICES)
    page.get_by_role("button", name="Écouter").click()
    said = page.evaluate("said")
    assert any(words.startswith("fr: Social, santé") for words in said)
    page.get_by_role("button", name="Arrêter la lecture").click()
    assert page.evaluate("said.at(-1)") == "(stop)"
    expect(page.get_by_role("button", name="Écouter")).to_be_visible()
    # Nobody speaks Turkish on this tablet.
    page = visit(f"{HOME}tr/outils/", script=VOICES)
    expect(page.locator("[data-speak]")).to_be_hidden()


def test_the_paper_is_one_page_without_keys(visit: Visit) -> None:
    page = visit(ANSWER)
    expect(page.get_by_role("button", name="Imprimer")).to_be_visible()
    page.emulate_media(media="print")
    expect(page.locator(".kiosk-bar")).to_be_hidden()
    expect(page.locator(".kiosk-take img")).to_be_visible()
    expect(page.locator(".kiosk-live").first).to_be_hidden()
    paper = page.pdf(format="A4", print_background=False)
    assert len(re.findall(rb"/Type\s*/Page\b", paper)) == 1


def test_it_survives_a_cut_of_the_network(visit: Visit) -> None:
    page = visit(HOME)
    page.evaluate(READY)
    page.context.set_offline(True)
    page.reload()
    expect(page.get_by_role("heading", level=1)).to_have_text(re.compile("De quoi avez-vous"))
    tap(page, "Démarches en ligne")
    tap(page, "Argent, impôts")  # never opened before
    expect(page.locator(".kiosk-place")).to_have_count(3)
    expect(page.get_by_text("Sans réseau : renseignements du")).to_be_visible()
    expect(page.locator(".kiosk-live").first).to_be_hidden()
    page.reload()
    expect(page.locator(".kiosk-place")).to_have_count(3)
    assert page.evaluate("document.fonts.check('1em \"Atkinson Hyperlegible Next\"')")
    tap(page, "C’est urgent")
    expect(page.get_by_text("31 14").first).to_be_visible()
    tap(page, "Recommencer")
    tap(page, "Türkçe")
    expect(page.locator("html")).to_have_attribute("lang", "tr")
    page.locator(".kiosk-tile").nth(1).click()  # not kept: nobody has opened it in Turkish
    expect(page).to_have_url(re.compile(r"/tr/[a-z-]+/$"))
    expect(page.locator(".kiosk-place")).to_have_count(0)
    expect(page.locator(".kiosk-stored")).to_be_visible()
    page.context.set_offline(False)
    page.reload()
    expect(page.locator(".kiosk-place")).to_have_count(3)
    expect(page.locator(".kiosk-stored")).to_be_hidden()


def test_old_copies_are_thrown_away(visit: Visit) -> None:
    page = visit(HOME)
    page.evaluate(READY)
    old = f"borne {HOME} ancienne"
    page.evaluate("(name) => caches.open(name)", old)
    page.evaluate("navigator.serviceWorker.ready.then((found) => found.unregister())")
    page.reload()
    page.evaluate(READY)
    names = page.evaluate("caches.keys()")
    assert old not in names
    assert len(names) == 1


def test_a_tablet_out_of_service_looks_again_by_itself(visit: Visit, site: str) -> None:
    closed = f"{site}/borne/inconnue/"
    page = visit(closed, fails=True)
    page.clock.install()
    page.reload()
    with page.expect_navigation(url=closed):
        page.clock.fast_forward(5 * 60 * 1000 + 100)
    expect(page.get_by_role("heading", level=1)).to_have_text("Cette borne n’est pas en service")
