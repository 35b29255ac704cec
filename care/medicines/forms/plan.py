"""The form of a medicine, as its label says it."""

import datetime as dt

from django import forms
from django.utils.dates import WEEKDAYS_ABBR
from django.utils.translation import gettext_lazy as _

from care.household.forms import KeyedForm, TextField
from care.medicines.models import PATTERN_WORDS, Medicine, MedicineRoute, Purpose
from care.medicines.rules.schedule import MOST_DAYS_APART, MOST_TIMES, Pattern
from care.record.partial_date_field import PartialDateField

TIMES_SHOWN = 4


class TimesWidget(forms.MultiWidget):
    """Some clock times, each in a field of its own; as many as were sent, and at least one more than are known."""

    def __init__(self, count: int = TIMES_SHOWN):
        self.count = count
        super().__init__(
            [
                forms.TimeInput(attrs={"type": "time", "aria-label": _("Time %(n)d") % {"n": n + 1}}, format="%H:%M")
                for n in range(count)
            ]
        )

    def decompress(self, value) -> list:
        known = [dt.time.fromisoformat(time) for time in value or []]
        return [*known, *([None] * (self.count - len(known)))]


class TimesField(forms.Field):
    """Cleans to a list of "HH:MM", sorted, each once."""

    widget = TimesWidget

    def to_python(self, value) -> list[str]:
        read = forms.TimeField()
        try:
            return sorted({f"{read.clean(part):%H:%M}" for part in value or [] if part})
        except forms.ValidationError as error:
            raise forms.ValidationError(_("Enter times like 08:00 or 20:30."), code="invalid") from error

    def has_changed(self, initial, data) -> bool:
        return (initial or []) != (data or [])


class PickedDay(forms.DateField):
    """A calendar day, which may lie ahead."""

    def __init__(self, **kwargs):
        super().__init__(
            required=False,
            widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
            error_messages={"invalid": _("Enter a real day, like 2024-05-31.")},
            **kwargs,
        )


class MedicineForm(KeyedForm):
    """Copied from the label: nothing is suggested, worked out or checked against a usual dose."""

    drug = TextField(
        label=_("Medicine, as on the label"), max_length=200, missing=_("Enter the name as it stands on the label.")
    )
    strength = TextField(
        label=_("Strength"), max_length=80, required=False, help_text=_("As on the label, like 200 mg/5 mL.")
    )
    form = TextField(label=_("Form"), max_length=80, required=False, help_text=_("Such as tablet, syrup, cream."))
    dose = TextField(
        label=_("Dose"), max_length=200, required=False, help_text=_("As on the label. Tend never works out a dose.")
    )
    route = forms.ChoiceField(
        label=_("How it is taken"), required=False, choices=[("", _("Not recorded")), *MedicineRoute.choices]
    )
    pattern = forms.ChoiceField(
        label=_("On which days?"),
        required=False,
        widget=forms.RadioSelect,
        choices=[*((one.value, words) for one, words in PATTERN_WORDS.items()), ("", _("Not recorded"))],
    )
    times = TimesField(
        label=_("At what times?"), required=False, help_text=_("Leave blank when it is taken as needed.")
    )
    weekdays = forms.TypedMultipleChoiceField(
        label=_("Which weekdays?"),
        required=False,
        coerce=int,
        choices=list(WEEKDAYS_ABBR.items()),
        widget=forms.CheckboxSelectMultiple(attrs={"class": "in-row"}),
        help_text=_('Only for "On some weekdays".'),
    )
    every_days = forms.IntegerField(
        label=_("Every how many days?"),
        required=False,
        min_value=2,
        max_value=MOST_DAYS_APART,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "class": "short"}),
        help_text=_('Only for "Every few days". 2 is every other day.'),
    )
    every_from = PickedDay(label=_("A day on which it is due"), help_text=_('Only for "Every few days".'))
    purpose = forms.ChoiceField(
        label=_("What is it for?"), required=False, choices=[("", _("Not recorded")), *Purpose.choices]
    )
    prescriber = TextField(label=_("Prescribed by"), max_length=120, required=False)
    started = PartialDateField(label=_("Started"), required=False, help_text=_("The year alone is fine."))
    last_on = PickedDay(label=_("Last day"), help_text=_("Leave blank when no end is planned."))
    refill_on = PickedDay(label=_("Refill needed by"))

    hide_optional = True
    PLAIN = (
        "drug",
        "strength",
        "form",
        "dose",
        "route",
        "pattern",
        "times",
        "weekdays",
        "every_days",
        "every_from",
        "purpose",
        "prescriber",
        "last_on",
        "refill_on",
    )

    def __init__(self, *args, medicine: Medicine | None = None, **kwargs):
        if medicine is not None:
            kwargs["initial"] = {name: getattr(medicine, name) for name in (*self.PLAIN, "started")}
        super().__init__(*args, **kwargs)
        sent = sum(name.startswith("times_") for name in self.data)
        known = len(medicine.times) + 1 if medicine is not None else 0
        self.fields["times"].widget = TimesWidget(min(max(TIMES_SHOWN, known, sent), MOST_TIMES))

    def clean(self):
        data = super().clean()
        pattern, times = data.get("pattern"), data.get("times")
        if pattern in ("", Pattern.NEEDED):
            if times:
                self.add_error("times", _("There are times. Choose the days as well, or clear the times."))
        elif pattern and not times and "times" not in self.errors:
            self.add_error("times", _("Enter at least one time."))
        self._goes_with(pattern == Pattern.WEEKDAYS, "weekdays", _("Choose the weekdays."))
        self._goes_with(pattern == Pattern.EVERY_N, "every_days", _("Enter a number of days, from 2 to 366."))
        self._goes_with(pattern == Pattern.EVERY_N, "every_from", _("Enter a day on which it is due."))
        start, last = data.get("started"), data.get("last_on")
        if start and last and last < start.earliest:
            self.add_error("last_on", _("The last day cannot be before the start."))
        return data

    def _goes_with(self, needed: bool, name: str, missing: str) -> None:
        if name in self.errors:
            return
        if needed and not self.cleaned_data.get(name):
            self.add_error(name, missing)
        elif not needed and self.cleaned_data.get(name):
            self.add_error(name, _("This does not go with the days chosen above. Clear it, or choose other days."))

    def values(self) -> dict:
        """The fields of a Medicine."""
        found = {name: self.cleaned_data[name] for name in self.PLAIN}
        found["weekdays"] = sorted(found["weekdays"])
        start = self.cleaned_data["started"]
        found["started_on"] = start.earliest if start else None
        if start:
            found["started_precision"] = start.precision.value
        return found
