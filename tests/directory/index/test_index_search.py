"""The index against a plain reading of the same places, one by one."""

import math
import random
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import numpy as np
import pytest

from maillage.core.geo import BBox, haversine_m
from maillage.core.text import normalize, tokens
from maillage.directory.hours import schedule
from maillage.directory.index.columns import ALL_AGES, LieuIndex, Row
from maillage.directory.index.lexicon import stem
from maillage.directory.index.opening import Hours, Moment
from maillage.directory.index.search import OPEN_FIELD, Query, Search, Wish
from tests.directory.index.rows import FIRST_DAY, SCHEMA, make_index, make_row, utc

PARIS = ZoneInfo("Europe/Paris")
WORDS = ("zinnia", "palissandre", "tulipier", "oranger", "magnolia", "clematite", "verveine")
HOURS = (
    "",
    "",
    "Mo-Fr 09:00-12:00,14:00-18:00",
    "Tu,Th 10:00-19:30",
    "Sa 09:00-12:00; PH off",
    "We 14:00-17:00; SH off",
    "Sa[2] 10:00-16:00",
    "Mo-Su 22:00-03:00",
)
MOMENTS = {
    "maintenant": Moment("now"),
    "aujourdhui": Moment("today"),
    "soir": Moment("evening"),
    "week-end": Moment("weekend"),
    "mardi": Moment("day", 1),
    "jeudi-18h": Moment("day", 3, time(18)),
}


def random_rows(draw: random.Random, count: int) -> list[Row]:
    pairs = list(SCHEMA.columns)
    rows = []
    for number in range(count):
        placed = draw.random() < 0.9
        values = [pair for pair in pairs if draw.random() < 0.3]
        rows.append(
            make_row(
                f"r{number:03d}",
                nom=" ".join(draw.choices(WORDS, k=2)),
                commune_code=draw.choice(("28085", "28168", "37261", "")),
                latitude=draw.uniform(47, 49) if placed else None,
                longitude=draw.uniform(0, 2) if placed else None,
                search_text=" ".join(draw.choices(WORDS, k=draw.randint(0, 3))),
                values=values,
                updated=draw.randint(0, 1000),
                is_without_public=("modalites_acces", "pas-de-public") in values,
                osm=draw.choice(HOURS),
                has_mandat=draw.random() < 0.2,
                is_reserved=draw.random() < 0.1,
                ages=draw.choice((ALL_AGES, ALL_AGES, (0, 25), (60, 255), (18, 59))),
            )
        )
    return rows


def random_query(draw: random.Random) -> Query:
    query = Query(now=utc(2026, 3, draw.randint(8, 13), draw.randint(0, 23), draw.randint(0, 59)))
    if draw.random() < 0.4:
        query = replace(query, words=" ".join(draw.sample(WORDS, draw.randint(1, 2))))
    if draw.random() < 0.6:
        query = replace(query, latitude=draw.uniform(47, 49), longitude=draw.uniform(0, 2))
        if draw.random() < 0.5:
            query = replace(query, radius_m=draw.choice((20_000, 60_000)))
    if draw.random() < 0.3:
        west, south = draw.uniform(0, 1), draw.uniform(47, 48)
        query = replace(query, bbox=BBox(west, south, west + 1, south + 1))
    if draw.random() < 0.2:
        query = replace(query, communes=frozenset(draw.sample(("28085", "28168", "37261"), 2)))
    if draw.random() < 0.2:
        query = replace(query, updated_since=draw.randint(0, 1000))
    if draw.random() < 0.5:
        query = replace(query, open=draw.choice(list(MOMENTS.values())))
    if draw.random() < 0.3:
        query = replace(query, ages=draw.choice((((26, 59),), ((11, 25),), ((18, 28), (60, 120)))))
    values = {
        name: frozenset(draw.sample(codes, draw.randint(1, len(codes))))
        for name, codes in SCHEMA.fields.items()
        if draw.random() < 0.25
    }
    sort = draw.choice(("pertinence", "distance", "nom"))
    return replace(query, values=values, sort=sort)  # type: ignore[arg-type]


# --- the plain reading ---------------------------------------------------------------------
def spans_of(row: Row) -> list[tuple[int, int]]:
    """Open spans in epoch seconds."""
    found = schedule.intervals(
        osm=row.hours.osm,
        context=schedule.context_of(departement=row.hours.departement),
        start=FIRST_DAY,
        days=37,
    )
    return [(begin * 60, end * 60) for begin, end in found]


