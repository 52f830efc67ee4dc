"""Text → need: the trained part and the rules put together.

Who wins, in this order:
1. off-topic empties every other field but the commune and the language; a few words without
   an object (« bonjour », « aide ») are an empty need, never off-topic;
2. the language and the commune come from rules alone; so do the moment and the price, if the
   model agrees that one is asked (a deadline, a story are not);
3. services come from the model; one at least when something is asked;
4. themes only beside « Aide aux démarches administratives », from the model, which sees the
   ideas of the lexicon;
5. publics, needs of care and ways of being helped: what a rule finds (an age, « en groupe »)
   or what the model is sure of; a text in another language says a difficulty in French;
6. urgency: the model, which sees the cues of the rules; « calme » cues can only lower it.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from maillage.orientation.engine import labels
from maillage.orientation.engine.cues import (
    Sentence,
    frais_of,
    is_wished,
    moment_of,
    publics_by_age,
    sentence_of,
    ways_of,
)
from maillage.orientation.engine.features import urgent_pairs
from maillage.orientation.engine.languages import language_of
from maillage.orientation.engine.mandate import mandate_words
from maillage.orientation.engine.model import Model, Prediction, train
from maillage.orientation.engine.need import Flag, Need, Value
from maillage.orientation.engine.places import find_commune
from maillage.orientation.engine.reading import Reading, read
from maillage.orientation.engine.tokens import tokens_of
from maillage.orientation.engine.towns import Gazetteer
from maillage.orientation.engine.urgency import AGAINST, urgency_cues

MAX_LENGTH = 4_000
"""Signs of a text that are read: beyond, nothing more is learnt of a need."""

# Chosen on the corpus, learnt and judged by thirds. Those of off-topic, of prices and the share of
# a second service moved a little after the errors of the sets kept apart had been read; those of
# urgency are one step lower than there: to miss one costs more.
BAR_SERVICE = 0.31
SHARE_SERVICE = 0.45  # of the surest service, that another one must reach
BAR_THEME = 0.22
BAR_PUBLIC = {
    labels.JEUNES: 0.16,
    labels.ETUDIANTS: 0.10,
    labels.FAMILLES: 0.30,
    labels.SENIORS: 0.25,
    labels.FEMMES: 0.08,
}
BAR_CARE = 0.20
BAR_CARE_SAID = 0.03
BAR_SENIORS_SAID = 0.13
BAR_WAY = {
    labels.AUTONOMIE: 0.20,
    labels.INDIVIDUEL: 0.13,
    labels.COLLECTIF: 0.15,
    labels.A_DISTANCE: 0.17,
}
BAR_WAY_SAID = 0.06
BAR_URGENCY = 0.12
BAR_URGENCY_SAID = 0.10
BAR_URGENCY_UNSAID = 0.17
BAR_URGENCY_ELSEWHERE = 0.10
BAR_OFF_TOPIC = 0.27
BAR_MOMENT = 0.14
BAR_DEADLINE = 0.5
BAR_FRAIS = 0.06
BAR_EMPTY = 0.35


@dataclass(frozen=True, slots=True)
class Engine:
    """A model and the communes it looks for. Safe to share by threads."""

    model: Model
    gazetteer: Gazetteer

    def understand(self, text: str) -> Need:
        """The need said by a text in any language and any spelling."""
        reading = read(text[:MAX_LENGTH])
        language = language_of(reading)
        mention = find_commune(reading, self.gazetteer)
        commune = mention.found() if mention else None
        if not reading.tokens:
            return Need(langue=language)
        prediction = self.model.predict(reading, mention.ranks if mention else frozenset())
        chance = prediction.probability
        off_topic = chance[labels.HORS_SUJET]
        if language.value == "und":
            # No words at all: nothing to answer, and nothing asked.
            return Need(hors_sujet=Flag(True, 0.9), langue=language)
        services = _services(prediction)
        best = max(chance[label] for label in labels.SERVICES)
        is_off_topic = off_topic >= max(BAR_OFF_TOPIC, best / 2)
        if is_off_topic:
            words = prediction.words(labels.HORS_SUJET)
            return Need(
                commune=commune, hors_sujet=Flag(True, round(off_topic, 2), words), langue=language
            )
        sentence = sentence_of(reading)
        urgence = _urgency(reading, sentence, prediction, language.value)
        return Need(
            besoins=services,
            themes=_themes(prediction, services),
            publics=_publics(reading, prediction),
            prise_en_charge=_care(reading, prediction, language.value),
            modalites=_ways(reading, sentence, prediction),
            frais=frais_of(reading, sentence) if chance[labels.FRAIS] >= BAR_FRAIS else None,
            moment=_moment(reading, sentence, chance, is_urgent=urgence.is_true),
            commune=commune,
            urgence=urgence,
            hors_sujet=Flag(False, round(off_topic, 2)),
            langue=language,
            mandat=_mandate(reading, sentence, services),
        )

    def chances(self, text: str) -> dict[str, float]:
        """The trained part alone: label (labels.py) → probability; empty without any word."""
        reading = read(text[:MAX_LENGTH])
        mention = find_commune(reading, self.gazetteer)
        hidden = mention.ranks if mention else frozenset()
        return self.model.predict(reading, hidden).probability if reading.tokens else {}

    def knows(self, word: str) -> bool:
        """Whether the corpus holds this word, however it is spelt: a family name is not there."""
        return all(self.model.vocabulary.holds(f"w:{token.key}") for token in tokens_of(word))


def _value(prediction: Prediction, label: str) -> Value:
    return Value(label, round(prediction.probability[label], 2), prediction.words(label))


def _chosen(prediction: Prediction, labels: Sequence[str], bar: float) -> tuple[Value, ...]:
    """The labels over the bar, the surest first."""
    chance = prediction.probability
    kept = sorted((label for label in labels if chance[label] >= bar), key=lambda x: -chance[x])
    return tuple(_value(prediction, label) for label in kept)


def _services(prediction: Prediction) -> tuple[Value, ...]:
    chance = prediction.probability
    best = max(labels.SERVICES, key=lambda label: chance[label])
    bar = max(BAR_SERVICE, SHARE_SERVICE * chance[best])
    chosen = _chosen(prediction, labels.SERVICES, bar)
    if chosen:
        return chosen
    if chance[labels.EMPTY] >= max(chance[best], BAR_EMPTY):
        return ()
    return (_value(prediction, best),)


def _themes(prediction: Prediction, services: Sequence[Value]) -> tuple[Value, ...]:
    if all(service.value != labels.DEMARCHES for service in services):
        return ()
    return _chosen(prediction, labels.THEMES, BAR_THEME)


def _publics(reading: Reading, prediction: Prediction) -> tuple[Value, ...]:
    by_age = publics_by_age(reading, sentence_of(reading))
    chance = prediction.probability
    bars = dict(BAR_PUBLIC)
    if any(idea.section == labels.SENIORS for idea in reading.ideas):
        bars[labels.SENIORS] = BAR_SENIORS_SAID
    found = {
        public: _value(prediction, public) for public, bar in bars.items() if chance[public] >= bar
    }
    for public, ranks in by_age.items():
        if public == labels.SENIORS or chance[public] >= BAR_PUBLIC[public] / 2:
            found[public] = Value(public, 0.9, reading.words_at(ranks))
    return tuple(found[public] for public in labels.PUBLICS if public in found)


def _ways(reading: Reading, sentence: Sentence, prediction: Prediction) -> tuple[Value, ...]:
    said = ways_of(sentence)
    chance = prediction.probability
    found = []
    for way in labels.MODALITES:
        if way in said and chance[way] >= BAR_WAY_SAID:
            found.append(Value(way, max(0.6, round(chance[way], 2)), reading.words_at(said[way])))
        elif chance[way] >= BAR_WAY[way]:
            found.append(_value(prediction, way))
    return tuple(sorted(found, key=lambda value: -value.confidence))


def _moment(
    reading: Reading, sentence: Sentence, chance: Mapping[str, float], *, is_urgent: bool
) -> Value | None:
    """The day named in what cannot wait is a deadline more often than a wish."""
    moment = moment_of(reading, sentence)
    if moment is None or (chance[labels.MOMENT] < BAR_MOMENT and not is_wished(sentence, moment)):
        return None
    return None if is_urgent and chance[labels.MOMENT] < BAR_DEADLINE else moment


def _care(reading: Reading, prediction: Prediction, language: str) -> tuple[Value, ...]:
    """A disability said by name is hardly ever a detail; a language often is."""
    chance = prediction.probability
    languages = (labels.ANGLAIS, labels.AUTRES_LANGUES)
    said = {idea.section for idea in reading.ideas}.difference(languages)
    found = [
        _value(prediction, label)
        for label in labels.PRISES_EN_CHARGE
        if chance[label] >= (BAR_CARE_SAID if label in said else BAR_CARE)
        and (language == "fr" or label not in languages)
    ]
    found.sort(key=lambda value: -value.confidence)
    if language == "fr":
        return tuple(found)
    return (*found, Value(labels.ANGLAIS if language == "en" else labels.AUTRES_LANGUES, 0.95))


def _mandate(reading: Reading, sentence: Sentence, services: Sequence[Value]) -> Flag:
    """For a procedure, or before one has been named: a telephone is learnt by oneself."""
    if services and all(service.value != labels.DEMARCHES for service in services):
        return Flag(False, 0.0)
    ranks = mandate_words(sentence)
    return Flag(bool(ranks), 0.85 if ranks else 0.05, reading.words_at(ranks))


def _urgency(reading: Reading, sentence: Sentence, prediction: Prediction, language: str) -> Flag:
    """Missing one costs more than one too many: the bar is low, lower when a form says it, and
    high when not even two pieces of one stand near each other."""
    chance = prediction.probability[labels.URGENCE]
    if set(urgency_cues(sentence)) - AGAINST:
        bar = BAR_URGENCY_SAID
    elif language != "fr":
        bar = BAR_URGENCY_ELSEWHERE
    elif urgent_pairs(reading):
        bar = BAR_URGENCY
    else:
        bar = BAR_URGENCY_UNSAID
    is_urgent = chance >= bar
    return Flag(is_urgent, round(chance, 2), prediction.words(labels.URGENCE) if is_urgent else ())


def train_engine(corpus: Sequence[Mapping[str, Any]], gazetteer: Gazetteer) -> Engine:
    """Learn from the corpus; the words of communes are hidden, they say nothing of a need."""
    hidden = []
    # Keys hit at random never reach the model.
    said = [line for line in corpus if line.get("langue") != "und"]
    for line in said:
        mention = find_commune(read(str(line["texte"])), gazetteer)
        hidden.append(mention.ranks if mention else frozenset())
    return Engine(train(said, hidden), gazetteer)
