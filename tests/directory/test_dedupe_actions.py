"""Sheets of one place brought together and taken apart: nothing of either is lost."""

from collections.abc import Sequence
from contextlib import nullcontext
from datetime import date
from typing import Any

import pytest
from django.db import models
from django.utils import timezone

from maillage.accounts.models import User
from maillage.core.errors import DomainError
from maillage.core.models import JournalEntry
from maillage.directory import dedupe_actions
from maillage.directory.actions import archive_lieu, save_lieu
from maillage.directory.dedupe import CERTAIN, POSSIBLE, Pair, Sheet
from maillage.directory.dedupe_actions import (
    BY_A_THIRD,
    merge_lieux,
    say_different,
    search_duplicates,
    search_until_settled,
    undo_decision,
)
from maillage.directory.dedupe_queries import last_search
from maillage.directory.merging import preview_join
from maillage.directory.models import DuplicatePair, Lieu, Source, SourceRecord
from maillage.directory.sections import IMPORTED_FIELDS
from maillage.directory.tasks import search_for_duplicates, search_if_changed
from tests.factories.directory import make_lieu
from tests.factories.people import make_structure, make_user
from tests.factories.territory import CommuneFactory

pytestmark = pytest.mark.django_db
LIBRARY: dict[str, Any] = {
    "nom": "Médiathèque L’Apostrophe",
    "adresse": "1 boulevard Maurice Viollette",
    "telephone": "+33237234200",
}


@pytest.fixture
def by() -> User:
    return make_user()


def sourced(source: str, day: date, **fields: Any) -> Lieu:
    """A sheet that one source made, with the record that says so."""
    lieu = make_lieu(import_source=source, date_maj=day, **fields)
    Source.objects.get_or_create(slug=source, defaults={"nom": source.title()})
    SourceRecord.objects.create(
        source_id=source,
        key=f"cle-{lieu.pk}",
        lieu=lieu,
        home=lieu,
        date=day,
        values={
            name: getattr(lieu, name)
            for name in IMPORTED_FIELDS
            if getattr(lieu, name) not in (None, "")
        }
        | {"date_maj": day.isoformat()},
        row_hash="0" * 32,
    )
    return lieu


def said_by(key: str) -> dict[str, Any]:
    """Everything that a sheet says, its lists included."""
    lieu = Lieu.objects.get(pk=key)
    silent = {"updated_at", "revision", "search_text", "completeness", "contradictions"}
    fields = {
        field.attname: getattr(lieu, field.attname)
        for field in Lieu._meta.concrete_fields
        if field.name not in silent
    }
    return fields | {"modalites": set(lieu.modalites.values_list("field", "code"))}


def reread(*lieux: Lieu) -> list[Lieu]:
    return [Lieu.objects.get(pk=lieu.pk) for lieu in lieux]


def pair_of(one: Lieu, other: Lieu) -> DuplicatePair:
    first, second = sorted((one.pk, other.pk))
    return DuplicatePair.objects.get(first=first, second=second)


def test_the_sheet_that_stays_says_what_both_said(by: User) -> None:
    kept = sourced("hub", date(2024, 1, 1), **LIBRARY)
    merged = sourced(
        "biblio",
        date(2025, 6, 1),
        nom="Médiathèque l'Apostrophe",
        telephone="+33237234201",
        horaires="Tu-Sa 10:00-18:00",
        courriels="contact@apostrophe.fr",
    )
    preview = preview_join(kept=kept, merged=merged)
    merge_lieux(kept=kept, merged=merged, by=by)
    kept, merged = reread(kept, merged)
    assert kept.horaires == "Tu-Sa 10:00-18:00"
    assert kept.telephone == "+33237234201"
    assert kept.courriels == "contact@apostrophe.fr"
    assert (merged.status, merged.merged_into_id) == ("fusionne", kept.pk)
    assert merged.horaires == "Tu-Sa 10:00-18:00"
    assert {name: getattr(kept, name) for name in preview.changes} == preview.changes
    assert "horaires" in preview.changes
    assert set(SourceRecord.objects.values_list("lieu_id", "home_id")) == {
        (kept.pk, kept.pk),
        (kept.pk, merged.pk),
    }


def test_a_preview_writes_nothing() -> None:
    kept, merged = make_lieu(**LIBRARY), make_lieu(**LIBRARY, horaires="Mo 10:00-12:00")
    sources = Source.objects.count()
    assert preview_join(kept=kept, merged=merged).changes["horaires"] == "Mo 10:00-12:00"
    assert not SourceRecord.objects.exists()
    assert Source.objects.count() == sources


