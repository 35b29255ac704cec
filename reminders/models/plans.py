"""What is planned, and who asked to be told."""

import datetime as dt
from uuid import UUID

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from care.household.models import Keyed, validate_time_zone
from care.household.scope import Scope
from reminders.rules import QUIET_FROM, QUIET_UNTIL, Wish

EVERY_DAY = (0, 1, 2, 3, 4, 5, 6)


def every_day() -> list[int]:
    return list(EVERY_DAY)


class SecondWish(models.TextChoices):
    """What the one who was chosen to be asked second wants of that: as usual, only inside Tend, or not at all."""

    AS_USUAL = ""
    INSIDE = "inside"
    STOPPED = "stopped"


class Plan(Keyed):
    """A wall-clock wish: what to be reminded of, about whom, at which local time on which weekdays.

    ``next_due_at`` is the only thing the engine looks at; null means there is nothing to wait for (off,
    or a kind that waits for an event instead of a time).
    """

    access_scope = Scope(household="patient__household", patient="patient", section="reminders")

    patient = models.ForeignKey("care.Patient", on_delete=models.CASCADE, related_name="reminder_plans")
    kind = models.CharField(_("what"), max_length=24)
    # Tells several plans of one kind apart (one per medicine or visit); "" for the one that people set.
    key = models.CharField(max_length=40, blank=True)
    # A plan made for one medicine or visit tells the people of the plan that was set for all of them.
    parent = models.ForeignKey("self", null=True, blank=True, on_delete=models.CASCADE, related_name="children")
    local_time = models.TimeField(_("time"))
    # Further times of the same day as "HH:MM"; apart, so that the many plans with one time stay as they were.
    more_times = models.JSONField(_("more times"), default=list, blank=True)
    weekdays = models.JSONField(_("days"), default=every_day)  # 0 is Monday
    # Every how many days, counted from a day on which it is due (a medicine's "every second day"); 1: by weekdays.
    every_days = models.PositiveSmallIntegerField(default=1)
    every_from = models.DateField(null=True, blank=True)
    # First and last day it counts for, None: no bound. A visit's plan has one day only.
    first_on = models.DateField(null=True, blank=True)
    last_on = models.DateField(null=True, blank=True)
    # A copy of the family's zone, so that looking for what is due joins nothing; a listener keeps it true.
    time_zone = models.CharField(max_length=64, validators=[validate_time_zone])
    # The zone was chosen for this plan ("this phone's") and does not follow the family's.
    own_zone = models.BooleanField(default=False)
    is_on = models.BooleanField(default=True)
    # First local date on which it rings again after a pause.
    resumes_on = models.DateField(null=True, blank=True)
    # Ring (True) or stay silent (False) in the quiet hours, as somebody chose; None: nobody was asked, the kind's rule.
    in_quiet_hours = models.BooleanField(_("also in the quiet hours"), null=True, blank=True, default=False)
    # Unmarked for so many minutes, one more person is asked, once. None: nobody else.
    escalate_after = models.PositiveSmallIntegerField(null=True, blank=True)
    escalate_to = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    # That person's own word, and nobody else's to change; it ends when somebody else is chosen.
    escalate_wish = models.CharField(max_length=12, choices=SecondWish, blank=True, default=SecondWish.AS_USUAL)
    rev = models.PositiveIntegerField(default=1)
    next_due_at = models.DateTimeField(null=True, blank=True)
    created_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["local_time", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["patient", "kind", "key"], name="reminder_plan_once"),
            models.CheckConstraint(condition=Q(next_due_at=None) | Q(is_on=True), name="reminder_plan_off_is_not_due"),
            models.CheckConstraint(condition=Q(rev__gte=1), name="reminder_plan_rev_positive"),
            models.CheckConstraint(
                condition=Q(every_days=1, every_from=None) | Q(every_days__gte=2, every_from__isnull=False),
                name="reminder_plan_every_few_days",
            ),
            models.CheckConstraint(
                condition=Q(escalate_after=None) | Q(escalate_after__in=[15, 30, 60]),
                name="reminder_plan_escalates_after",
            ),
            models.CheckConstraint(
                condition=Q(escalate_wish__in=["", "inside", "stopped"]), name="reminder_plan_second_wish"
            ),
        ]
        indexes = [
            # Partial: a million plans of which none is due cost three page reads instead of a scan.
            models.Index(fields=["next_due_at"], condition=Q(next_due_at__isnull=False), name="reminder_plan_due"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.local_time:%H:%M}"

    @property
    def times(self) -> tuple[dt.time, ...]:
        """Its times of day, the earliest first. Raises ValueError for a row that holds something else."""
        return tuple(sorted({self.local_time, *(dt.time.fromisoformat(time) for time in self.more_times)}))

    @property
    def wish(self) -> Wish:
        """Its times and days, as the rules reckon with them."""
        return Wish(
            times=self.times,
            zone=self.time_zone,
            weekdays=self.weekdays,
            every_days=self.every_days,
            every_from=self.every_from,
            first_on=self.first_on,
            last_on=self.last_on,
            resumes_on=self.resumes_on,
        )

    @property
    def told_by(self):
        """Key of the plan whose recipients are told of this one."""
        return self.parent_id or self.pk


class Recipient(Keyed):
    """A member who asked to be told of a plan over a channel. Stopping keeps the row: who stopped when stays known."""

    access_scope = Scope(household="plan__patient__household", patient="plan__patient", section="reminders")

    plan = models.ForeignKey(Plan, on_delete=models.CASCADE, related_name="recipients")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    channel = models.CharField(max_length=12)
    since = models.DateTimeField(default=timezone.now)
    stopped_at = models.DateTimeField(null=True, blank=True)
    # What this person wants: rung also in the own quiet hours; a child's name and the thing itself in the text.
    wake_me = models.BooleanField(default=False)
    details = models.BooleanField(default=False)
    # Last sign that the messages are read (None: since ``since``); since when they come weekly for want of one.
    seen_at = models.DateTimeField(null=True, blank=True)
    weekly_since = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["since", "pk"]
        constraints = [models.UniqueConstraint(fields=["plan", "user", "channel"], name="reminder_recipient_once")]

    def __str__(self) -> str:
        return f"{self.channel} {self.user_id}"


class QuietHours(Keyed):
    """When one person wants no reminder; without a row the usual hours (``rules.QUIET_FROM``, ``QUIET_UNTIL``) hold.

    They belong to a person, not to a family: ``access_scope`` is None and every look at it goes by the person.
    """

    access_scope = None

    user = models.OneToOneField(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="quiet_hours")
    # Wall clock of ``time_zone``, or of the reminder's own when that is empty. Equal: no quiet hours at all.
    starts = models.TimeField(default=QUIET_FROM)
    ends = models.TimeField(default=QUIET_UNTIL)
    time_zone = models.CharField(max_length=64, blank=True, validators=[validate_time_zone])

    class Meta:
        verbose_name_plural = _("quiet hours")

    def __str__(self) -> str:
        return f"{self.starts:%H:%M} {self.ends:%H:%M}"

    @classmethod
    def of(cls, user_id: UUID | None) -> "QuietHours":
        """A person's own hours, or an unsaved row with the usual ones."""
        return (user_id and cls.objects.filter(user=user_id).first()) or cls()
