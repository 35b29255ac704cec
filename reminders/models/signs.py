"""Nobody's data: when the engine last worked, and how many messages ended how."""

import datetime as dt

from django.db import models


class DailyCount(models.Model):
    """How many messages ended how on one day (UTC) long ago: what stays of deliveries once their rows are folded.

    Nobody's data: no person, family or child is named, and the rows it came from are gone.
    """

    access_scope = None

    day = models.DateField()
    kind = models.CharField(max_length=24)
    channel = models.CharField(max_length=12)
    state = models.CharField(max_length=12)
    reason = models.CharField(max_length=16, blank=True)
    count = models.PositiveIntegerField()

    class Meta:
        ordering = ["day", "kind", "channel", "state", "reason"]
        constraints = [
            models.UniqueConstraint(fields=["day", "kind", "channel", "state", "reason"], name="reminder_count_once")
        ]

    def __str__(self) -> str:
        return f"{self.day} {self.channel} {self.state}"


class Heartbeat(models.Model):
    """When a part of the engine last worked, and how long its oldest work has been waiting. Nobody's data."""

    access_scope = None

    part = models.CharField(max_length=24, primary_key=True)
    at = models.DateTimeField()
    waiting_since = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return self.part

    def age(self, now: dt.datetime) -> float:
        """Seconds since it last worked."""
        return (now - self.at).total_seconds()
