"""A temperature as somebody types it at night, with one hand."""

import datetime as dt
from typing import Any
from zoneinfo import ZoneInfo

from django import forms
from django.utils.translation import gettext_lazy as _

from care.household.rules import DAY_STARTS, local_day, noon
from care.infections.forms.buttons import ButtonValue
from care.infections.models import Route, Unit, reading_words
from care.infections.rules import temperature
from care.infections.rules.temperature import Verdict
from care.record.forms import EntryForm
from care.record.models import Answer


class TemperatureForm(EntryForm):
    """``cleaned_data`` gives ``tenths`` and ``unit``.

    A reading that is only possible in the other unit, or possible but far from usual, is a question and not a
    refusal: ``question`` then says what to ask, and the page offers the answer as one button (``confirmed``: this very
    reading is meant) beside everything else as it was typed.
    """

    value = forms.CharField(
        label=_("Temperature"),
        max_length=20,
        widget=forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"}),
        error_messages={"required": _("Enter the temperature, like 38.4.")},
    )
    unit = forms.ChoiceField(label=_("Unit"), choices=Unit.choices, widget=forms.RadioSelect(attrs={"class": "in-row"}))
    route = forms.ChoiceField(
        label=_("Where was it measured?"),
        required=False,
        choices=Route.choices,
        widget=forms.RadioSelect(attrs={"class": "in-row"}),
    )
    device = forms.CharField(
        label=_("Which thermometer?"),
        required=False,
        max_length=60,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    antipyretic = forms.ChoiceField(
        label=_("A medicine against fever in the 6 hours before?"),
        required=False,
        choices=Answer.choices[:3],
        widget=forms.RadioSelect(attrs={"class": "in-row"}),
    )
    time = forms.TimeField(
        label=_("Time"), required=False, widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M")
    )
    confirmed = forms.CharField(required=False, max_length=12, widget=ButtonValue)

    SHORT = ("client_id", "local_day", "value", "unit", "confirmed")

    def __init__(self, *args, zone: str, now: dt.datetime, short: bool = False, **kwargs):
        self.zone, self.now = ZoneInfo(zone), now
        self.question: Verdict | None = None
        # The one-tap answer to the question, and its words.
        self.answer = self.answer_words = ""
        super().__init__(*args, **kwargs)
        self.order_fields(["value", "unit", "route", "device", "antipyretic", "local_day", "time", "note"])
        if not self.is_bound and not short:
            # The page is about this one number.
            self.fields["value"].widget.attrs |= {"autofocus": True, "data-focus": ""}
        if short:
            # One question among others: it may stay open, the day is set, the rest can be added on its page later.
            self.fields["value"].required = self.fields["unit"].required = False
            self.fields["value"].label = _("Temperature, if you measured it")
            self.hide_optional = True
            self.fields = {name: field for name, field in self.fields.items() if name in self.SHORT}
            self.fields["local_day"].widget = forms.HiddenInput()

    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        self._clean_reading(values)
        self._clean_time(values)
        return values

    def _clean_reading(self, values: dict[str, Any]) -> None:
        if not values.get("value"):
            return
        try:
            tenths, typed_unit = temperature.read(values["value"])
        except temperature.NotATemperature:
            self.add_error("value", _("Write the temperature as a number with at most one decimal, like 38.4."))
            return
        # "986F": the answer to the question holds only for the number that was asked about.
        meant = next((unit for unit in Unit.values if values.get("confirmed") == f"{tenths}{unit}"), None)
        unit = meant or typed_unit or values.get("unit")
        if not unit:
            return
        values |= {"tenths": tenths, "unit": str(unit)}
        verdict = temperature.judge(tenths, unit)
        if verdict == Verdict.REFUSE:
            self.add_error("value", _("A temperature must be between 30 and 43 °C, or between 86 and 109.4 °F."))
        elif verdict == Verdict.ASK_UNIT:
            self._ask(verdict, tenths, temperature.other(unit))
            self.add_error("value", _("Did you mean °F?") if unit == Unit.C else _("Did you mean °C?"))
        elif verdict == Verdict.ASK_UNUSUAL and not meant:
            self._ask(verdict, tenths, unit)
            words = _("%(reading)s is unusual. Is it right?") % {"reading": reading_words(tenths, unit)}
            self.add_error("value", words)

    def _ask(self, question: Verdict, tenths: int, unit: str) -> None:
        self.question = question
        self.answer = f"{tenths}{unit}"
        self.answer_words = _("Yes, save %(reading)s") % {"reading": reading_words(tenths, unit)}

    def _clean_time(self, values: dict[str, Any]) -> None:
        """With a time the reading has an instant, and its day is the family's day of that instant."""
        time, day = values.get("time"), values.get("local_day")
        if time is None or day is None:
            return
        # Past midnight the family's today is still yesterday's date, but a clock time means this very night.
        still_awake = day == self.today < self.now.astimezone(self.zone).date() and time < DAY_STARTS
        wall = dt.datetime.combine(day + dt.timedelta(days=1) if still_awake else day, time, tzinfo=self.zone)
        instant = wall.astimezone(dt.UTC)
        if instant > self.now:
            self.add_error("time", _("The time cannot be later than now."))
        else:
            values |= {"occurred_at": instant, "local_day": local_day(instant, self.zone.key)}

    def when(self) -> dict[str, Any]:
        """The changed day and time, for a correction: a day without a time is its noon."""
        if not {"local_day", "time"} & set(self.changed_data):
            return {}
        day = self.cleaned_data["local_day"]
        return {"local_day": day, "occurred_at": self.cleaned_data.get("occurred_at") or noon(day, self.zone.key)}
