"""Three journeys with JavaScript on: suggestions, the map, the list on another site."""

import re

import pytest
from playwright.sync_api import expect

from tests.e2e.conftest import DESKTOP, PHONE, Visit, names_of, ready_map
from tests.e2e.site import serve


def test_a_place_is_found_with_the_keyboard_and_the_address_shared(visit: Visit) -> None:
    page = visit("/lieux/", size=DESKTOP)
    before = page.locator("#resultats-titre").inner_text()
    page.evaluate("window.isSamePage = true")
    place = page.get_by_role("combobox", name="Où êtes-vous ?")
    place.press_sequentially("nogen le rotr", delay=15)
    expect(page.get_by_role("option").first).to_contain_text("Nogent-le-Rotrou")
    place.press("ArrowDown")
    expect(page.get_by_role("option").first).to_have_attribute("aria-selected", "true")
    place.press("Enter")
    expect(place).to_have_value(re.compile("Nogent-le-Rotrou"))
    expect(page.get_by_role("listbox")).to_be_hidden()
    place.press("Enter")

    expect(page.locator("#resultats-titre")).to_contain_text("Nogent-le-Rotrou")
    assert page.locator("#resultats-titre").inner_text() != before
    assert page.evaluate("window.isSamePage"), "the page was loaded again"
    expect(page).to_have_url(re.compile(r"\?ou=Nogent-le-Rotrou"))
    expect(page.locator("#annonce")).to_contain_text("Nogent-le-Rotrou")
    assert page.evaluate("document.activeElement.id") == "resultats"

    shared = visit(page.url, size=PHONE, java_script_enabled=False)
    assert names_of(shared) == names_of(page)
    page.go_back()
    expect(page.locator("#resultats-titre")).to_have_text(before)


def test_escape_closes_the_suggestions(visit: Visit) -> None:
    page = visit("/lieux/")
    place = page.get_by_role("combobox", name="Où êtes-vous ?")
    place.press_sequentially("chart", delay=15)
    expect(page.get_by_role("option").first).to_be_visible()
    place.press("Escape")
    expect(page.get_by_role("listbox")).to_be_hidden()
    expect(place).to_have_value("chart")


def test_the_map_leads_to_a_sheet(visit: Visit) -> None:
    page = visit("/lieux/?ou=Chartres", size=DESKTOP)
    ready_map(page)
    expect(page.locator(".town", has_text="Chartres").first).to_be_visible()
    clusters = page.locator(".pin--cluster")
    before = page.locator(".pin").count()
    clusters.first.click()
    expect(page.locator(".map__status")).not_to_have_text("")
    page.wait_for_function(
        "(count) => document.querySelectorAll('.pin').length !== count", arg=before
    )
    page.locator(".pin[data-lieu]").first.click()
    popup = page.locator(".maplibregl-popup")
    link = popup.get_by_role("link").first
    expect(link).to_be_focused()
    page.keyboard.press("Escape")
    expect(popup).to_be_hidden()
    expect(page.locator(".pin[data-lieu]").first).to_be_focused()
    page.keyboard.press("Enter")
    name = link.inner_text()
    link.click()
    expect(page.get_by_role("heading", level=1)).to_have_text(name)


def test_places_at_one_spot_are_all_named(visit: Visit) -> None:
    page = visit("/lieux/?bbox=1.4950,48.4400,1.5150,48.4560", size=DESKTOP)
    ready_map(page)
    cluster = page.locator(".pin--cluster").first
    count = int(cluster.inner_text())
    for _ in range(4):
        cluster.click()
        page.wait_for_timeout(700)
        if page.locator(".maplibregl-popup").count():
            break
        cluster = page.locator(".pin--cluster").first
        count = int(cluster.inner_text())
    assert page.locator(".maplibregl-popup").get_by_role("link").count() == count


