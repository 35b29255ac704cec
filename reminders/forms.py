"""The questions of a reminder."""

import datetime as dt

from django import forms
from django.utils.dates import WEEKDAYS_ABBR
from django.utils.formats import time_format
from django.utils.translation import gettext_lazy as _

from reminders.kinds import Kind
from reminders.rules import EVERY_DAY, QUIET_FROM, QUIET_UNTIL, is_quiet_time

RING, SILENT = "ring", "silent"
LONGEST_PAUSE_DAYS = 366


def time_field(**options) -> forms.TimeField:
    return forms.TimeField(label=_("Time"), widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"), **options)


def ring_or_silent() -> forms.TypedChoiceField:
    """What a time in the quiet hours means. No answer is right for everybody, so none is chosen before."""
    return forms.TypedChoiceField(
        label=_("When its time is in your quiet hours"),
        required=False,
        coerce=lambda value: value == RING,
        empty_value=None,
        choices=[(RING, _("Ring at that time")), (SILENT, _("Stay silent and tell me in the morning"))],
        widget=forms.RadioSelect,
    )


def in_quiet_hours_words(time: dt.time) -> str:
    return _("%(time)s is in your quiet hours. Choose: ring, or stay silent.") % {"time": time_format(time, "H:i")}


class FirstForm(forms.Form):
    """The first reminder: only its time, and ring or silent once that time lies in ``quiet`` (start, end)."""

    local_time = time_field()
    in_quiet_hours = ring_or_silent()

    def __init__(self, *args, quiet: tuple[dt.time, dt.time], **kwargs):
        super().__init__(*args, **kwargs)
        time = self._time(self["local_time"].value())
        if time is not None and is_quiet_time(time, *quiet):
            question = self.fields["in_quiet_hours"]
            question.required = True
            question.error_messages["required"] = in_quiet_hours_words(time)
        else:
            del self.fields["in_quiet_hours"]

    def _time(self, answer: dt.time | str | None) -> dt.time | None:
        """What was proposed, or what somebody wrote; None for what is no time."""
        try:
            return self.fields["local_time"].clean(answer)
        except forms.ValidationError:
            return None


class PlanForm(forms.Form):
    """A reminder of one kind. Fields a kind has no use for are not there; ``settings`` is what ``set_plan`` takes.

    ``carers``: who may be asked second, as (key, name); ``is_second``: this person was chosen. ``quiet``: this person's
    quiet hours (start, end). ``zones``: the family's zone and this person's own. ``night_items``: whether something at
    night waits already.
    """

    local_time = time_field()
    second_time = time_field(required=False)
    third_time = time_field(required=False)
    weekdays = forms.TypedMultipleChoiceField(
        label=_("Days"),
        coerce=int,
        choices=list(WEEKDAYS_ABBR.items()),
        initial=sorted(EVERY_DAY),
        widget=forms.CheckboxSelectMultiple(attrs={"class": "in-row"}),
        error_messages={"required": _("Choose at least one day, or turn the reminder off.")},
    )
    in_quiet_hours = ring_or_silent()
    clock = forms.ChoiceField(label=_("Clock"), required=False, widget=forms.RadioSelect)
    tell_me = forms.BooleanField(label=_("Send it to me"), required=False, initial=True)
    wake_me = forms.BooleanField(label=_("Wake me for it, also in my quiet hours"), required=False)
    details = forms.BooleanField(
        label=_("Say the child’s name and what it is about"),
        required=False,
        help_text=_("Others who see your screen can read it then. Titles and mail subjects never name anybody."),
    )
    escalate_after = forms.TypedChoiceField(
        label=_("If nobody says it is done"),
        required=False,
        coerce=int,
        empty_value=None,
        choices=[
            ("", _("Ask nobody else")),
            (15, _("Ask one more person after 15 minutes")),
            (30, _("Ask one more person after 30 minutes")),
            (60, _("Ask one more person after 60 minutes")),
        ],
    )
    escalate_to = forms.ChoiceField(label=_("Who to ask"), required=False)
    ask_me = forms.BooleanField(label=_("Ask me when nobody says it is done"), required=False, initial=True)

    def __init__(
        self, *args, kind: Kind, address: str = "", carers=(), quiet=(QUIET_FROM, QUIET_UNTIL), zones=("", ""),
        night_items: bool = False, is_second: bool = False, **kwargs
    ):  # fmt: skip
        super().__init__(*args, **kwargs)
        self.kind, self.quiet, self.zones, self.night_items = kind, quiet, zones, night_items
        self.is_second = is_second
        self.fields["tell_me"].help_text = address
        self.fields["second_time"].label, self.fields["third_time"].label = _("Second time"), _("Third time")
        self.fields["in_quiet_hours"].help_text = _("Your quiet hours: %(start)s to %(end)s.") % {
            "start": time_format(quiet[0], "H:i"),
            "end": time_format(quiet[1], "H:i"),
        }
        home, own = zones
        self.fields["clock"].choices = [
            ("", _("The family’s: %(zone)s") % {"zone": home}),
            (own, _("Mine: %(zone)s") % {"zone": own}),
        ]
        self.fields["escalate_to"].choices = [("", _("Choose a person")), *carers]
        for name in self._useless(carers):
            del self.fields[name]

    def _useless(self, carers) -> set[str]:
        """Fields that mean nothing here: what a kind's own source says, a second person in a family of one."""
        kind = self.kind
        gone: set[str] = set()
        if not kind.has_time:
            gone |= {"local_time", "weekdays", "clock"}
        if kind.per_item:
            # Its day comes from the record; only the time of day is chosen.
            gone |= {"weekdays", "clock"}
        if kind.most_times == 1:
            gone |= {"second_time", "third_time"}
        if kind.by_event:
            gone |= {"in_quiet_hours"}
        if kind.by_event or not carers:
            gone |= {"escalate_after", "escalate_to"}
        if not self.is_second or "escalate_to" in gone:
            gone |= {"ask_me"}
        if self.zones[0] == self.zones[1] or not self.zones[1]:
            gone |= {"clock"}
        if not kind.detail:
            gone |= {"details"}
        return gone

    def clean(self) -> dict:
        values = super().clean() or {}
        times = [values[name] for name in ("local_time", "second_time", "third_time") if values.get(name)]
        at_night = [time for time in times if is_quiet_time(time, *self.quiet)]
        asks = bool(at_night) or self.night_items
        if "in_quiet_hours" in self.fields and asks and values.get("in_quiet_hours") is None:
            # No answer is right for everybody, so none is assumed.
            some = _("One of the times is in your quiet hours. Choose: ring, or stay silent.")
            self.add_error("in_quiet_hours", in_quiet_hours_words(at_night[0]) if at_night else some)
        if values.get("escalate_after") and not values.get("escalate_to"):
            self.add_error("escalate_to", forms.ValidationError(_("Choose whom to ask, or ask nobody else.")))
        return values

    def settings(self) -> dict:
        """What ``actions.set_plan`` takes; ``escalate_to`` is a person's key, "" for nobody."""
        values = self.cleaned_data
        found = {name: values[name] for name in ("tell_me", "wake_me", "details", "ask_me") if name in values}
        found |= {name: values[name] for name in ("local_time", "weekdays", "in_quiet_hours") if name in values}
        if "second_time" in values:
            found["more_times"] = [values[name] for name in ("second_time", "third_time") if values.get(name)]
        if "clock" in values:
            found["own_zone"] = values["clock"]
        if values.get("escalate_after"):
            found |= {"escalate_after": values["escalate_after"], "escalate_to": values["escalate_to"]}
        return found


class QuietForm(forms.Form):
    """One person's quiet hours. The same time twice: none."""

    starts = time_field()
    ends = time_field()

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["starts"].label, self.fields["ends"].label = _("From"), _("Until")


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
