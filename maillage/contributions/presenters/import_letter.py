"""The letter to whoever gave a file: what was read, what went in, what must be mended.

Read by people outside the site: places are named, people never are.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from urllib.parse import quote

from django.utils import formats, timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from maillage.contributions.presenters.imports import is_ahead
from maillage.directory.enums import RowOutcome
from maillage.directory.field_words import label_of_field
from maillage.directory.models import ImportRow, ImportRun
from maillage.directory.normalise.notes import Level, Notes
from maillage.directory.normalise.people import without_people

MAX_FAULTS = 10
MAX_EXAMPLES = 3
MAX_PLACES = 20
MAX_MAILTO = 1_800
"""Longer addresses are cut by some mail programs."""

# Where a row stands is told apart, among the positions.
_POINT = {"latitude", "longitude"}
_POSITION = {*_POINT, "commune", "code_insee"}
_DISTANCE = re.compile(r"(\d+(?:,\d+)?)\s(km|m)\b")
# What a remark quotes may be somebody's address or number.
_NOT_QUOTED = {
    "courriels",
    "telephone",
    "site_web",
    "nom",
    "presentation_detail",
    "presentation_resume",
    "",
}
_QUOTED = re.compile(r"« [^»]*»|« [^»]*»")
_FIGURES = re.compile(r"\d+")
_MAIL = re.compile(r"[^\s<>«»()]+@[^\s<>«»()]+\.[^\s<>«»()]+")
_PHONE = re.compile(r"(?:\+33|0)[\s.\-]?[67](?:[\s.\-]?\d\d){4}")

# Field → what to do about it, for somebody who keeps a table.
_ADVICE: dict[str, str] = {
    "id": "Donnez à chaque lieu un identifiant qui ne change pas d’un envoi à l’autre, et un seul.",
    "nom": "Écrivez le nom du lieu tel qu’il est sur la porte, pas celui d’une personne.",
    "adresse": "Écrivez le numéro et la rue ; le code postal et la commune ont leurs colonnes.",
    "commune": "Écrivez le nom officiel de la commune, sans « CEDEX » ni numéro.",
    "code_postal": "Cinq chiffres, avec le zéro du début : mettez la colonne au format texte.",
    "code_insee": "Cinq caractères, ceux de la commune d’aujourd’hui ; ou laissez la colonne vide.",
    "latitude": "Vérifiez le point sur une carte, ou laissez la position vide : nous la cherchons.",
    "longitude": "Vérifiez le point sur une carte, ou laissez la position vide.",
    "telephone": "Un seul numéro, à dix chiffres : celui que le public peut appeler.",
    "courriels": "Une adresse du lieu (accueil@…), complète ; pas celle d’une personne.",
    "site_web": "L’adresse entière, qui commence par https://.",
    "horaires": "Écrivez les jours et les heures, par exemple « lundi au vendredi, 9h-12h et "
    "14h-17h ». Dites à part ce qui est exceptionnel.",
    "pivot": "Le SIRET a 14 chiffres : mettez la colonne au format texte pour ne pas les perdre.",
    "date_maj": "La date de la dernière vérification, par exemple 2026-03-31.",
    "services": "Reprenez les mots de la liste du standard national.",
    "typologie": "Reprenez les mots de la liste du standard national.",
    "frais_a_charge": "Reprenez les mots de la liste : « Gratuit », « Gratuit sous condition », "
    "« Payant ».",
    "publics_specifiquement_adresses": "Reprenez les mots de la liste du standard national.",
    "presentation_resume": "280 caractères au plus ; le reste va dans la présentation détaillée.",
}


@dataclass(frozen=True, slots=True)
class Item:
    """One point of a list, and its examples."""

    text: str
    examples: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Part:
    """A title, a sentence, a list, and what is said after it."""

    title: str
    intro: str
    items: list[Item] = field(default_factory=list)
    after: str = ""


@dataclass(frozen=True, slots=True)
class Letter:
    """The whole letter; `text` is the same in plain text."""

    subject: str
    opening: list[str]
    parts: list[Part]
    closing: list[str]

    @property
    def text(self) -> str:
        blocks = [_("Objet : %(subject)s") % {"subject": self.subject}, *self.opening]
        for part in self.parts:
            lines = [part.title, part.intro]
            for item in part.items:
                lines.append(f"- {item.text}")
                lines += [f"    · {example}" for example in item.examples]
            if part.after:
                lines.append(part.after)
            blocks.append("\n".join(lines))
        blocks += self.closing
        return "\n\n".join(blocks).replace("\u00a0", " ") + "\n"

    def mailto(self) -> str:
        """A link that opens the mail program, with the letter if it is short enough."""
        body = self.text.partition("\n\n")[2]
        if len(quote(body)) > MAX_MAILTO:
            body = "\n\n".join(
                [self.opening[0], _("Vous trouverez notre compte rendu ci-joint."), *self.closing]
            )
        return f"mailto:?subject={quote(self.subject)}&body={quote(body)}"


@dataclass
class _Fault:
    """Rows that have the same fault, in the order of the file."""

    name: str
    level: str
    words: Counter[str] = field(default_factory=Counter)
    rows: int = 0
    examples: list[str] = field(default_factory=list)


def letter_of(*, run: ImportRun, rows: Iterable[ImportRow], site_name: str, about: str) -> Letter:
    """The letter about a preview or a report.

    `rows`: all those of the run; `about`: address of a page that tells what the directory is.
    """
    faults: dict[tuple[str, str, str], _Fault] = {}
    positions: list[Item] = []
    gone: list[str] = []
    for row in rows:
        if row.outcome == RowOutcome.DISPARUE:
            gone.append(_place(row))
            continue
        _gather(faults, row)
        if row.verdict or any(one.get("field") in _POINT for one in row.messages):
            positions.append(_position(row))
    parts = [
        _went_in(run),
        *_mended(run),
        *_to_mend(list(faults.values())),
        *_misplaced(positions),
        *_absent(gone),
    ]
    return Letter(
        subject=_("Votre fichier « %(nom)s » dans %(site)s")
        % {"nom": run.source.nom, "site": site_name},
        opening=_opening(run),
        parts=parts,
        closing=_closing(bool(faults or positions or gone), site_name, about),
    )


# --- the ends of the letter -------------------------------------------------------------------
def _opening(run: ImportRun) -> list[str]:
    day = formats.date_format(timezone.localtime(run.finished_at or run.started_at), "j F Y")
    read = run.counters.get("lues", 0)
    thanks = _(
        "Merci pour votre fichier « %(file)s ». Il aide les habitants à trouver près de chez eux "
        "quelqu’un qui les accompagne avec le numérique."
    ) % {"file": run.file_name or run.source.nom}
    lines = ngettext(
        "Nous l’avons lu le %(day)s : il contient %(count)s ligne.",
        "Nous l’avons lu le %(day)s : il contient %(count)s lignes.",
        read,
    ) % {"day": day, "count": read}
    return [_("Bonjour,"), thanks, lines]


def _closing(has_faults: bool, site_name: str, about: str) -> list[str]:
    ask = (
        _(
            "Pouvez-vous corriger ces points dans votre fichier, puis nous l’envoyer de nouveau ? "
            "Ce qui est déjà juste ne bougera pas. Si une remarque vous étonne, répondez-nous : "
            "nous nous trompons peut-être."
        )
        if has_faults
        else _("Votre fichier est en ordre : rien à corriger. Merci de ce soin.")
    )
    return [
        ask,
        _("Bien cordialement,"),
        _("La coordination de %(site)s\n%(about)s") % {"site": site_name, "about": about},
    ]


# --- what went in -----------------------------------------------------------------------------
def _went_in(run: ImportRun) -> Part:
    ahead = is_ahead(run)
    number = run.counters.get
    sentences = (
        (
            number("creees", 0),
            ("lieu nouveau", "lieux nouveaux"),
        ),
        (
            number("modifiees", 0),
            ("lieu mis à jour", "lieux mis à jour"),
        ),
        (
            number("inchangees", 0),
            ("lieu déjà à jour", "lieux déjà à jour"),
        ),
        (
            number("gardees", 0),
            (
                "lieu dont la fiche est tenue par la structure : vos nouvelles lui sont proposées",
                "lieux dont la fiche est tenue par la structure : vos nouvelles lui sont proposées",
            ),
        ),
        (
            number("rejetees", 0),
            (
                "ligne que nous n’avons pas pu reprendre",
                "lignes que nous n’avons pas pu reprendre",
            ),
        ),
    )
    items = [Item(f"{count} {words[count > 1]}") for count, words in sentences if count]
    intro = (
        _("Rien n’est encore publié. Voici ce qui entrerait dans l’annuaire :")
        if ahead
        else _("Voici ce que l’annuaire en a pris :")
    )
    title = _("Ce qui entrerait") if ahead else _("Ce qui est entré")
    if not items:
        return Part(title, _("Aucun lieu n’en est sorti."))
    return Part(title, intro, items)


def _mended(run: ImportRun) -> list[Part]:
    count = run.counters.get("reparees", 0)
    if not count:
        return []
    words = ngettext(
        "Nous avons corrigé nous-mêmes %(count)s ligne, quand la correction était certaine (un "
        "zéro perdu au début d’un code postal, un numéro mal espacé). Vous n’avez rien à faire.",
        "Nous avons corrigé nous-mêmes %(count)s lignes, quand la correction était certaine (un "
        "zéro perdu au début d’un code postal, un numéro mal espacé). Vous n’avez rien à faire.",
        count,
    )
    return [Part(_("Ce que nous avons réparé"), words % {"count": count})]


# --- what must be mended ----------------------------------------------------------------------
def _gather(faults: dict[tuple[str, str, str], _Fault], row: ImportRow) -> None:
    """Count the faults of one row, each once."""
    seen: set[tuple[str, str, str]] = set()
    for message in row.messages:
        name, level = message.get("field", ""), message.get("level", "")
        if level == Level.REPARE or name in (_POSITION if row.verdict else _POINT):
            continue
        words = message.get("message", "")
        key = (name, level, _skeleton(words))
        fault = faults.setdefault(key, _Fault(name, level))
        fault.words[_public(name, words)] += 1
        if key in seen:
            continue
        seen.add(key)
        fault.rows += 1
        if len(fault.examples) < MAX_EXAMPLES and row.line:
            fault.examples.append(_example(row, message))


def _skeleton(words: str) -> str:
    """The same sentence for all the values that it quotes."""
    return _FIGURES.sub("0", _QUOTED.sub("«»", words))


def _public(name: str, words: str) -> str:
    """A remark without anybody's name, number or address."""
    if name in _NOT_QUOTED:
        words = _QUOTED.sub(_("« … »"), words)
    return _safe(words)


