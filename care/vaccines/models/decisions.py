"""What a family decided about a vaccine: for a patient, and what such a row shares with one of somebody at home."""

import datetime as dt

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _

from care.household.scope import entry_scope
from care.record.dates import PartialDate, parse
from care.record.models import Entry
from care.reference import vaccines as catalogue
from care.vaccines.rules import Outcome, Said, said_on

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


class Precision(models.TextChoices):
    DAY = "day", _("Day")
    MONTH = "month", _("Month")
    YEAR = "year", _("Year")


class DatedDose(models.Model):
    """What a decision is about, what came of it, when, and what else the vaccine card or the clinic said.

    ``product`` is a catalogue slug; "" with ``product_text`` for a vaccine that is not in the catalogue.
    ``decided_on`` is the first day of what is known: with precision "month" the first of that month, with "year"
    the first of January; null with precision "" when the date is not known. It is the day of the dose when one
    was given. ``entry.local_day`` is the day it was written down.
    """

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

    class Route(models.TextChoices):
        MUSCLE = "muscle", _("Into the muscle")
        UNDER_SKIN = "under_skin", _("Under the skin")
        INTO_SKIN = "into_skin", _("Into the skin")
        MOUTH = "mouth", _("By mouth")
        NOSE = "nose", _("In the nose")
        OTHER = "other", _("Another way")

    product = models.CharField(max_length=40, blank=True, validators=[validate_product])
    product_text = models.CharField(_("name on the card"), max_length=120, blank=True)
    outcome = models.CharField(max_length=16, choices=list(OUTCOME_WORDS.items()))
    decided_on = models.DateField(null=True, blank=True)
    decided_precision = models.CharField(max_length=5, choices=Precision, blank=True)
    decided_by = models.CharField(_("who decided"), max_length=12, choices=DecidedBy, blank=True)
    advised_by = models.CharField(_("who advised"), max_length=120, blank=True)
    reason = models.CharField(_("reason"), max_length=500, blank=True)
    place = models.CharField(_("where it was given"), max_length=120, blank=True)
    lot = models.CharField(_("lot number"), max_length=60, blank=True)
    route = models.CharField(_("how it was given"), max_length=12, choices=Route, blank=True)
    site = models.CharField(_("where on the body"), max_length=12, choices=Site, blank=True)
    dose_number = models.PositiveSmallIntegerField(_("dose number"), null=True, blank=True)
    reaction = models.CharField(_("what happened afterwards"), max_length=500, blank=True)

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return f"{self.product or self.product_text} {self.outcome}"

    @property
    def dated(self) -> PartialDate | None:
        """The date as far as it is known."""
        if self.decided_on is None:
            return None
        return parse(date_text(self.decided_on, self.decided_precision))


def dose_constraints(name: str) -> list[models.CheckConstraint]:
    """What the database holds of every ``DatedDose``; ``name`` begins the constraints' names."""
    return [
        models.CheckConstraint(
            condition=~models.Q(product="") | ~models.Q(product_text=""), name=f"{name}_names_a_vaccine"
        ),
        models.CheckConstraint(
            condition=models.Q(decided_on__isnull=True, decided_precision="")
            | models.Q(decided_on__isnull=False, decided_precision__in=["day", "month", "year"]),
            name=f"{name}_date_has_precision",
        ),
        models.CheckConstraint(
            condition=models.Q(outcome__in=[outcome.value for outcome in Outcome]), name=f"{name}_outcome_known"
        ),
        models.CheckConstraint(
            condition=models.Q(dose_number=None) | models.Q(dose_number__range=(1, 20)), name=f"{name}_dose_1_to_20"
        ),
        models.CheckConstraint(
            condition=models.Q(route__in=["", "muscle", "under_skin", "into_skin", "mouth", "nose", "other"]),
            name=f"{name}_route_known",
        ),
    ]


class VaccineDecision(DatedDose):
    """One decision about one vaccine for one patient: the detail row of an entry."""

    Precision = Precision

    access_scope = entry_scope("vaccines")

    entry = models.OneToOneField(Entry, on_delete=models.CASCADE, primary_key=True, related_name="vaccine_decision")

    class Meta:
        constraints = [*dose_constraints("vaccine_decision")]

    @property
    def vaccine(self) -> str:
        """Which vaccine it is about: the catalogue's row, or the name of one outside it."""
        return self.product or self.product_text.casefold()

    @property
    def said(self) -> Said:
        """What decides whether it stands. Its ``entry`` is loaded."""
        dated = self.dated
        return Said(
            on=said_on(dated, self.entry.local_day),
            at=self.entry.entered_at,
            entry_id=self.pk,
            vaccine=self.vaccine,
            outcome=self.outcome,
            has_date=dated is not None,
            dose_number=self.dose_number,
        )


def date_text(day: dt.date, precision: str) -> str:
    """ISO 8601 as far as ``precision`` (day, month or year) goes."""
    return day.isoformat()[: {"year": 4, "month": 7}.get(precision, 10)]
