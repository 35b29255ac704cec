"""Care for an infection, and the days it cost."""

import datetime as dt
from fractions import Fraction
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from care.infections.forms.logs import LogForm, answer, number, radio, time, words
from care.infections.models import MOST_IV_DAYS, CareLevel, SchoolDay
from care.infections.rules import missed
from care.record.partial_date_field import PartialDateField


class VisitForm(LogForm):
    """Who helped. Times in and out, and what happened in hospital, are folded away."""

    local_day = None
    level = forms.ChoiceField(
        label=_("Who helped?"),
        choices=CareLevel.choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose who helped.")},
    )
    began = PartialDateField(
        label=_("When?"), required=False, help_text=_("For a stay: the day you came in. The month alone is fine.")
    )
    place = words(_("Where?"), 120)
    began_time = time(_("Time in"))
    ended = PartialDateField(label=_("Day you left"), required=False)
    ended_time = time(_("Time out"))
    icu = answer(_("Intensive care?"))
    iv_days = number(_("Days of antibiotics into a vein (IV)"), 0, MOST_IV_DAYS)
    surgery = answer(_("Surgery?"))
    surgery_text = words(_("Which surgery?"), 200)

    SECTIONS = (
        ("", ("level", "began", "place")),
        (_("Emergency department or hospital"), ("began_time", "ended", "ended_time", "icu", "iv_days")),
        (_("Surgery"), ("surgery", "surgery_text")),
        (_("Infection, note"), ("episode", "note")),
    )

    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        began, ended = values.get("began"), values.get("ended")
        first, last = values.get("began_time"), values.get("ended_time")
        if began and ended and ended.ends_before(began.earliest):
            self.add_error("ended", _("It cannot have ended before it began."))
        elif began and began == ended and first and last and last < first:
            self.add_error("ended_time", _("It cannot have ended before it began."))
        return values


class HalfDays(forms.Field):
    """Days typed as "1", "2.5" or "2,5"; cleans to half days, None when left open."""

    widget = forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off", "class": "short", "maxlength": 6})

    def prepare_value(self, value: Any) -> Any:
        return missed.days_text(value) if isinstance(value, int) else value

    def to_python(self, value: Any) -> int | None:
        text = str(value or "").replace(",", ".").strip()
        if not text:
            return None
        halves = missed.halves(Fraction(text)) if text.replace(".", "", 1).isdecimal() and text.isascii() else None
        if halves is None:
            raise forms.ValidationError(_("Write whole or half days, like 1 or 2.5."))
        return halves

    def has_changed(self, initial: Any, data: Any) -> bool:
        try:
            return self.to_python(data) != initial
        except forms.ValidationError:
            return True


def _day(label: Any, **more: Any) -> forms.DateField:
    return forms.DateField(label=label, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"), **more)


class MissedForm(LogForm):
    """Days missed between two days, in halves."""

    local_day = None
    first_on = _day(_("First day"), error_messages={"required": _("Enter the first day.")})
    last_on = _day(_("Last day"), required=False, help_text=_("Leave it empty for one day."))
    school_halves = HalfDays(
        label=_("School or nursery days missed"), required=False, help_text=_("Half days are fine: 0.5")
    )
    work_halves = HalfDays(label=_("Work days missed, all carers together"), required=False)
    school_day = radio(_("Was it a school or nursery day?"), SchoolDay.choices)

    SECTIONS = (
        ("", ("first_on", "last_on", "school_halves", "work_halves", "school_day")),
        (_("Infection, note"), ("episode", "note")),
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if self.row is None:
            self.fields["first_on"].initial = self.today

    def _past(self, name: str) -> dt.date | None:
        day = self.cleaned_data[name]
        if day is not None and day > self.today:
            raise forms.ValidationError(_("The date cannot be in the future."))
        return day

    def clean_first_on(self) -> dt.date | None:
        return self._past("first_on")

    def clean_last_on(self) -> dt.date | None:
        return self._past("last_on")

    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        first, last = values.get("first_on"), values.get("last_on")
        if first and last and last < first:
            self.add_error("last_on", _("The last day cannot be before the first."))
        values["last_on"] = last or first
        if not self.errors and not any(
            values.get(name) not in (None, "") for name in ("school_halves", "work_halves", "school_day")
        ):
            self.add_error("school_halves", _("Write how many days, or answer the last question."))
        return values

    def changes(self) -> dict[str, Any]:
        found = super().changes()
        if self.row is not None and self.cleaned_data["last_on"] != self.row.last_on:
            found["last_on"] = self.cleaned_data["last_on"]
        return found
