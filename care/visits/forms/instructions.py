"""What a clinician writes into a family's plan; each form gives the values of one kind of instruction."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from care.household.forms import TextField
from care.plan.forms import read_degrees
from care.vaccines.models.directives import SAYS_WORDS
from care.vaccines.reads import common_rows
from care.vaccines.rules import ALL_LIVE
from care.visits.rules.instructions import Instruction


class CallPlanInstruction(forms.Form):
    """When to ring."""

    ring_when = TextField(
        label=_("When should the family ring, and whom?"),
        max_length=4000,
        rows=6,
        missing=_("Write when to ring."),
        help_text=_("It replaces what their call plan says under “When to ring”."),
    )

    def values(self) -> dict[str, Any]:
        return {"ring_when": self.cleaned_data["ring_when"]}


class ThresholdInstruction(forms.Form):
    """The temperature from which on the family tells the team."""

    threshold = TextField(
        label=_("From which temperature on should they tell the team?"),
        max_length=20,
        missing=_("Enter a temperature, like 38.5 °C."),
        help_text=_("Like 38.5 °C or 101.3 °F. For babies under 7 months lower limits stay."),
    )

    def clean_threshold(self) -> tuple[int, str]:
        return read_degrees(self.cleaned_data["threshold"])

    def values(self) -> dict[str, Any]:
        tenths, unit = self.cleaned_data["threshold"]
        return {"tenths": tenths, "unit": unit}


class DirectiveInstruction(forms.Form):
    """One word on a vaccine, or on all live ones."""

    product = forms.ChoiceField(label=_("Which vaccine?"), required=False)
    says = forms.ChoiceField(
        label=_("What do you say?"),
        choices=[(value.value, words) for value, words in SAYS_WORDS.items()],
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose what you say.")},
    )
    words = TextField(label=_("In your words"), max_length=1000, rows=3, required=False)
    expires_on = forms.DateField(
        label=_("Until when does it hold?"),
        required=False,
        help_text=_("Leave it open when there is no end."),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages={"invalid": _("Enter a real day, like 2027-05-31.")},
    )

    def __init__(self, *args, today, **kwargs):
        super().__init__(*args, **kwargs)
        self.today = today
        self.fields["product"].choices = [(ALL_LIVE, _("All live vaccines"))] + [
            (row.slug, row.title) for row in common_rows()
        ]

    def clean_expires_on(self):
        day = self.cleaned_data["expires_on"]
        if day and day < self.today:
            raise forms.ValidationError(_("The last day cannot be before today."))
        return day

    def values(self) -> dict[str, Any]:
        data = self.cleaned_data
        ends = data["expires_on"].isoformat() if data["expires_on"] else ""
        return {"product": data["product"], "says": data["says"], "words": data["words"], "expires_on": ends}


def instruction_form(kind: Instruction, data, *, today) -> forms.Form:
    """The form of a kind."""
    if kind is Instruction.DIRECTIVE:
        return DirectiveInstruction(data, today=today)
    return CallPlanInstruction(data) if kind is Instruction.CALL_PLAN else ThresholdInstruction(data)
