"""The documentation says what the code does: links, commands, e-mails, rights, pictures."""

import re
from functools import cache
from itertools import chain
from pathlib import Path
from urllib.parse import unquote

import pytest
from django.core.management import get_commands

from maillage.core.mail import KINDS
from tests.rights.table import TABLE

ROOT = Path(__file__).resolve().parent.parent
DOCS = ROOT / "docs"
PAGES = sorted([*DOCS.rglob("*.md"), ROOT / "README.md", ROOT / "CONTRIBUTING.md"])
MAX_PICTURE_BYTES = 120_000
# Older than the limit.
HEAVY_PICTURES = {"recherche.png"}

# Column of droits.md → the role of the table of rights, towards the things « here ».
COLUMNS = ("member", "referent", "coordinator", "administrator")
RIGHTS = {
    "voir la fiche et ce qui est réservé aux professionnels": "contributions:sheet_detail",
    "corriger une partie, l'enregistrer, en garder un brouillon": "contributions:section_edit",
    "confirmer : « rien n'a changé »": "contributions:sheet_confirm",
    "changer la photo": "contributions:photo_edit",
    "lire l'historique d'une fiche": "contributions:sheet_history",
    "répondre à un signalement, à une proposition": "contributions:contribution_review",
    "voir les personnes de la structure": "network:structure_detail",
    "voir une borne et comment l'installer": "bornes:kiosk_detail",
    "publier une fiche": "contributions:sheet_publish",
    "archiver une fiche": "contributions:sheet_archive",
    "rétablir une version": "contributions:sheet_restore",
    "copier une fiche": "contributions:sheet_duplicate",
    "ajouter un lieu": "contributions:lieu_create",
    "choisir le rythme des demandes": "contributions:sheet_rhythm",
    "régler une borne, la mettre hors service, la retirer": "bornes:kiosk_edit",
    "inviter dans la structure": "network:invitation_create",
    "changer un rôle, retirer une personne": "network:member_remove",
    "ouvrir le bureau": "contributions:desk",
    "agir sur plusieurs fiches": "contributions:desk_act",
    "mener une campagne, appeler": "contributions:campaign_detail",
    "décider d'un doublon": "contributions:duplicate_review",
    "importer un fichier": "contributions:import_create",
    "accepter une demande de rattachement": "network:claim_detail",
    "rouvrir un compte désactivé": "network:member_reactivate",
    "lire le journal": "contributions:journal_list",
    "inviter à coordonner un territoire": "network:coordination_list",
}


@cache
def text_of(page: Path) -> str:
    return page.read_text(encoding="utf-8")


def links_of(page: Path) -> list[str]:
    return re.findall(r"\]\(([^)\s]+)\)", text_of(page))


def anchors_of(page: Path) -> set[str]:
    """The anchors that titles make: lower case, without punctuation, hyphens for spaces."""
    titles = re.findall(r"^#+ (.+)$", text_of(page), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", title.lower()).replace(" ", "-") for title in titles}


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_links_lead_somewhere(page: Path) -> None:
    for link in links_of(page):
        if "://" in link or link.startswith("mailto:"):
            continue
        path, _, anchor = unquote(link).partition("#")
        target = (page.parent / path).resolve() if path else page
        assert target.exists(), link
        if anchor:
            assert anchor in anchors_of(target), link


def test_every_page_of_the_documentation_is_in_its_list() -> None:
    listed = {(DOCS / link).resolve() for link in links_of(DOCS / "README.md")}
    pages = {page for page in DOCS.rglob("*.md") if "decisions" not in page.parts}
    assert pages - listed == {DOCS / "README.md"}


def test_every_command_that_is_written_exists() -> None:
    words = "\n".join(text_of(page) for page in PAGES)
    commands = set(re.findall(r"manage\.py ([a-z_]+)", words))
    assert commands - set(get_commands()) == set()
    targets = set(re.findall(r"^([a-z0-9-]+):", text_of(ROOT / "Makefile"), re.MULTILINE))
    written = chain.from_iterable(
        re.findall(r"`make ([a-z0-9-]+)|^make ([a-z0-9-]+)", words, re.MULTILINE)
    )
    made = {name for name in written if name}
    assert "run" in made
    assert made <= targets


def test_every_email_is_described_and_no_other() -> None:
    described = re.findall(
        r"^\| `([a-z_.]+)` \|", text_of(DOCS / "reference/courriels.md"), re.MULTILINE
    )
    assert sorted(described) == sorted(KINDS)


def test_the_table_of_rights_is_the_one_that_is_played() -> None:
    rows = re.findall(
        r"^\| (.+?) \| (oui|non) \| (oui|non) \| (oui|non) \| (oui|non) \|$",
        text_of(DOCS / "explications/droits.md"),
        re.MULTILINE,
    )
    assert [words for words, *_ in rows] == list(RIGHTS)
    for words, *said in rows:
        who = TABLE[RIGHTS[words]].who
        assert said == ["oui" if role in who else "non" for role in COLUMNS], words


def test_pictures_are_light_and_all_used() -> None:
    used = {Path(link).name for page in PAGES for link in links_of(page) if link.endswith(".png")}
    pictures = {picture.name: picture for picture in (DOCS / "images").glob("*.png")}
    assert set(pictures) == used
    for name, picture in pictures.items():
        assert name in HEAVY_PICTURES or picture.stat().st_size < MAX_PICTURE_BYTES, name


@pytest.mark.parametrize("role", ["membre", "referent", "coordination", "administration"])
def test_each_role_has_its_page_with_pictures(role: str) -> None:
    pictures = re.findall(
        r"!\[(.+?)\]\(\.\./\.\./images/", text_of(DOCS / f"guides/roles/{role}.md")
    )
    assert 2 <= len(pictures) <= 5
    assert all(len(words) > 20 for words in pictures)
