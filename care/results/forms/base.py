"""What the forms of this room share: the date of the paper, where it comes from, and questions folded away."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from care.record.forms import EntryForm
from care.record.models import Entry
from care.record.partial_date_field import PartialDateField
from care.results.actions import fields_of
from care.results.forms.fields import choices
from care.results.models import Detail

FROM = {source: source.label for source in Entry.Source}


class ResultForm(EntryForm):
    """Base. A form gives ``kind`` (Entry.Kind), its fields, and ``MORE``: (title, names) of what is folded away."""

    kind: str
    MORE: tuple[tuple[Any, tuple[str, ...]], ...] = ()
    hide_optional = True

    source = choices(_("How do you know?"), FROM)

    def __init__(self, *args: Any, row: Detail | None = None, with_day: bool = True, **kwargs: Any):
        if row is not None:
            kwargs["initial"] = self.initial_of(row) | (kwargs.get("initial") or {})
            kwargs["corrects"] = row.entry
        super().__init__(*args, **kwargs)
        if "dated" in self.fields:
            # It has a date of its own; the entry counts for the day it was written down.
            del self.fields["local_day"]
            self.fields["dated"].last_day = self.today
        elif not with_day:
            del self.fields["local_day"]
        if row is not None:
            for field in self.fields.values():
                if isinstance(field.widget, forms.RadioSelect) and not field.required:
                    field.choices = [*field.choices, ("", _("Not recorded"))]
        self.order_fields([name for name in self.fields if name not in ("source", "local_day", "note")])

    @staticmethod
    def initial_of(row: Detail) -> dict[str, Any]:
        """What a row holds, to begin with."""
        start = {name: getattr(row, name) for name in fields_of(row.entry.kind)}
        start |= {"dated": getattr(row, "dated", None), "source": row.entry.source, "note": row.entry.note}
        return start | {"local_day": row.entry.local_day}

    @property
    def first_fields(self) -> list[forms.BoundField]:
        """What is in sight."""
        folded = {name for _title, names in self.MORE for name in names} | {"source", "local_day", "note"}
        return [field for field in self.visible_fields() if field.name not in folded]

    @property
    def more_groups(self) -> list[tuple[Any, bool, list[forms.BoundField]]]:
        """(title, whether it is open, its questions): open when something is filled in or needs a look."""
        found = []
        for title, names in self.MORE:
            fields = [self[name] for name in names]
            found.append((title, any(field.errors or field.value() not in (None, "", []) for field in fields), fields))
        return found

    @property
    def last_fields(self) -> list[forms.BoundField]:
        return [self[name] for name in ("source", "local_day", "note") if name in self.fields]

    def clean_source(self) -> str:
        return self.cleaned_data["source"] or Entry.Source.CAREGIVER

    def values(self) -> dict[str, Any]:
        """The room's own answers for ``actions.add`` and, with the rest, for ``actions.correct``."""
        return {name: self.cleaned_data[name] for name in fields_of(self.kind) if name in self.fields}

    def around(self) -> dict[str, Any]:
        """``dated`` or ``local_day``, ``source`` and ``note``."""
        names = ("dated", "local_day", "source", "note")
        return {name: self.cleaned_data[name] for name in names if name in self.fields}


def dated(label: Any, **more: Any) -> PartialDateField:
    return PartialDateField(label=label, required=False, **{"help_text": _("The year alone is fine."), **more})
