"""The words of a street: kinds, abbreviations, capitals. Pure."""

import re
from functools import lru_cache

# Kind of street → its abbreviations (lower case, without the full stop).
_KINDS = {
    "allée": ("all", "alee", "alée", "allee", "allé"),
    "allées": ("allees",),
    "avenue": ("av", "ave", "aven", "avn"),
    "boulevard": ("bd", "bld", "blvd", "bvd", "boul", "bvld"),
    "chaussée": ("chaussee",),
    "chemin": ("che", "chem", "chm"),
    "cité": ("cite",),
    "cour": (),
    "cours": ("crs",),
    "domaine": (),
    "espace": (),
    "esplanade": ("esp", "espl"),
    "faubourg": ("fg", "fbg", "faub"),
    "forum": (),
    "grande rue": ("grand rue", "grand-rue", "grande-rue", "gr rue", "gde rue"),
    "hameau": ("ham",),
    "impasse": ("imp",),
    "jardin": (),
    "lieu-dit": ("lieudit", "lieu dit", "ld", "lieu-dit"),
    "lotissement": ("lotiss",),
    "mail": (),
    "montée": ("montee", "mte"),
    "parc": (),
    "parvis": (),
    "passage": ("pass", "psg"),
    "passerelle": (),
    "place": ("pl",),
    "placette": (),
    "promenade": ("prom",),
    "quai": (),
    "résidence": ("res", "rés", "residence"),
    "rond-point": ("rpt", "rond point"),
    "route": ("rte",),
    "rue": (),
    "ruelle": ("rle",),
    "sente": (),
    "sentier": ("sen",),
    "square": ("sq",),
    "traverse": ("tra",),
    "venelle": ("ven",),
    "villa": (),
    "voie": (),
    "zone artisanale": (),
    "zone d'activités": ("zone d'activites", "zone d’activités"),
    "zone industrielle": (),
}
# Read only after a number, or in front of « de », « du », « des »…: alone they mean other things.
_SHORT_KINDS = {"r": "rue", "ch": "chemin", "q": "quai", "pas": "passage"}
_OF_KIND = {abbreviation: kind for kind, many in _KINDS.items() for abbreviation in many}
# Names of buildings and quarters that begin as a street does, but hold no number.
_NOT_STREETS = frozenset(
    {"domaine", "espace", "forum", "parc", "résidence", "jardin", "cité", "villa"}
)
_STREETS = sorted(
    [kind for kind in _KINDS if kind not in _NOT_STREETS]
    + [word for word, kind in _OF_KIND.items() if kind not in _NOT_STREETS],
    key=len,
    reverse=True,
)
KIND = r"(?:" + "|".join(re.escape(word) for word in _STREETS) + r")\b\.?"
ANY_KIND = (
    r"(?:"
    + "|".join(re.escape(w) for w in sorted((*_KINDS, *_OF_KIND), key=len, reverse=True))
    + r")\b\.?"
)
_REPETITION = r"(?:\s?(?:bis|ter|quater|[a-hA-H])\b)?"
NUMBER = rf"\d{{1,5}}{_REPETITION}(?:\s?(?:[-/&]|à|a|et)\s?\d{{1,5}}{_REPETITION})*"

_HEAD = re.compile(
    rf"(?P<number>{NUMBER},?\s+)?(?P<kind>[^\W\d]+\.?)(?=\s|$)(?P<rest>.*)",
    re.IGNORECASE | re.DOTALL,
)
_OF = re.compile(r"\s+(?:d(?:e|es|u)|la|les?|l|d)\b|\s+[dl]['’]", re.IGNORECASE)
_SAINT = re.compile(r"\b(st|ste|sts|stes)(?:\.\s*|([ -])\s*)(?=[^\W\d])", re.IGNORECASE)
_SAINTS = {"st": "Saint", "ste": "Sainte", "sts": "Saints", "stes": "Saintes"}
# After « du », « de la », « des » or the kind of street, a title that is shortened.
_TITLES = {
    "dr": "Docteur",
    "doct": "Docteur",
    "gal": "Général",
    "gén": "Général",
    "gen": "Général",
    "gl": "Général",
    "mal": "Maréchal",
    "mar": "Maréchal",
    "cdt": "Commandant",
    "cmdt": "Commandant",
    "cne": "Capitaine",
    "col": "Colonel",
    "lt": "Lieutenant",
    "pdt": "Président",
    "prés": "Président",
    "pr": "Professeur",
    "prof": "Professeur",
    "sgt": "Sergent",
}
_TITLE = re.compile(rf"(?<=\bdu )({'|'.join(_TITLES)})(?:\.\s*|\s+)(?=[^\W\d])", re.IGNORECASE)

