"""The form of an allergy."""

from django import forms
from django.utils.translation import gettext_lazy as _

from care.household.forms import DayField, KeyedForm, TextField
from care.medicines.models import Allergy

ALLERGY_FIELDS = ("substance", "basis", "reaction", "told_by", "noted_on")


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
    told_by = TextField(label=_("Who told you"), max_length=120, required=False)
    noted_on = DayField(label=_("When"), required=False)

    def __init__(self, *args, allergy: Allergy | None = None, **kwargs):
        if allergy is not None:
            kwargs["initial"] = {name: getattr(allergy, name) for name in ALLERGY_FIELDS}
        super().__init__(*args, **kwargs)

    def values(self) -> dict:
        """The fields of an Allergy."""
        return {name: self.cleaned_data[name] for name in ALLERGY_FIELDS}
