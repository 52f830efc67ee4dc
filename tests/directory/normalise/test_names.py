"""Readable names, and what a name tells of the place."""

import pytest

from maillage.core.text import normalize
from maillage.directory.normalise.names import read_nom
from maillage.directory.normalise.notes import Notes
from maillage.directory.normalise.typology import FAMILIES, typologies_of_name
from maillage.directory.standard import VOCABULARIES


@pytest.mark.parametrize(
    ("raw", "name"),
    [
        ("MEDIATHEQUE MUNICIPALE DE BOURG-LA-REINE", "Médiathèque municipale de Bourg-la-Reine"),
        ("CCAS DE SAINT-AVIT-LES-GUESPIERES", "CCAS de Saint-Avit-les-Guespieres"),
        ("commune de VIEUX BOURG SUR LOIRE", "Commune de Vieux Bourg sur Loire"),
        ("FRANCE SERVICES LA POSTE BOURG", "France Services La Poste Bourg"),
        ("MJC DE L'EPINE", "MJC de l'Epine"),
        ("M.J.C DU BOURG", "M.J.C du Bourg"),
        ("ATELIER DU XIV EME", "Atelier du XIV Eme"),
        ("LE PRE VERT SARL", "Le Pre Vert"),
        ("Les Pixels (SAS)", "Les Pixels"),
        ('Médiathèque "La Source', "Médiathèque La Source"),
        ("MÃ©diathÃ¨que  du Bourg", "Médiathèque du Bourg"),
        ("bibliothèque du Clos", "Bibliothèque du Clos"),
        ("ASSOC@SSION", "ASSOC@SSION"),
        ("FRAPI", "FRAPI"),
        ("iLab du Bourg", "iLab du Bourg"),
        ("Espace Jeunes ADAPEI", "Espace Jeunes ADAPEI"),
        ("(SAS)", "(SAS)"),
        ("", ""),
    ],
)
def test_nom(raw: str, name: str) -> None:
    assert read_nom(raw, notes=Notes()) == name
    assert read_nom(name, notes=Notes()) == name


def test_what_changes_is_said() -> None:
    notes = Notes()
    read_nom("MAIRIE DU BOURG", notes=notes)
    assert [(note.before, note.after) for note in notes] == [("MAIRIE DU BOURG", "Mairie du Bourg")]


@pytest.mark.parametrize(
    ("nom", "codes"),
    [
        ("Bibliothèque du Bourg", ("BIB",)),
        ("Mediatheque Intercommunale", ("BIB",)),
        ("Bibilothèque municipale", ("BIB",)),
        ("France Services du Bourg", ("RFS",)),
        ("Bus France Services - place de la Poste", ("ENM", "RFS")),
        ("Épicerie du Bourg", ()),
        ("Épicerie sociale et solidaire", ("ES",)),
        ("EI Dupont Martine", ()),
        ("EI Les Jardins du Val", ("EI",)),
        ("Place de la mairie", ()),
        ("Salle des associations", ()),
        ("Association des Amis du Livre", ("ASSO",)),
        ("Mission Locale du Bassin", ("ML",)),
        ("CCAS de la Ville du Bourg", ("CCAS",)),
        ("Tiers-lieu Le Hangar", ("TIERS_LIEUX",)),
        ("Point Information Jeunesse", ("PIJ_BIJ",)),
        ("C.C.A.S. d’Issoudun", ("CCAS",)),
        ("M J C du Bourg", ("MJC",)),
        ("C.C. des Terres du Haut", ("CC",)),
        ("Médi@thèque", ("BIB",)),
        ("Bourg Centre Ville BP", ("LA_POSTE",)),
        ("COMMUNE SAINT-AY", ("MUNI",)),
        ("Espace services publics", ("MSAP",)),
        ("Centre d’animation sociale et culturelle", ("CSC",)),
        ("Mision locale", ("ML",)),
        ("CADA-HUDA", ("CADA", "HUDA")),
        ("Pimm’s de Chartres", ("PIMMS",)),
        ("Prefecure du Cher", ("PREF",)),
        ("Comunauté de Comunes du Val", ("CC",)),
        ("Asociation Le Lien", ("ASSO",)),
        ("Résidence Habitat Jeunes", ("RS_FJT",)),
        ("Amicale des maires", ()),
        ("Émission en direct", ()),
        ("Centre communale d'action social", ("CCAS",)),
        ("Centre d'hébergement réinsertion sociale", ("CHRS",)),
        ("Espace de vie social", ("EVS",)),
        ("Espace de vie sociale et centre social", ("CS", "EVS")),
        ("Centre sociaux culturel", ("CSC",)),
        ("Espace public numérique - Mairie", ("EPN", "MUNI")),
        ("Région Centre-Val de Loire", ("REG",)),
        ("DDFIP du Cher", ("CFP",)),
        ("Infobus", ("ENM",)),
        ("Maison relais Les Tilleuls", ("PENSION",)),
        ("Maison familiale rurale", ("OF",)),
        ("UTAS de Dreux", ("MDS",)),
        ("Maison départementale de l'autonomie", ("MDPH",)),
        ("Maison de l'emploi, de la formation", ("MDEF",)),
        ("Hébergement urgence demandeurs asile", ("HUDA",)),
        ("Union dép. des associations familiales", ("UDAF",)),
        ("Café des Sports", ()),
        ("Cafétéria", ()),
        ("Le Mairiol", ()),
        ("", ()),
    ],
)
def test_typology(nom: str, codes: tuple[str, ...]) -> None:
    assert typologies_of_name(nom) == codes


def test_families_are_codes_of_the_standard_each_once() -> None:
    codes = [family.code for family in FAMILIES]
    assert len(codes) == len(set(codes))
    assert set(codes) <= {entry.value for entry in VOCABULARIES["typologie"]}


def test_every_code_recognises_itself_and_nearly_every_label_too() -> None:
    silent = {"Autre", "DEPT", "EATT", "OIL", "OPCS", "ODC", "ACIPHC"}
    for entry in VOCABULARIES["typologie"]:
        if entry.value in silent:
            continue
        assert entry.value in typologies_of_name(normalize(entry.value)), entry.value
        assert entry.value in typologies_of_name(entry.label), entry.label
