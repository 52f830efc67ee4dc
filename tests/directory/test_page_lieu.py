"""The sheet of a place, and the addresses that lead to it."""

import re
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from maillage.directory.actions import archive_lieu, rename_slug, save_lieu
from maillage.directory.enums import LieuStatus
from maillage.directory.merging import join_sheets
from maillage.directory.models import Equipment, ExceptionalPeriod, Lieu, Passage, Structure
from tests.directory.pages import HOSTILE, names, read
from tests.factories.directory import make_lieu

pytestmark = pytest.mark.django_db

FREE_TEXTS = (
    "nom",
    "commune",
    "adresse",
    "complement_adresse",
    "courriels",
    "horaires",
    "horaires_text",
    "presentation_resume",
    "presentation_detail",
    "source",
    "structure_parente",
    "autres_formations_labels",
    "printing_free_purpose",
    "printing_note",
    "wifi_horaires",
    "wifi_note",
    "publics_note",
    "access_note",
    "referral_note",
    "frais_note",
    "documents_note",
    "does_not_do",
    "activities",
)
ADDRESSES = ("site_web", "prise_rdv", "fiche_acces_libre")


# --- the sheet --------------------------------------------------------------------------------
def full_lieu(**changes: object) -> Lieu:
    """A sheet with every public field filled, and a professional note."""
    today = timezone.localdate()
    structure, _created = Structure.objects.get_or_create(
        slug="le-fil", defaults={"nom": "Association Le Fil", "kind": "Association"}
    )
    values: dict[str, object] = {
        "id": "complet",
        "nom": "Espace public numérique",
        "commune": "Gallardon",
        "code_postal": "28320",
        "code_insee": "28168",
        "adresse": "12 rue de la Mairie",
        "latitude": 48.527,
        "longitude": 1.691,
        "position_precision": "exacte",
        "telephone": "+33237123456",
        "courriels": "epn@gallardon.example",
        "site_web": "https://www.gallardon.example/epn",
        "horaires": "Mo-Su 09:00-12:00",
        "presentation_resume": "Un espace ouvert à tous.",
        "presentation_detail": "Ouvert depuis 2009.",
        "source": "Monographie",
        "date_maj": today,
        "fiche_acces_libre": "https://acceslibre.example/epn",
        "prise_rdv": "https://rdv.example/epn",
        "structure": structure,
        "printing_possible": True,
        "printing_free_pages": 10,
        "printing_free_purpose": "un CV",
        "printing_price_bw_cents": 15,
        "printing_bring_paper": True,
        "wifi_free": True,
        "wifi_max_minutes": 90,
        "own_device_welcome": True,
        "age_min": 11,
        "publics_note": "Les enfants viennent avec un adulte.",
        "is_anonymous": True,
        "membership_required": False,
        "registration_required": True,
        "mandat_practice": True,
        "frais_note": "Ateliers à 2 euros.",
        "documents_note": "Numéro fiscal.",
        "does_not_do": "Dépannage de matériel.",
        "activities": "Atelier tablette.\nCafé numérique.",
        "human_support": True,
        "referral_note": "La mission locale.",
        "access_note": "Sonner deux fois.",
        "confirmed_at": timezone.now() - timedelta(days=40),
        "confirmed_by": "structure",
        "professional_note": "NOTE-RESERVEE",
        **changes,
    }
    return save_lieu(
        lieu=Lieu(**values),
        modalites={
            "services": ["demarches", "emploi"],
            "publics_specifiquement_adresses": ["seniors", "jeunes"],
            "prise_en_charge_specifique": ["handicaps-moteurs"],
            "frais_a_charge": ["gratuit"],
            "dispositif_programmes_nationaux": ["aidants-connect"],
            "modalites_acces": ["se-presenter", "telephoner"],
            "modalites_accompagnement": ["individuel"],
            "typologie": ["bib"],
            "langues": ["fr", "ar"],
        },
        origin="test",
        equipments=[
            Equipment(kind="ordinateur-fixe", count=8),
            Equipment(kind="tablette", count=1, use="pret", detail="Caution demandée"),
        ],
        exceptional_periods=[
            ExceptionalPeriod(
                first_day=today + timedelta(days=1),
                last_day=today + timedelta(days=2),
                reason="Inventaire",
            )
        ],
        passages=[Passage(kind="permanence", label="Mairie d’Épernon", horaires="Th 14:00-17:00")],
    )


