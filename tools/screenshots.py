"""Take the screenshots of docs/images/ on a demonstration of its own, as a newcomer meets it.

Usage: .venv/bin/python tools/screenshots.py [NAME…]   (after « make dev »; all without a name)

A database is filled in a temporary folder, the site and its worker run on a free port, and a
real Chromium signs in as each demonstration account with the codes of /dev/courriels/. Nothing
leaves the machine: no mail server, no map background. Only demonstration accounts are seen. Each
picture is reduced to a palette and refused above MAX_BYTES.
"""

import os
import re
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path

from PIL import Image
from playwright.sync_api import Browser, BrowserContext, Page, ViewportSize, sync_playwright

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from tests.e2e.conftest import ARGUMENTS, chromium_path  # noqa: E402
from tests.e2e.site import free_port  # noqa: E402

FOLDER = ROOT / "docs" / "images"
MAX_BYTES = 120_000
COLOURS = 96
DESKTOP: ViewportSize = {"width": 1100, "height": 760}
PHONE: ViewportSize = {"width": 390, "height": 780}
DOMAIN = "demonstration.invalid"
START_SECONDS = 90

Steps = Callable[[Page], None]


@dataclass(frozen=True)
class Shot:
    """One picture: who looks, at which page, after which steps, and at which width."""

    name: str
    account: str
    path: str
    steps: Steps | None = None
    is_phone: bool = False


def require(condition: bool, words: str) -> None:
    """Stop everything, with words, when something is not as expected."""
    if not condition:
        sys.exit(words)


def top_of(selector: str) -> Steps:
    """Bring the first element of a selector to the top of the picture."""

    def steps(page: Page) -> None:
        page.locator(selector).first.evaluate("element => element.scrollIntoView()")

    return steps


def first_link(selector: str, *, then: Steps | None = None) -> Steps:
    """Follow the first link of a selector."""

    def steps(page: Page) -> None:
        page.locator(selector).first.click()
        page.wait_for_load_state("load")
        if then is not None:
            then(page)

    return steps


def open_campaign(page: Page) -> None:
    """Open the demonstration's campaign, wait until its requests are made, show its calls."""
    page.get_by_role("link", name="Campagne de démonstration").click()
    page.get_by_role("button", name="Ouvrir la campagne").click()
    limit = time.monotonic() + START_SECONDS
    while not page.get_by_role("link", name="Liste d’appels").count():
        require(time.monotonic() < limit, "the worker did not prepare the campaign")
        page.wait_for_timeout(1000)
        page.reload()
    page.get_by_role("link", name="Liste d’appels").first.click()
    page.wait_for_load_state("load")


# An invented file, with columns of its own; one of its places is already in the demonstration.
PARTNER_FILE = """Structure;Voie;CP;Ville;Tél.;Ouverture
ESPACE NUMERIQUE DE LUISANT;2 rue des Tilleuls;28600;Luisant;0237000010;lundi au vendredi 9h-12h
CSE Jules Verne;;28300;Mainvilliers;;mardi 14h-17h
Point accueil;5 place du Marché;28110;Lucé;02 37 00 00;sur rendez-vous
;1 rue Haute;28000;Chartres;;
"""


def drop_file(page: Page) -> None:
    """Give the file of a new source; its columns are nobody's."""
    page.get_by_label("Source", exact=True).select_option(label="Une nouvelle source")
    page.get_by_text("La source n’est pas dans la liste").click()
    page.get_by_label("Nom de la source").fill("Lieux numériques de l’agglomération")
    page.get_by_label("Licence").fill("Licence Ouverte 2.0")
    page.get_by_label("Un fichier de votre ordinateur").set_input_files(
        {"name": "lieux.csv", "mimeType": "text/csv", "buffer": PARTNER_FILE.encode()}
    )
    page.get_by_role("button", name="Voir ce qui changerait").click()
    page.wait_for_load_state("load")


def when_done(page: Page, button: str) -> None:
    """Press a button, and wait until the worker has done what it asks."""
    page.get_by_role("button", name=button).click()
    page.wait_for_load_state("load")
    limit = time.monotonic() + START_SECONDS
    while page.locator("#travail").count():
        require(time.monotonic() < limit, "the worker did not read the file")
        page.wait_for_timeout(1000)
        page.goto(page.url.partition("#")[0])


