"""Forms of doses: the one tap, the whole answer, and a correction."""

import datetime as dt
import uuid
from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _

from care.household.forms import DayField, TextField, set_today
from care.medicines.models import OUTCOME_WORDS, Dose
from care.medicines.rules.doses import Outcome
from care.medicines.rules.schedule import family_day, instant
from care.record.forms import EntryForm

#: One Undo turns round at most eight entries (record.pages).
AT_ONCE = 8
TIMED = (Outcome.GIVEN, Outcome.GIVEN_LATE, Outcome.VOMITED)


class PlaceField(forms.CharField):
    """A place in the plan, "2026-11-19T08:00". Cleans to (date, time), None when empty."""

    def __init__(self, **kwargs):
        super().__init__(required=False, widget=forms.HiddenInput, **kwargs)

    def clean(self, value):
        value = super().clean(value)
        if not value:
            return None
        try:
            found = dt.datetime.strptime(value, "%Y-%m-%dT%H:%M")  # noqa: DTZ007 - a place on the wall clock
        except ValueError as error:
            raise forms.ValidationError(_("This dose is not known."), code="invalid") from error
        return found.date(), found.time()


class TapForm(forms.Form):
    """One tap on "Given": which dose, the tap's own key, and whether the person was told that it is noted already."""

    due = PlaceField()
    client_id = forms.UUIDField(required=False)
    again = forms.BooleanField(required=False)


class AllGivenForm(forms.Form):
    """The doses a page showed as open, all given: ``dose`` is "<medicine>|<place>", several times."""

    client_id = forms.UUIDField(required=False)

    def doses(self) -> list[tuple[UUID, tuple[dt.date, dt.time]]]:
        """Medicines and places, at most eight. Raises ValueError for what is none."""
        found = []
        for value in self.data.getlist("dose")[:AT_ONCE]:
            medicine, _sep, place = value.partition("|")
            read = PlaceField().clean(place)
            if read is None:
                raise ValueError(value)
            found.append((UUID(medicine), read))
        return found

    def key(self) -> UUID:
        return self.cleaned_data.get("client_id") or uuid.uuid4()


class DoseForm(EntryForm):
    """What happened to a dose. ``zone`` is the family's; without ``with_day`` (a helper) it was today."""

    outcome = forms.ChoiceField(
        label=_("What happened?"),
        choices=[(one.value, words) for one, words in OUTCOME_WORDS.items()],
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose what happened.")},
    )
    given_time = forms.TimeField(
        label=_("At what time?"),
        required=False,
        help_text=_("If you know it."),
        widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"),
        error_messages={"invalid": _("Enter a time like 08:00 or 20:30.")},
    )
    given_on = DayField(label=_("On which day?"), required=False)
    reason = TextField(label=_("Why?"), max_length=400, rows=2, required=False)

    hide_optional = True

    def __init__(self, *args, zone: str, today: dt.date, calendar_today: dt.date, with_day: bool = True, **kwargs):
        self.zone = zone
        super().__init__(*args, today=today, **kwargs)
        # A dose has a day of its own: that of its place in the plan, or of the time it was given.
        del self.fields["local_day"]
        self.usual_day = self.initial.get("given_on") or today
        self.calendar_today = calendar_today
        set_today(self, calendar_today)
        if not with_day:
            del self.fields["given_on"]

    @classmethod
    def start(cls, dose: Dose, wall) -> dict:
        """What the form of a noted dose starts with. ``wall`` gives an instant on the family's clock."""
        given = wall(dose.given_at) if dose.given_at else None
        return {
            "outcome": dose.outcome,
            "given_time": given.time() if given else None,
            "given_on": given.date() if given else dose.due_on or dose.entry.local_day,
            "reason": dose.reason,
            "note": dose.entry.note,
        }

    def clean(self):
        data = super().clean()
        if data.get("given_time") and data.get("outcome") and data["outcome"] not in TIMED:
            self.add_error("given_time", _("A dose that was not given has no time. Clear it."))
        return data

    @property
    def _on(self) -> dt.date:
        on = self.cleaned_data.get("given_on")
        if on is not None:
            return on
        time = self.cleaned_data.get("given_time")
        # Without a date asked: in the small hours the calendar is a day ahead of the family's day.
        return self.calendar_today if time and "given_on" not in self.fields else self.usual_day

    def given_at(self) -> dt.datetime | None:
        """The instant it was given, None when nobody told a time."""
        time = self.cleaned_data.get("given_time")
        return instant(self._on, time, self.zone) if time else None

    def day(self) -> dt.date:
        """The family's day of a dose that was not planned."""
        return family_day(self._on, self.cleaned_data.get("given_time") or dt.time(12))

    def values(self) -> dict:
        """``outcome``, ``given_at`` and ``reason``."""
        data = self.cleaned_data
        return {"outcome": data["outcome"], "given_at": self.given_at(), "reason": data["reason"]}