def test_both_are_as_before_once_the_merge_is_undone(by: User) -> None:
    kept = sourced("hub", date(2024, 1, 1), **LIBRARY, modalites={"services": ["demarches"]})
    # Its list is in the sheet only: no source says it any more.
    SourceRecord.objects.update(
        lists={"services": list(kept.modalites.values_list("value", flat=True))}
    )
    merged = make_lieu(
        nom="Apostrophe",
        adresse="Adresse non communiquée",
        courriels="contact@apostrophe.fr",
        horaires="Tu-Sa 10:00-18:00",
        presentation_resume="Une médiathèque au centre de la ville.",
        latitude=48.4440,
        modalites={"frais_a_charge": ["gratuit"]},
    )
    before = said_by(kept.pk), said_by(merged.pk)
    pair = merge_lieux(kept=kept, merged=merged, by=by)
    assert said_by(kept.pk) != before[0]
    undo_decision(pair=pair, by=by)
    assert (said_by(kept.pk), said_by(merged.pk)) == before
    assert list(SourceRecord.objects.values_list("lieu_id", flat=True)) == [kept.pk]
    assert merge_lieux(kept=merged, merged=kept, by=by).verdict == "fusionnes"
    undo_decision(pair=pair_of(kept, merged), by=by)
    assert (said_by(kept.pk), said_by(merged.pk)) == before


def test_two_sheets_of_no_source_come_back_too(by: User) -> None:
    one = make_lieu(**LIBRARY, modalites={"typologie": ["bib"]})
    other = make_lieu(nom="Apostrophe", courriels="a@b.fr", modalites={"typologie": ["muni"]})
    before = said_by(one.pk), said_by(other.pk)
    pair = merge_lieux(kept=one, merged=other, by=by)
    assert Lieu.objects.get(pk=one.pk).courriels == "a@b.fr"
    undo_decision(pair=pair, by=by)
    assert (said_by(one.pk), said_by(other.pk)) == before
    assert not SourceRecord.objects.exists()


def test_a_sheet_without_a_position_comes_back_without(by: User) -> None:
    CommuneFactory(code="28085")
    one = make_lieu(nom="Apostrophe", latitude=None, longitude=None)
    other = make_lieu(**LIBRARY)
    before = said_by(one.pk), said_by(other.pk)
    for kept, merged in ((one, other), (other, one)):
        pair = merge_lieux(kept=kept, merged=merged, by=by)
        undo_decision(pair=pair, by=by)
        assert (said_by(one.pk), said_by(other.pk)) == before


def by_hand(lieu: Lieu, **fields: Any) -> Lieu:
    for name, value in fields.items():
        setattr(lieu, name, value)
    return save_lieu(lieu=lieu, modalites=None, origin="saisie")


def test_what_a_person_wrote_stays(by: User) -> None:
    kept = sourced("hub", date(2020, 1, 1), **LIBRARY)
    by_hand(kept, telephone="+33237000099")
    merged = sourced("biblio", date(2026, 9, 1), **LIBRARY | {"telephone": "+33237234201"})
    by_hand(merged, horaires="Mo 09:00-12:00")
    pair = merge_lieux(kept=kept, merged=merged, by=by)
    kept = Lieu.objects.get(pk=kept.pk)
    assert (kept.telephone, kept.horaires) == ("+33237000099", "Mo 09:00-12:00")
    by_hand(kept, courriels="nouveau@exemple.fr")
    undo_decision(pair=pair, by=by)
    kept, merged = reread(kept, merged)
    assert (kept.telephone, kept.horaires) == ("+33237000099", "")
    assert kept.courriels == "nouveau@exemple.fr"
    assert (merged.telephone, merged.horaires) == ("+33237234201", "Mo 09:00-12:00")


def chain(by: User) -> tuple[Lieu, Lieu, Lieu]:
    """A merged into B, then B into C."""
    a = sourced("un", date(2025, 1, 1), nom="A", horaires="Mo 09:00-12:00")
    b = sourced("deux", date(2025, 1, 2), nom="B", courriels="b@exemple.fr")
    c = sourced("trois", date(2025, 1, 3), nom="C", telephone="+33237000001")
    merge_lieux(kept=b, merged=a, by=by)
    merge_lieux(kept=Lieu.objects.get(pk=c.pk), merged=Lieu.objects.get(pk=b.pk), by=by)
    return a, b, c


