"""A clinician let in for a longer time, and what they give back: that they reviewed, and a short message."""

import datetime as dt
from typing import Any
from uuid import UUID

from django.db import models
from django.utils.translation import gettext_lazy as _

from care.household.models import AppendOnly, Keyed, Patient, User
from care.household.scope import Scope
from care.visits.models.summaries import Summary
from care.visits.rules.sharing import Device

INVITED_FOR = dt.timedelta(days=7)


def no_messages_key(patient: UUID) -> str:
    """The cache's key under which it is remembered that no clinician's message waits for a patient's family."""
    return f"visits:no-messages:{patient}"


class ClinicConsent(Keyed):
    """A guardian's word that one clinician's account may read a patient's summaries until a day, or until it is ended.

    Offered by a link that works once and for a week, to ``email`` when there is one; the link is kept as a keyed hash.
    """

    access_scope = Scope(household="patient__household", patient="patient", section="sharing")

    patient = models.ForeignKey(Patient, on_delete=models.CASCADE, related_name="clinic_consents")
    email = models.EmailField(_("e-mail"), blank=True)
    sections = models.JSONField(default=list)
    token_hash = models.CharField(max_length=64, unique=True)
    created_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField()
    ends_on = models.DateField(_("last day"))
    # The instant at which the family's last day is over.
    expires_at = models.DateTimeField()
    clinician = models.ForeignKey(User, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    accepted_at = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)
    ended_by = models.ForeignKey(User, null=True, blank=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["patient", "clinician"],
                condition=models.Q(ended_at=None, clinician__isnull=False),
                name="consent_one_for_each",
            ),
            models.CheckConstraint(
                condition=models.Q(clinician=None, accepted_at=None)
                | models.Q(clinician__isnull=False, accepted_at__isnull=False),
                name="consent_accepted_by_somebody",
            ),
        ]
        indexes = [
            models.Index(fields=["clinician"], condition=models.Q(ended_at=None), name="consent_of_clinician"),
        ]

    def __str__(self) -> str:
        return f"{self.pk}"

    def is_offered(self, now: dt.datetime) -> bool:
        """Whether its link still lets somebody in."""
        return (
            self.accepted_at is None
            and self.ended_at is None
            and now < min(self.created_at + INVITED_FOR, self.expires_at)
        )

    def is_open(self, now: dt.datetime) -> bool:
        """Whether the clinician who accepted reads now."""
        return self.accepted_at is not None and self.ended_at is None and now < self.expires_at


class ConsentEvent(Keyed):
    """One line of the family's list: what a clinician with an account did with a version, and when. Never changed."""

    class Kind(models.TextChoices):
        OPENED = "opened", _("Opened")
        COPIED = "copied", _("Text copied")
        PRINTED = "printed", _("Printed")
        DOWNLOADED = "downloaded", _("File downloaded")

    access_scope = Scope(household="consent__patient__household", patient="consent__patient", section="sharing")

    consent = models.ForeignKey(ClinicConsent, on_delete=models.CASCADE, related_name="events")
    summary = models.ForeignKey(Summary, on_delete=models.CASCADE, related_name="+")
    kind = models.CharField(max_length=12, choices=Kind)
    # Which form of the summary was taken along, as in ``ShareEvent``; "" for the page.
    form = models.CharField(max_length=12, blank=True)
    device = models.CharField(max_length=8, choices=[(one.value, one.value) for one in Device], default=Device.UNKNOWN)
    at = models.DateTimeField()

    objects = AppendOnly.as_manager()

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(kind__in=["opened", "copied", "printed", "downloaded"]),
                name="consent_event_kind_known",
            ),
        ]
        indexes = [models.Index(fields=["consent", "at"], name="consent_event_when")]

    def __str__(self) -> str:
        return f"{self.kind}"


class Review(Keyed):
    """A clinician read a version of a summary, on a day, perhaps with a message to the family, or wrote an instruction.

    What was written never changes. ``instruction`` (``rules.instructions``) is part of the plan once ``is_confirmed``.
    """

    LONGEST = 500
    access_scope = Scope(household="consent__patient__household", patient="consent__patient", section="sharing")

    consent = models.ForeignKey(ClinicConsent, on_delete=models.CASCADE, related_name="reviews")
    summary = models.ForeignKey(Summary, on_delete=models.CASCADE, related_name="reviews")
    message = models.TextField(_("message to the family"), max_length=LONGEST, blank=True)
    at = models.DateTimeField()
    instruction = models.JSONField(null=True, blank=True)
    # What a guardian decided on it; None until then.
    is_confirmed = models.BooleanField(null=True, blank=True)
    decided_at = models.DateTimeField(null=True, blank=True)
    decided_by = models.ForeignKey(User, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    # The family tapped "seen": it leaves Today, and stays with the visit.
    seen_at = models.DateTimeField(null=True, blank=True)
    seen_by = models.ForeignKey(User, null=True, blank=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(is_confirmed=None, decided_at=None, decided_by=None)
                | models.Q(
                    instruction__isnull=False,
                    is_confirmed__isnull=False,
                    decided_at__isnull=False,
                    decided_by__isnull=False,
                ),
                name="review_decided_by_somebody",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.at}"

    @property
    def said(self) -> dict[str, Any]:
        """The instruction. Raises ValueError for a review without one."""
        if self.instruction is None:
            raise ValueError("a review without an instruction")
        return self.instruction