_WORD = re.compile(r"[^\W_]+(?:['’](?=[^\W\d_]))?")
_ELISION = re.compile(r"(?<=[A-Z] )([DL]) (?=[AEIOUYHÉÈÊÎÂ][A-ZÀ-Ý])")
_MARKET = re.compile(r"\bdu Marche\b")  # « de la Marche » is the region
_ROMAN = re.compile(r"(?=[IVX]{2})X{0,3}(?:IX|IV|V?I{0,3})")
_SMALL = frozenset(
    {
        "a",
        "à",
        "au",
        "aux",
        "d",
        "de",
        "des",
        "du",
        "en",
        "et",
        "l",
        "la",
        "le",
        "les",
        "lès",
        "lez",
        "ou",
        "par",
        "pour",
        "sous",
        "sur",
        "bis",
        "ter",
        "quater",
    }
)
_ACRONYMS = frozenset(
    [
        "BP",
        "CS",
        "TSA",
        "ZA",
        "ZAC",
        "ZAE",
        "ZI",
        "ZUP",
        "ZAD",
        "HLM",
        "RN",
        "RD",
        "CD",
        "RP",
        "CCAS",
        "CIAS",
        "CAF",
        "CPAM",
        "MSA",
        "MJC",
        "MSAP",
        "EHPAD",
        "ESAT",
        "SNCF",
        "EDF",
        "GDF",
        "UFR",
        "IUT",
        "IUFM",
        "CNRS",
        "INRA",
        "CFA",
        "MDS",
        "UTAS",
        "PMI",
        "CCI",
        "CHU",
        "CH",
    ]
)
# Capitals lose their accents: words that can only be these.
_ACCENTS = {
    "abbe": "abbé",
    "aimee": "aimée",
    "allee": "allée",
    "allees": "allées",
    "andre": "andré",
    "andree": "andrée",
    "bruyeres": "bruyères",
    "carriere": "carrière",
    "cesar": "césar",
    "chateau": "château",
    "chateaux": "châteaux",
    "chenes": "chênes",
    "cloitre": "cloître",
    "college": "collège",
    "commercant": "commerçant",
    "deportation": "déportation",
    "deportes": "déportés",
    "ecole": "école",
    "ecoles": "écoles",
    "ecoliers": "écoliers",
    "ecu": "écu",
    "edouard": "édouard",
    "egalite": "égalité",
    "eglise": "église",
    "elysee": "élysée",
    "emile": "émile",
    "etage": "étage",
    "etang": "étang",
    "etangs": "étangs",
    "etienne": "étienne",
    "etoile": "étoile",
    "eugene": "eugène",
    "eveque": "évêque",
    "federation": "fédération",
    "foret": "forêt",
    "fougeres": "fougères",
    "francais": "français",
    "francaise": "française",
    "francois": "françois",
    "francoise": "françoise",
    "fraternite": "fraternité",
    "frederic": "frédéric",
    "freres": "frères",
    "general": "général",
    "gerard": "gérard",
    "helene": "hélène",
    "hopital": "hôpital",
    "hotel": "hôtel",
    "ile": "île",
    "iles": "îles",
    "jaures": "jaurès",
    "jerome": "jérôme",
    "leon": "léon",
    "leonard": "léonard",
    "liberation": "libération",
    "liberte": "liberté",
    "lycee": "lycée",
    "maraichers": "maraîchers",
    "marechal": "maréchal",
    "mediatheque": "médiathèque",
    "metairie": "métairie",
    "moliere": "molière",
    "musee": "musée",
    "pecherie": "pêcherie",
    "pepiniere": "pépinière",
    "peripherique": "périphérique",
    "prefecture": "préfecture",
    "president": "président",
    "rene": "rené",
    "renee": "renée",
    "republique": "république",
    "residence": "résidence",
    "resistance": "résistance",
    "resistants": "résistants",
    "riviere": "rivière",
    "tete": "tête",
    "theatre": "théâtre",
    "theo": "théo",
    "universite": "université",
    "vallee": "vallée",
}
# Names of kinds written without capital inside a sentence.
_LOWER = frozenset(
    [
        "allée",
        "allées",
        "avenue",
        "boulevard",
        "chaussée",
        "chemin",
        "cité",
        "cour",
        "cours",
        "esplanade",
        "faubourg",
        "hameau",
        "impasse",
        "mail",
        "montée",
        "passage",
        "passerelle",
        "place",
        "placette",
        "promenade",
        "quai",
        "route",
        "rue",
        "ruelle",
        "rond-point",
        "sente",
        "sentier",
        "square",
        "traverse",
        "venelle",
        "voie",
    ]
)


