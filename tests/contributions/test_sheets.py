"""« Mon espace », a sheet, its sections: who, what is written, what is undone, what is kept."""

import re
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from maillage.accounts.models import User
from maillage.contributions.actions.sheets import purge_drafts, save_draft
from maillage.contributions.forms.sections import build_section_form
from maillage.contributions.models import SectionDraft
from maillage.directory.enums import LieuStatus, Section
from maillage.directory.models import Lieu, SectionConfirmation, Structure
from maillage.directory.section_queries import read_values
from maillage.network.models import Membership
from tests.factories.directory import make_lieu
from tests.factories.people import (
    client_of,
    make_coordinator,
    make_member,
    make_structure,
    make_user,
)
from tests.factories.sheets import typed
from tests.factories.territory import CommuneFactory

pytestmark = pytest.mark.django_db


def _place(structure: Structure | None = None, **fields: Any) -> Lieu:
    values = {"modalites": {"services": ["demarches"]}, "telephone": "+33237000000", **fields}
    return make_lieu(structure=structure or make_structure(), **values)


def _member(lieu: Lieu, role: str = "membre") -> User:
    assert lieu.structure is not None
    return make_member(lieu.structure, role)


def _coordinator(lieu: Lieu) -> User:
    commune = CommuneFactory(code=lieu.code_insee, nom="Chartres", postal_codes="28000")
    return make_coordinator("departement", commune.departement_id)


def _url(name: str, lieu: Lieu, section: str = "") -> str:
    args = [lieu.slug, section] if section else [lieu.slug]
    return reverse(f"contributions:{name}", args=args)


def _open(client: Client, lieu: Lieu, section: str) -> dict[str, Any]:
    """What a browser would send after opening a section, nothing touched."""
    page = client.get(_url("section_edit", lieu, section))
    assert page.status_code == 200
    return {**typed(page.context["form"]), "base": page.context["base"], "do": "save"}


def _save(client: Client, lieu: Lieu, section: str, **changes: Any) -> Any:
    sent = {**_open(client, lieu, section), **changes}
    return client.post(_url("section_edit", lieu, section), sent)


# --- who ----------------------------------------------------------------------------------
PAGES = ["sheet_detail", "sheet_archive"]
POSTS = ["sheet_confirm", "sheet_undo", "sheet_publish", "sheet_duplicate", "sheet_rhythm"]


@pytest.mark.parametrize("name", PAGES + POSTS)
def test_somebody_else_s_sheet_does_not_exist(name: str) -> None:
    lieu, other = _place(), _place()
    client = client_of(_member(other, "referent"))
    ask = client.get if name in PAGES else client.post
    assert ask(_url(name, lieu)).status_code == 404
    assert ask(reverse(f"contributions:{name}", args=["aucune"])).status_code == 404


@pytest.mark.parametrize("name", PAGES + POSTS)
def test_nobody_enters_without_an_account(client: Client, name: str) -> None:
    ask = client.get if name in PAGES else client.post
    response = ask(_url(name, _place()))
    assert response.status_code == 302
    assert "connexion" in response.headers["Location"]


@pytest.mark.parametrize("name", POSTS)
def test_what_writes_is_not_read(name: str) -> None:
    lieu = _place()
    assert client_of(_member(lieu, "referent")).get(_url(name, lieu)).status_code == 405


@pytest.mark.parametrize(
    "name", ["sheet_archive", "sheet_publish", "sheet_duplicate", "sheet_rhythm"]
)
def test_a_member_does_not_manage(name: str) -> None:
    lieu = _place()
    assert client_of(_member(lieu)).post(_url(name, lieu)).status_code == 404


def test_an_unknown_section_does_not_exist() -> None:
    lieu = _place()
    client = client_of(_member(lieu))
    assert client.get(_url("section_edit", lieu, "tout")).status_code == 404
    sent = {"sections": "tout"}
    assert client.post(_url("sheet_confirm", lieu), sent).status_code == 404


def test_a_merged_sheet_is_no_longer_corrected() -> None:
    lieu = _place()
    client = client_of(_member(lieu))
    Lieu.objects.filter(pk=lieu.pk).update(status="fusionne", merged_into=_place())
    assert client.get(_url("sheet_detail", lieu)).status_code == 404


