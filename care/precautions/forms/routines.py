"""Forms of routine checks: one tap on one item, or item by item."""

import uuid

from django import forms
from django.utils.translation import gettext_lazy as _

from care.precautions.forms.words import NOT_ON_LIST
from care.precautions.models import KEPT_WORDS, VALUE_WORDS
from care.precautions.reads import Group
from care.precautions.rules import BadItem, Kept, Value, item
from care.record.forms import EntryForm


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
    """Say or correct how routines went, item by item. ``groups`` are the items to tick, ``asked`` those to answer.

    A field is named "answer-<kind>:<slug>". Only what is answered is stored.
    """

    hide_optional = True

    kept = forms.ChoiceField(
        label=_("Usual routines"),
        choices=[(kept.value, KEPT_WORDS[kept]) for kept in (Kept.KEPT, Kept.DIFFERENT)],
        widget=forms.RadioSelect(attrs={"class": "in-row"}),
        error_messages={"required": _("Choose one of the two.")},
    )
    exceptions = forms.MultipleChoiceField(
        label=_("What was different"),
        required=False,
        widget=forms.CheckboxSelectMultiple(attrs={"class": "in-row"}),
        error_messages={"invalid_choice": NOT_ON_LIST},
    )

    def __init__(
        self,
        *args,
        groups: list[Group],
        asked: list[Group],
        answers: dict[str, str] | None = None,
        may_note: bool = False,
        with_day: bool = True,
        **kwargs,
    ):
        super().__init__(*args, **kwargs)
        self.fields["exceptions"].choices = [
            (group.label, [(choice.key, choice.label) for choice in group.choices]) for group in groups
        ]
        self.may_note = may_note
        self.fields["kept"].required = not may_note
        self.asked = [(str(group.label), [choice for choice in group.choices]) for group in asked]
        for choice in (choice for _label, choices in self.asked for choice in choices):
            given = (answers or {}).get(choice.key, "")
            words = [(value.value, VALUE_WORDS[value]) for value in Value]
            self.fields[f"answer-{choice.key}"] = forms.ChoiceField(
                label=choice.label,
                required=False,
                initial=given,
                choices=[*words, ("", _("Not recorded"))] if given else words,
                widget=forms.RadioSelect(attrs={"class": "in-row"}),
            )
        if not with_day:
            del self.fields["local_day"]

    @property
    def answer_groups(self) -> list[tuple[str, bool, list[forms.BoundField]]]:
        """(name of the group, whether it is open, its questions): the first one, and what holds an answer."""
        found = []
        for label, choices in self.asked:
            fields = [self[f"answer-{choice.key}"] for choice in choices]
            found.append((label, not found or any(field.errors or field.value() for field in fields), fields))
        return found

    def answers(self) -> list[dict[str, str]]:
        """``answers`` for the actions."""
        found = []
        for name, value in self.cleaned_data.items():
            if name.startswith("answer-") and value:
                kind, _colon, slug = name.removeprefix("answer-").partition(":")
                found.append({"kind": kind, "slug": slug, "value": value})
        return found

    def clean(self):
        data = super().clean()
        if self.may_note and not self.errors and not (data.get("kept") or data["exceptions"] or self.answers()):
            self.add_error(None, _("Answer at least one of these, or go back without saving."))
        return data

    def kept_value(self) -> str:
        """``kept`` for the actions: what was chosen; without a choice only single things were noted."""
        return self.cleaned_data["kept"] or Kept.NOTED