def preview(page: Page) -> None:
    """Say what the columns are, and wait for what would change."""
    page.get_by_role("link", name="Lieux numériques de l’agglomération").first.click()
    when_done(page, "Lire le fichier avec ces colonnes")


def letter(page: Page) -> None:
    """The letter about the preview."""
    page.get_by_role("link", name="Lieux numériques de l’agglomération").first.click()
    page.get_by_role("link", name="La lettre au partenaire").click()
    page.wait_for_load_state("load")


def report(page: Page) -> None:
    """Apply the preview; what the report says of each row."""
    page.get_by_role("link", name="Lieux numériques de l’agglomération").first.click()
    when_done(page, "Appliquer")
    top_of(".figures")(page)


def pair(page: Page) -> None:
    """Search the duplicates, then open the pair that the file made."""
    page.get_by_role("button", name="Chercher les doublons maintenant").click()
    found = page.locator("main ol a[href*='cse-jules-verne']")
    limit = time.monotonic() + START_SECONDS
    while not found.count():
        require(time.monotonic() < limit, "the worker did not search the duplicates")
        page.wait_for_timeout(1000)
        page.goto(page.url.partition("#")[0])
    found.first.click()
    page.wait_for_load_state("load")
    top_of(".duplicates-pair")(page)


FICHE = "/pro/lieux/adsea-28-pole-de-jour-pour-adolescents/"
CAMPAIGN = "a[href^='/pro/campagnes/']:has-text('démonstration')"

# In this order: the campaign is photographed before it is opened.
SHOTS = (
    Shot("connexion", "", "/connexion/", is_phone=True),
    Shot("boite-de-developpement", "", "/dev/courriels/"),
    Shot("membre-accueil", "membre", "/pro/"),
    Shot("membre-fiche", "membre", FICHE, is_phone=True),
    Shot("membre-horaires", "membre", f"{FICHE}partie/horaires/", top_of("h1")),
    Shot("membre-fermetures", "membre", f"{FICHE}partie/fermetures/", is_phone=True),
    Shot("referent-structure", "referent", "/pro/", first_link("a[href^='/pro/structures/']")),
    Shot(
        "referent-contribution",
        "referent",
        "/pro/contributions/",
        first_link("main a[href^='/pro/contributions/M-']"),
    ),
    Shot("referent-fiche", "referent", FICHE),
    Shot("coordination-bureau", "coordination-bassin", "/pro/bureau/"),
    Shot("coordination-bureau-telephone", "coordination-bassin", "/pro/bureau/", is_phone=True),
    Shot(
        "coordination-liste",
        "coordination-bassin",
        "/pro/bureau/",
        first_link("a[href^='/pro/bureau/fiches/']:has-text('à confirmer')"),
    ),
    Shot("coordination-campagne", "coordination-bassin", "/pro/campagnes/", first_link(CAMPAIGN)),
    Shot("coordination-appels", "coordination-bassin", "/pro/campagnes/", open_campaign),
    # In this order: the file is dropped, read, answered to, applied.
    Shot("import-colonnes", "coordination-bassin", "/pro/imports/nouveau/", drop_file),
    Shot("import-apercu", "coordination-bassin", "/pro/imports/", preview),
    Shot("import-lettre", "coordination-bassin", "/pro/imports/", letter),
    Shot("import-compte-rendu", "coordination-bassin", "/pro/imports/", report),
    Shot("doublons-paire", "coordination-region", "/pro/bureau/doublons/", pair),
    Shot("qualite", "coordination-bassin", "/pro/qualite/"),
    Shot("qualite-a-mettre-en-ordre", "coordination-bassin", "/pro/qualite/a-mettre-en-ordre/"),
    Shot("administration-second-facteur", "administration", "/pro/compte/second-facteur/"),
    Shot("administration-coordinations", "administration", "/pro/coordinations/"),
    Shot("administration-journal", "administration", "/pro/journal/"),
)


