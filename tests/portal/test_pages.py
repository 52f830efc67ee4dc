"""Pages about the site, for people and for machines."""

import re
from datetime import timedelta

import pytest
from django.conf import settings
from django.db import DatabaseError
from django.test import Client

from maillage import __version__
from maillage.accounts import rules
from maillage.contributions.actions import contributions as actions
from maillage.contributions.actions import reminders, sheets, update_requests
from maillage.contributions.actions.moderation import answer_report
from maillage.contributions.enums import ReportStatus
from maillage.core import retention
from maillage.core.journal import triggers
from maillage.network.actions import invitations
from maillage.network.actions import retention as network_retention
from maillage.portal import queries
from tests.factories.contributions import make_lieu, make_report

pytestmark = pytest.mark.django_db

PAGES = (
    "/",
    "/a-propos/",
    "/accessibilite/",
    "/mentions-legales/",
    "/vos-donnees/",
    "/donnees/",
    "/plan-du-site/",
    "/charte/",
    "/signalements/",
)


@pytest.mark.parametrize("path", PAGES)
def test_every_page_has_one_title_and_a_way_to_its_content(client: Client, path: str) -> None:
    text = client.get(path).content.decode()
    assert text.count("<h1") == 1
    assert '<a class="skip" href="#contenu">' in text
    assert 'id="contenu"' in text
    assert '<html lang="fr" dir="ltr">' in text
    assert client.post(path).status_code == 405


def test_titles_are_unique(client: Client) -> None:
    titles = [
        re.search(r"<title>(.+?)</title>", client.get(path).content.decode(), re.DOTALL)
        for path in PAGES
    ]
    words = [title.group(1).strip() for title in titles if title]
    assert len(set(words)) == len(PAGES), words


@pytest.mark.parametrize("path", PAGES)
def test_ids_are_unique(client: Client, path: str) -> None:
    ids = re.findall(r'\sid="([^"]+)"', client.get(path).content.decode())
    assert sorted(ids) == sorted(set(ids))


