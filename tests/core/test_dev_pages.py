"""Pages for developers: the mailbox and the kinds of e-mail, in development only."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.core import mail
from django.http import HttpResponse
from django.test import Client
from django.urls import include, path
from pytest_django.fixtures import Settings

from config.urls import urlpatterns as site_urls
from maillage.core import demo_codes
from maillage.core.demo_codes import DemoCode, declare_demo_codes
from maillage.core.mail import KINDS
from maillage.core.mail.backends import KEPT, received_emails

ROOT = Path(__file__).resolve().parents[2]

# What config/urls.py makes in development.
urlpatterns = [*site_urls, path("dev/courriels/", include("maillage.core.urls"))]
handler404 = "maillage.portal.views.not_found"

PAGES = [
    "/dev/courriels/",
    "/dev/courriels/modeles/",
    f"/dev/courriels/modeles/{min(KINDS)}/",
]


@pytest.fixture(autouse=True)
def mailbox(settings: Settings, tmp_path: Path) -> Path:
    settings.MAILBOX_DIR = tmp_path / "courriels"
    settings.EMAIL_BACKEND = "maillage.core.mail.backends.MailboxBackend"
    return tmp_path / "courriels"


@pytest.fixture
def developed(settings: Settings) -> None:
    settings.ROOT_URLCONF = __name__


def send(number: int) -> None:
    message = mail.EmailMultiAlternatives(
        f"Votre code n° {number}",
        f"Bonjour,\nhttps://exemple.fr/{number}/\n<b>",
        to=["a@exemple.fr"],
    )
    message.attach_alternative(f"<style>p{{}}</style><p>n° {number}</p>", "text/html")
    message.send()


@pytest.mark.usefixtures("developed")
@pytest.mark.django_db
def test_the_second_codes_of_demonstration_accounts_are_shown(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert "Comptes de démonstration" not in client.get("/dev/courriels/").content.decode()
    monkeypatch.setattr(demo_codes, "_sources", [])
    declare_demo_codes(lambda: [DemoCode("coordination", "a@demonstration.invalid", "123456")])
    page = client.get("/dev/courriels/").content.decode()
    assert "a@demonstration.invalid" in page
    assert "<strong>123456</strong>" in page


@pytest.mark.usefixtures("developed")
@pytest.mark.django_db
def test_the_last_emails_are_shown_newest_first(client: Client) -> None:
    empty = client.get("/dev/courriels/").content.decode()
    assert "Aucun courriel" in empty
    for number in (1, 2):
        send(number)
    page = client.get("/dev/courriels/").content.decode()
    assert page.index("Votre code n° 2") < page.index("Votre code n° 1")
    assert "a@exemple.fr" in page
    assert 'href="https://exemple.fr/2/"' in page
    assert "&lt;b&gt;" in page
    newest = received_emails()[0]
    html = client.get(f"/dev/courriels/recu/{newest.name}/")
    assert html.content.decode() == "<style>p{}</style><p>n° 2</p>"
    policy = html.headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "script-src" not in policy


@pytest.mark.usefixtures("developed")
@pytest.mark.django_db
def test_every_kind_is_shown(client: Client) -> None:
    page = client.get("/dev/courriels/modeles/").content.decode()
    for slug in KINDS:
        assert f"<code>{slug}</code>" in page
        html: HttpResponse = client.get(f"/dev/courriels/modeles/{slug}/")  # type: ignore[assignment]
        assert "<style>" in html.content.decode()
        assert "'unsafe-inline'" in html.headers["Content-Security-Policy"]


@pytest.mark.usefixtures("developed")
@pytest.mark.django_db
@pytest.mark.parametrize(
    "address", ["/dev/courriels/recu/autre/", "/dev/courriels/modeles/core.rien/"]
)
def test_what_does_not_exist_is_404(client: Client, address: str) -> None:
    assert client.get(address).status_code == 404


@pytest.mark.usefixtures("developed")
@pytest.mark.django_db
@pytest.mark.parametrize("address", PAGES)
def test_only_this_machine_may_look_and_nobody_posts(client: Client, address: str) -> None:
    assert client.get(address).status_code == 200
    assert client.get(address, REMOTE_ADDR="192.0.2.1").status_code == 404
    assert client.get(address, headers={"X-Forwarded-For": "192.0.2.1"}).status_code == 404
    assert client.post(address).status_code == 405


@pytest.mark.django_db
@pytest.mark.parametrize("address", PAGES)
def test_in_the_tests_and_elsewhere_they_do_not_exist(client: Client, address: str) -> None:
    assert client.get(address).status_code == 404


@pytest.mark.slow
@pytest.mark.parametrize(("environment", "exists"), [("dev", True), ("production", False)])
def test_they_exist_in_development_only(environment: str, exists: bool) -> None:
    ask = (
        "import django; django.setup()\n"
        "from django.urls import get_resolver\n"
        "print('core' in get_resolver().namespace_dict)"
    )
    env = {
        **os.environ,
        "MAILLAGE_ENV": environment,
        "DJANGO_SETTINGS_MODULE": "config.settings",
        "SECRET_KEY": "x" * 50,
        "ALLOWED_HOSTS": "exemple.fr",
        "DATABASE_URL": "sqlite:///:memory:",
        "EMAIL_HOST": "",
    }
    done = subprocess.run(
        [sys.executable, "-c", ask], cwd=ROOT, env=env, capture_output=True, text=True, check=True
    )
    assert done.stdout.strip() == str(exists)


def test_old_emails_of_the_mailbox_are_thrown_away(mailbox: Path) -> None:
    mailbox.mkdir()
    for number in range(KEPT + 5):
        (mailbox / f"20200101T{number:06d}-x.eml").write_bytes(b"Subject: vieux\n\n")
    send(1)
    assert len(list(mailbox.iterdir())) == KEPT
    assert received_emails()[0].subject == "Votre code n° 1"
