"""What the writes of this room share: the row as it is now, dates that are past, and whose infection it is."""

import datetime as dt

from django.core.exceptions import PermissionDenied, ValidationError
from django.utils.translation import gettext_lazy as _

from care.household.models import Patient
from care.infections.models import Episode
from care.record.actions import Saved
from care.record.dates import PartialDate


def locked(model: type, pk):
    """The row as it is now, held until the transaction ends: two people changing it keep each other's answers."""
    return (
        model.objects.select_for_update(of=("self",))  # type: ignore[attr-defined]
        .select_related("entry__patient__household")
        .get(pk=pk)
    )


def not_ahead(field: str, date: PartialDate, today: dt.date) -> None:
    if date.begins_after(today):
        raise ValidationError({field: _("The date cannot be in the future.")})


def same_patient(episode: Episode | None, patient: Patient) -> None:
    if episode is not None and episode.entry.patient_id != patient.pk:
        raise PermissionDenied


def of_kind(saved: Saved, kind: str) -> Saved:
    """The same ``client_id`` can only come back as the same kind of entry, unless somebody made it up."""
    if saved.entry.kind != kind:
        raise PermissionDenied
    return saved
