"""Words of the field: what names a kind of place, what says nothing, how streets are shortened.

All the words are folded as `core.text.normalize` folds them: lower case, no accents.
"""

import re


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


EMPTY = _words(
    "a au aux avec c ci d dans de des du en et l la le les lez ou par pour s sur un une the"
)
"""Words that carry nothing, in a name or in an address."""

# Longer expressions first: « maison des jeunes et de la culture » before « maison des jeunes ».
_KINDS: tuple[tuple[str, str], ...] = (
    (
        "fs",
        (
            r"(?:maisons? |espaces? |points? |agences? )?france ser?vices?|msap|mfs|efs|rsp"
            r"|(?:maison|espace|point|relais)s? (?:de |des )?services? (?:au |aux |et )?publics?"
            r"|maison (?:de|des) services|services publics|esp|sous prefecture|pimms"
        ),
    ),
    (
        "poste",
        (
            r"bureau de poste|agence postale(?: (?:inter)?communale)?|la poste|laposte"
            r"|etapes? numeriques?"
        ),
    ),
    (
        "social",
        (
            r"maison des jeunes et de la culture|mjc|maison pour tous|maisons? de quartier"
            r"|maisons? des habitants?(?: es| e s)?"
            r"|(?:centre|espace|association|pole) socio ?culturell?e?|centres? soci(?:al|aux)"
            r"|espace de vie sociale|evs|csc|socio ?culturell?e?"
        ),
    ),
    (
        "mission-locale",
        r"missions? locales?(?: jeunes)?",
    ),
    (
        "jeunesse",
        (
            r"(?:point|bureau|centre|relais|espace|reseau)?(?: regional)?(?: d)? ?"
            r"info(?:rmation)?s? jeunesse|p i j|b i j|pij|bij|crij|prij|rij"
            r"|(?:espace|maison|service|point|accueil)s? (?:des |de )?jeun(?:es|esse)"
        ),
    ),
    (
        "ccas",
        r"centre (?:inter)?communal d action sociale|ccas|cias|c c a s|action sociale communale",
    ),
    (
        "mds",
        (
            r"maisons? (?:departementale?s? )?(?:d|de la|des|de l|de) ?"
            r"(?:action sociale|solidarites?(?: et (?:de la )?citoyennete)?"
            r"|cohesion sociale|autonomie)"
            r"|mdas|mds|mdcs|m d c s|mdsc|utas|mdph"
            r"|service social(?: departement(?:al)?)?|circonscription (?:d )?action sociale"
        ),
    ),
    (
        "interco",
        (
            r"communaute (?:de|des) communes|communaute d? ?agglomeration|communaute urbaine"
            r"|comcom|cdc|cc|agglomeration|metropole|communaute"
        ),
    ),
    (
        "departement",
        r"conseil departemental|conseil general|departement (?:du|de|des|d)",
    ),
    (
        "emploi",
        (
            r"pole emploi|france travail|cyber ?emploi|point emploi|maison (?:de l )?emploi"
            r"|cap emploi|plie"
        ),
    ),
    (
        "epn",
        (
            r"espaces? publics? numeriques?|(?:espaces?|ateliers?|cyber) numeriques?|cyber ?base"
            r"|cyber ?(?:espace|centre|cafe)|(?:espace|centre|pole) multi ?media"
            r"|epn|epm|pmn|points? (?:de )?mediation numerique|mediation numerique"
        ),
    ),
    (
        "club",
        r"clubs? (?:de )?(?:micro )?informatique|section informatique|informatique club",
    ),
    ("fablab", r"fab ?labs?|fabrique numerique|hackerspace|makerspace"),
    (
        "coworking",
        (
            r"co ?work ?in ?g?|tiers lieux?|telecentre|espace de travail|pepiniere d entreprises"
            r"|co office"
        ),
    ),
    (
        "biblio",
        (
            r"(?:bibliothe?que|mediathe?que)s?(?: ludotheque| mediatheque)?|points? (?:de )?lecture"
            r"|biblio|bm|bdp|mdl"
        ),
    ),
    ("ludo", r"ludotheque"),
    ("banque", r"points? passerelle|credit agricole|village by ca"),
    (
        "caisse",
        (
            r"caf|caisse d allocations familiales|cpam|assurance maladie|carsat|msa|urssaf"
            r"|(?:centre des )?finances publiques|tresorerie|impots"
        ),
    ),
    (
        "logement",
        (
            r"foyers? (?:des |de )?jeunes travailleurs|fjt|residence (?:sociale|autonomie|jeunes)"
            r"|residence|chrs|cada|ehpad|foyer (?:d )?accueil|pension de famille"
        ),
    ),
    ("epicerie", r"epiceries? (?:sociale|solidaire)s?(?: et solidaire)?"),
    (
        "ecole",
        r"colleges?|lycees?|ecoles?|universite|afpa|greta|mfr|cfa|campus connecte",
    ),
    ("prison", r"maison d arret|centre (?:penitentiaire|de detention)"),
    ("chambre", r"chambre d agriculture|chambre (?:de|des) metiers|cci ?\d*"),
    ("tourisme", r"office (?:de |du )?tourisme|syndicat d initiative"),
    (
        "mairie",
        (
            r"mairies?(?: deleguee| annexe)?|hotel de ville|ville de|communes? deleguees? (?:de|d)"
            r"|commune(?: nouvelle)?(?: de| d| du| des)?"
        ),
    ),
)
KIND_PATTERN = re.compile(
    r"\b(?:" + "|".join(f"(?P<{kind.replace('-', '_')}>{words})" for kind, words in _KINDS) + r")\b"
)
"""Kinds in a folded name; `lastgroup` is the kind (« - » written « _ »)."""
MOBILE_PATTERN = re.compile(r"\b(?:bus|camion|itinerante?s?|itinerance|van|mobile|caravane)\b")

