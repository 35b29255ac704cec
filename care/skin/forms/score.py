"""The form of a score that a clinic gave."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from care.record.forms import EntryForm
from care.record.partial_date_field import PartialDateField
from care.skin.models import INSTRUMENT_WORDS, misfit_words
from care.skin.models.words import choices
from care.skin.rules.scores import Instrument, NotAScore, digits, misfit, read_tenths


class ScoreForm(EntryForm):
    """One score as it was given. ``values()`` are the arguments for ``actions.record_score`` beside the entry's own."""

    # A score counts for the day it is written down; its own date is asked for instead.
    local_day = None
    hide_optional = True

    instrument = forms.ChoiceField(
        label=_("Which score?"),
        choices=[("", _("Choose")), *choices(INSTRUMENT_WORDS)],
        error_messages={"required": _("Choose the score.")},
    )
    other_name = forms.CharField(
        label=_("Its name"), help_text=_("Only for another score."), required=False, max_length=60
    )
    number = forms.CharField(
        label=_("The number"),
        max_length=12,
        widget=forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off", "class": "short"}),
        error_messages={"required": _("Write the number the clinic gave.")},
    )
    dated = PartialDateField(label=_("When?"), help_text=_("The month or the year alone is fine."))
    given_by = forms.CharField(
        label=_("Who gave it?"),
        help_text=_("The name of the clinician or the clinic."),
        max_length=120,
        error_messages={"required": _("Write the name of the clinician or the clinic.")},
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["dated"].last_day = self.today
        self.order_fields(["instrument", "other_name", "number", "dated", "given_by", "note"])

    def clean_number(self) -> int:
        """The score in tenths."""
        try:
            return read_tenths(self.cleaned_data["number"])
        except NotAScore:
            raise forms.ValidationError(_("Write the number in digits, like 12 or 45.3.")) from None

    def clean(self):
        data = super().clean()
        instrument, tenths = data.get("instrument"), data.get("number")
        if instrument and tenths is not None and (problem := misfit(instrument, tenths)):
            self.add_error("number", misfit_words(instrument, problem))
        if instrument == Instrument.OTHER and not data.get("other_name"):
            self.add_error("other_name", _("Write the name of the score."))
        return data

    def values(self) -> dict[str, Any]:
        data = self.cleaned_data
        return {
            "instrument": data["instrument"],
            "other_name": data["other_name"] if data["instrument"] == Instrument.OTHER else "",
            "tenths": data["number"],
            "dated": data["dated"],
            "given_by": data["given_by"],
        }

    @staticmethod
    def initial_of(score) -> dict[str, Any]:
        """Start values from a ClinicScore with its entry."""
        return {
            "instrument": score.instrument,
            "other_name": score.other_name,
            "number": digits(score.tenths),
            "dated": score.dated,
            "given_by": score.given_by,
            "note": score.entry.note,
        }
