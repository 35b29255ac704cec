"""The form of an allergy."""

from django import forms
from django.utils.translation import gettext_lazy as _

from care.household.forms import KeyedForm, TextField
from care.medicines.models import Allergy
from care.record.partial_date_field import PartialDateField

ALLERGY_FIELDS = ("substance", "basis", "reaction", "severity", "told_by", "noted")


class AllergyForm(KeyedForm):
    """An allergy, and how it is known. Nothing is pre-selected: a test is not a reaction."""

    substance = TextField(
        label=_("Allergic to"), max_length=120, missing=_('Enter what it is, like "penicillin" or "peanut".')
    )
    basis = forms.ChoiceField(
        label=_("How is it known?"),
        choices=Allergy.Basis.choices,
        widget=forms.RadioSelect,
        error_messages={"required": _('Choose one. "Not sure" is a real answer.')},
    )
    reaction = TextField(label=_("What happened"), max_length=400, rows=2, required=False)
    severity = forms.ChoiceField(
        label=_("How bad was it, as you were told?"),
        choices=[("", _("Not recorded")), *Allergy.Severity.choices],
        required=False,
    )
    told_by = TextField(label=_("Who told you"), max_length=120, required=False)
    noted = PartialDateField(label=_("When"), required=False, help_text=_("The year alone is fine."))

    def __init__(self, *args, allergy: Allergy | None = None, today=None, **kwargs):
        if allergy is not None:
            kwargs["initial"] = {name: getattr(allergy, name) for name in ALLERGY_FIELDS}
        super().__init__(*args, today=today, **kwargs)
        self.fields["noted"].last_day = today

    def clean(self):
        data = super().clean()
        if data.get("severity") and data.get("basis") == Allergy.Basis.TEST_ONLY:
            self.add_error("severity", _("With a test only, no reaction was seen. Leave this blank."))
        return data

    def values(self) -> dict:
        """The fields of an Allergy."""
        found = {name: self.cleaned_data[name] for name in ALLERGY_FIELDS if name != "noted"}
        when = self.cleaned_data["noted"]
        found["noted_on"] = when.earliest if when else None
        if when:
            found["noted_precision"] = when.precision.value
        return found
