"""A date of which perhaps only the month or the year is known."""

from django import forms
from django.utils.dates import MONTHS
from django.utils.translation import gettext_lazy as _

from care.record.dates import DateProblem, NotADate, PartialDate, Precision, read

PROBLEMS = {
    DateProblem.NO_YEAR: _("Add the year, like 2026."),
    DateProblem.DAY_WITHOUT_MONTH: _("Choose the month as well."),
    DateProblem.NOT_A_NUMBER: _("Write the day and the year in numbers, like 14 and 2026."),
    DateProblem.IMPOSSIBLE: _("This date does not exist. Please check the day and the month."),
    DateProblem.TOO_OLD: _("Please check the year."),
}


class PartialDateWidget(forms.MultiWidget):
    """Day, month and year, each with its own name for screen readers."""

    def __init__(self, attrs=None):
        number = {"inputmode": "numeric", "autocomplete": "off", "class": "short"}
        months = [("", _("Month")), *((str(value), name) for value, name in MONTHS.items())]
        widgets = {
            "day": forms.TextInput(attrs=number | {"aria-label": _("Day"), "placeholder": _("Day"), "maxlength": 2}),
            "month": forms.Select(choices=months, attrs={"aria-label": _("Month")}),
            "year": forms.TextInput(attrs=number | {"aria-label": _("Year"), "placeholder": _("Year"), "maxlength": 4}),
        }
        super().__init__(widgets, attrs)

    def decompress(self, value: PartialDate | None) -> list:
        if value is None:
            return ["", "", ""]
        first = value.earliest
        month = "" if value.precision == Precision.YEAR else str(first.month)
        return [first.day if value.precision == Precision.DAY else "", month, str(first.year)]


class PartialDateField(forms.Field):
    """Cleans to a ``PartialDate`` or None. ``latest`` (a date) is set by the form: nothing may lie after it."""

    widget = PartialDateWidget
    default_error_messages = {"required": _("Enter the date, or only the month and the year.")}

    def __init__(self, **kwargs):
        self.last_day = None
        super().__init__(**kwargs)

    def to_python(self, value) -> PartialDate | None:
        day, month, year = ((part or "") for part in (value or ["", "", ""]))
        try:
            found = read(year=str(year), month=str(month), day=str(day))
        except NotADate as problem:
            raise forms.ValidationError(PROBLEMS[problem.problem]) from None
        if found is not None and self.last_day is not None and found.begins_after(self.last_day):
            raise forms.ValidationError(_("The date cannot be in the future."))
        return found

    def has_changed(self, initial, data) -> bool:
        try:
            return self.to_python(data) != initial
        except forms.ValidationError:
            return True
