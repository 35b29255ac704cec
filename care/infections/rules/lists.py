"""Lists of words that are stored together: what was seen, what grew, what a picture shows."""

from __future__ import annotations

from collections.abc import Collection


def list_problem(given: object, known: Collection[str], *, alone: Collection[str] = ()) -> str:
    """Why a list cannot be stored: "no_list", "unknown", "twice" or "not_alone"; "" when it can.

    ``alone`` are words beside which no other can stand, like "none".
    """
    if not isinstance(given, list):
        return "no_list"
    if any(not isinstance(word, str) or word not in known for word in given):
        return "unknown"
    if len(set(given)) != len(given):
        return "twice"
    if len(given) > 1 and set(alone) & set(given):
        return "not_alone"
    return ""
