"""What a monitor asks: how much waits, how late, how it ended, how many devices fell silent. Counts only."""

import datetime as dt
from collections.abc import Iterator

from django.db.models import Count, Min
from django.utils import timezone
from prometheus_client.metrics_core import GaugeMetricFamily, Metric

from reminders.models import Delivery, PushSubscription
from reminders.reads.health import heartbeat
from reminders.rules import OPEN, SETTLED, State

# Ended messages are counted over this; older ones are in the daily counts.
LATELY = dt.timedelta(hours=24)


def numbers() -> Iterator[Metric]:
    """Every metric of reminders. Four queries, each over an index."""
    now = timezone.now()
    yield from _waiting(now)
    yield from _ended(now)
    devices = GaugeMetricFamily("tend_push_subscriptions", "Devices by how they stand", labels=["state"])
    alive = PushSubscription.objects.filter(ended_at=None).count()
    devices.add_metric(["alive"], alive)
    devices.add_metric(["ended"], PushSubscription.objects.exclude(ended_at=None).count())
    yield devices
    ages = GaugeMetricFamily("tend_heartbeat_age_seconds", "Seconds since a part last worked", labels=["part"])
    for part, age in heartbeat(now).items():
        ages.add_metric([part], float("nan") if age is None else age)
    yield ages


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