# --- my space -----------------------------------------------------------------------------
def test_my_space_shows_my_places_only() -> None:
    lieu, other = _place(nom="Le mien"), _place(nom="Un autre")
    html = client_of(_member(lieu)).get("/pro/").content.decode()
    assert "Le mien" in html
    assert other.nom not in html
    assert "Rien n’a changé, tout est à jour" in html


def test_an_account_without_a_role_learns_what_to_do() -> None:
    html = client_of(make_user()).get("/pro/").content.decode()
    assert "aucune structure" in html
    assert "invitation" in html


def test_my_space_asks_a_constant_number_of_queries() -> None:
    structure = make_structure()
    user = make_member(structure)
    counts = []
    for _ in range(2):
        _place(structure)
        client = client_of(user)
        client.get("/pro/")
        with CaptureQueriesContext(connection) as queries:
            client.get("/pro/")
        counts.append(len(queries))
        _place(structure)
    assert counts[0] == counts[1]


def test_a_sheet_asks_a_constant_number_of_queries() -> None:
    lieu = _place()
    client = client_of(_member(lieu))
    client.get(_url("sheet_detail", lieu))
    with CaptureQueriesContext(connection) as before:
        client.get(_url("sheet_detail", lieu))
    client.post(_url("sheet_confirm", lieu))
    for section in (Section.VENIR, Section.SERVICES):
        values = read_values(lieu=lieu, section=section)
        save_draft(lieu=lieu, section=section, typed={}, base=values, by=make_user())
    with CaptureQueriesContext(connection) as after:
        page = client.get(_url("sheet_detail", lieu))
    assert page.content.decode().count("Brouillon en cours") == 2
    assert len(after) == len(before)


# --- confirm ------------------------------------------------------------------------------
def test_one_click_confirms_everything_and_another_undoes_it() -> None:
    lieu = _place()
    user = _member(lieu)
    client = client_of(user)
    page = client.post(_url("sheet_confirm", lieu), {"retour": "accueil"}, follow=True)
    assert page.redirect_chain[-1][0] == "/pro/"
    rows = SectionConfirmation.objects.filter(lieu=lieu)
    assert {row.section for row in rows} == set(Section.values)
    assert {(row.kind, row.channel, row.profession) for row in rows} == {
        ("structure", "espace", user.profession)
    }
    lieu.refresh_from_db()
    assert lieu.confirmed_at is not None
    page = client.post(_url("sheet_undo", lieu), follow=True)
    assert "annulée" in page.content.decode()
    assert not SectionConfirmation.objects.exists()
    lieu.refresh_from_db()
    assert lieu.confirmed_at is None


def test_one_section_is_confirmed_alone() -> None:
    lieu = _place()
    client_of(_member(lieu)).post(_url("sheet_confirm", lieu), {"sections": "venir"})
    assert [row.section for row in SectionConfirmation.objects.all()] == ["venir"]


def test_the_coordination_says_how_it_checked_and_it_shows() -> None:
    lieu = _place()
    client = client_of(_coordinator(lieu))
    page = client.post(_url("sheet_confirm", lieu), follow=True)
    assert "Dites comment vous avez vérifié" in page.content.decode()
    assert not SectionConfirmation.objects.exists()
    client.post(_url("sheet_confirm", lieu), {"sections": "venir", "channel": "appel"})
    row = SectionConfirmation.objects.get()
    assert (row.kind, row.channel) == ("coordination", "appel")
    html = client.get(_url("sheet_detail", lieu)).content.decode()
    assert "par la coordination, au nom de la structure (par téléphone)" in html


@pytest.mark.parametrize("channel", ["lien", "import", "contribution", "autre"])
def test_the_coordination_does_not_lend_itself_another_channel(channel: str) -> None:
    lieu = _place()
    client_of(_coordinator(lieu)).post(_url("sheet_confirm", lieu), {"channel": channel})
    assert not SectionConfirmation.objects.exists()


def test_nothing_is_undone_after_an_hour(monkeypatch: pytest.MonkeyPatch) -> None:
    lieu = _place()
    client = client_of(_member(lieu))
    client.post(_url("sheet_confirm", lieu))
    monkeypatch.setattr("maillage.contributions.views.sheet_tools.UNDO_KEPT", timedelta(seconds=-1))
    page = client.post(_url("sheet_undo", lieu), follow=True)
    assert "plus rien à annuler" in page.content.decode()
    assert SectionConfirmation.objects.exists()