@lru_cache(maxsize=32768)
def write_street(text: str) -> str:
    """Abbreviations written out, whole capitals put in readable case.

    « 41 RUE PAUL VERLAINE » → « 41 rue Paul Verlaine »; « 12 av. du Gal Leclerc » →
    « 12 avenue du Général Leclerc ». Mixed case is left as its writer chose it.
    """
    # « MAME », « RT1 »: a short word alone is an acronym as well.
    is_shouted = text.isupper() and (" " in text or len(text) > 5)
    written = _spell_out(_ELISION.sub(r"\1'", text) if is_shouted else text)
    return _readable(written) if is_shouted else written


def _spell_out(text: str) -> str:
    found = _HEAD.fullmatch(text)
    if found:
        number, word, rest = found["number"] or "", found["kind"], found["rest"]
        key = word.lower().removesuffix(".")
        kind = _OF_KIND.get(key, "")
        if kind and key == kind.replace("é", "e"):
            kind = ""  # only its accents are missing: `_readable` or the writer's own choice
            if not text.isupper():
                kind = _OF_KIND[key]
        if not kind and key in _SHORT_KINDS and (number or word.isupper() or word.endswith(".")):
            kind = _SHORT_KINDS[key] if _OF.match(rest) or (number and key == "r") else ""
        if kind and rest.strip():
            if text.isupper():
                kind = kind.upper()
            elif word[:1].isupper():
                kind = kind[:1].upper() + kind[1:]
            text = f"{number}{kind} {rest.strip()}"
    text = _TITLE.sub(lambda m: f"{_TITLES[m[1].lower().removesuffix('.')]} ", text)
    return _SAINT.sub(lambda m: _SAINTS[m[1].lower()] + (m[2] or " "), text)


def _readable(text: str) -> str:
    """Words of a shouted address, small words and kinds of street in lower case."""
    after_number = False
    pieces: list[str] = []
    end = 0
    previous = ""
    for rank, found in enumerate(_WORD.finditer(text)):
        word, gap = found[0], text[end : found.start()]
        end = found.end()
        pieces.append(gap)
        is_mark = len(word) == 1 and previous in _BEFORE_MARK
        pieces.append(
            word if is_mark else _cased(word, is_first=rank == 0, after_number=after_number)
        )
        previous = word.lower()
        after_number = word.isdigit() or (after_number and word.lower() in _REPEATS)
    pieces.append(text[end:])
    return _MARKET.sub("du Marché", "".join(pieces))


# « Bât A »: a letter after these words is a mark.
_BEFORE_MARK = frozenset(
    "bat bât batiment bâtiment hall esc escalier porte tour bloc imm immeuble apt appt".split()  # noqa: SIM905
)
_REPEATS = frozenset({"bis", "ter", "quater"} | set("abcdefgh"))


def _cased(word: str, *, is_first: bool, after_number: bool) -> str:
    lower = word.lower()
    bare = lower.rstrip("'’")
    if any(sign.isdigit() for sign in word):
        return re.sub(r"(?<=\d)(?:BIS|TER|ER|E|EME|ÈME)$", lambda m: m[0].lower(), word)
    if word.upper() in _ACRONYMS or _ROMAN.fullmatch(word):
        return word
    if after_number and len(word) == 1:
        return word
    if bare in _SMALL and not is_first:
        return lower
    accented = _ACCENTS.get(lower, lower)
    if accented in _LOWER and (after_number or not is_first):
        return accented
    return accented[:1].upper() + accented[1:]
