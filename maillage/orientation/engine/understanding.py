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
from maillage.orientation.engine.cues import frais_of, moment_of, publics_by_age, sentence_of
from maillage.orientation.engine.languages import language_of
from maillage.orientation.engine.model import Model, Prediction, train
from maillage.orientation.engine.need import Flag, Need, Value
from maillage.orientation.engine.places import find_commune
from maillage.orientation.engine.reading import Reading, read
from maillage.orientation.engine.towns import Gazetteer

MAX_LENGTH = 4_000
"""Signs of a text that are read: beyond, nothing more is learnt of a need."""

BAR_SERVICE = 0.29
BAR_THEME = 0.22
BAR_PUBLIC = 0.25
BAR_CARE = 0.20
BAR_WAY = 0.20
BAR_URGENCY = 0.13
BAR_OFF_TOPIC = 0.20
BAR_MOMENT = 0.12
BAR_FRAIS = 0.10
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
        return Need(
            besoins=services,
            themes=_themes(prediction, services),
            publics=_publics(reading, prediction),
            prise_en_charge=_care(prediction, language.value),
            modalites=_chosen(prediction, labels.MODALITES, BAR_WAY),
            frais=frais_of(reading, sentence) if chance[labels.FRAIS] >= BAR_FRAIS else None,
            moment=moment_of(reading, sentence) if chance[labels.MOMENT] >= BAR_MOMENT else None,
            commune=commune,
            urgence=_urgency(prediction),
            hors_sujet=Flag(False, round(off_topic, 2)),
            langue=language,
        )


def _value(prediction: Prediction, label: str) -> Value:
    return Value(label, round(prediction.probability[label], 2), prediction.words(label))


def _chosen(prediction: Prediction, labels: Sequence[str], bar: float) -> tuple[Value, ...]:
    """The labels over the bar, the surest first."""
    chance = prediction.probability
    kept = sorted((label for label in labels if chance[label] >= bar), key=lambda x: -chance[x])
    return tuple(_value(prediction, label) for label in kept)


def _services(prediction: Prediction) -> tuple[Value, ...]:
    chosen = _chosen(prediction, labels.SERVICES, BAR_SERVICE)
    if chosen:
        return chosen
    chance = prediction.probability
    best = max(labels.SERVICES, key=lambda label: chance[label])
    if chance[labels.EMPTY] >= max(chance[best], BAR_EMPTY):
        return ()
    return (_value(prediction, best),)


def _themes(prediction: Prediction, services: Sequence[Value]) -> tuple[Value, ...]:
    if all(service.value != labels.DEMARCHES for service in services):
        return ()
    return _chosen(prediction, labels.THEMES, BAR_THEME)


def _publics(reading: Reading, prediction: Prediction) -> tuple[Value, ...]:
    by_age = publics_by_age(reading, sentence_of(reading))
    found = {value.value: value for value in _chosen(prediction, labels.PUBLICS, BAR_PUBLIC)}
    for public, ranks in by_age.items():
        if public == labels.SENIORS or prediction.probability[public] >= BAR_PUBLIC / 2:
            found[public] = Value(public, 0.9, reading.words_at(ranks))
    return tuple(found[public] for public in labels.PUBLICS if public in found)


def _care(prediction: Prediction, language: str) -> tuple[Value, ...]:
    languages = (labels.ANGLAIS, labels.AUTRES_LANGUES)
    if language == "fr":
        return _chosen(prediction, labels.PRISES_EN_CHARGE, BAR_CARE)
    others = [label for label in labels.PRISES_EN_CHARGE if label not in languages]
    own = Value(labels.ANGLAIS if language == "en" else labels.AUTRES_LANGUES, 0.95)
    return (*_chosen(prediction, others, BAR_CARE), own)


def _urgency(prediction: Prediction) -> Flag:
    chance = prediction.probability[labels.URGENCE]
    is_urgent = chance >= BAR_URGENCY
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