# --- one section --------------------------------------------------------------------------
@pytest.mark.parametrize("section", Section.values)
def test_each_section_opens_and_saved_untouched_only_confirms(section: str) -> None:
    lieu = _place()
    client = client_of(_member(lieu))
    versions = lieu.history.count()
    page = client.post(
        _url("section_edit", lieu, section), _open(client, lieu, section), follow=True
    )
    assert "rien n’a changé" in page.content.decode()
    assert lieu.history.count() == versions  # type: ignore[attr-defined]
    assert SectionConfirmation.objects.get().section == section


def test_a_correction_is_saved_shown_and_undone() -> None:
    lieu = _place(access_note="Sonner")
    client = client_of(_member(lieu))
    assert _save(client, lieu, "venir", access_note="Frapper").status_code == 302
    html = client.get(_url("sheet_detail", lieu)).content.decode()
    assert "Annuler ma modification" in html
    assert "Frapper" in html
    client.post(_url("sheet_undo", lieu))
    lieu.refresh_from_db()
    assert lieu.access_note == "Sonner"
    assert not SectionConfirmation.objects.exists()


def test_nothing_is_undone_over_somebody_else_s_words() -> None:
    lieu = _place()
    first, second = client_of(_member(lieu)), client_of(_member(lieu))
    _save(first, lieu, "venir", access_note="Frapper")
    _save(second, lieu, "venir", access_note="Entrer")
    page = first.post(_url("sheet_undo", lieu), follow=True)
    assert "modifié cette partie depuis" in page.content.decode()
    lieu.refresh_from_db()
    assert lieu.access_note == "Entrer"


def test_a_mistake_is_named_and_nothing_typed_is_lost() -> None:
    lieu = _place()
    client = client_of(_member(lieu))
    page = _save(client, lieu, "contacts", telephone="12", complement_adresse="Au fond")
    html = page.content.decode()
    assert page.status_code == 400
    assert 'href="#telephone"' in html
    assert "Au fond" in html
    lieu.refresh_from_db()
    assert (lieu.telephone, lieu.complement_adresse) == ("+33237000000", "")


def test_another_row_is_asked_without_saving() -> None:
    lieu = _place()
    client = client_of(_member(lieu))
    page = _save(client, lieu, "materiel", printing_note="Clé USB", add_row="equipments")
    assert page.status_code == 200
    assert "equipments-2-kind" in page.content.decode()
    assert "Clé USB" in page.content.decode()
    lieu.refresh_from_db()
    assert lieu.printing_note == ""


@pytest.mark.parametrize(
    "hostile", ["\x00\x00", "<script>alert(1)</script>", "x" * 1_000_000, "'; DROP TABLE --"]
)
def test_hostile_words_do_no_harm(hostile: str) -> None:
    lieu = _place()
    client = client_of(_member(lieu))
    page = _save(client, lieu, "presentation", presentation_resume=hostile)
    assert page.status_code in {302, 400}
    lieu.refresh_from_db()
    assert "<" not in lieu.presentation_resume
    assert len(lieu.presentation_resume) <= 280


def test_the_coordination_corrects_and_says_how_it_knows() -> None:
    lieu = _place()
    client = client_of(_coordinator(lieu))
    page = _save(client, lieu, "venir", access_note="Sonner", channel="")
    assert page.status_code == 400
    assert "Dites comment vous avez vérifié" in page.content.decode()
    assert "Sonner" in page.content.decode()
    assert _save(client, lieu, "venir", access_note="Sonner", channel="visite").status_code == 302
    row = SectionConfirmation.objects.get()
    assert (row.kind, row.channel) == ("coordination", "visite")


def test_the_page_is_filled_in_from_top_to_bottom() -> None:
    lieu = _place()
    html = client_of(_member(lieu)).get(_url("section_edit", lieu, "materiel")).content.decode()
    numbers = [int(number) for number in re.findall(r'tabindex="(-?\d+)"', html)]
    assert all(number <= 0 for number in numbers)
    order = [html.index(f'name="{name}"') for name in ("printing_possible", "wifi_free")]
    assert order == sorted(order)
    # The key Enter saves: the first button of the form is « Enregistrer ».
    form = html[html.index('class="sheet-form"') :]
    assert re.search(r'<button[^>]*value="(\w+)"', form)[1] == "save"  # type: ignore[index]