@contextmanager
def demonstration() -> Iterator[str]:
    """The address of a demonstration of its own; everything is thrown away at the end."""
    with tempfile.TemporaryDirectory(prefix="maillage-captures-") as folder:
        port = free_port()
        address = f"http://127.0.0.1:{port}"
        kept = {name: value for name, value in os.environ.items() if name != "EMAIL_HOST"}
        env = kept | {
            "MAILLAGE_ENV": "dev",
            "DATABASE_URL": f"sqlite:///{folder}/site.sqlite3",
            "MAILLAGE_VAR_DIR": folder,
            "MAILLAGE_SITE_URL": address,
            "MAILLAGE_MAP_STYLE_URL": "",
            "EMAIL_HOST": "",
            "LOG_LEVEL": "WARNING",
        }
        subprocess.run([sys.executable, "manage.py", "prepare_site"], cwd=ROOT, env=env, check=True)
        process = subprocess.Popen(
            [sys.executable, "tools/run.py", "127.0.0.1", str(port)],
            cwd=ROOT,
            env=env,
            stdout=subprocess.DEVNULL,
        )
        try:
            _wait(address)
            yield address
        finally:
            process.terminate()
            process.wait(timeout=30)


def _wait(address: str) -> None:
    limit = time.monotonic() + START_SECONDS
    while True:
        try:
            urllib.request.urlopen(address, timeout=5).close()  # noqa: S310
        except (urllib.error.URLError, TimeoutError):
            require(time.monotonic() < limit, "the site did not start")
            time.sleep(0.5)
        else:
            return


def sign_in(browser: Browser, address: str, account: str) -> BrowserContext:
    """Somebody signed in, by the codes of the page of the last e-mails."""
    context = browser.new_context(locale="fr-FR", reduced_motion="reduce")
    if not account:
        return context
    email = f"{account}@{DOMAIN}"
    page = context.new_page()
    page.goto(f"{address}/connexion/")
    page.get_by_label("Adresse électronique professionnelle").fill(email)
    page.get_by_role("button", name="Recevoir un code").click()
    page.get_by_label("Code reçu").wait_for()
    page.get_by_label("Code reçu").fill(_login_code(context, address, email))
    page.get_by_role("button", name="Me connecter").click()
    page.wait_for_load_state("load")
    if "/pro/" not in page.url:
        page.get_by_label("Code").first.fill(_second_code(context, address, email))
        page.get_by_role("button", name="Vérifier").first.click()
        page.wait_for_url(re.compile("/pro/"))
    page.close()
    return context


def _mailbox(context: BrowserContext, address: str) -> str:
    page = context.new_page()
    page.goto(f"{address}/dev/courriels/")
    text = page.locator("main").inner_text()
    page.close()
    return text


def _login_code(context: BrowserContext, address: str, email: str) -> str:
    limit = time.monotonic() + START_SECONDS
    while time.monotonic() < limit:
        _, _, letter = _mailbox(context, address).partition(f"Pour {email}")
        if found := re.search(r"\b\d{3} ?\d{3}\b", letter):
            return found[0]
        time.sleep(0.5)
    sys.exit(f"no code for {email}")


def _second_code(context: BrowserContext, address: str, email: str) -> str:
    found = re.search(rf"{re.escape(email)}\s+second code : (\d{{6}})", _mailbox(context, address))
    if found is None:
        sys.exit(f"no second code for {email}")
    return found[1]


def take(context: BrowserContext, address: str, shot: Shot) -> int:
    """One picture, stored; its size in bytes."""
    page = context.new_page()
    page.set_viewport_size(PHONE if shot.is_phone else DESKTOP)
    response = page.goto(address + shot.path)
    require(response is not None and response.ok, f"{shot.path} did not answer")
    if shot.steps is not None:
        shot.steps(page)
    picture = Image.open(BytesIO(page.screenshot(animations="disabled", caret="hide")))
    page.close()
    reduced = picture.convert("RGB").quantize(COLOURS, dither=Image.Dither.NONE)
    path = FOLDER / f"{shot.name}.png"
    reduced.save(path, optimize=True)
    size = path.stat().st_size
    require(size < MAX_BYTES, f"{path.name}: {size} bytes")
    return size


def main(names: list[str]) -> None:
    unknown = set(names) - {shot.name for shot in SHOTS}
    if unknown:
        sys.exit(f"Captures inconnues : {', '.join(sorted(unknown))}")
    wanted = [shot for shot in SHOTS if not names or shot.name in names]
    with demonstration() as address, sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=chromium_path(), args=[*ARGUMENTS, "--lang=fr-FR"]
        )
        contexts: dict[str, BrowserContext] = {}
        for shot in wanted:
            if shot.account not in contexts:
                contexts[shot.account] = sign_in(browser, address, shot.account)
            size = take(contexts[shot.account], address, shot)
            print(f"{shot.name}.png  {size / 1000:.0f} ko")
        browser.close()


if __name__ == "__main__":
    main(sys.argv[1:])