def is_open(row: Row, moment: Moment, now: datetime) -> bool | None:
    """True, False, or None when nobody knows: every half hour is looked at."""
    if not row.hours.osm:
        return None
    spans = spans_of(row)

    def at(instant: datetime) -> bool:
        seconds = int(instant.timestamp())
        return any(a <= seconds < b for a, b in spans)

    here = now.astimezone(PARIS)
    if moment.kind == "now":
        return at(now)
    for step in range(29):
        day = here.date() + timedelta(days=step)
        if (
            (moment.kind == "today" and step)
            or (moment.kind == "weekend" and day.weekday() < 5)
            or (moment.kind == "day" and day.weekday() != moment.day)
        ):
            continue
        begin = datetime.combine(day, moment.at or time(), tzinfo=PARIS)
        if moment.at is not None:
            if begin >= now and at(begin):
                return True
            continue
        first = time(18) if moment.kind == "evening" else time()
        instant = max(datetime.combine(day, first, tzinfo=PARIS), here)
        while instant.date() == day:
            if at(instant):
                return True
            instant += timedelta(minutes=1 if step == 0 else 30)
    return False


def says(row: Row, words: str) -> bool:
    held = {
        stem(token)
        for text in (row.nom, row.commune, row.code_postal, row.kind_text, row.search_text)
        for token in tokens(text)
    }
    *first, last = tokens(words)
    return all(stem(word) in held for word in first) and any(
        token == stem(last) or token.startswith(last) for token in held
    )


def distance(row: Row, query: Query) -> float:
    if query.latitude is None or query.longitude is None or row.latitude is None:
        return math.inf
    assert row.longitude is not None
    return haversine_m(query.latitude, query.longitude, row.latitude, row.longitude)


def receives(row: Row, ages: tuple[tuple[int, int], ...]) -> bool:
    youngest, oldest = row.ages
    if row.is_reserved or row.is_without_public:
        return False
    return any(
        youngest <= year <= oldest for least, most in ages for year in range(least, most + 1)
    )


def answers(row: Row, query: Query) -> bool:
    held = set(row.values)
    box, latitude, longitude = query.bbox, row.latitude, row.longitude
    placed = latitude is not None and longitude is not None
    return (
        (not query.words or says(row, query.words))
        and (query.radius_m is None or distance(row, query) <= query.radius_m)
        and (box is None or (placed and box.contains(latitude or 0.0, longitude or 0.0)))
        and (query.communes is None or row.commune_code in query.communes)
        and (query.updated_since is None or row.updated >= query.updated_since)
        and (query.ages is None or receives(row, query.ages))
        and (query.open is None or is_open(row, query.open, query.now) is not False)
        and all(any((name, code) in held for code in codes) for name, codes in query.values.items())
    )


def tier(row: Row, query: Query) -> tuple[bool, bool]:
    unknown = query.open is not None and is_open(row, query.open, query.now) is None
    asked = "pas-de-public" in query.values.get("modalites_acces", ())
    hidden = row.is_without_public and not asked and query.sort != "nom"
    return hidden, unknown


# --- the comparison ------------------------------------------------------------------------
@pytest.mark.parametrize("seed", range(6))
def test_same_answers_as_the_plain_reading(seed: int) -> None:
    draw = random.Random(seed)
    rows = random_rows(draw, 70)
    index = make_index(*rows)
    by_id = {row.id: row for row in rows}
    for _number in range(25):
        query = random_query(draw)
        search = Search(index, query)
        expected = {row.id for row in rows if answers(row, query)}
        found = [index.id_of(row) for row in search.order.tolist()]
        assert set(found) == expected, query
        assert search.total == len(found) == len(expected)
        tiers = [tier(by_id[pk], query) for pk in found]
        assert tiers == sorted(tiers), query
        unknown = [pk for pk in found if tier(by_id[pk], query)[1]]
        assert search.total_unknown_hours == len(unknown)
        if query.sort == "nom":
            keys = [(tier(by_id[pk], query), normalize(by_id[pk].nom), pk) for pk in found]
            assert keys == sorted(keys)
        if query.sort == "distance" and query.latitude is not None:
            metres = [(tier(by_id[pk], query), distance(by_id[pk], query)) for pk in found]
            assert metres == sorted(metres)


