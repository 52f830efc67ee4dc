"""Three journeys with JavaScript off: everything that matters works without it."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.conftest import DESKTOP, PHONE, SLOWER_THAN_A_ROBOT_MS, Visit, names_of
from tests.e2e.pages import LIBRARY


@pytest.fixture
def plain(visit: Visit) -> Visit:
    """`visit` with JavaScript off."""

    def opened(path: str, **options: object) -> Page:
        return visit(path, java_script_enabled=False, **options)

    return opened


WITH_NUMBER = "Saint-Pierre-des-Corps"
"""Commune of a place of the demonstration that gives its telephone."""


def test_help_with_a_tax_return_near_gallardon(plain: Visit) -> None:
    page = plain("/", size=PHONE)
    page.get_by_label("Démarches en ligne").check()
    page.get_by_label("Où êtes-vous ?").fill("Gallardon")
    page.get_by_role("button", name="Trouver un lieu").click()

    expect(page.get_by_role("heading", level=2).first).to_contain_text("Gallardon")
    first = page.locator(".lieu-card").first
    expect(first).to_contain_text("Gallardon")
    expect(first.locator(".tag").first).to_have_text(
        re.compile("ouvert|ouvre|fermé|horaires non communiqués", re.IGNORECASE)
    )
    first.get_by_role("link").first.click()

    expect(page).to_have_url(re.compile(rf"/lieux/{LIBRARY}/$"))
    expect(page.get_by_role("heading", level=1)).to_have_text("Bibliothèque de Gallardon")
    expect(page.locator("main")).to_contain_text("Démarches en ligne")
    expect(page.locator(".sheet__opening")).to_contain_text(
        re.compile("ouvert|ouvre|fermé|horaires non communiqués", re.IGNORECASE)
    )
    # A telephone number to touch, or what to do without one.
    call = page.locator("main a[href^='tel:']").or_(
        page.get_by_text(re.compile("appelez|renseignez-vous", re.IGNORECASE))
    )
    expect(call.first).to_be_visible()


def test_a_place_with_a_number_is_called_in_one_touch(plain: Visit) -> None:
    page = plain(f"/lieux/?ou={WITH_NUMBER}", size=PHONE)
    call = page.locator(".lieu-card a[href^='tel:']").first
    expect(call).to_contain_text("Appeler")
    number = str(call.get_attribute("href"))
    assert re.fullmatch(r"tel:\+33[1-9]\d{8}", number)
    call.locator("xpath=ancestor::article").locator("h3 a").click()
    expect(page.locator(f".sheet__actions a[href='{number}']")).to_be_visible()


def test_the_sheet_is_printed_with_what_is_needed(plain: Visit) -> None:
    page = plain(f"/lieux/{LIBRARY}/", size=DESKTOP)
    page.emulate_media(media="print")
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    expect(page.locator(".sheet__address")).to_be_visible()
    code = page.locator("img[src$='qr.svg']").locator("visible=true")
    expect(code).to_have_count(1)
    assert code.evaluate("(image) => image.complete && image.naturalWidth > 0")
    expect(page.locator(".header")).to_be_hidden()
    expect(page.locator(".footer")).to_be_hidden()
    expect(page.locator(".sheet__actions")).to_be_hidden()


def test_filters_are_chosen_and_removed_and_pages_turned(plain: Visit) -> None:
    page = plain("/lieux/?ou=Chartres", size=DESKTOP)
    everything = page.locator("#resultats-titre").inner_text()
    page.locator("#filtres-tous > summary").click()
    page.locator("#filtre-prix > summary").click()
    page.get_by_label(re.compile("^Gratuit")).first.check()
    page.locator(".filters__apply button").click()

    expect(page).to_have_url(re.compile("prix=gratuit"))
    fewer = page.locator("#resultats-titre").inner_text()
    assert fewer != everything
    page.locator(".chips a", has_text="Gratuit").click()
    expect(page.locator("#resultats-titre")).to_have_text(everything)
    expect(page).not_to_have_url(re.compile("prix="))

    page.get_by_role("link", name="Le plus proche").click()
    expect(page).to_have_url(re.compile("tri=distance"))
    distances = [
        float(found[1].replace(",", "."))
        for where in page.locator(".lieu-card__where").all_inner_texts()
        if (found := re.search(r"à ([\d,]+)\s*km", where))
    ]
    assert len(distances) > 5
    assert distances == sorted(distances)

    first_page = names_of(page)
    page.get_by_role("link", name=re.compile("suivante", re.IGNORECASE)).click()
    expect(page).to_have_url(re.compile("page=2"))
    assert not set(first_page) & set(names_of(page))
    page.go_back()
    assert names_of(page) == first_page


def test_an_error_is_reported_and_followed(plain: Visit) -> None:
    page = plain(f"/lieux/{LIBRARY}/", size=PHONE)
    page.get_by_role("link", name=re.compile("Signaler une erreur")).first.click()
    page.get_by_role("button", name="Envoyer le signalement").click()
    # Nothing was said: the page tells it and keeps the person there.
    expect(page.get_by_role("alert").or_(page.locator(".error-summary")).first).to_be_visible()

    page.get_by_label("Les horaires sont faux").check()
    page.get_by_label("Ce qu’il faudrait écrire à la place").fill("Fermé le mercredi.")
    page.wait_for_timeout(SLOWER_THAN_A_ROBOT_MS)
    page.get_by_role("button", name="Envoyer le signalement").click()
    text = page.locator("main").inner_text()
    found = re.search(r"M-[0-9A-Z]{4}-[0-9A-Z]{4}", text)
    assert found, text

    page.goto(page.url.split("/signalements/")[0] + "/signalements/")
    # As people write it down.
    page.get_by_label("Numéro du signalement").fill(found[0].lower().replace("-", " "))
    page.get_by_role("button", name="Voir la réponse").click()
    expect(page.locator("main")).to_contain_text(found[0])
    expect(page.locator("main")).to_contain_text("Fermé le mercredi.")
