"""The path of a professional, in a real browser, with real e-mails.

Invitation → code by e-mail → correction with a closure → the public page shows it. Report by a
visitor → proposal → accepted → the number says so. Campaign link « rien n’a changé » → freshness
on the public sheet. Without JavaScript where nothing needs it: then it works with it too.
"""

import base64
import hmac
import re
import struct
import time
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from django.utils.timezone import localdate
from playwright.sync_api import Browser, Page, expect

from tests.e2e.conftest import DESKTOP, PHONE, SLOWER_THAN_A_ROBOT_MS, Visit
from tests.e2e.mailbox import MailSite, link_in, running_with_mail
from tests.e2e.pages import LIBRARY

COORDINATOR = "coordination@exemple.fr"
LIBRARIAN = "bibliotheque@exemple.fr"
SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"

PEOPLE = f"""
from maillage.accounts.actions import create_account
from maillage.territory.models import Bassin
from allauth.mfa.totp.internal.auth import TOTP
user = create_account(email="{COORDINATOR}", display_name="Coordination", profession="coordination")
from maillage.network.models import Coordination
Coordination.objects.create(user=user, kind="bassin", code=Bassin.objects.get(slug="chartres").code)
TOTP.activate(user, "{SECRET}")
from maillage.directory.models import Lieu
lieu = Lieu.objects.get(slug="{LIBRARY}")
lieu.courriels = "{LIBRARIAN}"
from maillage.directory.actions import save_lieu
save_lieu(lieu=lieu, modalites=None, origin="demonstration")
print(lieu.structure_id)
"""


