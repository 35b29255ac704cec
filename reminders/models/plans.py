"""What is planned, and who asked to be told."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from care.household.models import Keyed, validate_time_zone
from care.household.scope import Scope

EVERY_DAY = (0, 1, 2, 3, 4, 5, 6)


def every_day() -> list[int]:
    return list(EVERY_DAY)


class Plan(Keyed):
    """A wall-clock wish: what to be reminded of, about whom, at which local time on which weekdays.

    ``next_due_at`` is the only thing the engine looks at; null means there is nothing to wait for (off,
    or a kind that waits for an event instead of a time).
    """

    access_scope = Scope(household="patient__household", patient="patient", section="reminders")

    patient = models.ForeignKey("care.Patient", on_delete=models.CASCADE, related_name="reminder_plans")
    kind = models.CharField(_("what"), max_length=24)
    # Tells several plans of one kind apart (one per medicine); "" where a kind exists once per child.
    key = models.CharField(max_length=40, blank=True)
    local_time = models.TimeField(_("time"))
    weekdays = models.JSONField(_("days"), default=every_day)  # 0 is Monday
    # A copy of the family's zone, so that looking for what is due joins nothing; a listener keeps it true.
    time_zone = models.CharField(max_length=64, validators=[validate_time_zone])
    is_on = models.BooleanField(default=True)
    # First local date on which it rings again after a pause.
    resumes_on = models.DateField(null=True, blank=True)
    in_quiet_hours = models.BooleanField(_("also in the quiet hours"), default=False)
    rev = models.PositiveIntegerField(default=1)
    next_due_at = models.DateTimeField(null=True, blank=True)
    created_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["local_time", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["patient", "kind", "key"], name="reminder_plan_once"),
            models.CheckConstraint(condition=Q(next_due_at=None) | Q(is_on=True), name="reminder_plan_off_is_not_due"),
            models.CheckConstraint(condition=Q(rev__gte=1), name="reminder_plan_rev_positive"),
        ]
        indexes = [
            # Partial: a million plans of which none is due cost three page reads instead of a scan.
            models.Index(fields=["next_due_at"], condition=Q(next_due_at__isnull=False), name="reminder_plan_due"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.local_time:%H:%M}"


class Recipient(Keyed):
    """A member who asked to be told of a plan over a channel. Stopping keeps the row: who stopped when stays known."""

    access_scope = Scope(household="plan__patient__household", patient="plan__patient", section="reminders")

    plan = models.ForeignKey(Plan, on_delete=models.CASCADE, related_name="recipients")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    channel = models.CharField(max_length=12)
    since = models.DateTimeField(default=timezone.now)
    stopped_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["since", "pk"]
        constraints = [models.UniqueConstraint(fields=["plan", "user", "channel"], name="reminder_recipient_once")]

    def __str__(self) -> str:
        return f"{self.channel} {self.user_id}"
