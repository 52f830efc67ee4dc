"""Out and in again: nothing is lost, nothing is invented, nothing moves."""

import random
from collections.abc import Callable

import pytest
from django.core.management import call_command

from maillage.directory.exchange.writers import write_csv, write_json
from maillage.directory.models import Lieu, Structure
from maillage.directory.standard import FIELDS, VOCABULARIES
from tests.directory.exchange.conftest import RunImport, a_row, exported
from tests.directory.exchange.test_export_lieux import tricky_rows

pytestmark = pytest.mark.django_db

PIECES = (
    *("a", "É", "œ", " ", "  ", "\n", "\r\n", '"', '""', "'", "’", ",", ";", "|", "\t", "=", "+"),
    *("<b>", "<", ">", "&amp;", "&", "&lt;", "#", "é", "e\u0301", "\u00a0", "\u200b", "\x00"),
    *("@", ".", "..", "/", "-", "—", "…", "Ã©", "Â", "12", "http", "www.", "https://x.fr/"),
    *("contact@x.fr", "\u2028", "😀", "ﬁ", "Ω", "(", ")", "[", "\\", "%", "%C3", "?", "~", ":80"),
)


# What no street says is cleaned away (tests/directory/normalise/test_address.py): real ones here.
STREETS = (
    "12 bis rue de l’Église",
    "Le Bourg",
    "41 RUE PAUL VERLAINE",
    "Place d'Armes, 3 quai n° 5 – étage 2",
    "zone d\u2019activité  Les Œillets",
    "8-10 av. du Mal Leclerc",
)


def text(dice: random.Random) -> str:
    found = "".join(dice.choices(PIECES, k=dice.randint(0, 9)))
    # A cell that holds only signs says nothing and is emptied: one word makes it say something.
    return f"{found} mot" if found else ""


def random_row(dice: random.Random, number: int) -> dict[str, str]:
    """A row whose every field holds anything."""
    fields: dict[str, str] = {}
    for field in FIELDS:
        if field.vocabulary:
            values = [entry.value for entry in VOCABULARIES[field.name]]
            fields[field.name] = "|".join(dice.sample(values, k=dice.randint(0, 2)))
        elif field.name in {"courriels", "site_web", "autres_formations_labels"}:
            fields[field.name] = "|".join(text(dice) for _ in range(dice.randint(0, 3)))
        elif field.name in {"latitude", "longitude"}:
            fields[field.name] = str(dice.uniform(-60, 60))
        else:
            fields[field.name] = text(dice)
    kept = {
        name: value for name, value in fields.items() if name not in {"code_postal", "date_maj"}
    }
    kept["nom"] = f"Lieu {text(dice)}"
    kept["commune"] = dice.choice(("Gallardon", "Saint-Cyr-sur-Loire", "Le Blanc"))
    kept["adresse"] = dice.choice(STREETS)
    kept["complement_adresse"] = dice.choice(("", "Bâtiment B", "2e étage, porte gauche"))
    return a_row(**kept | {"id": f"{number} {fields['id']}"})


def export_twice(run_import: RunImport, write: Callable[..., object]) -> None:
    before = exported()
    assert before
    pieces = write(before)
    Lieu.objects.all().delete()
    outcome = run_import("".join(pieces))  # type: ignore[call-overload]
    assert outcome.status == 0, outcome.messages
    changes = [m for m in outcome.messages if m["level"] == "réparé"]
    assert [(m["field"], m["message"], m["before"], m["after"]) for m in changes] == []
    after = exported()
    assert len(after) == len(before)
    moved = [
        (name, one[name], other[name])
        for one, other in zip(before, after, strict=True)
        for name in one
        if one[name] != other[name]
    ]
    assert moved == []


@pytest.mark.parametrize("write", [write_csv, write_json])
def test_tricky_places(run_import: RunImport, write: Callable[..., object]) -> None:
    run_import(tricky_rows())
    export_twice(run_import, write)


@pytest.mark.parametrize("seed", range(4))
def test_anything_that_went_in_comes_back(run_import: RunImport, seed: int) -> None:
    dice = random.Random(seed)
    outcome = run_import([random_row(dice, number) for number in range(120)])
    assert outcome.counters["creees"] > 100
    texts = [text for values in Lieu.objects.values_list() for text in values]
    assert not any("\x00" in text for text in texts if isinstance(text, str))
    export_twice(run_import, write_csv if seed % 2 else write_json)


def test_the_demonstration(run_import: RunImport) -> None:
    call_command("load_demo", verbosity=0)
    Structure.objects.all().delete()
    export_twice(run_import, write_csv)
    assert Lieu.objects.count() > 50
