"""Forms of routines, exposures and the lists' settings."""

import uuid
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from care.precautions.actions import EXPOSURE_FIELDS
from care.precautions.models import KEPT_WORDS, MINUTES_WORDS
from care.precautions.reads import Group, Lists
from care.precautions.rules import MAX_MOMENTS, BadItem, is_span, item
from care.record.forms import EntryForm
from care.reference.precautions import Kind

NOT_ON_LIST = _("Choose something from the list.")


class DifferentForm(EntryForm):
    """One tap on one item: the button carries ``item`` ("kind:slug").

    The same page may be tapped again for another item, so the entry's key comes from the page's key and the item.
    """

    item = forms.CharField(error_messages={"required": NOT_ON_LIST})

    def __init__(self, *args, with_day: bool = True, **kwargs):
        super().__init__(*args, **kwargs)
        del self.fields["note"]
        if with_day:
            self.fields["local_day"].label = _("The day it was")
        else:
            del self.fields["local_day"]

    def clean_item(self):
        try:
            return item(self.cleaned_data["item"])
        except BadItem as error:
            raise forms.ValidationError(NOT_ON_LIST, code="unknown") from error

    def tap_id(self) -> uuid.UUID:
        """The key of this tap."""
        day = self.cleaned_data.get("local_day") or self.today
        listed = self.cleaned_data["item"]
        return uuid.uuid5(self.cleaned_data["client_id"], f"{listed.kind}:{listed.slug}:{day}")


class RoutineForm(EntryForm):
    """Correct a routine check. ``groups`` are the items to tick."""

    hide_optional = True

    kept = forms.ChoiceField(
        label=_("Usual routines"),
        choices=[(kept.value, words) for kept, words in KEPT_WORDS.items()],
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose one of the two.")},
    )
    exceptions = forms.MultipleChoiceField(
        label=_("What was different"),
        required=False,
        widget=forms.CheckboxSelectMultiple(attrs={"class": "in-row"}),
        error_messages={"invalid_choice": NOT_ON_LIST},
    )

    def __init__(self, *args, groups: list[Group], with_day: bool = True, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["exceptions"].choices = [
            (group.label, [(choice.key, choice.label) for choice in group.choices]) for group in groups
        ]
        if not with_day:
            del self.fields["local_day"]


class ExposureForm(EntryForm):
    """Something the patient came close to; only what it was is asked for."""

    kind = forms.ChoiceField(
        label=_("What was it?"),
        error_messages={"required": NOT_ON_LIST, "invalid_choice": NOT_ON_LIST},
    )
    first_on = forms.DateField(
        label=_("First day"),
        error_messages={"required": _("Enter the day, or the first day.")},
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )
    first_time = forms.TimeField(
        label=_("From what time"), required=False, widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M")
    )
    last_on = forms.DateField(
        label=_("Last day"),
        required=False,
        help_text=_("Leave blank when it was one day only."),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )
    last_time = forms.TimeField(
        label=_("Until what time"), required=False, widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M")
    )
    place = forms.CharField(label=_("Where"), required=False, max_length=200)
    distance = forms.CharField(
        label=_("How close"), required=False, max_length=80, help_text=_("Such as: same room, across the street.")
    )
    minutes = forms.ChoiceField(
        label=_("How long"),
        choices=[(minutes.value, words) for minutes, words in MINUTES_WORDS.items()],
        required=False,
        widget=forms.RadioSelect,
    )

    def __init__(self, *args, group: Group | None, with_day: bool = True, clearable: bool = False, **kwargs):
        super().__init__(*args, **kwargs)
        if clearable:
            self.fields["minutes"].choices = [*self.fields["minutes"].choices, ("", _("Not recorded"))]
        # The day is the exposure's own last day.
        del self.fields["local_day"]
        self.fields["kind"].choices = [
            ("", _("Choose")),
            *((c.slug, c.label) for c in (group.choices if group else ())),
        ]
        self.with_day = with_day
        if not with_day:
            # Someone who sees only today notes only today.
            for name in ("first_on", "last_on"):
                del self.fields[name]

    def clean(self):
        data = super().clean()
        for name in ("first_on", "last_on"):
            if data.get(name) and data[name] > self.today:
                self.add_error(name, _("The day cannot be after today."))
        if not self.errors:
            first_on = data.get("first_on") or self.today
            last_on = data.get("last_on") or first_on
            if last_on < first_on:
                self.add_error("last_on", _("The last day cannot be before the first day."))
            elif not is_span(first_on, data["first_time"], last_on, data["last_time"]):
                self.add_error("last_time", _("The end cannot be before the start."))
        return data

    def values(self) -> dict[str, Any]:
        """``kind`` and ``EXPOSURE_FIELDS`` for the actions."""
        values = {name: self.cleaned_data.get(name) for name in ("kind", *EXPOSURE_FIELDS) if name in self.fields}
        if self.with_day:
            values["last_on"] = values["last_on"] or values["first_on"]
        return values


class ListsForm(forms.Form):
    """Which moments a family picked, and which items of the lists they see."""

    hide_optional = True

    moments = forms.MultipleChoiceField(
        label=_("Hand-washing moments"),
        help_text=_("Pick up to five that matter most at home."),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Pick at least one moment."), "invalid_choice": NOT_ON_LIST},
    )

    def __init__(self, *args, lists: Lists, **kwargs):
        self.groups = [group for group in lists.all_groups if group.kind is not Kind.MOMENT]
        shown = [choice.key for group in self.groups for choice in group.choices if not choice.hidden]
        kwargs["initial"] = {"moments": list(lists.moments), "shown": shown}
        super().__init__(*args, **kwargs)
        all_moments = next(group for group in lists.all_groups if group.kind is Kind.MOMENT)
        self.fields["moments"].choices = [(choice.slug, choice.label) for choice in all_moments.choices]
        self.fields["shown"] = forms.MultipleChoiceField(
            label=_("Items on the lists"),
            help_text=_("Take the tick away from what you do not want to be shown."),
            required=False,
            choices=[(choice.key, choice.label) for group in self.groups for choice in group.choices],
            widget=forms.CheckboxSelectMultiple,
            error_messages={"invalid_choice": NOT_ON_LIST},
        )

    def clean_moments(self) -> list[str]:
        moments = self.cleaned_data["moments"]
        if len(set(moments)) > MAX_MOMENTS:
            raise forms.ValidationError(_("Pick five at most."))
        return moments

    def hidden_keys(self) -> list[str]:
        """Items without a tick."""
        shown = set(self.cleaned_data["shown"])
        return [choice.key for group in self.groups for choice in group.choices if choice.key not in shown]

    def shown_keys(self) -> set[str]:
        """Items with a tick, for the template."""
        return set(self["shown"].value() or [])
