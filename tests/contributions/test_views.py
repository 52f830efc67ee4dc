"""Writing a report, following it; robots and mistakes."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from unittest.mock import patch

import pytest
from django.conf import settings
from django.core.cache import caches
from django.test import Client
from django.urls import reverse

from maillage.accounts.models import User
from maillage.contributions import rules
from maillage.contributions.actions.moderation import answer_report
from maillage.contributions.enums import ReportKind, ReportStatus
from maillage.contributions.models import Contribution
from maillage.core.human_form import form_token
from maillage.core.throttle import Limit
from maillage.directory.actions import archive_lieu, rename_slug
from maillage.directory.merging import join_sheets
from tests.factories.contributions import make_lieu, make_report

pytestmark = pytest.mark.django_db


@contextmanager
def at(seconds: float) -> Iterator[None]:
    """Signatures are made and read as if that long had passed."""
    import time

    now = time.time() + seconds
    with patch("django.core.signing.time.time", return_value=now):
        yield


def token(age: timedelta = timedelta(minutes=1)) -> str:
    with at(-age.total_seconds()):
        return form_token()


def page(slug: str) -> str:
    return reverse("contributions:report_create", args=[slug])


def filled(**values: str) -> dict[str, str]:
    return {
        "kind": "horaires",
        "message": "Fermé le mercredi.",
        "email": "",
        "precision": "",
        "jeton": token(),
        **values,
    }


def test_the_form_shows_the_facts_beside(client: Client) -> None:
    lieu = make_lieu(horaires="Mo-Fr 09:00-12:00", courriels="a@exemple.fr|b@exemple.fr")
    text = client.get(page(lieu.slug)).content.decode()
    assert "Ce que dit la fiche" in text
    assert "du lundi au vendredi" in text
    assert "a@exemple.fr, b@exemple.fr" in text
    assert "+33237000000" in text
    assert text.count("<h1") == 1
    for kind in ReportKind:
        assert f'id="kind-{kind.value}"' in text


def test_unknown_hours_are_said(client: Client) -> None:
    assert "Horaires non communiqués" in client.get(page(make_lieu().slug)).content.decode()
    lieu = make_lieu("Autre", horaires_text="3 jours par semaine")
    assert "3 jours par semaine" in client.get(page(lieu.slug)).content.decode()


def test_a_report_leads_to_its_number(client: Client) -> None:
    lieu = make_lieu()
    response = client.post(page(lieu.slug), filled(email="marie@exemple.fr"))
    report = Contribution.objects.get()
    assert response.status_code == 302
    assert response.headers["Location"] == f"/signalements/{report.number}/?recu=1"
    assert (report.lieu, report.kind, report.email) == (lieu, "horaires", "marie@exemple.fr")
    text = client.get(response.headers["Location"]).content.decode()
    assert report.number in text
    assert "enregistré" in text
    assert "marie@exemple.fr" not in text, "whoever has the number does not get the address"


def test_html_is_text(client: Client) -> None:
    client.post(page(make_lieu().slug), filled(message="<script>alert(1)</script>\n\n<b>gras</b>"))
    text = client.get(Contribution.objects.get().get_absolute_url()).content.decode()
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in text
    assert "<b>gras" not in text


@pytest.mark.parametrize(
    ("values", "field_id", "words"),
    [
        ({"kind": ""}, "kind-horaires", "Choisissez ce qui est faux."),
        ({"kind": "zut"}, "kind-horaires", "Choisissez ce qui est faux dans la liste."),
        ({"message": ""}, "message", "Dites en quelques mots"),
        ({"message": "x" * 2_001}, "message", "trop long"),
        ({"email": "marie@"}, "email", "pas complète"),
        ({"email": "a@exemple.fr\r\nBcc: b@exemple.fr"}, "email", "pas complète"),
        ({"precision": "achetez"}, "precision", "Laissez vide"),
    ],
)
def test_a_mistake_keeps_what_was_typed(
    client: Client, values: dict[str, str], field_id: str, words: str
) -> None:
    given = filled(
        **{"message": "Le lieu a <i>déménagé</i>.", "email": "marie@exemple.fr", **values}
    )
    response = client.post(page(make_lieu().slug), given)
    text = response.content.decode()
    assert response.status_code == 400
    assert not Contribution.objects.exists()
    assert 'role="alert" tabindex="-1" id="erreurs" autofocus>' in text
    assert f'<a href="#{field_id}">' in text
    assert f'id="{field_id}"' in text
    assert words in text
    assert "<title>Erreur" in text
    if "message" not in values:
        assert "Le lieu a &lt;i&gt;déménagé&lt;/i&gt;." in text
    if "kind" not in values:
        assert 'value="horaires" checked' in text
    if "email" not in values:
        assert 'value="marie@exemple.fr"' in text
    # The same page, mended, goes through at once.
    assert f'name="jeton" value="{given["jeton"]}"' in text


@pytest.mark.parametrize(
    ("jeton", "words"),
    [
        (lambda: token(timedelta(seconds=1)), "très vite"),
        (lambda: token(timedelta(days=2)), "plus d’un jour"),
        (lambda: "forgé", "incomplet"),
        (lambda: "", "incomplet"),
    ],
)
def test_a_form_too_fast_or_too_old_is_asked_again(
    client: Client, jeton: object, words: str
) -> None:
    response = client.post(page(make_lieu().slug), filled(jeton=jeton()))  # type: ignore[operator]
    assert response.status_code == 400
    assert words in response.content.decode()
    assert "Fermé le mercredi." in response.content.decode()
    assert not Contribution.objects.exists()


def test_the_token_of_a_stale_form_is_renewed(client: Client) -> None:
    old = token(timedelta(days=2))
    text = client.post(page(make_lieu().slug), filled(jeton=old)).content.decode()
    assert 'name="jeton" value="form:' in text
    assert old not in text


def test_too_many_reports_from_one_network(client: Client) -> None:
    slug = make_lieu().slug
    for number in range(rules.SEND_LIMIT.count):
        assert client.post(page(slug), filled(message=f"Faux {number}.")).status_code == 302
    response = client.post(page(slug), filled())
    assert response.status_code == 429
    assert response.headers["Retry-After"] == "3600"
    assert "Trop de demandes" in response.content.decode()
    assert client.post(page(slug), filled(), REMOTE_ADDR="192.0.2.9").status_code == 302
    assert Contribution.objects.count() == rules.SEND_LIMIT.count + 1


def test_no_address_is_kept_in_clear(client: Client) -> None:
    client.post(page(make_lieu().slug), filled(), REMOTE_ADDR="192.0.2.77")
    stored = repr(caches["throttle"]._cache)  # type: ignore[attr-defined]
    assert "report-send" in stored
    assert "192.0.2.77" not in stored


def test_behind_the_proxy_the_visitor_is_counted(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(settings, "SECURE_PROXY_SSL_HEADER", ("HTTP_X_FORWARDED_PROTO", "https"))
    monkeypatch.setattr(rules, "SEND_LIMIT", Limit("report-send", 1))
    slug = make_lieu().slug
    proxied = {"HTTP_X_FORWARDED_FOR": "10.0.0.1, 192.0.2.1"}
    forged = {"HTTP_X_FORWARDED_FOR": "10.9.9.9, 192.0.2.1"}
    other = {"HTTP_X_FORWARDED_FOR": "192.0.2.2"}
    assert client.post(page(slug), filled(), **proxied).status_code == 302  # type: ignore[arg-type]
    assert client.post(page(slug), filled(), **forged).status_code == 429  # type: ignore[arg-type]
    assert client.post(page(slug), filled(), **other).status_code == 302  # type: ignore[arg-type]


def test_a_form_without_its_cookie_is_refused_in_french() -> None:
    client = Client(enforce_csrf_checks=True)
    response = client.post(page(make_lieu().slug), filled())
    assert response.status_code == 403
    assert "Rien n’est perdu" in response.content.decode()
    assert not Contribution.objects.exists()


def test_addresses_that_moved_or_went(client: Client) -> None:
    lieu = make_lieu()
    rename_slug(lieu=lieu, slug="nouvelle", origin="essai")
    response = client.get(page("bibliotheque-de-gallardon"))
    assert (response.status_code, response.headers["Location"]) == (301, page("nouvelle"))
    other = make_lieu("Doublon")
    join_sheets(into={other.pk: lieu.pk})
    assert client.get(page(other.slug)).headers["Location"] == page("nouvelle")
    archive_lieu(lieu=lieu, origin="essai")
    assert client.get(page("nouvelle")).status_code == 410
    assert client.get(page("jamais-vu")).status_code == 404


def test_wrong_methods(client: Client) -> None:
    lieu = make_lieu()
    report = make_report(lieu)
    assert client.put(page(lieu.slug)).status_code == 405
    assert client.post(report.get_absolute_url()).status_code == 405
    assert client.post("/signalements/").status_code == 405


@pytest.mark.parametrize(
    ("status", "answer", "words"),
    [
        (None, "", "Une personne va lire votre message"),
        (ReportStatus.CORRIGE, "C’est noté.", "La fiche est corrigée"),
        (ReportStatus.REFUSE, "Nous avons appelé.", "la réponse dit pourquoi"),
    ],
)
def test_the_page_of_a_report_says_what_happens(
    client: Client, status: ReportStatus | None, answer: str, words: str
) -> None:
    report = make_report(make_lieu())
    if status:
        answer_report(report=report, status=status, answer=answer)
    response = client.get(report.get_absolute_url())
    text = response.content.decode()
    assert words in text
    assert answer in text
    assert '<meta name="robots" content="noindex">' in text
    assert "no-store" in response.headers["Cache-Control"]


def test_a_typed_number_finds_its_report(client: Client) -> None:
    report = make_report(make_lieu())
    typed = report.number.lower().replace("-", " ")
    response = client.get("/signalements/", {"numero": typed}, follow=True)
    assert response.redirect_chain == [(report.get_absolute_url(), 302)]
    assert report.number in response.content.decode()
    lower = client.get(f"/signalements/{report.number.lower()}/")
    assert lower.headers["Location"] == report.get_absolute_url()


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/signalements/", 200),
        ("/signalements/?numero=zut", 400),
        ("/signalements/M-7K4Q-3XWD/", 404),
        ("/signalements/%3Cb%3E/", 404),
        ("/signalements/" + "x" * 3_000 + "/", 404),
    ],
)
def test_an_unknown_number_shows_the_form_again(client: Client, path: str, status: int) -> None:
    response = client.get(path)
    text = response.content.decode()
    assert response.status_code == status
    assert 'name="numero"' in text
    assert ("Aucun signalement n’a ce numéro" in text) == (status != 200)
    assert "<b>" not in text


def test_guessing_numbers_is_stopped(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rules, "LOOKUP_LIMIT", Limit("report-lookup", 3))
    report = make_report(make_lieu())
    for _ in range(3):
        assert client.get("/signalements/M-7K4Q-3XWD/").status_code == 404
    assert client.get("/signalements/M-7K4Q-3XWD/").status_code == 429
    assert client.get(report.get_absolute_url()).status_code == 429


def test_queries_do_not_grow(client: Client, django_assert_max_num_queries: object) -> None:
    lieu = make_lieu()
    report = make_report(lieu)
    with django_assert_max_num_queries(5):  # type: ignore[operator]
        client.get(page(lieu.slug))
    with django_assert_max_num_queries(2):  # type: ignore[operator]
        client.get(report.get_absolute_url())


@pytest.fixture
def support(client: Client) -> Client:
    client.force_login(User.objects.create_superuser("support@exemple.fr", "mot-de-passe"))
    return client


def test_support_answers_from_the_admin(
    support: Client, django_capture_on_commit_callbacks: object
) -> None:
    report = make_report(make_lieu(), email="marie@exemple.fr")
    address = reverse("admin:contributions_contribution_change", args=[report.pk])
    assert (
        report.number
        in support.get(reverse("admin:contributions_contribution_changelist")).content.decode()
    )
    refused = support.post(address, {"status": "refuse", "answer": ""})
    assert "Un refus donne sa raison" in refused.content.decode()
    with django_capture_on_commit_callbacks(execute=True):  # type: ignore[operator]
        response = support.post(address, {"status": "corrige", "answer": "Merci."})
    assert response.status_code == 302
    report.refresh_from_db()
    assert (report.status, report.answer) == ("corrige", "Merci.")
    support.post(address, {"status": "refuse", "answer": "Finalement non."})
    report.refresh_from_db()
    assert report.status == "corrige"