def test_nothing_is_made_up_about_the_publisher(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    text = client.get("/mentions-legales/").content.decode()
    assert text.count("non renseigné par cette installation") == 5
    monkeypatch.setattr(settings, "PUBLISHER", {**settings.PUBLISHER, "name": "CRIJ & Cie"})
    monkeypatch.setattr(settings, "CONTACT_EMAIL", "contact@exemple.fr")
    text = client.get("/mentions-legales/").content.decode()
    assert text.count("non renseigné par cette installation") == 3
    assert "CRIJ &amp; Cie" in text


def test_the_declaration_does_not_claim_an_audit(client: Client) -> None:
    text = client.get("/accessibilite/").content.decode()
    assert "Aucun audit" in text
    claims = re.findall(r"(non )?conforme", text)
    assert claims
    assert set(claims) == {"non "}


def test_the_privacy_page_says_the_rules_that_are_applied(client: Client) -> None:
    text = client.get("/vos-donnees/").content.decode()
    assert f"{actions.EMAIL_KEPT_DAYS} jours après la réponse" in text
    assert f"après {actions.EMAIL_UNANSWERED_KEPT_DAYS} jours" in text
    assert f"effacé {actions.REPORT_KEPT_DAYS} jours après" in text
    assert f"{actions.REPORT_UNANSWERED_KEPT_DAYS} jours après l’envoi" in text


def test_the_privacy_page_tells_of_the_language_model_when_there_is_one(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(settings, "LANGUAGE_MODEL_URL", "")
    assert "modèle de langue" not in client.get("/vos-donnees/").content.decode()
    monkeypatch.setattr(settings, "LANGUAGE_MODEL_URL", "https://modele.example/v1")
    assert "modèle de langue" in client.get("/vos-donnees/").content.decode()


def test_the_privacy_page_says_what_is_kept_of_professionals(client: Client) -> None:
    text = client.get("/vos-donnees/").content.decode()
    said = (
        (
            f"Il marche {update_requests.LINK_DAYS} jours, ou jusqu’à "
            f"{update_requests.CAMPAIGN_LINK_DAYS} jours après la fin de la campagne"
        ),
        f"effacée {reminders.EMAIL_KEPT.days} jours après la fin de son lien",
        (
            f"l’adresse {retention.RECIPIENT_KEPT.days} jours après, "
            f"la trace {retention.EMAIL_KEPT.days} jours après"
        ),
        (
            f"désactivé après {rules.IDLE_BEFORE_CLOSING.days} jours et supprimé "
            f"{rules.CLOSED_BEFORE_DELETION.days} jours plus tard"
        ),
        f"prévient {rules.NOTICE.days} jours avant",
        f"ou après {sheets.DRAFT_KEPT.days} jours",
        f"une fois, pendant {invitations.INVITATION_DAYS} jours",
        f"effacée {network_retention.INVITATION_ADDRESS_KEPT_DAYS} jours après sa réponse",
        f"l’invitation {network_retention.INVITATION_KEPT_DAYS} jours après son envoi",
        f"la demande {network_retention.CLAIM_KEPT_DAYS} jours après",
        f"et quand, pendant {triggers.KEPT_DAYS} jours",
        (
            f"{settings.SESSION_COOKIE_AGE // 86_400} jours après sa dernière visite, "
            f"{rules.GUARDED_SESSION // timedelta(hours=1)} heures s’il coordonne"
        ),
    )
    for words in said:
        assert words in text, words
    for name in (settings.SESSION_COOKIE_NAME, settings.CSRF_COOKIE_NAME):
        assert f"«\u00a0{name}\u00a0»" in text


def test_professionals_are_told_how_to_join(client: Client) -> None:
    text = client.get("/a-propos/").content.decode()
    assert "Vous y travaillez" in text
    assert 'href="/connexion/"' in text
    assert "Vous y travaillez" in client.get(f"/lieux/{make_lieu().slug}/").content.decode()


def test_searching_sets_no_cookie(client: Client) -> None:
    for path in PAGES:
        assert not client.get(path).cookies, path


def test_the_site_map_leads_to_each_need(client: Client) -> None:
    text = client.get("/plan-du-site/").content.decode()
    assert "/lieux/?besoin=demarches" in text
    assert "/lieux/?besoin=materiel-solidaire" in text


@pytest.mark.parametrize("page", ["/", "/plan-du-site/", "/orientation/"])
def test_the_ten_questions_are_one_link_away(client: Client, page: str) -> None:
    assert 'href="/diagnostic/"' in client.get(page).content.decode()
    assert 'href="/en/diagnostic/"' in client.get(f"/en{page}").content.decode()


def test_the_first_page_leads_whoever_helps_to_the_slip_and_the_kiosk(client: Client) -> None:
    door = client.get("/").content.decode().split('id="aidants"')[1]
    assert 'href="/orientation/"' in door
    assert 'href="/pro/bornes/"' in door


def test_robots(client: Client) -> None:
    response = client.get("/robots.txt")
    assert response.headers["Content-Type"].startswith("text/plain")
    text = response.content.decode()
    assert "Sitemap: http://testserver/sitemap.xml" in text
    assert "Disallow: /signalements/" in text
    assert "Disallow: /lieux/\n" not in text


def test_health(client: Client) -> None:
    make_lieu()
    response = client.get("/sante/")
    assert response.status_code == 200
    assert response.json() == {
        "status": "ok",
        "database": "ok",
        "migrations": "ok",
        "places": 1,
        "version": __version__,
        "environment": "test",
    }
    assert "no-store" in response.headers["Cache-Control"]


def test_health_without_its_database(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail() -> int:
        raise DatabaseError("secret: host=10.0.0.1")

    monkeypatch.setattr(queries, "count_places", fail)
    response = client.get("/sante/")
    assert response.status_code == 503
    assert response.json()["status"] == "database"
    assert "10.0.0.1" not in response.content.decode()


def test_health_waits_for_migrations(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(queries, "missing_migrations", lambda: ["directory.0002_more"])
    response = client.get("/sante/")
    assert response.status_code == 503
    assert response.json()["status"] == "migrations"


def test_missing_migrations_are_found(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(queries, "_nothing_to_migrate", False)
    assert queries.missing_migrations() == []
    monkeypatch.setattr(queries, "_nothing_to_migrate", False)
    monkeypatch.setattr(
        "django.db.migrations.recorder.MigrationRecorder.applied_migrations", lambda _self: {}
    )
    assert "contributions.0001_initial" in queries.missing_migrations()


def test_the_time_of_answers_is_said_from_five_answers_on(client: Client) -> None:
    lieu = make_lieu()
    for number in range(5):
        assert "Temps de réponse habituel" not in client.get("/a-propos/").content.decode()
        report = make_report(lieu, message=f"Faux {number}.")
        answer_report(report=report, status=ReportStatus.CORRIGE, answer="")
    assert (
        "Temps de réponse habituel : moins d’une heure" in client.get("/a-propos/").content.decode()
    )
    page = client.get(f"/lieux/{lieu.slug}/signaler/").content.decode()
    assert "Temps de réponse habituel : moins d’une heure" in page
