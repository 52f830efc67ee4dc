"""The paper that an agent gives and the ten questions, in a browser and on paper."""

import re

import pytest
from playwright.sync_api import Page, expect

from maillage.orientation.safety.alerts import ALERT_LETTERS, AlertKind
from tests.e2e import checks
from tests.e2e.conftest import DESKTOP, PHONE, Visit
from tests.e2e.pages import LIBRARY

SITUATION = (
    "?ou=commune:28168&besoin=demarches&besoin=outils&theme=social_sante&theme=argent_impots"
    f"&a={ALERT_LETTERS[AlertKind.FRAUDE]}"
)
ANSWERS = (
    "?but=papiers&appareil=telephone&connexion=peu&message=sms&formulaire=bloque&gene=lire"
    "&entourage=non&souhait=place&date=jours&langue=autre"
)


def printed_pages(page: Page) -> int:
    """How many sheets the page takes."""
    checks.wait_for_fonts(page)
    pdf = page.pdf(prefer_css_page_size=True)
    return len(re.findall(rb"/Type\s*/Page\b(?!s)", pdf))


def slip(more: str = "", slug: str = LIBRARY) -> str:
    return f"/orientation/papier/{slug}/{SITUATION}{more}"


@pytest.mark.parametrize(
    ("more", "sheets"),
    [
        ("&avec=fr", 1),
        ("&avec=fr-simple", 1),
        ("&avec=ar", 1),
        ("&avec=uk", 1),
        ("&avec=tr", 1),
        ("&avec=fr&taille=grande", 1),
        ("&avec=ar&taille=grande", 2),
        ("&avec=uk&taille=grande", 2),
    ],
)
def test_the_paper_holds_on_its_sheet(visit: Visit, more: str, sheets: int) -> None:
    assert printed_pages(visit(slip(more))) == sheets


def test_the_papers_of_other_places_hold_too(visit: Visit) -> None:
    page = visit("/lieux/?ou=Chartres")
    links = page.locator(".lieu-card__name a, a.lieu-card__name, .lieu-card a[href*='/lieux/']")
    found = {str(link.get_attribute("href")) for link in links.all()}
    slugs = sorted(href.strip("/").split("/")[-1] for href in found)[:4]
    assert len(slugs) == 4
    sheets = {slug: printed_pages(visit(slip("&avec=uk", slug))) for slug in slugs}
    assert set(sheets.values()) == {1}, sheets


def test_letters_are_large_enough_on_paper(visit: Visit) -> None:
    page = visit(slip("&avec=ar"))
    page.emulate_media(media="print")
    sizes = page.evaluate(
        """() => [...document.querySelectorAll('.paper *')]
          .filter((node) => node.checkVisibility() && node.textContent.trim())
          .map((node) => parseFloat(getComputedStyle(node).fontSize))"""
    )
    # 14 points are 18.67 pixels.
    assert min(sizes) >= 18.6


def test_only_the_paper_is_printed(visit: Visit) -> None:
    page = visit(slip("&avec=tr"))
    page.emulate_media(media="print")
    expect(page.locator(".slip-tools")).to_be_hidden()
    expect(page.locator("header.header")).to_be_hidden()
    expect(page.locator(".paper")).to_be_visible()


def test_the_text_is_copied(visit: Visit) -> None:
    page = visit(slip(), permissions=["clipboard-read", "clipboard-write"])
    page.get_by_role("button", name="Copier le texte").click()
    expect(page.locator(".slip-tools [role=status]")).to_have_text("Texte copié")
    copied = page.evaluate("navigator.clipboard.readText()")
    assert copied.replace("\r\n", "\n") == page.locator("#texte").input_value()
    assert "/lieux/" in copied