@pytest.mark.parametrize("seed", range(2))
def test_facets_are_what_a_click_would_give(seed: int) -> None:
    draw = random.Random(100 + seed)
    rows = random_rows(draw, 40)
    index = make_index(*rows)
    for _number in range(6):
        query = random_query(draw)
        facets = Search(index, query).facets(MOMENTS)
        for name, codes in SCHEMA.fields.items():
            for code in codes:
                clicked = replace(query, values={**query.values, name: frozenset({code})})
                assert facets[name][code] == sum(answers(row, clicked) for row in rows)
        for code, moment in MOMENTS.items():
            clicked = replace(query, open=moment)
            assert facets[OPEN_FIELD][code] == sum(answers(row, clicked) for row in rows)


def _state(index: LieuIndex) -> list[object]:
    """Everything that a search reads, by identifier."""
    now = utc(2026, 3, 10, 9)
    answer: list[object] = [index.keys, index.slugs, index.names, index.towns, index.row_of]
    answer += [index.communes[rank] for rank in index.commune.tolist()]
    for array in (index.latitude, index.sheet_day, index.updated, index.price, index.is_exact):
        answer.append(np.nan_to_num(array, nan=-1.0).tolist())
    for plain in (index.has_mandat, index.is_reserved, index.age_min, index.age_max):
        answer.append(plain.tolist())
    answer.append(index.values.tolist())
    for moment in MOMENTS.values():
        masks = index.opening.masks(moment, now)
        answer += [masks.open.tolist(), masks.unknown.tolist()]
    for words in (*WORDS, "inconnu"):
        answer.append([match.worth.tolist() for match in index.words.match(words)])
    return answer


@pytest.mark.parametrize("seed", range(4))
def test_an_index_that_follows_is_the_same_as_a_new_one(seed: int) -> None:
    draw = random.Random(200 + seed)
    rows = random_rows(draw, 40)
    index = make_index(*rows)
    for _step in range(5):
        changed = draw.sample(rows, 4)
        removed = [row.id for row in draw.sample(rows, 3)]
        overseas = Hours("Mo-Fr 09:00-12:00", draw.choice(("974", "971", "28")))
        new = [replace(row, nom=" ".join(draw.sample(WORDS, 2)), hours=overseas) for row in changed]
        new.append(make_row(f"n{draw.random()}", nom="zinnia nouveau", osm="Tu 10:00-11:00"))
        index = index.updated_with(new, removed)
        gone = {*removed, *(row.id for row in new)}
        rows = [row for row in rows if row.id not in gone] + new
        assert _state(index) == _state(make_index(*rows))


def test_an_empty_index_answers_and_grows() -> None:
    index = make_index()
    query = Query(now=utc(2026, 3, 10, 9), words="mairie", latitude=48.0, longitude=1.0)
    search = Search(index, replace(query, open=Moment("now"), communes=frozenset({"28085"})))
    assert search.total == 0
    assert search.order.tolist() == search.nearest(3).tolist() == []
    assert set(search.facets(MOMENTS)[OPEN_FIELD].values()) == {0}
    grown = index.updated_with([make_row("a", nom="Mairie")], [])
    assert Search(grown, query).total == 1
    assert Search(grown.updated_with([], ["a"]), query).total == 0


def test_a_better_fit_comes_first() -> None:
    now = utc(2026, 3, 10, 9)
    near = {"latitude": 48.44, "longitude": 1.49}
    far = {"latitude": 48.44, "longitude": 1.60}  # 8 km
    plain = make_row("plain", **near)
    pairs = [
        (make_row("better", osm="Tu 09:00-18:00", **near), plain),
        (make_row("better", has_human_support=True, **near), plain),
        (make_row("better", price=1.0, **near), plain),
        (plain, make_row("old", sheet_day=date(2024, 1, 1).toordinal(), **near)),
        (plain, make_row("vague", is_exact=False, **near)),
        # Known hours, even when it is closed now, pass before hours that nobody knows.
        (make_row("known", osm="Sa 09:00-12:00", **near), make_row("unknown", **near)),
        # The middle of a commune is not the nearest door.
        (
            make_row("door", latitude=48.443, longitude=1.49),
            make_row("middle", is_exact=False, **near),
        ),
        (
            make_row("old", sheet_day=date(2024, 1, 1).toordinal(), **near),
            make_row("very-old", sheet_day=date(2022, 1, 1).toordinal(), **near),
        ),
        (plain, make_row("far", has_human_support=True, price=1.0, **far)),
        (make_row("far", **far), make_row("nowhere", latitude=None, longitude=None)),
        (make_row("far", **far), make_row("hidden", is_without_public=True, **near)),
    ]
    for first, second in pairs:
        index = make_index(first, second)
        search = Search(index, Query(now=now, latitude=48.44, longitude=1.49))
        assert [index.id_of(row) for row in search.order.tolist()] == [first.id, second.id]