def test_the_list_follows_the_map(visit: Visit) -> None:
    page = visit("/lieux/?ou=Chartres", size=DESKTOP)
    ready_map(page)
    page.evaluate("window.isSamePage = true")
    page.get_by_label("La liste suit la carte").check()
    expect(page).to_have_url(re.compile("bbox="))
    expect(page.locator(".chips")).to_contain_text("carte")
    before, address = names_of(page), page.url

    box = page.locator(".map__canvas").bounding_box()
    assert box
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] * 0.8
    page.mouse.move(x, y)
    page.mouse.down()
    page.mouse.move(x, y - box["height"] * 0.55, steps=8)
    page.mouse.up()
    page.wait_for_url(lambda url: url != address)
    expect(page.locator("#resultats")).not_to_have_class(re.compile("htmx-request"))
    assert names_of(page) != before
    assert page.evaluate("window.isSamePage"), "the page was loaded again"
    assert page.evaluate("document.activeElement.id") != "resultats", "the map lost the focus"
    total = page.locator("#resultats-titre").inner_text().split()[0]
    expect(page.locator(".map__status")).to_have_text(re.compile(rf": {total}$"))

    shared = visit(page.url, size=DESKTOP)
    assert names_of(shared) == names_of(page)
    ready_map(shared)
    expect(shared.get_by_label("La liste suit la carte")).to_be_checked()

    shared.get_by_role("combobox", name="Où êtes-vous ?").fill("Tours")
    expect(shared.get_by_label("La liste suit la carte")).not_to_be_checked()


def test_a_card_shows_its_pin(visit: Visit) -> None:
    page = visit("/lieux/?ou=Gallardon", size=DESKTOP)
    ready_map(page)
    page.locator(".lieu-card__name a", has_text="Bibliothèque de Gallardon").focus()
    expect(page.locator(".pin--current")).to_have_attribute(
        "data-lieu", "bibliotheque-de-gallardon"
    )


def test_a_telephone_asks_for_the_map(visit: Visit) -> None:
    page = visit("/lieux/?ou=Chartres", size=PHONE, has_touch=True, is_mobile=True)
    button = page.get_by_role("button", name="Afficher la carte")
    expect(page.locator("#carte")).to_be_hidden()
    assert not [url for url in page.evaluate(LOADED) if "maplibre" in url]
    button.click()
    ready_map(page)
    assert page.evaluate("document.scrollingElement.scrollWidth") <= PHONE[0]
    page.get_by_role("button", name="Cacher la carte").click()
    expect(page.locator("#carte")).to_be_hidden()


LOADED = "performance.getEntriesByType('resource').map((entry) => entry.name)"

NO_WEBGL = "HTMLCanvasElement.prototype.getContext = () => null"
SAVE_DATA = "Object.defineProperty(navigator, 'connection', { value: { saveData: true } })"


@pytest.mark.parametrize("reason", [NO_WEBGL, SAVE_DATA], ids=["no WebGL", "Save-Data"])
def test_without_a_map_the_list_is_whole(visit: Visit, reason: str) -> None:
    page = visit("/lieux/?ou=Chartres", size=DESKTOP, script=reason)
    expect(page.locator(".lieu-card")).to_have_count(15)
    expect(page.locator(".results__map")).to_have_count(0)
    assert not [url for url in page.evaluate(LOADED) if "maplibre" in url]


def test_the_list_lives_on_another_site(visit: Visit) -> None:
    builder = visit("/integrer/", size=DESKTOP)
    place = builder.get_by_role("combobox", name=re.compile("^Autour de quelle commune"))
    place.fill("Chartres")
    place.press("Tab")
    expect(builder.get_by_role("listbox")).to_be_hidden()
    builder.get_by_label("Démarches en ligne").check()
    builder.get_by_role("button", name="Voir le résultat").click()
    snippet = builder.locator("#code-script").inner_text()
    assert snippet.startswith("<script")

    town_hall = (
        f"<!doctype html><title>Mairie</title><link rel=icon href=data:,><h1>Mairie</h1>{snippet}"
    )
    with serve({"/": ("text/html", town_hall.encode())}) as address:
        page = visit(f"{address}/", size=DESKTOP)
        frame = page.frame_locator("iframe")
        expect(frame.get_by_text("Chartres").first).to_be_visible()
        page.wait_for_function("document.querySelector('iframe').clientHeight !== 640")
        inner = page.frames[1].evaluate("document.documentElement.scrollHeight")
        assert abs(page.locator("iframe").bounding_box()["height"] - inner) < 30  # type: ignore[index]
        assert page.frames[1].evaluate(
            "document.scrollingElement.scrollWidth <= document.scrollingElement.clientWidth"
        )
        # The sheet takes the whole window: it would be lost in a frame.
        frame.locator(".embed__lieu a").first.click()
        page.wait_for_url(re.compile("/lieux/[a-z0-9-]+/$"))
        expect(page.get_by_role("heading", level=1)).to_be_visible()
