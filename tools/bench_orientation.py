"""Measure the orientation's engine and its alerts: what they understand, and what they cost.

Prints a table (Markdown, in French). The texts are those of data/orientation/test.jsonl and, for
alerts, of alertes-test.jsonl, never learnt from, and the sample of the gold folder beside the
real data (MAILLAGE_DATA_DIR) when it is there. `--errors` writes each wrong field on the error
output. No database.
"""

import json
import os
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from bench_table import Line, comma, print_lines, shared_words

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from maillage.orientation.engine import (  # noqa: E402
    Engine,
    Gazetteer,
    read_npm_towns,
    train_engine,
)
from maillage.orientation.engine.labels import SECURITE  # noqa: E402
from maillage.orientation.engine.model import Model  # noqa: E402
from maillage.orientation.engine.scores import (  # noqa: E402
    FLAGS,
    LISTS,
    SINGLES,
    Score,
    score_field,
)
from maillage.orientation.safety.alerts import AlertKind, find_alerts  # noqa: E402
from maillage.orientation.safety.learned import train_alerts  # noqa: E402

COMMUNES = ROOT / "node_modules/@etalab/decoupage-administratif/data/communes.json"
FOLDER = ROOT / "data/orientation"
REGION = "24"
OWN_SETS = {
    "jeu à part": "test.jsonl",
    "second jeu à part": "test2.jsonl",
    "troisième jeu à part": "test3.jsonl",
    "quatrième jeu à part": "test4.jsonl",
    "cinquième jeu à part": "test5.jsonl",
}
ALERT_SETS = {
    "jeu à part": "alertes-test.jsonl",
    "mots plus rares": "alertes-test2.jsonl",
}
TRAINING_S, TEXT_MS, MODEL_MB = 30, 5, 20
ALERTED_MS = 8
GRAVE = (0.90, 0.70)
"""Recall and precision of the kinds where somebody is in danger."""
OTHERS = (0.85, 0.85)
GOALS = {
    kind: OTHERS if kind in {AlertKind.FRAUDE, AlertKind.DROITS, AlertKind.ECHEANCE} else GRAVE
    for kind in AlertKind
}
CALM_SHARE = 0.005
ROUNDS = 3
_SHARE = 0.95

Answers = list[dict[str, Any]]


def read_lines(path: Path) -> Answers:
    return [json.loads(text) for text in path.read_text(encoding="utf-8").splitlines() if text]


def samples() -> Iterator[tuple[str, Answers]]:
    """Name and labelled texts of each set that is there."""
    for name, file in OWN_SETS.items():
        yield name, read_lines(FOLDER / file)
    folder = os.environ.get("MAILLAGE_DATA_DIR", "")
    sample = Path(folder).parent / "gold" / "orientation_dev.jsonl"
    if folder and sample.is_file():
        yield "échantillon", read_lines(sample)


def percent(share: float) -> str:
    return comma(f"{100 * share:.1f} %")


def show_errors(name: str, wanted: Answers, given: Answers) -> None:
    for line, answer in zip(wanted, given, strict=True):
        for field in (*LISTS, *SINGLES, *FLAGS):
            hoped, found = line.get(field), answer[field]
            if sorted_or_same(hoped) != sorted_or_same(found):
                print(f"{name} · {field} : {hoped} / {found} · {line['texte']}", file=sys.stderr)


def sorted_or_same(value: Any) -> Any:
    return sorted(value) if isinstance(value, list) else value


def quality(name: str, wanted: Answers, given: Answers) -> Iterator[Line]:
    def score(field: str) -> Score:
        return score_field(field, wanted, given)

    label = f"({name}, {len(wanted)} textes)"
    services, themes = score("besoins"), score("themes")
    yield Line(
        f"besoins : F1 / rappel {label}",
        "≥ 88 % / ≥ 90 %",
        f"{percent(services.f1)} / {percent(services.recall)}",
        services.f1 >= 0.88 and services.recall >= 0.90,
    )
    yield Line(f"thèmes : F1 {label}", "≥ 85 %", percent(themes.f1), themes.f1 >= 0.85)
    commune = score("commune")
    yield Line(
        f"commune : exacte / inventée {label}",
        "≥ 95 % / ≤ 1 %",
        f"{percent(commune.exact)} / {percent(commune.invented)}",
        commune.exact >= 0.95 and commune.invented <= 0.01,
    )
    urgency, off_topic = score("urgence"), score("hors_sujet")
    yield Line(
        f"urgence : rappel / précision {label}",
        "≥ 95 % / ≥ 80 %",
        f"{percent(urgency.recall)} / {percent(urgency.precision)}",
        urgency.recall >= 0.95 and urgency.precision >= 0.80,
    )
    yield Line(f"hors sujet : F1 {label}", "≥ 90 %", percent(off_topic.f1), off_topic.f1 >= 0.90)
    language = score("langue")
    yield Line(f"langue {label}", "≥ 97 %", percent(language.exact), language.exact >= 0.97)
    for field in ("publics", "prise_en_charge", "modalites", "moment", "frais"):
        yield Line(f"{field} : F1 {label}", "–", percent(score(field).f1), None)


def kinds_of(text: str, engine: Engine, model: Model) -> set[str]:
    """What the site hears: the rules and the trained part, told whether the need is urgent."""
    is_urgent = engine.understand(text).urgence.is_true
    return {alert.kind.value for alert in find_alerts(text, is_urgent=is_urgent, model=model)}