# --- two people at once -------------------------------------------------------------------
def _conflict(mine: dict[str, Any], theirs: dict[str, Any]) -> tuple[Client, Lieu, Any]:
    """The page of the one who saves second."""
    lieu = _place(access_note="Sonner", documents_note="Rien")
    me, other = client_of(_member(lieu)), client_of(_member(lieu))
    opened = _open(me, lieu, "venir")
    assert _save(other, lieu, "venir", **theirs).status_code == 302
    page = me.post(_url("section_edit", lieu, "venir"), {**opened, **mine})
    return me, lieu, page


def _choices(page: Any, **choices: str) -> dict[str, Any]:
    sent = {"do": "choose", "base": page.context["base"], "mine": page.context["mine"]}
    for line in page.context["disputed"]:
        sent[f"choice-{line.key}"] = choices.get(line.key, line.choice)
    return sent


def test_the_second_to_save_sees_the_difference_and_loses_nothing() -> None:
    me, lieu, page = _conflict({"access_note": "Frapper"}, {"access_note": "Entrer"})
    assert page.status_code == 409
    html = page.content.decode()
    for words in ("Sonner", "Frapper", "Entrer", "Personne"):
        assert words in html
    lieu.refresh_from_db()
    assert lieu.access_note == "Entrer"
    assert me.post(_url("section_edit", lieu, "venir"), _choices(page)).status_code == 302
    lieu.refresh_from_db()
    assert lieu.access_note == "Frapper"


def test_what_only_the_other_changed_is_kept() -> None:
    me, lieu, page = _conflict({"access_note": "Frapper"}, {"documents_note": "Une pièce"})
    assert {line.key: line.choice for line in page.context["disputed"]} == {
        "access_note": "mine",
        "documents_note": "theirs",
    }
    me.post(_url("section_edit", lieu, "venir"), _choices(page))
    lieu.refresh_from_db()
    assert (lieu.access_note, lieu.documents_note) == ("Frapper", "Une pièce")


def test_one_may_keep_what_is_saved_already() -> None:
    me, lieu, page = _conflict({"access_note": "Frapper"}, {"access_note": "Entrer"})
    me.post(_url("section_edit", lieu, "venir"), _choices(page, access_note="theirs"))
    lieu.refresh_from_db()
    assert lieu.access_note == "Entrer"


def test_a_third_person_meanwhile_is_a_new_choice() -> None:
    me, lieu, page = _conflict({"access_note": "Frapper"}, {"access_note": "Entrer"})
    _save(client_of(_member(lieu)), lieu, "venir", access_note="Pousser")
    again = me.post(_url("section_edit", lieu, "venir"), _choices(page))
    assert again.status_code == 409
    assert "Pousser" in again.content.decode()
    assert "Frapper" in again.content.decode()


def test_somebody_who_typed_nothing_reads_again() -> None:
    me, lieu, page = _conflict({}, {"access_note": "Entrer"})
    assert page.status_code == 302
    lieu.refresh_from_db()
    assert lieu.access_note == "Entrer"
    assert "Relisez" in me.get(page.headers["Location"]).content.decode()


@pytest.mark.parametrize("forged", ["", "faux", "eyJhIjoxfQ:1abc:def"])
def test_a_forged_reading_never_writes_over_somebody(forged: str) -> None:
    lieu = _place(access_note="Sonner")
    client = client_of(_member(lieu))
    page = _save(client, lieu, "venir", access_note="Frapper", base=forged)
    assert page.status_code == 409
    lieu.refresh_from_db()
    assert lieu.access_note == "Sonner"


def test_the_reading_of_another_sheet_is_not_taken() -> None:
    lieu, other = _place(access_note="Sonner"), _place()
    user = _member(lieu)
    make_member(other.structure, user=user)  # type: ignore[arg-type]
    client = client_of(user)
    stolen = _open(client, other, "venir")["base"]
    page = _save(client, lieu, "venir", access_note="Frapper", base=stolen)
    assert page.status_code == 409


