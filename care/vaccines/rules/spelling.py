"""How close two spellings are."""

from collections.abc import Iterable
from difflib import SequenceMatcher

CLOSE_ENOUGH = 0.77


def bigrams(word: str) -> set[str]:
    """Pairs of neighbouring letters, the word's two ends included."""
    framed = f"^{word}$"
    return {framed[place : place + 2] for place in range(len(framed) - 1)}


def closest(word: str, others: Iterable[str]) -> dict[str, float]:
    """Those of ``others`` that are close enough, each with its closeness from 0.77 to 1."""
    matcher = SequenceMatcher(autojunk=False)
    matcher.set_seq2(word)
    found = {}
    for other in others:
        matcher.set_seq1(other)
        if matcher.real_quick_ratio() >= CLOSE_ENOUGH and matcher.quick_ratio() >= CLOSE_ENOUGH:
            closeness = matcher.ratio()
            if closeness >= CLOSE_ENOUGH:
                found[other] = closeness
    return found
