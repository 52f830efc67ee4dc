"""The list on other sites: framed by anybody, light, without cookies, and its builder."""

import re
from pathlib import Path

import pytest
from django.test import Client

from tests.factories.directory import make_lieu
from tests.factories.territory import BassinFactory, BassinMembershipFactory, CommuneFactory

pytestmark = pytest.mark.django_db
STATIC = Path(__file__).resolve().parents[2] / "maillage/directory/static/directory/embed"
TOKENS = Path(__file__).resolve().parents[2] / "maillage/core/static/core/css/tokens.css"
HOSTILE = "<script>alert(1)</script>\"'"


@pytest.fixture
def chartres() -> None:
    BassinMembershipFactory(
        commune=CommuneFactory(code="28085", nom="Chartres", slug="chartres"),
        bassin=BassinFactory(code="2421", nom="Chartres"),
    )


def test_anybody_may_frame_it_and_nothing_else(client: Client) -> None:
    frame = client.get("/embed/lieux/")
    assert "X-Frame-Options" not in frame.headers
    assert "frame-ancestors *" in frame.headers["Content-Security-Policy"]
    assert "script-src 'self'" in frame.headers["Content-Security-Policy"]
    assert not frame.cookies
    other = client.get("/integrer/")
    assert other.headers["X-Frame-Options"] == "DENY"
    assert "frame-ancestors 'none'" in other.headers["Content-Security-Policy"]


@pytest.mark.usefixtures("chartres")
def test_same_criteria_as_the_results(client: Client) -> None:
    lieu = make_lieu(nom="Avec", modalites={"services": ["demarches"]}, telephone="+33237123456")
    make_lieu(nom="Sans", modalites={"services": ["emploi"]})
    html = client.get("/embed/lieux/?territoire=bassin:2421&besoin=demarches").content.decode()
    assert f'href="http://testserver{lieu.get_absolute_url()}" target="_top"' in html
    assert "Sans</a>" not in html
    assert "<h1>Aide aux démarches – Bassin de vie de Chartres</h1>" in html
    assert 'href="tel:+33237123456" target="_top"' in html
    assert '<input type="hidden" name="besoin" value="demarches">' in html
    assert '<input type="hidden" name="territoire" value="bassin:2421">' in html
    assert "lieux/?territoire=bassin%3A2421&amp;besoin=demarches" in html


def test_pages_keep_the_criteria(client: Client) -> None:
    for number in range(12):
        make_lieu(nom=f"Lieu {number:02}", modalites={"services": ["demarches"]})
    html = client.get("/embed/lieux/?besoin=demarches&theme=sombre&page=2").content.decode()
    assert "Page 2 sur 2" in html
    assert "?besoin=demarches&amp;theme=sombre&amp;page=1" in html
    assert 'data-theme="sombre"' in html
    assert "Page 2 sur 2" in client.get("/embed/lieux/?page=99999").content.decode()


@pytest.mark.parametrize(
    "query",
    ["besoin=zzz", "ou=zzzzzzz", "theme=rose", "page=abc", "rayon=abc&ou=x", f"q={HOSTILE * 20}"],
)
def test_bad_input_is_a_sentence(client: Client, query: str) -> None:
    response = client.get(f"/embed/lieux/?{query}")
    html = response.content.decode()
    assert response.status_code == 400
    assert "embed__error" in html
    assert "<script>alert" not in html


def test_hostile_names_are_text(client: Client) -> None:
    make_lieu(nom=HOSTILE)
    assert "<script>alert" not in client.get("/embed/lieux/").content.decode()


def test_everything_but_the_font_weighs_under_30_kb(client: Client) -> None:
    for number in range(12):
        make_lieu(
            nom=f"Médiathèque et espace public numérique numéro {number}",
            telephone="+33237123456",
            modalites={"services": ["demarches", "outils", "emploi", "securite", "loisirs"]},
        )
    page = client.get("/embed/lieux/").content
    files = sum((STATIC / name).stat().st_size for name in ("embed.css", "embed.js", "loader.js"))
    assert len(page) + files < 30_000


def test_loader_has_a_stable_address_and_an_etag(client: Client) -> None:
    response = client.get("/embed.js")
    assert response.headers["Content-Type"].startswith("text/javascript")
    assert "max-age=86400" in response.headers["Cache-Control"]
    assert response.headers["Cross-Origin-Resource-Policy"] == "cross-origin"
    assert not response.cookies
    again = client.get("/embed.js", headers={"If-None-Match": response.headers["ETag"]})
    assert again.status_code == 304
    assert "innerHTML" not in response.content.decode()


def test_colours_are_those_of_the_site() -> None:
    def values(text: str) -> dict[str, str]:
        return dict(re.findall(r"(--[\w-]+): (#[0-9a-f]{6})", text))

    light_tokens, dark_tokens = TOKENS.read_text().split("@media (prefers-color-scheme: dark)")
    light, dark, forced = re.split(r"@media|:root\[data", (STATIC / "embed.css").read_text())
    assert values(light).items() <= values(light_tokens).items()
    assert values(dark).items() <= values(dark_tokens).items()
    assert values(forced) == values(dark)
    assert set(values(light)) == set(values(dark))


@pytest.mark.usefixtures("chartres")
def test_builder_gives_both_tags(client: Client) -> None:
    html = client.get(
        "/integrer/?ou=bassin:2421&besoin=demarches&besoin=emploi&hauteur=500&theme=clair"
    ).content.decode()
    assert (
        "&lt;script src=&quot;http://testserver/embed.js&quot; data-ou=&quot;bassin:2421&quot; "
        "data-besoin=&quot;demarches,emploi&quot; data-theme=&quot;clair&quot; "
        "data-hauteur=&quot;500&quot; async&gt;&lt;/script&gt;"
    ) in html
    assert "http://testserver/embed/lieux/?ou=bassin%3A2421&amp;amp;besoin=demarches" in html
    assert 'src="/embed/lieux/?ou=bassin%3A2421&amp;besoin=demarches' in html
    assert 'value="Chartres"' in html


@pytest.mark.usefixtures("chartres")
def test_builder_of_a_territory(client: Client) -> None:
    html = client.get("/integrer/?territoire=bassin:2421").content.decode()
    assert "Bassin de vie de Chartres" in html
    assert "data-territoire=&quot;bassin:2421&quot;" in html


@pytest.mark.parametrize(
    "query",
    [
        "hauteur=5",
        "hauteur=abc",
        "hauteur=99999",
        "theme=rose",
        "ou=zzzzzz",
        "besoin=zzz",
        "territoire=planete:3",
    ],
)
def test_builder_refuses_with_a_sentence(client: Client, query: str) -> None:
    response = client.get(f"/integrer/?{query}")
    assert response.status_code == 400
    assert "Il y a un problème" in response.content.decode()
    assert "&lt;iframe" not in response.content.decode()


def test_builder_never_prints_what_was_typed_as_html(client: Client) -> None:
    html = client.get("/integrer/", {"ou": HOSTILE, "hauteur": HOSTILE, "theme": HOSTILE})
    assert "<script>alert" not in html.content.decode()


def test_only_reading(client: Client) -> None:
    for address in ("/embed/lieux/", "/embed.js", "/integrer/"):
        assert client.post(address).status_code == 405
