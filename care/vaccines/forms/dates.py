"""A date of which perhaps only the month or the year is known, chosen from lists."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from care.record.dates import NotADate, PartialDate, parse

YEARS_BACK, YEARS_AHEAD = 100, 3
ORDER = ("day", "month", "year")


class PartialDateWidget(forms.SelectDateWidget):
    """Day, month and year, in the order in which Tend writes dates; each may stay open. Every select carries its own
    name for screen readers."""

    def __init__(self, *, attrs: dict | None = None, years: list[int] | None = None):
        super().__init__(attrs=attrs, years=years, empty_label=(_("Year"), _("Month"), _("Day")))

    def get_context(self, name: str, value: Any, attrs: dict | None) -> dict:
        context = super().get_context(name, value, attrs)
        labels = {"year": _("Year"), "month": _("Month"), "day": _("Day")}
        selects = {widget["name"].rsplit("_", 1)[-1]: widget for widget in context["widget"]["subwidgets"]}
        for part, select in selects.items():
            select["attrs"]["aria-label"] = labels[part]
        context["widget"]["subwidgets"] = [selects[part] for part in ORDER]
        return context

    def id_for_label(self, id_: str) -> str:
        return f"{id_}_{ORDER[0]}"

    def value_from_datadict(self, data: Any, files: Any, name: str) -> str:
        parts = [data.get(f"{name}_{part}", "").strip() for part in ("year", "month", "day")]
        return "-".join(parts) if any(parts) else ""

    def format_value(self, value: Any) -> dict:
        parts = [*str(value or "").split("-"), "", "", ""][:3]
        numbers = [int(part) if part.isascii() and part.isdigit() else "" for part in parts]
        return dict(zip(("year", "month", "day"), numbers, strict=True))


class PartialDateField(forms.Field):
    """A day, a month or a year. Gives a ``PartialDate``, or None when left open."""

    widget = PartialDateWidget
    default_error_messages = {
        "no_year": _("Add the year, or leave the date open."),
        "no_month": _("Add the month, or leave the day open."),
        "invalid": _("That day is not in the calendar. Check the day and the month."),
    }

    def to_python(self, value: Any) -> PartialDate | None:
        if not value:
            return None
        year, month, day = [*str(value).split("-"), "", "", ""][:3]
        if not year:
            raise forms.ValidationError(self.error_messages["no_year"], code="no_year")
        if day and not month:
            raise forms.ValidationError(self.error_messages["no_month"], code="no_month")
        try:
            return parse("-".join(part for part in (year, month, day) if part))
        except NotADate as error:
            raise forms.ValidationError(self.error_messages["invalid"], code="invalid") from error
