"""Clinic visits, and the summaries made for them."""

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
                condition=models.Q(specialty__in=["pediatrics", "rheumatology_immunology"]),
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


class SummaryQuerySet(models.QuerySet):
    """A summary that is ready never changes: an update reaches only those still being made."""

    def update(self, **changes) -> int:
        return super(SummaryQuerySet, self.exclude(state=Summary.State.READY)).update(**changes)

    def bulk_update(self, objs, fields, batch_size=None):
        raise TypeError("Summaries are changed one at a time, and never once they are ready.")


class Summary(Keyed):
    """One version of what a clinician reads: plain data, with its hash and the fingerprint of what it was made from.

    A row waits as QUEUED (perhaps leased by a worker), then ends as READY or FAILED. ``slot`` names the
    moment that asked for it, "" when a person did, so that two beats never make the same one twice.
    """

    class State(models.TextChoices):
        QUEUED = "queued", _("Being made")
        READY = "ready", _("Ready")
        FAILED = "failed", _("Not made")

    access_scope = Scope(
        household="visit__patient__household",
        patient="visit__patient",
        removed="visit__removed_at",
        section="visits",
    )

    visit = models.ForeignKey(Visit, on_delete=models.CASCADE, related_name="summaries")
    version = models.PositiveIntegerField()
    state = models.CharField(max_length=8, choices=State, default=State.QUEUED)
    slot = models.CharField(max_length=40, blank=True)
    requested_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    requested_at = models.DateTimeField()
    attempts = models.PositiveSmallIntegerField(default=0)
    lease_until = models.DateTimeField(null=True, blank=True)
    # The class of the last problem, for whoever looks after the machine. Never its words: they may quote an entry.
    problem = models.CharField(max_length=80, blank=True)
    generated_at = models.DateTimeField(null=True, blank=True)
    first_day = models.DateField(null=True, blank=True)
    last_day = models.DateField(null=True, blank=True)
    content = models.JSONField(null=True, blank=True)
    fingerprint = models.CharField(max_length=64, blank=True)
    content_hash = models.CharField(max_length=64, blank=True)
    app_version = models.CharField(max_length=24, blank=True)

    objects = SummaryQuerySet.as_manager()

    class Meta:
        ordering = ["-version"]
        verbose_name_plural = "summaries"
        constraints = [
            models.UniqueConstraint(fields=["visit", "version"], name="summary_version_once"),
            models.UniqueConstraint(fields=["visit", "slot"], condition=~models.Q(slot=""), name="summary_slot_once"),
            models.UniqueConstraint(fields=["visit"], condition=models.Q(state="queued"), name="summary_one_queued"),
            models.CheckConstraint(condition=models.Q(version__gte=1), name="summary_version_positive"),
            models.CheckConstraint(
                condition=models.Q(state__in=["queued", "ready", "failed"]), name="summary_state_known"
            ),
            models.CheckConstraint(
                condition=~models.Q(state="ready")
                | models.Q(
                    generated_at__isnull=False,
                    first_day__isnull=False,
                    last_day__gte=models.F("first_day"),
                    content__isnull=False,
                )
                & ~models.Q(content_hash="")
                & ~models.Q(fingerprint=""),
                name="summary_ready_is_whole",
            ),
        ]
        indexes = [
            models.Index(fields=["requested_at"], condition=models.Q(state="queued"), name="summary_waiting"),
        ]

    def save(self, *args, **kwargs):
        if not self._state.adding:
            raise TypeError("A summary is written by care.visits.actions, and never changed once it is ready.")
        super().save(*args, **kwargs)

    def __str__(self) -> str:
        return f"{self.visit_id} v{self.version}"