def _safe(words: str) -> str:
    return _PHONE.sub("(…)", _MAIL.sub("(…)", words))


def _example(row: ImportRow, message: Mapping[str, str]) -> str:
    before = message.get("before", "")
    if before and message.get("field", "") not in _NOT_QUOTED:
        said = _safe(without_people("presentation_detail", before, notes=Notes()))
        return _("%(place)s : « %(said)s »") % {"place": _place(row), "said": said}
    return _place(row)


def _place(row: ImportRow) -> str:
    """« ligne 12, Médiathèque de Vendôme »; a name that is a person's is left out."""
    notes = Notes()
    nom = _safe(without_people("nom", row.nom, notes=notes)).strip()
    if any(note.level == Level.AVERTISSEMENT for note in notes):
        nom = ""
    if not row.line:
        return nom or _("un lieu sans nom")
    if not nom:
        return _("ligne %(line)s") % {"line": row.line}
    return _("ligne %(line)s, %(nom)s") % {"line": row.line, "nom": nom}


def _to_mend(faults: Sequence[_Fault]) -> list[Part]:
    """The most frequent faults, refusals first, gathered by field under one piece of advice."""
    if not faults:
        return []
    ranked = sorted(faults, key=lambda fault: (fault.level != Level.REJET, -fault.rows))
    by_field: dict[str, list[_Fault]] = defaultdict(list)
    for fault in ranked[:MAX_FAULTS]:
        by_field[fault.name].append(fault)
    items = [
        Item(_advice(name), tuple(_fault_words(fault) for fault in group))
        for name, group in by_field.items()
    ]
    rest = len(ranked) - MAX_FAULTS
    after = (
        ngettext(
            "Le compte rendu joint dit %(count)s autre sorte de remarque, ligne par ligne.",
            "Le compte rendu joint dit %(count)s autres sortes de remarques, ligne par ligne.",
            rest,
        )
        % {"count": rest}
        if rest > 0
        else ""
    )
    return [
        Part(
            _("Ce qu’il faudrait corriger"),
            _("Du plus gênant au plus léger ; les exemples disent où regarder :"),
            items,
            after,
        )
    ]


