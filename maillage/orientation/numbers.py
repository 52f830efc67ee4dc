"""The one file of public numbers: whom to call, when, at what price, and where that was read.

A number is published when its `source` was read and dated (`verified`): PUBLISHED holds those
and nothing else shows a number. Each check was made on a stored copy of its source;
docs/reference/numeros-publics.md gives the date of that copy and how to check again.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from maillage.orientation.safety.alerts import AlertKind

_CHECKED = date(2026, 11, 21)
_FREE = _("Appel gratuit")
_NORMAL = _("Prix d’un appel normal")
_ALWAYS = _("Tous les jours, jour et nuit")
_UNKNOWN_HOURS = _("Le plus souvent en semaine, dans la journée")

_SOLIDARITES = "https://solidarites.gouv.fr/node/2219"
_INFO_GOUV = (
    "https://www.info.gouv.fr/actualite/"
    "harcelement-agressions-violences-trois-numeros-pour-aider-les-enfants-en-danger"
)


@dataclass(frozen=True, slots=True)
class PublicNumber:
    """A number that anybody in France may call.

    `telephone`: figures only, as dialled (empty for a service that is only on the web);
    `spoken`: as printed; `is_text_only`: for written messages (sms:), nobody answers a call;
    `site`: its official https address, or empty; `source`: the page that gives the number;
    `verified`: the day when that page was read, None for a number not to be shown.
    """

    slug: str
    nom: str
    telephone: str
    spoken: str
    what: str | Promise
    hours: str | Promise
    price: str | Promise
    site: str
    source: str
    verified: date | None = _CHECKED
    is_text_only: bool = False

    @property
    def href(self) -> str:
        """The address of a call or message button; the site when there is no telephone."""
        if not self.telephone:
            return self.site
        return f"{'sms' if self.is_text_only else 'tel'}:{self.telephone}"


NUMBERS: tuple[PublicNumber, ...] = (
    # Danger
    PublicNumber(
        slug="police",
        nom="Police et gendarmerie",
        telephone="17",
        spoken="17",
        what=_("Quelqu’un vous menace, vous frappe ou entre chez vous."),
        hours=_ALWAYS,
        price=_FREE,
        site="",
        source=_INFO_GOUV,
    ),
    PublicNumber(
        slug="samu",
        nom="Samu",
        telephone="15",
        spoken="15",
        what=_("Une personne a besoin d’un médecin tout de suite."),
        hours=_ALWAYS,
        price=_FREE,
        site="",
        source=_INFO_GOUV,
    ),
    PublicNumber(
        slug="pompiers",
        nom="Pompiers",
        telephone="18",
        spoken="18",
        what=_("Un feu, un accident, une personne à secourir."),
        hours=_ALWAYS,
        price=_FREE,
        site="",
        source=_INFO_GOUV,
    ),
    PublicNumber(
        slug="urgence-europe",
        nom="Numéro d’urgence européen",
        telephone="112",
        spoken="112",
        what=_("Un danger maintenant, si vous ne savez pas qui appeler."),
        hours=_ALWAYS,
        price=_FREE,
        site="",
        source=_INFO_GOUV,
    ),
    PublicNumber(
        slug="urgence-sms",
        nom="Numéro d’urgence par SMS",
        telephone="114",
        spoken="114",
        what=_(
            "Un danger maintenant, si vous ne pouvez pas entendre, ou pas parler : envoyez un SMS."
        ),
        hours=_ALWAYS,
        price=_("SMS gratuit"),
        site="https://www.urgence114.fr",
        source=_INFO_GOUV,
        is_text_only=True,
    ),
    # People
    PublicNumber(
        slug="suicide",
        nom="Prévention du suicide",
        telephone="3114",
        spoken="31 14",
        what=_("Vous allez très mal, vous pensez à mourir, ou vous avez peur pour quelqu’un."),
        hours=_ALWAYS,
        price=_FREE,
        site="https://3114.fr",
        source="https://www.mayotte.ars.sante.fr/3114-le-numero-national-de-prevention-du-suicide",
    ),
    PublicNumber(
        slug="violences-femmes",
        nom="Violences Femmes Info",
        telephone="3919",
        spoken="39 19",
        what=_("On vous frappe, on vous force, on vous surveille. Écoute anonyme."),
        hours=_ALWAYS,
        price=_FREE,
        site="https://solidaritefemmes.org",
        source="https://solidaritefemmes.org/appeler-le-3919/",
    ),
    PublicNumber(
        slug="enfance-danger",
        nom="Allô enfance en danger",
        telephone="119",
        spoken="119",
        what=_("Un enfant est en danger ou mal traité."),
        hours=_ALWAYS,
        price=_("Appel gratuit, absent de la facture"),
        site="https://www.allo119.gouv.fr",
        source=_SOLIDARITES,
    ),
    PublicNumber(
        slug="harcelement",
        nom="Harcèlement et violences en ligne",
        telephone="3018",
        spoken="30 18",
        what=_("Un jeune est harcelé, menacé ou victime de chantage, en ligne ou à l’école."),
        hours=_("Tous les jours, de 9 h à 23 h"),
        price=_FREE,
        site="https://3018.fr",
        source=_SOLIDARITES,
    ),
    PublicNumber(
        slug="victimes",
        nom="France Victimes",
        telephone="116006",
        spoken="116 006",
        what=_("Vous êtes victime : être écouté, connaître vos droits, savoir quoi faire."),
        hours=_("Tous les jours, de 9 h à 20 h"),
        price=_FREE,
        site="https://www.france-victimes.fr",
        source="https://france-victimes.fr/index.php/categories-inavem/"
        "121-federation-inavem/services-de-l-inavem",
    ),
    PublicNumber(
        slug="hebergement",
        nom="Hébergement d’urgence",
        telephone="115",
        spoken="115",
        what=_("Vous n’avez nulle part où dormir ce soir."),
        hours=_ALWAYS,
        price=_FREE,
        site="",
        source="https://refugies.info/fr/demarche/62503d59664c115fa5121c6a",
    ),
    # Fraud
    PublicNumber(
        slug="opposition-carte",
        nom="Opposition carte bancaire",
        telephone="0892705705",
        spoken="0 892 705 705",
        what=_("Bloquer votre carte bancaire tout de suite."),
        hours=_ALWAYS,
        price=_("0,34 € la minute"),
        site="",
        source="https://particuliers.banque-france.fr/info-banque-assurance/"
        "arnaques-les-bons-reflexes/les-arnaques-aux-moyens-de-paiement",
    ),
    PublicNumber(
        slug="info-escroqueries",
        nom="Info Escroqueries",
        telephone="0805805817",
        spoken="0 805 805 817",
        what=_("Vous pensez être victime d’une arnaque : demander quoi faire."),
        hours=_("Du lundi au vendredi, de 9 h à 18 h 30"),
        price=_FREE,
        site="",
        source="https://berrelesalpes.fr/particuliers/?xml=F34800",
    ),
    PublicNumber(
        slug="17cyber",
        nom="17Cyber",
        telephone="",
        spoken="17cyber.gouv.fr",
        what=_("Un piratage ou une arnaque sur internet : écrire à un policier ou à un gendarme."),
        hours=_ALWAYS,
        price=_("Gratuit"),
        site="https://17cyber.gouv.fr",
        source="https://www.interieur.gouv.fr/actualites/actualites-du-ministere/"
        "victime-de-cybermalveillance-rendez-vous-sur-17cybergouvfr",
    ),
    PublicNumber(
        slug="spam-sms",
        nom="Signalement des SMS douteux",
        telephone="33700",
        spoken="33 700",
        what=_("Signaler un SMS douteux : envoyez-le à ce numéro, sans rien ajouter."),
        hours=_ALWAYS,
        price=_("Service gratuit"),
        site="https://www.33700.fr",
        source="https://www.economie.gouv.fr/dgccrf/sms-et-appels-indesirables-"
        "le-33-700-facilite-le-signalement-des-numeros-frauduleux",
        is_text_only=True,
    ),
    # Organisations
    PublicNumber(
        slug="caf",
        nom="Caf",
        telephone="3230",
        spoken="32 30",
        what=_("Le RSA, la prime d’activité, l’aide au logement, les allocations."),
        hours=_("Du lundi au vendredi, de 9 h à 16 h 30"),
        price=_NORMAL,
        site="https://www.caf.fr",
        source="https://lepointdujour.fr/actualite/4419-caf-ne-passez-pas-a-cote-de-ce-mail-car-"
        "il-contient-une-information-capitale-pour-toutes-vos-aides-et-allocations-13082025",
    ),
    PublicNumber(
        slug="assurance-maladie",
        nom="Assurance maladie",
        telephone="3646",
        spoken="36 46",
        what=_("La carte Vitale, les remboursements, la complémentaire santé."),
        hours=_UNKNOWN_HOURS,
        price=_NORMAL,
        site="https://www.ameli.fr",
        source="https://www.ameli.fr/assure/actualites/contacter-lassurance-maladie-mode-demploi",
    ),
    PublicNumber(
        slug="france-travail",
        nom="France Travail",
        telephone="3949",
        spoken="39 49",
        what=_("L’inscription, l’actualisation du mois, le chômage."),
        hours=_UNKNOWN_HOURS,
        price=_NORMAL,
        site="https://www.francetravail.fr",
        source="https://senat.fr/questions/base/2012/qSEQ121002423.html",
    ),
    PublicNumber(
        slug="impots",
        nom="Impôts",
        telephone="0809401401",
        spoken="0 809 401 401",
        what=_("La déclaration, un avis d’impôt, un paiement."),
        hours=_("Du lundi au vendredi, de 8 h 30 à 19 h"),
        price=_NORMAL,
        site="https://www.impots.gouv.fr",
        source="https://www.francebleu.fr/infos/economie-social/impot-a-la-source-des-renforts-"
        "au-centre-d-appel-du-mans-pour-repondre-aux-questions-des-1546527399",
    ),
    PublicNumber(
        slug="retraite",
        nom="Assurance retraite",
        telephone="3960",
        spoken="39 60",
        what=_("La demande de retraite, un paiement, le relevé de carrière."),
        hours=_UNKNOWN_HOURS,
        price=_NORMAL,
        site="https://www.lassuranceretraite.fr",
        source="https://cc-paysdefayence.fr/enfance-service-a-la-population/"
        "maison-de-service-au-public-msap/social-sante-2/social/retraite",
    ),
    PublicNumber(
        slug="cheque-energie",
        nom="Chèque énergie",
        telephone="0805204805",
        spoken="0 805 204 805",
        what=_("Un chèque énergie perdu, refusé ou pas reçu."),
        hours=_("Du lundi au vendredi, de 8 h à 20 h"),
        price=_FREE,
        site="https://chequeenergie.gouv.fr",
        source="https://www.mes-allocs.fr/guides/aide-logement/cheque-energie/"
        "cheque-energie-contact",
    ),
    PublicNumber(
        slug="loyers-impayes",
        nom="SOS loyers impayés",
        telephone="0805160075",
        spoken="0 805 16 00 75",
        what=_("Vous ne pouvez plus payer le loyer, on parle d’expulsion."),
        hours=_UNKNOWN_HOURS,
        price=_FREE,
        site="https://www.anil.org",
        source="http://www.unccas.org/un-numero-pour-prevenir-les-expulsions",
    ),
    PublicNumber(
        slug="banque-de-france",
        nom="Banque de France",
        telephone="3414",
        spoken="34 14",
        what=_("Trop de dettes, un compte fermé, une banque qui refuse."),
        hours=_("Du lundi au vendredi, de 8 h à 18 h"),
        price=_NORMAL,
        site="https://particuliers.banque-france.fr",
        source="https://senioractu.com/"
        "Le-3414-nouveau-numero-unique-de-la-Banque-de-France-pour-les-particuliers_a25039.html",
    ),
    PublicNumber(
        slug="france-titres",
        nom="France Titres, ex-ANTS",
        telephone="3400",
        spoken="34 00",
        what=_(
            "Vous êtes bloqué sur le site de l’ANTS : permis, carte grise, "
            "carte d’identité, passeport."
        ),
        hours=_("Du lundi au vendredi de 7 h 45 à 19 h, le samedi de 8 h à 17 h"),
        price=_NORMAL,
        site="https://ants.gouv.fr",
        source="https://st-colomban.fr/carte-grise/?xml=F1608",
    ),
    PublicNumber(
        slug="service-public",
        nom="Allô Service Public",
        telephone="3939",
        spoken="39 39",
        what=_("Une question sur vos droits : travail, logement, justice, consommation."),
        hours=_("En semaine, à des heures qui changent selon le jour"),
        price=_NORMAL,
        site="https://www.service-public.gouv.fr",
        source="https://www.dila.premier-ministre.gouv.fr/actualites/toutes-les-actualites/"
        "qu-est-ce-qu-allo-service-public-3939",
    ),
    PublicNumber(
        slug="acces-au-droit",
        nom="Accès au droit",
        telephone="3039",
        spoken="30 39",
        what=_("Un conseil gratuit d’un juriste près de chez vous."),
        hours=_UNKNOWN_HOURS,
        price=_FREE,
        site="https://www.justice.fr",
        source="https://www.cours-appel.justice.fr/reims/"
        "24-mai-journee-nationale-de-lacces-au-droit-2022",
    ),
    # Read only in sites that nobody answers for: kept out until an official page says it.
    PublicNumber(
        slug="etrangers",
        nom="Étrangers en France",
        telephone="0806001620",
        spoken="0 806 001 620",
        what=_("Vous êtes bloqué sur le site Étrangers en France."),
        hours=_UNKNOWN_HOURS,
        price=_FREE,
        site="https://administration-etrangers-en-france.interieur.gouv.fr",
        source="",
        verified=None,
    ),
)
PUBLISHED: dict[str, PublicNumber] = {
    number.slug: number for number in NUMBERS if number.verified is not None
}
"""slug → number; the only ones that a page may show."""

ALERT_NUMBERS: dict[AlertKind, tuple[str, ...]] = {
    AlertKind.DANGER: ("police", "samu", "pompiers", "urgence-europe", "urgence-sms"),
    AlertKind.DETRESSE: ("suicide", "samu"),
    AlertKind.VIOLENCES: ("violences-femmes", "police", "urgence-sms", "victimes"),
    AlertKind.MINEUR: ("harcelement", "17cyber"),
    AlertKind.ENFANCE: ("enfance-danger", "police"),
    AlertKind.FRAUDE: ("opposition-carte", "info-escroqueries", "17cyber"),
    AlertKind.DROITS: ("service-public", "acces-au-droit"),
    AlertKind.ECHEANCE: ("service-public",),
}
"""Whom to call first: slugs of PUBLISHED, in order."""


def numbers_of(slugs: Iterable[str]) -> tuple[PublicNumber, ...]:
    """The published numbers of these slugs, in their order, each once; others are left out."""
    return tuple(PUBLISHED[slug] for slug in dict.fromkeys(slugs) if slug in PUBLISHED)


def alert_numbers(kind: AlertKind) -> tuple[PublicNumber, ...]:
    """Whom to call for an alert, in order."""
    return numbers_of(ALERT_NUMBERS[kind])
