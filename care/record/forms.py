"""What every entry's form shares: its key from the page, the day it counts for, and free words."""

import datetime as dt
import uuid

from django import forms
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from care.record.models import Entry

OLDEST_DAYS = 365 * 5


class EntryForm(forms.Form):
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
