"""The ideas that dangers are made of (idees.txt), found in a text already read."""

import re
from bisect import bisect_right
from collections import defaultdict
from functools import cache, lru_cache
from itertools import combinations
from pathlib import Path

from maillage.orientation.engine.cues import Sentence
from maillage.orientation.engine.tokens import key_of, plain_word

_FILE = Path(__file__).parent / "idees.txt"
_HEAD = 2  # letters that starts of words are sorted by
_SHORTEST_SOUND = 4
_KEPT = 20_000
_NEAR = 12  # words between two ideas of a pair
_WORD = re.compile(r"[^ ]+")


def ideas_of(sentence: Sentence) -> dict[str, list[int]]:
    """The ideas that a text speaks of → the ranks of the words that say each, in order."""
    found: dict[str, list[int]] = defaultdict(list)
    for word in _WORD.finditer(sentence.text):
        names = _ideas_of_word(word.group())
        if names:
            rank = _rank_at(sentence, word.start())
            for name in names:
                found[name].append(rank)
    for name, form in _phrases():
        ranks = [_rank_at(sentence, match.start()) for match in form.finditer(sentence.text)]
        if ranks:
            found[name] = sorted(found[name] + ranks)
    return found


def idea_features(sentence: Sentence) -> list[tuple[str, int]]:
    """(feature, rank of a token) of each idea, and of each pair said within a few words."""
    ideas = ideas_of(sentence)
    names = sorted(ideas)
    found = [(f"i:!{name}", ideas[name][0]) for name in names]
    for first, second in combinations(names, 2):
        near = next((a for a in ideas[first] for b in ideas[second] if abs(a - b) <= _NEAR), None)
        if near is not None:
            found.append((f"i:!{first}+{second}", near))
    return found


def _rank_at(sentence: Sentence, start: int) -> int:
    return max(bisect_right(sentence.starts, start) - 1, 0)


@lru_cache(maxsize=_KEPT)
def _ideas_of_word(word: str) -> frozenset[str]:
    words, starts, ends = _words()
    found = set(words.get(word, ())) | set(words.get(key_of(word), ()))
    found.update(name for start, name in starts.get(word[:_HEAD], ()) if word.startswith(start))
    found.update(name for end, name in ends if len(word) > len(end) and word.endswith(end))
    return frozenset(found)


_Words = tuple[dict[str, set[str]], dict[str, list[tuple[str, str]]], list[tuple[str, str]]]


@cache
def _words() -> _Words:
    """Whole words and their sounds, starts of words by their first letters, ends of words."""
    words: dict[str, set[str]] = defaultdict(set)
    starts: dict[str, list[tuple[str, str]]] = defaultdict(list)
    ends: list[tuple[str, str]] = []
    for name, form in _forms():
        if "_" in form:
            continue
        if form.startswith("*"):
            ends.append((form[1:], name))
        elif form.endswith("*"):
            start = form[:-1]
            starts[start[:_HEAD]].append((start, name))
        else:
            words[form].add(name)
            if len(key_of(form)) >= _SHORTEST_SOUND:
                words[key_of(form)].add(name)
    return dict(words), dict(starts), ends


@cache
def _phrases() -> tuple[tuple[str, re.Pattern[str]], ...]:
    """By idea, its forms of several words."""
    by_name: dict[str, list[str]] = defaultdict(list)
    for name, form in _forms():
        if "_" in form:
            by_name[name].append(re.escape(form.replace("_", " ").strip()))
    return tuple(
        (name, re.compile(f"(?<= )(?:{'|'.join(forms)})(?= )")) for name, forms in by_name.items()
    )


@cache
def _forms() -> tuple[tuple[str, str], ...]:
    found = []
    for line in _FILE.read_text(encoding="utf-8").splitlines():
        if line and not line.startswith("#"):
            name, _, forms = line.partition(" : ")
            found += [(name, _folded(form)) for form in forms.split()]
    return tuple(found)


def _folded(form: str) -> str:
    """Folded part by part: « б_є », « frapp* » keep their signs."""
    return "".join(plain_word(part) for part in re.split(r"([_*])", form))
