"""The form of a fact that stands beside the answers."""

import datetime as dt
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from care.household.forms import KeyedForm, TextField
from care.vaccines.forms.dates import YEARS_AHEAD, YEARS_BACK, PartialDateField
from care.vaccines.models import VaccineFact


class FactForm(KeyedForm):
    """One fact, as the care team told it. Nothing is pre-selected."""

    kind = forms.ChoiceField(
        label=_("What is it?"),
        choices=VaccineFact.Kind.choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose what it is.")},
    )
    details = TextField(
        label=_("Name, dose or value"),
        max_length=200,
        required=False,
        help_text=_("As it stands on the paper, like a medicine's name."),
    )
    began = PartialDateField(label=_("Since when?"), required=False, help_text=_("The year alone is fine."))
    ended = PartialDateField(label=_("Until when?"), required=False, help_text=_("Leave it open if it goes on."))
    told_by = TextField(label=_("Who told you?"), max_length=120, required=False)
    hide_optional = True

    def __init__(self, *args, fact: VaccineFact | None = None, today: dt.date, **kwargs):
        if fact is not None:
            kwargs["initial"] = {
                "kind": fact.kind,
                "details": fact.details,
                "began": fact.began.text if fact.began else "",
                "ended": fact.ended.text if fact.ended else "",
                "told_by": fact.told_by,
            }
        super().__init__(*args, today=today, **kwargs)
        self.today = today
        for end in ("began", "ended"):
            self.fields[end].widget.years = list(range(today.year + YEARS_AHEAD, today.year - YEARS_BACK - 1, -1))

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        began, ended = cleaned.get("began"), cleaned.get("ended")
        if began and began.begins_after(self.today):
            self.add_error("began", _("This day has not come yet."))
        if began and ended and ended.latest < began.earliest:
            self.add_error("ended", _("The end cannot be before the beginning."))
        return cleaned

    def values(self) -> dict[str, Any]:
        """As ``actions.add_fact`` takes them."""
        return {name: self.cleaned_data[name] for name in ("kind", "details", "began", "ended", "told_by")}
