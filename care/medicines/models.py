"""What a patient takes and what they must not have. So far: allergies."""

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from care.household.models import Keyed, Patient
from care.household.scope import Scope


class Allergy(Keyed):
    """Something a patient reacts to. A reaction that happened and a test alone are kept apart: skin tests may be
    positive in this condition without severe allergy (source IDF)."""

    class Basis(models.TextChoices):
        REACTION_HAPPENED = "reaction_happened", _("A reaction happened")
        TEST_ONLY = "test_only", _("A test only, no reaction seen")
        NOT_SURE = "not_sure", _("Not sure")

    access_scope = Scope(
        household="patient__household", patient="patient", always=True, removed="removed_at", section="medicines"
    )

    patient = models.ForeignKey(Patient, on_delete=models.CASCADE, related_name="allergies")
    substance = models.CharField(_("allergic to"), max_length=120)
    basis = models.CharField(_("how it is known"), max_length=20, choices=Basis)
    reaction = models.CharField(_("what happened"), max_length=400, blank=True)
    told_by = models.CharField(_("told by"), max_length=120, blank=True)
    noted_on = models.DateField(_("when"), null=True, blank=True)
    created_at = models.DateTimeField(default=timezone.now)
    removed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["created_at", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(basis__in=["reaction_happened", "test_only", "not_sure"]), name="allergy_basis_known"
            )
        ]
        indexes = [models.Index(fields=["patient"], condition=models.Q(removed_at=None), name="allergy_kept")]

    def __str__(self) -> str:
        return self.substance
