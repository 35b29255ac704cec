"""How a family notes the skin of one patient."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from care.household.models import Keyed, Patient
from care.household.scope import Scope
from care.skin.models.words import SLEEP_UNIT_WORDS, choices
from care.skin.rules import SleepUnit


class SkinSetting(Keyed):
    """One row for a patient whose family chose; without it a bad night is a number from 0 to 10.

    What was noted before a change keeps the unit it was noted in.
    """

    # A helper who fills in the skin check must be asked in the same unit.
    access_scope = Scope(household="patient__household", patient="patient", always=True, section="skin")

    patient = models.OneToOneField(Patient, on_delete=models.CASCADE, related_name="skin_setting")
    sleep_unit = models.CharField(
        _("lost sleep"), max_length=8, choices=choices(SLEEP_UNIT_WORDS), default=SleepUnit.SCALE.value
    )

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(sleep_unit__in=[unit.value for unit in SleepUnit]), name="skin_setting_sleep_unit"
            )
        ]

    def __str__(self) -> str:
        return self.sleep_unit
