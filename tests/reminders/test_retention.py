"""Deliveries of long ago become daily counts: each is counted once, and what is open or recent stays."""

import datetime as dt

import pytest

from reminders import engine
from reminders.engine.limits import KEEP_DELIVERIES
from reminders.models import DailyCount, Delivery, Occurrence
from reminders.rules import State
from tests.reminders.conftest import DUE

LATER = DUE + KEEP_DELIVERIES + dt.timedelta(days=1)


def counts() -> dict[tuple, int]:
    return {(row.day, row.kind, row.channel, row.state, row.reason): row.count for row in DailyCount.objects.all()}


def a_month_of_deliveries(plan, user, days: int = 30) -> None:
    for number in range(days):
        due = DUE + dt.timedelta(days=number)
        occurrence = Occurrence.objects.create(
            plan=plan, local_date=due.date(), rev=1, due_at=due, useful_until=due + dt.timedelta(hours=3)
        )
        state, reason = (State.SENT, "") if number % 3 else (State.SUPPRESSED, "already_done")
        Delivery.objects.create(
            occurrence=occurrence,
            recipient=user,
            channel="email",
            state=state,
            reason=reason,
            next_attempt_at=due,
            sent_at=due if state is State.SENT else None,
            settled_at=due,
        )


def test_old_rows_become_counts_and_their_occurrences_go(family, plan):
    a_month_of_deliveries(plan, family.guardian, days=2)
    assert engine.fold(now=LATER) == 1
    assert counts() == {(DUE.date(), "evening-check", "email", "suppressed", "already_done"): 1}
    assert Delivery.objects.count() == Occurrence.objects.count() == 1


def test_nothing_recent_is_touched(family, plan):
    a_month_of_deliveries(plan, family.guardian)
    assert engine.fold(now=DUE + KEEP_DELIVERIES) == 0
    assert Delivery.objects.count() == Occurrence.objects.count() == 30


@pytest.mark.parametrize("size", [1, 7, 500])
def test_every_row_is_counted_once_whatever_the_batch(family, plan, size):
    a_month_of_deliveries(plan, family.guardian)
    end = LATER + dt.timedelta(days=40)
    assert engine.fold(now=end, size=size) == 30
    assert engine.fold(now=end, size=size) == 0
    assert sum(counts().values()) == 30
    assert sum(count for key, count in counts().items() if key[3] == "sent") == 20
    assert not Delivery.objects.exists()
    assert not Occurrence.objects.exists()


def test_two_rows_of_one_day_add_up_over_two_runs(family, plan):
    a_month_of_deliveries(plan, family.guardian, days=1)
    engine.fold(now=LATER)
    a_month_of_deliveries(plan, family.second, days=1)
    engine.fold(now=LATER)
    assert list(counts().values()) == [2]


def test_what_is_still_open_stays_however_old(family, plan):
    a_month_of_deliveries(plan, family.guardian, days=1)
    Delivery.objects.update(state=State.PENDING, reason="", settled_at=None)
    assert engine.fold(now=LATER) == 0
    assert Delivery.objects.count() == Occurrence.objects.count() == 1


def test_a_run_that_has_too_much_to_do_leaves_the_rest_to_the_next(family, plan):
    a_month_of_deliveries(plan, family.guardian)
    end = LATER + dt.timedelta(days=40)
    assert engine.fold(now=end, size=4, rounds=2) == 8
    assert Delivery.objects.count() == 22
    assert sum(counts().values()) == 8


def test_a_count_names_nobody():
    fields = {field.name for field in DailyCount._meta.get_fields()}
    assert fields == {"id", "day", "kind", "channel", "state", "reason", "count"}
