"""What to prepare, whom to call and what can be done at home, by service and by theme.

Plain words for somebody who may be worried. Order matters: what is asked first everywhere comes
first, and a merge keeps the first of each. Sites are those that numbers.py names, or official
sites of the same kind; no advice ever asks for a password.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from itertools import zip_longest
from typing import TypeVar

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from maillage.orientation.numbers import ALERT_NUMBERS
from maillage.orientation.safety.alerts import AlertKind

_MOST_PREPARED = 6
_MOST_NUMBERS = 2
_MOST_AT_HOME = 3


@dataclass(frozen=True, slots=True)
class HomeStep:
    """Something to do at home; `site`: the official https address that helps, or empty."""

    text: str | Promise
    site: str = ""

    @property
    def host(self) -> str:
        """The site as a person types it: « caf.fr »; empty without a site."""
        return self.site.removeprefix("https://").removeprefix("www.").split("/")[0]


@dataclass(frozen=True, slots=True)
class Advice:
    """`call`: slugs of numbers.PUBLISHED; everything in the order to show."""

    prepare: tuple[str | Promise, ...] = ()
    call: tuple[str, ...] = ()
    at_home: tuple[HomeStep, ...] = ()


_IDENTITY = _("Une pièce d’identité.")
_LETTER = _("Le papier ou le message que vous avez reçu, même si vous ne le comprenez pas.")
_TELEPHONE = _("Votre téléphone, allumé et chargé : un code peut arriver par SMS.")
_MAIL = _("Votre adresse e-mail, si vous en avez une.")
_PASSWORDS = _("Vos mots de passe, pour vous seul : ne les dites à personne, tapez-les vous-même.")
_CARE_CARD = _("Votre carte Vitale.")
_TAX_NOTICE = _("Votre dernier avis d’impôt.")
_ADDRESS = _("Un papier récent avec votre adresse : facture, quittance de loyer.")
_RIB = _("Un RIB : votre banque le donne.")
_RESOURCES = _("Vos dernières fiches de paie ou vos derniers papiers de ressources.")
_PHOTO_CODE = _("Une photo d’identité récente, avec un code si le photographe en donne un.")
_DEVICE = _("Votre téléphone, votre tablette ou votre ordinateur, et son chargeur.")
_KEY = _("Vos papiers à imprimer, sur une clé USB ou dans vos e-mails.")
_LIST = _("Les deux ou trois choses que vous voulez savoir faire, notées sur un papier.")
_PROOFS = _("Les messages douteux : ne les effacez pas.")
_GLASSES = _("Vos lunettes, si vous en portez.")

_PHOTOGRAPH = HomeStep(_("Photographiez vos papiers à plat, bien éclairés : cela suffit souvent."))
_NO_PASSWORD = HomeStep(_("Ne donnez jamais un mot de passe ou un code par téléphone."))
_SERVICE_PUBLIC = HomeStep(
    _("Lire ce qu’il faut fournir, et être sûr que la démarche est gratuite."),
    "https://www.service-public.gouv.fr",
)
_COMPANY = HomeStep(_("Demandez à un proche de venir avec vous, si cela vous rassure."))

BY_SERVICE: dict[str, Advice] = {
    "demarches": Advice(
        prepare=(_LETTER, _PASSWORDS, _TELEPHONE, _IDENTITY, _MAIL),
        call=("service-public",),
        at_home=(_PHOTOGRAPH, _SERVICE_PUBLIC, _NO_PASSWORD),
    ),
    "outils": Advice(
        prepare=(_DEVICE, _LIST, _PASSWORDS, _GLASSES),
        at_home=(
            HomeStep(
                _("Apprendre à son rythme, avec des exercices gratuits."),
                "https://lesbonsclics.fr",
            ),
            _COMPANY,
        ),
    ),
    "emploi": Advice(
        prepare=(
            _("Votre CV, même ancien ou sur papier."),
            _("Les dates de vos emplois et de vos formations."),
            _MAIL,
            _TELEPHONE,
            _PASSWORDS,
        ),
        call=("france-travail",),
        at_home=(
            HomeStep(
                _("Regarder les offres près de chez vous."),
                "https://www.francetravail.fr",
            ),
            HomeStep(_("Notez ce que vous savez faire, avec vos mots.")),
        ),
    ),
    "securite": Advice(
        prepare=(_DEVICE, _PROOFS, _PASSWORDS),
        call=("info-escroqueries", "17cyber"),
        at_home=(
            HomeStep(
                _("Savoir quoi faire selon ce qui vous arrive."),
                "https://www.cybermalveillance.gouv.fr",
            ),
            HomeStep(
                _("Envoyez les SMS douteux au 33 700, c’est gratuit."), "https://www.33700.fr"
            ),
            _NO_PASSWORD,
        ),
    ),
    "parentalite": Advice(
        prepare=(
            _("Le téléphone ou la tablette de l’enfant, avec son chargeur."),
            _("Le mot de l’école avec les codes d’accès, si vous l’avez."),
            _PASSWORDS,
        ),
        call=("harcelement",),
        at_home=(
            HomeStep(
                _("Des conseils simples sur les écrans, selon l’âge."),
                "https://jeprotegemonenfant.gouv.fr",
            ),
            HomeStep(_("Parlez-en avec l’enfant avant de venir.")),
        ),
    ),
    "loisirs": Advice(
        prepare=(
            _("Vos photos, musiques ou fichiers, sur une clé USB ou un téléphone."),
            _DEVICE,
        ),
        at_home=(HomeStep(_("Demandez si le matériel est prêté sur place.")),),
    ),
    "comprendre": Advice(
        prepare=(_("Les questions que vous vous posez, notées sur un papier."),),
        at_home=(
            HomeStep(
                _("Comprendre vos données et vos droits, avec des mots simples."),
                "https://www.cnil.fr",
            ),
        ),
    ),
    "acces-internet": Advice(
        prepare=(_KEY, _IDENTITY, _PASSWORDS),
        at_home=(
            HomeStep(_("Envoyez-vous le document par e-mail : vous l’ouvrirez sur place.")),
            HomeStep(_("Demandez le prix d’une page imprimée avant de venir.")),
        ),
    ),
    "materiel-solidaire": Advice(
        prepare=(
            _("Un papier qui montre vos ressources : avis d’impôt ou attestation de la Caf."),
            _IDENTITY,
            _ADDRESS,
            _("Si un professionnel vous envoie : un mot de lui."),
        ),
        at_home=(
            HomeStep(_("Notez à quoi la machine servira : le conseil sera meilleur.")),
            HomeStep(_("Demandez le prix et la garantie avant de venir.")),
        ),
    ),
}

BY_THEME: dict[str, Advice] = {
    "papiers_elections_citoyennete": Advice(
        prepare=(
            _("Votre ancienne pièce d’identité, ou la déclaration de perte."),
            _ADDRESS,
            _PHOTO_CODE,
            _TELEPHONE,
            _MAIL,
        ),
        call=("france-titres",),
        at_home=(
            HomeStep(
                _("Remplir la demande avant le rendez-vous à la mairie."),
                "https://passeport.ants.gouv.fr",
            ),
            HomeStep(
                _("Vérifier votre inscription sur les listes électorales."),
                "https://www.service-public.gouv.fr",
            ),
        ),
    ),
    "famille_scolarite": Advice(
        prepare=(
            _("Le livret de famille."),
            _IDENTITY,
            _ADDRESS,
            _TAX_NOTICE,
            _("Le mot de l’école ou de l’université, avec le numéro de l’élève."),
        ),
        call=("service-public",),
        at_home=(
            HomeStep(
                _("Retrouver les démarches de l’école et de la famille."),
                "https://www.service-public.gouv.fr",
            ),
        ),
    ),
    "social_sante": Advice(
        prepare=(
            _LETTER,
            _IDENTITY,
            _("Votre numéro d’allocataire, s’il s’agit de la Caf."),
            _CARE_CARD,
            _RESOURCES,
            _TELEPHONE,
        ),
        call=("caf", "assurance-maladie"),
        at_home=(
            HomeStep(
                _("Voir vos paiements et écrire à votre Caf."),
                "https://www.caf.fr",
            ),
            HomeStep(
                _("Voir vos remboursements et vos attestations."),
                "https://www.ameli.fr",
            ),
            HomeStep(
                _("Savoir à quelles aides vous avez droit."),
                "https://www.mesdroitssociaux.gouv.fr",
            ),
        ),
    ),
    "travail_formation": Advice(
        prepare=(
            _LETTER,
            _IDENTITY,
            _("Votre identifiant France Travail ou votre relevé de carrière."),
            _("Vos dernières fiches de paie, ou l’attestation de l’employeur."),
            _RIB,
            _TELEPHONE,
        ),
        call=("france-travail", "retraite"),
        at_home=(
            HomeStep(
                _("S’actualiser avant la fin de la période, même par téléphone."),
                "https://www.francetravail.fr",
            ),
            HomeStep(
                _("Voir votre relevé de carrière, toutes caisses réunies."),
                "https://www.info-retraite.fr",
            ),
        ),
    ),
    "logement": Advice(
        prepare=(
            _LETTER,
            _IDENTITY,
            _("Votre bail ou votre quittance de loyer."),
            _TAX_NOTICE,
            _RESOURCES,
            _("Votre dernière facture d’électricité ou de gaz."),
        ),
        call=("loyers-impayes", "cheque-energie"),
        at_home=(
            HomeStep(
                _("Demander un logement social, ou suivre sa demande."),
                "https://www.demande-logement-social.gouv.fr",
            ),
            HomeStep(
                _("Utiliser votre chèque énergie, ou en demander un autre."),
                "https://chequeenergie.gouv.fr",
            ),
        ),
    ),
    "transports_mobilite": Advice(
        prepare=(
            _IDENTITY,
            _("Votre permis, ou votre carte grise."),
            _ADDRESS,
            _PHOTO_CODE,
            _("L’avis de contravention, s’il y en a un."),
            _TELEPHONE,
        ),
        call=("france-titres",),
        at_home=(
            HomeStep(_("Faire la démarche sur le seul site officiel."), "https://ants.gouv.fr"),
            HomeStep(
                _("Payer une amende sur le seul site officiel, jamais par un lien reçu par SMS."),
                "https://www.amendes.gouv.fr",
            ),
        ),
    ),
    "argent_impots": Advice(
        prepare=(
            _TAX_NOTICE,
            _LETTER,
            _IDENTITY,
            _RESOURCES,
            _RIB,
            _TELEPHONE,
        ),
        call=("impots", "banque-de-france"),
        at_home=(
            HomeStep(
                _("Voir vos avis et écrire au service des impôts."),
                "https://www.impots.gouv.fr",
            ),
            HomeStep(_("Si vous ne pouvez pas payer, demandez un délai avant la date.")),
        ),
    ),
    "justice": Advice(
        prepare=(
            _LETTER,
            _IDENTITY,
            _("Les dates de ce qui s’est passé, notées sur un papier."),
            _TAX_NOTICE,
            _ADDRESS,
        ),
        call=("acces-au-droit", "victimes"),
        at_home=(
            HomeStep(
                _("Trouver un conseil gratuit et les formulaires."),
                "https://www.justice.fr",
            ),
        ),
    ),
    "etrangers_europe": Advice(
        prepare=(
            _("Votre passeport, et votre titre de séjour ou votre récépissé."),
            _ADDRESS,
            _PHOTO_CODE,
            _LETTER,
            _TELEPHONE,
            _MAIL,
        ),
        call=("service-public",),
        at_home=(
            HomeStep(
                _("Commencer tôt : demandez entre quatre et deux mois avant la fin du titre."),
                "https://administration-etrangers-en-france.interieur.gouv.fr",
            ),
            HomeStep(_("Gardez une copie de tout ce que vous envoyez.")),
        ),
    ),
    "loisirs_sports_culture": Advice(
        prepare=(_IDENTITY, _("Un certificat ou une licence, si on vous l’a demandé."), _MAIL),
        call=("service-public",),
        at_home=(_SERVICE_PUBLIC,),
    ),
    "associations": Advice(
        prepare=(
            _("Les statuts et le dernier compte rendu d’assemblée."),
            _("Le numéro de l’association : RNA (il commence par W) ou Siret."),
            _IDENTITY,
            _RIB,
            _PASSWORDS,
        ),
        call=("service-public",),
        at_home=(
            HomeStep(
                _("Déclarer un changement, demander une subvention."),
                "https://lecompteasso.associations.gouv.fr",
            ),
        ),
    ),
}


def advice_for(
    services: Collection[str], themes: Collection[str], publics: Collection[str] = ()
) -> Advice:
    """One advice for a whole need: themes say more than services, and come first.

    `services`, `publics`: codes of directory/vocabularies.py; `themes`: codes of Theme; unknown
    ones are ignored. At most 6 things to prepare, 2 numbers, 3 things to do at home; two themes
    share the room. The administrative service says nothing of its own calls and sites when a
    theme does. For somebody of 60 and more, work is a pension first.
    """
    by_theme = _in_order(_WITH_PENSION if "seniors" in publics else BY_THEME, themes)
    by_service = _in_order(BY_SERVICE, services)
    precise = by_theme or by_service
    everything = [*by_theme, *by_service]
    return Advice(
        prepare=_woven((advice.prepare for advice in everything), _MOST_PREPARED),
        call=_woven((advice.call for advice in precise), _MOST_NUMBERS),
        at_home=_woven((advice.at_home for advice in everything), _MOST_AT_HOME),
    )


_WORK = BY_THEME["travail_formation"]
_WITH_PENSION = BY_THEME | {
    "travail_formation": replace(_WORK, call=_WORK.call[::-1], at_home=_WORK.at_home[::-1])
}


def _in_order(table: Mapping[str, Advice], codes: Collection[str]) -> list[Advice]:
    return [advice for code, advice in table.items() if code in codes]


_T = TypeVar("_T")


def _woven(lists: Iterable[tuple[_T, ...]], most: int) -> tuple[_T, ...]:
    """The first of each list, then the second of each, without repeats."""
    rows = zip_longest(*lists, fillvalue=None)
    every = dict.fromkeys(value for row in rows for value in row if value is not None)
    return tuple(every)[:most]


@dataclass(frozen=True, slots=True)
class AlertAdvice:
    """What to do right now. `steps`: two to four short sentences; `numbers`: slugs, in order."""

    title: str | Promise
    steps: tuple[str | Promise, ...]
    numbers: tuple[str, ...]


_ALERT_WORDS: dict[AlertKind, tuple[str | Promise, tuple[str | Promise, ...]]] = {
    AlertKind.DANGER: (
        _("Si vous êtes en danger, appelez maintenant."),
        (
            _("Mettez-vous à l’abri si vous le pouvez."),
            _("Dites d’abord où vous êtes, puis ce qui se passe."),
            _("Vous ne pouvez pas parler ? Envoyez un SMS au 114."),
        ),
    ),
    AlertKind.DETRESSE: (
        _("Vous n’êtes pas seul : quelqu’un peut vous écouter maintenant."),
        (
            _("Appelez le 31 14. C’est gratuit, jour et nuit, et vous pouvez dire peu de choses."),
            _("Si vous êtes en danger tout de suite, appelez le 15."),
            _("Restez près de quelqu’un, ou dites à un proche que vous allez mal."),
        ),
    ),
    AlertKind.VIOLENCES: (
        _("Personne n’a le droit de vous faire du mal. On peut vous aider."),
        (
            _("En danger maintenant : appelez le 17, ou écrivez au 114 par SMS, sans bruit."),
            _("Pour parler et savoir quoi faire : le 39 19, anonyme et gratuit."),
            _("Si on surveille votre téléphone, appelez d’un autre appareil."),
            _("Fermez cette page et effacez-la de l’historique si quelqu’un lit votre écran."),
        ),
    ),
    AlertKind.MINEUR: (
        _("Un enfant est harcelé, ou ses images circulent : le 30 18. Ce n’est pas sa faute."),
        (
            _("Ne répondez pas, ne payez pas, n’envoyez plus rien."),
            _("Gardez des captures d’écran, puis bloquez la personne."),
            _("Parlez-en à un adulte de confiance : parent, école, infirmière."),
        ),
    ),
    AlertKind.ENFANCE: (
        _("Un enfant en danger : appelez le 119."),
        (
            _("Un doute suffit : des professionnels vous écoutent et décident avec vous."),
            _("Si le danger est immédiat, appelez le 17."),
        ),
    ),
    AlertKind.FRAUDE: (
        _("Une arnaque ? Chaque minute compte."),
        (
            _("Raccrochez. Ne payez rien et ne donnez plus aucun code."),
            _("Bloquez votre carte (faire opposition) : appelez votre banque ou le 0 892 705 705."),
            _("Gardez les messages et les numéros : ce sont des preuves."),
            _("Changez le mot de passe touché, depuis un autre appareil."),
        ),
    ),
    AlertKind.DROITS: (
        _("Une aide arrêtée peut souvent reprendre. N’attendez pas."),
        (
            _("Appelez l’organisme aujourd’hui et demandez pourquoi c’est arrêté."),
            _("Notez la date, le nom de la personne et ce qu’elle vous dit."),
            _("Dites que vous allez vous faire aider, et demandez un délai."),
            _("Gardez le courrier : il donne la date pour contester."),
        ),
    ),
    AlertKind.ECHEANCE: (
        _("La date est proche : agissez aujourd’hui."),
        (
            _("Appelez l’organisme et dites : « Je demande un délai, je me fais aider »."),
            _("Envoyez ce que vous avez, même si le dossier n’est pas complet."),
            _("Gardez une preuve de l’envoi : photo, e-mail ou accusé de réception."),
        ),
    ),
}
ALERT_ADVICE: dict[AlertKind, AlertAdvice] = {
    kind: AlertAdvice(title, steps, ALERT_NUMBERS[kind])
    for kind, (title, steps) in _ALERT_WORDS.items()
}
