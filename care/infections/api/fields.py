"""A date of which perhaps only the month or the year is known, as the API spells it."""

from django.utils.translation import gettext_lazy as _
from rest_framework import serializers

from care.record.dates import NotADate, parse


class PartialDateText(serializers.CharField):
    """ "2026-11-22", "2026-11" or "2026"; null when not known."""

    default_error_messages = {"no_date": _("Write a date like 2026-11-22, 2026-11 or 2026.")}

    def to_internal_value(self, data):
        try:
            return parse(super().to_internal_value(data))
        except NotADate:
            self.fail("no_date")

    def to_representation(self, value) -> str:
        return value.text
