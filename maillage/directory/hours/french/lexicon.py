"""The words of opening hours: each family of French words has a kind, read in order.

All patterns are for plain text (see `text.plain`): lower case, without accents. A pattern that
says more (« tous les 15 jours ») stands before one that says less (« tous les … »).
"""

import re
from enum import Enum, auto
from typing import Final

DAY_NAMES: Final = ("lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche")


class Kind(Enum):
    """What a token is for the grammar."""

    __hash__ = object.__hash__  # the one of Enum is slow, and these are looked up all the time

    TIME = auto()
    NUMBER = auto()
    DAY = auto()
    DAYS = auto()
    ORDINAL = auto()
    HALF = auto()
    TO = auto()
    FROM = auto()
    AND = auto()
    OR = auto()
    SIGN = auto()
    ONLY = auto()
    EXCEPT = auto()
    CLOSED = auto()
    UNTIL = auto()
    SINCE = auto()
    MONTH = auto()
    SUMMER = auto()
    FEASTS = auto()
    YEAR = auto()
    SCHOOL = auto()
    TERM = auto()
    HOLIDAY = auto()
    PARITY = auto()
    OF_MONTH = auto()
    PART_OF_MONTH = auto()
    ALTERNATE = auto()
    WITH_APPOINTMENT = auto()
    WITHOUT_APPOINTMENT = auto()
    PHONE_DESK = auto()
    DESK = auto()
    OTHERS_ONLY = auto()
    SERVICE = auto()
    VENUE = auto()
    VAGUE = auto()
    STOP = auto()
    REST = auto()
    ALWAYS = auto()
    DATE = auto()
    NOISE = auto()
    UNKNOWN = auto()


_WORD: Final = "(?![a-z])"