def _advice(name: str) -> str:
    """« Code postal. Cinq chiffres, avec le zéro… »."""
    label = label_of_field(name) if name else _("le lieu")
    title = f"{label[:1].upper()}{label[1:]}."
    return f"{title} {_(_ADVICE[name])}" if name in _ADVICE else title


def _fault_words(fault: _Fault) -> str:
    """« 12 lignes refusées : La date manque. Par exemple : ligne 4, Mairie ; … »."""
    if fault.level == Level.REJET:
        count = ngettext("%(count)s ligne refusée", "%(count)s lignes refusées", fault.rows)
    else:
        count = ngettext("%(count)s ligne", "%(count)s lignes", fault.rows)
    first = next(iter(fault.words))
    words = first if len(fault.words) == 1 else _general(first)
    said = f"{count % {'count': fault.rows}} : {words}"
    if not fault.examples:
        return said
    where = " ; ".join(fault.examples)
    if fault.rows <= len(fault.examples):
        return f"{said} ({where})"
    return _("%(said)s Par exemple : %(where)s.") % {"said": said, "where": where}


def _general(words: str) -> str:
    """A remark about several values: what it quotes is left to the examples."""
    return _QUOTED.sub("« … »", words)


# --- positions, absences ----------------------------------------------------------------------
def _position(row: ImportRow) -> Item:
    """What the engine says of where a row is, without what it chose to believe."""
    said = [
        _safe(message.get("message", "")).partition(" ; ")[0].rstrip(".") + "."
        for message in row.messages
        if message.get("field", "") in {*_POSITION, "code_postal"}
        and message.get("level") != Level.REPARE
    ]
    return Item(f"{_place(row)} : {' '.join(said)}" if said else _place(row))


