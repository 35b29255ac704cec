"""One person's quiet hours, and the morning after them."""

import datetime as dt
from dataclasses import dataclass
from uuid import UUID
from zoneinfo import ZoneInfo

from reminders.engine.limits import JOINS_AFTER, MORNING_LASTS
from reminders.kinds import MORNING_CHECK
from reminders.models import QuietHours, Recipient
from reminders.rules import QUIET_UNTIL, quiet_end

# Quiet hours that end later are no night's: somebody sleeps by day.
NOON = dt.time(12)


@dataclass(frozen=True)
class Night:
    """When a person wants quiet, on the wall clock of ``zone``."""

    starts: dt.time
    ends: dt.time
    zone: str

    @property
    def morning(self) -> dt.time:
        """When this person's day begins: the end of the night's quiet hours, or the usual one for who has none."""
        is_night = self.starts != self.ends and self.ends <= NOON
        return self.ends if is_night else QUIET_UNTIL

    def local(self, now: dt.datetime) -> dt.time:
        return now.astimezone(ZoneInfo(self.zone)).time()


def night_of(row: QuietHours | None, zone: str) -> Night:
    """A person's own hours, or the usual ones; ``zone``: of the reminder, for who named none."""
    row = row or QuietHours()
    return Night(row.starts, row.ends, row.time_zone or zone)


def morning_after(user_id: UUID, night: Night, *, now: dt.datetime) -> dt.datetime:
    """When what waited for the morning is told: with this person's morning check when there is one soon after the
    quiet hours, else when they end."""
    end = quiet_end(now, night.zone, night.ends)
    checks = Recipient.objects.filter(
        user=user_id,
        stopped_at=None,
        plan__kind=MORNING_CHECK.slug,
        plan__next_due_at__range=(end, end + MORNING_LASTS),
    )
    due = checks.order_by("plan__next_due_at").values_list("plan__next_due_at", flat=True).first()
    # A moment after the check itself, so that it is the check which carries; alone if it stays away.
    return due + JOINS_AFTER if due else end