# --- a role withdrawn ---------------------------------------------------------------------
def test_a_role_withdrawn_meanwhile_is_said_and_the_text_given_back() -> None:
    lieu = _place()
    user = _member(lieu)
    client = client_of(user)
    sent = {**_open(client, lieu, "venir"), "access_note": "Frapper trois fois"}
    Membership.objects.filter(user=user).delete()
    page = client.post(_url("section_edit", lieu, "venir"), sent)
    assert page.status_code == 403
    assert "Frapper trois fois" in page.content.decode()
    lieu.refresh_from_db()
    assert lieu.access_note == ""
    assert client.get(_url("section_edit", lieu, "venir")).status_code == 404


# --- drafts -------------------------------------------------------------------------------
def test_a_draft_is_shared_resumed_and_gone_once_saved() -> None:
    lieu = _place()
    first, second = client_of(_member(lieu)), client_of(_member(lieu))
    page = _save(first, lieu, "contacts", telephone="pas sûr", do="draft")
    assert page.status_code == 302
    assert "Brouillon en cours" in first.get("/pro/").content.decode()
    lieu.refresh_from_db()
    assert lieu.telephone == "+33237000000"
    resumed = second.get(_url("section_edit", lieu, "contacts")).content.decode()
    assert "Voici le brouillon" in resumed
    assert "pas sûr" in resumed
    assert "Il y a un problème" not in resumed
    _save(second, lieu, "contacts", telephone="02 37 11 22 33")
    assert not SectionDraft.objects.exists()
    lieu.refresh_from_db()
    assert lieu.telephone == "+33237112233"


def test_a_draft_keeps_no_sign_that_the_database_refuses() -> None:
    lieu = _place()
    _save(client_of(_member(lieu)), lieu, "contacts", telephone="pas\x00 sûr", do="draft")
    assert SectionDraft.objects.get().values["typed"]["telephone"] == ["pas sûr"]


def test_a_draft_begun_before_somebody_saved_is_compared() -> None:
    lieu = _place(access_note="Sonner")
    first = client_of(_member(lieu))
    _save(first, lieu, "venir", access_note="Frapper", do="draft")
    Lieu.objects.filter(pk=lieu.pk).update(access_note="Entrer")
    page = first.post(_url("section_edit", lieu, "venir"), _open(first, lieu, "venir"))
    assert page.status_code == 409


def test_a_draft_is_erased_on_demand_and_after_ninety_days() -> None:
    lieu = _place()
    client = client_of(_member(lieu))
    _save(client, lieu, "venir", access_note="Peut-être", do="draft")
    client.post(_url("section_edit", lieu, "venir"), {"do": "discard"})
    assert not SectionDraft.objects.exists()
    _save(client, lieu, "venir", access_note="Peut-être", do="draft")
    assert purge_drafts(now=timezone.now() + timedelta(days=89)) == 0
    assert purge_drafts(now=timezone.now() + timedelta(days=91)) == 1


# --- life of a sheet ----------------------------------------------------------------------
NEW = {
    "nom": "Annexe",
    "adresse": "1 rue Neuve",
    "complement_adresse": "",
    "code_postal": "28000",
    "commune": "Chartres",
    "position": "",
    "telephone": "",
    "courriels": "",
    "site_web": "",
}


def test_a_referent_adds_a_place_completes_it_and_publishes_it() -> None:
    CommuneFactory(code="28085", nom="Chartres", postal_codes="28000", latitude=48.4, longitude=1.5)
    structure = make_structure()
    client = client_of(make_member(structure, "referent"))
    address = reverse("contributions:lieu_create", args=[structure.pk])
    assert client.get(address).status_code == 200
    page = client.post(address, NEW, follow=True)
    lieu = Lieu.objects.get()
    assert (lieu.structure, lieu.status, lieu.code_insee) == (structure, "brouillon", "28085")
    assert "Dites sur quoi vous aidez" in page.content.decode()
    assert client.get(lieu.get_absolute_url()).status_code != 200
    refused = client.post(_url("sheet_publish", lieu), follow=True)
    assert "Rien n’a été enregistré" in refused.content.decode()
    _save(client, lieu, "services", services=["demarches"])
    client.post(_url("sheet_publish", lieu))
    lieu.refresh_from_db()
    assert lieu.status == LieuStatus.PUBLIE


def test_a_new_place_without_a_name_is_refused() -> None:
    structure = make_structure()
    client = client_of(make_member(structure, "referent"))
    page = client.post(
        reverse("contributions:lieu_create", args=[structure.pk]), {**NEW, "nom": ""}
    )
    assert page.status_code == 400
    assert "1 rue Neuve" in page.content.decode()
    assert not Lieu.objects.exists()


