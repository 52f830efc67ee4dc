"""The journal: written with a closed vocabulary, never changed, read by page."""

import ast
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from django.db import DatabaseError, connection, transaction
from django.utils import timezone

from maillage.accounts.models import User
from maillage.core.checks import check_journal_triggers
from maillage.core.enums import ActorKind
from maillage.core.journal import VERBS, Actor, declare_verbs, record, triggers, words_of
from maillage.core.journal.writing import SYSTEM, VISITOR
from maillage.core.models import JournalEntry
from maillage.core.retention import delete_old_journal

PACKAGE = Path(__file__).resolve().parents[2] / "maillage"
TABLE = JournalEntry._meta.db_table
YEAR = timedelta(days=366)


@pytest.fixture(autouse=True)
def _verbs(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(VERBS, "test.done", "fait")
    monkeypatch.setitem(VERBS, "test.undone", "défait")


def line(age: timedelta = timedelta()) -> JournalEntry:
    return JournalEntry.objects.create(
        verb="test.done", actor_kind=ActorKind.SYSTEME, at=timezone.now() - age
    )


def sql(statement: str) -> Callable[[JournalEntry], Any]:
    def run(row: JournalEntry) -> None:
        with connection.cursor() as cursor:
            cursor.execute(statement.format(table=TABLE, pk=row.pk))

    return run


def save_again(row: JournalEntry) -> None:
    row.verb = "test.undone"
    row.save()


REFUSED: dict[str, Callable[[JournalEntry], Any]] = {
    "save": save_again,
    "update": lambda row: JournalEntry.objects.filter(pk=row.pk).update(verb="test.undone"),
    "bulk_update": lambda row: JournalEntry.objects.bulk_update([row], ["verb"]),
    "delete": lambda row: row.delete(),
    "queryset.delete": lambda _row: JournalEntry.objects.all().delete(),
    "sql update": sql("UPDATE {table} SET verb = 'test.undone' WHERE id = {pk}"),
    "sql update of the date": sql("UPDATE {table} SET at = '2020-01-01' WHERE id = {pk}"),
    "sql delete": sql("DELETE FROM {table}"),
}
if connection.vendor == "postgresql":
    REFUSED["truncate"] = sql("TRUNCATE {table}")
else:
    REFUSED["replace"] = sql(
        "INSERT OR REPLACE INTO {table} (id, at, verb, actor_kind, object_type, object_id, detail) "
        "VALUES ({pk}, '2026-01-01', 'test.undone', 'systeme', '', '', '{{}}')"
    )


@pytest.mark.django_db
@pytest.mark.parametrize("way", REFUSED)
def test_no_way_to_change_a_line(way: str) -> None:
    row = line()
    with pytest.raises(DatabaseError, match="Le journal ne se modifie pas"), transaction.atomic():
        REFUSED[way](row)
    assert JournalEntry.objects.get().verb == "test.done"


@pytest.mark.django_db
def test_an_old_line_may_be_deleted_but_not_changed() -> None:
    old = line(YEAR)
    with pytest.raises(DatabaseError, match="ne se modifie pas"), transaction.atomic():
        JournalEntry.objects.filter(pk=old.pk).update(verb="test.undone")
    kept = line(timedelta(days=364))
    assert delete_old_journal() == "lines=1"
    assert JournalEntry.objects.get() == kept


@pytest.mark.django_db(transaction=True)
def test_tests_may_empty_every_table() -> None:
    line()
    call_command("flush", interactive=False, verbosity=0)
    assert JournalEntry.objects.count() == 0
    assert triggers.missing(connection) == []


@pytest.mark.django_db
def test_missing_triggers_are_told() -> None:
    assert check_journal_triggers(databases=["default"]) == []
    triggers.remove(connection)
    [warning] = check_journal_triggers(databases=["default"])
    assert warning.id == "core.W001"
    triggers.install(connection)
    assert check_journal_triggers(databases=["default"]) == []
    assert check_journal_triggers() == []


@pytest.mark.django_db
def test_a_line_says_who_did_what_to_what() -> None:
    user = User.objects.create(email="camille@exemple.fr")
    row = record(
        verb="test.done",
        by=Actor.of(user),
        on=user,
        detail={"section": "horaires", "count": 3, "fields": ["nom", "site_web"], "by_hand": True},
    )
    row.refresh_from_db()
    assert (row.actor_kind, row.actor_id) == (ActorKind.COMPTE, user.pk)
    assert (row.object_type, row.object_id) == ("accounts.user", str(user.pk))
    assert row.detail["fields"] == ["nom", "site_web"]
    assert Actor.of(None) == SYSTEM


@pytest.mark.django_db
@pytest.mark.parametrize(
    "value",
    [
        "Camille Exemple",
        "camille@exemple.fr",
        "fermé",
        "",
        "a\nb",
        "x" * 81,
        1.5,
        {"a": "b"},
        ["à"],
    ],
)
def test_the_journal_keeps_no_words_of_anybody(value: object) -> None:
    with pytest.raises(ValueError, match="codes and numbers"):
        record(verb="test.done", by=VISITOR, detail={"said": value})
    with pytest.raises(ValueError, match="codes and numbers"):
        record(verb="test.done", by=VISITOR, detail={str(value) + " ": 1})


@pytest.mark.django_db
def test_a_verb_is_declared() -> None:
    with pytest.raises(ValueError, match="not a declared verb"):
        record(verb="test.unknown", by=SYSTEM)
    with pytest.raises(ValueError, match="declared twice"):
        declare_verbs({"test.done": "autre chose"})
    assert words_of("test.done") == "fait"
    assert words_of("test.forgotten") == "test.forgotten"


def words_in(verb: ast.expr, module: ast.Module) -> list[str]:
    """A constant, both branches of « a if … else b », the values of a dict of the module."""
    if isinstance(verb, ast.IfExp):
        return words_in(verb.body, module) + words_in(verb.orelse, module)
    if isinstance(verb, ast.Subscript) and isinstance(verb.value, ast.Name):
        dicts = [
            node.value
            for node in module.body
            if isinstance(node, ast.Assign)
            and getattr(node.targets[0], "id", "") == verb.value.id
            and isinstance(node.value, ast.Dict)
        ]
        return [
            word for found in dicts for value in found.values for word in words_in(value, module)
        ]
    return [verb.value] if isinstance(verb, ast.Constant) and isinstance(verb.value, str) else []


def verbs_of(path: Path) -> list[tuple[int, list[str]]]:
    """(line, verbs) of every `verb=…` of a call; one handed on as `verb=verb` is its caller's."""
    module = ast.parse(path.read_text(encoding="utf-8"))
    return [
        (node.lineno, words_in(word.value, module))
        for node in ast.walk(module)
        # A class (Q, criteria of a page) or a method (filter) reads lines, it writes none.
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id.islower()
        for word in node.keywords
        if word.arg == "verb" and getattr(word.value, "id", "") != "verb"
    ]


def test_every_verb_of_the_sources_is_declared() -> None:
    files = [path for path in PACKAGE.rglob("*.py") if "core/journal" not in path.as_posix()]
    for path in files:
        for number, words in verbs_of(path):
            where = f"{path.relative_to(PACKAGE)}:{number}"
            assert words, f"{where}: the verb of a line is written there, not computed"
            assert set(words) <= set(VERBS), f"{where}: {set(words) - set(VERBS)}"
