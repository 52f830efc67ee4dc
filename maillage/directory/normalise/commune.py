"""Which commune a place is in, among those that the site knows: by name and postal code together.

The national pipeline believes a name that is unique in France against its postal code; here a
name alone is a weak witness, and `Match.how` says what was found so that `locate` weighs it.
"""

import re
from collections.abc import Callable, Iterable
from enum import StrEnum
from functools import lru_cache
from typing import NamedTuple

from rapidfuzz.distance import OSA

from maillage.core.text import ARTICLES, normalize, normalize_place

_BOX_DRAWING = re.compile("[\u2500-\u259f]")
_PARENTHESES = re.compile(r"\(([^()]*)\)")
_FIGURES = re.compile(
    r"\b\d+\s*(?:ers?|[eè]mes?|nde?|es?|è)?\b(?:\s*arr(?:ondissements?|dts?|ts?|\b)\.?)?",
    re.IGNORECASE,
)
_ARRONDISSEMENT = re.compile(r"\barr(?:ondissements?|dts?|ts?)?\b\.?", re.IGNORECASE)
_UNDER = re.compile(r"\bs\s*/\s*s\b\.?|\bss\b", re.IGNORECASE)
_OVER = re.compile(r"(?<=[\w.])[ -]s[ .](?=[ \w])", re.IGNORECASE)
_OUR_LADY = re.compile(r"\bn\.?[ -]?d\.?(?=[ -])", re.IGNORECASE)
_OFFICE = re.compile(r"^(?:commune(?: nouvelle)?|mairie) (?:de |du |des |d ?['’] ?)", re.IGNORECASE)
_CEDEX = re.compile(r"\bc[ée]dex\b.*", re.IGNORECASE)
_SMALL = ARTICLES | {"à", "au", "aux", "de", "des", "du", "en", "et", "lès", "sous", "sur"}
# Numbers of the arrondissements that have a code of their own: first, last, commune.
_ARRONDISSEMENTS = ((75101, 75120, "75056"), (69381, 69389, "69123"), (13201, 13216, "13055"))
# A first word that many names share says nothing.
_COMMON_WORDS = frozenset({"saint", "sainte", "notre", "villers", "ville", "mont", "bois"})


class CommuneRow(NamedTuple):
    """One commune of today: centre in WGS 84 degrees, or None."""

    code: str
    nom: str
    postal_codes: tuple[str, ...]
    latitude: float | None
    longitude: float | None
    population: int | None = None


class How(StrEnum):
    """What a name and a postal code say together, from the surest to nothing."""

    ACCORD = "accord"  # the name (of today or former) and the postal code agree
    FAUTE = "faute"  # the postal code agrees with a name one or two letters away
    PARTIEL = "partiel"  # the postal code agrees with a name that begins alike
    DEPARTEMENT = "departement"  # the only one of that name in the postal code's department
    CODE_FAUTIF = "code_fautif"  # the only one of that name, its code but for one figure
    NOM_SEUL = "nom_seul"  # no postal code; the only one of that name
    CODE_SEUL = "code_seul"  # no known name; the only commune of that postal code
    CODE_INSEE = "code_insee"  # only its INSEE code
    NOM_DU_LIEU = "nom_du_lieu"  # of the communes of that postal code, the one in the place's name
    SUPPOSE = "suppose"  # of the communes of that postal code, the one where nearly all live
    CONTRADICTION = "contradiction"  # the only one of that name, in another department
    AMBIGU = "ambigu"  # several are possible
    INCONNU = "inconnu"  # nothing that the site knows


SURE = frozenset({How.ACCORD, How.FAUTE, How.PARTIEL, How.CODE_FAUTIF})


class Match(NamedTuple):
    """`code` is "" for AMBIGU and INCONNU; `former`: the former commune that was written;
    `candidates`: the codes to choose among."""

    code: str
    how: How
    former: str = ""
    candidates: tuple[str, ...] = ()


@lru_cache(maxsize=65536)
def name_key(text: str) -> str:
    """A name of commune made comparable: « BLANC (LE) », « Le Blanc (36) » → « blanc ».

    Besides `normalize_place`: parentheses, figures, arrondissements, « s/s », « N.-D. ».
    """
    plain = _PARENTHESES.sub(" ", text)
    plain = _ARRONDISSEMENT.sub(" ", _FIGURES.sub(" ", plain))
    plain = _UNDER.sub(" sous ", plain)
    plain = _OVER.sub(" sur ", plain)
    plain = _OUR_LADY.sub("Notre-Dame", plain)
    return normalize_place(_OFFICE.sub("", plain.strip()))


def repair_box_drawing(text: str) -> str:
    """« CH╢TEAUX » → « CHÂTEAUX »: text of an old PC (code page 850) read as code page 437."""
    if not _BOX_DRAWING.search(text):
        return text
    try:
        return text.encode("cp437").decode("cp850")
    except UnicodeError:
        return text