def test_a_chain_of_merges_leads_to_its_end(by: User) -> None:
    a, b, c = reread(*chain(by))
    assert {a.merged_into_id, b.merged_into_id} == {c.pk}
    assert (c.horaires, c.courriels) == ("Mo 09:00-12:00", "b@exemple.fr")


def test_undoing_the_end_of_a_chain_brings_its_beginning_along(by: User) -> None:
    a, b, c = chain(by)
    undo_decision(pair=pair_of(b, c), by=by)
    a, b, c = reread(a, b, c)
    assert (b.status, a.status, a.merged_into_id) == ("publie", "fusionne", b.pk)
    assert (b.horaires, b.telephone) == ("Mo 09:00-12:00", "")
    assert (c.horaires, c.courriels, c.telephone) == ("", "", "+33237000001")


def test_undoing_the_middle_of_a_chain_leaves_its_end(by: User) -> None:
    a, b, c = chain(by)
    undo_decision(pair=pair_of(a, b), by=by)
    a, b, c = reread(a, b, c)
    assert (a.status, a.merged_into_id, a.horaires) == ("publie", None, "Mo 09:00-12:00")
    assert (b.status, b.merged_into_id) == ("fusionne", c.pk)
    assert (c.horaires, c.courriels) == ("", "b@exemple.fr")
    undo_decision(pair=pair_of(b, c), by=by)
    _a, b, c = reread(a, b, c)
    assert (b.status, b.horaires, b.courriels) == ("publie", "", "b@exemple.fr")
    assert (c.courriels, c.telephone) == ("", "+33237000001")


def test_a_draft_joins_a_published_sheet_and_never_the_contrary(by: User) -> None:
    published = make_lieu(**LIBRARY)
    draft = make_lieu(nom="Apostrophe", status="brouillon", courriels="a@b.fr")
    with pytest.raises(DomainError, match="brouillon"):
        merge_lieux(kept=draft, merged=published, by=by)
    assert not DuplicatePair.objects.exists()
    pair = merge_lieux(kept=published, merged=draft, by=by)
    assert Lieu.objects.get(pk=published.pk).courriels == "a@b.fr"
    undo_decision(pair=pair, by=by)
    assert Lieu.objects.get(pk=draft.pk).status == "brouillon"


def test_a_sheet_archived_meanwhile_is_refused_in_words(by: User) -> None:
    one, other = make_lieu(nom="La Navette"), make_lieu()
    archive_lieu(lieu=Lieu.objects.get(pk=one.pk), origin="saisie")
    for kept, merged in ((one, other), (other, one)):
        with pytest.raises(DomainError, match="« La Navette » est archivée"):
            merge_lieux(kept=kept, merged=merged, by=by)
    assert not DuplicatePair.objects.exists()


def test_nothing_comes_back_from_an_archived_sheet(by: User) -> None:
    one, other = make_lieu(nom="La Navette"), make_lieu()
    pair = merge_lieux(kept=one, merged=other, by=by)
    archive_lieu(lieu=Lieu.objects.get(pk=one.pk), origin="saisie")
    with pytest.raises(DomainError, match="« La Navette »"):
        undo_decision(pair=pair, by=by)
    assert DuplicatePair.objects.get().verdict == "fusionnes"
    assert Lieu.objects.get(pk=other.pk).status == "fusionne"


def test_a_structure_never_loses_its_sheet_to_nobody(by: User) -> None:
    held, free = make_lieu(structure=make_structure()), make_lieu()
    with pytest.raises(DomainError, match="structure"):
        merge_lieux(kept=free, merged=held, by=by)
    merge_lieux(kept=held, merged=free, by=by)


def test_a_decision_is_taken_once_and_undone_once(by: User) -> None:
    one, other = make_lieu(), make_lieu()
    pair = say_different(one=one, other=other, by=by)
    with pytest.raises(DomainError, match="déjà décidé"):
        merge_lieux(kept=one, merged=other, by=by)
    undo_decision(pair=pair, by=by)
    with pytest.raises(DomainError, match="déjà annulée"):
        undo_decision(pair=pair, by=by)


def test_a_sheet_merged_elsewhere_takes_its_questions_along(by: User) -> None:
    a, b, c, d = (make_lieu() for _ in range(4))
    for one, other in ((a, b), (b, c), (a, c), (b, d)):
        first, second = sorted((one.pk, other.pk))
        DuplicatePair.objects.create(first_id=first, second_id=second, probability=0.6)
    say_different(one=a, other=c, by=by)
    merge_lieux(kept=a, merged=b, by=by)
    waiting = DuplicatePair.objects.filter(verdict="a_revoir")
    assert {frozenset(pair) for pair in waiting.values_list("first_id", "second_id")} == {
        frozenset((a.pk, d.pk))
    }


