"""The care plan a clinician signed: what the family's red-flag rules take from it. Every change is a new version."""

import datetime as dt

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from care.household.models import Keyed, Patient, User
from care.household.scope import Scope
from care.plan.rules.degrees import POSSIBLE
from care.plan.rules.judging import level_refused
from care.plan.rules.levels import PlanValues
from care.plan.rules.registry import BY_ID

LONGEST_WORDS = 2000
DEFAULT_MINUTES = 30


class CarePlan(Keyed):
    """One version of a patient's care plan, as signed. The newest one counts, also past its review day.

    ``levels`` maps a rule's id to 0-3, ``texts`` to words shown as the clinician's own.
    """

    access_scope = Scope(household="patient__household", patient="patient", always=True, section="plan")

    patient = models.ForeignKey(Patient, on_delete=models.CASCADE, related_name="care_plans")
    version = models.PositiveIntegerField()
    signed_by = models.CharField(max_length=120)
    signed_on = models.DateField()
    review_on = models.DateField()
    # As written on paper, never converted.
    threshold_tenths = models.PositiveSmallIntegerField(null=True, blank=True)
    threshold_unit = models.CharField(max_length=1, choices=[("C", "°C"), ("F", "°F")], default="C")
    spo2_min = models.PositiveSmallIntegerField(null=True, blank=True)
    missed_doses = models.PositiveSmallIntegerField(null=True, blank=True)
    urgent_minutes = models.PositiveSmallIntegerField(default=DEFAULT_MINUTES)
    levels = models.JSONField(default=dict, blank=True)
    texts = models.JSONField(default=dict, blank=True)
    carry_letter = models.TextField(max_length=4000, blank=True)
    emergency_antibiotic_text = models.TextField(max_length=2000, blank=True)
    hospital_of_choice = models.CharField(max_length=200, blank=True)
    entered_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    entered_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["-version"]
        constraints = [
            models.UniqueConstraint(fields=["patient", "version"], name="care_plan_version_once"),
            models.CheckConstraint(condition=Q(review_on__gte=models.F("signed_on")), name="care_plan_review_after"),
            models.CheckConstraint(
                condition=Q(threshold_tenths=None)
                | Q(threshold_unit="C", threshold_tenths__range=POSSIBLE["C"])
                | Q(threshold_unit="F", threshold_tenths__range=POSSIBLE["F"]),
                name="care_plan_threshold_possible",
            ),
            models.CheckConstraint(
                condition=(Q(spo2_min=None) | Q(spo2_min__range=(50, 100)))
                & (Q(missed_doses=None) | Q(missed_doses__range=(1, 99)))
                & Q(urgent_minutes__range=(0, 1440)),
                name="care_plan_numbers_possible",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.signed_by}, {self.signed_on}"

    def clean(self) -> None:
        """Rules that are none, words that are none, and levels a plan may not set are refused."""
        for key, level in self.levels.items():
            if key not in BY_ID or level not in (0, 1, 2, 3):
                raise ValidationError({"levels": _("%(rule)s has no such level.") % {"rule": key}})
            if level_refused(key, level):
                raise ValidationError({"levels": _("A plan cannot lower %(rule)s that far.") % {"rule": key}})
        for key, words in self.texts.items():
            if key not in BY_ID or not isinstance(words, str) or not words or len(words) > LONGEST_WORDS:
                raise ValidationError({"texts": _("The words for %(rule)s cannot be kept.") % {"rule": key}})

    @property
    def values(self) -> PlanValues:
        """What the rules take from it."""
        return PlanValues(
            threshold_tenths=self.threshold_tenths,
            threshold_unit=self.threshold_unit,
            spo2_min=self.spo2_min,
            missed_doses=self.missed_doses,
            levels=self.levels,
            texts=self.texts,
        )

    def days_past(self, today: dt.date) -> int:
        """How many days it is past its review day, 0 before it."""
        return max((today - self.review_on).days, 0)