def _metres(item: Item) -> float:
    """The distance that the words tell; 0 when they tell none."""
    found = _DISTANCE.search(item.text)
    if found is None:
        return 0.0
    return float(found[1].replace(",", ".")) * (1_000 if found[2] == "km" else 1)


def _misplaced(positions: Sequence[Item]) -> list[Part]:
    if not positions:
        return []
    count = len(positions)
    intro = ngettext(
        "Pour %(count)s lieu, le point et l’adresse ne disent pas la même chose. Sans réponse de "
        "votre part, le lieu est placé au centre de la commune qui paraît juste :",
        "Pour %(count)s lieux, le point et l’adresse ne disent pas la même chose. Sans réponse de "
        "votre part, ces lieux sont placés au centre de la commune qui paraît juste ; les plus "
        "éloignés d’abord :",
        count,
    ) % {"count": count}
    return [
        Part(
            _("Les positions à vérifier sur une carte"),
            intro,
            sorted(positions, key=_metres, reverse=True)[:MAX_PLACES],
            _and_more(count),
        )
    ]


def _absent(gone: Sequence[str]) -> list[Part]:
    if not gone:
        return []
    count = len(gone)
    intro = ngettext(
        "%(count)s lieu de votre envoi précédent n’est plus dans ce fichier. A-t-il fermé ? Nous "
        "ne l’effaçons pas sans votre réponse :",
        "%(count)s lieux de vos envois précédents ne sont plus dans ce fichier. Ont-ils fermé ? "
        "Nous ne les effaçons pas sans votre réponse :",
        count,
    ) % {"count": count}
    return [
        Part(
            _("Les lieux qui n’y sont plus"),
            intro,
            [Item(nom) for nom in gone[:MAX_PLACES]],
            _and_more(count),
        )
    ]


def _and_more(count: int) -> str:
    rest = count - MAX_PLACES
    if rest <= 0:
        return ""
    return ngettext(
        "… et %(count)s autre, dans le compte rendu joint.",
        "… et %(count)s autres, dans le compte rendu joint.",
        rest,
    ) % {"count": rest}
