"""Whom the family rings and when, as their own clinicians told them; and the days something felt off."""

from django.core.validators import RegexValidator
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from care.household.models import Keyed, Patient
from care.household.scope import Scope, entry_scope
from care.record.models import Entry

# Shown as the family typed it; the tel: link is made from its digits (RFC 3966).
phone_number = RegexValidator(
    r"^(?=(?:\D*\d){2,})[0-9+()./ \-]+(?:\s*(?:x|ext\.?|#)\s*\d{1,6})?$",
    _("Enter a phone number with digits, like +49 30 1234567."),
)


class CareContact(Keyed):
    """A person or place of the care team, with a number to ring."""

    access_scope = Scope(
        household="patient__household", patient="patient", always=True, removed="removed_at", section="plan"
    )

    patient = models.ForeignKey(Patient, on_delete=models.CASCADE, related_name="care_contacts")
    name = models.CharField(_("name"), max_length=120)
    role = models.CharField(_("what they do"), max_length=120, blank=True)
    phone = models.CharField(_("phone number"), max_length=40, validators=[phone_number])
    hours = models.CharField(_("when they can be reached"), max_length=120, blank=True)
    is_urgent_line = models.BooleanField(_("ring this one when it is urgent"), default=False)
    is_immunology = models.BooleanField(_("this is the immunology team"), default=False)
    created_at = models.DateTimeField(default=timezone.now)
    removed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-is_urgent_line", "-is_immunology", "created_at", "pk"]
        indexes = [models.Index(fields=["patient"], condition=models.Q(removed_at=None), name="contact_kept")]

    def __str__(self) -> str:
        return self.name


class CallPlan(Keyed):
    """One patient's call plan, in the words of their clinicians. Tend adds nothing to it and judges nothing."""

    access_scope = Scope(household="patient__household", patient="patient", always=True, section="plan")

    patient = models.OneToOneField(Patient, on_delete=models.CASCADE, related_name="call_plan")
    ring_when = models.TextField(_("when to ring"), max_length=4000, blank=True)
    emergency_number = models.CharField(_("emergency number"), max_length=40, blank=True, validators=[phone_number])
    hospital = models.CharField(_("hospital to go to"), max_length=200, blank=True)
    carry_text = models.TextField(_("what to tell any doctor"), max_length=4000, blank=True)
    # Who gave the plan and when: an old plan must look old.
    told_by = models.CharField(_("told by"), max_length=120, blank=True)
    told_on = models.DateField(_("told on"), null=True, blank=True)
    changed_at = models.DateTimeField(default=timezone.now)

    def __str__(self) -> str:
        return f"{self.patient}"


class Concern(models.Model):
    """Something feels off: a worry without a name. The words, if any, are the entry's note."""

    access_scope = entry_scope("plan")

    entry = models.OneToOneField(Entry, on_delete=models.CASCADE, primary_key=True, related_name="concern")

    def __str__(self) -> str:
        return f"{self.entry}"