def totp(secret: str) -> str:
    """The six figures of this half minute (RFC 6238)."""
    counter = struct.pack(">Q", int(time.time()) // 30)
    digest = hmac.new(base64.b32decode(secret), counter, "sha1").digest()
    offset = digest[-1] & 15
    number = int.from_bytes(digest[offset : offset + 4], "big") & 0x7FFFFFFF
    return f"{number % 1_000_000:06}"


@pytest.fixture(scope="module")
def mail_site(prepared: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[MailSite]:
    with running_with_mail(prepared, tmp_path_factory.mktemp("courriels")) as running:
        yield running


@pytest.fixture(scope="module")
def structure(mail_site: MailSite) -> str:
    """Key of the library's structure; its coordinator exists."""
    return mail_site.manage("shell", "--no-imports", "-c", PEOPLE).strip().splitlines()[-1]


def sign_in(page: Page, site: MailSite, email: str, *, secret: str = "") -> None:
    """From the sign-in page to the professional area, by the code of the e-mail."""
    since = len(site.mailbox.messages)
    page.get_by_label("Adresse électronique professionnelle").fill(email)
    page.get_by_role("button", name="Recevoir un code").click()
    give_code(page, site, email, since=since, secret=secret)


def give_code(page: Page, site: MailSite, email: str, *, since: int, secret: str = "") -> None:
    text = site.mailbox.wait_for(email, saying="code", since=since)
    found = re.search(r"\b(\d{6}|\d{3} \d{3})\b", text)
    assert found, text
    page.get_by_label("Code reçu").fill(found[1])
    page.get_by_role("button", name="Me connecter").click()
    if secret:
        page.get_by_label("Code").first.fill(totp(secret))
        page.get_by_role("button", name="Vérifier").first.click()
    expect(page).to_have_url(re.compile("/pro/"))


@pytest.fixture(scope="module")
def coordinator_state(
    browser: Browser, mail_site: MailSite, structure: str, tmp_path_factory: pytest.TempPathFactory
) -> Path:
    """Cookies of the coordinator, signed in with the code of the e-mail and the second factor."""
    kept = tmp_path_factory.mktemp("cookies") / "coordination.json"
    context = browser.new_context(java_script_enabled=False, locale="fr-FR")
    page = context.new_page()
    page.goto(f"{mail_site.address}/pro/bureau/")
    expect(page).to_have_url(re.compile("/connexion/"))
    sign_in(page, mail_site, COORDINATOR, secret=SECRET)
    expect(page).to_have_url(re.compile(r"/pro/bureau/"))
    context.storage_state(path=kept)
    context.close()
    return kept


def test_invited_then_correct_hours_and_a_closure_that_the_public_reads(
    visit: Visit, mail_site: MailSite, structure: str, coordinator_state: Path
) -> None:
    # The coordinator invites.
    page = visit(
        f"{mail_site.address}/pro/structures/{structure}/inviter/",
        java_script_enabled=False,
        storage_state=coordinator_state,
    )
    page.get_by_label("Son adresse électronique").fill(LIBRARIAN)
    page.get_by_label("Référent").check()
    page.get_by_role("button", name="Envoyer l’invitation").click()

    # The librarian accepts, and signs in with the code that her mailbox received.
    invitation = mail_site.mailbox.wait_for(LIBRARIAN, saying="/invitation/")
    page = visit(
        mail_site.address + link_in(invitation, below="/invitation/"),
        size=PHONE,
        java_script_enabled=False,
    )
    since = len(mail_site.mailbox.messages)
    page.get_by_label("Votre prénom et votre nom").fill("Bibliothécaire")
    page.get_by_label("Votre métier").select_option("bibliotheque")
    page.get_by_role("button", name="Accepter l’invitation").click()
    give_code(page, mail_site, LIBRARIAN, since=since)

    # She corrects the hours of Monday and says when the library is closed.
    page.goto(f"{mail_site.address}/pro/lieux/{LIBRARY}/partie/horaires/")
    page.get_by_label("lundi, matin ou journée, ouvre à").fill("9h30")
    page.get_by_label("lundi, matin ou journée, ferme à").fill("midi")
    page.get_by_role("button", name="Enregistrer", exact=True).last.click()
    expect(page).to_have_url(re.compile(rf"/pro/lieux/{LIBRARY}/(#.*)?$"))
    page.goto(f"{mail_site.address}/pro/lieux/{LIBRARY}/partie/fermetures/")
    first, last = localdate() + timedelta(days=2), localdate() + timedelta(days=9)
    page.get_by_label("Premier jour").first.fill(first.isoformat())
    page.get_by_label("Dernier jour").first.fill(last.isoformat())
    page.get_by_label("Raison").first.fill("Inventaire")
    page.get_by_role("button", name="Enregistrer", exact=True).last.click()
    expect(page.locator("main")).to_contain_text("Inventaire")

    # The public reads it at once.
    public = visit(f"{mail_site.address}/lieux/{LIBRARY}/", java_script_enabled=False)
    expect(public.locator("main")).to_contain_text("9 h 30")
    expect(public.locator("main")).to_contain_text("Inventaire")
    expect(public.locator("main")).to_contain_text(re.compile("confirm", re.IGNORECASE))


def test_a_visitor_reports_an_error_and_reads_that_it_is_mended(
    visit: Visit, mail_site: MailSite, structure: str, coordinator_state: Path
) -> None:
    page = visit(
        f"{mail_site.address}/lieux/{LIBRARY}/signaler/", size=PHONE, java_script_enabled=False
    )
    page.get_by_label("Le téléphone ou le courriel est faux").check()
    page.get_by_label("Ce qu’il faudrait écrire à la place").fill("Le numéro est le 02 37 00 00 00")
    page.wait_for_timeout(SLOWER_THAN_A_ROBOT_MS)
    page.get_by_role("button", name="Envoyer le signalement").click()
    number = re.search(r"M-\w{4}-\w{4}", page.url)
    assert number

    review = visit(
        f"{mail_site.address}/pro/contributions/{number[0]}/?partie=contacts",
        java_script_enabled=False,
        storage_state=coordinator_state,
    )
    review.get_by_label("Téléphone").first.fill("02 37 00 00 00")
    review.get_by_role("button", name="Corriger la fiche et répondre").last.click()
    expect(review.locator("main")).to_contain_text("Corrigé")

    page.goto(f"{mail_site.address}/signalements/{number[0]}/")
    expect(page.locator("main")).to_contain_text("Corrigé")
    expect(page.locator("main")).to_contain_text("02 37 00 00 00")


def test_a_campaign_link_confirms_a_sheet_in_two_clicks(
    visit: Visit, mail_site: MailSite, structure: str, coordinator_state: Path
) -> None:
    page = visit(
        f"{mail_site.address}/pro/campagnes/nouvelle/",
        size=DESKTOP,
        java_script_enabled=False,
        storage_state=coordinator_state,
    )
    page.get_by_label("Nom de la campagne").fill("Mise à jour d’automne")
    page.get_by_label("Premier jour").fill(localdate().isoformat())
    page.get_by_label("Dernier jour").fill((localdate() + timedelta(days=30)).isoformat())
    page.get_by_role("button", name="Voir avant d’ouvrir").click()
    page.get_by_role("button", name="Ouvrir la campagne").click()

    message = mail_site.mailbox.wait_for(LIBRARIAN, saying="/mise-a-jour/")
    # First click: the link of the e-mail. No account, no cookie.
    page = visit(
        mail_site.address + link_in(message, below="/mise-a-jour/"),
        size=PHONE,
        java_script_enabled=False,
    )
    started = time.monotonic()
    assert page.context.cookies() == []
    # Second click.
    page.get_by_role("button", name="Tout est juste, rien n’a changé").click()
    assert time.monotonic() - started < 20
    expect(page.get_by_role("heading", level=1)).to_be_visible()

    public = visit(f"{mail_site.address}/lieux/{LIBRARY}/", java_script_enabled=False)
    expect(public.locator("main")).to_contain_text(
        re.compile(r"confirmé\w* (le|aujourd’hui)", re.IGNORECASE)
    )
    expect(public.locator("main")).to_contain_text("la structure elle-même")
