"""The medicines a patient takes, as their labels and the care team say. Nothing here is worked out."""

import datetime as dt

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from care.household.models import Keyed, Patient, User
from care.household.scope import Scope
from care.medicines.rules.schedule import (
    MOST_DAYS_APART,
    BadSchedule,
    Pattern,
    Period,
    Schedule,
    check,
    normal_times,
    normal_weekdays,
)
from care.record.dates import PartialDate, Precision


class MedicineRoute(models.TextChoices):
    """How it is taken, as on the label."""

    MOUTH = "mouth", _("By mouth")
    SKIN = "skin", _("On the skin")
    INHALED = "inhaled", _("Breathed in")
    NOSE = "nose", _("In the nose")
    EYE = "eye", _("In the eye")
    EAR = "ear", _("In the ear")
    UNDER_SKIN = "under_skin", _("Injected under the skin")
    MUSCLE = "muscle", _("Injected into a muscle")
    VEIN = "vein", _("Into a vein")
    OTHER = "other", _("Another way")


class Purpose(models.TextChoices):
    """What it is for (reference/logs.md section 8)."""

    PROPHYLAXIS = "prophylaxis", _("To prevent infections")
    TREATMENT = "treatment", _("To treat something")
    ITCH = "itch", _("For itch")
    IGG = "igg", _("IgG replacement")
    OTHER = "other", _("Something else")


PATTERN_WORDS = {
    Pattern.DAILY: _("Every day"),
    Pattern.WEEKDAYS: _("On some weekdays"),
    Pattern.EVERY_N: _("Every few days"),
    Pattern.NEEDED: _("When needed"),
}
DOSE_TIMES = _("Enter at least one time, and at most eight.")
SCHEDULE_PROBLEMS = {
    "times": DOSE_TIMES,
    "weekdays": _("Choose the weekdays."),
    "every_days": _("Enter a number of days, from 2 to 366."),
    "every_from": _("Enter a day on which it is due."),
}


class Label(models.Model):
    """What a label and a prescription say: words, times and days exactly as they were read."""

    drug = models.CharField(_("medicine"), max_length=200)
    form = models.CharField(_("form"), max_length=80, blank=True)
    strength = models.CharField(_("strength"), max_length=80, blank=True)
    route = models.CharField(_("how it is taken"), max_length=12, choices=MedicineRoute, blank=True)
    dose = models.CharField(_("dose"), max_length=200, blank=True)
    pattern = models.CharField(
        _("days"), max_length=8, choices=[(one.value, words) for one, words in PATTERN_WORDS.items()], blank=True
    )
    # "HH:MM" on the family's clock; weekdays 0 = Monday.
    times = models.JSONField(_("times"), default=list, blank=True)
    weekdays = models.JSONField(_("weekdays"), default=list, blank=True)
    every_days = models.PositiveSmallIntegerField(_("every how many days"), null=True, blank=True)
    every_from = models.DateField(_("a day on which it is due"), null=True, blank=True)
    started_on = models.DateField(_("started"), null=True, blank=True)
    started_precision = models.CharField(
        max_length=5, choices=[(one.value, one.value) for one in Precision], default=Precision.DAY.value
    )
    last_on = models.DateField(_("last day"), null=True, blank=True)
    purpose = models.CharField(_("what it is for"), max_length=12, choices=Purpose, blank=True)
    prescriber = models.CharField(_("prescribed by"), max_length=120, blank=True)
    refill_on = models.DateField(_("refill needed by"), null=True, blank=True)

    class Meta:
        abstract = True
        constraints = [
            models.CheckConstraint(
                condition=Q(route__in=["", *MedicineRoute.values]) & Q(purpose__in=["", *Purpose.values]),
                name="%(class)s_words_known",
            ),
            models.CheckConstraint(
                condition=Q(pattern__in=["", *(one.value for one in Pattern)]), name="%(class)s_pattern_known"
            ),
            models.CheckConstraint(
                condition=Q(pattern=Pattern.EVERY_N.value, every_from__isnull=False)
                & Q(every_days__isnull=False, every_days__range=(2, MOST_DAYS_APART))
                | Q(every_days=None, every_from=None) & ~Q(pattern=Pattern.EVERY_N.value),
                name="%(class)s_every_few_days",
            ),
            models.CheckConstraint(
                condition=Q(started_precision__in=[one.value for one in Precision]), name="%(class)s_started_precision"
            ),
            models.CheckConstraint(
                condition=Q(started_on=None) | Q(last_on=None) | Q(last_on__gte=F("started_on")),
                name="%(class)s_ends_after_start",
                violation_error_message=_("The last day cannot be before the start."),
            ),
        ]

    def __str__(self) -> str:
        return self.drug

    def clean(self) -> None:
        try:
            self.times = normal_times(self.times)
            self.weekdays = normal_weekdays(self.weekdays)
            check(self.schedule)
        except BadSchedule as problem:
            raise ValidationError({problem.field: SCHEDULE_PROBLEMS[problem.field]}) from problem
        except TypeError as problem:
            raise ValidationError({"times": DOSE_TIMES}) from problem

    @property
    def schedule(self) -> Schedule:
        """When it is due."""
        return Schedule(
            self.pattern,
            tuple(dt.time.fromisoformat(time) for time in self.times),
            frozenset(self.weekdays),
            self.every_days or 1,
            self.every_from,
        )

    @property
    def started(self) -> PartialDate | None:
        """When it was started, as far as it is known."""
        return PartialDate.around(self.started_on, self.started_precision) if self.started_on else None

    @property
    def as_planned(self) -> str:
        """Medicine, strength and dose in one line, as on the label."""
        return ", ".join(part for part in (" ".join(filter(None, (self.drug, self.strength))), self.dose) if part)


