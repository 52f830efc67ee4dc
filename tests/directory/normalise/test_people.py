"""Named people leave texts and names; places that bear a name keep it. All names invented."""

import pytest

from maillage.directory.normalise.notes import Notes
from maillage.directory.normalise.people import without_people


@pytest.mark.parametrize(
    ("raw", "kept"),
    [
        ("France services (Sandrine Karmovel)", "France services"),
        ("École élémentaire (Jules Ferry)", None),
        ("Bourg-Vieux - Sandrine Karmovel", "Bourg-Vieux"),
        ("BOURG-VIEUX - Sandrine Karmovel ", "BOURG-VIEUX"),
        ("Bourg-Vieux - Sandrine Karmovel - Le Hangar", "Bourg-Vieux - Le Hangar"),
        ("Médiathèque de Bourg-Vieux - Sandrine Karmovel", "Médiathèque de Bourg-Vieux"),
        ("Sandrine Karmovel - Conseil informatique", "Conseil informatique"),
        ("Le Hangar (Sandrine Karmovel)", "Le Hangar"),
        ("Bourg-Vieux - Mme Karmovel", "Bourg-Vieux"),
        ("Bourg-Vieux - Sandrune Karmovel", "Bourg-Vieux"),
        ("Médiathèque Simone-Veil", None),
        ("France Services du Haut Val - Simone Veil", None),
        ("Maison de quartier - Sandrine Karmovel", None),
        ("Bibliothèque municipale - Sandrine-Karmovel", None),
        ("Espace Jean Moulin", None),
        ("Salle Louis Aragon", None),
        ("EPN Sandrine Karmovel", None),
        ("Bourg - Saint Laurent", None),
        ("Bourg-Vieux - La Palette", None),
        ("Bourg-Vieux - IDO Numérique", None),
        ("Bus - [Place Robert KARMOVEL - St Avit]", None),
        ("Communauté du Val (A.M.E.)", None),
    ],
)
def test_names_of_places(raw: str, kept: str | None) -> None:
    notes = Notes()
    assert without_people("nom", raw, notes=notes) == (raw if kept is None else kept)
    assert len(notes) == (kept is not None)
    assert all("Karmovel" not in f"{note.message}{note.before}{note.after}" for note in notes)


def test_a_name_that_is_only_a_person_stays_and_is_told() -> None:
    notes = Notes()
    assert without_people("nom", "Sandrine Karmovel", notes=notes) == "Sandrine Karmovel"
    assert "à vérifier" in notes[0].message


@pytest.mark.parametrize(
    ("raw", "kept"),
    [
        ("Votre conseillère numérique Sandrine reçoit.", "Votre conseillère numérique reçoit."),
        (
            "Ateliers le lundi, par Sandrine Karmovel, à la mairie. Téléphone : 06 12 34 56 70",
            "Ateliers le lundi, à la mairie.",
        ),
        ("ATELIERS LE LUNDI, PAR SANDRINE KARMOVEL.", "ATELIERS LE LUNDI."),
        ("Ateliers par sandrine karmovel, à la mairie", "Ateliers, à la mairie"),
        ("Voir avec Sandrine, la formatrice", "Voir avec la formatrice"),
        ("Tarifs à voir avec Sandrine", "Tarifs à voir"),
        ("Contact : M. Karmovel", ""),
        ("Demander Mme Karmovel à l’accueil", "Demander à l’accueil"),
        ("Écrire à sandrine.karmovel@bourg.fr ou passer", "Écrire à ou passer"),
        ("Vous pouvez me contacter au 06 12 34 56 70.", ""),
        ("Sandrine Karmovel vous accueille le lundi", "Vous accueille le lundi"),
        ("Ouvert le lundi au 12 rue Jules Bertaut, salle Louis Aragon", None),
        ("Adresse : 22 Av. Sandrine Karmovel, 41000 Bourg", None),
        ("Adresse : 1 al Jean Marie Karmovel", None),
        ("Permanence à Saint Laurent le jeudi", None),
        ("Réservation au 06 12 34 56 70", None),
        ("Écrire à mediatheque.simone-veil@bourg.fr", None),
        ("Débit Max 8 Méga, écran Martin Pro", None),
        ("Madame, Monsieur, bienvenue", None),
        ("Permanence de Madame la Maire", None),
        ("Ateliers :\n– ordinateur portable\n– tablette", None),
    ],
)
def test_free_text(raw: str, kept: str | None) -> None:
    notes = Notes()
    assert without_people("presentation_detail", raw, notes=notes) == (
        raw if kept is None else kept
    )
    assert len(notes) == (kept is not None)


@pytest.mark.parametrize("field", ["courriels", "telephone", "adresse", "site_web", "commune"])
def test_the_public_contact_of_the_place_stays(field: str) -> None:
    notes = Notes()
    text = "sandrine.karmovel@bourg.fr 06 12 34 56 70"
    assert without_people(field, text, notes=notes) == text
    assert notes == []


def test_cleaning_twice_changes_nothing_more() -> None:
    raw = "Le lundi, par Mme Sandrine Karmovel (06 12 34 56 70) et M. Karmovel, au 1 rue Neuve."
    once = without_people("presentation_resume", raw, notes=Notes())
    assert "Karmovel" not in once
    assert "06 12" not in once
    assert without_people("presentation_resume", once, notes=Notes()) == once


@pytest.mark.parametrize(
    "text", ["Sam Dim 9h-12h", "Ven Sam : 14h-18h", "Sam. Mat. sur rendez-vous"]
)
def test_a_short_saturday_is_nobody(text: str) -> None:
    assert without_people("horaires_text", text, notes=Notes()) == text
