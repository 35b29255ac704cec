"""What came due, who was told, and what became of each message: the database is the only truth about reminders."""

import datetime as dt
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from care.household.models import Keyed
from care.household.scope import Scope
from reminders.models.plans import Plan
from reminders.rules import LEASED, OPEN, State


class Occurrence(Keyed):
    """One time that one plan came due. ``local_date`` and ``slot`` make it unique, whatever was edited that day."""

    class Origin(models.TextChoices):
        SCHEDULE = "schedule", _("planned")
        EVENT = "event", _("something happened")
        TEST = "test", _("a test")

    access_scope = Scope(household="plan__patient__household", patient="plan__patient", section="reminders")

    plan = models.ForeignKey(Plan, on_delete=models.CASCADE, related_name="occurrences")
    local_date = models.DateField()
    # "1" for a plan's only time of day, else that time as "HH:MM"; what happened for events; who and when for tests.
    slot = models.CharField(max_length=80, default="1")
    origin = models.CharField(max_length=12, choices=Origin, default=Origin.SCHEDULE)
    rev = models.PositiveIntegerField()  # the plan's, when this was made
    due_at = models.DateTimeField()
    useful_until = models.DateTimeField()
    created_at = models.DateTimeField(default=timezone.now)
    # Somebody marked it done: once for everybody who was told or still waits to be.
    acknowledged_at = models.DateTimeField(null=True, blank=True)
    acknowledged_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )

    # When one more person is to be asked (None: not, or no longer); when that was tried, and who was: None with a time
    # for nobody, because the one who was chosen could not be reached or does not want to be asked.
    escalate_at = models.DateTimeField(null=True, blank=True)
    escalated_at = models.DateTimeField(null=True, blank=True)
    escalated_to = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        ordering = ["-due_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(acknowledged_at=None, acknowledged_by=None)
                | Q(acknowledged_at__isnull=False, acknowledged_by__isnull=False),
                name="reminder_occurrence_done_by_somebody",
            ),
            models.UniqueConstraint(fields=["plan", "local_date", "slot"], name="reminder_occurrence_once"),
            models.CheckConstraint(condition=Q(useful_until__gt=F("due_at")), name="reminder_occurrence_useful"),
            models.CheckConstraint(
                condition=Q(origin__in=["schedule", "event", "test"]), name="reminder_occurrence_origin_known"
            ),
        ]
        indexes = [
            models.Index(fields=["plan", "-due_at"], name="reminder_occurrence_newest"),
            models.Index(
                fields=["escalate_at"], condition=Q(escalate_at__isnull=False), name="reminder_occurrence_escalates"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.local_date} {self.slot}"


class Delivery(Keyed):
    """One message to one person over one channel, and what became of it.

    ``token`` names the claim that holds it; it stays on a row in doubt, so that a late answer finds its row.
    """

    class Reason(models.TextChoices):
        """Why it was not sent, or not surely. "" while open and when sent."""

        NONE = "", ""
        ALREADY_DONE = "already_done", _("Not sent: it was already logged.")
        ACKNOWLEDGED = "acknowledged", _("Not sent: somebody marked it done.")
        SNOOZED = "snoozed", _("Not sent at that time: this person put it off.")
        TOLD_TOGETHER = "told_together", _("Told in one message with another reminder.")
        NOTHING_OPEN = "nothing_open", _("Not sent: there was nothing to do.")
        ENOUGH = "enough_today", _("Not sent: three messages had gone to this person that day.")
        WEEKLY = "weekly", _("Not sent: it comes once a week, because it was not opened for a while.")
        STOPPED = "stopped", _("Not sent: this person stopped these mails.")
        TURNED_OFF = "turned_off", _("Not sent: the reminder was turned off or paused.")
        LEFT = "left", _("Not sent: this person is no longer in the family.")
        NO_ADDRESS = "no_address", _("Not sent: this person has no confirmed e-mail address.")
        NO_DEVICE = "no_device", _("Not sent: no phone or computer of this person takes messages. A mail goes instead.")
        TOO_LATE = "too_late", _("Not sent: Tend was not running in time, and it was too late to help.")
        NO_WAY_THROUGH = "no_way_through", _("Not sent: the message service did not take it in time.")
        QUIET_HOURS = "quiet_hours", _("Not sent: it had become late, and the quiet hours had begun.")
        REFUSED = "refused", _("Not sent: the message service refused this address or device.")
        IN_DOUBT = "in_doubt", _("Not known whether it arrived: the connection broke while it was being sent.")
        BROKEN = "broken", _("Not sent: Tend could not write this message. The people who run it have been told.")

    class Purpose(models.TextChoices):
        DUE = "due", _("reminder")
        SNOOZE = "snooze", _("put off until then")
        FALLBACK = "fallback", _("in place of a device that could not be reached")
        ESCALATION = "escalation", _("asked because nobody had marked it")
        UNMARKED = "unmarked", _("the morning after: nobody marked it")

    access_scope = Scope(
        household="occurrence__plan__patient__household", patient="occurrence__plan__patient", section="reminders"
    )

    occurrence = models.ForeignKey(Occurrence, on_delete=models.CASCADE, related_name="deliveries")
    recipient = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    channel = models.CharField(max_length=12)
    # 0 is the reminder itself; later ones ask again.
    nag = models.PositiveSmallIntegerField(default=0)
    purpose = models.CharField(max_length=12, choices=Purpose, default=Purpose.DUE)
    state = models.CharField(max_length=12, choices=[(s.value, s.value) for s in State], default=State.PENDING)
    reason = models.CharField(max_length=16, choices=Reason, blank=True, default=Reason.NONE)
    attempts = models.PositiveIntegerField(default=0)
    # How often nobody knew whether it had left: stays, also when it was sent again or a late answer came.
    doubts = models.PositiveIntegerField(default=0)
    next_attempt_at = models.DateTimeField()
    lease_until = models.DateTimeField(null=True, blank=True)
    token = models.UUIDField(null=True, blank=True)
    sent_at = models.DateTimeField(null=True, blank=True)
    settled_at = models.DateTimeField(null=True, blank=True)
    # The message that told this one's words too. A rider shares the claim of its carrier, and ends with it.
    carried_by = models.ForeignKey(
        "self", null=True, blank=True, db_index=False, on_delete=models.SET_NULL, related_name="riders"
    )
    # Until when this very message helps, where that differs from its occurrence (put off, the morning after).
    useful_until = models.DateTimeField(null=True, blank=True)
    # What the transport said, for whoever runs Tend; never shown to a family, never with an address in it.
    error = models.CharField(max_length=200, blank=True)
    # When its own link was first followed by its person: proof that this channel reaches them.
    opened_at = models.DateTimeField(null=True, blank=True)
    provider_id = models.CharField(max_length=200, blank=True)
    created_at = models.DateTimeField(default=timezone.now)
    # While it is being sent: the rows whose words it carries, and when, for whoever writes it.
    riding: "list[Delivery]" = []
    telling_at: "dt.datetime | None" = None
    # What the engine read about it a moment ago (``engine.facts.Facts``), so that its words ask for nothing twice.
    facts: Any = None

    class Meta:
        verbose_name_plural = _("deliveries")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["occurrence", "recipient", "channel", "nag"], name="reminder_delivery_once"
            ),
            models.CheckConstraint(condition=Q(state__in=[s.value for s in State]), name="reminder_delivery_state"),
            models.CheckConstraint(
                condition=Q(purpose__in=["due", "snooze", "fallback", "escalation", "unmarked"]),
                name="reminder_delivery_purpose",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=[s.value for s in sorted(LEASED)])
                | (Q(token__isnull=False) & Q(lease_until__isnull=False)),
                name="reminder_delivery_leased",
            ),
            models.CheckConstraint(
                condition=~Q(state=State.SENT.value) | Q(sent_at__isnull=False), name="reminder_delivery_sent_when"
            ),
            # Never silent: what did not go out says why.
            models.CheckConstraint(
                condition=Q(state__in=[*(s.value for s in sorted(OPEN)), State.SENT.value]) | ~Q(reason=""),
                name="reminder_delivery_says_why",
            ),
        ]
        indexes = [
            models.Index(
                fields=["channel", "next_attempt_at"], condition=Q(state="pending"), name="reminder_delivery_waiting"
            ),
            models.Index(
                fields=["lease_until"], condition=Q(state__in=["claimed", "sending"]), name="reminder_delivery_leases"
            ),
            models.Index(fields=["recipient", "-sent_at"], name="reminder_delivery_person"),
            # What else waits for one person, looked up for every message.
            models.Index(
                fields=["recipient", "channel"],
                condition=Q(state__in=["pending", "claimed"]),
                name="reminder_delivery_together",
            ),
            models.Index(fields=["carried_by"], condition=Q(carried_by__isnull=False), name="reminder_delivery_riders"),
            models.Index(
                fields=["settled_at"], condition=Q(settled_at__isnull=False), name="reminder_delivery_settled"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.channel} {self.state}"

    @property
    def helps_until(self) -> "dt.datetime":
        """Until when this message is of use: what was put off may outlast its reminder."""
        return self.useful_until or self.occurrence.useful_until
