"""What the forms of a vaccine decision and of a vaccine of somebody at home share. They check and word; never save."""

import datetime as dt
from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from care.record.dates import PartialDate
from care.record.forms import EntryForm
from care.vaccines.forms.dates import YEARS_AHEAD, YEARS_BACK, PartialDateField
from care.vaccines.models.decisions import OUTCOME_WORDS, DatedDose
from care.vaccines.rules import may_lie_ahead


class DoseForm(EntryForm):
    """What came of a vaccine, and when. ``listed`` is False for one that is not in the catalogue: then its name is
    asked for. ``which`` are the vaccines it may really have been, for an entry that is corrected; ``question`` tells
    them apart. ``dose_values()`` are arguments for the actions, without ``client_id``.
    """

    class When:
        TODAY = "today"
        OTHER = "other"
        NOT_KNOWN = "not_known"

    # A decision counts for the day it is written down; its own date is asked for instead.
    local_day = None

    product = forms.ChoiceField(label=_("Which vaccine is it?"), required=False)
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
        label=_("Who decided?"), required=False, choices=[("", _("Not recorded")), *DatedDose.DecidedBy.choices]
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
        choices=[("", _("Not recorded")), *DatedDose.Route.choices],
    )
    site = forms.ChoiceField(
        label=_("Where on the body?"),
        required=False,
        choices=[("", _("Not recorded")), *DatedDose.Site.choices],
    )
    reaction = forms.CharField(
        label=_("What happened afterwards?"), required=False, max_length=500, widget=forms.Textarea(attrs={"rows": 2})
    )
    hide_optional = True

    FIRST: tuple[str, ...] = ("product", "product_text", "outcome", "when", "on")
    MORE: tuple[str, ...] = (
        *("decided_by", "advised_by", "reason", "place", "dose_number", "lot", "route", "site", "reaction"),
    )

    def __init__(
        self,
        *args,
        today: dt.date,
        listed: bool = True,
        which: Sequence[tuple] | None = None,
        question: str = "",
        **kwargs,
    ):
        super().__init__(*args, today=today, **kwargs)
        if which is None:
            del self.fields["product"]
        else:
            self.fields["product"].choices = list(which)  # type: ignore[attr-defined]
            self.fields["product"].help_text = question
            # What is picked from the list needs no name beside it.
            self.fields["product_text"].required = not (self.is_bound and self.data.get(self.add_prefix("product")))
        if listed:
            del self.fields["product_text"]
        years = range(today.year + YEARS_AHEAD, today.year - YEARS_BACK - 1, -1)
        self.fields["on"].widget.years = list(years)  # type: ignore[attr-defined]
        self.order_fields([*self.FIRST, *self.MORE, "note"])

    @classmethod
    def dose_values_of(cls, dose: DatedDose) -> dict[str, Any]:
        """Initial values for a dose that is there already."""
        dated = dose.dated
        return {name: getattr(dose, name) for name in DoseForm.MORE} | {
            "product": dose.product,
            "product_text": dose.product_text,
            "outcome": dose.outcome,
            "when": cls.When.OTHER if dated else cls.When.NOT_KNOWN,
            "on": dated.text if dated else "",
        }

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        cleaned["dated"] = dated = None if "on" in self.errors else self._dated(cleaned)
        outcome = cleaned.get("outcome")
        if dated and outcome and dated.begins_after(self.today) and not may_lie_ahead(outcome):
            self.add_error("on", _("This day has not come yet. For a dose that is planned, choose Planned."))
        return cleaned

    def _dated(self, cleaned: dict[str, Any]) -> PartialDate | None:
        """The date that was meant. One that was typed is never dropped: it counts, or it is asked about.

        A date that was there before and still stands in its boxes was not typed: another choice takes its place.
        """
        typed, when = cleaned.get("on"), cleaned.get("when")
        is_new = typed is not None and typed.text != self.initial.get("on")
        match when:
            case self.When.TODAY:
                today = PartialDate.on(self.today)
                if is_new and typed != today:
                    self.add_error(
                        "on", _("You chose today, and here is another day. Leave only the one that is right.")
                    )
                return today
            case self.When.NOT_KNOWN:
                if is_new and self.initial.get("when") != when:
                    self.add_error(
                        "on", _("You chose that it is not known, and here is a day. Leave only one of them.")
                    )
                # It stood on "not known" already, and now somebody found out.
                return typed if is_new else None
            case self.When.OTHER if typed is None:
                self.add_error("on", _("Enter the day, or as much of it as you know. Else choose “Not known”."))
        return typed

    def dose_values(self) -> dict[str, Any]:
        """The answers, named as the actions name them."""
        names = ("product_text", "outcome", "dated", *self.MORE, "note")
        values = {name: self.cleaned_data[name] for name in names if name in self.cleaned_data}
        picked = self.cleaned_data.get("product")
        return values | {"product": picked} if picked else values

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
