"""Telephones, e-mails and sites as spreadsheets and people write them."""

import pytest

from maillage.directory.normalise.contact import read_courriels, read_telephone, read_urls
from maillage.directory.normalise.notes import Notes


@pytest.mark.parametrize(
    ("text", "code_postal", "expected"),
    [
        ("39 49", "18000", "+33177863949"),
        ("3230 (0,06 € la minute)", "41000", "+33969322121"),
        ("36 15", "41000", ""),
        ("Mairie : 02 54 00 11 22, sinon 3949", "41000", "+33254001122"),
        ("254001122", "41000", "+33254001122"),
        ("33612345670", "41000", "+33612345670"),
        ("00 33 (0) 2 54 00 11 22", "41000", "+33254001122"),
        ("(+33) 2.54.00.11.22.", "41000", "+33254001122"),
        ("O2 54 00 11 22", "41000", "+33254001122"),
        ("02 54 00 11 22 - 06 12 34 56 70", "41000", "+33254001122"),
        ("0 800 123 456 (appel gratuit)", "41000", "+33800123456"),
        ("0262 41 00 11", "75001", "+262262410011"),
        ("0692410011", "97400", "+262692410011"),
        ("02 54 00 11 22", "97400", "+33254001122"),
        ("594301122", "97300", "+594594301122"),
        ("41 22 33", "97500", "+508412233"),
        ("40 42 43 44", "98713", "+68940424344"),
        ("687 27.28.29", "98800", "+687272829"),
        ("254001122.0", "41000", "+33254001122"),
        ("O2 54 OO 11 22", "41000", "+33254001122"),
        ("+33+33254001122", "41000", "+33254001122"),
        ("02;54;00;11;22", "41000", "+33254001122"),
        ("02*54*00*11*22", "41000", "+33254001122"),
        ("Fax : 02 54 00 11 23, tél : 02 54 00 11 22", "41000", "+33254001122"),
        ("Fax : 02 54 00 11 23", "41000", ""),
        ("00 00 00 00 00", "41000", ""),
        ("0111111111", "41000", ""),
        ("02540011223344", "41000", ""),
        ("+332540011220254001122", "41000", ""),
        ("5254001122", "41000", ""),
    ],
)
def test_telephone(text: str, code_postal: str, expected: str) -> None:
    notes = Notes()
    assert read_telephone(text, code_postal=code_postal, notes=notes) == expected
    assert notes or expected


@pytest.mark.parametrize(
    ("value", "kept"),
    [
        ("accueil@bourg.fr et mairie@bourg.fr", ["accueil@bourg.fr", "mairie@bourg.fr"]),
        ("accueil@bourg.fr/mairie@bourg.fr", ["accueil@bourg.fr", "mairie@bourg.fr"]),
        ("accueil@bourg.fr - mairie@bourg.fr", ["accueil@bourg.fr", "mairie@bourg.fr"]),
        ("Accueil : médiathèque@bourg.fr", ["mediatheque@bourg.fr"]),
        ("contact@le bourg.fr", ["contact@lebourg.fr"]),
        ("contact@lebourg fr", ["contact@lebourg.fr"]),
        ("contact@lebourg,fr", ["contact@lebourg.fr"]),
        ("contact@bourg.fr sur rendez-vous", ["contact@bourg.fr"]),
        ("accueil @bourg.fr", ["accueil@bourg.fr"]),
        ("accueil@\xa0bourg.fr", ["accueil@bourg.fr"]),
        ("accueil@@bourg..fr", ["accueil@bourg.fr"]),
        ("www.accueil@bourg.fr", ["accueil@bourg.fr"]),
        ("accueil[@]bourg.fr ?", ["accueil@bourg.fr"]),
        ("Accueil@bourg.fr ; accueil@Bourg.fr", ["Accueil@bourg.fr"]),
        ("a@b@bourg.fr", []),
        ("@bourg.fr", []),
        ("accueil.[courriel retiré]", []),
        ("[courriel retiré] ou accueil@bourg.fr", ["accueil@bourg.fr"]),
        ("-", []),
    ],
)
def test_courriels(value: str, kept: list[str]) -> None:
    assert read_courriels([value], notes=Notes()) == kept


@pytest.mark.parametrize(
    ("value", "kept"),
    [
        ("https://a.fr/ / https://b.fr/X", ["https://a.fr/", "https://b.fr/X"]),
        ("https://a.fr/\nwww.b.fr", ["https://a.fr/", "http://www.b.fr"]),
        ("http://a.fr/http://b.fr/", ["http://a.fr/", "http://b.fr/"]),
        ("https//:a.fr", ["https://a.fr"]),
        ("https/www.a.fr", ["https://www.a.fr"]),
        ("https://web.archive.org/web/2020/http://a.fr", None),
        ("https://a.fr/ (en travaux)", ["https://a.fr/"]),
        ("https://a.fr et www.b.fr", ["https://a.fr", "http://www.b.fr"]),
        ("www.a.fr - www.b.fr", ["http://www.a.fr", "http://www.b.fr"]),
        ("www.a.fr;b.fr", ["http://www.a.fr", "http://b.fr"]),
        ("a.fr, b.fr", ["http://a.fr", "http://b.fr"]),
        ("https://a.frhttps://b.fr", ["https://a.fr", "https://b.fr"]),
        ("https://www.a,fr/Une,page.html", ["https://www.a.fr/Une,page.html"]),
        ("http:://www..a.fr", ["http://www.a.fr"]),
        ("http.//a.fr", ["http://a.fr"]),
        ("https.www.a.fr", ["https://www.a.fr"]),
        ("http://www.https://a.fr", ["https://a.fr"]),
        ("https:\\\\a.fr", ["https://a.fr"]),
        ("(https://a.fr)", ["https://a.fr"]),
        ("« https://a.fr »", ["https://a.fr"]),
        ("http://", []),
        ("Facebook : Médiathèque du Bourg", []),
        ("http://www.bourgEure-et-Loir-été.fr", []),
        ("http://www.bourg.Mairie et services.fr", []),
    ],
)
def test_urls(value: str, kept: list[str] | None) -> None:
    assert read_urls("site_web", [value], notes=Notes()) == ([value] if kept is None else kept)


def test_a_name_and_an_email_in_the_place_of_a_site_are_told_apart() -> None:
    notes = Notes()
    assert read_urls("site_web", ["FB Le Bourg", "accueil@bourg.fr"], notes=notes) == []
    assert "nom d’une page" in notes[0].message
    assert "courriel" in notes[1].message


def test_a_person_named_beside_the_contact_is_not_told() -> None:
    notes = Notes()
    number = read_telephone("Mme Jeanne Martin 02 37 00 00 00", code_postal="28000", notes=notes)
    assert number == "+33237000000"
    assert read_courriels(["Jeanne Martin accueil@ville.fr"], notes=notes) == ["accueil@ville.fr"]
    assert notes
    assert "Martin" not in str(list(notes))