def twins(**fields: Any) -> tuple[Lieu, Lieu]:
    """Two sheets that the program is certain of."""
    return (
        make_lieu(import_source="hub", **{**LIBRARY, **fields}),
        make_lieu(import_source="biblio", **{**LIBRARY, **fields}),
    )


def test_certain_sheets_are_merged_by_the_program_and_may_come_back(by: User) -> None:
    one, other = twins()
    lone = make_lieu(nom="Mairie", code_insee="28404", commune="Vernouillet", latitude=48.7)
    result = search_duplicates()
    assert (result.counts.sheets, result.counts.merged, result.counts.to_review) == (3, 1, 0)
    pair = pair_of(one, other)
    assert (pair.verdict, pair.is_automatic, pair.by) == ("fusionnes", True, None)
    assert pair.probability >= CERTAIN
    assert "même téléphone" in pair.why
    assert Lieu.objects.filter(status="fusionne").get().merged_into_id in (one.pk, other.pk)
    assert Lieu.objects.get(pk=lone.pk).status == "publie"
    undo_decision(pair=pair, by=by)
    assert {lieu.status for lieu in reread(one, other)} == {"publie"}
    # What somebody took back is for people: the program does not insist.
    again = search_duplicates()
    assert (again.counts.merged, again.counts.to_review) == (0, 1)
    search_duplicates()
    assert pair_of(one, other).verdict == "a_revoir"


def test_a_dry_run_and_a_search_without_merges_leave_the_sheets(by: User) -> None:
    one, other = twins()
    assert search_duplicates(dry_run=True).counts.merged == 1
    assert not DuplicatePair.objects.exists()
    assert last_search() is None
    assert search_duplicates(merge=False).counts.to_review == 1
    assert pair_of(one, other).verdict == "a_revoir"
    assert {lieu.status for lieu in reread(one, other)} == {"publie"}


def test_places_said_to_be_different_are_never_merged(by: User) -> None:
    one, other = twins()
    say_different(one=one, other=other, by=by)
    result = search_duplicates()
    assert (result.counts.merged, result.counts.to_review) == (0, 0)
    # Nor through a sheet merged since into one of them.
    third = make_lieu(nom="Autre chose", latitude=48.9, code_insee="28404", commune="Vernouillet")
    merge_lieux(kept=third, merged=Lieu.objects.get(pk=other.pk), by=by)
    Lieu.objects.filter(pk=third.pk).update(
        **{name: getattr(one, name) for name in IMPORTED_FIELDS}
    )
    result = search_duplicates()
    assert result.counts.pairs == 1
    assert (result.counts.merged, result.counts.to_review) == (0, 0)


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("structure", "structure"),
        ("written", "written"),
        ("written", "structure"),
        ("draft written", ""),
    ],
)
def test_sheets_that_two_people_look_after_are_left_to_people(first: str, second: str) -> None:
    sheets = twins()
    for lieu, kind in zip(sheets, (first, second), strict=True):
        values: dict[str, Any] = {}
        if "structure" in kind:
            values["structure"] = make_structure()
        if "written" in kind:
            values["hand_fields"] = {"telephone": "2026-01-01"}
        if "draft" in kind:
            values["status"] = "brouillon"
        Lieu.objects.filter(pk=lieu.pk).update(**values)
    result = search_duplicates()
    assert (result.counts.merged, result.counts.to_review) == (0, 1)


@pytest.mark.parametrize("kind", ["structure", "written", "published"])
def test_the_sheet_that_people_look_after_stays(kind: str) -> None:
    other, mine = twins()
    if kind == "published":
        Lieu.objects.filter(pk=other.pk).update(status="brouillon")
    elif kind == "structure":
        Lieu.objects.filter(pk=mine.pk).update(structure=make_structure())
    else:
        Lieu.objects.filter(pk=mine.pk).update(hand_fields={"nom": "2026-01-01"})
    assert search_duplicates().merged == {other.pk: mine.pk}


