"""Printed documents: tagged, complete, literal, kept for the day."""

import io
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from django.test import Client
from pypdf import PdfReader
from pytest_django.fixtures import Settings

from maillage.core.errors import DomainError
from maillage.directory.actions import archive_lieu
from maillage.directory.documents import builder, compiler, fonts, store
from maillage.directory.documents.dataset import UNDRAWN, printable
from maillage.directory.models import ExceptionalPeriod, Passage
from tests.factories.directory import make_lieu
from tests.factories.territory import CommuneFactory

pytestmark = pytest.mark.django_db
PDF = "/territoires/commune/chartres/annuaire.pdf"
# Each would run, style or break something if it were read as Typst code.
HOSTILE = '#eval("1 + 1") *gras* _it_ $x^2$ @ref <lab> = `raw` \\ #image("x") // fin ] } "'


@pytest.fixture(autouse=True)
def folder(settings: Settings, tmp_path: Path) -> Path:
    settings.VAR_DIR = tmp_path
    CommuneFactory(code="28085", nom="Chartres", slug="chartres")
    return tmp_path / "documents"


def read(content: bytes) -> PdfReader:
    return PdfReader(io.BytesIO(content))


def text_of(reader: PdfReader) -> str:
    """All the words of the document, separated by single spaces."""
    return " ".join(" ".join(page.extract_text() for page in reader.pages).split())


def ask(client: Client, address: str = PDF) -> PdfReader:
    response = client.get(address)
    assert response.status_code == 200
    assert response.headers["Content-Type"] == "application/pdf"
    return read(response.content)


def assert_accessible(reader: PdfReader, *, title: str) -> None:
    root = reader.trailer["/Root"]
    assert root["/MarkInfo"]["/Marked"]
    assert str(root["/Lang"]).startswith("fr")
    assert "/StructTreeRoot" in root
    assert root["/ViewerPreferences"]["/DisplayDocTitle"]
    assert reader.metadata is not None
    assert title in str(reader.metadata.title)
    assert b"pdfuaid:part" in reader.trailer["/Root"]["/Metadata"].get_object().get_data()


@pytest.mark.parametrize("variant", ["", "?gros=1"])
def test_directory_holds_every_place(client: Client, variant: str) -> None:
    names = [f"Lieu de la rue {number}" for number in range(12)]
    for nom in names:
        make_lieu(
            nom=nom,
            horaires="Mo-Fr 09:30-12:00; PH off",
            telephone="+33237123456",
            modalites={"services": ["demarches"], "frais_a_charge": ["gratuit"]},
        )
    reader = ask(client, PDF + variant)
    assert_accessible(reader, title="Chartres")
    words = text_of(reader)
    for nom in names:
        assert words.count(nom) >= 2, "in the list and in the index by need"
    assert "02 37 12 34 56" in words
    assert "Du lundi au vendredi 9 h 30 – 12 h" in words
    assert "Gratuit" in words
    assert "Vérifiez avant de vous déplacer" in words
    assert "Démarches en ligne" in words
    assert f"/ {len(reader.pages)}" in words
    assert "http://testserver/territoires/commune/chartres/" in words
    assert reader.outline


def test_a_short_directory_is_one_page(client: Client) -> None:
    make_lieu(nom="Médiathèque")
    assert len(ask(client).pages) == 1


def test_text_of_people_is_never_code(client: Client) -> None:
    make_lieu(
        nom=HOSTILE,
        adresse=HOSTILE,
        horaires_text=HOSTILE,
        frais_note=HOSTILE,
        presentation_resume=HOSTILE,
        modalites={"services": ["demarches"]},
    )
    expected = HOSTILE.replace(" ", "")
    assert expected in text_of(ask(client)).replace(" ", "")
    slug = client.get(PDF).status_code and make_lieu(nom=f"{HOSTILE} bis").slug
    assert expected in text_of(ask(client, f"/lieux/{slug}/fiche.pdf")).replace(" ", "")


@pytest.mark.parametrize("nom", ["中文 Mairie", "\u200b\u200e", "😀😀", "e\u0301cole\x07", "مكتبة"])
def test_letters_that_no_font_draws_do_not_stop_the_document(client: Client, nom: str) -> None:
    lieu = make_lieu(nom=nom, slug="curieux")
    assert len(ask(client).pages) == 1
    assert len(ask(client, f"{lieu.get_absolute_url()}fiche.pdf").pages) == 1


def test_printable_keeps_what_can_be_drawn() -> None:
    assert printable("L’Œuvre à 12 € – « café »…") == "L’Œuvre à 12 € – « café »…"
    assert printable("e\u0301\u200b\x00") == "é"
    assert printable("中") == UNDRAWN


def test_sheet_of_a_place(client: Client) -> None:
    lieu = make_lieu(
        nom="Médiathèque",
        horaires="Tu-Sa 14:00-18:00; PH off",
        telephone="+33237123456",
        documents_note="Votre numéro fiscal.",
        professional_note="Secret des professionnels",
        modalites={"services": ["demarches"], "typologie": ["bib"]},
        periods=[
            ExceptionalPeriod(
                first_day=date(2020, 1, 1), last_day=date(2020, 1, 2), reason="Ancien"
            )
        ],
        equipments=["ordinateur"],
    )
    Passage.objects.create(lieu=lieu, kind="permanence", label="Mairie de Lucé")
    reader = ask(client, f"{lieu.get_absolute_url()}fiche.pdf")
    assert_accessible(reader, title="Médiathèque")
    words = text_of(reader)
    assert len(reader.pages) == 1
    for expected in ("Mardi", "14 h – 18 h", "Fermé", "Votre numéro fiscal.", "Mairie de Lucé"):
        assert expected in words
    assert f"http://testserver{lieu.get_absolute_url()}" in words
    assert "Secret" not in words
    assert "Ancien" not in words


