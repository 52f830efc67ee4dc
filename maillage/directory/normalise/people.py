"""People named in texts about places: their names, e-mails and mobiles are dropped.

What is public is the place: its telephone and e-mail columns stay as they are. A place that
bears somebody's name (« Médiathèque Simone-Veil », « rue Jules Bertaut ») keeps it. The rules
weigh what stands around a first name; docs/reference/normalisation.md gives them in French.
"""

import re
import unicodedata
from collections.abc import Sequence
from functools import lru_cache
from typing import NamedTuple

from maillage.directory.normalise.first_names import FIRST_NAMES, NAMESAKES
from maillage.directory.normalise.notes import Notes
from maillage.directory.normalise.text import word_set

PERSON_REMOVED = "Le nom, le courriel ou le mobile d’une personne est retiré."
NAME_FIELDS = frozenset({"nom", "structure_parente"})
# The place's own contact, codes and values: nothing to look for there.
_LEFT_ALONE = frozenset(
    {"id", "pivot", "telephone", "courriels", "courriel", "site_web", "prise_rdv", "source"}
    | {"fiche_acces_libre", "code_postal", "code_insee", "commune", "adresse", "horaires"}
)
_WORD = re.compile(r"[^\W\d_]\w*(?:[-'’][^\W\d_]\w*)*")
_FOLDS = {
    letter: unicodedata.normalize("NFKD", letter)[0] for letter in map(chr, range(0xC0, 0x180))
}
_FOLD = str.maketrans(_FOLDS | {"œ": "oe", "æ": "ae", "’": " ", "'": " ", "-": " "})

# What may bear somebody's name: kinds of places, of streets, of things that are named.
_BEARERS = word_set(
    """
    abbaye academie aerodrome agence aire al allee allees amphitheatre annexe ancien ancienne
    antenne arret asselqo association av ave avenue bat batiment bd bibliotheque bld boulevard
    bus cafe campus carrefour caserne centre chapelle chateau chaussee chemin cinema cite
    cites clinique club college colonel commandant complexe conservatoire cour cours creche
    cse csc cs cyberbase cyberespace capitaine docteur domaine dr ecole eglise epicerie epn
    esp espace esplanade etablissement externat fablab fabrique ferme fondation forum foyer
    fjt galerie gare general groupe gymnase halle halles halte hall hopital hotel hub imp
    impasse institut internat jardin lieu ligne ludotheque lycee mail mairie maison marechal
    mas mediatheque mjc mission moulin mpt musee palais parc parking parvis passage patio
    pavillon piscine pl place placette plateau point pole pont port president prix professeur
    promenade quai quartier residence res restaurant rond rond-point route rte rue ruelle r
    salle salon sente sentier site square sq stade station studio theatre tiers-lieu tour
    tramway university universite village villa ville voie zone za zi abbe saint sainte st ste
    roi reine prince
    """
)
# Words of a kind of place, after which a name is the place's: « Maison de quartier – … ».
_KINDS = _BEARERS | word_set(
    """
    municipal municipale communal communale communautaire intercommunal intercommunale
    departemental departementale universitaire numerique multimedia social sociale culturel
    culturelle socioculturel socioculturelle public publique jeunes jeune travailleurs
    jeunesse information services service france habitants polyvalente rurale rural sociaux
    quartiers formation culture fetes de du des la le les d l et au aux
    """
)
_SAINTS = frozenset({"saint", "sainte", "st", "ste", "saints", "abbe", "pere", "notre"})
_SMALL = word_set("de du des d la le les l")
_TITLES = word_set("m mr mme mmes mlle madame monsieur mesdames")
# Before a first name alone, these say that a person is meant.
_STRONG = word_set(
    """
    par avec contact contacter contactez appeler appelez joindre voir demander demandez
    animatrice animateur mediateur mediatrice conseiller conseillere formateur formatrice
    responsable referent referente bibliothecaire directeur directrice coordinateur
    coordinatrice benevole accompagnateur accompagnatrice m mr mme mmes mlle madame monsieur
    """
)
# « votre conseillère numérique Prénom »: what such a role is followed by.
_OF_ROLES = word_set("numerique multimedia informatique")
# Capitalised words that follow a first name and are no family name.
_NOT_FAMILY = word_set(
    """
    numerique numeriques formation formations services service informatique multimedia
    association assistance conseil conseils connect centre lundi mardi mercredi jeudi vendredi
    samedi dimanche janvier fevrier mars avril mai juin juillet aout septembre octobre
    novembre decembre vous nous ils elle est sont sur dans pour et ou au aux du des le la les
    de en tel telephone adresse mail email courriel portable fixe contact accueil sas sarl
    eurl scop sasu pays ville val bp ecrivain atelier ateliers a debit max pro
    """
)
_MOBILE = r"(?:(?:\+33|0033)[ .]?(?:\(0\))?[ .]?|0)[67](?:[ .\-/]?\d\d){4}(?!\d)"
_LABEL = r"(?:num[ée]ros?(?: de)? (?:t[ée]l[ée]phone|portable)s?|t[ée]l[ée]phone|t[ée]l\b\.?"
_LABEL += r"|portable|mobile|port\b\.?)"
_MOBILES = re.compile(
    rf"(?:[,;–-]\s*)?(?:\b{_LABEL}\s*:?\s*|\bau\s+|\bau:\s*|:\s*)?"
    rf"{_MOBILE}(?:\s*(?:/|ou|et)\s*{_MOBILE})*",
    re.IGNORECASE,
)
_MY_MOBILE = re.compile(
    r"[^.!?\n]{0,200}\b(?:me (?:contacter|joindre|téléphoner)|m['’]appeler)\b"
    rf"[^.!?\n\d]{{0,60}}{_MOBILE}\.?",
    re.IGNORECASE,
)
_MAIL = re.compile(
    r"(?:\b(?:mail|e-mail|email|courriel)\s*:?\s*|[,;–-]\s*)?(?<![\w.])([\w.+-]{2,64})@[\w-]{1,63}(?:\.[\w-]{2,63}){1,4}",
    re.IGNORECASE,
)
_LEFT_EDGE = re.compile(
    r"(?:\s*[,;(]\s*|\s+|^)(?:(?:anim[ée]+s?|assur[ée]+s?|propos[ée]+s?|dispens[ée]+s?|encadr[ée]+s?"
    r"|tenue?s?) )?(?:par|avec|chez|aupr[èe]s de|contact\s*:?|contacts\s*:)?\s*"
    r"(?:(?:M\.|MM\.|Mr\.?|Mme\.?|Mmes|Mlle|Madame|Monsieur)\s+)*$",
    re.IGNORECASE,
)
_TITLE_EDGE = re.compile(
    r"(?:(?:M\.|MM\.|Mr\.?|Mme\.?|Mmes|Mlle|Madame|Monsieur)\s+)+$", re.IGNORECASE
)
_ROLE_AFTER = re.compile(r"\s*,\s*(?=(?:la|le|l['’]|votre|notre|une?)\s*\w)", re.IGNORECASE)
_SEGMENTS = re.compile(r"\s+[-–—/|:]+\s*|\s*[-–—/|:]+\s+|\s*[()\[\]]\s*")
_LABEL_LEFT = re.compile(
    rf"\b(?:contacts?|mail|courriel|{_LABEL})\s*:\s*(?=$|\n|[.;,)]|\bAdresse\b)", re.IGNORECASE
)


