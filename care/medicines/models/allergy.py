"""What a patient must not have."""

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from care.household.models import Keyed, Patient
from care.household.scope import Scope
from care.record.dates import PartialDate, Precision


class Allergy(Keyed):
    """Something a patient reacts to. A reaction that happened and a test alone are kept apart: skin tests may be
    positive in this condition without severe allergy (source IDF)."""

    class Basis(models.TextChoices):
        REACTION_HAPPENED = "reaction_happened", _("A reaction happened")
        TEST_ONLY = "test_only", _("A test only, no reaction seen")
        NOT_SURE = "not_sure", _("Not sure")

    class Severity(models.TextChoices):
        """As somebody told it; nobody works it out here."""

        MILD = "mild", _("Mild")
        MODERATE = "moderate", _("Moderate")
        SEVERE = "severe", _("Severe")

    access_scope = Scope(
        household="patient__household", patient="patient", always=True, removed="removed_at", section="medicines"
    )

    patient = models.ForeignKey(Patient, on_delete=models.CASCADE, related_name="allergies")
    substance = models.CharField(_("allergic to"), max_length=120)
    basis = models.CharField(_("how it is known"), max_length=20, choices=Basis)
    reaction = models.CharField(_("what happened"), max_length=400, blank=True)
    severity = models.CharField(_("how bad it was"), max_length=8, choices=Severity, blank=True, default="")
    told_by = models.CharField(_("told by"), max_length=120, blank=True)
    # The first day it can mean; how much of it is known stands beside it.
    noted_on = models.DateField(_("when"), null=True, blank=True)
    noted_precision = models.CharField(
        max_length=5, choices=[(one.value, one.value) for one in Precision], default=Precision.DAY.value
    )
    created_at = models.DateTimeField(default=timezone.now)
    removed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["created_at", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(basis__in=["reaction_happened", "test_only", "not_sure"]), name="allergy_basis_known"
            ),
            models.CheckConstraint(
                condition=Q(severity="") | (Q(severity__in=["mild", "moderate", "severe"]) & ~Q(basis="test_only")),
                name="allergy_severity_known",
            ),
            models.CheckConstraint(
                condition=Q(noted_precision__in=[one.value for one in Precision]), name="allergy_noted_precision"
            ),
        ]
        indexes = [models.Index(fields=["patient"], condition=Q(removed_at=None), name="allergy_kept")]

    def __str__(self) -> str:
        return self.substance

    def clean(self) -> None:
        if self.severity and self.basis == self.Basis.TEST_ONLY:
            raise ValidationError({"severity": _("With a test only, no reaction was seen. Leave this blank.")})

    @property
    def noted(self) -> PartialDate | None:
        """When it was noted, as far as it is known."""
        return PartialDate.around(self.noted_on, self.noted_precision) if self.noted_on else None
