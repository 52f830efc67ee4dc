"""Tracking numbers: short, readable aloud, impossible to guess.

`M-7K4Q-3XWD`: eight characters of an alphabet of 27, without those taken for one another
(0 and O, 1, I and L, 2 and Z, 5 and S, 8 and B, U and V: one of each pair at most). That is
2.8e11 numbers, and wrong tries are counted (contributions/rules.py).
"""

import re
import secrets

ALPHABET = "23456789ACDEFGHJKMNPQRTVWXY"
LENGTH = 8
PATTERN = rf"^M-[{ALPHABET}]{{4}}-[{ALPHABET}]{{4}}$"


def draw_number() -> str:
    """A new random number, as people read it."""
    text = "".join(secrets.choice(ALPHABET) for _ in range(LENGTH))
    return f"M-{text[:4]}-{text[4:]}"


def read_number(text: str) -> str | None:
    """What a person typed, in its written form; None when it cannot be a number.

    Capitals, spaces, dashes and the leading M do not matter.
    """
    plain = re.sub(r"[^0-9A-Z]", "", text[:40].upper())
    if len(plain) == LENGTH + 1 and plain.startswith("M"):
        plain = plain[1:]
    if len(plain) != LENGTH or not set(plain) <= set(ALPHABET):
        return None
    return f"M-{plain[:4]}-{plain[4:]}"
