"""The form of an IgG infusion."""

import datetime as dt
from collections.abc import Sequence

from django import forms
from django.utils.translation import gettext_lazy as _

from care.household.forms import DayField, TextField, set_today
from care.medicines.actions import INFUSION_FIELDS
from care.medicines.models import MOST_MINUTES, Infusion, InfusionRoute, Medicine
from care.record.forms import EntryForm
from care.record.models import Answer


class InfusionForm(EntryForm):
    """What was given, where and how it went. ``medicines`` are the family's IgG medicines it may belong to."""

    on = DayField(label=_("Which day?"), error_messages={"required": _("Enter the day.")})
    time = forms.TimeField(
        label=_("When did it begin?"),
        required=False,
        widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"),
        error_messages={"invalid": _("Enter a time like 08:00 or 20:30.")},
    )
    medicine = forms.ChoiceField(label=_("From the list of medicines"), required=False)
    product = TextField(
        label=_("Product, as on the label"), max_length=200, missing=_("Enter the name as it stands on the label.")
    )
    grams = TextField(label=_("Grams"), max_length=40, required=False, help_text=_("As given, like 10."))
    route = forms.ChoiceField(
        label=_("How was it given?"),
        required=False,
        choices=[*InfusionRoute.choices, ("", _("Not recorded"))],
        widget=forms.RadioSelect,
    )
    site = TextField(label=_("Where on the body?"), max_length=200, required=False)
    batch = TextField(label=_("Batch number"), max_length=80, required=False)
    minutes = forms.IntegerField(
        label=_("How many minutes did it take?"),
        required=False,
        min_value=1,
        max_value=MOST_MINUTES,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "class": "short"}),
    )
    reaction = forms.ChoiceField(
        label=_("Was there any reaction?"),
        required=False,
        choices=[*Answer.choices, ("", _("Not recorded"))],
        widget=forms.RadioSelect(attrs={"class": "in-row"}),
    )
    reaction_text = TextField(label=_("What happened?"), max_length=400, rows=2, required=False)

    hide_optional = True

    def __init__(
        self, *args, calendar_today: dt.date, medicines: Sequence[Medicine] = (), with_day: bool = True, **kwargs
    ):
        super().__init__(*args, **kwargs)
        del self.fields["local_day"]
        self.calendar_today = calendar_today
        self.medicines = {str(row.pk): row for row in medicines}
        set_today(self, calendar_today)
        self.initial.setdefault("on", calendar_today)
        if not with_day:
            del self.fields["on"]
        if self.medicines:
            self.fields["medicine"].choices = [
                ("", _("None of these")),
                *((key, row.as_planned) for key, row in self.medicines.items()),
            ]
        else:
            del self.fields["medicine"]

    @classmethod
    def start(cls, infusion: Infusion, wall) -> dict:
        """What the form of a noted infusion starts with. ``wall`` gives an instant on the family's clock."""
        began = wall(infusion.entry.occurred_at)
        known = {name: getattr(infusion, name) for name in INFUSION_FIELDS if name != "medicine"}
        return known | {
            "medicine": str(infusion.medicine_id or ""),
            "on": began.date() if infusion.has_time else infusion.entry.local_day,
            "time": began.time() if infusion.has_time else None,
            "note": infusion.entry.note,
        }

    def values(self) -> dict:
        """The fields of an Infusion."""
        found = {name: self.cleaned_data[name] for name in INFUSION_FIELDS if name in self.fields}
        if "medicine" in found:
            found["medicine"] = self.medicines.get(found["medicine"])
        return found

    def when(self) -> dict:
        """``on`` and ``time`` for the actions."""
        return {"on": self.cleaned_data.get("on") or self.calendar_today, "time": self.cleaned_data["time"]}

    def same_time(self) -> bool:
        """Whether day and time are those the form started with: then they are left as they are stored."""
        return not {"on", "time"} & set(self.changed_data)
