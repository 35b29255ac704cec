"""A version of a summary as FHIR: made with it, and never changed."""

from django.db import models

from care.household.models import AppendOnly
from care.household.scope import Scope
from care.visits.models.summaries import Summary


class SummaryDocument(models.Model):
    """The FHIR R4 resources of one version, as ``care.visits.fhir.resources`` made them, with their hash.

    A table of its own: it is many times larger than what the page shows, and read only when somebody downloads it.
    """

    access_scope = Scope(
        household="summary__visit__patient__household",
        patient="summary__visit__patient",
        removed="summary__visit__removed_at",
        section="visits",
    )

    summary = models.OneToOneField(Summary, on_delete=models.CASCADE, primary_key=True, related_name="fhir")
    content = models.JSONField()
    content_hash = models.CharField(max_length=64)

    objects = AppendOnly.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~models.Q(content_hash=""), name="summary_document_has_hash"),
        ]

    def __str__(self) -> str:
        return f"{self.summary_id}"

    def save(self, *args, **kwargs):
        if not self._state.adding:
            raise TypeError("What a clinic may have downloaded never changes.")
        super().save(*args, **kwargs)
