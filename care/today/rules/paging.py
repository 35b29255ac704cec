"""Keyset paging: a place in a list is the sort key of a row, so page 1,000 costs what page 1 costs."""

import datetime as dt
from dataclasses import dataclass
from uuid import UUID


class NoPlace(ValueError):
    """The text is no place in the list."""


@dataclass(frozen=True)
class Place:
    """Where one entry stands: its local day, its instant, its key."""

    day: dt.date
    at: dt.datetime
    key: UUID

    @property
    def text(self) -> str:
        """The place as an address carries it."""
        return f"{self.day.isoformat()}_{self.at.astimezone(dt.UTC).strftime('%Y%m%dT%H%M%S.%f')}_{self.key.hex}"


def place(text: str) -> Place:
    """The place of ``Place.text``. Raises NoPlace for anything else."""
    day, _, rest = text.partition("_")
    at, _, key = rest.partition("_")
    try:
        return Place(
            dt.date.fromisoformat(day),
            dt.datetime.strptime(at, "%Y%m%dT%H%M%S.%f").replace(tzinfo=dt.UTC),
            UUID(key),
        )
    except ValueError as error:
        raise NoPlace(text) from error
