"""What a person should never write to a site, found so that she is told and nothing is kept.

Passwords, bank and file numbers, telephone, e-mail, an illness said of somebody. A handicap that
tells which help fits (deaf, low vision, RQTH) is a need, not a secret. Found by rules: a figure
is a secret by its own check (Luhn, keys) or by the words before it, never by its length alone.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from enum import StrEnum


class SecretKind(StrEnum):
    """What was typed that should not be."""

    MOT_DE_PASSE = "mot_de_passe"
    CARTE = "carte"
    IBAN = "iban"
    SECU = "secu"
    DOSSIER = "dossier"
    TELEPHONE = "telephone"
    COURRIEL = "courriel"
    SANTE = "sante"


PLACEHOLDERS: dict[SecretKind, str] = {
    SecretKind.MOT_DE_PASSE: "[mot de passe]",
    SecretKind.CARTE: "[numéro de carte]",
    SecretKind.IBAN: "[numéro de compte]",
    SecretKind.SECU: "[numéro de sécurité sociale]",
    SecretKind.DOSSIER: "[numéro]",
    SecretKind.TELEPHONE: "[téléphone]",
    SecretKind.COURRIEL: "[e-mail]",
    SecretKind.SANTE: "[santé]",
}


@dataclass(frozen=True, slots=True)
class _Rule:
    """`form`: its group « s » is the secret, or the whole; `check` on the secret's own letters."""

    kind: SecretKind
    form: re.Pattern[str]
    check: Callable[[str], bool] = lambda _: True


@dataclass(frozen=True, slots=True)
class _Found:
    kind: SecretKind
    start: int
    end: int


def find_secrets(text: str) -> frozenset[SecretKind]:
    """The kinds of secrets that a text holds."""
    return frozenset(found.kind for found in _found(text))


def without_secrets(text: str) -> str:
    """The text with each secret replaced by a word in brackets; the rest is left as it is."""
    pieces, at = [], 0
    for found in _found(text):
        pieces += [text[at : found.start], PLACEHOLDERS[found.kind]]
        at = found.end
    return "".join([*pieces, text[at:]])


def _found(text: str) -> list[_Found]:
    """The secrets in the order of the text, none over another: the surest rule wins."""
    kept: list[_Found] = []
    for found in _every(text):
        if all(found.end <= other.start or found.start >= other.end for other in kept):
            kept.append(found)
    return sorted(kept, key=lambda found: found.start)


def _every(text: str) -> Iterator[_Found]:
    for rule in _RULES:
        for match in rule.form.finditer(text):
            group = "s" if "s" in rule.form.groupindex else 0
            if rule.check(match.group(group)):
                yield _Found(rule.kind, match.start(group), match.end(group))


def _is_card(figures: str) -> bool:
    """13 to 19 figures that satisfy Luhn's check (ISO/IEC 7812)."""
    digits = [int(sign) for sign in figures if sign.isdigit()]
    doubled = [sum(divmod(2 * digit, 10)) for digit in digits[-2::-2]]
    return 13 <= len(digits) <= 19 and (sum(digits[::-2]) + sum(doubled)) % 10 == 0


def _is_iban(written: str) -> bool:
    """The check of ISO 13616: the country and key put last, letters as figures, 1 modulo 97."""
    plain = re.sub(r"\W", "", written).upper()
    moved = plain[4:] + plain[:4]
    # Without case, [A-Z] also finds « İ » or « ſ », which are no figure of base 36.
    if not plain.isascii() or not 15 <= len(plain) <= 34:
        return False
    return int("".join(str(int(c, 36)) for c in moved)) % 97 == 1


def _is_secu(written: str) -> bool:
    """13 signs of the French social security number; with 15, the key must agree.

    Corsica's departments 2A and 2B count as 19 and 18 (INSEE).
    """
    plain = re.sub(r"[\s.\-]", "", written).upper()
    number = plain[:13].replace("2A", "19").replace("2B", "18")
    if not number.isdigit():
        return False
    return len(plain) == 13 or 97 - int(number) % 97 == int(plain[13:])


def _form(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern, re.IGNORECASE)


