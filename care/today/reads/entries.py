"""Entries as the lists of this floor show them."""

from collections.abc import Sequence
from dataclasses import dataclass

from care.household.access import Access
from care.record.models import Entry
from care.record.reads import Line
from care.today.lines import lines


@dataclass(frozen=True)
class Item:
    """One entry as it reads in a list."""

    entry: Entry
    line: Line
    mine: bool = False


def items(access: Access, entries: Sequence[Entry]) -> list[Item]:
    """The entries with their words, in the order given."""
    words = lines(entries)
    return [Item(entry, words[entry.pk], entry.author == access.user) for entry in entries]
