"""What cannot wait: a right cut or about to be, money gone or asked, a deadline in days, fraud.

The forms stand in lexicon/urgence_formes.txt; the trained part weighs them.
"""

import re
from functools import cache, lru_cache

from maillage.orientation.engine.cues import Sentence
from maillage.orientation.engine.lexicon import lines_of

_NAMES = {
    "JOUR": "lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche",
    "PEU": "(?:un|deux|trois|quatre|cinq|six|2|3|4|5|6|24|48|72)",
}
_MOST_WORDS = 6  # shown for one form
AGAINST = frozenset({"calme", "lointain", "prix"})
"""Kinds of forms that speak against an urgency: nothing done, nothing soon, a price to pay."""


@cache
def _forms() -> tuple[tuple[str, re.Pattern[str]], ...]:
    found = []
    for what, form in lines_of("urgence_formes.txt", " | "):
        written = form
        for name, words in _NAMES.items():
            written = written.replace(name, words)
        found.append((what, re.compile(f"(?<= )(?:{written})(?= )")))
    return tuple(found)


@lru_cache(maxsize=16)
def urgency_cues(sentence: Sentence) -> dict[str, tuple[int, ...]]:
    """Kind of urgency → ranks of the words that say it; those of AGAINST speak against.

    Asked twice for each text: not to be changed by the caller.
    """
    found: dict[str, tuple[int, ...]] = {}
    for what, form in _forms():
        if what not in found and (match := form.search(sentence.text)):
            found[what] = sentence.ranks(match)[:_MOST_WORDS]
    return found
