"""What a monitor asks: how much waits, how late, how it ended, how many devices fell silent. Counts only."""

import datetime as dt
import math
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import chain

from django.db.models import Count, Min, QuerySet, Sum
from django.utils import timezone
from prometheus_client.metrics_core import GaugeMetricFamily, Metric

from reminders.channels.registry import SLUGS
from reminders.models import Delivery, PushSubscription
from reminders.reads.health import heartbeat
from reminders.rules import OPEN, SETTLED, State

# Ended messages are counted over this; older ones are in the daily counts.
LATELY = dt.timedelta(hours=24)
WINDOWS = (("1h", dt.timedelta(hours=1)), ("24h", LATELY))
# Enough for a p99 that means something, few enough to sort at every look.
MOST_MEASURED = 5000


def numbers() -> Iterator[Metric]:
    """Every metric of reminders. A handful of queries, each over an index."""
    now = timezone.now()
    yield from _waiting(now)
    yield from _ended(now)
    yield from _lateness(now)
    yield from _tries(now)
    yield from _devices()
    ages = GaugeMetricFamily("tend_heartbeat_age_seconds", "Seconds since a part last worked", labels=["part"])
    for part, age in heartbeat(now).items():
        ages.add_metric([part], float("nan") if age is None else age)
    yield ages


@dataclass(frozen=True)
class Lateness:
    """How much later than due messages were sent, in seconds. ``p50`` and ``p99`` are None when none was sent."""

    sent: int
    p50: float | None
    p99: float | None


@dataclass(frozen=True)
class Standing:
    """The same for human eyes: one row of words and figures a line. Nobody's data."""

    backlog: list[tuple[str, str, int]]
    oldest: list[tuple[str, float]]
    lateness: list[tuple[str, str, Lateness]]
    ended: list[tuple[str, str, str, int]]
    tries: list[tuple[str, int, int]]
    devices: list[tuple[str, int]]
    heartbeats: list[tuple[str, float | None]]


def standing(now: dt.datetime) -> Standing:
    """What the staff page shows, from the very metrics a monitor reads."""
    found = {metric.name: metric for metric in chain(_waiting(now), _ended(now), _tries(now), _devices())}

    def rows(name: str, *labels: str) -> list[tuple]:
        return [(*(s.labels[label] for label in labels), s.value) for s in found[name].samples]

    late = [
        (channel, window, figures)
        for window, back in WINDOWS
        for channel, figures in lateness(now, back).items()
        if figures.sent
    ]
    return Standing(
        backlog=rows("tend_deliveries_open", "channel", "state"),
        oldest=rows("tend_oldest_waiting_seconds", "channel"),
        lateness=late,
        ended=rows("tend_deliveries_settled_24h", "channel", "state", "reason"),
        tries=[
            (*tried, doubted)
            for tried, (_, doubted) in zip(
                rows("tend_attempts_24h", "channel"), rows("tend_doubts_24h", "channel"), strict=True
            )
        ],
        devices=rows("tend_push_subscriptions", "state"),
        heartbeats=list(heartbeat(now).items()),
    )


def _waiting(now: dt.datetime) -> Iterator[Metric]:
    backlog = GaugeMetricFamily("tend_deliveries_open", "Messages not settled yet", labels=["channel", "state"])
    rows = Delivery.objects.filter(state__in=[state.value for state in sorted(OPEN)])
    for row in rows.values("channel", "state").annotate(count=Count("pk")).order_by("channel", "state"):
        backlog.add_metric([row["channel"], row["state"]], row["count"])
    yield backlog
    late = GaugeMetricFamily("tend_oldest_waiting_seconds", "How long the oldest due message waits", labels=["channel"])
    due = Delivery.objects.filter(state=State.PENDING, next_attempt_at__lte=now)
    oldest = due.values_list("channel").annotate(since=Min("next_attempt_at")).order_by("channel")
    for channel, since in oldest:
        late.add_metric([channel], (now - since).total_seconds())
    yield late