@pytest.mark.parametrize(
    "words",
    [
        'href="tel:+33237123456"',
        'href="https://rdv.example/epn"',
        "https://www.openstreetmap.org/directions?to=48.52700,1.69100",
        'href="sms:?&amp;body=Espace%20public',
        'href="mailto:?subject=Espace%20public',
        'href="mailto:epn@gallardon.example"',
        "/qr.svg",
        "/fiche.pdf",
        "Imprimer la fiche",
        "9 h – 12 h",
        "Fermeture exceptionnelle\u00a0: Inventaire",
        "(Inventaire).",
        "Déclarer ses revenus",
        "Chercher un emploi, une formation avec le numérique",
        "À partir de 11 ans.",
        "Jeunes et personnes âgées.",
        "Handicap moteur.",
        "https://acceslibre.example/epn",
        "Français et arabe.",
        "Venir sans rendez-vous ou téléphoner.",
        "Sans adhésion.",
        "Inscription demandée.",
        "10 pages gratuites pour un CV, puis 15 centimes la page en noir et blanc.",
        "Apportez votre papier.",
        "1 h 30 par jour au plus.",
        "8 ordinateurs fixes",
        "1 tablette (à emprunter)\u00a0: caution demandée",
        "Vous pouvez venir avec votre ordinateur",
        "Vous n’avez pas à dire votre nom.",
        "Aidants Connect\u00a0: un aidant habilité",
        "Avec un mandat",
        "Dépannage de matériel.",
        "<li>Café numérique.</li>",
        "Numéro fiscal.",
        "Mairie d’Épernon",
        "Jeudi 14 h – 17 h",
        "Association Le Fil.",
        "Confirmées par la structure elle-même",
        "il y a 1 mois",
        "Monographie",
        "/signaler/",
        "La mission locale.",
    ],
)
def test_the_sheet_says(client: Client, words: str) -> None:
    assert words in read(client, full_lieu().get_absolute_url())


def test_the_sheet_keeps_the_professional_note(client: Client) -> None:
    lieu = full_lieu()
    assert "NOTE-RESERVEE" not in read(client, lieu.get_absolute_url())
    assert "NOTE-RESERVEE" not in read(client, "/lieux/")


@pytest.mark.parametrize(
    ("courriels", "by", "is_said"),
    [
        ("", "coordination", True),
        ("accueil@exemple.fr", "coordination", False),
        ("", "structure", False),
    ],
)
def test_a_sheet_kept_by_the_coordination_says_so(
    client: Client, courriels: str, by: str, is_said: bool
) -> None:
    lieu = make_lieu(courriels=courriels, confirmed_at=timezone.now(), confirmed_by=by)
    words = "La coordination du territoire tient cette fiche au nom de la structure"
    assert (words in read(client, lieu.get_absolute_url())) is is_said


def test_what_is_unknown_is_said_once(client: Client) -> None:
    html = read(client, make_lieu(nom="Mairie").get_absolute_url())
    assert "Horaires non communiqués" in html
    said = re.search(r"Nous ne savons pas encore\u00a0: ([^.]*)\.", html)
    assert said is not None
    assert said[1].startswith("les horaires, le numéro de téléphone, le prix")
    assert "Sur place</h2>" not in html


def test_an_approximate_position_is_said(client: Client) -> None:
    lieu = make_lieu(position_precision="centre_commune")
    assert "Nous ne connaissons pas l’adresse exacte" in read(client, lieu.get_absolute_url())


