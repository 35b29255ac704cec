"""The forms of a vaccine decision and of a vaccine of somebody at home. They check and word; they never save."""

import datetime as dt
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from care.record.dates import parse
from care.record.forms import EntryForm
from care.record.models import Entry
from care.vaccines.forms.dates import YEARS_AHEAD, YEARS_BACK, PartialDateField
from care.vaccines.models import HouseholdVaccine, VaccineDecision
from care.vaccines.models.decisions import OUTCOME_WORDS, DatedDose
from care.vaccines.rules import may_lie_ahead


class DoseForm(EntryForm):
    """What came of a vaccine, and when. ``listed`` is False for one that is not in the catalogue: then its name is
    asked for. ``dose_values()`` are arguments for the actions, without ``client_id``.
    """

    class When:
        TODAY = "today"
        OTHER = "other"
        NOT_KNOWN = "not_known"

    # A decision counts for the day it is written down; its own date is asked for instead.
    local_day = None

    product_text = forms.CharField(label=_("Name on the vaccine card"), max_length=120)
    outcome = forms.ChoiceField(
        label=_("What happened?"),
        choices=[(value.value, words) for value, words in OUTCOME_WORDS.items()],
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose what happened.")},
    )
    when = forms.ChoiceField(
        label=_("When?"),
        required=False,
        choices=[(When.TODAY, _("Today")), (When.OTHER, _("Another day")), (When.NOT_KNOWN, _("Not known"))],
        widget=forms.RadioSelect(attrs={"class": "in-row"}),
    )
    on = PartialDateField(
        label=_("Which day?"), required=False, help_text=_("For another day. The year alone is fine.")
    )
    hide_optional = True
    NAMES: tuple[str, ...] = ("outcome", "dated", "note")

    def __init__(self, *args, today: dt.date, listed: bool = True, **kwargs):
        super().__init__(*args, today=today, **kwargs)
        if listed:
            del self.fields["product_text"]
        years = range(today.year + YEARS_AHEAD, today.year - YEARS_BACK - 1, -1)
        self.fields["on"].widget.years = list(years)

    @classmethod
    def dose_values_of(cls, dose: DatedDose) -> dict[str, Any]:
        """Initial values for a dose that is there already."""
        dated = dose.dated
        return {
            "product_text": dose.product_text,
            "outcome": dose.outcome,
            "when": cls.When.OTHER if dated else cls.When.NOT_KNOWN,
            "on": dated.text if dated else "",
        }

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        dated, when = cleaned.get("on"), cleaned.get("when")
        if when == self.When.TODAY:
            dated = parse(self.today.isoformat())
        elif when == self.When.NOT_KNOWN:
            dated = None
        outcome = cleaned.get("outcome")
        if dated and outcome and dated.earliest > self.today and not may_lie_ahead(outcome):
            self.add_error("on", _("This day has not come yet. For a dose that is planned, choose Planned."))
        cleaned["dated"] = dated
        return cleaned

    def dose_values(self) -> dict[str, Any]:
        """The answers, named as the actions name them."""
        values = {name: self.cleaned_data[name] for name in self.NAMES if name in self.cleaned_data}
        if "product_text" in self.fields:
            values["product_text"] = self.cleaned_data["product_text"]
        return values


class DecisionForm(DoseForm):
    """One decision for the patient."""

    decided_by = forms.ChoiceField(
        label=_("Who decided?"), required=False, choices=[("", _("Not recorded")), *VaccineDecision.DecidedBy.choices]
    )
    advised_by = forms.CharField(label=_("Who advised it?"), required=False, max_length=120)
    reason = forms.CharField(label=_("Why?"), required=False, max_length=500, widget=forms.Textarea(attrs={"rows": 2}))
    dose_number = forms.IntegerField(
        label=_("Dose number"),
        required=False,
        min_value=1,
        max_value=20,
        widget=forms.TextInput(attrs={"inputmode": "numeric"}),
    )
    place = forms.CharField(label=_("Where was it given?"), required=False, max_length=120)
    lot = forms.CharField(label=_("Lot number"), required=False, max_length=60)
    route = forms.ChoiceField(
        label=_("How was it given?"),
        required=False,
        choices=[("", _("Not recorded")), *VaccineDecision.Route.choices],
    )
    site = forms.ChoiceField(
        label=_("Where on the body?"),
        required=False,
        choices=[("", _("Not recorded")), *VaccineDecision.Site.choices],
    )
    reaction = forms.CharField(
        label=_("What happened afterwards?"), required=False, max_length=500, widget=forms.Textarea(attrs={"rows": 2})
    )
    source = forms.ChoiceField(
        label=_("How do you know?"), required=False, choices=Entry.Source.choices, initial=Entry.Source.CAREGIVER
    )

    FIRST = ("product_text", "outcome", "when", "on")
    MORE = (
        *("decided_by", "advised_by", "reason", "place", "dose_number", "lot", "route", "site", "reaction", "source"),
    )
    NAMES = ("outcome", "dated", *MORE, "note")
    field_order = [*FIRST, *MORE, "note"]

    @classmethod
    def values_of(cls, decision: VaccineDecision) -> dict[str, Any]:
        """Initial values of the form for a decision that is there already."""
        values = {name: getattr(decision, name) for name in cls.MORE if name != "source"}
        return cls.dose_values_of(decision) | values | {"source": decision.entry.source, "note": decision.entry.note}

    @property
    def first_fields(self) -> list[forms.BoundField]:
        """What is asked of everybody."""
        return [self[name] for name in self.FIRST if name in self.fields]

    @property
    def more_fields(self) -> list[forms.BoundField]:
        """What may be added."""
        return [field for field in self.visible_fields() if field.name not in self.FIRST]

    @property
    def more_is_open(self) -> bool:
        """Whether what may be added is shown from the start: something is filled in, or needs a look."""
        asked = [field for field in self.more_fields if field.name != "source"]
        return any(field.errors or field.value() for field in asked)

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
    NAMES = ("member", "outcome", "dated", "contact", "note")
    field_order = ["member", "product_text", "outcome", "when", "on", "contact", "note"]

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
