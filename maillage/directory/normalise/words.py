"""Official values told in people's own words: « gratuit pour les abonnés », « 12-25 ans »."""

import re
from functools import lru_cache

from maillage.core.text import normalize
from maillage.directory.normalise.legacy import IS_TRUE, Target

_PUBLICS = "publics_specifiquement_adresses"
_CARE = "prise_en_charge_specifique"
_PRICE = "frais_a_charge"
_PROGRAMME = "dispositif_programmes_nationaux"
TEXT_MAX_LENGTH = 400

_AGES = re.compile(r"\b(\d{1,2}) (?:(?:a|et) )?(\d{2}) ans\b|\bmoins de (2[0-9]|30) ans\b")
_OLD = re.compile(
    r"\bplus (?:de )?(?:5[05]|6[05]|7[05]) ans\b|\b(?:5[05]|6[05]|7[05]) ans et (?:plus|au dela)\b"
    r"|\b(?:3e|3eme|troisieme) age\b"
)
_BELOW = re.compile(r"^\s*-\s*(?=\d)")
_AUDIENCES: tuple[tuple[Target, re.Pattern[str]], ...] = tuple(
    ((field, value), re.compile(rf"\b(?:{pattern})\b"))
    for field, value, pattern in (
        (
            _PUBLICS,
            "Jeunes",
            r"jeunes?(?! entrepreneurs?| enfants?| parents?)|collegien\w*|lyceen\w*|ado\w*",
        ),
        (_PUBLICS, "Étudiants", r"etudiant\w*"),
        (_PUBLICS, "Familles et/ou enfants", r"familles?|enfants?|parents?"),
        (_PUBLICS, "Seniors", r"seniors?|retraite(?:e|s|es)?|personnes agees|aines"),
        (_PUBLICS, "Femmes", r"(?<!hommes et )femmes(?! et hommes)"),
        (
            _CARE,
            "Surdité",
            (
                r"sourde?s?|mal ?entendante?s?|surdite|lsf|langue des signes"
                r"|(?:handicap|defici)\w* auditi\w+"
            ),
        ),
        (
            _CARE,
            "Handicaps moteurs",
            r"pmr|mobilite reduite|fauteuils?(?: roulants?)?|handicaps? (?:moteurs?|physiques?)",
        ),
        (
            _CARE,
            "Handicaps mentaux",
            r"(?:handicap|trouble|deficience)s? (?:menta|psych|cognit|intellectu)\w+",
        ),
        (_CARE, "Illettrisme", r"illettrisme|illettree?s?|illetrisme|analphabet\w+"),
        (_CARE, "Langues étrangères (anglais)", r"anglais|english"),
        (
            _CARE,
            "Langues étrangères (autres)",
            (
                r"langues? etrangeres?|allophones?|non francophones?|arabe|espagnol|portugais|turc"
                r"|russe|ukrainien|italien|allemand|roumain|polonais|chinois"
            ),
        ),
        (
            _CARE,
            "Déficience visuelle",
            r"mal ?voyante?s?|aveugles?|(?:handicap|defici)\w* visuel\w*|cecite",
        ),
    )
)
# Said of everybody: known, and nothing that the standard has to say.
_EVERYBODY = re.compile(
    r"(?:ouvert a )?tou(?:t|s)(?: les)?(?: ?publics?)?(?: adultes?)?|(?:le )?grand public|adultes?"
    r"|tous|public|hommes et femmes|femmes et hommes"
)
_FREE = re.compile(
    r"(?<!non )(?<!pas )\bgratui\w*|\bnon payants?\b|\b100 finance\w*|\bsans frais\b|\b0 ?euros?\b"
)
_CONDITION = re.compile(
    r"\bconditions?\b|\babonne\w*|\badherent\w*"
    r"|\bgratui\w* (?:sauf|pour (?!tous|tout|les participants))|\bsous reserve\b|\bprescription\b"
)
_MEMBERSHIP = re.compile(r"\badhesions?\b|\bcotisations?\b|\babonnements?\b")
_NO_PRICE = re.compile(r"aucuns?(?: frais)?|libre|acces libre|service public")
_PAYING = re.compile(
    r"\bpayante?s?\b|\b(?:non|pas) gratui\w*|\beur\b|\bdevis\b|\beuros?\b|\d ?euros?\b"
    r"|\btarifs?\b|\bfacture\w*"
)
_PROGRAMMES: tuple[tuple[str, re.Pattern[str]], ...] = tuple(
    (value, re.compile(rf"\b(?:{pattern})\b"))
    for value, pattern in (
        ("Aidants Connect", r"aidants? connect"),
        ("Bibliothèques numérique de référence", r"bibliotheques? numeriques? de reference|bnr"),
        ("Certification PIX", r"pix"),
        ("Conseillers numériques", r"cnfs|conseill\w+ numeriques?(?: france services?)?"),
        ("Emmaüs Connect", r"(?<!relais numerique )emmaus connect"),
        ("France Services", r"(?<!numerique )(?<!numeriques )france services?|mfs|efs"),
        ("Grande école du numérique", r"grandes? ecoles? du numerique"),
        ("La Croix Rouge", r"croix rouge"),
        ("Point d'accès numérique CAF", r"points? (?:relais |numerique |d acces numerique )?caf"),
        ("Promeneurs du net", r"promeneu\w+ du net|pdn"),
        ("Relais numérique (Emmaüs Connect)", r"relais numerique"),
    )
)


@lru_cache(maxsize=4096)
def words_of(field: str, value: str) -> tuple[Target, ...] | None:
    """What free words say for a vocabulary; () when they say « everybody »; None: nothing."""
    told = value[:TEXT_MAX_LENGTH].replace("€", " euros ").replace("+", " plus ")
    text = normalize(_BELOW.sub("moins de ", told))
    if field in {_PUBLICS, _CARE}:
        return _audiences(text)
    if field == _PRICE:
        return _price(text)
    if field == _PROGRAMME:
        found = tuple((_PROGRAMME, name) for name, words in _PROGRAMMES if words.search(text))
        return found or None
    return None


def _audiences(text: str) -> tuple[Target, ...] | None:
    found = [target for target, words in _AUDIENCES if words.search(text)]
    ages = _AGES.search(text)
    if ages and (ages[3] or (int(ages[1]) >= 10 and int(ages[2]) <= 30)):
        found.insert(0, (_PUBLICS, "Jeunes"))
    if _OLD.search(text):
        found.append((_PUBLICS, "Seniors"))
    if found:
        return tuple(dict.fromkeys(found))
    return () if _EVERYBODY.fullmatch(text) else None


def _price(text: str) -> tuple[Target, ...] | None:
    is_free, has_price = bool(_FREE.search(text)), bool(_PAYING.search(text))
    if _MEMBERSHIP.search(text):
        return ((_PRICE, "Gratuit sous condition"), ("membership_required", IS_TRUE))
    if is_free and (_CONDITION.search(text) or _is_partly_paid(text)):
        return ((_PRICE, "Gratuit sous condition"),)
    if is_free or _NO_PRICE.fullmatch(text):
        return ((_PRICE, "Gratuit"),)
    return ((_PRICE, "Payant"),) if has_price else None


def _is_partly_paid(text: str) -> bool:
    """« gratuit, 2 € la copie »; not « non payant » nor « 0 euro »."""
    without_free = _FREE.sub(" ", text)
    return bool(_PAYING.search(without_free))