PATTERNS: Final[tuple[tuple[Kind, str], ...]] = (
    (
        Kind.NOISE,
        (
            r"(?:https?://|www\.)\S+|[\w.+-]+@[\w-]+\.[\w.-]+|[a-z0-9-]+\.(?:fr|com|org|net)"
            r"\b"
        ),
    ),
    (
        Kind.NOISE,
        (
            r"(?:sauf|hors) (?:exceptions?|indications? contraires?|imprevus?|avis contraire|"
            r"cas particuliers?)"
        ),
    ),
    (
        Kind.NOISE,
        (
            r"pour (?:les |des |l'|la |le |tout )?(?:inscriptions?|informations?|"
            r"renseignements?)(?: (?:et|ou) (?:les |l')?(?:informations?|renseignements?|"
            r"inscriptions?))?"
        ),
    ),
    (
        Kind.NOISE,
        (
            r"(?:(?:en |par )?(?:petits? )?groupes? (?:de |d')|jusqu'a |limitee?s? a |maximum )"
            r"\d{1,2}(?: ?(?:a|-) ?\d{1,2})? (?:personnes?|places?|participants?)"
            r"(?: (?:max(?:i|imum)?|minimum|par (?:groupe|atelier|seance)))?"
        ),
    ),
    (Kind.NOISE, r"(?:en |par )?petits groupes"),
    (
        Kind.NOISE,
        (
            r"adresse(?: postale)? ?: ?[^\n|;:]{3,80}?\d{5}"
            r"(?:[ -](?!(?:" + "|".join(DAY_NAMES) + r"|du|les?|de|ouver\w*|horaires?)(?![a-z]))"
            r"[a-z']+)+"
        ),
    ),
    (Kind.NOISE, r"et plus (?:selon|si)[^.;\n|]*"),
    (
        Kind.NOISE,
        (
            r"(?:et )?(?:les )?autres jours (?:uniquement )?(?:sur|avec) (?:rdv|rendez[- ]vous)"
        ),
    ),
    (Kind.NOISE, r"(?:et )?(?:sur|avec) (?:rdv|rendez[- ]vous) (?:tous )?les autres jours"),
    (Kind.NOISE, r"fermee?s? les autres jours"),
    (Kind.NOISE, r"toutes les semaines"),
    (Kind.SCHOOL, r"(?:hors|en dehors d(?:e|es)) (?:la |les )?periodes? scolaires?"),
    (Kind.STOP, r"tous les jours de la semaine"),
    (Kind.ALTERNATE, r"(?:un|une|deux|trois) [a-z]+ (?:par|/) (?:mois|trimestre|an)"),
    (Kind.DESK, r"(?:accueil )?(?:physique|telephonique) (?:et|ou|/) (?:physique|telephonique)"),
    (Kind.CLOSED, r"closed|off"),
    (Kind.HOLIDAY, r"ph(?= off| closed)"),
    (Kind.CLOSED, r"pas d'(?:accueil|ouverture)|pas de permanences?|non ouverte?s?|aucun accueil"),
    (Kind.NOISE, r"non[- ]?stop"),
    (Kind.WITHOUT_APPOINTMENT, r"pas (?:besoin )?de (?:rendez[- ]vous|rdv)(?: necessaire)?"),
    (Kind.STOP, r"pas|jamais|aucune?|non|ni|sauf si|alternance|modifications?|verifier"),
    (Kind.STOP, r"annulee?s?|supprimee?s?|interrompue?s?|reportee?s?"),
    (Kind.STOP, r"temporaire(?:ment)?s?|provisoires?|nouvel ordre|travaux|suspendue?s?"),
    (Kind.STOP, r"(?:en |la |les )?semaines? [ab1234](?![0-9h])"),
    (
        Kind.STOP,
        (
            r"n'est plus|ne sont plus|plus ouverte?s?|pas ouverte?s?|n'est pas|(?:pas )"
            r"?totalement"
        ),
    ),
    (Kind.STOP, r"en principe|sur le principe|theoriquement|environ|provisoirement|a confirmer"),
    (Kind.STOP, r"a definir|a preciser|non defini\w*|definitivement|fermeture definitive"),
    (Kind.STOP, r"certaine?s?|une semaine sur|par roulement|en alternance|alternativement"),
    (Kind.REST, r"(?:les |tous les )?autres jours(?: de la semaine)?"),
    (Kind.REST, r"(?:le )?reste (?:de la semaine|de l'annee)"),
    (Kind.STOP, r"(?:le )?reste du temps|jours ouvrables"),
    (Kind.STOP, r"arrivee|depart|lever du|coucher du|toutes les|par seance|plusieurs fois"),
    (Kind.STOP, r"tous les deux|itinerant\w*|itinerance|tournee|exceptionnelle?(?:ment)?s?"),
    (Kind.ALTERNATE, r"(?:un|une|1) [a-z]+ (?:sur|/|par) ?(?:deux|2|trois|3|quatre|4)"),
    (Kind.ALTERNATE, r"(?:une|1|deux|2|un) (?:fois )?par (?:mois|trimestre|semaine|an)"),
    (Kind.ALTERNATE, r"tous les (?:15|quinze|14|deux|2|trois|3) (?:jours|mois|semaines)"),
    (
        Kind.ALTERNATE,
        (
            r"toutes les (?:deux|2|3|trois) semaines|(?:une|1) fois (?:sur|par)|bimensuel\w*"
        ),
    ),
    (Kind.ALTERNATE, r"(?:sur|/) (?:deux|2)|par quinzaine|mensuel(?:lement|le)?|trimestriel\w*"),
    (Kind.DAYS, r"tous les jours ouvres|jours ouvres"),
    (Kind.DAYS, r"tlj|t\.l\.j\.?|ts les jours"),
    (Kind.DAYS, r"tous les jours(?: de la semaine)?|chaque jour|quotidien(?:nement)?"),
    (
        Kind.PARITY,
        (
            r"(?:en |la |les |des |de la )?(?:semaines?|sem\.?) (?:im)?paires?"
            r"(?: (?:et|/|ou) (?:im)?paires?)?"
        ),
    ),
    (Kind.DAYS, r"week[- ]?ends?|fins? de semaine|en semaine|jours? de (?:la )?semaine"),
    (Kind.NOISE, r"toute la (?:semaine|journee)|de la semaine|par semaine"),
    (Kind.YEAR, r"toute l'annee"),
    (Kind.DAYS, r"la semaine"),
    (Kind.PARITY, r"(?:en |les )?(?:semaines?|sem\.?) (?:im)?pairs?|(?:im)?paires?"),
    (
        Kind.PART_OF_MONTH,
        (
            r"(?:le |la |les )?(?:premiere?s?|deuxiemes?|secondes?|seconds?|troisiemes?|"
            r"quatriemes?|cinquiemes?|derni(?:er|ere)s?|[12](?:ere|er|eme|e|nde)) quinzaine"
        ),
    ),
    (
        Kind.PART_OF_MONTH,
        (
            r"(?:le |la |les )?(?:(?:deux|trois|2|3) )?(?:premiere?s?|deuxiemes?|secondes?|"
            r"seconds?|troisiemes?|quatriemes?|cinquiemes?|derni(?:er|ere)s?)(?: (?:deux|"
            r"trois|2|3))? semaines?"
        ),
    ),
    (
        Kind.ORDINAL,
        (
            r"(?:(?:deux|trois|2|3) (?:premiers?|derniers?)|(?:premiers?|derniers?) (?:deux|"
            r"trois|2|3))"
        ),
    ),
    (
        Kind.ORDINAL,
        (
            r"premiere?s?|deuxiemes?|secondes?|seconds?|troisiemes?|quatriemes?|cinquiemes?|"
            r"derni(?:er|ere)s?"
        ),
    ),
    (Kind.OF_MONTH, r"(?:du|de chaque|de tous les|par|chaque|dans le|de|des) mois"),
    (
        Kind.TERM,
        (
            r"(?:hors|en dehors d(?:es?|u)|sauf|excepte|hormis)(?: les?)?(?: periodes? (?:de|"
            r"des))? (?:vacances|conges)(?: scolaires?)?"
        ),
    ),
    (
        Kind.TERM,
        (
            r"(?:pendant |en |durant |sur )?(?:la |les |l')?(?:periodes?|annee|temps) "
            r"scolaires?"
        ),
    ),
    (Kind.TERM, r"hors periodes? (?:de |des )?(?:vacances|conges)(?: scolaires?)?"),
    (
        Kind.FEASTS,
        (
            r"(?:les )?(?:vacances|conges|fetes|periode) (?:scolaires )?(?:de |d'|des? |du )"
            r"(?:noel|fin d'annee|la toussaint|toussaint|paques|printemps|hiver|fevrier|"
            r"automne)"
        ),
    ),
    (
        Kind.FEASTS,
        (
            r"(?:entre|a) noel(?: et (?:le )?(?:jour de l'an|nouvel an))?|fetes de fin "
            r"d'annee"
        ),
    ),
    (
        Kind.SUMMER,
        (
            r"(?:l'|en |d'|periode d'|vacances d'|conges d'|saison d'|pendant l')?ete|"
            r"(?:periode |saison )?estivale?s?|(?:vacances|conges|periode)(?: scolaires)? "
            r"(?:d'|de l')ete|grandes vacances"
        ),
    ),
    (Kind.STOP, r"(?:l'|en |d')?hiver|hivernale?s?|basse saison|haute saison"),
    (
        Kind.SCHOOL,
        (
            r"(?:(?:en )?periodes? (?:de |des )?)?(?:vacances|conges|petites vacances)(?: "
            r"scolaires?)?(?: de la zone [abc]| \(?zone [abc]\)?)?"
        ),
    ),
    (Kind.HOLIDAY, r"(?:les )?jours? feriee?s?|(?:et )?feries?"),
    (
        Kind.MONTH,
        (
            r"janvier|fevrier|mars|avril|mai|juin|juillet|aout|septembre|octobre|novembre|"
            r"decembre|janv|fevr?|avr|juil|sept|oct|nov|dec"
        ),
    ),
    (
        Kind.WITHOUT_APPOINTMENT,
        (
            r"(?:avec (?:ou|et) )?sans (?:prise de )?(?:r(?:en)?dez?[- ]?vous|rdv'?s?|"
            r"r\.d\.v\.?|reservation|inscription|rv)"
        ),
    ),
    (
        Kind.WITHOUT_APPOINTMENT,
        (
            r"(?:en )?(?:acces|accueil|entree) libres?(?: et gratuite?)?|libre(?: acces| "
            r"service)|librement"
        ),
    ),
    (
        Kind.WITH_APPOINTMENT,
        (
            r"(?:uniquement |exclusivement |seulement )?(?:sur|avec|par|a) (?:la )?(?:prise "
            r"de |simple )?(?:(?:r(?:en)?dez?[- ]?vous|rdv'?s?|r\.d\.v\.?|reservation|"
            r"inscription|rv)|demande)(?: (?:uniquement|exclusivement|obligatoires?|exclusif|"
            r"seulement|prealable|souhaitee?|conseillee?|possible))?"
        ),
    ),
    (
        Kind.WITH_APPOINTMENT,
        (
            r"(?:prises? de )?(?:r(?:en)?dez?[- ]?vous|rdv'?s?|r\.d\.v\.?|reservation|"
            r"inscription|rv)(?: (?:au|par telephone|obligatoires?|uniquement|possibles?|"
            r"conseillee?|recommandee?|souhaitee?))?"
        ),
    ),
    (
        Kind.PHONE_DESK,
        (
            r"(?:(?:accueil|permanences?|horaires?|contact|standard|ligne|appels?|ecoute)(?: "
            r"d'ouverture)? )?(?:telephoniques?|par telephone|au telephone)|standard|"
            r"telephone|tel\.?|hotline|visio\w*"
        ),
    ),
    (
        Kind.DESK,
        (
            r"(?:accueil|horaires?|ouverture|reception|permanences?)(?: d'ouverture)? "
            r"(?:physiques?|sur (?:site|place)|au public|du public|grand public|tout public|"
            r"(?:au |du )?(?:bureau|guichet)|des usagers)|(?:en )?presentiel|(?:le |au |du |"
            r"grand |tout |tous )publics?|grand public|physiques?|au guichet"
        ),
    ),
    (
        Kind.OTHERS_ONLY,
        (
            r"(?:reservee?s? (?:aux?|pour|a la|a l')|(?:pour|aux) (?:les )?|accueil (?:des |"
            r"de ))?(?:groupes?|scolaires|classes|ecoles?|creches?|assistant(?:e?s)? "
            r"maternel(?:le)?s|adherents?|adherant?s|abonnes?|residents?|residentes?|"
            r"coworke?u?rs?|professionnels?|entreprises?|partenaires?|beneficiaires|etudiants|"
            r"eleves|membres|locataires|salaries|agents|personnes exterieures|inscrits)"
        ),
    ),
    (Kind.OTHERS_ONLY, r"secretariat|comptabilite|administration|direction|livraisons?"),
    (
        Kind.CLOSED,
        (
            r"(?:est |sera |sont |seront )?(?:toujours )?fermee?s?(?: (?:au|le) public| la "
            r"journee| toute la journee)?|fermetures?(?: (?:annuelle|hebdomadaire|estivale))"
            r"?s?|ferme|relache|pas d'accueil|pas de permanence"
        ),
    ),
    (
        Kind.EXCEPT,
        r"sauf|sf|excepte|hormis|hors|a l'exception (?:de|du|des)|en dehors (?:de|du|des)",
    ),
    (Kind.UNTIL, r"jusqu'?(?:a|au|en|e)? ?|jusque|fin a|termine a|fermeture a|nocturnes?"),
    (Kind.SINCE, r"(?:a |- )?partir d(?:e|u)|des (?=\d)|ouverture a|debut a"),
    (
        Kind.VAGUE,
        (
            r"en fonctions? d(?:e|es|u)|selon|variables?|varient|varier|adaptables?|"
            r"flexibles?|suivant|susceptibles?|sous reserve|consulter|contacter|contactez|"
            r"appeler|voir|se referer|se renseigner|renseignez|se rapprocher|programme|"
            r"planning|planification|agenda|calendrier|affichage|ponctuel(?:le)?(?:ment)?s?|"
            r"occasionnel(?:le)?(?:ment)?s?|possibilite|possibles?|modulables?|parfois|"
            r"souvent|generalement|habituellement|priorite|prioritaires?"
        ),
    ),
    (
        Kind.HALF,
        (
            r"(?:le )?matins? (?:et|&|/) (?:l')?apres[- ]?midis?|"
            r"(?:l'|d'|en |dans l')?apres[- ]?midis?|aprem|apm|(?:le |en |du |dans la )"
            r"?matins?|matinees?|soirs?|soirees?|midi et soir"
        ),
    ),
    (Kind.TIME, r"midi(?: et demie?| trente)?|minuit"),
    (Kind.NOISE, r"(?:a|de|pour) (?:cette|l') ?(?:adresse)|(?:a|sur) l'(?:etage|accueil)"),
    (Kind.NOISE, r"non[- ]stop|sans interruption|en continu"),
    (Kind.NOISE, r"bienvenue|merci|bonjour|attention|nb|n\.b\.?|info(?:s|rmations?)?"),
    (Kind.ONLY, r"uniquement|seulement|exclusivement|exclusif"),
    (Kind.TO, r"a|au|aux|@|jusqu'a"),
    (Kind.FROM, r"de|du|des|d'|entre"),
    (Kind.AND, r"et|puis|ainsi que|plus"),
    (Kind.OR, r"ou"),
)  # fmt: skip

_LETTERS: Final = re.compile(
    "|".join(f"(?P<k{i}>(?:{p}){_WORD})" for i, (_k, p) in enumerate(PATTERNS))
)
_KINDS: Final = {f"k{i}": kind for i, (kind, _p) in enumerate(PATTERNS)}


def match_words(text: str, at: int) -> tuple[Kind, int] | None:
    """Return the kind of the words that begin at a position, and where they end."""
    found = _LETTERS.match(text, at)
    if not found or found.end() == at:
        return None
    group = found.lastgroup
    return (_KINDS[group], found.end()) if group else None
