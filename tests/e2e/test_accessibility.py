"""Every public page: axe in both themes, narrow screens and large text, targets, keyboard."""

import re

import pytest
from playwright.sync_api import Page

from tests.addresses import AXE_PAGES
from tests.e2e import checks
from tests.e2e.conftest import DESKTOP, PHONE, Visit
from tests.e2e.pages import LIBRARY, OTHER_LANGUAGES, all_pages

PAGES = all_pages()
each_page = pytest.mark.parametrize("name", sorted(PAGES))


@pytest.fixture
def shown(visit: Visit, report_number: str, link_token: str) -> Visit:
    """`shown(name, **options)`: a page by its name in PAGES, its fonts loaded."""

    def opened(name: str, **options: object) -> Page:
        address = PAGES[name]
        path = address.path.format(slug=LIBRARY, number=report_number, token=link_token)
        page = visit(path, fails=address.fails, is_shared=True, **options)
        checks.wait_for_fonts(page)
        return page

    return opened


@each_page
def test_light_on_a_desktop(shown: Visit, name: str) -> None:
    page = shown(name, size=DESKTOP, color_scheme="light")
    assert checks.axe_violations(page) == []
    built = page.evaluate(checks.STRUCTURE)
    assert built["h1"] == 1
    assert built["main"] == 1
    assert built["lang"] == "fr"
    assert built["title"].strip()
    assert built["unnamedNavs"] == 0
    assert built["duplicateIds"] == []


@each_page
def test_dark_on_a_telephone(shown: Visit, name: str) -> None:
    page = shown(name, size=PHONE, color_scheme="dark")
    assert checks.axe_violations(page) == []
    assert page.evaluate(checks.TARGETS) == []


@each_page
def test_nothing_is_lost_on_a_narrow_screen(shown: Visit, name: str) -> None:
    page = shown(name, size=(320, 640))
    faults = {"at 320 px": page.evaluate(checks.OVERFLOW) + page.evaluate(checks.CLIPPED)}
    page.evaluate("document.documentElement.dir = 'rtl'")
    faults["right to left"] = page.evaluate(checks.OVERFLOW)
    page.evaluate("document.documentElement.dir = 'ltr'")
    page.set_viewport_size({"width": 640, "height": 800})
    checks.zoom_text(page, 200)
    faults["at 200 %"] = page.evaluate(checks.OVERFLOW) + page.evaluate(checks.CLIPPED)
    assert {state: found for state, found in faults.items() if found} == {}


@pytest.mark.parametrize("language", ["ar", "uk"])
@pytest.mark.parametrize("name", sorted(OTHER_LANGUAGES))
def test_another_language_on_a_telephone(visit: Visit, name: str, language: str) -> None:
    page = visit(OTHER_LANGUAGES[name].format(language=language), size=PHONE, is_shared=True)
    checks.wait_for_fonts(page)
    assert page.evaluate(checks.STRUCTURE)["lang"] == language
    assert checks.axe_violations(page) == []
    assert page.evaluate(checks.TARGETS) == []
    assert page.evaluate(checks.OVERFLOW) + page.evaluate(checks.CLIPPED) == []


def test_titles_tell_pages_apart(
    visit: Visit, site: str, report_number: str, link_token: str
) -> None:
    request = visit("/", is_shared=True).request
    titles = {}
    for name, path in AXE_PAGES.items():
        address = path.format(slug=LIBRARY, number=report_number, token=link_token)
        html = request.get(site + address).text()
        found = re.search(r"<title>(.*?)</title>", html, re.DOTALL)
        titles[name] = found[1].strip() if found else ""
    assert len(set(titles.values())) == len(titles), titles


@pytest.mark.parametrize(
    ("name", "target"), [("portal:home", "contenu"), ("directory:lieu_detail", "contenu")]
)
def test_the_skip_link_moves_the_focus(shown: Visit, name: str, target: str) -> None:
    page = shown(name)
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == target


def test_the_second_skip_link_goes_to_the_results(shown: Visit) -> None:
    page = shown("directory:lieu_list")
    page.get_by_role("link", name="Aller aux résultats").focus()
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "resultats"


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize(
    "name", ["portal:home", "directory:lieu_list", "contributions:report_create"]
)
def test_the_focus_is_seen(shown: Visit, name: str, theme: str) -> None:
    page = shown(name, color_scheme=theme)
    seen = []
    for _ in range(14):
        page.keyboard.press("Tab")
        outline = page.evaluate(
            """() => {
              const node = document.activeElement;
              const shown = node.matches('.picker__input, .checkbox__input')
                ? node.labels[0] : node;
              const [own, other] = [node, shown].map((one) => getComputedStyle(one));
              const isSeen = [own, other].some((style) =>
                style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 2);
              return [node.tagName + '.' + node.className, isSeen];
            }"""
        )
        seen.append(tuple(outline))
    assert [node for node, is_seen in seen if not is_seen] == []


def test_focus_never_leaves_the_order_of_the_page(shown: Visit) -> None:
    page = shown("contributions:report_create")
    assert page.locator("[tabindex]:not([tabindex='0']):not([tabindex='-1'])").count() == 0
