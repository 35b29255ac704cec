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
    refusal: ``question`` then says what to ask, and the page offers the answer as one button (``answer_unit`` or
    ``confirmed``) beside everything else as it was typed.
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
    antipyretic = forms.ChoiceField(
        label=_("A medicine against fever in the 6 hours before?"),
        required=False,
        choices=Answer.choices[:3],
        widget=forms.RadioSelect(attrs={"class": "in-row"}),
    )
    time = forms.TimeField(
        label=_("Time"), required=False, widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M")
    )
    answer_unit = forms.ChoiceField(required=False, choices=Unit.choices, widget=ButtonValue)
    confirmed = forms.CharField(required=False, max_length=12, widget=ButtonValue)

    SHORT = ("client_id", "local_day", "value", "unit", "answer_unit", "confirmed")

    def __init__(self, *args, zone: str, now: dt.datetime, short: bool = False, **kwargs):
        self.zone, self.now = ZoneInfo(zone), now
        self.question: Verdict | None = None
        super().__init__(*args, **kwargs)
        self.order_fields(["value", "unit", "route", "antipyretic", "local_day", "time", "note"])
        if short:
            # One question of a longer path: the day is set, the rest can be added on its page later.
            self.fields = {name: field for name, field in self.fields.items() if name in self.SHORT}
            self.fields["local_day"].widget = forms.HiddenInput()

    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        self._clean_reading(values)
        self._clean_time(values)
        return values

    def _clean_reading(self, values: dict[str, Any]) -> None:
        if "value" not in values:
            return
        try:
            tenths, typed_unit = temperature.read(values["value"])
        except temperature.NotATemperature:
            self.add_error("value", _("Write the temperature as a number with at most one decimal, like 38.4."))
            return
        unit = values.get("answer_unit") or typed_unit or values.get("unit")
        if not unit:
            return
        verdict = temperature.judge(tenths, unit)
        sure = values.get("confirmed") == f"{tenths}{unit}"
        values |= {"tenths": tenths, "unit": str(unit)}
        if verdict == Verdict.REFUSE:
            self.add_error("value", _("A temperature must be between 30 and 43 °C, or between 86 and 109.4 °F."))
        elif verdict == Verdict.ASK_UNIT or (verdict == Verdict.ASK_UNUSUAL and not sure):
            self.question = verdict
            self.asked = (tenths, str(unit))
            self.add_error("value", self.question_words())

    def question_words(self):
        """What to ask about the reading, in words."""
        tenths, unit = self.asked
        if self.question == Verdict.ASK_UNIT:
            if temperature.other(unit) == Unit.F:
                return _("Did you mean °F?")
            return _("Did you mean °C?")
        return _("%(reading)s is unusual. Is it right?") % {"reading": reading_words(tenths, unit)}

    @property
    def answer(self) -> dict[str, str] | None:
        """The one-tap answer to the question: the button's name, value and words."""
        if self.question is None:
            return None
        tenths, unit = self.asked
        if self.question == Verdict.ASK_UNIT:
            unit = str(temperature.other(unit))
            name, value = "answer_unit", unit
        else:
            name, value = "confirmed", f"{tenths}{unit}"
        words = _("Yes, save %(reading)s") % {"reading": reading_words(tenths, unit)}
        return {"name": name, "value": value, "words": words}

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