@pytest.mark.parametrize("role", ["membre", "autre"])
def test_only_a_referent_adds_a_place(role: str) -> None:
    structure = make_structure()
    user = make_member(structure) if role == "membre" else make_user()
    address = reverse("contributions:lieu_create", args=[structure.pk])
    assert client_of(user).post(address, NEW).status_code == 404
    assert not Lieu.objects.exists()


def test_a_sheet_is_archived_with_a_reason_and_brought_back() -> None:
    lieu = _place()
    client = client_of(_member(lieu, "referent"))
    assert client.get(_url("sheet_archive", lieu)).status_code == 200
    assert client.post(_url("sheet_archive", lieu), {"reason": "x"}).status_code == 400
    client.post(_url("sheet_archive", lieu), {"reason": "ferme"})
    lieu.refresh_from_db()
    assert lieu.status == LieuStatus.ARCHIVE
    assert (
        "n’est déjà plus publiée"
        in client.get(_url("sheet_archive", lieu), follow=True).content.decode()
    )
    client.post(_url("sheet_undo", lieu))
    lieu.refresh_from_db()
    assert lieu.status == LieuStatus.PUBLIE


def test_a_copy_is_a_draft_with_the_same_content() -> None:
    lieu = _place(
        equipments=["scanner"],
        professional_values={"courriels": "direct@exemple.fr"},
        modalites={"services": ["demarches"], "langues": ["en"]},
    )
    page = client_of(_member(lieu, "referent")).post(_url("sheet_duplicate", lieu), follow=True)
    copy = Lieu.objects.exclude(pk=lieu.pk).get()
    assert page.status_code == 200
    assert (copy.nom, copy.status, copy.structure) == (
        f"{lieu.nom} (copie)",
        "brouillon",
        lieu.structure,
    )
    assert copy.slug != lieu.slug
    for section in (Section.SERVICES, Section.MATERIEL):
        assert read_values(lieu=copy, section=section) == read_values(lieu=lieu, section=section)
    assert copy.professional_values == lieu.professional_values


def test_a_copy_is_published_under_its_own_name() -> None:
    CommuneFactory(code="28085", nom="Chartres", postal_codes="28000")
    lieu = _place()
    client = client_of(_member(lieu, "referent"))
    client.post(_url("sheet_duplicate", lieu))
    copy = Lieu.objects.exclude(pk=lieu.pk).get()
    _save(client, copy, "contacts", nom="Annexe des Prés")
    page = client.post(_url("sheet_publish", copy), follow=True)
    copy.refresh_from_db()
    assert (copy.status, copy.slug) == ("publie", "annexe-des-pres-chartres")
    assert page.status_code == 200


def test_the_rhythm_is_chosen_for_one_place_or_for_all() -> None:
    structure = make_structure()
    one, two, foreign = _place(structure), _place(structure), _place()
    client = client_of(make_member(structure, "referent"))
    client.post(_url("sheet_rhythm", one), {"months": "3"})
    assert list(Lieu.objects.filter(ask_every_months=3)) == [one]
    client.post(_url("sheet_rhythm", one), {"months": "12", "everywhere": "1"})
    assert set(Lieu.objects.filter(ask_every_months=12)) == {one, two}
    page = client.post(_url("sheet_rhythm", one), {"months": "2"}, follow=True)
    assert "1, 3, 6 ou 12 mois" in page.content.decode()
    foreign.refresh_from_db()
    assert foreign.ask_every_months == 6


def test_a_field_for_professionals_is_not_on_the_public_page() -> None:
    lieu = _place()
    client = client_of(_member(lieu))
    _save(client, lieu, "contacts", **{"professionnel-telephone": "1"})
    detail = client.get(_url("sheet_detail", lieu)).content.decode()
    assert "réservé aux professionnels" in detail
    assert "+33237000000" not in Client().get(lieu.get_absolute_url()).content.decode()


def test_the_form_of_the_page_is_the_form_of_the_package() -> None:
    lieu = _place()
    page = client_of(_member(lieu)).get(_url("section_edit", lieu, "venir"))
    values = read_values(lieu=lieu, section=Section.VENIR)
    form = build_section_form(section=Section.VENIR, lieu=lieu, values=values)
    assert typed(page.context["form"]) == typed(form)
