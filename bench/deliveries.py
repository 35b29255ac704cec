"""``python -m bench.deliveries``: reminders told by real workers, against what Celery itself can do on this machine.

One run on a PostgreSQL database and a Redis of its own (``BENCH_POSTGRES`` names a server on which one may be made):
how many messages that do nothing the telling worker takes a second; how many reminders, all due at once, it tells to a
mail server and a push service here; how many Celery messages that took; what its pool processes weigh on the way; and
how late reminders are in a calm. Exit code 1 when a limit is broken.
"""

import argparse
import datetime as dt
import sys
import time
from pathlib import Path

from bench import house, measure

UTC = dt.UTC
NO_OPS = 6000
CALM, CALM_SECONDS = 600, 60.0
PATIENCE = 1800.0


def redis_messages(machine) -> int:
    """Messages put into any queue so far: kombu puts each with one LPUSH."""
    return machine.redis.info("commandstats").get("cmdstat_lpush", {}).get("calls", 0)


def weights(pid: int) -> list[float]:
    """Megabytes of each pool process of a worker, what it shares with the others counted in part."""
    from tests.concurrency.chaos.machine import children_of

    found = []
    for child in sorted(children_of(pid)):
        try:
            lines = Path(f"/proc/{child}/smaps_rollup").read_text().splitlines()
        except OSError:
            continue
        found.append(next(int(line.split()[1]) for line in lines if line.startswith("Pss:")) / 1024)
    return found


def no_op_rate(machine) -> float:
    """Messages that do nothing, a second."""
    from celery import Celery

    from tracker.celery import broker_url

    app = Celery(broker=broker_url(machine.broker.url))
    with app.producer_pool.acquire(block=True) as producer:
        for _ in range(NO_OPS):
            app.send_task("bench.nothing", queue="email", producer=producer, ignore_result=True)
    machine.start_one("teller")
    waiting = machine.redis
    # From the first hundred on: starting up is not what is measured.
    while waiting.llen("email") > NO_OPS - 100:
        time.sleep(0.002)
    began, left = time.monotonic(), waiting.llen("email")
    while waiting.llen("email"):
        time.sleep(0.002)
    return left / (time.monotonic() - began)


def all_at_once(count: int) -> None:
    """Everything that waits far ahead comes due now."""
    from reminders.models import Plan

    now = dt.datetime.now(UTC)
    Plan.objects.filter(next_due_at__gt=now + dt.timedelta(minutes=30)).update(
        next_due_at=now, local_time=now.time().replace(second=0, microsecond=0)
    )


def told(count: int, watch=lambda done: None) -> None:
    """Waits until so many reminders are settled."""
    from django.db import connection

    from reminders.models import Delivery
    from reminders.rules import OPEN

    deadline = time.monotonic() + PATIENCE
    while True:
        done = Delivery.objects.exclude(state__in=OPEN).count()
        watch(done)
        if done >= count:
            break
        if time.monotonic() > deadline:
            raise SystemExit(f"only {done} of {count} told")
        time.sleep(0.25)
    connection.close()


def rate() -> tuple[int, float]:
    """(how many were sent, a second)."""
    from django.db.models import Count, Max, Min

    from reminders.models import Delivery

    found = Delivery.objects.filter(state="sent").aggregate(Count("pk"), Min("sent_at"), Max("sent_at"))
    return found["pk__count"], found["pk__count"] / (found["sent_at__max"] - found["sent_at__min"]).total_seconds()