KIND_NAMES: dict[str, str] = {
    "fs": "France services",
    "poste": "bureau de poste",
    "social": "centre social",
    "mission_locale": "mission locale",
    "jeunesse": "information jeunesse",
    "ccas": "CCAS",
    "mds": "action sociale du département",
    "interco": "communauté de communes",
    "departement": "conseil départemental",
    "emploi": "emploi",
    "epn": "espace public numérique",
    "club": "club informatique",
    "fablab": "fablab",
    "coworking": "coworking ou tiers-lieu",
    "biblio": "bibliothèque",
    "ludo": "ludothèque",
    "banque": "point d’une banque",
    "caisse": "caisse ou service des impôts",
    "logement": "foyer ou résidence",
    "epicerie": "épicerie solidaire",
    "ecole": "école ou formation",
    "prison": "prison",
    "chambre": "chambre consulaire",
    "tourisme": "office de tourisme",
    "mairie": "mairie",
}

# Kinds that one desk may have together: a France services is held by a post office, a town hall…
_TOGETHER = (
    "fs poste", "fs mairie", "fs interco", "fs ccas", "fs social", "fs epn", "fs mds",
    "fs jeunesse", "biblio epn", "biblio ludo", "epn mairie", "epn social", "epn interco",
    "epn fablab", "epn club", "epn ccas", "epn coworking", "epn emploi", "epn logement",
    "fablab coworking", "mds departement", "mairie ccas", "ccas social", "mairie tourisme",
    "ccas epicerie", "ccas logement", "jeunesse social", "poste mairie", "emploi coworking",
    "fs emploi",
)  # fmt: skip
TOGETHER: frozenset[frozenset[str]] = frozenset(frozenset(pair.split()) for pair in _TOGETHER)
"""Pairs of kinds that do not contradict each other."""

# Codes of the typology of the national standard that say a kind as a name would.
KIND_OF_TYPOLOGY: dict[str, str] = {
    "rfs": "fs", "msap": "fs", "pimms": "fs", "la-poste": "poste", "bib": "biblio",
    "relais-lecture": "biblio", "muni": "mairie", "ccas": "ccas", "cias": "ccas", "cs": "social",
    "csc": "social", "evs": "social", "mjc": "social", "mq": "social", "cc": "interco",
    "epci": "interco", "ml": "mission_locale", "pij-bij": "jeunesse", "epn": "epn",
    "mds": "mds", "cdas": "mds", "mdph": "mds", "dept": "departement", "cd": "departement",
    "fablab": "fablab", "tiers-lieux": "coworking", "caf": "caisse", "cpam": "caisse",
    "msa": "caisse", "cfp": "caisse", "rs-fjt": "logement", "chrs": "logement",
    "cada": "logement", "pension": "logement", "ft": "emploi", "cap-emploi": "emploi",
    "plie": "emploi", "es": "epicerie", "afpa": "ecole",
}  # fmt: skip

GENERIC = _words(
    "accompagnement accueil action activites agence animation annexe antenne asso assoc association"
    " associatif associative centre club communal communale communautaire conseil culturel"
    " culturelle departement departemental departementale espace federation foyer france groupe"
    " informatique intercommunal intercommunale labellise local locale lieu maison multi"
    " municipal municipale mutualise numerique permanence point pole public publics publique"
    " relais reseau salle secteur section service services site social sociale structure"
    " territoire territorial union unite ville mairie commune"
)
"""Words of names that say what thousands of places say."""

