"""One line in, one line out: the fields of a row cleaned alone, for measurement and scripts.

Each filter takes a JSON object under the names of the standard, or the shape of the recorded
national cases, `{"args": [row, mapping]}`; the answer then has the recorded shape, under
`out`. An `id` is given back. `FilterError` says in French why a line cannot be read.
"""

from collections.abc import Mapping
from datetime import UTC, date, datetime, time
from typing import Any

from maillage.directory.normalise.conform import conform_url
from maillage.directory.normalise.contact import (
    mails_among,
    read_courriels,
    read_telephone,
    read_urls,
)
from maillage.directory.normalise.dates import read_date, read_moment
from maillage.directory.normalise.notes import Notes
from maillage.directory.normalise.text import tidy_block
from maillage.directory.normalise.typology import in_order, read_typologie, typologies_of_name

Line = Mapping[str, Any]
Config = Mapping[str, Any]
UNKNOWN_DATE = "1970-01-01T00:00:00.000Z"  # what the national pipeline writes


class FilterError(ValueError):
    """A line that no filter can read; `message_fr` says why."""

    def __init__(self, message_fr: str) -> None:
        self.message_fr = message_fr
        super().__init__(message_fr)


# --- contact -----------------------------------------------------------------------------


def filter_contact(line: Line, *, today: date | None = None) -> dict[str, Any]:  # noqa: ARG001
    """`{"telephone"?, "courriels"?, "site_web"?, "code_postal"?}` → the same, clean, and notes."""
    if "args" in line:
        row, config = _recorded(line)
        cells = {name: mapped_cell(row, config, name) for name in ("code_postal", *_CONTACT)}
        cleaned, _ = _contact(cells)
        return _answer(line, out={name: value for name, value in cleaned.items() if value})
    cleaned, notes = _contact({name: line.get(name) for name in ("code_postal", *_CONTACT)})
    return _answer(line, **cleaned, notes=[note.message for note in notes])


_CONTACT = ("telephone", "courriels", "site_web")


def _contact(cells: Mapping[str, Any]) -> tuple[dict[str, Any], Notes]:
    notes = Notes()
    code_postal = as_text(cells["code_postal"]).strip().zfill(5)
    sites = _items(cells["site_web"])
    courriels = read_courriels(_items(cells["courriels"]), notes=notes)
    if not courriels and (courriels := mails_among(sites)):
        notes.repair("courriels", "Le courriel était écrit à la place du site.", after=courriels[0])
        sites = [site for site in sites if not mails_among([site])]
    urls = read_urls("site_web", sites, notes=notes)
    cleaned = {
        "telephone": read_telephone(
            as_text(cells["telephone"]), code_postal=code_postal, notes=notes
        ),
        "courriels": courriels,
        "site_web": [address for url in urls if (address := conform_url(url))],
    }
    return cleaned, notes


# --- typology ----------------------------------------------------------------------------


def filter_typology(line: Line, *, today: date | None = None) -> dict[str, Any]:  # noqa: ARG001
    """`{"nom", "typologie"?}` → `{"typologie": [codes of the standard]}`."""
    if "args" in line:
        row, config = _recorded(line)
        declared = mapped_values(row, config.get("typologie"))
        nom = as_text(mapped_cell(row, config, "nom"))
        return _answer(line, out=list(in_order([*declared, *typologies_of_name(nom)])))
    notes = Notes()
    declared = read_typologie(_items(line.get("typologie")), notes=notes)
    found = typologies_of_name(as_text(line.get("nom")))
    return _answer(line, typologie=list(in_order([*declared, *found])))


# --- date --------------------------------------------------------------------------------


def filter_date(line: Line, *, today: date | None = None) -> dict[str, Any]:
    """`{"date"}` or `{"date_maj"}` → `{"date_maj": "2026-03-31"}`, or null."""
    if "args" in line:
        row, config = _recorded(line)
        text = as_text(mapped_cell(row, config, "date_maj")).strip()
        return _answer(line, out=_moment_in_utc(text))
    text = as_text(line.get("date", line.get("date_maj")))
    found = read_date(text, notes=Notes(), today=today)
    return _answer(line, date_maj=found.isoformat() if found else None)


def _moment_in_utc(text: str) -> str:
    """As the national pipeline writes moments: naive hours are UTC, a day alone is its noon."""
    moment, _ = read_moment(text)
    if moment is None:
        return UNKNOWN_DATE
    if not isinstance(moment, datetime):
        moment = datetime.combine(moment, time(12))
    aware = moment.astimezone(UTC) if moment.tzinfo else moment.replace(tzinfo=UTC)
    return f"{aware:%Y-%m-%dT%H:%M:%S}.000Z"


# --- shapes ------------------------------------------------------------------------------


def mapped_cell(row: Line, config: Config, name: str) -> Any:
    """The cell that a national mapping gives to one field: `colonne`, `joindre` or `valeur`."""
    rule = config.get(name)
    if not isinstance(rule, Mapping):
        return ""
    if joined := rule.get("joindre"):
        cells = (as_text(row.get(column)) for column in joined.get("colonnes", ()))
        return str(joined.get("séparateur", " ")).join(cell for cell in cells if cell)
    value = row.get(str(rule.get("colonne", "")))
    return value if value not in (None, "") else rule.get("valeur", "")


def mapped_values(row: Line, rules: Any) -> list[str]:
    """Official values that a national mapping finds: « any of these words in these columns »."""
    found: list[str] = []
    for rule in rules if isinstance(rules, list) else ():
        texts = [as_text(row.get(column)).lower() for column in rule.get("colonnes", ())]
        words = [str(word).lower() for word in rule.get("termes", ())]
        excluded = [str(word).lower() for word in rule.get("sauf", ())]
        if "colonnes" not in rule or any(
            text
            and (not words or any(word in text for word in words))
            and not any(word in text for word in excluded)
            for text in texts
        ):
            found.append(str(rule.get("cible", "")))
    return list(dict.fromkeys(found))


def as_text(value: Any) -> str:
    """A JSON value as the text of a cell: 475582913.0 → « 475582913 », null → ""."""
    if value is None or isinstance(value, bool):
        return ""
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    if isinstance(value, (list, tuple)):
        return "|".join(as_text(item) for item in value)
    return tidy_block(str(value)) if isinstance(value, str) else str(value)


def _items(value: Any) -> list[str]:
    """A list, or a text whose values are separated as the standard does."""
    values = value if isinstance(value, list) else as_text(value).split("|")
    return [text for item in values if (text := as_text(item).strip())]


def _recorded(line: Line) -> tuple[Line, Config]:
    args = line["args"]
    if (
        not isinstance(args, list)
        or len(args) < 2
        or not all(isinstance(arg, Mapping) for arg in args[:2])
    ):
        raise FilterError("« args » doit contenir une ligne et sa configuration (deux objets).")
    return args[0], args[1]


def _answer(line: Line, **values: Any) -> dict[str, Any]:
    return {"id": line["id"], **values} if "id" in line else values
