"""What the red-flag rules said, kept word for word: also when the entry is corrected or taken back."""

from django.db import models
from django.db.models import Q

from care.household.models import Keyed, Patient, User
from care.household.scope import Scope
from care.plan.rules.registry import RULES
from care.record.models import Entry


class FlagMessage(Keyed):
    """One message of one rule about one entry, as it was shown. It is never changed, only marked.

    ``told`` is what was recorded, ``words`` what to do, ``plan_words`` the plan's own words, ``source`` where it comes
    from. ``local_day`` is the family's day on which it was raised: a helper sees that day's. When the entry goes to
    another patient, what was said stays with the one it was said about.
    """

    stays_when_entry_moves = True

    access_scope = Scope(household="patient__household", patient="patient", day="local_day", section="plan")

    patient = models.ForeignKey(Patient, on_delete=models.CASCADE, related_name="flag_messages")
    entry = models.ForeignKey(Entry, on_delete=models.CASCADE, related_name="flag_messages")
    rule = models.CharField(max_length=8)
    level = models.PositiveSmallIntegerField()
    told = models.TextField(blank=True)
    words = models.TextField()
    plan_words = models.TextField(blank=True)
    source = models.CharField(max_length=400)
    raised_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    raised_at = models.DateTimeField()
    local_day = models.DateField()
    shown_at = models.DateTimeField(null=True, blank=True)
    called_at = models.DateTimeField(null=True, blank=True)
    called_by = models.ForeignKey(User, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    put_aside_at = models.DateTimeField(null=True, blank=True)
    put_aside_by = models.ForeignKey(User, null=True, blank=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["-raised_at", "-level", "rule", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["patient", "entry", "rule", "level"], name="flag_message_once"),
            models.CheckConstraint(
                condition=Q(level__range=(0, 3)) & Q(rule__in=[rule.id for rule in RULES]), name="flag_message_known"
            ),
        ]
        indexes = [models.Index(fields=["patient", "raised_at"], name="flag_message_patient")]

    def __str__(self) -> str:
        return f"{self.rule} L{self.level}"
