"""Forms of the Today floor."""

from typing import Any

from django import forms
from django.utils.http import urlencode
from django.utils.translation import gettext_lazy as _

from care.infections.models import Site
from care.record.forms import EntryForm
from care.record.models import Entry
from care.reference import body_sites
from care.today.reads.timeline import BODY, INFECTION, Filter


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


def _sites() -> list[tuple[Any, Any]]:
    """Places on the body and infections by their place, as groups of one list."""
    on_the_body = [
        (f"{BODY}:{slug}", _(site.label))
        for slug, site in body_sites.by_slug().items()
        if slug != body_sites.NOT_RECORDED
    ]
    infections = [(f"{INFECTION}:{site.value}", site.label) for site in Site]
    return [("", _("Any place")), (_("On the body"), on_the_body), (_("Infection of"), infections)]


def _day(label) -> forms.DateField:
    return forms.DateField(
        label=label, required=False, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )


class TimelineForm(forms.Form):
    """What to look for among the entries. Every part may stay blank."""

    hide_optional = True

    q = forms.CharField(label=_("Words in a note"), required=False, max_length=100)
    kind = forms.ChoiceField(
        label=_("Kind of entry"), required=False, choices=[("", _("Any kind")), *Entry.Kind.choices]
    )
    site = forms.ChoiceField(label=_("Place"), required=False, choices=_sites)
    first = _day(_("From"))
    last = _day(_("To"))

    def clean(self):
        values = super().clean()
        first, last = values.get("first"), values.get("last")
        if first and last and first > last:
            self.add_error("last", _("The last day cannot be before the first."))
        return values

    def wanted(self) -> Filter:
        """The valid answers as a filter."""
        values = self.cleaned_data
        return Filter(values["kind"], values["site"], values["first"], values["last"], values["q"].strip())

    def query(self) -> str:
        """The answers as they stand in an address, "" or ending with an ampersand."""
        given = {name: value for name, value in self.cleaned_data.items() if value}
        return f"{urlencode(given)}&" if given else ""
