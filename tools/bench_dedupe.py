"""Measure duplicates: right and wrong on the judged pairs, ours and the national rule; speed.

Prints a table (Markdown, in French). The judged pairs stand beside the real data
(MAILLAGE_DATA_DIR); without them only the speed is measured. Each speed runs in a process of its
own, so that its memory is its own. No database.
"""

import os
import random
import resource
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from itertools import combinations
from pathlib import Path
from typing import Any

from bench_table import Line, comma, print_lines, shared_words

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from fit_dedupe import Score, gold_pairs, score  # noqa: E402

from maillage.directory.dedupe import (  # noqa: E402
    CERTAIN,
    POSSIBLE,
    SAME,
    Sheet,
    find_pairs,
    group_pairs,
    score_pair,
    sheet_of,
)
from maillage.directory.dedupe.blocking import candidates  # noqa: E402
from maillage.directory.dedupe.reading import read_sheet  # noqa: E402
from maillage.directory.synthetic.places import hours_pool, make_place  # noqa: E402
from tests.directory.dedupe import national  # noqa: E402

SIZES = {20_000: (10.0, "≤ 10 s"), 200_000: (120.0, "≤ 2 min")}
REPEATED = 0.2
PLACES_PER_TOWN = 12
_SYLLABLES = "bacodufegilomanuperisatovabecudofagelimu"
_SHORT = {"rue": "R", "avenue": "AV", "place": "PL", "boulevard": "BD", "chemin": "CHE"}


def synthetic(count: int) -> tuple[list[Sheet], set[tuple[str, str]]]:
    """About `count` sheets, a fifth of them repeated by another source, and the true pairs."""
    draw = random.Random(1)  # noqa: S311
    pool = hours_pool(draw)
    sheets: list[Sheet] = []
    pairs: set[tuple[str, str]] = set()
    while len(sheets) < count:
        number = len(sheets)
        town_number = number // PLACES_PER_TOWN
        town = f"Saint-{_town_word(town_number)}-sur-Loire"
        place = make_place(number, town, draw, pool)
        base = random.Random(town_number)  # noqa: S311
        latitude = base.uniform(43, 50) + place.offset[0]
        longitude = base.uniform(-1, 7) + place.offset[1]
        words = place.nom.replace(f" d’essai {number:05d}", "")
        first = Sheet(
            id=f"a{number:06d}",
            source=f"source-{number % 3}",
            nom=f"{words} de {town}",
            adresse=place.adresse,
            code_postal=f"{10000 + town_number % 8000 * 10:05d}",
            commune=town,
            latitude=latitude,
            longitude=longitude,
            is_exact=place.is_exact,
            telephone=place.telephone and f"+331{draw.randrange(10**8):08d}",
        )
        sheets.append(first)
        if draw.random() < REPEATED:
            other = _noisy(first, words, draw)
            sheets.append(other)
            pairs.add((first.id, other.id))
    return sheets, pairs


