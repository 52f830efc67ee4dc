"""A list of people to invite, read from a CSV file of any usual shape, and what each line does.

Nothing is sent from here: the page shows the plan, the person confirms it.
"""

import csv
import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.core import signing
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.translation import gettext as _

from maillage.accounts.enums import Profession
from maillage.accounts.forms import name_problem
from maillage.accounts.models import User
from maillage.core.errors import DomainError
from maillage.core.text import normalize
from maillage.directory.models import Structure
from maillage.network import queries, rules
from maillage.network.actions.invitations import InvitationOrder
from maillage.network.enums import MembershipRole
from maillage.network.queries import Purpose

MAX_BYTES = 256 * 1024
MAX_LINES = 500
MAX_CELL = 300
# A quote that is never closed makes one cell of the rest of the file.
MAX_CELL_READ = 100_000
PLAN_SECONDS = 3_600
_SALT = "maillage.network.people-list"

# Column of the list → what people call it, normalised.
COLUMNS: dict[str, frozenset[str]] = {
    "email": frozenset(
        {
            "courriel", "email", "e mail", "mail", "adresse electronique", "adresse mail",
            "adresse email", "adresse e mail", "courriels",
        }
    ),
    "name": frozenset({"nom", "nom affiche", "nom complet", "prenom et nom", "personne"}),
    "first_name": frozenset({"prenom"}),
    "profession": frozenset({"metier", "profession", "fonction"}),
    "structure": frozenset({"structure", "organisme", "siret", "nom de la structure"}),
    "role": frozenset({"role", "droit"}),
}  # fmt: skip
_PROFESSIONS = {
    **{normalize(choice.label): choice.value for choice in Profession},
    **{normalize(choice.value): choice.value for choice in Profession},
}
_ROLES = {
    "": MembershipRole.MEMBRE,
    "membre": MembershipRole.MEMBRE,
    "referent": MembershipRole.REFERENT,
    "referente": MembershipRole.REFERENT,
    "referent ou referente": MembershipRole.REFERENT,
    "referent e": MembershipRole.REFERENT,
}


@dataclass(frozen=True, slots=True)
class PlannedLine:
    """One line of the list and what will happen.

    `outcome`: « send », « member », « waiting », « double » or « error »; `words` say it.
    """

    number: int
    email: str
    name: str
    structure: str
    outcome: str
    words: str
    order: InvitationOrder | None = None


@dataclass(frozen=True, slots=True)
class Line:
    """The cells of one line of the file, by column of COLUMNS; `number` as in a spreadsheet."""

    number: int
    cells: Mapping[str, str]


def read_list(data: bytes) -> list[Line]:
    """The lines of a CSV file or of a plain list of addresses.

    DomainError, in plain words, for what is no list: too heavy, too long, not text, no column
    of addresses.
    """
    if len(data) > MAX_BYTES:
        raise DomainError("too_heavy", _("Ce fichier est trop lourd : 256 ko au plus."))
    text = _decoded(data)
    rows = _rows(text)
    if not rows:
        raise DomainError("empty", _("Cette liste est vide."))
    header = [normalize(cell) for cell in rows[0][1]]
    found = {
        column: header.index(name)
        for column, names in COLUMNS.items()
        for name in header
        if name in names
    }
    if "email" not in found:
        if not _is_address(rows[0][1][0].strip()):
            raise DomainError(
                "no_column",
                _("La première ligne doit nommer les colonnes, dont une « courriel »."),
            )
        found, lines = {"email": 0}, rows
    else:
        lines = rows[1:]
    if len(lines) > MAX_LINES:
        raise DomainError("too_long", _("Cette liste est trop longue : 500 lignes au plus."))
    if not lines:
        raise DomainError("empty", _("Cette liste ne contient aucune personne."))
    return [
        Line(
            number,
            {column: row[at].strip() if at < len(row) else "" for column, at in found.items()},
        )
        for number, row in lines
    ]


def plan_list(
    *, user: User, lines: Sequence[Line], default: Structure | None = None
) -> list[PlannedLine]:
    """What each line will do. `default`: the structure of lines that name none."""
    structures = list(rules.managed_structures(user))
    names = _structures_by_name(structures)
    drafts = [_draft(line, names, default) for line in lines]
    orders = [draft.order for draft in drafts if draft.order is not None]
    known = queries.known_people(purposes=[order.purpose for order in orders])
    seen: set[tuple[str, str]] = set()
    plan: list[PlannedLine] = []
    for draft in drafts:
        if draft.order is None:
            plan.append(draft)
            continue
        mark = (draft.order.purpose.key, draft.order.email)
        if mark in known.members:
            plan.append(_instead(draft, "member", _("Déjà membre : rien à envoyer.")))
        elif mark in known.waiting:
            plan.append(_instead(draft, "waiting", _("Déjà invitée : l’invitation attend encore.")))
        elif mark in seen:
            plan.append(_instead(draft, "double", _("Déjà dans la liste, plus haut.")))
        else:
            seen.add(mark)
            plan.append(draft)
    return plan


def sign_plan(*, user: User, plan: Sequence[PlannedLine]) -> str:
    """The invitations of a plan, signed for this person: nothing is stored before the yes."""
    rows = [
        [
            line.order.email,
            line.order.display_name,
            line.order.profession,
            line.order.purpose.structure.pk,
            line.order.purpose.role,
        ]
        for line in plan
        if line.outcome == "send" and line.order and line.order.purpose.structure
    ]
    return signing.dumps({"user": user.pk, "rows": rows}, salt=_SALT, compress=True)


