"""What every entry's form shares: its key from the page, the day it counts for, free words, and which state of the
entry the page was made from."""

import datetime as dt
import uuid
from collections.abc import Iterator
from html import unescape
from typing import Any

from django import forms
from django.utils.formats import date_format, time_format
from django.utils.html import strip_tags
from django.utils.text import Truncator
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from care.record.dates import PartialDate
from care.record.models import Entry

OLDEST_DAYS = 365 * 5
#: How much of somebody else's words stands beside one's own.
WORDS_SHOWN = 200


class CorrectingForm(forms.Form):
    """Base of a form that may correct an entry: ``corrects``, None for a new one.

    The page then carries the entry's ``version``. Sent from a page that is older than the entry, the form is refused
    once: everything stays as it was typed, what the entry holds now is told beside it, and the next save is one that
    knows. A page without the field is not refused, nor one that says what the entry says already (a tap sent twice).
    """

    def __init__(self, *args, corrects: Entry | None = None, **kwargs):
        super().__init__(*args, **kwargs)
        self.corrects = corrects
        if corrects is not None:
            self.fields["version"] = forms.IntegerField(
                required=False, initial=corrects.version, widget=forms.HiddenInput
            )

    def _post_clean(self) -> None:
        # Here and not in clean(): a room's own clean() cannot leave it out.
        super()._post_clean()  # type: ignore[misc]
        seen = self.cleaned_data.get("version")
        if self.corrects is None or seen in (None, self.corrects.version) or not self.differs():
            return
        self.data = self.data.copy()
        self.data[self.add_prefix("version")] = str(self.corrects.version)
        self.add_error(
            None, _("This was changed on another phone in the meantime. Please look at your answers and save again.")
        )
        self.tell_present()

    def differs(self) -> bool:
        """Whether a save would change anything."""
        return bool(self._differing())

    def tell_present(self) -> None:
        """Say beside each answer that differs what the entry holds now."""
        # Translators: How urgent a message is, as a heading; and before what an entry holds now ("Now: 39.5").
        now = gettext("Now")
        for field in self._differing():
            if field.name in self.initial or field.field.initial is not None:
                self.add_error(
                    field.name, gettext("%(name)s: %(value)s") % {"name": now, "value": self.present_words(field)}
                )

    def present_words(self, field: forms.BoundField) -> str:
        """What the entry holds for a question, in the words of the page."""
        return _in_words(field.initial, dict(_flat(getattr(field.field, "choices", ()))))

    def _differing(self) -> list[forms.BoundField]:
        return [self[name] for name in self.changed_data if not self[name].is_hidden]


def _flat(choices: Any) -> Iterator[tuple[str, str]]:
    """Choices without their groups; of a label with tags its words."""
    for value, words in choices:
        if isinstance(words, (list, tuple)):
            yield from _flat(words)
        else:
            plain = str(words)
            yield str(value), unescape(strip_tags(plain.replace("><", "> <"))) if "<" in plain else plain


def _in_words(value: Any, labels: dict[str, str]) -> str:
    if value is None or value == "" or value == []:
        return gettext("Not recorded")
    match value:
        case list() | tuple():
            return ", ".join(_in_words(one, labels) for one in value)
        case bool():
            return gettext("Yes") if value else gettext("No")
        case dt.date():
            return date_format(value, "D j M Y")
        case dt.time():
            return time_format(value, "H:i")
        case PartialDate():
            return value.text
    return Truncator(labels.get(str(value), str(value))).chars(WORDS_SHOWN)


class EntryForm(CorrectingForm):
    """Base of an entry's form.

    ``today`` is the family's calendar day. ``cleaned_data`` gives ``client_id`` (UUID; the same page sent
    twice carries the same one), ``local_day`` (date, today unless another was picked) and ``note``.
    ``entry_values()`` are the arguments for ``record.actions.add``.
    """

    client_id = forms.UUIDField(widget=forms.HiddenInput, required=False)
    local_day = forms.DateField(
        label=_("Day"), required=False, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )
    note = forms.CharField(
        label=_("Note"),
        required=False,
        max_length=Entry._meta.get_field("note").max_length,
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def __init__(self, *args, today: dt.date, day: dt.date | None = None, **kwargs):
        self.today = today
        initial = {"client_id": uuid.uuid4(), "local_day": day or today} | (kwargs.pop("initial", None) or {})
        super().__init__(*args, initial=initial, **kwargs)
        # The two shared questions come after the room's own.
        self.order_fields([name for name in self.fields if name not in ("local_day", "note")])

    def clean_client_id(self) -> uuid.UUID:
        return self.cleaned_data["client_id"] or uuid.uuid4()

    def clean_local_day(self) -> dt.date:
        day = self.cleaned_data["local_day"] or self.today
        if day > self.today:
            raise forms.ValidationError(
                _("The day cannot be after today, %(today)s."), params={"today": date_format(self.today, "D j M Y")}
            )
        if (self.today - day).days > OLDEST_DAYS:
            raise forms.ValidationError(_("The day lies more than five years back. Please check the year."))
        return day

    def entry_values(self) -> dict:
        """``client_id``, ``local_day`` and ``note`` for ``record.actions.add``."""
        return {name: self.cleaned_data[name] for name in ("client_id", "local_day", "note") if name in self.fields}
