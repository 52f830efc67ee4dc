"""The trained part: one linear model by label, on the features of the corpus.

Training uses scikit-learn; using the model needs numpy only. A kept model is one .npz file.
"""

import io
import random
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray

from maillage.orientation.engine.features import Vocabulary, features_of
from maillage.orientation.engine.labels import DEMARCHES, LABELS, SERVICES, THEMES, labels_of
from maillage.orientation.engine.reading import Reading, read
from maillage.orientation.engine.tokens import tokens_of

LEAST = 2  # texts that a feature must be seen in
STRENGTH = 12.0  # of the regression: the higher, the closer to the corpus
JOINED = 0.15  # pairs of lines added to the corpus, by line
_LINKS = (", ", " et ", " et aussi ", ". ", ", puis ", " + ", " et après ")
_SHORT = 160
_SEED = 28
_WORDS_SHOWN = 3


@dataclass(frozen=True, slots=True)
class Prediction:
    """Probability of each label, and the words that speak for it (on demand)."""

    probability: dict[str, float]
    _model: "Model"
    _reading: Reading
    _features: list[tuple[str, int]]
    _ranks: NDArray[np.int64]
    _values: NDArray[np.float32]
    _kept: list[tuple[NDArray[np.int64], NDArray[np.int64]]] = field(default_factory=list)

    def words(self, label: str) -> tuple[str, ...]:
        """The words of the text that speak most for this label, at most three."""
        column = self._model.labels.index(label)
        brought = self._values * self._model.weights[self._ranks, column].astype(np.float32)
        places, tokens = self._places()
        by_token = np.bincount(tokens, weights=brought[places])
        best = np.argsort(-by_token, kind="stable")[:_WORDS_SHOWN].tolist()
        return self._reading.words_at(rank for rank in best if by_token[rank] > 0)

    def _places(self) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        """Found once, for all the labels whose words are asked."""
        if not self._kept:
            self._kept.append(self._model.vocabulary.tokens_of(self._features, self._ranks))
        return self._kept[0]


class Model:
    """`weights`: one row by feature, one column by label; `bias`: one by label."""

    def __init__(
        self,
        vocabulary: Vocabulary,
        labels: Sequence[str],
        weights: NDArray[np.float16],
        bias: NDArray[np.float32],
    ) -> None:
        self.vocabulary = vocabulary
        self.labels = tuple(labels)
        self.weights = weights
        self.bias = bias

    def predict(self, reading: Reading, hidden: frozenset[int] = frozenset()) -> Prediction:
        """Every label's probability for a text already read."""
        return self.weigh(reading, features_of(reading, hidden))

    def weigh(self, reading: Reading, features: list[tuple[str, int]]) -> Prediction:
        """The same, from features (feature, rank of its token) of one's own."""
        ranks, values = self.vocabulary.vector(features)
        scores = values @ self.weights[ranks].astype(np.float32) + self.bias
        chances = 1 / (1 + np.exp(-scores))
        probability = dict(zip(self.labels, chances.tolist(), strict=True))
        return Prediction(probability, self, reading, features, ranks, values)

    def to_bytes(self) -> bytes:
        """The model as one file."""
        stream = io.BytesIO()
        np.savez_compressed(
            stream,
            names=np.frombuffer("\n".join(self.vocabulary.names).encode(), dtype=np.uint8),
            rarity=self.vocabulary.rarity,
            labels=np.array(self.labels),
            weights=self.weights,
            bias=self.bias,
        )
        return stream.getvalue()

    @classmethod
    def from_bytes(cls, content: bytes) -> "Model":
        """A model kept by `to_bytes`; ValueError, KeyError or OSError when it is not one."""
        with np.load(io.BytesIO(content), allow_pickle=False) as kept:
            names = kept["names"].tobytes().decode().split("\n")
            return cls(
                Vocabulary(names, kept["rarity"]),
                [str(label) for label in kept["labels"]],
                kept["weights"],
                kept["bias"],
            )


@dataclass(frozen=True, slots=True)
class _Line:
    text: str
    labels: frozenset[str]
    hidden: frozenset[int]


def _joined(lines: Sequence[_Line], *, count: int) -> list[_Line]:
    """Two needs in one text, as people say them: pairs of lines put end to end.

    Texts with several needs are rare in a corpus and frequent in life; a sum of both teaches
    the model that one need does not exclude another.
    """
    alone = [
        line
        for line in lines
        if len(line.labels.intersection(SERVICES)) == 1 and len(line.text) < _SHORT
    ]
    dice = random.Random(_SEED)  # noqa: S311 - the same corpus must give the same model
    pairs = []
    for _ in range(count if len(alone) > 1 else 0):
        first, second = dice.sample(alone, 2)
        size = len(tokens_of(first.text))
        hidden = first.hidden | {rank + size for rank in second.hidden}
        text = f"{first.text.rstrip(' .!?')}{dice.choice(_LINKS)}{second.text}"
        pairs.append(_Line(text, first.labels | second.labels, frozenset(hidden)))
    return pairs


def train(corpus: Sequence[Mapping[str, Any]], hidden: Sequence[frozenset[int]] = ()) -> Model:
    """Learn from lines of the corpus; `hidden`: for each, the ranks of the commune's words."""
    masks = list(hidden) or [frozenset[int]()] * len(corpus)
    lines = [
        _Line(str(line["texte"]), labels_of(line), mask)
        for line, mask in zip(corpus, masks, strict=True)
    ]
    lines = [line for line in lines if line.text.strip()]
    lines += _joined(lines, count=int(JOINED * len(lines)))
    texts = [features_of(read(line.text), line.hidden) for line in lines]
    vocabulary = Vocabulary.learn(texts[: len(corpus)], least=LEAST)

    def wanted(label: str) -> dict[int, bool]:
        # A theme is only asked of texts that need help with procedures.
        return {
            rank: label in line.labels
            for rank, line in enumerate(lines)
            if label not in THEMES or DEMARCHES in line.labels
        }

    return fit(texts, vocabulary, LABELS, wanted)


def fit(
    texts: Sequence[Sequence[tuple[str, int]]],
    vocabulary: Vocabulary,
    labels: Sequence[str],
    wanted: Callable[[str], Mapping[int, bool]],
) -> Model:
    """One regression by label; `wanted(label)`: rank of each text to learn from → its answer."""
    # Imported here: it takes a second, and a kept model does without.
    from scipy.sparse import csr_matrix  # noqa: PLC0415
    from sklearn.linear_model import LogisticRegression  # noqa: PLC0415

    vectors = [vocabulary.vector(features) for features in texts]
    starts = np.cumsum([0] + [len(ranks) for ranks, _ in vectors])
    matrix = csr_matrix(
        (
            np.concatenate([values for _, values in vectors]),
            np.concatenate([ranks for ranks, _ in vectors]),
            starts,
        ),
        shape=(len(texts), len(vocabulary.names)),
        dtype=np.float64,
    )
    weights = np.zeros((len(vocabulary.names), len(labels)), dtype=np.float16)
    bias = np.full(len(labels), -6.0, dtype=np.float32)
    for column, label in enumerate(labels):
        asked = wanted(label)
        rows, answers = list(asked), np.array(list(asked.values()))
        if not answers.any() or answers.all():
            continue
        regression = LogisticRegression(
            C=STRENGTH, solver="liblinear", dual=True, max_iter=300, tol=1e-2, random_state=1
        )
        regression.fit(matrix[rows], answers)
        weights[:, column] = regression.coef_[0]
        bias[column] = float(regression.intercept_[0])
    return Model(vocabulary, labels, weights, bias)
