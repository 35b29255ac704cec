"""What every log shares: one row per entry, whatever room its details live in."""

import uuid

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from care.household.models import Keyed, Patient, User
from care.household.scope import Scope
from care.record.rules import DayState, is_late


class Answer(models.TextChoices):
    """Answers to a yes/no question. Blank means not recorded, and is never read as "no"."""

    YES = "yes", _("Yes")
    NO = "no", _("No")
    NOT_SURE = "not_sure", _("Not sure")
    NOT_CHECKED = "not_checked", _("Not checked")
    NOT_APPLICABLE = "not_applicable", _("Does not apply")


class EntryQuerySet(models.QuerySet):
    def kept(self) -> "EntryQuerySet":
        """Without the softly removed."""
        return self.filter(removed_at=None)


class Entry(Keyed):
    """One thing somebody logged about one patient at one time. Its details hang on it, one table per kind.

    ``occurred_at`` is an aware instant; ``local_day`` the family's calendar day (04:00 to 04:00), stored so
    that changing the family's time zone never moves old entries. ``client_id`` comes from the phone, so
    that an entry sent twice is recognised.
    """

    class Kind(models.TextChoices):
        NOTHING_NEW = "nothing_new", _("Nothing new")
        SAME = "same_as_yesterday", _("Same as yesterday")
        ELSEWHERE = "elsewhere", _("Elsewhere")
        SKIN_CHECK = "skin_check", _("Skin check")
        ROUTINES = "routines", _("Routines")
        EXPOSURE = "exposure", _("Exposure")
        INFECTION = "infection", _("Infection")
        INFECTION_CHECK = "infection_check", _("Infection check")
        TEMPERATURE = "temperature", _("Temperature")
        CONCERN = "concern", _("Something feels off")
        VACCINE_DECISION = "vaccine_decision", _("Vaccine decision")
        HOUSEHOLD_VACCINE = "household_vaccine", _("Vaccine of somebody at home")
        VACCINE_DIRECTIVE = "vaccine_directive", _("Word of the care team on a vaccine")
        NOTE = "note", _("Note")
        PHOTO = "photo", _("Photo")
        CLINIC_SCORE = "clinic_score", _("Score from a clinic")
        BREATHING = "breathing", _("Breathing")
        INFECTION_TEST = "infection_test", _("Test or culture")
        ANTIMICROBIAL = "antimicrobial", _("Antibiotic or similar")
        CARE_VISIT = "care_visit", _("Care for an infection")
        DAYS_MISSED = "days_missed", _("Days missed")
        WARNING_SIGNS = "warning_signs", _("Warning signs")
        DOSE = "dose", _("Medicine dose")
        INFUSION = "infusion", _("IgG infusion")
        LAB_RESULT = "lab_result", _("Result")
        GROWTH = "growth", _("Growth")
        TOOTH = "tooth", _("Tooth")
        FRACTURE = "fracture", _("Fracture")
        SCAN = "scan", _("Scan")
        GENERAL_CHECK = "general_check", _("General check")

    class Source(models.TextChoices):
        CAREGIVER = "caregiver", _("Seen by the family")
        DOCUMENT = "document", _("Copied from a document")
        CLINICIAN = "clinician", _("Told by a clinician")

    access_scope = Scope(
        household="patient__household",
        patient="patient",
        day="local_day",
        author="author",
        removed="removed_at",
        section="record",
    )

    patient = models.ForeignKey(Patient, on_delete=models.CASCADE, related_name="entries")
    client_id = models.UUIDField(default=uuid.uuid4)
    author = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=24, choices=Kind)
    occurred_at = models.DateTimeField()
    local_day = models.DateField()
    entered_at = models.DateTimeField(default=timezone.now)
    source = models.CharField(max_length=12, choices=Source, default=Source.CAREGIVER)
    note = models.TextField(max_length=2000, blank=True)
    version = models.PositiveIntegerField(default=1)
    # When a recorded answer was last replaced by another; filling in a blank one is no edit.
    edited_at = models.DateTimeField(null=True, blank=True)
    removed_at = models.DateTimeField(null=True, blank=True)
    removed_by = models.ForeignKey(User, null=True, blank=True, on_delete=models.PROTECT, related_name="+")

    objects = EntryQuerySet.as_manager()

    class Meta:
        ordering = ["-occurred_at", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["patient", "client_id"], name="entry_client_id_once"),
            models.CheckConstraint(condition=models.Q(version__gte=1), name="entry_version_positive"),
        ]
        indexes = [
            models.Index(fields=["patient", "local_day"], name="entry_patient_day"),
            models.Index(fields=["patient", "kind", "local_day"], name="entry_patient_kind_day"),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.local_day}"

    @property
    def is_late(self) -> bool:
        """Entered more than 36 hours after the end of its local day. Needs ``patient.household`` loaded."""
        return is_late(self.local_day, self.entered_at, self.patient.household.time_zone)


class Correction(Keyed):
    """One field of an entry that was changed: what it said before, what it says now, who and when."""

    access_scope = Scope(
        household="entry__patient__household",
        patient="entry__patient",
        day="entry__local_day",
        removed="entry__removed_at",
        section="record",
    )

    entry = models.ForeignKey(Entry, on_delete=models.CASCADE, related_name="corrections")
    field = models.CharField(max_length=40)
    old = models.JSONField(null=True)
    new = models.JSONField(null=True)
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["at", "pk"]

    def __str__(self) -> str:
        return f"{self.field} {self.at:%Y-%m-%d}"


DAY_STATE_WORDS = {
    DayState.DETAILED: _("Detailed"),
    DayState.SAME: _("Same as the day before"),
    DayState.NOTHING_NEW: _("Nothing new"),
    DayState.ELSEWHERE: _("Elsewhere"),
    DayState.NOT_RECORDED: _("Not recorded"),
}
