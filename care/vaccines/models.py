"""Tables of this room: what a family decided about a vaccine."""

import datetime as dt

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _

from care.household.scope import entry_scope
from care.record.dates import PartialDate, parse
from care.record.models import Entry
from care.reference import vaccines as catalogue
from care.vaccines.rules import Outcome

__all__ = ["VaccineDecision"]

OUTCOME_WORDS = {
    Outcome.GIVEN: _("Given"),
    Outcome.PLANNED: _("Planned"),
    Outcome.ASKED: _("Question for the team"),
    Outcome.DEFERRED: _("Put off for now"),
    Outcome.DECLINED: _("We said no"),
    Outcome.MEDICAL_REASON: _("Not given for a medical reason"),
    Outcome.HAD_ALREADY: _("Had it already"),
    Outcome.IMMUNE: _("Already immune"),
    Outcome.UNKNOWN: _("Not known"),
}


def validate_product(slug: str) -> None:
    """Raises ValidationError unless ``slug`` is a row of the catalogue."""
    if slug not in catalogue.by_slug():
        raise ValidationError(_("Choose a vaccine from the list."))


class VaccineDecision(models.Model):
    """One decision about one vaccine for one patient: the detail row of an entry.

    ``product`` is a catalogue slug; "" with ``product_text`` for a vaccine that is not in the catalogue.
    ``decided_on`` is the first day of what is known: with precision "month" the first of that month, with "year"
    the first of January; null with precision "" when the date is not known. It is the day of the dose when one
    was given. ``entry.local_day`` is the day it was written down.
    """

    class Precision(models.TextChoices):
        DAY = "day", _("Day")
        MONTH = "month", _("Month")
        YEAR = "year", _("Year")

    class DecidedBy(models.TextChoices):
        FAMILY = "family", _("Our family")
        IMMUNOLOGY = "immunology", _("The immunology team")
        PEDIATRICIAN = "pediatrician", _("The pediatrician")
        OTHER = "other", _("Somebody else")

    class Site(models.TextChoices):
        ARM_LEFT = "arm_left", _("Left arm")
        ARM_RIGHT = "arm_right", _("Right arm")
        THIGH_LEFT = "thigh_left", _("Left thigh")
        THIGH_RIGHT = "thigh_right", _("Right thigh")
        MOUTH = "mouth", _("Mouth")
        NOSE = "nose", _("Nose")
        OTHER = "other", _("Another place")

    access_scope = entry_scope("vaccines")

    entry = models.OneToOneField(Entry, on_delete=models.CASCADE, primary_key=True, related_name="vaccine_decision")
    product = models.CharField(max_length=40, blank=True, validators=[validate_product])
    product_text = models.CharField(_("name on the card"), max_length=120, blank=True)
    outcome = models.CharField(max_length=16, choices=list(OUTCOME_WORDS.items()))
    decided_on = models.DateField(null=True, blank=True)
    decided_precision = models.CharField(max_length=5, choices=Precision, blank=True)
    decided_by = models.CharField(_("who decided"), max_length=12, choices=DecidedBy, blank=True)
    advised_by = models.CharField(_("who advised"), max_length=120, blank=True)
    reason = models.CharField(_("reason"), max_length=500, blank=True)
    lot = models.CharField(_("lot number"), max_length=60, blank=True)
    site = models.CharField(_("where on the body"), max_length=12, choices=Site, blank=True)
    dose_number = models.PositiveSmallIntegerField(_("dose number"), null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(product="") | ~models.Q(product_text=""), name="vaccine_decision_names_a_vaccine"
            ),
            models.CheckConstraint(
                condition=models.Q(decided_on__isnull=True, decided_precision="")
                | models.Q(decided_on__isnull=False, decided_precision__in=["day", "month", "year"]),
                name="vaccine_decision_date_has_precision",
            ),
            models.CheckConstraint(
                condition=models.Q(dose_number=None) | models.Q(dose_number__range=(1, 20)),
                name="vaccine_decision_dose_1_to_20",
            ),
            models.CheckConstraint(
                condition=models.Q(outcome__in=[outcome.value for outcome in Outcome]),
                name="vaccine_decision_outcome_known",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.product or self.product_text} {self.outcome}"

    @property
    def dated(self) -> PartialDate | None:
        """The date as far as it is known."""
        if self.decided_on is None:
            return None
        return parse(date_text(self.decided_on, self.decided_precision))


def date_text(day: dt.date, precision: str) -> str:
    """ISO 8601 as far as ``precision`` (day, month or year) goes."""
    return day.isoformat()[: {"year": 4, "month": 7}.get(precision, 10)]
