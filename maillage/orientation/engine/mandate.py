"""Whether somebody must act for the person: « faire à ma place », « elle ne peut pas seule ».

Rules only: the corpus does not say it, and the answer opens a door (a mandate, Aidants
Connect), it closes none. The forms stand in lexicon/mandat.txt. Not reading counts too: one
does not sign a procedure alone that one cannot read.
"""

import re

from maillage.orientation.engine.cues import Sentence
from maillage.orientation.engine.lexicon import FOLDER

_FORMS = tuple(
    re.compile(f"(?<= )(?:{form})(?= )")
    for form in (FOLDER / "mandat.txt").read_text(encoding="utf-8").splitlines()
    if form and form[0] != "#"
)
# « je ne veux pas qu'on fasse à ma place », « montrez-moi plutôt que le faire pour moi ».
_REFUSED = re.compile(
    r" (?:veux pas|veut pas|ve pa|veu pa|sans|plutot que|pas besoin|surtout pas|refuse\w*|"
    r"pas qu on|not|no quiero que|nao quero que)(?: \w+){0,4} $"
)
_MOST_WORDS = 8  # shown


def mandate_words(sentence: Sentence) -> tuple[int, ...]:
    """Ranks of the words that ask for somebody to act; empty when nobody does."""
    for form in _FORMS:
        for match in form.finditer(sentence.text):
            if not _REFUSED.search(sentence.text[: match.start()]):
                return sentence.ranks(match)[:_MOST_WORDS]
    return ()