def lateness() -> tuple[float, float]:
    """Median and 99th percentile, seconds, of what was due in the calm."""
    from reminders.models import Delivery
    from tests.concurrency.chaos.judge import percentile

    rows = Delivery.objects.filter(state="sent").values_list("sent_at", "occurrence__due_at")
    late = [(sent - due).total_seconds() for sent, due in rows]
    return percentile(late, 0.5), percentile(late, 0.99)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--deliveries", type=int, default=20_000)
    parser.add_argument("--children", type=int, default=3)
    asked = parser.parse_args()
    began = time.monotonic()
    with house.postgres() as url, house.opened(url) as folder:
        from tests.concurrency.chaos.machine import Machine
        from tests.concurrency.chaos.sinks import Ledger, MailServer, PushService

        # Well behaved, both: what a transport does to us is bench.chaos.
        ledger = Ledger(1, 0.0)
        mail, push = MailServer(ledger, 1.0), PushService(ledger, 1.0)
        environment = {"EMAIL_HOST": "127.0.0.1", "EMAIL_PORT": str(mail.port), "EMAIL_USE_TLS": "0"}
        machine = Machine(
            folder, threads=False, children=asked.children, environment={"DATABASE_URL": url, **environment}
        )
        machine.commands["teller"] += ("-I", "bench.nothing")
        machine.broker.start()
        try:
            rows = measured(machine, push.site, asked.deliveries, ledger)
        finally:
            machine.stop()
            mail.stop()
            push.stop()
    lines = [
        [name, f"{value:.3g}", limit_said, note, "ok" if ok else "BROKEN"] for name, value, limit_said, ok, note in rows
    ]
    print(measure.table(["what", "measured", "limit", "figure", ""], lines))
    print(f"{time.monotonic() - began:.0f} s")
    return 0 if all(row[3] for row in rows) else 1


def measured(machine, push_site: str, count: int, ledger) -> list[tuple]:
    """(what, value, its limit in words, whether it holds, the figures behind it)."""
    from reminders.models import Delivery, Heartbeat, Plan
    from reminders.rules import Doubt
    from tests.concurrency.chaos import crowd

    no_ops = no_op_rate(machine)
    far = dt.datetime.now(UTC) + dt.timedelta(hours=1)
    crowd.settle(count, policy=Doubt.NEVER_AGAIN, push_site=push_site, start=far, seconds=1, seed=1)
    for name in ("ticker", "beat 1"):
        machine.start_one(name)
    while not Heartbeat.objects.filter(part="tick").exists():
        time.sleep(0.2)
    before = redis_messages(machine)
    all_at_once(count)
    seen: list[tuple[int, list[float]]] = []

    def watch(done: int) -> None:
        if not seen or done - seen[-1][0] >= count // 10:
            seen.append((done, weights(machine.running["teller"].process.pid)))

    told(count, watch)
    messages = (redis_messages(machine) - before) / count
    sent, a_second = rate()
    arrived = sum(ledger.copies.values())
    # A pool process is replaced after so many tasks: the heaviest of the last third against the heaviest of the first.
    third = max(len(seen) // 3, 1)
    early, late = (
        max(max(weight) for _, weight in part if weight) for part in (seen[1 : third + 1] or seen, seen[-third:])
    )

    Delivery.objects.all().delete()
    Plan.objects.all().delete()
    start = dt.datetime.now(UTC) + dt.timedelta(seconds=5)
    calm = {"policy": Doubt.NEVER_AGAIN, "push_site": push_site, "seconds": CALM_SECONDS, "seed": 2}
    crowd.settle(CALM, start=start, first=count, **calm)
    told(CALM)
    p50, p99 = lateness()
    return [
        (
            "deliveries / no-ops",
            a_second / no_ops,
            ">= 0.4",
            a_second >= 0.4 * no_ops,
            f"{a_second:.0f}/s of {no_ops:.0f}/s",
        ),
        ("arrived / due", arrived / count, "1", arrived == sent == count, f"{arrived} of {count}"),
        ("Celery messages a delivery", messages, "<= 0.05", messages <= 0.05, ""),
        ("memory, last third / first", late / early, "<= 1.1", late <= 1.1 * early, f"{early:.0f} to {late:.0f} MB"),
        (
            "p99 late in a calm, s",
            p99,
            "<= 1.3",
            p99 <= 1.3,
            f"p50 {p50:.2f} s, {CALM} over {CALM_SECONDS:.0f} s, a tick a second",
        ),
    ]


if __name__ == "__main__":
    sys.exit(main())