def test_a_wish_sorts_and_leaves_nothing_out() -> None:
    now = utc(2026, 3, 10, 9)
    library, imprimante = ("typologie", "bib"), ("equipements", "imprimante")
    index = make_index(
        make_row("near", latitude=48.44),
        make_row("wished", latitude=48.45, values=[library]),
        make_row("mandat", latitude=48.45, has_mandat=True),
    )
    query = Query(now=now, latitude=48.44, longitude=1.49)

    def order(**changes: object) -> list[str]:
        search = Search(index, replace(query, **changes))  # type: ignore[arg-type]
        return [index.id_of(row) for row in search.order.tolist()]

    assert order() == ["near", "mandat", "wished"]
    assert order(wishes=(Wish((imprimante, library), 8.0),)) == ["wished", "near", "mandat"]
    assert order(wishes=(Wish((library,), 1.0),)) == ["near", "wished", "mandat"]
    assert order(wants_mandat=True) == ["mandat", "near", "wished"]
    assert order(wishes=(Wish((("inconnu", "inconnu"),), 8.0),)) == ["near", "mandat", "wished"]


def test_nearest_never_gives_up_who_may_come() -> None:
    index = make_index(
        make_row("young", latitude=48.0, ages=(0, 25)),
        make_row("members", latitude=48.1, is_reserved=True),
        make_row("hidden", latitude=48.2, is_without_public=True),
        make_row("all", latitude=49.0),
    )
    services = {"services": frozenset({"emploi"})}
    query = Query(now=utc(2026, 3, 10, 9), latitude=48.0, longitude=1.49, values=services)
    adult = Search(index, replace(query, ages=((26, 59),)))
    assert [index.id_of(row) for row in adult.nearest(4).tolist()] == ["all"]
    anybody = Search(index, query).nearest(4).tolist()
    assert [index.id_of(row) for row in anybody] == ["young", "members", "all", "hidden"]


def test_all_the_services_asked_come_before_one_of_them() -> None:
    demarches, emploi = ("services", "demarches"), ("services", "emploi")
    index = make_index(
        make_row("one", nom="A", values=[demarches]),
        make_row("both", nom="B", values=[demarches, emploi]),
    )
    query = Query(now=utc(2026, 3, 10, 9), values={"services": frozenset({"demarches", "emploi"})})
    assert [index.id_of(row) for row in Search(index, query).order.tolist()] == ["both", "one"]


def test_nearest_keeps_the_needs_and_then_gives_up() -> None:
    index = make_index(
        make_row("near", latitude=48.0, longitude=1.0),
        make_row("helps", latitude=48.5, longitude=1.0, values=[("services", "demarches")]),
        make_row("free", latitude=49.0, longitude=1.0, values=[("frais_a_charge", "gratuit")]),
    )
    query = Query(now=utc(2026, 3, 10, 9), latitude=48.0, longitude=1.01, radius_m=100)

    def nearest(**changes: object) -> list[str]:
        search = Search(index, replace(query, **changes))  # type: ignore[arg-type]
        assert search.total == 0
        return [index.id_of(row) for row in search.nearest(2).tolist()]

    services = {"services": frozenset({"demarches"})}
    assert nearest() == ["near", "helps"]
    assert nearest(values=services) == ["helps"]
    assert nearest(values={**services, "frais_a_charge": frozenset({"payant"})}) == ["helps"]
    assert nearest(values=services, words="xyzzy") == ["helps"]
    assert nearest(values={"services": frozenset({"emploi"})}) == ["near", "helps"]
    # Without a point: around the middle of the box.
    box = BBox(0.9, 48.6, 1.1, 48.7)
    assert nearest(latitude=None, longitude=None, radius_m=None, bbox=box) == ["helps", "free"]
