"""A score that a clinic gave, typed in as it was given."""

from decimal import Decimal

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from care.household.scope import entry_scope
from care.record.dates import PartialDate
from care.record.models import Entry
from care.skin.models.words import INSTRUMENT_WORDS, DatePrecision, choices
from care.skin.rules.scores import RANGES, Instrument, Misfit, digits, misfit


class ClinicScore(models.Model):
    """The details of one entry of kind ``clinic_score``: Tend computes none and asks none of their questions.

    ``tenths`` is the score times ten (45.3 is 453). ``scored_on`` is the first day of what is known of the date,
    with its precision. ``entry.local_day`` is the day it was written down.
    """

    access_scope = entry_scope("skin")

    entry = models.OneToOneField(Entry, on_delete=models.CASCADE, primary_key=True, related_name="clinic_score")
    instrument = models.CharField(_("score"), max_length=12, choices=choices(INSTRUMENT_WORDS))
    other_name = models.CharField(_("name of the score"), max_length=60, blank=True)
    tenths = models.PositiveIntegerField(_("number"))
    scored_on = models.DateField(_("date"))
    scored_precision = models.CharField(max_length=5, choices=DatePrecision, default=DatePrecision.DAY)
    given_by = models.CharField(_("clinician or clinic"), max_length=120)

    class Meta:
        ordering = ["-scored_on", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(instrument__in=[i.value for i in Instrument]), name="clinic_score_instrument_known"
            ),
            # Named exactly when it is none of ours.
            models.CheckConstraint(
                condition=(Q(instrument=Instrument.OTHER) & ~Q(other_name=""))
                | (~Q(instrument=Instrument.OTHER) & Q(other_name="")),
                name="clinic_score_other_has_name",
                violation_error_message=_("Write the name of the score."),
            ),
            *(
                models.CheckConstraint(
                    condition=~Q(instrument=instrument) | Q(tenths__range=(0, within.top)),
                    name=f"clinic_score_{instrument.value}_range",
                )
                for instrument, within in RANGES.items()
            ),
            models.CheckConstraint(
                condition=Q(scored_precision__in=DatePrecision.values), name="clinic_score_precision"
            ),
            models.CheckConstraint(condition=~Q(given_by=""), name="clinic_score_names_who_gave_it"),
        ]

    def __str__(self) -> str:
        return f"{self.name} {digits(self.tenths)}"

    def clean(self) -> None:
        problem = misfit(self.instrument, self.tenths)
        if problem is not None:
            raise ValidationError({"tenths": misfit_words(self.instrument, problem)})
        if self.instrument == Instrument.OTHER and not self.other_name:
            raise ValidationError({"other_name": _("Write the name of the score.")})

    @property
    def name(self) -> str:
        """POEM, SCORAD ..., or the family's own words for another score."""
        return self.other_name or str(INSTRUMENT_WORDS[Instrument(self.instrument)])

    @property
    def value(self) -> Decimal:
        """The score as a number with one decimal."""
        return Decimal(self.tenths) / 10

    @property
    def dated(self) -> PartialDate:
        return PartialDate.around(self.scored_on, self.scored_precision)


def misfit_words(instrument: str, problem: Misfit) -> str:
    """Why a number is no score of an instrument, in words. A range from memory is not repeated."""
    known = RANGES[Instrument(instrument)]
    words = {"name": INSTRUMENT_WORDS[Instrument(instrument)], "top": digits(known.top)}
    if not known.told:
        return str(_("This number does not fit %(name)s. Please check it.") % words)
    if known.whole:
        return str(_("%(name)s is a whole number from 0 to %(top)s.") % words)
    return str(_("%(name)s is a number from 0 to %(top)s.") % words)
