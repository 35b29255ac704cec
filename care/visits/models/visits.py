"""Clinic visits."""

import uuid

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from care.household.models import Keyed, Patient, User, validate_time_zone
from care.household.scope import Scope
from care.visits.rules import visit_instant


class Visit(Keyed):
    """An appointment at a clinic. ``on`` and ``time`` are the clinic's wall clock in ``time_zone``."""

    class Specialty(models.TextChoices):
        PEDIATRICS = "pediatrics", _("Pediatrics")
        RHEUMATOLOGY_IMMUNOLOGY = "rheumatology_immunology", _("Rheumatology or immunology")
        DERMATOLOGY = "dermatology", _("Dermatology")
        OTHER = "other", _("Another clinic")

    access_scope = Scope(
        household="patient__household", patient="patient", removed="removed_at", author="created_by", section="visits"
    )

    patient = models.ForeignKey(Patient, on_delete=models.CASCADE, related_name="visits")
    client_id = models.UUIDField(default=uuid.uuid4)
    on = models.DateField(_("day"))
    time = models.TimeField(_("time"), null=True, blank=True)
    time_zone = models.CharField(_("time zone"), max_length=64, validators=[validate_time_zone])
    specialty = models.CharField(_("kind of clinic"), max_length=32, choices=Specialty)
    clinic = models.CharField(_("clinic"), max_length=120, blank=True)
    # What the summary is written in: the clinic's language is not always the family's. "" is the first guardian's.
    language = models.CharField(_("language of the summary"), max_length=12, blank=True)
    # One question a line, in the family's own words; never edited by Tend.
    questions = models.TextField(_("questions to ask"), max_length=4000, blank=True)
    said_afterwards = models.TextField(_("what was said"), max_length=8000, blank=True)
    created_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField(default=timezone.now)
    edited_at = models.DateTimeField(null=True, blank=True)
    removed_at = models.DateTimeField(null=True, blank=True)
    removed_by = models.ForeignKey(User, null=True, blank=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["-on", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["patient", "client_id"], name="visit_client_id_once"),
            models.CheckConstraint(
                condition=models.Q(specialty__in=["pediatrics", "rheumatology_immunology", "dermatology", "other"]),
                name="visit_specialty_known",
            ),
        ]
        indexes = [
            models.Index(fields=["patient", "on"], name="visit_patient_on"),
            # What beat looks at: the few visits around today, whatever the number of families.
            models.Index(fields=["on"], condition=models.Q(removed_at=None), name="visit_on_kept"),
        ]

    def __str__(self) -> str:
        return f"{self.get_specialty_display()} {self.on}"

    @property
    def starts_at(self):
        """The instant of the visit; 06:00 of its day when it has no time."""
        return visit_instant(self.on, self.time, self.time_zone)