LEFT_LENGTH = 80
NAME_LENGTH = 300


class _Token(NamedTuple):
    start: int
    end: int
    text: str
    folded: str


def without_people(field: str, text: str, *, notes: Notes) -> str:
    """The text of one field without named people, personal e-mails and their mobiles.

    Never empty for a name of a place: when a name is only a person's, it stays, with a warning.
    """
    is_name = field in NAME_FIELDS
    if not text or field in _LEFT_ALONE or (is_name and len(text) > NAME_LENGTH):
        return text
    kept, is_alone = _cleaned(text, is_name)
    if is_alone:
        notes.warn(field, "Le nom du lieu est celui d’une personne : à vérifier avec elle.", "", "")
    elif kept != text:
        # The note goes to the partner and into reports: it repeats nothing about the person.
        notes.repair(field, PERSON_REMOVED)
    return kept


@lru_cache(maxsize=8192)
def _cleaned(text: str, is_name: bool) -> tuple[str, bool]:
    tokens = [
        _Token(found.start(), found.end(), found[0], found[0].lower().translate(_FOLD))
        for found in _WORD.finditer(text)
    ]
    has_person = any(
        token.folded.partition(" ")[0] in FIRST_NAMES or token.folded in _TITLES for token in tokens
    )
    if is_name:
        return _clean_name(text, has_person)
    kept, is_named = (_drop_names(text, tokens)) if has_person else (text, False)
    if "@" in kept:
        kept = _MAIL.sub(_drop_personal_mail, kept)
    kept = _MY_MOBILE.sub("", kept) if "me " in kept or "appeler" in kept else kept
    if is_named:
        kept = _MOBILES.sub("", kept)
    return (_mended(kept) if kept != text else text), False


# --- names of places -----------------------------------------------------------------------