def test_sheet_of_a_place_that_moved_or_left(client: Client) -> None:
    lieu = archive_lieu(lieu=make_lieu(nom="Retiré"), origin="test")
    response = client.get(f"/lieux/{lieu.slug}/fiche.pdf")
    assert (response.status_code, response.headers["Location"]) == (302, lieu.get_absolute_url())
    assert client.get("/lieux/jamais-vu/fiche.pdf", follow=True).status_code == 404


def test_too_many_places_get_the_spreadsheet(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(store, "MAX_PLACES", 1)
    make_lieu()
    make_lieu()
    response = client.get(PDF)
    html = response.content.decode()
    assert response.status_code == 413
    assert "2 lieux" in html
    assert "/api/v1/lieux.csv?territoire=commune:28085" in html
    assert "annuaire.pdf" not in client.get("/territoires/commune/chartres/").content.decode()


def test_a_document_that_cannot_be_made_says_so(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(compiler, "TIMEOUT_S", 0.0)
    make_lieu()
    response = client.get(PDF)
    assert response.status_code == 503
    assert response.headers["Retry-After"] == "60"
    assert "trop long à préparer" in response.content.decode()


@pytest.mark.parametrize("value", ["2", "abc", "<script>"])
def test_an_unknown_variant_is_not_found(client: Client, value: str) -> None:
    assert client.get(PDF, {"gros": value}).status_code == 404


def test_kept_until_the_directory_changes(
    client: Client, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    make_lieu(nom="Premier")
    first = client.get(PDF)
    assert len(list(folder.glob("*.pdf"))) == 1
    with monkeypatch.context() as patch:
        patch.setattr(compiler.subprocess, "run", _refuse)
        again = client.get(PDF)
        assert again.content == first.content
        unchanged = client.get(PDF, headers={"If-None-Match": first.headers["ETag"]})
        assert unchanged.status_code == 304
    make_lieu(nom="Deuxième")
    fresh = client.get(PDF, headers={"If-None-Match": first.headers["ETag"]})
    assert fresh.status_code == 200
    assert "Deuxième" in text_of(read(fresh.content))


def _refuse(*_args: object, **_kwargs: object) -> None:
    raise AssertionError("the document was made again")


def test_a_process_at_one_document_refuses_another(
    client: Client, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    make_lieu()
    asked: list[int] = []

    def ask_again(**_kwargs: object) -> bytes:
        response = client.get(f"{PDF}?gros=1")
        asked.append(response.status_code)
        assert "en préparation" in response.content.decode()
        return b"%PDF"

    monkeypatch.setattr("maillage.directory.views.documents.compile_pdf", ask_again)
    assert client.get(PDF).status_code == 200
    assert asked == [503]
    # The turn is given back, after a failure too.
    with pytest.raises(ZeroDivisionError):
        store.read_or_make(key=store.Key("a", "1", date(2026, 1, 1), False), make=_fail)
    assert store.read_or_make(key=store.Key("b", "1", date(2026, 1, 1), False), make=bytes) == b""


def _fail() -> bytes:
    raise ZeroDivisionError


def test_old_documents_are_forgotten(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    keys = [store.Key("sujet", "1.0", date(2026, 1, day), is_large=False) for day in (1, 2)]
    store.read_or_make(key=keys[0], make=lambda: b"hier")
    monkeypatch.setattr(store, "KEPT_S", -1)
    assert store.read_or_make(key=keys[1], make=lambda: b"aujourd'hui") == b"aujourd'hui"
    assert list(folder.glob("*.pdf")) == []


def test_without_npm_the_built_in_font_serves(settings: Settings, tmp_path: Path) -> None:
    settings.BASE_DIR = tmp_path
    assert fonts.font_folder(folder=tmp_path / "fonts") is None
    document = builder.lieu_document(lieu=make_lieu(), now=datetime(2026, 3, 1, tzinfo=UTC))
    content = compiler.compile_pdf(
        document=document, fonts=tmp_path / "fonts", at=datetime(2026, 3, 1, tzinfo=UTC)
    )
    assert b"LibertinusSerif" in content


def test_a_refused_document_is_a_domain_error(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    broken = tmp_path / "casse.typ"
    broken.write_text("#panic()")
    document = builder.lieu_document(lieu=make_lieu(), now=datetime(2026, 3, 1, tzinfo=UTC))
    monkeypatch.setitem(compiler._TEMPLATES, type(document), broken)
    with pytest.raises(DomainError, match="n’a pas pu être préparé"):
        compiler.compile_pdf(document=document, fonts=tmp_path, at=datetime.now(UTC))


def test_a_font_that_is_not_woff_is_refused() -> None:
    with pytest.raises(fonts.FontError):
        fonts.unpack_woff(b"wOF2" + bytes(60))


@pytest.mark.parametrize("path", ["territoires/commune/chartres/annuaire.pdf", "lieux/x/fiche.pdf"])
def test_documents_are_in_french(client: Client, path: str) -> None:
    response = client.get(f"/ar/{path}")
    assert response.status_code == 302
    assert response.headers["Location"] == f"/{path}"
