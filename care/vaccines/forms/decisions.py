"""The forms of a vaccine decision and of a vaccine of somebody at home. They check and word; they never save."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from care.record.models import Entry
from care.vaccines.forms.doses import DoseForm
from care.vaccines.models import HouseholdVaccine, VaccineDecision


class DecisionForm(DoseForm):
    """One decision for the patient."""

    source = forms.ChoiceField(
        label=_("How do you know?"), required=False, choices=Entry.Source.choices, initial=Entry.Source.CAREGIVER
    )

    MORE = (*DoseForm.MORE, "source")

    @classmethod
    def values_of(cls, decision: VaccineDecision) -> dict[str, Any]:
        """Initial values of the form for a decision that is there already."""
        return cls.dose_values_of(decision) | {"source": decision.entry.source, "note": decision.entry.note}

    def clean_source(self) -> str:
        return self.cleaned_data["source"] or Entry.Source.CAREGIVER


class HouseholdForm(DoseForm):
    """One vaccine of somebody at home. ``ask_contact`` for one that may pass on by nappies or a rash."""

    member = forms.CharField(label=_("Who had it?"), max_length=80)
    contact = forms.ChoiceField(
        required=False,
        choices=[("yes", _("Yes")), ("no", _("No")), ("not_sure", _("Not sure"))],
        widget=forms.RadioSelect,
    )
    FIRST = ("product", "member", "product_text", "outcome", "when", "on", "contact")

    def __init__(self, *args, name: str, ask_contact: bool, members: list[str] | None = None, **kwargs):
        super().__init__(*args, **kwargs)
        self.members = members or []
        self.fields["member"].widget.attrs["list"] = "members"
        words = _("Does %(name)s touch their nappies, or a rash from this vaccine?")
        self.fields["contact"].label = words % {"name": name}
        if not ask_contact:
            del self.fields["contact"]

    @classmethod
    def values_of(cls, vaccine: HouseholdVaccine) -> dict[str, Any]:
        """Initial values of the form for one that is there already."""
        own = {"member": vaccine.member, "contact": vaccine.contact, "note": vaccine.entry.note}
        return cls.dose_values_of(vaccine) | own

    def dose_values(self) -> dict[str, Any]:
        own = {name: self.cleaned_data[name] for name in ("member", "contact") if name in self.cleaned_data}
        return super().dose_values() | own
