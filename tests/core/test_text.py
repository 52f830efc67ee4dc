"""Text made comparable."""

import pytest

from maillage.core.text import normalize, normalize_place, slug_of, tokens


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Éléphant", "elephant"),
        ("L’Œuvre d'Ægir", "l oeuvre d aegir"),
        ("  Saint-Pierre--des   Corps ! ", "saint pierre des corps"),
        ("ÇÀ ET LÀ (28)", "ca et la 28"),
        ("e\u0301te\u0301", "ete"),
        ("Groß-Straße", "gross strasse"),
        ("n° 3", "n 3"),
        ("ﬁbre", "fibre"),
        ("日本", ""),
        ("", ""),
    ],
)
def test_normalize(text: str, expected: str) -> None:
    assert normalize(text) == expected


def test_normalize_is_stable() -> None:
    once = normalize("Bénévolat à l’Hôpital, St-Cœur")
    assert normalize(once) == once


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Saint-Pierre-des-Corps", "saint pierre des corps"),
        ("st pierre des corps", "saint pierre des corps"),
        ("Ste Geneviève", "sainte genevieve"),
        ("St-Cyr s/Loire", "saint cyr sur loire"),
        ("St Cyr S/ Loire", "saint cyr sur loire"),
        ("st cyr / loire", "saint cyr sur loire"),
        ("Saint-Cyr-sur-Loire", "saint cyr sur loire"),
        ("Joué-lès-Tours", "joue tours"),
        ("Joue les Tours", "joue tours"),
        ("Plessis-lez-Tours", "plessis tours"),
        ("Le Mans", "mans"),
        ("L'Île-Bouchard", "ile bouchard"),
        ("Tours cedex 2", "tours"),
        ("28019 CHARTRES CEDEX", "28019 chartres"),
        ("La", "la"),
        ("les / ", "sur"),
        ("Cedex", ""),
        ("Nogent-le-Rotrou", "nogent rotrou"),
        ("Stains", "stains"),
    ],
)
def test_normalize_place(text: str, expected: str) -> None:
    assert normalize_place(text) == expected


def test_tokens_keep_their_order() -> None:
    assert tokens("Aide à l’impôt") == ["aide", "a", "l", "impot"]


def test_slug_keeps_ligatures() -> None:
    assert slug_of("Cœur-de-Causse (L’Île)") == "coeur-de-causse-l-ile"
