"""The warning signs that no log asks, as somebody went through them."""

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext as _

from care.household.scope import entry_scope
from care.plan.models.words import ASKED
from care.record.models import Answer, Entry


class WarningSigns(models.Model):
    """Answers to the signs of ``words.ASKED``: sign -> yes, no or not_checked. A sign left out was not answered."""

    access_scope = entry_scope("plan")

    entry = models.OneToOneField(Entry, on_delete=models.CASCADE, primary_key=True, related_name="warning_signs")
    answers = models.JSONField(default=dict)

    def __str__(self) -> str:
        return f"{self.entry}"

    def clean(self) -> None:
        """Unknown signs and answers are refused, and so is a page without any answer."""
        fits = {Answer.YES, Answer.NO, Answer.NOT_CHECKED}
        given = self.answers if isinstance(self.answers, dict) else {}
        if not given or any(sign not in ASKED or answer not in fits for sign, answer in given.items()):
            raise ValidationError({"answers": _("Answer at least one sign, with one of the words offered.")})
