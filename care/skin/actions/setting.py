"""How a family notes a bad night."""

import datetime as dt

from django.db import transaction

from care.household.audit import audit
from care.household.models import Patient, User
from care.skin.models import SkinSetting


@transaction.atomic
def choose_sleep_unit(*, patient: Patient, by: User, at: dt.datetime, unit: str) -> SkinSetting:
    """From now on lost sleep is asked in ``unit``; what is there keeps its own. Raises ValidationError for another."""
    Patient.objects.select_for_update().get(pk=patient.pk)
    setting = SkinSetting.objects.filter(patient=patient).first() or SkinSetting(patient=patient)
    if setting.sleep_unit == unit:
        return setting
    setting.sleep_unit = unit
    setting.full_clean()
    setting.save()
    audit(
        household=patient.household,
        by=by,
        at=at,
        action="skin_setting.changed",
        target=setting,
        patient=patient,
        fields=["sleep_unit"],
    )
    return setting
