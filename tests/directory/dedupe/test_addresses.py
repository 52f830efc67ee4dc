"""Addresses taken apart and compared."""

import pytest

from maillage.directory.dedupe.addresses import agreement, read_address


@pytest.mark.parametrize(
    ("one", "other", "code"),
    [
        ("12 rue du Lavoir", "12 R DU LAVOIR", "porte"),
        ("12, rue du Lavoir", "12 rue du lavoir..", "porte"),
        ("8-10 avenue du Mal Foch", "10 AV DU MARECHAL FOCH", "porte"),
        ("5 bis bd Jean Moulin", "5 B BOULEVARD JEAN MOULIN", "porte"),
        ("BP 40 7 place Carnot", "7 Pl Carnot CS 20011", "porte"),
        ("31 Grande Rue", "31 grande rue", "porte"),
        ("14 rue Henry Vallier", "14 rue Henri Valier", "porte"),
        ("3 avenue Leclerc", "3 av du Général Leclerc", "porte"),
        ("Mairie, 4 route de Blois", "4 rte de Blois", "porte"),
        ("3 rue du Vie", "3 rue du Vieux Chemin", "porte"),
        ("5 place du Marché", "7 place du marché", "voisin"),
        ("5 place du Marché", "25 place du marché", "numero"),
        ("rue du Stade", "2 rue du Stade", "rue"),
        ("Place du 8 mai 1945", "PL DU 8 MAI 1945", "place"),
        ("avenue du 11 novembre", "11 avenue de la Gare", "autre"),
        ("rue de la Mairie", "rue de la Gare", "autre"),
        ("12 rue de la Place", "12 rue du Lavoir", "autre"),
        ("Le Bourg", "le bourg", "place"),
        ("Le Bourg", "12 rue du Lavoir", ""),
        ("", "12 rue du Lavoir", ""),
    ],
)
def test_two_addresses(one: str, other: str, code: str) -> None:
    assert agreement(read_address(one), read_address(other)) == code
    assert agreement(read_address(other), read_address(one)) == code


def test_reads_parts_of_a_long_address() -> None:
    address = read_address("Espace Colette 12 bis rue du Lavoir (1er étage), 18000 Ville Cedex 2")
    (way,) = address.ways
    assert (way.first, way.last, way.suffix, way.kind) == (12, 12, "bis", "rue")
    assert way.words == ("lavoir",)
    assert "colette" in address.rest


@pytest.mark.parametrize("text", ["12", "rue", "bis", "8 10", ",,;(", "0 rue", "\x00", "é" * 500])
def test_never_fails_on_odd_texts(text: str) -> None:
    assert agreement(read_address(text), read_address(text)) in {"", "porte", "place"}
