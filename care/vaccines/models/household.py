"""Vaccines of people at home. They never become the patient's own."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from care.household.scope import entry_scope
from care.record.models import Answer, Entry
from care.vaccines.models.decisions import DatedDose, dose_constraints


class HouseholdVaccine(DatedDose):
    """One vaccine of somebody who lives with the patient: the detail row of an entry of the patient's record.

    ``member`` is the name the family gave them. ``contact`` answers whether the patient is near their nappies or
    rash, and is blank when nobody asked.
    """

    access_scope = entry_scope("vaccines")

    entry = models.OneToOneField(Entry, on_delete=models.CASCADE, primary_key=True, related_name="household_vaccine")
    member = models.CharField(_("who"), max_length=80)
    contact = models.CharField(_("near their nappies or rash"), max_length=16, choices=Answer, blank=True)

    class Meta:
        constraints = [
            *dose_constraints("household_vaccine"),
            models.CheckConstraint(condition=~models.Q(member=""), name="household_vaccine_is_named"),
            models.CheckConstraint(
                condition=models.Q(contact__in=["", *Answer.values]), name="household_vaccine_contact_known"
            ),
        ]
