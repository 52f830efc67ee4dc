"""Seeded addresses of the benchmark, all different, so that nothing is answered from a cache."""

import json
import random
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlencode

ROOT = Path(__file__).resolve().parent.parent
COMMUNES = ROOT / "node_modules/@etalab/decoupage-administratif/data/communes.json"

SERVICES = (
    "demarches", "outils", "emploi", "securite", "parentalite", "loisirs", "comprendre",
    "acces-internet", "materiel-solidaire",
)  # fmt: skip
WORDS = (
    "mediatheque", "impots", "ordinateur pas cher", "cv", "imprimer", "fablab", "centre social",
    "tablette", "bibliotheqe", "mairie", "caf", "smartphone", "robotique", "declartion revenus",
)  # fmt: skip
OPENINGS = ("maintenant", "aujourdhui", "soir", "week-end", "mardi", "samedi", "jeudi-18h")
OTHERS = (
    ("prix", ("gratuit", "payant")),
    ("venir", ("se-presenter", "telephoner", "rdv-en-ligne")),
    ("aide", ("individuel", "atelier", "autonomie", "distance")),
    ("public", ("jeunes", "seniors", "familles")),
    ("programme", ("france-services", "conseillers-numeriques", "aidants-connect")),
    ("type", ("bib", "muni", "rfs", "cs")),
    ("equipement", ("wifi", "imprimante", "ordinateur", "scanner")),
)


class Addresses:
    """Draws addresses; the same seed always gives the same ones."""

    def __init__(self, seed: int) -> None:
        self.draw = random.Random(seed)  # noqa: S311 - not a secret
        rows = json.loads(COMMUNES.read_text(encoding="utf-8"))
        self.towns = [
            row
            for row in rows
            if row["type"] == "commune-actuelle" and row["zone"] == "metro" and "population" in row
        ]
        self.weights = [row["population"] ** 0.7 + 1 for row in self.towns]

    def town(self) -> dict[str, object]:
        found: dict[str, object] = self.draw.choices(self.towns, weights=self.weights)[0]
        return found

    def results(self, count: int) -> list[str]:
        """Result pages: words, place, radius, needs, opening, other filters, in every mixture."""
        return _different(self._results(), count)

    def _results(self) -> Iterator[str]:
        draw = self.draw
        while True:
            pairs: list[tuple[str, str]] = []
            if draw.random() < 0.35:
                pairs.append(("q", draw.choice(WORDS)))
            if draw.random() < 0.75:
                pairs.append(("ou", str(self.town()["nom"])))
                if draw.random() < 0.4:
                    pairs.append(("rayon", draw.choice(("5", "10", "30", "50"))))
            if draw.random() < 0.7:
                pairs += [("besoin", code) for code in draw.sample(SERVICES, draw.randint(1, 2))]
            if draw.random() < 0.25:
                pairs.append(("ouvert", draw.choice(OPENINGS)))
            for name, codes in draw.sample(OTHERS, draw.choice((0, 0, 1, 2))):
                pairs.append((name, draw.choice(codes)))
            # A second page, where there is one for sure.
            if draw.random() < 0.3 and not {"q", "rayon"} & dict(pairs).keys():
                pairs.append(("page", "2"))
            if draw.random() < 0.15:
                pairs.append(("tri", draw.choice(("distance", "nom"))))
            yield f"/lieux/?{urlencode(pairs)}"

    def open_now(self, count: int) -> list[str]:
        """« Open now » near a commune."""

        def drawn() -> Iterator[str]:
            while True:
                pairs = [("ou", str(self.town()["nom"])), ("ouvert", "maintenant")]
                if self.draw.random() < 0.5:
                    pairs.append(("besoin", self.draw.choice(SERVICES)))
                yield f"/lieux/?{urlencode(pairs)}"

        return _different(drawn(), count)

    def viewports(self, count: int) -> list[str]:
        """Data of a map view of 1,000 by 700 pixels, from the country to the street."""

        def drawn() -> Iterator[str]:
            while True:
                zoom = self.draw.choice((5, 6, 7, 8, 9, 10, 11, 12, 13))
                width = 1000 / 256 * 360 / 2**zoom
                latitude, longitude = self.draw.uniform(44, 49.5), self.draw.uniform(-0.5, 6)
                west, south = max(-5, longitude - width / 2), max(41.0, latitude - width / 4)
                box = (west, south, west + width, min(51.5, south + width / 2))
                pairs = [("bbox", ",".join(f"{edge:.4f}" for edge in box)), ("zoom", str(zoom))]
                if self.draw.random() < 0.5:
                    pairs.append(("besoin", self.draw.choice(SERVICES)))
                if self.draw.random() < 0.2:
                    pairs.append(("ouvert", "maintenant"))
                yield f"/carte/points/?{urlencode(pairs)}"

        return _different(drawn(), count)

    def keystrokes(self, count: int) -> list[str]:
        """Names of communes typed letter by letter, one in five with a wrong letter."""

        def drawn() -> Iterator[str]:
            while True:
                name = str(self.town()["nom"])
                if self.draw.random() < 0.2 and len(name) > 5:
                    spot = self.draw.randint(2, len(name) - 2)
                    name = name[:spot] + self.draw.choice("aeiorst") + name[spot + 1 :]
                for size in range(2, len(name) + 1):
                    yield f"/territoires/chercher/?{urlencode({'q': name[:size]})}"

        return _different(drawn(), count)


def _different(drawn: Iterator[str], count: int) -> list[str]:
    chosen: dict[str, None] = {}
    while len(chosen) < count:
        chosen[next(drawn)] = None
    return list(chosen)
