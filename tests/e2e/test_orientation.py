"""The conversation in a browser: with JavaScript, without, by keyboard, in another language."""

import pytest
from playwright.sync_api import Page, expect

from tests.e2e import checks
from tests.e2e.conftest import PHONE, Visit, names_of

CAF = "jé reçu un papié de la caf je compren rien ma fille peu pa maidé je sui a gallardon"
with_and_without = pytest.mark.parametrize("script", [True, False], ids=["script", "no script"])


def heading(page: Page) -> str:
    return page.locator("h1").inner_text().replace("\u00a0", " ")


@with_and_without
def test_a_sentence_leads_to_a_place(visit: Visit, script: bool) -> None:
    page = visit("/orientation/", size=PHONE, java_script_enabled=script)
    page.get_by_label("Expliquez avec vos mots").fill(CAF)
    page.get_by_role("button", name="Trouver de l’aide").click()
    while "?" in heading(page):  # at most three questions
        page.get_by_role("link", name="Passer cette question").click()
    assert "Gallardon" in heading(page)
    assert names_of(page)
    assert "papi" not in page.url
    expect(page.get_by_role("heading", name="À préparer")).to_be_visible()
    expect(page.locator("a[href^='tel:']").first).to_be_visible()
    if script:
        assert page.evaluate("document.activeElement.id") == "tour"


@with_and_without
def test_the_home_page_is_a_second_way(visit: Visit, script: bool) -> None:
    page = visit("/", java_script_enabled=script)
    page.get_by_label("Votre situation").fill("imprimer un billet de train à Chartres")
    page.get_by_role("button", name="Trouver de l’aide").click()
    assert "/orientation/?" in page.url
    assert "besoin=acces-internet" in page.url


@with_and_without
def test_pictures_lead_to_places_in_four_steps(visit: Visit, script: bool) -> None:
    page = visit("/orientation/", java_script_enabled=script)
    page.get_by_role("link", name="Ordinateurs et internet sur place").click()
    expect(page.get_by_text("Étape 2 sur 4")).to_be_visible()
    page.locator("#ou").fill("Chartres")
    page.locator("#ou").press("Enter")
    expect(page.get_by_text("Étape 3 sur 4")).to_be_visible()
    page.get_by_role("link", name="Une personne âgée").click()
    expect(page.get_by_text("Étape 4 sur 4")).to_be_visible()
    page.get_by_role("link", name="Peu importe").click()
    expect(page.get_by_role("heading", name="Ce que nous avons compris")).to_be_visible()
    assert names_of(page)


def test_a_part_is_corrected_by_keyboard(visit: Visit) -> None:
    page = visit("/orientation/?besoin=demarches&ou=Chartres&public=seniors&passe=moment")
    page.get_by_role("link", name="Changer Personnes âgées").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="C’est pour qui ?")).to_be_focused()
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.locator("h1")).to_be_focused()
    assert "public" not in page.url.split("?")[1].split("&")[0]
    expect(page.get_by_role("link", name="Changer Personnes âgées")).to_have_count(0)


def test_leaving_replaces_the_page_in_the_history(visit: Visit) -> None:
    page = visit("/lieux/")
    page.goto(page.url.replace("/lieux/", "/orientation/?a=z"))
    page.route("https://meteofrance.com/**", lambda route: route.fulfill(body="<h1>Météo</h1>"))
    length = page.evaluate("history.length")
    page.get_by_role("link", name="Quitter vite ce site").click()
    page.wait_for_url("https://meteofrance.com/**")
    assert page.evaluate("history.length") == length


def test_who_left_is_not_seen_by_going_back(visit: Visit) -> None:
    """The pages before hold what was read and typed; opening the site anew works as ever."""
    page = visit("/orientation/")
    start = page.url
    page.get_by_label("Expliquez avec vos mots").fill("mon mari me frappe")
    page.goto(f"{start}?a=z")
    page.goto(f"{start}?besoin=demarches&a=z")
    page.route("https://meteofrance.com/**", lambda route: route.fulfill(body="<h1>Météo</h1>"))
    page.get_by_role("link", name="Quitter vite ce site").click()
    page.wait_for_url("https://meteofrance.com/**")
    for _ in range(2):
        page.go_back()
        page.wait_for_url("https://meteofrance.com/**")
    page.goto(start)
    expect(page.get_by_label("Expliquez avec vos mots")).to_have_value("")
    page.reload()
    expect(page.get_by_label("Expliquez avec vos mots")).to_be_visible()


def test_an_error_of_the_text_takes_the_focus(visit: Visit) -> None:
    page = visit("/orientation/")
    page.get_by_role("button", name="Trouver de l’aide").click()
    expect(page.locator("#erreurs")).to_be_focused()
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.get_by_label("Expliquez avec vos mots")).to_be_focused()


def test_another_language_is_followed(visit: Visit) -> None:
    page = visit("/orientation/", size=PHONE)
    words = "أحتاج إلى مساعدة في التصريح بالضرائب على الإنترنت"
    page.get_by_label("Expliquez avec vos mots").fill(words)
    page.locator("form.words button").click()
    assert "/ar/orientation/" in page.url
    assert page.evaluate("document.documentElement.dir") == "rtl"
    assert checks.axe_violations(page) == []
    page.get_by_role("link", name="Continuer en français").click()
    assert page.evaluate("document.documentElement.lang") == "fr"