def test_without_a_clipboard_the_text_is_selected(visit: Visit) -> None:
    page = visit(
        slip(),
        script="Object.defineProperty(navigator, 'clipboard', { value: undefined })",
    )
    page.get_by_role("button", name="Copier le texte").click()
    expect(page.locator(".slip-tools [role=status]")).to_contain_text("copiez-le vous-même")
    assert page.evaluate("document.activeElement.id") == "texte"


def test_without_script_the_page_says_how_to_print(visit: Visit) -> None:
    page = visit(slip(), size=PHONE, java_script_enabled=False)
    expect(page.get_by_role("button", name="Imprimer")).to_have_count(0)
    expect(page.get_by_text("Pour imprimer, ouvrez le menu de votre navigateur")).to_be_visible()
    expect(page.get_by_role("link", name="Envoyer par SMS")).to_have_attribute(
        "href", re.compile(r"^sms:\?&body=")
    )
    page.locator(".slip-tools").get_by_role("link", name="Türkçe").click()
    expect(page.locator('.paper__cell[lang="tr"]').first).to_be_visible()


def test_the_sheet_of_a_place_leads_to_its_paper(visit: Visit) -> None:
    page = visit(f"/lieux/{LIBRARY}/", size=PHONE)
    page.get_by_text("Envoyer cette fiche").click()
    page.get_by_role("link", name="Papier à remettre").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Papier à remettre")


# --- the ten questions -------------------------------------------------------------------------
def test_the_questions_are_answered_by_keyboard(visit: Visit) -> None:
    page = visit("/diagnostic/", size=DESKTOP)
    page.locator("#but-papiers").focus()
    page.keyboard.press("Space")
    page.keyboard.press("ArrowDown")
    expect(page.locator("#but-appareil")).to_be_checked()
    page.keyboard.press("Tab")
    page.keyboard.press("Space")
    expect(page.locator("#appareil-ordinateur")).to_be_checked()
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile(r"/diagnostic/\?but=appareil&appareil=ordinateur"))
    expect(page.get_by_role("heading", level=1)).to_have_text(
        "Un lieu près de chez vous, pour ce que vous voulez faire."
    )
    page.get_by_role("link", name="Trouver un lieu").last.click()
    expect(page).to_have_url(re.compile(r"/orientation/\?besoin=outils"))


def test_an_answer_can_be_let_go(visit: Visit) -> None:
    page = visit("/diagnostic/", java_script_enabled=False)
    page.get_by_label("Seulement un téléphone").check()
    page.get_by_role("group", name="2. ").get_by_label("Je ne réponds pas").check()
    page.get_by_label("Chercher un travail ou une formation").check()
    page.get_by_role("button", name="Voir l’aide qui convient").click()
    expect(page.locator(".diagnosis__recap dt")).to_have_count(1)
    page.get_by_role("link", name="Changer une réponse").click()
    expect(page.get_by_label("Chercher un travail ou une formation")).to_be_checked()
    expect(page.locator("input:checked")).to_have_count(1)


@pytest.mark.parametrize("prefix", ["", "/uk", "/ar"])
def test_the_questions_print_on_one_sheet(visit: Visit, prefix: str) -> None:
    page = visit(f"{prefix}/diagnostic/")
    page.emulate_media(media="print")
    expect(page.locator("#but-")).to_be_hidden()
    expect(page.locator("#but-papiers")).to_be_visible()
    assert printed_pages(page) == 1


def test_the_answer_prints_on_one_sheet(visit: Visit) -> None:
    assert printed_pages(visit(f"/diagnostic/{ANSWERS}")) == 1


@pytest.mark.parametrize("path", [slip("&avec=ar"), "/diagnostic/", f"/diagnostic/{ANSWERS}"])
def test_the_pages_in_arabic_have_no_fault(visit: Visit, path: str) -> None:
    page = visit(f"/ar{path}", size=PHONE)
    checks.wait_for_fonts(page)
    assert page.evaluate("document.documentElement.dir") == "rtl"
    assert checks.axe_violations(page) == []
    assert page.evaluate(checks.OVERFLOW) == []