def _ended(now: dt.datetime) -> Iterator[Metric]:
    ended = GaugeMetricFamily(
        "tend_deliveries_settled_24h",
        "Messages by how they ended in the last day",
        labels=["channel", "state", "reason"],
    )
    rows = Delivery.objects.filter(settled_at__gt=now - LATELY, state__in=[state.value for state in sorted(SETTLED)])
    found = rows.values("channel", "state", "reason").annotate(count=Count("pk")).order_by("channel", "state", "reason")
    for row in found:
        ended.add_metric([row["channel"], row["state"], row["reason"]], row["count"])
    yield ended


def _devices() -> Iterator[Metric]:
    devices = GaugeMetricFamily("tend_push_subscriptions", "Devices by how they stand", labels=["state"])
    devices.add_metric(["alive"], PushSubscription.objects.filter(ended_at=None).count())
    devices.add_metric(["ended"], PushSubscription.objects.exclude(ended_at=None).count())
    yield devices


def lateness(now: dt.datetime, back: dt.timedelta) -> dict[str, Lateness]:
    """By channel, over reminders sent in the last ``back``: from when they were due to when they were sent.

    One that waited for the morning on purpose counts from the morning. At most ``MOST_MEASURED`` of a channel, the
    newest: a monitor asks every few seconds.
    """
    found = {}
    for channel in SLUGS:
        rows = Delivery.objects.filter(
            channel=channel, state=State.SENT, purpose=Delivery.Purpose.DUE, settled_at__gt=now - back
        )
        times = rows.order_by("-settled_at").values_list(
            "occurrence__due_at", "created_at", "next_attempt_at", "attempts", "sent_at"
        )
        late = sorted(
            # Moved from where it was made, and sent at the first attempt: the wait was wished for.
            max((sent - (moved if attempts <= 1 and moved > made else due)).total_seconds(), 0.0)  # type: ignore[operator]
            for due, made, moved, attempts, sent in times[:MOST_MEASURED]
        )
        found[channel] = Lateness(len(late), _quantile(late, 0.5), _quantile(late, 0.99))
    return found


def _quantile(ordered: list[float], share: float) -> float | None:
    """The smallest value that at least ``share`` of them do not exceed (nearest rank)."""
    return ordered[max(math.ceil(share * len(ordered)) - 1, 0)] if ordered else None


def _lateness(now: dt.datetime) -> Iterator[Metric]:
    late = GaugeMetricFamily(
        "tend_lateness_seconds", "How much later than due messages were sent", labels=["channel", "window", "quantile"]
    )
    for window, back in WINDOWS:
        for channel, found in lateness(now, back).items():
            for quantile, value in (("0.5", found.p50), ("0.99", found.p99)):
                if value is not None:
                    late.add_metric([channel, window, quantile], value)
    yield late


def _tries(now: dt.datetime) -> Iterator[Metric]:
    """How hard it was. What is in doubt and waits to be sent again counts as a doubt before it is settled."""
    tries = GaugeMetricFamily(
        "tend_attempts_24h", "Attempts at the messages settled in the last day", labels=["channel"]
    )
    doubts = GaugeMetricFamily(
        "tend_doubts_24h",
        "How often nobody knew whether a message had left: those open or settled in the last day",
        labels=["channel"],
    )
    settled = _sums(Delivery.objects.filter(settled_at__gt=now - LATELY))
    still_open = _sums(Delivery.objects.filter(state__in=[state.value for state in sorted(OPEN)], doubts__gt=0))
    for channel in sorted({*settled, *still_open}):
        tries.add_metric([channel], settled.get(channel, (0, 0))[0])
        doubts.add_metric([channel], settled.get(channel, (0, 0))[1] + still_open.get(channel, (0, 0))[1])
    yield tries
    yield doubts


def _sums(rows: QuerySet) -> dict[str, tuple[int, int]]:
    """By channel, attempts and doubts of some deliveries."""
    found = rows.order_by().values_list("channel").annotate(tries=Sum("attempts"), unknown=Sum("doubts"))
    return {channel: (tries, unknown) for channel, tries, unknown in found}