def _clean_name(text: str, has_person: bool) -> tuple[str, bool]:
    """Segments (« Chéniers - Prénom Nom ») that are a person are dropped."""
    bounds = [0]
    for found in _SEGMENTS.finditer(text):
        bounds += [found.start(), found.end()]
    bounds.append(len(text))
    segments = [text[start:end] for start, end in zip(bounds[::2], bounds[1::2], strict=True)]
    filled = [rank for rank, segment in enumerate(segments) if segment.strip()]
    people = {
        rank
        for rank in filled
        if _is_person(segments[rank], is_loose=len(filled) > 1)
        and (_is_aside(text, bounds[2 * rank]) or not _is_named_place(segments, filled, rank))
    }
    if not people:
        return text, False
    if len(people) == len(filled):
        return text, has_person
    kept = text
    for rank in sorted(people, reverse=True):
        start, end = bounds[2 * rank], bounds[2 * rank + 1]
        # With the sign before it, or after it when it comes first.
        after = bounds[2 * rank + 2] if 2 * rank + 2 < len(bounds) else end
        before = bounds[2 * rank - 1] if rank else start
        is_closed = after > end and text[end:after].strip() in {")", "]"}
        left = before if rank else start
        right = end if rank and not is_closed else after
        kept = f"{kept[:left].rstrip()}{' ' if is_closed else ''}{kept[right:]}"
    return kept.strip(" -–—/|:,"), False


def _is_person(segment: str, *, is_loose: bool) -> bool:  # noqa: PLR0911
    """« Prénom Nom », « NOM Prénom », « Mme Nom »: nothing else in the segment."""
    words = [found[0] for found in _WORD.finditer(segment)]
    if len(words) > 1 and words[0].lower() in _TITLES:
        return len(words) <= 4 and all(word[0].isupper() for word in words[1:])
    if not 2 <= len(words) <= 4 or any(sign.isdigit() for sign in segment):
        return False
    folded = [word.lower().translate(_FOLD) for word in words]
    if not all(
        word[0].isupper() or fold in _SMALL for word, fold in zip(words, folded, strict=True)
    ):
        return False
    if any((fold in _NOT_FAMILY and fold not in _SMALL) or fold in _BEARERS for fold in folded):
        return False
    if folded[0] in _SMALL or " ".join(folded) in NAMESAKES or " ".join(folded[:2]) in NAMESAKES:
        return False
    first = folded[0].partition(" ")[0]
    if any(word.partition(" ")[0] in _SAINTS for word in folded):
        return False
    if first in FIRST_NAMES or (is_loose and words[0].isupper() and folded[-1] in FIRST_NAMES):
        return True
    return is_loose and len(words) == 2 and not words[0].isupper() and _almost_first_name(first)


def _is_aside(text: str, start: int) -> bool:
    """Tell « France services (Prénom Nom) »: a place’s own name is not put in parentheses."""
    return text[:start].rstrip().endswith("(")


def _is_named_place(segments: Sequence[str], filled: Sequence[int], rank: int) -> bool:
    """Tell « Maison de quartier - Prénom Nom », where the name is the place's, from
    « Médiathèque de Felletin - Prénom Nom », which has its own already."""
    position = filled.index(rank)
    others = [filled[position - 1]] if position else [filled[1]] if len(filled) > 1 else []
    for other in others:
        words = [found[0].lower().translate(_FOLD) for found in _WORD.finditer(segments[other])]
        if words and all(word in _KINDS for word in words):
            return True
        if any(word in _BEARERS for word in words[-2:-1]) and words[-1] in _KINDS:
            return True
    return False


@lru_cache(maxsize=1024)
def _almost_first_name(word: str) -> bool:
    """One letter wrong in a first name of at least six: « corinnz »."""
    if len(word) < 6 or word in _KINDS:
        return False
    return any(
        len(name) == len(word) and name[0] == word[0] and sum(map(str.__ne__, name, word)) == 1
        for name in FIRST_NAMES
    )


# --- free text -----------------------------------------------------------------------------


def _drop_names(text: str, tokens: Sequence[_Token]) -> tuple[str, bool]:
    spans: list[tuple[int, int]] = []
    rank = 0
    while rank < len(tokens):
        length = _length_of_name(text, tokens, rank)
        if length:
            spans.append(_widened(text, tokens[rank].start, tokens[rank + length - 1].end))
            rank += length
        else:
            rank += 1
    kept, last = [], 0
    for start, end in spans:
        kept.append(text[last : max(start, last)])
        last = max(end, last)
    return "".join([*kept, text[last:]]), bool(spans)


