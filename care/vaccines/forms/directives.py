"""The form of what the care team said."""

import datetime as dt
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from care.household.forms import DayField, TextField, set_today
from care.record.forms import EntryForm
from care.vaccines.models import VaccineDirective
from care.vaccines.models.directives import SAYS_WORDS

THIS, ALL = "this", "all_live"


class DirectiveForm(EntryForm):
    """One word of the care team on ``product`` (a catalogue slug) or on all live vaccines; "" leaves only the latter.

    Nothing is pre-selected but what it is about.
    """

    # It counts for the day it is written down; when it was said is asked for.
    local_day = None

    about = forms.ChoiceField(label=_("What is it about?"), widget=forms.RadioSelect)
    says = forms.ChoiceField(
        label=_("What did they say?"),
        choices=[(value.value, words) for value, words in SAYS_WORDS.items()],
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose what they said.")},
    )
    told_by = TextField(
        label=_("Who said it?"), max_length=120, missing=_("Enter who said it, like a name or a clinic.")
    )
    given_on = DayField(label=_("When did they say it?"), error_messages={"required": _("Enter the day.")})
    expires_on = forms.DateField(
        label=_("Until when does it hold?"),
        required=False,
        help_text=_("Leave it open when they named no end."),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages={"invalid": _("Enter a real day, like 2027-05-31.")},
    )
    words = TextField(label=_("In their words"), max_length=1000, rows=3, required=False)

    field_order = ["about", "says", "told_by", "given_on", "expires_on", "words", "note"]
    hide_optional = True

    def __init__(self, *args, today: dt.date, product: str = "", title: str = "", **kwargs):
        self.product = product
        kwargs["initial"] = {"about": THIS if product else ALL, "given_on": today} | (kwargs.get("initial") or {})
        super().__init__(*args, today=today, **kwargs)
        choices = [(ALL, _("All live vaccines"))]
        self.fields["about"].choices = [(THIS, title), *choices] if product else choices
        set_today(self, today)

    @classmethod
    def values_of(cls, directive: VaccineDirective) -> dict[str, Any]:
        """Initial values of the form for a directive that is there already."""
        names = ("says", "told_by", "given_on", "expires_on", "words")
        about = THIS if directive.product else ALL
        return {name: getattr(directive, name) for name in names} | {"about": about, "note": directive.entry.note}

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        said, ends = cleaned.get("given_on"), cleaned.get("expires_on")
        if said and ends and ends < said:
            self.add_error("expires_on", _("The last day cannot be before the day it was said."))
        return cleaned

    def directive_values(self) -> dict[str, Any]:
        """The answers, named as ``actions.add_directive`` names them, without ``client_id``."""
        names = ("says", "told_by", "given_on", "expires_on", "words", "note")
        product = self.product if self.cleaned_data["about"] == THIS else ""
        return {name: self.cleaned_data[name] for name in names} | {"product": product}