def alerts(engine: Engine, model: Model, ordinary: Answers) -> Iterator[Line]:
    """Recall and precision of each kind; alerts on `ordinary` texts, which are not urgent."""
    texts = read_lines(FOLDER / "alertes-test.jsonl")
    given = [kinds_of(line["texte"], engine, model) for line in texts]
    if "--errors" in sys.argv:
        for line, found in zip(texts, given, strict=True):
            if found != set(line["alertes"]):
                wanted = line["alertes"]
                print(f"alertes : {wanted} / {sorted(found)} · {line['texte']}", file=sys.stderr)
    for kind in AlertKind:
        wanted = [kind in line["alertes"] for line in texts]
        right = sum(kind in found for found, is_so in zip(given, wanted, strict=True) if is_so)
        recall = right / sum(wanted)
        precision = right / max(sum(kind in found for found in given), 1)
        goals = GOALS[kind]
        yield Line(
            f"alerte « {kind} » : rappel / précision ({sum(wanted)} textes)",
            f"≥ {100 * goals[0]:.0f} % / ≥ {100 * goals[1]:.0f} %",
            f"{percent(recall)} / {percent(precision)}",
            recall >= goals[0] and precision >= goals[1],
        )
    for name, file in ALERT_SETS.items():
        both = [
            (line["alertes"], kinds_of(line["texte"], engine, model))
            for line in read_lines(FOLDER / file)
        ]
        heard = [bool(found) for wanted, found in both if wanted]
        near = [bool(found) for wanted, found in both if not wanted]
        yield Line(
            f"alertes : entendues, d’une sorte ou d’une autre ({name}, {len(heard)} textes)",
            "≥ 90 %",
            percent(sum(heard) / len(heard)),
            sum(heard) >= 0.90 * len(heard),
        )
        yield Line(
            f"alertes : levées sur des textes faits pour tromper ({name}, {len(near)} textes)",
            "–",
            percent(sum(near) / len(near)),
            None,
        )
    # A safety need that is not urgent is often a harassment: an alert is right there.
    for what, goal, asked in (
        ("ni besoin de sécurité", CALM_SHARE, False),
        ("mais avec un besoin de sécurité", None, True),
    ):
        raised = [kinds_of(x["texte"], engine, model) for x in ordinary if is_safety(x) is asked]
        wrong = sum(map(bool, raised))
        yield Line(
            f"alertes : levées sur des textes sans urgence {what} ({len(raised)} textes)",
            f"≤ {percent(goal)}" if goal else "–",
            percent(wrong / len(raised)),
            wrong <= goal * len(raised) if goal else None,
        )


def is_safety(line: dict[str, Any]) -> bool:
    return SECURITE in line["besoins"]


def time_of_texts(read: Callable[[str], object], texts: list[str]) -> float:
    """Milliseconds of processor time under which 95 % of the texts are read."""
    best = [float("inf")] * len(texts)
    for _ in range(ROUNDS):
        for rank, text in enumerate(texts):
            start = time.process_time()
            read(text)
            best[rank] = min(best[rank], time.process_time() - start)
    return 1000 * sorted(best)[int(_SHARE * len(best))]


def lines() -> Iterator[Line]:
    gazetteer = Gazetteer(read_npm_towns(COMMUNES.read_text(encoding="utf-8"), region=REGION))
    corpus = [line for path in sorted(FOLDER.glob("corpus-*.jsonl")) for line in read_lines(path)]
    start = time.process_time()
    engine = train_engine(corpus, gazetteer)
    training = time.process_time() - start
    size = len(engine.model.to_bytes()) / 1_000_000
    start = time.process_time()
    model = train_alerts(
        [line for path in sorted(FOLDER.glob("alertes-[a-s].jsonl")) for line in read_lines(path)],
        corpus,
    )
    training_alerts = time.process_time() - start
    texts: list[str] = []
    ordinary: Answers = []
    for name, wanted in samples():
        given = [engine.understand(line["texte"]).as_dict() for line in wanted]
        if "--errors" in sys.argv:
            show_errors(name, wanted, given)
        texts += [line["texte"] for line in wanted]
        ordinary += [line for line in wanted if not line["urgence"]]
        yield from quality(name, wanted, given)
    yield from alerts(engine, model, ordinary)
    yield Line(
        "alertes : apprentissage",
        f"≤ {TRAINING_S} s",
        f"{training_alerts:.0f} s" + shared_words(),
        training_alerts <= TRAINING_S,
    )
    yield Line(
        f"orientation : apprentissage ({len(corpus)} phrases)",
        f"≤ {TRAINING_S} s",
        f"{training:.0f} s" + shared_words(),
        training <= TRAINING_S,
    )
    yield Line(
        "orientation : modèle gardé", f"≤ {MODEL_MB} Mo", comma(f"{size:.1f} Mo"), size <= MODEL_MB
    )
    if texts:
        slow = time_of_texts(engine.understand, texts)
        yield Line(
            f"orientation : un texte sur un processeur, p95 ({len(texts)} textes)",
            f"≤ {TEXT_MS} ms",
            comma(f"{slow:.1f} ms") + shared_words(),
            slow <= TEXT_MS,
        )
        slow = time_of_texts(lambda text: kinds_of(text, engine, model), texts)
        yield Line(
            f"orientation : un texte et ses alertes, p95 ({len(texts)} textes)",
            f"≤ {ALERTED_MS} ms",
            comma(f"{slow:.1f} ms") + shared_words(),
            slow <= ALERTED_MS,
        )


if __name__ == "__main__":
    print_lines(lines())
