"""Which medical sentences a clinician checked in another language than English: ``locale/<language>/reviewed.csv``.

A sentence is named by its English words, so that a changed one has to be checked again.
"""

from __future__ import annotations

import csv
import datetime as dt
from collections.abc import Iterator
from functools import cache
from pathlib import Path

LOCALE = Path(__file__).resolve().parents[2] / "locale"
FILE = "reviewed.csv"
COLUMNS = ("msgid", "reviewer", "reviewed_on")


@cache
def reviewed(language: str) -> frozenset[str]:
    """The English words of every sentence that was checked in this language; none for a language without a file."""
    return frozenset(row["msgid"] for row in _rows(language))


def problems() -> Iterator[str]:
    """What is wrong with the files: a header of its own, a sentence twice, a check without a name or a day."""
    for path in sorted(LOCALE.glob(f"*/{FILE}")):
        language = path.parent.name
        header = path.read_text(encoding="utf-8").partition("\n")[0].strip()
        if header != ",".join(COLUMNS):
            yield f"{language}/{FILE}: header is {header!r}"
            continue
        seen: set[str] = set()
        for row in _rows(language):
            where = f"{language}/{FILE}: {row['msgid']!r}"
            if row["msgid"] in seen:
                yield f"{where}: comes twice"
            seen.add(row["msgid"])
            try:
                dt.date.fromisoformat(row["reviewed_on"] or "")
            except ValueError:
                yield f"{where}: reviewed on {row['reviewed_on']!r}"
            if not row["msgid"] or not row["reviewer"]:
                yield f"{where}: a sentence and a name are needed"


def _rows(language: str) -> list[dict[str, str]]:
    path = LOCALE / language / FILE
    if not path.is_file():
        return []
    with path.open(encoding="utf-8", newline="") as handle:
        return list(csv.DictReader(handle))
