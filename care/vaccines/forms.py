"""The form of a vaccine decision. Checks and words; never saves."""

import datetime as dt
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from care.record.dates import NotADate, PartialDate, parse
from care.record.forms import EntryForm
from care.record.models import Entry
from care.vaccines.models import OUTCOME_WORDS, VaccineDecision
from care.vaccines.rules import may_lie_ahead

YEARS_BACK, YEARS_AHEAD = 100, 3
QUERY_MAX = 80


class PartialDateWidget(forms.SelectDateWidget):
    """Year, month and day, each of which may stay open. Every select carries its own name for screen readers."""

    def __init__(self, *, attrs: dict | None = None, years: list[int] | None = None):
        super().__init__(attrs=attrs, years=years, empty_label=(_("Year"), _("Month"), _("Day")))

    def get_context(self, name: str, value: Any, attrs: dict | None) -> dict:
        context = super().get_context(name, value, attrs)
        labels = {"year": _("Year"), "month": _("Month"), "day": _("Day")}
        for widget in context["widget"]["subwidgets"]:
            part = widget["name"].rsplit("_", 1)[-1]
            widget["attrs"]["aria-label"] = labels[part]
        return context

    def value_from_datadict(self, data: Any, files: Any, name: str) -> str:
        parts = [data.get(f"{name}_{part}", "").strip() for part in ("year", "month", "day")]
        return "-".join(parts) if any(parts) else ""

    def format_value(self, value: Any) -> dict:
        parts = [*str(value or "").split("-"), "", "", ""][:3]
        numbers = [int(part) if part.isascii() and part.isdigit() else "" for part in parts]
        return dict(zip(("year", "month", "day"), numbers, strict=True))


class PartialDateField(forms.Field):
    """A day, a month or a year. Gives a ``PartialDate``, or None when left open."""

    widget = PartialDateWidget
    default_error_messages = {
        "no_year": _("Add the year, or leave the date open."),
        "no_month": _("Add the month, or leave the day open."),
        "invalid": _("That day is not in the calendar. Check the day and the month."),
    }

    def to_python(self, value: Any) -> PartialDate | None:
        if not value:
            return None
        year, month, day = [*str(value).split("-"), "", "", ""][:3]
        if not year:
            raise forms.ValidationError(self.error_messages["no_year"], code="no_year")
        if day and not month:
            raise forms.ValidationError(self.error_messages["no_month"], code="no_month")
        try:
            return parse("-".join(part for part in (year, month, day) if part))
        except NotADate as error:
            raise forms.ValidationError(self.error_messages["invalid"], code="invalid") from error


class SearchForm(forms.Form):
    """What a person looks for: a name, a brand, a disease or a CVX code. Never invalid, only cut short."""

    q = forms.CharField(
        label=_("Name, brand, illness or CVX code"),
        required=False,
        widget=forms.TextInput(attrs={"type": "search", "autocomplete": "off", "spellcheck": "false"}),
    )

    hide_optional = True

    @property
    def query(self) -> str:
        """The words, at most 80 characters."""
        return (self.data.get("q") or "").strip()[:QUERY_MAX]


class DecisionForm(EntryForm):
    """One decision. ``listed`` is False for a vaccine that is not in the catalogue: then its name is asked for.

    ``decision_values()`` are the arguments for ``actions.record_decision`` and, as changes, for
    ``actions.correct_decision``.
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
    lot = forms.CharField(label=_("Lot number"), required=False, max_length=60)
    site = forms.ChoiceField(
        label=_("Where on the body?"),
        required=False,
        choices=[("", _("Not recorded")), *VaccineDecision.Site.choices],
    )
    source = forms.ChoiceField(
        label=_("How do you know?"), required=False, choices=Entry.Source.choices, initial=Entry.Source.CAREGIVER
    )

    FIRST = ("product_text", "outcome", "when", "on")
    hide_optional = True

    def __init__(self, *args, today: dt.date, listed: bool = True, **kwargs):
        super().__init__(*args, today=today, **kwargs)
        if listed:
            del self.fields["product_text"]
        years = range(today.year + YEARS_AHEAD, today.year - YEARS_BACK - 1, -1)
        self.fields["on"].widget.years = list(years)
        self.order_fields([*self.FIRST, "decided_by", "advised_by", "reason", "dose_number", "lot", "site", "source"])

    @classmethod
    def values_of(cls, decision: VaccineDecision) -> dict[str, Any]:
        """Initial values of the form for a decision that is there already."""
        dated = decision.dated
        return {
            "product_text": decision.product_text,
            "outcome": decision.outcome,
            "when": cls.When.OTHER if dated else cls.When.NOT_KNOWN,
            "on": dated.text if dated else "",
            "decided_by": decision.decided_by,
            "advised_by": decision.advised_by,
            "reason": decision.reason,
            "dose_number": decision.dose_number,
            "lot": decision.lot,
            "site": decision.site,
            "source": decision.entry.source,
            "note": decision.entry.note,
        }

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

    def decision_values(self) -> dict[str, Any]:
        """The answers, named as ``actions.record_decision`` names them, without ``client_id``."""
        names = (
            "outcome",
            "dated",
            "decided_by",
            "advised_by",
            "reason",
            "lot",
            "site",
            "dose_number",
            "source",
            "note",
        )
        values = {name: self.cleaned_data[name] for name in names}
        if "product_text" in self.fields:
            values["product_text"] = self.cleaned_data["product_text"]
        return values
