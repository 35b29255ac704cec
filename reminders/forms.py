"""The questions of a reminder."""

import datetime as dt

from django import forms
from django.utils.dates import WEEKDAYS_ABBR
from django.utils.formats import time_format
from django.utils.translation import gettext_lazy as _

from reminders.rules import EVERY_DAY, QUIET_FROM, QUIET_UNTIL, is_quiet_time

LONGEST_PAUSE_DAYS = 366


def time_field(**options) -> forms.TimeField:
    return forms.TimeField(label=_("Time"), widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"), **options)


class FirstForm(forms.Form):
    """The first reminder: only its time."""

    local_time = time_field()


class PlanForm(forms.Form):
    """A reminder with a time of day. ``cleaned_data["weekdays"]`` is a list of ints, 0 is Monday."""

    local_time = time_field()
    weekdays = forms.TypedMultipleChoiceField(
        label=_("Days"),
        coerce=int,
        choices=list(WEEKDAYS_ABBR.items()),
        initial=sorted(EVERY_DAY),
        widget=forms.CheckboxSelectMultiple(attrs={"class": "in-row"}),
        error_messages={"required": _("Choose at least one day, or turn the reminder off.")},
    )
    tell_me = forms.BooleanField(label=_("Send it to me"), required=False, initial=True)
    in_quiet_hours = forms.BooleanField(label=_("Also at night"), required=False)

    def __init__(self, *args, address: str = "", **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["tell_me"].help_text = address
        self.fields["in_quiet_hours"].help_text = _("Otherwise nothing comes from %(start)s to %(end)s.") % {
            "start": time_format(QUIET_FROM, "H:i"),
            "end": time_format(QUIET_UNTIL, "H:i"),
        }

    def clean(self) -> dict:
        values = super().clean() or {}
        time = values.get("local_time")
        if time and is_quiet_time(time) and not values.get("in_quiet_hours"):
            words = {"time": time_format(time, "H:i")}
            self.add_error(
                "in_quiet_hours",
                forms.ValidationError(
                    _("%(time)s is at night. Tick this if it shall come then, or choose another time."), params=words
                ),
            )
        return values


class EventForm(forms.Form):
    """A reminder that waits for something to happen: only whether I get it."""

    tell_me = forms.BooleanField(label=_("Send it to me"), required=False, initial=True)

    def __init__(self, *args, address: str = "", **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["tell_me"].help_text = address


class PauseForm(forms.Form):
    """Until when to be quiet. ``today`` is today on the plan's clock; a pause always ends."""

    resumes_on = forms.DateField(
        label=_("It starts again on"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )

    def __init__(self, *args, today: dt.date, **kwargs):
        self.today = today
        super().__init__(*args, initial={"resumes_on": today + dt.timedelta(days=7)}, **kwargs)

    def clean_resumes_on(self) -> dt.date:
        day = self.cleaned_data["resumes_on"]
        if day <= self.today:
            raise forms.ValidationError(_("Choose a day after today."))
        if (day - self.today).days > LONGEST_PAUSE_DAYS:
            raise forms.ValidationError(_("Choose a day within a year, or turn the reminder off."))
        return day
