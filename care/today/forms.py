"""Forms of the Today floor."""

from django import forms
from django.utils.translation import gettext_lazy as _

from care.record.forms import EntryForm


class NoteForm(EntryForm):
    """Free words about a day."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["note"].required = True
        self.fields["note"].label = _("What happened")
        self.fields["note"].error_messages["required"] = _("Write a few words, then save.")
        self.order_fields(["note", "local_day"])


class TapForm(forms.Form):
    """The hidden part of a one-tap button: the tap's own key, and the day it is for."""

    client_id = forms.UUIDField(required=False)
    local_day = forms.DateField(required=False)