def _town_word(number: int) -> str:
    """A made-up word for a number below 160,000: 4,213 → « Bacopuna »."""
    syllables = []
    for _place in range(4):
        number, syllable = divmod(number, len(_SYLLABLES) // 2)
        syllables.append(_SYLLABLES[2 * syllable : 2 * syllable + 2])
    return "".join(syllables).capitalize()


def _noisy(sheet: Sheet, words: str, draw: random.Random) -> Sheet:
    """The same place as another source writes it."""
    number, _, street = sheet.adresse.partition(" ")
    kind, _, rest = street.partition(" ")
    adresse = f"{number} {_SHORT.get(kind, kind)} {rest}".upper()
    has_position = draw.random() < 0.8
    return Sheet(
        id=f"b{sheet.id}",
        source="source-9",
        nom=draw.choice((words.upper(), sheet.nom, f"{words} municipale")),
        adresse=adresse if draw.random() < 0.9 else street,
        code_postal=sheet.code_postal,
        commune=sheet.commune.upper() if draw.random() < 0.8 else "",
        latitude=(sheet.latitude or 0) + draw.gauss(0, 0.001) if has_position else None,
        longitude=(sheet.longitude or 0) + draw.gauss(0, 0.001) if has_position else None,
        telephone=sheet.telephone if draw.random() < 0.6 else "",
    )


# --- judged pairs ----------------------------------------------------------------------------
def judged() -> Iterator[Line]:
    rows = gold_pairs()
    truth = [row["label"] == "same" for row in rows]
    found = [score_pair(sheet_of(row["a"]), sheet_of(row["b"])).probability for row in rows]
    ours = score(truth, [probability >= SAME for probability in found])
    yield Line(
        f"Doublons, {len(rows)} paires jugées",
        "F1 ≥ 0,93, précision ≥ 0,97",
        _words(ours),
        ours.f1 >= 0.93 and ours.precision >= 0.97,
    )
    sure = score(truth, [probability >= CERTAIN for probability in found])
    yield Line(
        "… fusionnés sans personne", "précision ≥ 0,99", _words(sure), sure.precision >= 0.99
    )
    decided = [_national(row) for row in rows]
    yield Line("… règle nationale, paire par paire", "–", _words(score(truth, decided)), None)
    links = [
        (_key(row["a"]), _key(row["b"])) for row, yes in zip(rows, decided, strict=True) if yes
    ]
    group_of = {name: ids for ids in national.groups(links).values() for name in ids}
    grouped = [
        group_of.get(_key(row["a"])) is not None
        and group_of.get(_key(row["a"])) is group_of.get(_key(row["b"]))
        for row in rows
    ]
    yield Line("… règle nationale, avec ses groupes", "–", _words(score(truth, grouped)), None)
    kept, total, compared = _blocking(rows, truth)
    yield Line(
        "Vrais doublons que le tri préalable compare",
        "≥ 99 %",
        comma(f"{kept / total:.1%} ({kept} sur {total}, {compared} comparaisons)"),
        kept / total >= 0.99,
    )


def _national(row: dict[str, Any]) -> bool:
    # The judged pairs have no commune code: the rule is given every pair as a candidate.
    one, other = row["a"], row["b"]
    return national.is_duplicate(one, other, is_internal=one["source"] == other["source"])


def _key(place: dict[str, Any]) -> str:
    return f"{place['source']}/{place['id']}"


def _words(result: Score) -> str:
    return comma(str(result))


def _blocking(rows: Sequence[dict[str, Any]], truth: Sequence[bool]) -> tuple[int, int, int]:
    """(true pairs compared, true pairs, pairs compared) among all the judged places."""
    sheets = {_key(row[side]): sheet_of(row[side]) for row in rows for side in "ab"}
    names = list(sheets)
    found = {
        frozenset((names[position], names[index]))
        for position, earlier in candidates([read_sheet(sheet) for sheet in sheets.values()])
        for index in earlier
    }
    same = [
        frozenset((_key(row["a"]), _key(row["b"])))
        for row, is_same in zip(rows, truth, strict=True)
        if is_same
    ]
    return sum(pair in found for pair in same), len(same), len(found)


# --- speed -----------------------------------------------------------------------------------
def run(count: int) -> None:
    """In a process of its own: seconds, megabytes, precision and recall on synthetic places."""
    sheets, truth = synthetic(count)
    start, begun = time.perf_counter(), time.process_time()
    pairs = find_pairs(sheets, at_least=POSSIBLE)
    groups = group_pairs(pairs, sheets, at_least=CERTAIN)
    seconds, processor = time.perf_counter() - start, time.process_time()
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    found = {pair for group in groups for pair in combinations(group, 2)}
    likely = {(pair.first, pair.second) for pair in pairs if pair.probability >= SAME}
    right, held = len(likely & truth), len(found & truth)
    print(
        seconds,
        processor - begun,
        memory,
        right / len(likely),
        right / len(truth),
        held / max(1, len(found)),
    )


def speeds() -> Iterator[Line]:
    for count, (limit, goal) in SIZES.items():
        done = subprocess.run(
            [sys.executable, __file__, str(count)],
            check=True, capture_output=True, text=True, env={**os.environ, "PYTHONPATH": str(ROOT)},
        )  # fmt: skip
        seconds, processor, memory, precision, recall, merged = map(float, done.stdout.split())
        words = (
            f"{seconds:.1f} s (processeur {processor:.1f} s), {memory:.0f} Mo ; "
            f"précision {precision:.3f}, rappel {recall:.3f}, fusions justes {merged:.3f}"
        )
        yield Line(
            f"Trouver et grouper, {count:_} lieux d’essai".replace("_", " "),
            goal,
            comma(words) + shared_words(),
            seconds <= limit,
        )


def lines() -> Iterator[Line]:
    if os.environ.get("MAILLAGE_DATA_DIR"):
        yield from judged()
    yield from speeds()


if __name__ == "__main__":
    sizes = [int(word) for word in sys.argv[1:] if word.isdigit()]
    if sizes:
        run(sizes[0])
    else:
        print_lines(lines())