def read_commune(text: str) -> str:
    """A name that no table knows, as it should be written: « ARNAY LE DUC » → « Arnay-le-Duc »."""
    plain = " ".join(_CEDEX.sub("", _FIGURES.sub(" ", text)).strip(" ,;-").split())
    inside = _PARENTHESES.search(plain)
    if inside:
        plain = _PARENTHESES.sub("", plain).strip()
        if normalize(inside[1]) in ARTICLES:
            article = inside[1].strip()
            plain = f"{article}{'' if article[-1:] in '’' else ' '}{plain}".replace("' ", "'")
    if not plain.isupper() or len(plain) < 2:
        return plain
    words = re.split(r"[\s-]+", plain.lower())
    named = [word if rank and word in _SMALL else _capital(word) for rank, word in enumerate(words)]
    head = f"{named[0]} " if normalize(named[0]) in ARTICLES and len(named) > 1 else ""
    return head + "-".join(named[1:] if head else named)


def of_commune(nom: str) -> str:
    """« d’Orléans », « du Blanc », « des Montils », « de Tours », for a sentence."""
    for article, contracted in (("Le ", "du "), ("Les ", "des ")):
        if nom.startswith(article):
            return contracted + nom.removeprefix(article)
    return f"d’{nom}" if normalize(nom)[:1] in set("aeiouy") else f"de {nom}"


def _capital(word: str) -> str:
    letter, sign, rest = word[:1], word[1:2], word[2:]
    if sign in {"'", "’"} and letter in "dl" and rest:
        return f"{letter}{sign}{rest[:1].upper()}{rest[1:]}"
    return word[:1].upper() + word[1:]


def departement_of(code: str) -> str:
    """Department of an INSEE or postal code: « 2A004 », « 20000 » → « 20 », « 97411 » → « 974 »."""
    if code[:2] in {"97", "98"}:
        return code[:3]
    return "20" if code[:2] in {"2A", "2B"} else code[:2]


def has_one_wrong_figure(code: str, other: str) -> bool:
    """Whether two postal codes differ by one figure, or by two neighbours exchanged."""
    return len(code) == len(other) == 5 and OSA.distance(code, other, score_cutoff=1) == 1


