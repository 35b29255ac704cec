"""``python -m bench.reminders``: what the tick costs with very many plans, each figure beside its limit.

On a PostgreSQL database of its own (``BENCH_POSTGRES`` names a server of this machine on which one may be made). Times
are processor time of this process and its PostgreSQL backend together, compared within one run, so that other load does
not count. ``--quick``: a tenth of the rows. Exit code 1 when a limit is broken.
"""

import argparse
import datetime as dt
import os
import sys
import time
from pathlib import Path

from bench import house, many, measure

PEOPLE = 1000
UTC = dt.UTC
NOW = dt.datetime(2026, 11, 19, 20, 30, tzinfo=UTC)
BATCH = 500

# The same as one statement, without rules: next day by adding one, no look at what a plan wishes.
BARE = """
WITH due AS (
  SELECT id, next_due_at FROM reminders_plan WHERE next_due_at <= %(now)s ORDER BY next_due_at LIMIT %(limit)s
  FOR UPDATE SKIP LOCKED
), moved AS (
  UPDATE reminders_plan p SET next_due_at = due.next_due_at + interval '1 day' FROM due WHERE p.id = due.id
), made AS (
  INSERT INTO reminders_occurrence
    (id, plan_id, local_date, slot, origin, rev, due_at, useful_until, created_at)
  SELECT gen_random_uuid(), id, next_due_at::date, '1', 'schedule', 1, next_due_at, next_due_at + interval '3 hours',
    %(now)s FROM due
  ON CONFLICT DO NOTHING RETURNING id, plan_id
), told AS (
  INSERT INTO reminders_delivery (id, occurrence_id, recipient_id, channel, nag, purpose, state, reason, attempts,
    doubts, next_attempt_at, error, provider_id, created_at)
  SELECT gen_random_uuid(), made.id, r.user_id, r.channel, 0, 'due', 'pending', '', 0, 0, %(now)s, '', '', %(now)s
  FROM made JOIN reminders_recipient r ON r.plan_id = made.plan_id AND r.stopped_at IS NULL
  ON CONFLICT DO NOTHING
)
SELECT count(*) FROM due
"""


class Spent:
    """Processor seconds of this process and of its PostgreSQL backend on this machine: other load does not count."""

    def __init__(self):
        from django.db import connection

        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_backend_pid()")
            self.stat = Path(f"/proc/{cursor.fetchone()[0]}/stat")
        if "postgres" not in self.stat.read_text():
            raise SystemExit("bench.reminders needs PostgreSQL on this machine: it reads what the server process spent")
        self.tick = os.sysconf("SC_CLK_TCK")

    def so_far(self) -> float:
        numbers = self.stat.read_text().rpartition(")")[2].split()
        return time.process_time() + (int(numbers[11]) + int(numbers[12])) / self.tick


def seconds(work, times: int) -> float:
    """Mean processor time of one call."""
    spent = Spent()
    before = spent.so_far()
    for _ in range(times):
        work()
    return (spent.so_far() - before) / times


def buffers() -> int:
    """Pages that the idle tick's look for due plans reads."""
    from django.db import connection

    from reminders.models import Plan

    sql, values = (
        Plan.objects.filter(next_due_at__lte=NOW).order_by("next_due_at").values("pk")[:1].query.sql_with_params()
    )
    with connection.cursor() as cursor:
        cursor.execute(f"EXPLAIN (ANALYZE, BUFFERS, FORMAT JSON) {sql}", values)
        plan = cursor.fetchone()[0][0]["Plan"]
    return plan["Shared Hit Blocks"] + plan["Shared Read Blocks"]


def idle() -> float:
    from reminders import engine

    engine.tick(now=NOW)
    return seconds(lambda: engine.tick(now=NOW), 300)


def edit() -> float:
    """Sets one reminder to another time, as a page does."""
    from care.household.models import Patient, User
    from reminders import actions
    from reminders.kinds import MORNING_CHECK

    patient = Patient.objects.select_related("household").order_by("pk").first()
    user = User.objects.order_by("pk").first()
    minutes = iter(range(10_000))

    def work():
        at = dt.time(7, next(minutes) % 60)
        actions.set_plan(patient=patient, kind=MORNING_CHECK, local_time=at, by=user, at=NOW)

    work()
    return seconds(work, 60)


def bare() -> None:
    from django.db import connection, transaction

    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(BARE, {"now": NOW, "limit": BATCH})
        assert cursor.fetchone()[0] == BATCH


def ours() -> None:
    from reminders.engine.tick import make_due

    assert make_due(now=NOW, limit=BATCH) == BATCH


def claims(due: int) -> tuple[float, float]:
    """(plans a processor second through our code, through the bare statement), batch by batch in turn."""
    clock, spent = Spent(), {ours: 0.0, bare: 0.0}
    for number in range(due // BATCH):
        work = (ours, bare)[number % 2]
        before = clock.so_far()
        work()
        spent[work] += clock.so_far() - before
    return due / 2 / spent[ours], due / 2 / spent[bare]


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--quick", action="store_true", help="a tenth of the rows")
    share = 10 if parser.parse_args().quick else 1
    small, middle, large, due = 10_000 // share, 100_000 // share, 1_000_000 // share, 100_000 // share
    began = time.monotonic()
    with house.postgres() as url, house.opened(url):
        from django.db import connection

        many.families(1, PEOPLE)
        far = f"'{NOW.isoformat()}'::timestamptz + interval '1 day' + i * interval '1 ms'"
        few = 1000 // share
        many.plans(1, few, due=far, people=PEOPLE)
        many.settle_down()
        edit_few = edit()
        many.plans(few + 1, small, due=far, people=PEOPLE)
        many.settle_down()
        idle_small = idle()
        many.plans(small + 1, middle, due=far, people=PEOPLE)
        many.settle_down()
        edit_many = edit()
        many.plans(middle + 1, large, due=far, people=PEOPLE)
        many.settle_down()
        idle_large, pages = idle(), buffers()
        with connection.cursor() as cursor:
            # Many at once, as it is at half past eight, over an outage of ten minutes.
            past = f"'{NOW.isoformat()}'::timestamptz - (i * 10 / {due}) * interval '1 minute'"
            cursor.execute(
                f"UPDATE reminders_plan SET next_due_at = {past.replace('(i *', '(key::int *')} WHERE key::int <= %s "
                "AND kind = 'evening-check'",
                [due],
            )
        many.settle_down()
        our_rate, bare_rate = claims(due)
        connection.close()
    limits = [
        (f"idle tick, {large:,} plans / {small:,} plans", idle_large / idle_small, 1.5, f"{idle_large * 1000:.2f} ms"),
        ("pages the idle look reads", float(pages), 10, ""),
        (
            f"claims, bare / ours, {due:,} due",
            bare_rate / our_rate,
            1 / 0.45,
            f"{our_rate:,.0f}/s of {bare_rate:,.0f}/s",
        ),
        (f"editing a plan, {middle:,} / {few:,} plans", edit_many / edit_few, 1.5, f"{edit_many * 1000:.1f} ms"),
    ]
    rows = [
        [name, f"{value:.2f}", f"{limit:.2f}", note, "BROKEN" if value > limit else "ok"]
        for name, value, limit, note in limits
    ]
    print(measure.table(["what", "measured", "at most", "figure", ""], rows))
    print(f"{time.monotonic() - began:.0f} s")
    return 1 if any(value > limit for _, value, limit, _ in limits) else 0


if __name__ == "__main__":
    sys.exit(main())
