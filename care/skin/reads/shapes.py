"""What pages, charts and summaries get from the skin log."""

import datetime as dt
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext as _

from care.skin.rules import Rating, band_digit


@dataclass(frozen=True)
class Check:
    """One skin check. ``None``, "" and empty tuples mean not recorded."""

    entry_id: UUID
    patient_id: UUID
    date: dt.date
    at: dt.datetime
    author: str
    author_id: UUID
    flare: bool
    worst_itch: int | None
    itch_rater: str
    skin_band: str
    sleep_loss: int | None
    sleep_minutes: int | None
    weeping_or_crust: str
    pus: str
    cracked_bleeding: str
    blisters_clustered: str
    sites: tuple[dict[str, str], ...]
    extent_palms: int | None
    signs: tuple[dict[str, Any], ...]
    triggers: tuple[str, ...]
    care_done: tuple[str, ...]
    note: str
    late: bool
    # An answer was replaced by another; filling in a blank one does not count.
    edited: bool
    # The answers in words, "" when there are none.
    text: str = ""

    @property
    def band_digit(self) -> int | None:
        return band_digit(self.skin_band)

    @property
    def title(self) -> str:
        return _("Skin flare") if self.flare else _("Skin check")

    @property
    def url(self) -> str:
        return reverse("skin:detail", kwargs={"patient": self.patient_id, "entry": self.entry_id})


@dataclass(frozen=True)
class SkinDay:
    """What one day's checks say together: of two entries the worse answer counts, question by question.

    ``itch_rater`` belongs to ``worst_itch``; ``ratings`` holds every itch answer with its rater and whether it was
    added later, so that a chart can keep raters apart. ``sleep_loss`` (0-10) and ``sleep_minutes`` are two units and
    never mixed. ``entries`` above 1 is shown as "2 entries".
    """

    date: dt.date
    worst_itch: int | None
    itch_rater: str
    skin_band: str
    sleep_loss: int | None
    authors: tuple[str, ...]
    late: bool
    edited: bool
    entries: int
    ratings: tuple[Rating, ...] = ()
    flare: bool = False
    sleep_minutes: int | None = None
    # (place, side) of every place that was named, each once.
    places: tuple[tuple[str, str], ...] = ()
    care_done: tuple[str, ...] = ()

    @property
    def band_digit(self) -> int | None:
        return band_digit(self.skin_band)


@dataclass(frozen=True)
class Todays:
    """A day's checks for Today: this person's own evening answers, and everybody's checks, newest first."""

    worst_itch: int | None = None
    skin_band: str = ""
    sleep_loss: int | None = None
    own: Check | None = None
    checks: tuple[Check, ...] = ()

    @property
    def band_digit(self) -> int | None:
        return band_digit(self.skin_band)


@dataclass(frozen=True)
class ListedDay:
    """A day's checks, newest first; ``together`` says what they say together, "" for a single one."""

    day: SkinDay
    checks: list[Check]
    together: str = ""


@dataclass(frozen=True)
class Page:
    """Checks of a stretch of days, newest first. ``older`` is the day to go on from, None at the end."""

    first: dt.date
    last: dt.date
    days: list[ListedDay] = field(default_factory=list)
    older: dt.date | None = None


@dataclass(frozen=True)
class Score:
    """One score that a clinic gave. ``mark`` is ``rules.scores.Mark``: whether a chart shows it as a point."""

    entry_id: UUID
    patient_id: UUID
    instrument: str
    name: str
    tenths: int
    value: str
    date: str
    on: dt.date | None
    earliest: dt.date
    given_by: str
    note: str
    author: str
    mark: str
    late: bool
    edited: bool

    @property
    def is_point(self) -> bool:
        return self.mark == "point"

    @property
    def url(self) -> str:
        return reverse("skin:score", kwargs={"patient": self.patient_id, "entry": self.entry_id})
