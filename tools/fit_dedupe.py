"""Weights of the evidence of duplicates, from the judged pairs, and what they are worth.

Prints the table for `maillage/directory/dedupe/weights.py`, then precision, recall and F1 on the
pairs: with these weights, and cross-validated (all the pairs of a cluster of places are judged by
weights that never saw the cluster). Run with MAILLAGE_DATA_DIR set (gold/ stands beside).

The weights maximise the likelihood of a logistic model with a normal prior: centred on EXPECTED
(what each fact is worth before any figure), of standard deviation 1; each keeps the sign of its
expectation, so that no chance of the sample turns evidence for into evidence against.
"""

import json
import os
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from maillage.directory.dedupe.evidence import compare
from maillage.directory.dedupe.reading import read_sheet
from maillage.directory.dedupe.sheet import sheet_of

EXPECTED: dict[str, float] = {
    "noms_proches": 2.0, "adresse_porte": 2.0, "meme_telephone": 2.0, "meme_siret": 2.0,
    "meme_nature": 1.5, "meme_siret_public": 1.0, "adresse_place": 1.0, "distance": 1.0,
    "adresse_rue": 0.8, "meme_siren": 0.7, "adresse_voisin": 0.5, "autre_siren": -0.5,
    "autre_telephone": -0.5, "noms_differents": -1.0, "autre_code_postal": -1.0,
    "adresse_numero": -1.0, "nature_inconnue": -1.0, "meme_source": -1.0,
    "adresse_autre": -1.5, "autre_commune": -3.0, "autre_nature": -3.0,
}  # fmt: skip
CODES = tuple(EXPECTED)
FOLDS = 10
SEEDS = (0, 1, 2)
_Array = NDArray[np.float64]


@dataclass(frozen=True)
class Score:
    """Precision, recall and F1, 0 to 1."""

    precision: float
    recall: float
    f1: float

    def __str__(self) -> str:
        return f"précision {self.precision:.3f}, rappel {self.recall:.3f}, F1 {self.f1:.3f}"


def gold_pairs() -> list[dict[str, Any]]:
    """The judged pairs (same or different); SystemExit without the folder."""
    folder = os.environ.get("MAILLAGE_DATA_DIR", "")
    path = Path(folder).parent / "gold" / "duplicates_dev.jsonl"
    if not folder or not path.is_file():
        raise SystemExit("Donnez MAILLAGE_DATA_DIR : le dossier gold/ est à côté.")
    rows = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    return [row for row in rows if row["label"] != "unsure"]


def score(is_same: Sequence[bool], is_found: Sequence[bool]) -> Score:
    """What was found against what is."""
    right = sum(one and other for one, other in zip(is_same, is_found, strict=True))
    precision, recall = right / max(1, sum(is_found)), right / max(1, sum(is_same))
    return Score(precision, recall, 2 * precision * recall / max(1e-9, precision + recall))


def fit(figures: _Array, is_same: _Array, steps: int = 3000) -> tuple[_Array, float]:
    """(weights in the order of CODES, logit of the prior): projected accelerated gradient."""
    expected = np.array([EXPECTED[code] for code in CODES])
    norm = float(np.linalg.norm(np.c_[figures, np.ones(len(figures))], 2))
    step = 1 / (0.25 * norm**2 + 1)
    weights, bias = expected.copy(), 0.0
    ahead, ahead_bias, momentum = weights.copy(), bias, 1.0
    for _step in range(steps):
        error = 1 / (1 + np.exp(-(figures @ ahead + ahead_bias))) - is_same
        new = ahead - step * (figures.T @ error + ahead - expected)
        new = np.where(expected > 0, np.maximum(new, 0), np.minimum(new, 0))
        new_bias = ahead_bias - step * float(error.sum())
        grown = (1 + (1 + 4 * momentum**2) ** 0.5) / 2
        pull = (momentum - 1) / grown
        ahead, ahead_bias = new + pull * (new - weights), new_bias + pull * (new_bias - bias)
        weights, bias, momentum = new, new_bias, float(grown)
    return weights, bias


def clusters(rows: Sequence[dict[str, Any]]) -> list[str]:
    """For each pair, the name of its cluster: places linked by any judged pair."""
    parent: dict[str, str] = {}

    def root(name: str) -> str:
        parent.setdefault(name, name)
        while parent[name] != name:
            name = parent[name]
        return name

    keys = [tuple(f"{row[side]['source']}/{row[side]['id']}" for side in "ab") for row in rows]
    for one, other in keys:
        parent[root(one)] = root(other)
    return [root(one) for one, _other in keys]


def cross_validated(figures: _Array, is_same: _Array, groups: Sequence[str], seed: int) -> _Array:
    """Probabilities of all the pairs, each from weights that never saw its cluster."""
    names = sorted(set(groups))
    order = np.random.default_rng(seed).permutation(len(names))
    fold_of = {name: int(order[index]) % FOLDS for index, name in enumerate(names)}
    folds = np.array([fold_of[group] for group in groups])
    found = np.zeros(len(is_same))
    for fold in range(FOLDS):
        held = folds == fold
        weights, bias = fit(figures[~held], is_same[~held])
        found[held] = 1 / (1 + np.exp(-(figures[held] @ weights + bias)))
    return found


def main() -> None:
    rows = gold_pairs()
    evidence = [
        compare(read_sheet(sheet_of(row["a"])), read_sheet(sheet_of(row["b"]))).figures
        for row in rows
    ]
    figures = np.array([[facts.get(code, 0.0) for code in CODES] for facts in evidence])
    is_same = np.array([row["label"] == "same" for row in rows], dtype=np.float64)
    weights, bias = fit(figures, is_same)
    print(f"PRIOR_LOGIT = {bias:.1f}")
    for index in np.argsort(-weights):
        print(f'    "{CODES[index]}": {weights[index]:.1f},')
    groups = clusters(rows)
    truth = [bool(value) for value in is_same]
    print(f"\n{len(rows)} paires, {len(set(groups))} grappes de lieux", file=sys.stderr)
    own = 1 / (1 + np.exp(-(figures @ weights + bias)))
    print(f"mêmes paires : {score(truth, list(own >= 0.5))}", file=sys.stderr)
    for seed in SEEDS:
        found = cross_validated(figures, is_same, groups, seed)
        for threshold in (0.5, 0.8, 0.9, 0.95):
            result = score(truth, list(found >= threshold))
            print(f"validation croisée {seed}, seuil {threshold} : {result}", file=sys.stderr)


if __name__ == "__main__":
    main()
