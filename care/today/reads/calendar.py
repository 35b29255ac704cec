"""The heat strip: some weeks, or a whole year, with words in every cell. Constant queries."""

import datetime as dt
from dataclasses import dataclass, field

from django.urls import reverse
from django.utils.formats import date_format, get_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from care.household.access import Access
from care.household.models import Patient
from care.record import reads as record
from care.record.listing import listed
from care.record.models import Entry
from care.record.rules import DayState, coverage
from care.skin import reads as skin
from care.today.reads.entries import Item, items
from care.today.rules import calendar

WEEKS = 6
NEWEST = 8
EARLIEST_YEAR = 1900
STATE_WORDS = {
    DayState.SAME: gettext_lazy("same as the day before"),
    DayState.NOTHING_NEW: gettext_lazy("nothing new"),
    DayState.ELSEWHERE: gettext_lazy("elsewhere"),
    DayState.NOT_RECORDED: gettext_lazy("not recorded"),
}


@dataclass(frozen=True)
class Cell:
    """One day of the strip. ``label`` says all of it in words; ``state`` "outside" is a blank."""

    date: dt.date | None
    state: str = "outside"
    mark: str = ""
    band: int | None = None
    late: bool = False
    today: bool = False
    label: str = ""
    url: str = ""


@dataclass(frozen=True)
class Week:
    """One row, and its days in words."""

    label: str
    cells: list[Cell]


@dataclass(frozen=True)
class Counts:
    """Days of a stretch by what is known of them; together they are all of its days."""

    detailed: int
    same: int
    nothing_new: int
    elsewhere: int
    not_recorded: int
    late: int

    @property
    def observed(self) -> int:
        return self.detailed + self.same + self.nothing_new

    @property
    def total(self) -> int:
        return self.observed + self.elsewhere + self.not_recorded


@dataclass(frozen=True)
class Weekday:
    short: str
    long: str


@dataclass(frozen=True)
class WeeksPage:
    """Some weeks as a strip, and the newest entries below."""

    patient: Patient
    weekdays: list[Weekday]
    weeks: list[Week]
    counts: Counts
    items: list[Item]
    earlier: dt.date
    later: dt.date | None
    year: int
    has_record: bool


@dataclass(frozen=True)
class Month:
    """One month of the year page."""

    first: dt.date
    until: dt.date
    rows: list[list[Cell]] = field(default_factory=list)


@dataclass(frozen=True)
class YearPage:
    """Twelve months as small strips."""

    patient: Patient
    year: int
    weekdays: list[Weekday]
    months: list[Month]
    counts: Counts
    earlier: int | None
    later: int | None


class Strip:
    """The days of a stretch, and how each of them looks as a cell."""

    def __init__(self, access: Access, patient: Patient, first: dt.date, last: dt.date):
        self.today = access.today(patient)
        last = min(last, self.today)
        self.days = {day.date: day for day in record.days(access, patient, first, last)} if first <= last else {}
        self.skin = {day.date: day for day in skin.skin_days(access, patient, first, last)} if self.days else {}
        # One address is worked out, the others differ in their date only.
        self.address = reverse("today:day", kwargs={"patient": patient.pk, "date": "DATE"})

    @property
    def counts(self) -> Counts:
        per = coverage(day.state for day in self.days.values())
        return Counts(
            detailed=per[DayState.DETAILED],
            same=per[DayState.SAME],
            nothing_new=per[DayState.NOTHING_NEW],
            elsewhere=per[DayState.ELSEWHERE],
            not_recorded=per[DayState.NOT_RECORDED],
            late=sum(day.late for day in self.days.values()),
        )

    def cell(self, date: dt.date | None, *, linked: bool = True) -> Cell:
        """A day's cell; blank for no day and for days to come."""
        day = self.days.get(date) if date else None
        if day is None or date is None:
            return Cell(date)
        check = self.skin.get(date)
        detailed = day.state == DayState.DETAILED
        itch = check.worst_itch if check and detailed else None
        if itch is not None:
            words = _("worst itch %(itch)s") % {"itch": itch}
        else:
            words = str(STATE_WORDS[day.state]) if day.state in STATE_WORDS else _("details recorded")
        parts = [words]
        if check and check.entries > 1:
            parts.append(ngettext("%(count)s entry", "%(count)s entries", check.entries) % {"count": check.entries})
        if day.late:
            parts.append(_("added later"))
        return Cell(
            date=date,
            state=str(day.state),
            mark={DayState.SAME: "=", DayState.NOTHING_NEW: "–"}.get(
                day.state, ("•" if itch is None else str(itch)) if detailed else ""
            ),
            band=check.band_digit if check and detailed else None,
            late=day.late,
            today=date == self.today,
            label=_("%(day)s: %(what)s") % {"day": date_format(date, "D j M"), "what": listed(parts)},
            url=self.address.replace("DATE", date.isoformat()) if linked else "",
        )


def first_weekday() -> int:
    """What a week begins with in the reader's language: 0 Monday to 6 Sunday (Django counts Sunday as 0)."""
    return (int(get_format("FIRST_DAY_OF_WEEK")) - 1) % 7


def _weekdays(start: dt.date) -> list[Weekday]:
    days = [start + dt.timedelta(days=n) for n in range(7)]
    return [Weekday(date_format(day, "D"), date_format(day, "l")) for day in days]


def weeks_page(access: Access, patient: Patient, *, until: dt.date | None = None) -> WeeksPage:
    """Six weeks up to ``until`` (default today), and that stretch's newest entries."""
    today = access.today(patient)
    end = max(min(until or today, today), dt.date(EARLIEST_YEAR, 3, 1))
    rows = calendar.weeks(end, WEEKS, first_weekday())
    first, last = rows[0][0], min(rows[-1][-1], today)
    strip = Strip(access, patient, first, last)
    newest = list(
        access.of(Entry)
        .filter(patient=patient, local_day__range=(first, last))
        .select_related("author", "patient__household")
        .order_by("-local_day", "-occurred_at", "-pk")[:NEWEST]
    )
    return WeeksPage(
        patient=patient,
        weekdays=_weekdays(first),
        weeks=[
            Week(
                _("%(first)s to %(last)s") % {"first": date_format(row[0], "j M"), "last": date_format(row[-1], "j M")},
                [strip.cell(date) for date in row],
            )
            for row in rows
        ],
        counts=strip.counts,
        items=items(access, newest),
        earlier=first - dt.timedelta(days=1),
        later=min(last + dt.timedelta(weeks=WEEKS), today) if last < today else None,
        year=last.year,
        has_record=bool(newest),
    )


def year_page(access: Access, patient: Patient, year: int) -> YearPage:
    """A calendar year. The cells are too small to tap; the months lead to their weeks."""
    today = access.today(patient)
    start = first_weekday()
    strip = Strip(access, patient, dt.date(year, 1, 1), dt.date(year, 12, 31))
    months = [
        Month(
            dt.date(year, month, 1),
            calendar.month_end(year, month),
            [[strip.cell(date, linked=False) for date in row] for row in calendar.month_rows(year, month, start)],
        )
        for month in range(1, 13)
        if dt.date(year, month, 1) <= today
    ]
    return YearPage(
        patient=patient,
        year=year,
        weekdays=_weekdays(calendar.week_start(dt.date(year, 1, 4), start)),
        months=months,
        counts=strip.counts,
        earlier=year - 1 if year > EARLIEST_YEAR else None,
        later=year + 1 if year < today.year else None,
    )
