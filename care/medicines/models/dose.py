"""What became of a dose."""

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from care.household.scope import entry_scope
from care.medicines.models.plan import Medicine
from care.medicines.rules.doses import Outcome
from care.record.models import Entry

OUTCOME_WORDS = {
    Outcome.GIVEN: _("Given"),
    Outcome.GIVEN_LATE: _("Given late"),
    Outcome.MISSED: _("Not given"),
    Outcome.REFUSED: _("Refused"),
    Outcome.VOMITED: _("Vomited within 30 minutes"),
    Outcome.OUT_OF_STOCK: _("Out of stock"),
    Outcome.HELD: _("Held back by a clinician"),
}


class Dose(models.Model):
    """The details of one entry of kind ``dose``.

    ``due_on`` and ``due_time`` are its place in the plan on the family's clock, ``due_at`` that instant; all empty
    for a dose that was not planned. ``given_at`` is the time somebody told, empty when nobody did: a tap on "Given"
    says that it was given, not when. ``as_planned`` is what the plan said at that moment.
    """

    access_scope = entry_scope("medicines")

    entry = models.OneToOneField(Entry, on_delete=models.CASCADE, primary_key=True, related_name="dose")
    medicine = models.ForeignKey(Medicine, on_delete=models.CASCADE, related_name="doses")
    as_planned = models.CharField(_("medicine"), max_length=500, blank=True)
    due_on = models.DateField(null=True, blank=True)
    due_time = models.TimeField(null=True, blank=True)
    due_at = models.DateTimeField(_("due"), null=True, blank=True)
    outcome = models.CharField(
        _("what happened"), max_length=12, choices=[(one.value, words) for one, words in OUTCOME_WORDS.items()]
    )
    given_at = models.DateTimeField(_("time given"), null=True, blank=True)
    reason = models.CharField(_("reason"), max_length=400, blank=True)

    class Meta:
        verbose_name = _("medicine dose")
        verbose_name_plural = _("medicine doses")
        indexes = [models.Index(fields=["medicine", "due_on", "due_time"], name="dose_place")]
        constraints = [
            models.CheckConstraint(
                condition=Q(outcome__in=[outcome.value for outcome in Outcome]), name="dose_outcome_known"
            ),
            models.CheckConstraint(
                condition=Q(due_on=None, due_time=None, due_at=None)
                | Q(due_on__isnull=False, due_time__isnull=False, due_at__isnull=False),
                name="dose_place_whole",
            ),
        ]

    def __str__(self) -> str:
        return str(self.entry)

    def clean(self) -> None:
        if self.given_at and self.outcome not in (Outcome.GIVEN, Outcome.GIVEN_LATE, Outcome.VOMITED):
            raise ValidationError({"given_at": _("A dose that was not given has no time.")})
