"""The journal: who did what (append-only).

Each app declares its verbs once, in its `apps.py`, with `declare_verbs`; `record` writes a line.
"""

from maillage.core.journal.writing import VERBS, Actor, declare_verbs, record, words_of

__all__ = ["VERBS", "Actor", "declare_verbs", "record", "words_of"]
