"""An import in words: its figures, its rows field by field, its files."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import models
from django.urls import reverse
from django.utils import formats, timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from maillage.contributions.queries.imports import SUSPECT
from maillage.core.tables import Cell
from maillage.directory.enums import RowOutcome, RunStatus
from maillage.directory.field_words import label_of_field, words_of_field
from maillage.directory.models import ImportRow, ImportRun, Lieu
from maillage.directory.normalise.locate import Verdict
from maillage.directory.normalise.notes import Level
from maillage.network.rules import Roles

_MADE_KEY = re.compile(r"[0-9a-f]{16}")
# Written by the engine beside what it means.
_HIDDEN = {"territory_commune_id", "import_source", "slug", "status"}
_AHEAD: dict[str, str] = {
    RowOutcome.CREEE.value: "Fiche à créer",
    RowOutcome.MODIFIEE.value: "Fiche à modifier",
    RowOutcome.GARDEE.value: "Fiche gardée, proposition à faire",
    RowOutcome.REJETEE.value: "À refuser",
}
_TAGS: dict[str, str] = {
    RowOutcome.CREEE.value: "open",
    RowOutcome.MODIFIEE.value: "info",
    RowOutcome.GARDEE.value: "soon",
    RowOutcome.REJETEE.value: "closed",
    RowOutcome.DISPARUE.value: "soon",
}
_LEVELS: dict[str, str] = {
    Level.REJET.value: "Refusé",
    Level.REPARE.value: "Réparé",
    Level.AVERTISSEMENT.value: "À vérifier",
}
VERDICT_WORDS: dict[str, str] = {
    Verdict.POINT_CRU.value: "le point est cru, pas la commune écrite",
    Verdict.ADRESSE_CRUE.value: "l’adresse est crue, pas le point",
    Verdict.POINT_REPARE.value: "le point est remis à l’endroit",
    Verdict.INDECIS.value: "on ne peut pas savoir",
}
# Counter → (words of a preview, words of a report, filter of the rows); words: one, several.
_Words = tuple[str, str]
_UNCHANGED = ("ligne sans nouveauté", "lignes sans nouveauté")
_ABSENT = ("lieu absent du fichier", "lieux absents du fichier")
_MISPLACED = ("position suspecte", "positions suspectes")
_FIGURES: tuple[tuple[str, _Words, _Words, str], ...] = (
    (
        "creees",
        ("fiche à créer", "fiches à créer"),
        ("fiche créée", "fiches créées"),
        RowOutcome.CREEE.value,
    ),
    (
        "modifiees",
        ("fiche à modifier", "fiches à modifier"),
        ("fiche modifiée", "fiches modifiées"),
        RowOutcome.MODIFIEE.value,
    ),
    ("inchangees", _UNCHANGED, _UNCHANGED, ""),
    (
        "rejetees",
        ("ligne à refuser", "lignes à refuser"),
        ("ligne refusée", "lignes refusées"),
        RowOutcome.REJETEE.value,
    ),
    (
        "proposees",
        ("proposition à faire", "propositions à faire"),
        ("proposition faite", "propositions faites"),
        RowOutcome.GARDEE.value,
    ),
    ("disparues", _ABSENT, _ABSENT, RowOutcome.DISPARUE.value),
    ("positions_suspectes", _MISPLACED, _MISPLACED, SUSPECT),
)
_COMPARED = ("creees", "modifiees", "inchangees", "rejetees", "proposees", "disparues")


@dataclass(frozen=True, slots=True)
class Figure:
    """One number of a run, and the filter that shows its rows (« » : none to show)."""

    number: int
    label: str
    what: str


def figures_of(run: ImportRun) -> list[Figure]:
    """The numbers of a preview or of a report."""
    found = []
    for name, ahead, done, what in _FIGURES:
        number = int(run.counters.get(name, 0))
        one, several = ahead if is_ahead(run) else done
        label = _(one if number < 2 else several)
        found.append(Figure(number, label, what if number else ""))
    return found


def is_ahead(run: ImportRun) -> bool:
    """Whether the run only says what would be done."""
    return run.status != RunStatus.REUSSI


def differences_of(run: ImportRun) -> list[str]:
    """« fiches créées : 12, l’aperçu en disait 14 », when the directory changed in between."""
    before: Mapping[str, Any] = run.details.get("apercu") or {}
    if run.status != RunStatus.REUSSI or not before:
        return []
    return [
        _("%(what)s : %(now)s, l’aperçu disait %(before)s")
        % {"what": words[1], "now": run.counters.get(name, 0), "before": before.get(name, 0)}
        for name, _ahead, words, _what in _FIGURES
        if name in _COMPARED and run.counters.get(name, 0) != before.get(name, 0)
    ]


@dataclass(frozen=True, slots=True)
class ChangeWords:
    """One field, before and after."""

    label: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class MessageWords:
    """One remark: how grave, on which field, with the value before and after when they help."""

    level: str
    is_refusal: bool
    label: str
    text: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class RowWords:
    """One row of a run as the page and the files print it."""

    line: int
    key: str
    nom: str
    outcome: str
    tag: str
    verdict: str
    url: str
    changes: list[ChangeWords]
    messages: list[MessageWords]

    @property
    def is_new(self) -> bool:
        """Whether the row makes a sheet: everything in it is added."""
        return self.tag == _TAGS[RowOutcome.CREEE.value]

    @property
    def own_key(self) -> str:
        """The identifier that the partner wrote; « » for one that the mapping made."""
        return "" if _MADE_KEY.fullmatch(self.key) else self.key


def rows_in_words(
    *, rows: Iterable[ImportRow], run: ImportRun, roles: Roles | None = None
) -> Iterator[RowWords]:
    """The rows in words; `roles`: with links to the sheets that this person may correct."""
    words = {**dict(RowOutcome.choices), **(_AHEAD if is_ahead(run) else {})}
    for row in rows:
        yield RowWords(
            line=row.line,
            key=row.key,
            nom=row.nom or _("(sans nom)"),
            outcome=str(words.get(row.outcome, row.outcome)),
            tag=_TAGS.get(row.outcome, "neutral"),
            verdict=VERDICT_WORDS.get(row.verdict, row.verdict),
            url=_url_of(row.lieu, roles),
            changes=changes_of(row.changes),
            messages=[message_words(message) for message in row.messages],
        )


def _url_of(lieu: Lieu | None, roles: Roles | None) -> str:
    if lieu is None or roles is None:
        return ""
    if not roles.is_administrator and lieu.code_insee not in roles.communes:
        return ""
    return reverse("contributions:sheet_detail", args=[lieu.slug])


def changes_of(changes: Mapping[str, Any]) -> list[ChangeWords]:
    """Fields that change, before and after in words."""
    found = []
    for name, pair in changes.items():
        if name in _HIDDEN or not isinstance(pair, list) or len(pair) != 2:
            continue
        before, after = (value_in_words(name, value) for value in pair)
        if before != after:
            found.append(ChangeWords(label_of_field(name), before, after))
    return found


def value_in_words(name: str, value: Any) -> str:
    """A value kept as JSON in words; as it is when it has none."""
    field = _FIELDS.get(name)
    try:
        if isinstance(field, models.DateField) and isinstance(value, str) and value:
            return words_of_field(name, date.fromisoformat(value[:10]))
        return words_of_field(name, value)
    except (ValueError, TypeError, AttributeError):  # what a source wrote may be anything
        return str(value)


_FIELDS = {field.name: field for field in Lieu._meta.get_fields()}


def message_words(message: Mapping[str, str]) -> MessageWords:
    """One remark (normalise.notes.Note as JSON)."""
    name = message.get("field", "")
    after = message.get("after", "")
    label = _("position") if name in ("latitude", "longitude") else ""
    return MessageWords(
        level=_(_LEVELS.get(message.get("level", ""), "")),
        is_refusal=message.get("level") == Level.REJET,
        label=label or (label_of_field(name) if name else ""),
        text=message.get("message", ""),
        before=message.get("before", ""),
        # Written for programs; the text before is what somebody typed.
        after=value_in_words(name, after) if name == "horaires" and after else after,
    )


# --- files ------------------------------------------------------------------------------------
FILE_HEADER = (
    "ligne",
    "identifiant",
    "nom",
    "résultat",
    "position suspecte",
    "nature",
    "champ",
    "raison",
    "avant",
    "après",
)


def file_rows(*, rows: Iterable[ImportRow], run: ImportRun) -> Iterator[Sequence[Cell]]:
    """One line for each change and each remark; one for a row that has neither."""
    for row in rows_in_words(rows=rows, run=run):
        head = (row.line or "", row.key, row.nom, row.outcome, row.verdict)
        if not row.changes and not row.messages:
            yield (*head, "", "", "", "", "")
        for change in row.changes:
            yield (*head, _("Changement"), change.label, "", change.before, change.after)
        for said in row.messages:
            yield (*head, said.level, said.label, said.text, said.before, said.after)


def file_head(run: ImportRun, *, alike: int) -> dict[str, Any]:
    """What a JSON report says of the whole run; `alike`: sheets in a pair to review."""
    ended = run.finished_at
    return {
        "source": run.source_id,
        "nom": run.source.nom,
        "fichier": run.file_name,
        "empreinte_sha256": run.sha256,
        "etat": run.status,
        "essai": is_ahead(run),
        "fini_le": timezone.localtime(ended).isoformat() if ended else None,
        "compteurs": run.counters,
        "doublons_a_examiner": alike,
    }


def file_item(row: ImportRow) -> dict[str, Any]:
    """One row of a JSON report: codes and values, for programs."""
    return {
        "ligne": row.line,
        "identifiant": row.key,
        "nom": row.nom,
        "resultat": row.outcome,
        "fiche": row.lieu_id,
        "position": row.verdict,
        "changements": row.changes,
        "remarques": row.messages,
    }


def size_in_words(size: int) -> str:
    """« 194 octets », « 758 ko », « 1,2 Mo »."""
    if size < 1_000:
        return ngettext("%(count)s octet", "%(count)s octets", size) % {"count": size}
    if size < 1_000_000:
        return _("%(count)s ko") % {"count": round(size / 1_000)}
    return _("%(count)s Mo") % {"count": formats.localize(round(size / 1_000_000, 1))}


def state_tag(run: ImportRun) -> str:
    """The colour of the state of a run; its word is always beside."""
    return {
        RunStatus.REUSSI.value: "open",
        RunStatus.ECHEC.value: "closed",
        RunStatus.APERCU.value: "soon",
        RunStatus.ABANDONNE.value: "neutral",
    }.get(run.status, "info")
