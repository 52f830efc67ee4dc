"""Small imports, without any file: a run and rows written by hand."""

from typing import Any

from django.utils import timezone

from maillage.accounts.models import User
from maillage.directory.enums import RowOutcome, RunStatus
from maillage.directory.models import ImportRow, ImportRun, Source, SourceRecord
from tests.factories.directory import make_lieu

COUNTERS = {
    "lues": 12,
    "creees": 3,
    "modifiees": 2,
    "inchangees": 5,
    "gardees": 0,
    "rejetees": 2,
    "reparees": 1,
    "avec_avertissement": 2,
    "proposees": 0,
    "disparues": 1,
    "positions_suspectes": 1,
}


def make_source(slug: str = "lieux-du-perche", **fields: Any) -> Source:
    """A source of that short name, the same one at every call."""
    values = {"nom": "Lieux du Perche", "producteur": "Pays du Perche", **fields}
    source, _is_new = Source.objects.get_or_create(slug=slug, defaults=values)
    return source


def make_run(by: User | None = None, *, status: str = RunStatus.APERCU, **fields: Any) -> ImportRun:
    """A preview of twelve rows unless said otherwise, without its file."""
    ended = status in (RunStatus.REUSSI, RunStatus.ECHEC, RunStatus.ABANDONNE)
    values: dict[str, Any] = {
        "source": fields.pop("source", None) or make_source(),
        "by": by,
        "status": status,
        "file_name": "lieux.csv",
        "file_size": 2_048,
        "counters": dict(COUNTERS),
        "finished_at": timezone.now() if ended else None,
        **fields,
    }
    return ImportRun.objects.create(**values)


def make_row(run: ImportRun, *, line: int = 2, **fields: Any) -> ImportRow:
    """A row that changes the name of a place unless said otherwise."""
    values: dict[str, Any] = {
        "key": f"cle-{line}",
        "nom": "Médiathèque",
        "outcome": RowOutcome.MODIFIEE,
        "changes": {"nom": ["Biblioteque", "Médiathèque"]},
        **fields,
    }
    return ImportRow.objects.create(run=run, line=line, **values)


def make_rows_of_all_kinds(run: ImportRun) -> None:
    """One row of each outcome, with the remarks that real files bring."""
    make_row(
        run,
        line=2,
        lieu=make_lieu(nom="Médiathèque"),
        changes={
            "telephone": ["+33237000000", "+33237000001"],
            "date_maj": ["2024-01-01", "2026-03-01"],
            "frais_a_charge": [[], ["Gratuit"]],
        },
        messages=[remark("telephone", "Le numéro est récrit.", "réparé", "02.37", "+33237000001")],
    )
    make_row(run, line=3, nom="Tiers-lieu", outcome=RowOutcome.CREEE, changes={})
    for line in (4, 5):
        make_row(
            run,
            line=line,
            nom=f"Mairie {line}",
            outcome=RowOutcome.REJETEE,
            changes={},
            messages=[
                remark(
                    "code_postal", f"Le code postal « 280{line} » n’a pas cinq chiffres.", "rejet"
                )
            ],
        )
    make_row(
        run,
        line=6,
        nom="Cyberespace",
        outcome=RowOutcome.MODIFIEE,
        changes={},
        verdict="adresse_crue",
        messages=[
            remark(
                "latitude",
                "Le point donné est à 12 km de Bourges ; l’adresse est crue, le point est laissé.",
                "avertissement",
                "47.1 / 2.5",
            )
        ],
    )
    make_row(
        run,
        line=7,
        nom="Espace public",
        outcome=RowOutcome.CREEE,
        changes={},
        messages=[
            remark(
                "courriels",
                "« camille.martin arobase free.fr » n’est pas une adresse : laissé.",
                "avertissement",
                "camille.martin arobase free.fr",
            )
        ],
    )
    make_row(run, line=0, nom="Point relais", outcome=RowOutcome.DISPARUE, changes={})


def remark(
    field: str, message: str, level: str = "avertissement", before: str = "", after: str = ""
) -> dict[str, str]:
    """A remark as the engine keeps it."""
    return {"field": field, "level": level, "message": message, "before": before, "after": after}


def make_record(source: Source | None = None, **fields: Any) -> SourceRecord:
    """What a source says of one place."""
    lieu = fields.pop("lieu", None) or make_lieu()
    values = {"key": f"cle-{lieu.pk}", "row_hash": "0" * 32, "home": lieu, **fields}
    return SourceRecord.objects.create(source=source or make_source(), lieu=lieu, **values)