class CommuneTable:
    """All known communes, looked up by code, or by postal code and name."""

    def __init__(
        self, communes: Iterable[CommuneRow], former: Iterable[tuple[str, str, str]] = ()
    ) -> None:
        """`former`: code and name of a former commune, code of the commune that holds it."""
        self._by_code = {row.code: row for row in communes}
        # key of the name → code → former name ("" for a name of today)
        self._by_name: dict[str, dict[str, str]] = {}
        self._by_postal_code: dict[str, list[str]] = {}
        self._names_of: dict[str, list[tuple[str, str]]] = {}
        self._current: dict[str, str] = {}
        self._departements = {departement_of(code) for code in self._by_code}
        for row in self._by_code.values():
            self._add_name(row.nom, row.code, "")
            for postal_code in row.postal_codes:
                self._by_postal_code.setdefault(postal_code, []).append(row.code)
        for code, nom, holder in former:
            if holder not in self._by_code:
                continue
            self._add_name(nom, holder, nom)
            if code not in self._by_code:
                self._current[code] = holder
        for first, last, holder in _ARRONDISSEMENTS:
            if holder in self._by_code:
                self._current |= {str(code): holder for code in range(first, last + 1)}

    def _add_name(self, nom: str, code: str, former: str) -> None:
        key = name_key(nom)
        if key and code not in self._by_name.setdefault(key, {}):
            self._by_name[key][code] = former
            self._names_of.setdefault(code, []).append((key, former))

    def get(self, code: str) -> CommuneRow | None:
        return self._by_code.get(code)

    def current_code(self, code: str) -> str:
        """The code of today for that of a former commune; the same code otherwise."""
        return self._current.get(code, code)

    def with_postal_code(self, code_postal: str) -> tuple[str, ...]:
        """Codes of the communes of a postal code."""
        return tuple(self._by_postal_code.get(code_postal, ()))

    def is_named(self, nom: str, code: str) -> bool:
        """Whether the name is that of the commune, today or formerly."""
        return code in self._by_name.get(name_key(nom), {})

    def knows_departement(self, code: str) -> bool:
        """Whether the table has communes in the department of an INSEE or postal code."""
        return departement_of(code) in self._departements

    def find(self, *, nom: str, code_postal: str) -> str:
        """Code of the only commune of that name and postal code, or ""."""
        match = self.match(nom=nom, code_postal=code_postal)
        return match.code if match.how is How.ACCORD else ""

    def match(self, *, nom: str, code_postal: str) -> Match:
        """What a name and a postal code say together; either may be empty."""
        named = self._by_name.get(name_key(nom), {}) if nom else {}
        in_code = self._by_postal_code.get(code_postal, [])
        agreed = [code for code in in_code if code in named]
        if agreed:
            return self._only(agreed, named, How.ACCORD) or _unsettled(agreed)
        if not code_postal:
            return self._only(named, named, How.NOM_SEUL) or _unsettled(named)
        return self._in_departement(nom, named, code_postal) or self._elsewhere(named, code_postal)

    def _in_departement(self, nom: str, named: dict[str, str], code_postal: str) -> Match | None:
        """The name in the department of the postal code, else one like it in the postal code."""
        departement = departement_of(code_postal)
        near = [code for code in named if departement_of(code) == departement]
        found = self._only(near, named, How.DEPARTEMENT)
        if found and self._has_wrong_figure(found.code, code_postal):
            found = found._replace(how=How.CODE_FAUTIF)
        of_today = found if found and not found.former else None
        alike = (
            None if of_today else self._resembling(nom, self._by_postal_code.get(code_postal, []))
        )
        return of_today or alike or found or (_unsettled(near) if near else None)

    def _elsewhere(self, named: dict[str, str], code_postal: str) -> Match:
        """The name in another department, or the postal code alone."""
        in_code = self._by_postal_code.get(code_postal, [])
        only = self._only(named, named, How.CONTRADICTION)
        if only and self._has_wrong_figure(only.code, code_postal):
            return only._replace(how=How.CODE_FAUTIF)
        if only and self.knows_departement(code_postal):
            return only._replace(candidates=(only.code, *in_code))
        if len(in_code) == 1 and not named:
            return Match(in_code[0], How.CODE_SEUL)
        return _unsettled(in_code)

    def _has_wrong_figure(self, code: str, code_postal: str) -> bool:
        return any(
            has_one_wrong_figure(code_postal, other) for other in self._by_code[code].postal_codes
        )

    def named_in(self, text: str, codes: Iterable[str]) -> str:
        """The only one of these communes that a text (a place's name) names, or "".

        « Mairie de Sury-près-Léré » names no Léré; « France services Romorantin » is enough.
        """
        words = f" {name_key(text)} "
        names = [(key, code) for code in codes for key, _ in self._names_of.get(code, ())]
        found = {key: code for key, code in names if f" {key} " in words}
        whole = {
            code for key, code in found.items() if not any(key in o for o in found if o != key)
        }
        if not found:
            whole = {code for key, code in names if (head := _head(key)) and f" {head} " in words}
        return whole.pop() if len(whole) == 1 else ""

    def main_of(self, codes: Iterable[str], *, share: float) -> str:
        """The commune where at least this share of the people of these communes live, or ""."""
        people = [(row.population or 0, code) for code in codes if (row := self.get(code))]
        total = sum(count for count, _ in people)
        most, code = max(people, default=(0, ""))
        return code if total and most >= share * total else ""

    def _only(self, codes: Iterable[str], named: dict[str, str], how: How) -> Match | None:
        """The single commune among the codes, a name of today before a former one."""
        found = list(codes)
        today = [code for code in found if not named[code]]
        kept = today or found
        return Match(kept[0], how, named[kept[0]]) if len(kept) == 1 else None

    def _resembling(self, nom: str, codes: list[str]) -> Match | None:
        """The only commune of a postal code whose name is nearly the one written."""
        key = name_key(nom)
        if not key:
            return None
        names = [(code, *name) for code in codes for name in self._names_of.get(code, ())]
        errors = 0 if len(key) < 4 else 1 if len(key) < 7 else 2
        for allowed in range(1, errors + 1):
            close = {
                code: former
                for code, other, former in names
                if OSA.distance(key, other, score_cutoff=allowed) <= allowed
            }
            if found := _single(close, How.FAUTE):
                return found
            if close:
                return None
        for is_alike in _ALIKE:
            alike = {code: former for code, other, former in names if is_alike(key, other)}
            if alike:
                return _single(alike, How.PARTIEL)
        return None


def _single(found: dict[str, str], how: How) -> Match | None:
    if len(found) != 1:
        return None
    code, former = next(iter(found.items()))
    return Match(code, how, former)


def _unsettled(codes: Iterable[str]) -> Match:
    candidates = tuple(codes)
    return Match("", How.AMBIGU if candidates else How.INCONNU, candidates=candidates)


def _is_beginning(key: str, other: str) -> bool:
    """« tardets » and « tardets sorholus », in whole words."""
    short, long = sorted((key, other), key=len)
    return long.startswith(f"{short} ") and len(short) >= 4 and short not in _COMMON_WORDS


def _is_within(key: str, other: str) -> bool:
    """« bois saint fiacre » holds « saint fiacre », in whole words."""
    short, long = sorted((key, other), key=len)
    return f" {short} " in f" {long} " and len(short) >= 5 and short not in _COMMON_WORDS


def _has_same_head(key: str, other: str) -> bool:
    """« cloyes loir » and « cloyes trois rivieres »."""
    return bool(_head(key)) and _head(key) == _head(other)


def _head(key: str) -> str:
    """The first word of a name, the first two of « saint amand montrond »; "" for a short one."""
    words = key.split(" ", 2)
    head = words[0] if words[0] not in _COMMON_WORDS else " ".join(words[:2])
    return head if len(head) >= 5 and head not in _COMMON_WORDS else ""


_ALIKE: tuple[Callable[[str, str], bool], ...] = (_is_beginning, _is_within, _has_same_head)