def _length_of_name(text: str, tokens: Sequence[_Token], rank: int) -> int:
    """How many words from `rank` name a person; 0 when they name nobody."""
    token = tokens[rank]
    before = _words_before(text, tokens, rank)
    led = before[:-1] if before and before[-1] in _OF_ROLES else before
    is_strong = bool(led) and led[-1] in _STRONG
    if before and before[-1] in _TITLES and _is_titled(text, tokens, rank):
        return 0 if _bears(before[:-1]) else _family(text, tokens, rank, is_strong=True, taken=1)
    if token.folded.partition(" ")[0] not in FIRST_NAMES or _bears(before):
        return 0
    if not token.text[0].isupper() and not is_strong:
        return 0
    length = _family(text, tokens, rank, is_strong=is_strong, taken=1)
    full = " ".join(word.folded for word in tokens[rank : rank + max(length, 2)])
    if full in NAMESAKES or " ".join(full.split()[:2]) in NAMESAKES:
        return 0
    if length > 1:
        is_shouted = _is_capitals(text) or (
            token.text.isupper() and tokens[rank + 1].text.isupper()
        )
        return length if is_strong or not is_shouted or len(before) == 0 else 0
    return 1 if is_strong and token.text[0].isupper() else 0


@lru_cache(maxsize=8)
def _is_capitals(text: str) -> bool:
    """Asked for each name of a text: a long one is read once."""
    return text.isupper()


def _is_titled(text: str, tokens: Sequence[_Token], rank: int) -> bool:
    """« M. Nom », not « A.M.E. » nor « Madame la directrice »."""
    title, name = tokens[rank - 1], tokens[rank]
    is_apart = re.fullmatch(r"\.?[ \xa0]+", text[title.end : name.start]) is not None
    follows_letter = text[max(0, title.start - 1) : title.start] == "."
    is_name = name.text[0].isupper() and name.folded not in _TITLES | _NOT_FAMILY
    return is_apart and not follows_letter and title.text[0].isupper() and is_name


def _family(text: str, tokens: Sequence[_Token], rank: int, *, is_strong: bool, taken: int) -> int:
    """Words of the name from its first one: family names follow it closely."""
    is_small = not tokens[rank].text[0].isupper()
    while rank + taken < len(tokens) and taken < 4:
        following = tokens[rank + taken]
        if text[tokens[rank + taken - 1].end : following.start] not in {" ", "\xa0"}:
            break
        is_saint = following.folded.partition(" ")[0] in _SAINTS
        if is_saint or following.folded in _NOT_FAMILY or following.folded in _BEARERS:
            break
        if not (following.text[0].isupper() or (is_strong and is_small and taken == 1)):
            break
        taken += 1
    return taken


def _words_before(text: str, tokens: Sequence[_Token], rank: int) -> list[str]:
    """Up to four folded words before, in the same clause."""
    words: list[str] = []
    following = tokens[rank].start
    for token in reversed(tokens[max(0, rank - 4) : rank]):
        between = text[token.end : following]
        if any(sign in between for sign in ".;\n!?") and token.folded not in _TITLES | {"av", "al"}:
            break
        words.insert(0, token.folded)
        following = token.start
    return words


def _bears(before: Sequence[str]) -> bool:
    """Tell that the words before make the name that of a place."""
    if before and before[-1] in _SAINTS:
        return True
    for word in reversed(before):
        if word in _BEARERS or word.partition(" ")[2] in _BEARERS:
            return True
        if word in _STRONG:
            return False
    return False


def _widened(text: str, start: int, end: int) -> tuple[int, int]:
    """The name with the words that lead to it: « , par M. … »."""
    first = max(0, start - LEFT_LENGTH)
    left = text[first:start]
    if role := _ROLE_AFTER.match(text, end):
        edge = _TITLE_EDGE.search(left)
        return (first + edge.start() if edge else start), role.end()
    edge = _LEFT_EDGE.search(left)
    return (first + edge.start() if edge else start), end


def _drop_personal_mail(found: re.Match[str]) -> str:
    parts = [part for part in re.split(r"[._+-]|\d+", found[1].lower().translate(_FOLD)) if part]
    names = [part for part in parts for word in part.split() if word in FIRST_NAMES]
    is_place = any(word in _BEARERS for part in parts for word in part.split())
    return "" if names and not is_place else found[0]


def _mended(text: str) -> str:
    """What a removal leaves behind: double spaces, lone commas and labels."""
    text = _LABEL_LEFT.sub("", text)
    text = re.sub(r"\(\s*\)", "", text)
    text = re.sub(r"[ \xa0]{2,}", " ", text)
    text = re.sub(r" +([.,)])", r"\1", text)
    text = re.sub(r"(?:,\s*){2,}", ", ", text)
    text = re.sub(r",\s*\.", ".", text)
    text = "\n".join(line.lstrip(" ,;").rstrip(" ,") for line in text.split("\n"))
    text = text.strip(" \n,;:-–")
    return f"{text[:1].upper()}{text[1:]}"
