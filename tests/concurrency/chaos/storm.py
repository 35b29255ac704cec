"""One storm from beginning to end: people, processes, faults by a seeded plan, calm, and the judge."""

import datetime as dt
import random
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from django.db import connection

from reminders.models import Delivery, Heartbeat, Plan
from reminders.rules import OPEN, Doubt
from tests.concurrency.chaos import crowd
from tests.concurrency.chaos.judge import Report, judge
from tests.concurrency.chaos.machine import Machine, away_for
from tests.concurrency.chaos.sinks import Ledger, MailServer, PushService


@dataclass(frozen=True)
class Storm:
    """``seconds``: how long reminders come due and faults strike; ``moody`` multiplies the transports' misbehaviour."""

    deliveries: int
    faults: int
    seconds: float
    policy: Doubt
    lease: float
    seed: int
    threads: bool = False
    children: int = 3
    moody: float = 1.0
    patience: float = 300.0


def run(storm: Storm, folder: Path, database_url: str, say: Callable[[str], None] = lambda _: None) -> Report:
    """Runs it on an empty database, which this process and the storm's share."""
    chance = random.Random(storm.seed)
    ledger = Ledger(storm.seed, storm.moody)
    hang = storm.lease  # longer than a transport's patience, which is two thirds of it
    mail, push = MailServer(ledger, hang), PushService(ledger, hang)
    machine = Machine(
        folder,
        threads=storm.threads,
        children=storm.children,
        environment={
            "DATABASE_URL": database_url,
            "EMAIL_HOST": "127.0.0.1",
            "EMAIL_PORT": str(mail.port),
            "EMAIL_USE_TLS": "0",
            "CHAOS_LEASE": str(storm.lease),
        },
    )
    try:
        machine.start()
        far = dt.datetime.now(dt.UTC) + dt.timedelta(hours=1)
        crowd.settle(
            storm.deliveries,
            policy=storm.policy,
            push_site=push.site,
            start=far,
            seconds=storm.seconds,
            seed=storm.seed,
        )
        _wait(machine.ready, storm.patience, machine)
        _wait(lambda: Heartbeat.objects.filter(part="tick").exists(), storm.patience, machine)
        _begin(far)
        say(f"seed {storm.seed}: {storm.deliveries} reminders over {storm.seconds:.0f} s on {machine.broker.name}")
        _rage(storm, machine, mail, chance, say)
        _wait(_calm, storm.patience, machine)
        # Two leases more: nothing that looked settled moves again.
        time.sleep(min(2 * storm.lease, 6))
    finally:
        machine.stop()
        mail.stop()
        push.stop()
    report = Report(
        storm.seed,
        storm.policy,
        storm.lease,
        machine.faults,
        machine.doubtful,
        ledger.injected,
        ledger.doubts,
    )
    return judge(report, ledger)


def _begin(far: dt.datetime) -> None:
    """Everything comes due as planned, but now."""
    earlier = far - dt.datetime.now(dt.UTC) - dt.timedelta(seconds=1)
    for plan in (plans := list(Plan.objects.only("next_due_at", "local_time"))):
        plan.next_due_at -= earlier
        plan.local_time = plan.next_due_at.time().replace(second=0, microsecond=0)
    Plan.objects.bulk_update(plans, ["next_due_at", "local_time"], batch_size=200)


def _rage(storm: Storm, machine: Machine, mail: MailServer, chance: random.Random, say) -> None:
    kinds = [machine.kill_worker, machine.kill_beat, machine.kill_broker, machine.flush]
    if not storm.threads:
        kinds += [machine.kill_child, machine.kill_child, machine.kill_child]
    kinds.append(lambda chance: away_for(mail, storm.lease / 3))
    # Every kind in turn in an order of chance: a short storm has them all as well.
    plan: list = []
    while len(plan) < storm.faults:
        plan += chance.sample(kinds, len(kinds))
    began = time.monotonic()
    for number, fault in enumerate(plan[: storm.faults]):
        at = (number + chance.random()) * storm.seconds / storm.faults
        time.sleep(max(began + at - time.monotonic(), 0))
        machine.look_after()
        name = fault(chance)
        machine.faults[name] += 1
        say(f"{time.monotonic() - began:6.1f} s  {name}")
    time.sleep(max(began + storm.seconds - time.monotonic(), 0))


def _calm() -> bool:
    due = Plan.objects.filter(next_due_at__lte=dt.datetime.now(dt.UTC) + dt.timedelta(minutes=30))
    return not due.exists() and not Delivery.objects.filter(state__in=OPEN).exists()


def _wait(what: Callable[[], bool], patience: float, machine: Machine) -> None:
    deadline = time.monotonic() + patience
    while not what():
        if time.monotonic() > deadline:
            logs = [f"{name}: {(machine.folder / f'{name}.log').read_text()[-1500:]}" for name in machine.commands]
            raise AssertionError(f"still no calm after {patience:.0f} s\n" + "\n".join(logs))
        machine.look_after()
        time.sleep(0.2)
    connection.close()
