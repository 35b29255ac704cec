"""Which medicine's label a photo shows."""

from django.db import models

from care.household.scope import entry_scope
from care.medicines.models.plan import Medicine
from care.record.models import Entry


class LabelPhoto(models.Model):
    """The details of an entry of kind ``photo`` that shows a medicine's label.

    A medicine is no entry and photos hang on entries, so the photo stays an ordinary one, behind the same door and
    with the same undo, and this row says whose label it is. It is never read by Tend: what counts is what was typed.
    """

    access_scope = entry_scope("medicines")

    entry = models.OneToOneField(Entry, on_delete=models.CASCADE, primary_key=True, related_name="label_photo")
    medicine = models.ForeignKey(Medicine, on_delete=models.CASCADE, related_name="label_photos")

    def __str__(self) -> str:
        return str(self.entry)