def test_an_old_sheet_warns(client: Client) -> None:
    lieu = make_lieu(date_maj=timezone.localdate() - timedelta(days=800))
    html = read(client, lieu.get_absolute_url())
    assert "Personne n’a confirmé ces informations depuis plus de 2 ans" in html


def test_the_sheet_proposes_neighbours(client: Client) -> None:
    lieu = make_lieu(nom="Mairie")
    for number in range(4):
        make_lieu(nom=f"Voisin {number}")
    assert len(names(read(client, lieu.get_absolute_url()))) == 3


def test_unreadable_hours_do_not_break_the_sheet(client: Client) -> None:
    lieu = make_lieu()
    Lieu.objects.filter(pk=lieu.pk).update(horaires="le matin sauf exception")
    html = read(client, lieu.get_absolute_url())
    assert "Horaires non communiqués" in html


@pytest.mark.parametrize("telephone", ["", "garbage", "+262262123456"])
def test_any_telephone_prints(client: Client, telephone: str) -> None:
    lieu = make_lieu()
    Lieu.objects.filter(pk=lieu.pk).update(telephone=telephone)
    assert "<h1" in read(client, lieu.get_absolute_url())


def test_hostile_text_is_only_text(client: Client) -> None:
    """HTML in every free text of a sheet, and addresses that would run something."""
    lieu = full_lieu()
    changes = dict.fromkeys(FREE_TEXTS, HOSTILE)
    changes["telephone"] = HOSTILE[:20]
    changes |= dict.fromkeys(ADDRESSES, "javascript:alert(1)")
    Lieu.objects.filter(pk=lieu.pk).update(**changes)
    Passage.objects.update(label=HOSTILE, note=HOSTILE, horaires=HOSTILE)
    Equipment.objects.update(detail=HOSTILE)
    ExceptionalPeriod.objects.update(reason=HOSTILE)
    Structure.objects.update(nom=HOSTILE, kind=HOSTILE)
    make_lieu(nom="Voisin")
    for address in (lieu.get_absolute_url(), "/lieux/"):
        html = read(client, address)
        assert "<script>alert" not in html
        assert "<img src=x" not in html
        assert 'href="javascript:' not in html


# --- addresses that moved ------------------------------------------------------------------------
def test_an_unknown_address_is_not_found(client: Client) -> None:
    assert client.get("/lieux/jamais-vu/").status_code == 404


def test_a_draft_is_not_found(client: Client) -> None:
    lieu = make_lieu(status=LieuStatus.BROUILLON)
    assert client.get(lieu.get_absolute_url()).status_code == 404


def test_a_former_address_leads_to_the_new_one(client: Client) -> None:
    lieu = make_lieu(nom="Mairie")
    before = lieu.get_absolute_url()
    rename_slug(lieu=lieu, slug="mairie-et-poste", origin="test")
    response = client.get(before)
    assert (response.status_code, response.headers["Location"]) == (301, "/lieux/mairie-et-poste/")


def test_a_merged_place_leads_to_the_other(client: Client) -> None:
    lieu, kept = make_lieu(nom="Double"), make_lieu(nom="Mairie")
    join_sheets(into={lieu.pk: kept.pk})
    response = client.get(lieu.get_absolute_url())
    assert (response.status_code, response.headers["Location"]) == (301, kept.get_absolute_url())


def test_an_archived_place_is_gone_with_neighbours(client: Client) -> None:
    lieu = make_lieu(nom="Cybercafé")
    make_lieu(nom="Mairie")
    archive_lieu(lieu=lieu, origin="test")
    html = read(client, lieu.get_absolute_url(), 410)
    assert "Cybercafé (Chartres) n’est plus dans l’annuaire" in html
    assert names(html) == ["Mairie"]


def test_the_qr_code_is_an_image_of_the_address(client: Client) -> None:
    lieu = make_lieu()
    response = client.get(f"{lieu.get_absolute_url()}qr.svg")
    assert response.headers["Content-Type"] == "image/svg+xml"
    assert response.content.startswith(b"<svg")
    assert client.get("/lieux/jamais-vu/qr.svg").status_code == 404
