"""The trained part of alerts: it hears dangers said in words that no rule has.

One linear model by kind, on the engine's features and on the ideas that dangers are made of.
It is trained at set-up on alertes-*.jsonl and, as texts without danger, on the engine's corpus.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from maillage.orientation.engine.cues import Sentence, sentence_of
from maillage.orientation.engine.features import Vocabulary, features_of
from maillage.orientation.engine.model import Model, fit
from maillage.orientation.engine.reading import Reading, read
from maillage.orientation.safety.ideas import idea_features

KINDS = ("danger", "detresse", "violences", "mineur", "enfance", "fraude", "droits", "echeance")

# Chances above which a kind is heard, chosen by learning and judging the texts by fifths: the
# missed call costs more than the number shown for nothing, as long as ordinary texts stay calm.
BARS = {
    "danger": 0.20,
    "detresse": 0.15,
    "violences": 0.15,
    "mineur": 0.25,
    "enfance": 0.18,
    "fraude": 0.50,
    "droits": 0.50,
    "echeance": 0.50,
}
BARS_OF_URGENT = {"fraude": 0.15, "droits": 0.15, "echeance": 0.15}
"""The same when the engine found the need urgent."""

_LEAST = 2  # texts that a feature must be seen in


def train_alerts(
    lines: Sequence[Mapping[str, Any]], ordinary: Sequence[Mapping[str, Any]]
) -> Model:
    """Learn from lines {texte, alertes} and from the engine's corpus, which has no `alertes`.

    A text of both is labelled by the first. An urgent text of the corpus says nothing of
    fraud, rights and deadlines: it may be one of them.
    """
    labelled = {str(line["texte"]) for line in lines}
    others = [line for line in ordinary if str(line["texte"]) not in labelled]
    both = [*lines, *others]
    texts = [_features(read(str(line["texte"]))) for line in both]

    def wanted(kind: str) -> dict[int, bool]:
        return {
            rank: kind in line.get("alertes", ())
            for rank, line in enumerate(both)
            if "alertes" in line or kind not in BARS_OF_URGENT or not line.get("urgence")
        }

    return fit(texts, Vocabulary.learn(texts, least=_LEAST), KINDS, wanted)


def heard_kinds(
    model: Model, reading: Reading, sentence: Sentence, *, is_urgent: bool
) -> dict[str, tuple[str, ...]]:
    """Kinds that the trained part hears → the words that speak most for each."""
    prediction = model.weigh(reading, _features(reading, sentence))
    bars = BARS | BARS_OF_URGENT if is_urgent else BARS
    return {
        kind: prediction.words(kind) for kind in KINDS if prediction.probability[kind] >= bars[kind]
    }


def _features(reading: Reading, sentence: Sentence | None = None) -> list[tuple[str, int]]:
    return features_of(reading) + idea_features(sentence or sentence_of(reading))
