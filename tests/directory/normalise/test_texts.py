"""Texts: harmless, tidy, and stable when read again."""

import random

import pytest

from maillage.directory.normalise.text import clean_block, clean_line, repair_mojibake, tidy_line


@pytest.mark.parametrize(
    ("raw", "clean"),
    [
        ("  Maison \t de  quartier ", "Maison de quartier"),
        ("Un\nDeux", "Un Deux"),
        ("E\u0301tienne", "Étienne"),
        ("a\x00b\x07c\u200bd\u202ee", "abcde"),
        ("<b>Gras</b> et <i class='x'>penché</i>", "Gras et penché"),
        ("<script>alert(1)</script>Bonjour", "alert(1)Bonjour"),
        ("<scr<b>ipt>alert(1)", "alert(1)"),
        ("&lt;script&gt;alert(1)&lt;/script&gt;", "alert(1)"),
        ("&amp;lt;img src=x onerror=y&amp;gt;", ""),
        ("<img src=x onerror=alert(1)", "img src=x onerror=alert(1)"),
        ("<!-- caché -->Ouvert", "Ouvert"),
        ("R&amp;D", "R&D"),
        ("moins de 3 < 5 et 7 > 6", "moins de 3 < 5 et 7 > 6"),
        ("Écrire à <contact@ville.fr>", "Écrire à contact@ville.fr>"),
        ("« Mon\u00a0Espace »", "« Mon\u00a0Espace »"),
        ("<<b>script>x", "x"),
    ],
)
def test_clean_line(raw: str, clean: str) -> None:
    assert clean_line(raw) == clean


def test_clean_block_keeps_paragraphs() -> None:
    assert clean_block("Un \r\nDeux\r\n\r\n\r\nTrois<br>Quatre<p>Cinq</p>") == (
        "Un\nDeux\n\nTrois\nQuatre\nCinq"
    )


@pytest.mark.parametrize(
    ("raw", "repaired"),
    [
        ("MÃ©diathÃ¨que", "Médiathèque"),
        ("N° 5, CHÂTEAU", "N° 5, CHÂTEAU"),
        ("CS 1808 NÂ° 11A", "CS 1808 N° 11A"),
        ("l’Ã©cole de l’Été", "l’école de l’Été"),
        ("Place Ã  la Biche", "Place à la Biche"),
        ("LÃ¢ge d'Ã©tÃ©", "Lâge d'été"),
    ],
)
def test_repair_mojibake(raw: str, repaired: str) -> None:
    assert repair_mojibake(raw) == repaired


def test_cleaning_twice_changes_nothing_and_leaves_no_tag() -> None:
    dice = random.Random(7)
    pieces = ["<", ">", "/", "b", "script", " ", "\n", "&lt;", "&amp;", "&#60;", "é", "e\u0301"]
    pieces += ["!", "--", "Ã", "©", "\u00a0", "\x00", "=", "a", "\r", "&", ";", "\u2028"]
    for _ in range(4000):
        raw = "".join(dice.choices(pieces, k=dice.randint(1, 14)))
        for clean in (clean_line, clean_block):
            once = clean(raw)
            assert clean(once) == once, repr(raw)
            assert "<script" not in once
            assert "<b" not in once
        assert "\n" not in tidy_line(raw)


@pytest.mark.parametrize(
    "attack",
    [
        "<b" * 30_000 + ">" * 30_000,
        "&" + "amp;" * 20_000 + "lt;script&gt;",
        "<" * 100_000 + "!",
        "<!--" * 20_000,
        "<a " * 30_000,
        "Ã" * 50_000 + "©" * 50_000,
        "é\u0301" * 30_000,
    ],
)
def test_attacks_on_the_time_of_the_machine_end(attack: str) -> None:
    once = tidy_line(attack)
    assert "<b" not in once
    assert "<script" not in once
    assert tidy_line(once) == once
