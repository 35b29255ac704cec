"""What the forms of tests, courses, care, days missed and breathing share."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from care.record.forms import EntryForm
from care.record.models import Answer, Entry
from care.record.partial_date_field import PartialDateField

ANSWERS = [("", _("Not recorded")), *Answer.choices[:4]]


class LogForm(EntryForm):
    """A form in sections, the first open and the others folded.

    ``row`` is what is changed, None for a new one; ``episodes`` are the infections it may belong to, empty when the
    page is about one infection already. ``values()`` are the arguments of ``actions.add_log``, ``changes()`` those of
    ``actions.correct_log``.
    """

    # (title, names): names that the form does not have are passed over.
    SECTIONS: Sequence[tuple[Any, Sequence[str]]] = ()
    # Fields that are not the table's own.
    SHARED = ("client_id", "local_day", "note", "version", "episode", "source")

    episode = forms.ChoiceField(label=_("Does it belong to an infection?"), required=False)
    hide_optional = True

    def __init__(self, *args, row: Any = None, episodes: Sequence[tuple[str, str]] = (), **kwargs):
        self.row = row
        if row is not None:
            kwargs["initial"] = self.initial_of(row) | (kwargs.get("initial") or {})
            kwargs["corrects"] = row.entry
        super().__init__(*args, **kwargs)
        if row is not None:
            # A correction carries no key of a new entry.
            del self.fields["client_id"]
        if "episode" in self.fields:
            if episodes:
                self.fields["episode"].choices = [("", _("No")), *episodes]
            else:
                del self.fields["episode"]
        for field in self.fields.values():
            if isinstance(field, PartialDateField):
                field.last_day = self.today

    def initial_of(self, row: Any) -> dict[str, Any]:
        entry = row.entry
        own = {name: getattr(row, name) for name in self.base_fields if hasattr(row, name) and name != "entry"}
        return own | {
            "episode": str(getattr(row, "episode_id", None) or ""),
            "note": entry.note,
            "source": entry.source,
            "local_day": entry.local_day,
        }

    def sections(self) -> list[dict[str, Any]]:
        """Title, bound fields, and whether a folded section must be open because of an error in it."""
        found = []
        for title, names in self.SECTIONS:
            fields = [self[name] for name in names if name in self.fields]
            if fields:
                wrong = any(field.errors for field in fields)
                found.append({"title": title, "fields": fields, "open": wrong or self.row is not None})
        return found

    def answers(self) -> dict[str, Any]:
        """The table's own fields as they are answered now."""
        return {name: self.cleaned_data[name] for name in self.fields if name not in self.SHARED}

    def values(self) -> dict[str, Any]:
        """For ``actions.add_log``: the answers, and what every entry carries."""
        source = {"source": self.cleaned_data["source"]} if self.cleaned_data.get("source") else {}
        return self.answers() | self.entry_values() | source

    def changes(self) -> dict[str, Any]:
        """For ``actions.correct_log``: what differs from before."""
        changed = set(self.changed_data)
        found = {name: value for name, value in self.answers().items() if name in changed}
        for name in ("note", "source", "local_day"):
            if name in changed and name in self.fields:
                found[name] = self.cleaned_data[name]
        if "episode" in changed:
            found["episode_id"] = self.cleaned_data["episode"] or None
        return found


def radio(label: Any, choices: Sequence, **more: Any) -> forms.ChoiceField:
    """One question with its answers beside each other. Nothing is chosen beforehand, and none need be."""
    return forms.ChoiceField(
        label=label,
        required=more.pop("required", False),
        choices=choices,
        widget=forms.RadioSelect(attrs={"class": "in-row"}),
        **more,
    )


def answer(label: Any) -> forms.ChoiceField:
    return radio(label, Answer.choices[:4])


def number(label: Any, low: int, high: int, **more: Any) -> forms.IntegerField:
    message = _("Write a whole number between %(low)s and %(high)s.") % {"low": low, "high": high}
    return forms.IntegerField(
        label=label,
        required=False,
        min_value=low,
        max_value=high,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off", "class": "short"}),
        error_messages={"invalid": message, "min_value": message, "max_value": message},
        **more,
    )


def words(label: Any, length: int, *, rows: int = 0, required: bool = False, **more: Any) -> forms.CharField:
    widget = forms.Textarea(attrs={"rows": rows}) if rows else forms.TextInput(attrs={"autocomplete": "off"})
    return forms.CharField(label=label, required=required, max_length=length, widget=widget, **more)


def time(label: Any) -> forms.TimeField:
    return forms.TimeField(label=label, required=False, widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"))


def source() -> forms.ChoiceField:
    return radio(_("How do you know?"), Entry.Source.choices)