def test_three_sheets_of_one_place_become_one_and_each_comes_back(by: User) -> None:
    one, other = twins()
    third = make_lieu(import_source="dataspace", **LIBRARY)
    result = search_duplicates()
    assert result.counts.merged == 2
    kept = set(result.merged.values())
    assert len(kept) == 1
    pairs = list(DuplicatePair.objects.filter(is_automatic=True))
    assert all(pair.why and pair.why != [BY_A_THIRD] for pair in pairs)
    undo_decision(pair=pairs[0], by=by)
    statuses = sorted(lieu.status for lieu in reread(one, other, third))
    assert statuses == ["fusionne", "publie", "publie"]


def test_a_search_forgets_the_pairs_that_are_no_more() -> None:
    one = make_lieu(nom="Bibliothèque de Dreux", latitude=48.1, adresse="2 rue du Bois")
    other = make_lieu(nom="Mairie de Lucé", latitude=48.9, adresse="9 place de la Gare")
    first, second = sorted((one.pk, other.pk))
    DuplicatePair.objects.create(
        first_id=first, second_id=second, probability=POSSIBLE, is_automatic=True
    )
    search_duplicates()
    assert not DuplicatePair.objects.exists()


def test_nobody_merges_while_an_import_is_at_work(
    by: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    one, other = twins()
    pair = say_different(one=one, other=other, by=by)
    monkeypatch.setattr(dedupe_actions, "alone", lambda _name: nullcontext(enter_result=False))
    for work in (
        search_duplicates,
        lambda: merge_lieux(kept=one, merged=other, by=by),
        lambda: undo_decision(pair=pair, by=by),
    ):
        with pytest.raises(DomainError, match="import"):
            work()


def test_the_journal_says_who_merged_and_the_history_too(by: User) -> None:
    one, other = make_lieu(), make_lieu()
    undo_decision(pair=merge_lieux(kept=one, merged=other, by=by), by=by)
    lines = JournalEntry.objects.filter(actor_id=by.pk).values_list("verb", "object_id")
    assert ("sheet.merged", other.pk) in lines
    assert ("sheet.unmerged", other.pk) in lines
    versions: models.QuerySet[Any] = other.history.order_by("history_id")
    assert [(row.history_user_id, row.status) for row in versions][-2:] == [
        (by.pk, "fusionne"),
        (by.pk, "publie"),
    ]


def test_what_is_written_during_a_search_is_for_the_next_one(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    twins()
    compare = dedupe_actions.find_pairs

    def slow(*args: Any, **options: Any) -> list[Pair]:
        found = compare(*args, **options)
        make_lieu()
        return found

    with monkeypatch.context() as patched:
        patched.setattr(dedupe_actions, "find_pairs", slow)
        search_duplicates()
    last = last_search()
    assert last is not None
    assert (last.sheets, last.is_current) == (2, False)
    assert search_if_changed() == "sheets=2 merged=0 to_review=0"


def test_a_sheet_that_merging_made_like_a_third_is_merged_too(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    kept, merged = twins()
    third = make_lieu()
    compare = dedupe_actions.find_pairs

    def growing(sheets: Sequence[Sheet], **options: Any) -> list[Pair]:
        if len(sheets) != 2:
            return compare(sheets, **options)
        first, second = sorted(sheet.id for sheet in sheets)
        return [Pair(first, second, 1.0, ("même lieu",))]

    monkeypatch.setattr(dedupe_actions, "find_pairs", growing)
    counts = search_until_settled()
    assert (counts.sheets, counts.merged, counts.to_review) == (3, 2, 0)
    statuses = [lieu.status for lieu in reread(kept, merged, third)]
    assert sorted(statuses) == ["fusionne", "fusionne", "publie"]


def test_a_sheet_erased_meanwhile_is_said_to_be_gone(by: User) -> None:
    one, other = make_lieu(), make_lieu()
    Lieu.objects.filter(pk=other.pk).delete()
    with pytest.raises(DomainError, match="n’existe plus"):
        merge_lieux(kept=one, merged=other, by=by)


def test_the_daily_search_runs_only_when_something_changed(by: User) -> None:
    twins()
    assert search_if_changed() == "sheets=2 merged=1 to_review=0"
    assert search_if_changed() == "unchanged"
    make_lieu()
    assert search_if_changed().startswith("sheets=2 ")
    search_for_duplicates.call(by.pk)
    last = last_search()
    assert last is not None
    assert (last.sheets, last.is_current) == (2, True)
    assert (timezone.now() - last.at).total_seconds() < 60
    assert JournalEntry.objects.filter(verb="duplicates.searched", actor_id=by.pk).count() == 1
