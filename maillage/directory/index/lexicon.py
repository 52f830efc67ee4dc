"""Words of a request: what is left out, and how a word is brought to its form in the index."""

from maillage.core.text import tokens

MAX_WORDS = 12

_STOP_TEXT = """
    a ai au aux avec c ce ces cet cette chez d dans de des du elle en est et il j je l la le les
    leur ma me mes moi mon n ne nos notre nous on ou par pour qu que qui s sa se ses si son sur
    ta tes toi ton tu un une vers vos votre vous y
    faire fait veux voudrais cherche chercher trouver besoin avoir
"""
STOP_WORDS = frozenset(_STOP_TEXT.split())


def stem(token: str) -> str:
    """The token without its plural: « ateliers » → « atelier », « jeux » → « jeu »."""
    return token[:-1] if len(token) >= 4 and token[-1] in "sx" else token


def content_words(text: str) -> list[str]:
    """Words of a request that mean something; all of them when only stop words remain."""
    found = tokens(text)
    return ([word for word in found if word not in STOP_WORDS] or found)[:MAX_WORDS]
