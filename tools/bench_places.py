"""Time the place search on every commune of France; prints a small table.

Run from the root of the checkout: `.venv/bin/python tools/bench_places.py`. Needs the npm
package @etalab/decoupage-administratif (`make setup` installs it). No database.
"""

import json
import random
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from maillage.territory.place_index import PlaceEntry, PlaceIndex, PlaceMatch  # noqa: E402

DATA = ROOT / "node_modules" / "@etalab" / "decoupage-administratif" / "data"
SAMPLES = 400


@dataclass(frozen=True)
class Figure:
    """Times of one kind of keystroke, in milliseconds; `found`: share that finds the commune."""

    name: str
    count: int
    p50_ms: float
    p95_ms: float
    max_ms: float
    found: float


def french_entries() -> list[PlaceEntry]:
    """Communes, former communes and departments of France as the npm package has them."""
    departements = {
        d["code"]: d["nom"] for d in json.loads((DATA / "departements.json").read_text())
    }
    entries = [
        PlaceEntry("departement", code, nom, "", (nom,), departement=code)
        for code, nom in departements.items()
    ]
    for row in json.loads((DATA / "communes.json").read_text()):
        current = row["type"] == "commune-actuelle"
        entries.append(
            PlaceEntry(
                kind="commune" if current else "ancienne_commune",
                code=row["code"],
                label=row["nom"],
                detail="",
                names=(row["nom"],),
                population=row.get("population", 0),
                departement=row.get("departement", ""),
                postal_codes=tuple(row.get("codesPostaux", ())) if current else (),
                commune_code=row["code"] if current else row.get("chefLieu", ""),
            )
        )
    return entries


def with_errors(text: str, count: int, dice: random.Random) -> str:
    """The text with `count` letters dropped, changed or swapped with the next."""
    letters = list(text)
    for _ in range(count):
        at = dice.randrange(1, len(letters) - 1)
        match dice.randrange(3):
            case 0:
                del letters[at]
            case 1:
                letters[at] = dice.choice("aeinrst")
            case _:
                letters[at - 1], letters[at] = letters[at], letters[at - 1]
    return "".join(letters)


def run() -> list[Figure]:
    """Time every kind of keystroke on the same communes, drawn once for all."""
    dice = random.Random(1)  # noqa: S311 - a repeatable draw, not a secret
    entries = french_entries()
    started = time.perf_counter()
    index = PlaceIndex(entries)
    built_ms = (time.perf_counter() - started) * 1000
    communes = [entry for entry in entries if entry.kind == "commune" and len(entry.label) > 6]
    drawn = dice.sample(communes, SAMPLES)
    kinds: dict[str, Callable[[PlaceEntry], list[str]]] = {
        "exact": lambda c: [c.label],
        "début (chaque touche)": lambda c: [c.label[:size] for size in range(1, len(c.label))],
        "une faute": lambda c: [with_errors(c.label, 1, dice)],
        "deux fautes": lambda c: [with_errors(c.label, 2, dice)],
        "début avec une faute": lambda c: [
            with_errors(c.label[: max(5, len(c.label) - 3)], 1, dice)
        ],
        "code postal": lambda c: [c.postal_codes[0]] if c.postal_codes else [],
        "rien de connu": lambda _c: ["".join(dice.choices("bcdfghjklmxz", k=9))],
    }
    figures = [Figure("construction de l’index", len(index), built_ms, built_ms, built_ms, 1.0)]
    for name, texts_of in kinds.items():
        times: list[float] = []
        hits = asked = 0
        for commune in drawn:
            matches: list[PlaceMatch] = []
            for text in texts_of(commune):
                start = time.perf_counter()
                matches = index.search(text, limit=8)
                times.append((time.perf_counter() - start) * 1000)
            asked += 1
            hits += any(
                match.label == commune.label or match.code in commune.postal_codes
                for match in matches
            )
        times.sort()
        figures.append(
            Figure(
                name,
                len(times),
                times[len(times) // 2],
                times[int(len(times) * 0.95)],
                times[-1],
                hits / asked,
            )
        )
    return figures


def main() -> None:
    print(f"{'frappe':<26}{'nombre':>8}{'p50 ms':>9}{'p95 ms':>9}{'max ms':>9}{'trouvé':>9}")
    for figure in run():
        print(
            f"{figure.name:<26}{figure.count:>8}{figure.p50_ms:>9.2f}{figure.p95_ms:>9.2f}"
            f"{figure.max_ms:>9.2f}{figure.found:>9.0%}"
        )


if __name__ == "__main__":
    main()