_GAP = r"[\s.\-]?"
# « est », « : », « c'est »: what stands between the name of a secret and the secret.
# Bounded, as every repetition here: a hostile text would otherwise be read again from each sign.
_IS = (
    r"(?:\s{0,4}(?:est|cest|c['’]est|c est|is|es|é|=|:|,|n°|numéro|numero|donc|le|du|de|la|caf|"
    r"anef|ameli|france travail|p[ôo]le emploi))"
    r"{0,8}\s{0,4}"
)
_ITS_NAMES = (
    r"mots? de passe|mot de pass|mdp|password|contrase[ñn]a|palavra[- ]passe|senha|[şs]ifrem?|"
    r"пароль|كلمة السر"
)
# A password has a figure, a sign or a capital inside: « est oublié » is none.
_CHOSEN = r"(?=\S{0,63}(?:\d|[!@#$%*]|(?-i:[^\W\d_][A-Z])))[^\s,;]{4,}"
_ILLNESSES = (
    r"cancer|tumeur|leuc[ée]mie|vih|sida|s[ée]ropositi\w+|h[ée]patite|diab[èe]te|diab[ée]tique|d[ée]pression|"
    r"d[ée]pressif|d[ée]pressive|bipolaire|bipolarit[ée]|schizophr[èée]n\w+|alzheimer|parkinson|"
    r"scl[ée]rose en plaques|[ée]pilep\w+|anorexi\w+|burn[- ]?out|alcoolique|alcoolisme|"
    r"toxicoman\w+|chimio(?:th[ée]rapie)?|dialyse|psychose|fausse couche|ivg|avortement|"
    r"antid[ée]presseurs?|insuline"
)
_SOMEBODY = (
    r"j['’ ]?ai|je suis|je prends|j['’ ]avais|il a|elle a|il est|elle est|on a|atteinte?s?|malade|"
    r"souffr\w+|suivie? pour|soign\w+|hospitalis\w+|mon|ma|son|sa|monsieur|madame|fils|fille|"
    r"m[èe]re|p[èe]re|mari|femme|usager|usag[èe]re"
)

_RULES: tuple[_Rule, ...] = (
    _Rule(
        SecretKind.COURRIEL,
        _form(r"(?<![\w.+\-])[\w.+\-]{1,64}@[\w\-]{1,63}(?:\.[\w\-]{1,63}){1,4}"),
    ),
    # The words after an account number are letters too: its own ways of being written come first.
    _Rule(SecretKind.IBAN, _form(r"\bFR\d{2}(?:[ ]?[A-Z0-9]){23}\b"), _is_iban),
    _Rule(
        SecretKind.IBAN,
        _form(r"\b[A-Z]{2}\d{2}(?: [A-Z0-9]{4}){2,7}(?: [A-Z0-9]{1,3})?\b"),
        _is_iban,
    ),
    _Rule(SecretKind.IBAN, _form(r"\b[A-Z]{2}\d{2}[A-Z0-9]{11,30}\b"), _is_iban),
    _Rule(
        SecretKind.DOSSIER,
        _form(
            rf"\b(?:allocataire|identifiant|num[ée]ro fiscal|n° fiscal|fiscal|num[ée]ro "
            rf"d['’]?[ée]tranger|num[ée]ro [ée]tranger|agdref|num[ée]ro de dossier|n° de dossier|"
            rf"dossier (?:anef|caf|cpam|msa|mdph|ofii)|dossier n°|dossier num[ée]ro|"
            rf"num[ée]ro (?:caf|msa|cpam|ine|neph|de permis|de carte|"
            rf"de compte|de client|d['’]usager|de contrat|de passeport|de titre|"
            rf"de carte vitale)|matricule|neph|ine){_IS}"
            rf"(?P<s>\d(?:[ .]?\d){{5,14}}(?!\w)|(?=\w{{0,15}}\d{{3}})[A-Z0-9]{{6,15}}\b)"
        ),
    ),
    _Rule(
        SecretKind.SECU,
        _form(
            rf"(?<!\d)[123478]{_GAP}\d\d{_GAP}(?:0[1-9]|1[0-2]|[2-9]\d){_GAP}(?:\d\d|2[AB]){_GAP}"
            rf"\d{{3}}{_GAP}\d{{3}}(?:{_GAP}\d\d)?(?!\d)"
        ),
        _is_secu,
    ),
    _Rule(SecretKind.CARTE, _form(r"(?<!\d)\d(?:[ \-]?\d){12,18}(?!\d)"), _is_card),
    _Rule(
        SecretKind.MOT_DE_PASSE,
        _form(
            rf"\b(?:{_ITS_NAMES})(?: \S{{1,40}}){{0,3}}? ?"
            rf"(?:\bc['’ ]?est|\best|\bis|\bes|\bهي|[:=])\s{{0,4}}(?P<s>{_CHOSEN})"
        ),
    ),
    _Rule(
        SecretKind.MOT_DE_PASSE,
        _form(rf"\b(?:{_ITS_NAMES}) (?P<s>(?=\d{{0,63}}[^\W\d]){_CHOSEN})"),
    ),
    _Rule(
        SecretKind.MOT_DE_PASSE,
        _form(
            rf"\b(?:code(?! postal| de la route| ape| naf| insee| promo)(?: (?:secret|pin|"
            rf"confidentiel|carte|cb|bancaire|bleue|de|du|ma|la|sms|re[çc]u|provisoire)){{0,8}}|pin|"
            rf"cryptogramme){_IS}(?P<s>\d{{3,8}})(?!\d| ?(?:€|euros?|eur|ans|fois|jours?|heures?))"
        ),
    ),
    _Rule(
        SecretKind.TELEPHONE,
        _form(rf"(?<!\d)(?:(?:\+|00)33{_GAP}|0)[1-7,9](?:{_GAP}\d\d){{4}}(?!\d)"),
    ),
    _Rule(
        SecretKind.SANTE,
        _form(rf"\b(?:{_SOMEBODY})\b[^.!?\n]{{0,40}}?\b(?P<s>{_ILLNESSES})\b"),
    ),
)
"""The surest first."""
