"""Usual routines with what was different, exposures, and what a family chose to see of the lists."""

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from care.household.models import Keyed, Patient
from care.household.scope import Scope, entry_scope
from care.precautions.rules import MAX_MOMENTS, BadItem, Kept, Minutes, is_span, item, normal_exceptions
from care.record.models import Entry
from care.reference.precautions import Kind

KEPT_WORDS = {
    Kept.KEPT: _("Usual routines kept"),
    Kept.DIFFERENT: _("Something different"),
}
MINUTES_WORDS = {
    Minutes.UNDER_5: _("Less than 5 minutes"),
    Minutes.UP_TO_60: _("5 to 60 minutes"),
    Minutes.OVER_60: _("More than an hour"),
}
KIND_WORDS = {
    Kind.MOMENT: _("Hand washing"),
    Kind.WATER_SOURCE: _("Water to drink"),
    Kind.FOOD: _("Food"),
    Kind.WATER_CONTACT: _("Water on the skin"),
    Kind.EXPOSURE: _("Near or in contact with"),
}


def _choices(words: dict) -> list[tuple[str, str]]:
    return [(key.value, text) for key, text in words.items()]


class RoutineCheck(models.Model):
    """The details of one entry of kind ``routines``: usual routines kept, or what was different.

    ``exceptions`` is ``[{"kind": precaution kind, "slug", "note"}]``, empty when nobody said what was different.
    """

    access_scope = entry_scope("precautions")

    entry = models.OneToOneField(Entry, on_delete=models.CASCADE, primary_key=True, related_name="routine_check")
    kept = models.CharField(_("usual routines"), max_length=12, choices=_choices(KEPT_WORDS))
    exceptions = models.JSONField(_("what was different"), default=list, blank=True)

    class Meta:
        verbose_name = _("routine check")
        verbose_name_plural = _("routine checks")
        constraints = [
            models.CheckConstraint(condition=Q(kept__in=[kept.value for kept in Kept]), name="routines_kept_known")
        ]

    def __str__(self) -> str:
        return str(self.entry)

    def clean(self) -> None:
        try:
            self.exceptions = normal_exceptions(self.exceptions)
        except (BadItem, TypeError, AttributeError) as error:
            raise ValidationError({"exceptions": _("Choose from the list.")}) from error


class Exposure(models.Model):
    """The details of one entry of kind ``exposure``: something the patient came close to, from when to when.

    Dates and times are the family's own calendar and clock; a time is optional. The entry's day is ``last_on``.
    """

    access_scope = entry_scope("precautions")

    entry = models.OneToOneField(Entry, on_delete=models.CASCADE, primary_key=True, related_name="exposure")
    kind = models.CharField(_("what it was"), max_length=40)
    first_on = models.DateField(_("first day"))
    first_time = models.TimeField(_("from what time"), null=True, blank=True)
    last_on = models.DateField(_("last day"))
    last_time = models.TimeField(_("until what time"), null=True, blank=True)
    place = models.CharField(_("where"), max_length=200, blank=True)
    distance = models.CharField(_("how close"), max_length=80, blank=True)
    minutes = models.CharField(_("how long"), max_length=12, choices=_choices(MINUTES_WORDS), blank=True)

    class Meta:
        verbose_name = _("exposure")
        verbose_name_plural = _("exposures")
        constraints = [
            models.CheckConstraint(
                condition=Q(last_on__gt=F("first_on"))
                | Q(last_on=F("first_on"))
                & (Q(first_time=None) | Q(last_time=None) | Q(last_time__gte=F("first_time"))),
                name="exposure_ends_after_start",
            ),
            models.CheckConstraint(
                condition=Q(minutes__in=["", *(minutes.value for minutes in Minutes)]), name="exposure_minutes_known"
            ),
        ]

    def __str__(self) -> str:
        return str(self.entry)

    def clean(self) -> None:
        try:
            item(self.kind, (Kind.EXPOSURE,))
        except BadItem as error:
            raise ValidationError({"kind": _("Choose from the list.")}) from error
        if self.first_on and self.last_on and not is_span(self.first_on, self.first_time, self.last_on, self.last_time):
            raise ValidationError({"last_on": _("The end cannot be before the start.")})


class RoutineChoice(Keyed):
    """One hand-washing moment a family picked. Without any row the usual ones of the list count."""

    access_scope = Scope(household="patient__household", patient="patient", section="precautions")

    patient = models.ForeignKey(Patient, on_delete=models.CASCADE, related_name="routine_choices")
    slug = models.CharField(max_length=40)
    position = models.PositiveSmallIntegerField()

    class Meta:
        ordering = ["position"]
        constraints = [
            models.UniqueConstraint(fields=["patient", "slug"], name="routine_choice_once"),
            models.UniqueConstraint(fields=["patient", "position"], name="routine_choice_place_once"),
            # At most five: more than that is a checklist nobody keeps.
            models.CheckConstraint(condition=Q(position__range=(1, MAX_MOMENTS)), name="routine_choice_up_to_five"),
        ]

    def __str__(self) -> str:
        return self.slug


class HiddenItem(Keyed):
    """An item of the lists that is switched off for a patient, as their care plan says."""

    access_scope = Scope(household="patient__household", patient="patient", section="precautions")

    patient = models.ForeignKey(Patient, on_delete=models.CASCADE, related_name="hidden_precautions")
    kind = models.CharField(max_length=16, choices=[(kind.value, kind.value) for kind in Kind])
    slug = models.CharField(max_length=40)

    class Meta:
        ordering = ["kind", "slug"]
        constraints = [models.UniqueConstraint(fields=["patient", "kind", "slug"], name="hidden_precaution_once")]

    def __str__(self) -> str:
        return f"{self.kind}:{self.slug}"