def read_plan(*, user: User, signed: str) -> list[InvitationOrder]:
    """The invitations of a signed plan, for the structures that this person still manages.

    DomainError when the plan is older than an hour, or was signed for somebody else.
    """
    try:
        plan: dict[str, Any] = signing.loads(signed, salt=_SALT, max_age=PLAN_SECONDS)
    except signing.BadSignature as error:
        raise DomainError(
            "stale", _("Cette liste a plus d’une heure : envoyez-la de nouveau.")
        ) from error
    if plan["user"] != user.pk:
        raise DomainError("stale", _("Cette liste n’est pas la vôtre : envoyez-la de nouveau."))
    wanted = {row[3] for row in plan["rows"]}
    structures = rules.managed_structures(user).in_bulk(wanted) if wanted else {}
    return [
        InvitationOrder(
            email=email,
            purpose=Purpose(structure=structures[pk], role=role),
            display_name=name,
            profession=profession,
        )
        for email, name, profession, pk, role in plan["rows"]
        if pk in structures
    ]


# --- reading --------------------------------------------------------------------------------
def _decoded(data: bytes) -> str:
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        encodings = ["utf-16"]
    else:
        encodings = ["utf-8-sig", "cp1252", "latin-1"]
    for encoding in encodings:
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\x00" in text:
            break
        return text
    raise DomainError(
        "not_text",
        _(
            "Ce fichier n’est pas une liste CSV. Dans le tableur, choisissez « Enregistrer sous », "
            "puis « CSV »."
        ),
    )


def _rows(text: str) -> list[tuple[int, list[str]]]:
    """(line number, cells) of the lines that say something; the delimiter is guessed."""
    first = next((line for line in text.splitlines() if line.strip()), "")
    delimiter = max(";,\t|", key=first.count)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    rows: list[tuple[int, list[str]]] = []
    try:
        for row in reader:
            if max(map(len, row), default=0) > MAX_CELL_READ:
                raise csv.Error("a cell as long as a file: its quote was never closed")
            if any(cell.strip() for cell in row):
                rows.append((reader.line_num, row))
            if len(rows) > MAX_LINES + 1:
                raise DomainError(
                    "too_long", _("Cette liste est trop longue : 500 lignes au plus.")
                )
    except csv.Error as error:
        raise DomainError(
            "not_text", _("Une ligne de ce fichier ne se lit pas : vérifiez les guillemets.")
        ) from error
    return rows


def _is_address(text: str) -> bool:
    try:
        validate_email(text)
    except ValidationError:
        return False
    return len(text) <= 254


# --- planning -------------------------------------------------------------------------------
def _structures_by_name(structures: Sequence[Structure]) -> dict[str, list[Structure]]:
    """Name, SIRET and address of the page → the structures that bear it, normalised."""
    found: dict[str, list[Structure]] = {}
    for structure in structures:
        keys = {normalize(structure.nom), normalize(structure.slug), structure.siret.lower()}
        for key in keys - {""}:
            found.setdefault(key, []).append(structure)
    return found


def _draft(
    line: Line, names: Mapping[str, list[Structure]], default: Structure | None
) -> PlannedLine:
    cells = line.cells
    email = cells.get("email", "").lower()
    name = " ".join(f"{cells.get('first_name', '')} {cells.get('name', '')}".split())
    profession = _PROFESSIONS.get(normalize(cells.get("profession", "")), "")
    role = _ROLES.get(normalize(cells.get("role", "")))
    asked = cells.get("structure", "")
    problem = ""
    structure: Structure | None = default
    if any(len(cell) > MAX_CELL for cell in cells.values()):
        problem = _("Une case de cette ligne est trop longue.")
    elif not _is_address(email):
        problem = _("L’adresse électronique n’est pas complète.")
    elif name_problem(name):
        problem = name_problem(name)
    elif cells.get("profession") and not profession:
        problem = _("Ce métier n’est pas dans la liste.")
    elif role is None:
        problem = _("Le rôle est « membre » ou « référent ».")
    elif asked:
        structure, problem = _structure_named(asked, names)
    elif default is None:
        problem = _("Cette ligne ne dit pas quelle structure.")
    if problem or structure is None or role is None:
        shown = asked[:80] or (structure.nom if structure else "")
        return PlannedLine(line.number, email[:80], name[:80], shown, "error", problem)
    order = InvitationOrder(
        email=email,
        purpose=Purpose(structure=structure, role=role.value),
        display_name=name,
        profession=profession,
    )
    words = _("Invitation comme %(role)s.") % {"role": role.label.lower()}
    return PlannedLine(line.number, email, name, structure.nom, "send", words, order)


def _structure_named(
    asked: str, names: Mapping[str, list[Structure]]
) -> tuple[Structure | None, str]:
    digits = asked.replace(" ", "")
    found = names.get(digits if digits.isdigit() else normalize(asked), [])
    if len(found) == 1:
        return found[0], ""
    if found:
        return None, _("Plusieurs structures ont ce nom : écrivez son SIRET.")
    return None, _("Cette structure n’existe pas, ou n’est pas de votre territoire.")


def _instead(draft: PlannedLine, outcome: str, words: str) -> PlannedLine:
    return PlannedLine(
        draft.number, draft.email, draft.name, draft.structure, outcome, words, draft.order
    )