class Medicine(Keyed, Label):
    """One medicine on a patient's list, as it stands now. ``begins_at``: since when these words count."""

    access_scope = Scope(
        household="patient__household", patient="patient", always=True, removed="removed_at", section="medicines"
    )

    patient = models.ForeignKey(Patient, on_delete=models.CASCADE, related_name="medicines")
    entered_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField(default=timezone.now)
    begins_at = models.DateTimeField()
    stopped_at = models.DateTimeField(_("stopped"), null=True, blank=True)
    stop_reason = models.CharField(_("why it was stopped"), max_length=400, blank=True)
    removed_at = models.DateTimeField(null=True, blank=True)

    class Meta(Label.Meta):
        abstract = False
        ordering = ["created_at", "pk"]
        indexes = [models.Index(fields=["patient"], condition=Q(removed_at=None), name="medicine_kept")]

    @property
    def period(self) -> Period:
        """The plan as it stands now."""
        return Period(self.schedule, self.begins_at, self.stopped_at, self.last_on)


class MedicineVersion(Keyed, Label):
    """What a medicine's plan said before somebody changed it: old doses stay readable, old times stay due."""

    access_scope = Scope(
        household="medicine__patient__household",
        patient="medicine__patient",
        always=True,
        removed="medicine__removed_at",
        section="medicines",
    )

    medicine = models.ForeignKey(Medicine, on_delete=models.CASCADE, related_name="versions")
    begins_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    # Who replaced it, and when.
    changed_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    changed_at = models.DateTimeField()

    class Meta(Label.Meta):
        abstract = False
        ordering = ["changed_at", "pk"]
        constraints = [
            *Label.Meta.constraints,
            models.CheckConstraint(condition=Q(ends_at__gte=F("begins_at")), name="medicineversion_in_order"),
        ]

    @property
    def period(self) -> Period:
        """The plan as it stood then."""
        return Period(self.schedule, self.begins_at, self.ends_at, self.last_on)


LABEL_FIELDS = tuple(field.name for field in Label._meta.local_fields)