COMMON = _words(
    "ancien bas bois bourg canton centre val vallee chateau cher coeur creuse est etang eure"
    " fontaine gare grand grande haut haute indre jean jardin jeunes les loir loire loiret"
    " marie moulin nord ouest notre dame pays petit place plaine pont porte pre pres quartier"
    " rives rural rurale rurales familles saint sainte sud terre terres tour vieux vert ville"
    " enseignement ligue emploi solidarite ensemble beauce berry sologne touraine perche"
    " gatinais brenne orleanais"
)
"""Words of names that many names hold: they count for less than half."""

STREET_TYPES: dict[str, str] = {
    "rue": "rue", "r": "rue", "avenue": "avenue", "av": "avenue", "ave": "avenue",
    "boulevard": "boulevard", "bd": "boulevard", "bld": "boulevard", "boul": "boulevard",
    "bvd": "boulevard", "blvd": "boulevard", "place": "place", "pl": "place",
    "placette": "place", "route": "route", "rte": "route", "chemin": "chemin",
    "che": "chemin", "chem": "chemin", "ch": "chemin", "allee": "allee", "allees": "allee",
    "all": "allee", "alle": "allee", "impasse": "impasse", "imp": "impasse",
    "faubourg": "faubourg", "fbg": "faubourg", "fg": "faubourg", "square": "square",
    "sq": "square", "cours": "cours", "crs": "cours", "quai": "quai", "passage": "passage",
    "pas": "passage", "esplanade": "esplanade", "espl": "esplanade", "rond": "rond",
    "mail": "mail", "cour": "cour", "sentier": "sentier", "promenade": "promenade",
    "ruelle": "ruelle", "rle": "ruelle", "venelle": "venelle", "parvis": "parvis",
    "lotissement": "lotissement", "lot": "lotissement", "voie": "voie", "cite": "cite",
    "residence": "residence", "res": "residence", "zone": "zone", "za": "zone", "zi": "zone",
    "zac": "zone", "hameau": "hameau", "lieudit": "lieudit", "montee": "montee",
    "levee": "levee", "villa": "villa", "traverse": "traverse", "carrefour": "carrefour",
    "clos": "clos", "parc": "parc", "galerie": "galerie",
}  # fmt: skip
SURE_TYPES = _words(
    "rue avenue boulevard place route chemin allee impasse faubourg square cours quai passage"
    " esplanade mail ruelle sentier"
)
"""Types that start a street even in the middle of a line; the others only at its beginning."""

SHORT_WORDS: dict[str, str] = {
    "mal": "marechal", "mar": "marechal", "mchal": "marechal", "gal": "general",
    "gen": "general", "gral": "general", "col": "colonel", "cdt": "commandant",
    "cap": "capitaine", "capt": "capitaine", "lt": "lieutenant", "dr": "docteur",
    "pr": "professeur", "prof": "professeur", "pdt": "president", "pres": "president",
    "st": "saint", "ste": "sainte", "sts": "saints", "ndame": "dame", "mgr": "monseigneur",
    "fr": "freres", "nat": "nationale", "rep": "republique", "lib": "liberation",
    "xi": "11", "mlle": "mademoiselle", "hotel": "hotel", "gde": "grande", "gd": "grand",
    "pte": "porte", "vx": "vieux",
}  # fmt: skip
MONTHS = _words(
    "janvier fevrier mars avril mai juin juillet aout septembre octobre novembre decembre"
)
SUFFIXES: dict[str, str] = {
    "bis": "bis", "b": "bis", "ter": "ter", "t": "ter", "quater": "quater", "q": "quater",
    "a": "a",
}  # fmt: skip

NATIONAL_PHONES = frozenset({"972723949", "969322121", "971103960", "969393333", "810253000"})
"""Nine last digits of numbers that answer for the whole country."""

GENERIC_HOSTS = _words(
    "gmail.com hotmail.com hotmail.fr outlook.com outlook.fr live.fr orange.fr wanadoo.fr free.fr"
    " sfr.fr laposte.net laposte.fr yahoo.fr yahoo.com bbox.fr numericable.fr neuf.fr icloud.com"
    " protonmail.com facebook.com fr-fr.facebook.com instagram.com linkedin.com twitter.com"
    " helloasso.com france-services.gouv.fr france-services.fr gouv.fr conseiller-numerique.fr"
    " conseiller-numerique.gouv.fr service-public.fr ac-orleans-tours.fr sites.google.com"
    " linktr.ee wordpress.com francetravail.fr pole-emploi.fr aliceadsl.fr msn.com me.com"
)
"""Hosts of mailboxes and pages that everybody uses: no evidence."""
