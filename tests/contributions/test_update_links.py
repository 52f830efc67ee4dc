"""The personal link: no account, its sheet only, nothing changed by reading, undoable."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from maillage.contributions.actions.update_links import (
    answer_unchanged,
    collect_answers,
    undo_answers,
)
from maillage.contributions.actions.update_requests import (
    ask_for_confirmation,
    cancel_requests,
    revoke_request,
)
from maillage.contributions.links import is_proven, public_id_of, token_of
from maillage.contributions.models import SectionAnswer, UpdateRequest
from maillage.core.errors import DomainError
from maillage.core.models import JournalEntry
from maillage.core.throttle import count_one
from maillage.directory.actions import archive_lieu
from maillage.directory.enums import ConfirmationChannel, ConfirmationKind, Section
from maillage.directory.models import Lieu, SectionConfirmation
from maillage.directory.section_actions import Author, confirm_sections, save_section
from maillage.directory.section_queries import fingerprint, read_values
from tests.factories.directory import make_lieu
from tests.factories.people import make_administrator

pytestmark = pytest.mark.django_db

LINK = Author(ConfirmationKind.STRUCTURE, ConfirmationChannel.LIEN)
DESK = Author(ConfirmationKind.COORDINATION, ConfirmationChannel.ESPACE)


def ask(
    lieu: Lieu | None = None, sections: tuple[str, ...] = ("contacts", "presentation")
) -> UpdateRequest:
    """A request with its link; the place has an address."""
    place = lieu or make_lieu(courriels="accueil@exemple.fr")
    return ask_for_confirmation(lieux=[place], by=None, sections=sections)[0]


def address_of(request: UpdateRequest, rest: str = "") -> str:
    token = token_of(public_id=request.public_id, nonce=request.nonce)
    return f"/mise-a-jour/{token}/{rest}"


def strict() -> Client:
    """A browser whose forms are checked as in production, without any cookie."""
    return Client(enforce_csrf_checks=True)


def test_a_token_opens_its_request_only() -> None:
    token = token_of(public_id="abcdefghijkl", nonce="n")
    assert public_id_of(token) == "abcdefghijkl"
    assert is_proven(token=token, public_id="abcdefghijkl", nonce="n")
    assert not is_proven(token=token, public_id="abcdefghijkl", nonce="m")
    assert not is_proven(token=token, public_id="bbcdefghijkl", nonce="n")
    assert public_id_of(token[:-1]) is None
    assert public_id_of(token.upper()) is None
    assert public_id_of("é" * 44) is None


def test_the_page_shows_the_sheet_and_changes_nothing() -> None:
    request = ask()
    response = strict().get(address_of(request))
    page = response.content.decode()
    assert response.status_code == 200
    assert request.lieu.nom in page
    assert "Tout est juste, rien n’a changé" in page
    assert response.headers["Referrer-Policy"] == "no-referrer"
    assert "noindex" in response.headers["X-Robots-Tag"]
    assert "no-store" in response.headers["Cache-Control"]
    assert "private" in response.headers["Cache-Control"]
    assert not response.cookies
    assert "Cookie" not in response.headers.get("Vary", "")


def test_a_scanner_that_opens_every_link_confirms_nothing() -> None:
    request = ask()
    client = strict()
    for rest in ("", "merci/", "partie/contacts/", "partie/presentation/"):
        assert client.get(address_of(request, rest)).status_code == 200
        assert client.head(address_of(request, rest)).status_code == 200
    assert not SectionConfirmation.objects.exists()
    assert not SectionAnswer.objects.exists()
    request.refresh_from_db()
    assert request.status == "a_faire"


def test_one_click_confirms_all_the_sections_asked() -> None:
    request = ask(sections=("contacts", "horaires", "services"))
    response = strict().post(address_of(request))
    assert response.status_code == 302
    assert response.headers["Location"] == address_of(request, "merci/")
    request.refresh_from_db()
    lieu = Lieu.objects.get(pk=request.lieu_id)
    assert request.status == "terminee"
    assert request.completed_at is not None
    assert lieu.confirmed_by == "structure"
    assert lieu.confirmed_at is not None
    answers = SectionAnswer.objects.values_list("outcome", "kind", "channel")
    assert set(answers) == {("inchange", "structure", "lien")}
    assert JournalEntry.objects.filter(verb="request.answered", actor_kind="lien").count() == 1
    assert "vérifiée" in strict().get(address_of(request, "merci/")).content.decode()


def test_one_section_leaves_the_others_to_do() -> None:
    request = ask()
    response = strict().post(address_of(request), {"section": "contacts"})
    assert response.headers["Location"] == address_of(request) + "#presentation"
    request.refresh_from_db()
    assert request.status == "commencee"
    assert strict().post(address_of(request), {"section": "toit"}).status_code == 404


def test_a_link_used_twice_says_so_and_harms_nothing() -> None:
    request = ask()
    client = strict()
    client.post(address_of(request))
    assert "vous avez répondu" in client.get(address_of(request)).content.decode()
    client.post(address_of(request))
    assert SectionAnswer.objects.count() == 2
    request.refresh_from_db()
    assert request.status == "terminee"


def presentation_data(request: UpdateRequest, text: str) -> dict[str, str]:
    values = read_values(lieu=request.lieu, section=Section.PRESENTATION)
    return {"presentation_resume": text, "empreinte": fingerprint(values=values)}


def test_a_correction_is_saved_and_seen_by_the_public() -> None:
    request = ask()
    data = presentation_data(request, "Aide aux démarches en ligne.")
    response = strict().post(address_of(request, "partie/presentation/"), data)
    assert response.status_code == 302
    lieu = Lieu.objects.get(pk=request.lieu_id)
    assert lieu.presentation_resume == "Aide aux démarches en ligne."
    answer = SectionAnswer.objects.get()
    assert (answer.section, answer.outcome) == ("presentation", "corrige")
    assert "Aide aux démarches" in strict().get(f"/lieux/{lieu.slug}/").content.decode()


def test_a_refused_value_is_shown_again() -> None:
    request = ask()
    data = presentation_data(request, "a" * 300)
    response = strict().post(address_of(request, "partie/presentation/"), data)
    assert response.status_code == 400
    assert "a" * 300 in response.content.decode()
    assert "Il y a un problème" in response.content.decode()
    assert not SectionAnswer.objects.exists()


def test_two_people_on_one_link_lose_nothing() -> None:
    request = ask()
    first = presentation_data(request, "Le premier texte.")
    second = presentation_data(request, "Le second texte.")
    address = address_of(request, "partie/presentation/")
    assert strict().post(address, first).status_code == 302
    response = strict().post(address, second)
    page = response.content.decode()
    assert response.status_code == 409
    assert "Le premier texte." in page
    assert "Le second texte." in page
    second["empreinte"] = response.context["page"].fingerprint
    assert strict().post(address, second).status_code == 302
    assert Lieu.objects.get(pk=request.lieu_id).presentation_resume == "Le second texte."


def test_undo_brings_back_values_and_dates() -> None:
    request = ask()
    confirm_sections(lieu=request.lieu, sections=[Section.CONTACTS], author=DESK)
    former = SectionConfirmation.objects.get()
    client = strict()
    client.post(address_of(request), {"section": "contacts"})
    client.post(
        address_of(request, "partie/presentation/"), presentation_data(request, "Nouveau texte.")
    )
    response = client.post(address_of(request, "merci/"), {"annuler": "1"})
    assert response.headers["Location"].endswith("?annule=oui")
    assert "comme avant" in client.get(response.headers["Location"]).content.decode()
    assert Lieu.objects.get(pk=request.lieu_id).presentation_resume == ""
    row = SectionConfirmation.objects.get()
    assert (row.section, row.kind, row.channel) == ("contacts", "coordination", "espace")
    assert row.confirmed_at == former.confirmed_at
    request.refresh_from_db()
    assert (request.status, request.completed_at) == ("a_faire", None)


def test_one_place_has_one_open_request_outside_campaigns() -> None:
    request = ask()
    assert ask_for_confirmation(lieux=[request.lieu], by=None) == []
    # Two people ask at the same moment: neither sees the request of the other.
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("maillage.contributions.actions.update_requests.OPEN_REQUESTS", ())
        assert ask_for_confirmation(lieux=[request.lieu], by=None) == []
    assert UpdateRequest.objects.get() == request
    later = request.expires_at + timedelta(days=1)
    (again,) = ask_for_confirmation(lieux=[request.lieu], by=None, now=later)
    request.refresh_from_db()
    assert (request.status, again.status) == ("revoquee", "a_faire")


def test_an_answer_taken_back_closes_the_request_made_meanwhile() -> None:
    request = ask(sections=("contacts",))
    client = strict()
    client.post(address_of(request), {"section": "contacts"})
    (second,) = ask_for_confirmation(lieux=[request.lieu], by=None)
    client.post(address_of(request, "merci/"), {"annuler": "1"})
    request.refresh_from_db()
    second.refresh_from_db()
    assert (request.status, second.status) == ("a_faire", "revoquee")


def test_undo_keeps_what_somebody_else_wrote_since() -> None:
    request = ask(sections=("presentation",))
    client = strict()
    client.post(address_of(request, "partie/presentation/"), presentation_data(request, "Du lien."))
    save_section(
        lieu=Lieu.objects.get(pk=request.lieu_id),
        section=Section.PRESENTATION,
        values={"presentation_resume": "De la coordination."},
        author=DESK,
    )
    kept = undo_answers(request=request, author=LINK)
    assert kept == ("Présentation",)
    assert Lieu.objects.get(pk=request.lieu_id).presentation_resume == "De la coordination."


def test_optional_questions_are_kept() -> None:
    request = ask()
    client = strict()
    client.post(address_of(request))
    response = client.post(
        address_of(request, "merci/"), {"profession": "bibliotheque", "rythme": "12"}
    )
    assert response.status_code == 302
    assert "enregistrés" in client.get(response.headers["Location"]).content.decode()
    assert set(SectionAnswer.objects.values_list("profession", flat=True)) == {"bibliotheque"}
    confirmed = SectionConfirmation.objects.values_list("profession", flat=True)
    assert set(confirmed) == {"bibliotheque"}
    assert Lieu.objects.get(pk=request.lieu_id).ask_every_months == 12


@pytest.mark.parametrize(
    "data",
    [{"profession": "pirate"}, {"rythme": "5"}, {"rythme": "²"}, {"rythme": "9" * 5000}],
    ids=["profession", "rythme", "exposant", "milliers de chiffres"],
)
def test_answers_of_no_list_are_ignored(data: dict[str, str]) -> None:
    request = ask()
    client = strict()
    client.post(address_of(request))
    assert client.post(address_of(request, "merci/"), data).status_code == 302
    assert set(SectionAnswer.objects.values_list("profession", flat=True)) == {""}
    assert Lieu.objects.get(pk=request.lieu_id).ask_every_months == 6


def failing_links() -> dict[str, str]:
    """One address for each way to fail."""
    guessed = ask()
    expired = ask()
    UpdateRequest.objects.filter(pk=expired.pk).update(expires_at=timezone.now())
    revoked = ask()
    revoke_request(request=revoked, by=make_administrator())
    cancelled = ask()
    cancel_requests(requests=[cancelled], by=None)
    archived = ask()
    archive_lieu(lieu=archived.lieu, origin="saisie")
    token = token_of(public_id=guessed.public_id, nonce=guessed.nonce)
    other = ask()
    return {
        "guessed": f"/mise-a-jour/{token[:-1]}{'a' if token[-1] != 'a' else 'b'}/",
        "of another": f"/mise-a-jour/{other.public_id}{token[12:]}/",
        "short": "/mise-a-jour/abc/",
        "expired": address_of(expired),
        "revoked": address_of(revoked),
        "cancelled": address_of(cancelled),
        "archived": address_of(archived),
    }


def test_every_failure_gives_the_same_page() -> None:
    pages = set()
    for address in failing_links().values():
        for rest in ("", "merci/", "partie/contacts/"):
            response = strict().get(address + rest)
            assert response.status_code == 404
            pages.add(response.content)
            assert strict().post(address + rest).status_code == 404
    assert len(pages) == 1
    assert not SectionAnswer.objects.exists()


def test_a_forwarded_link_works_for_its_sheet_only() -> None:
    request, other = ask(), make_lieu()
    client = strict()
    client.post(address_of(request), {"lieu": other.pk, "slug": other.slug})
    assert set(SectionConfirmation.objects.values_list("lieu", flat=True)) == {request.lieu_id}
    assert client.get(f"{address_of(request)}{other.slug}/").status_code == 404


def test_guesses_are_counted() -> None:
    request = ask()
    from maillage.contributions.rules import LINK_LIMIT

    for _ in range(LINK_LIMIT.count):
        count_one(limit=LINK_LIMIT, address="127.0.0.1")
    assert strict().get("/mise-a-jour/abc/").status_code == 429
    assert strict().get(address_of(request)).status_code == 429


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({}, 302),
        ({"Origin": "null", "Sec-Fetch-Site": "same-origin"}, 302),
        ({"Origin": "http://testserver"}, 302),
        ({"Origin": "https://ailleurs.example"}, 400),
        ({"Origin": "http://["}, 400),
        ({"Origin": "null", "Sec-Fetch-Site": "cross-site"}, 400),
        ({"Sec-Fetch-Site": "same-site"}, 400),
    ],
)
def test_another_site_cannot_send_the_form(headers: dict[str, str], status: int) -> None:
    request = ask()
    response = strict().post(address_of(request), headers=headers)
    assert response.status_code == status
    assert SectionAnswer.objects.exists() == (status == 302)


def test_other_methods_are_refused() -> None:
    assert strict().put(address_of(ask())).status_code == 405


def test_what_is_kept_for_professionals_is_marked_then_hidden() -> None:
    lieu = make_lieu(courriels="accueil@exemple.fr", telephone="")
    Lieu.objects.filter(pk=lieu.pk).update(professional_values={"telephone": "+33237000001"})
    request = ask(Lieu.objects.get(pk=lieu.pk))
    page = strict().get(address_of(request)).content.decode()
    assert "02\xa037\xa000\xa000\xa001" in page
    assert "Pour les professionnels seulement" in page
    thanks = strict().get(address_of(request, "merci/")).content.decode()
    assert "00\xa001" not in thanks


def test_an_expired_link_cannot_answer_even_in_a_race() -> None:
    request = ask()
    UpdateRequest.objects.filter(pk=request.pk).update(expires_at=timezone.now())
    with pytest.raises(DomainError):
        answer_unchanged(request=request, sections=[Section.CONTACTS], author=LINK)


def test_a_confirmation_in_the_professional_area_answers_too() -> None:
    request = ask()
    own = Author(ConfirmationKind.STRUCTURE, ConfirmationChannel.ESPACE, profession="accueil")
    before = timezone.now() - timedelta(days=3)
    confirm_sections(lieu=request.lieu, sections=[Section.CONTACTS], author=own, at=before)
    assert collect_answers() == 0
    confirm_sections(lieu=request.lieu, sections=[Section.CONTACTS], author=own)
    save_section(
        lieu=request.lieu,
        section=Section.PRESENTATION,
        values={"presentation_resume": "Écrit par un membre."},
        author=own,
    )
    assert collect_answers() == 2
    assert collect_answers() == 0
    rows = set(SectionAnswer.objects.values_list("section", "outcome", "channel", "profession"))
    assert rows == {
        ("contacts", "inchange", "espace", "accueil"),
        ("presentation", "corrige", "espace", "accueil"),
    }
    request.refresh_from_db()
    assert request.status == "terminee"


@pytest.mark.parametrize("rest", ["", "merci/", "partie/horaires/"])
def test_queries_do_not_grow_with_answers(rest: str, django_assert_max_num_queries: object) -> None:
    request = ask(sections=tuple(Section.values))
    with django_assert_max_num_queries(14):  # type: ignore[operator]
        strict().get(address_of(request, rest))
    answer_unchanged(request=request, sections=list(Section), author=LINK)
    with django_assert_max_num_queries(14):  # type: ignore[operator]
        strict().get(address_of(request, rest))
