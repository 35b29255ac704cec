"""Forms of the Today floor."""

import datetime as dt
from typing import Any

from django import forms
from django.utils.http import urlencode
from django.utils.translation import gettext_lazy as _

from care.infections.forms import SizeForm, TemperatureForm
from care.infections.models import ANSWER_WORDS, SIGN_WORDS, Area, Side, Site
from care.infections.rules import places
from care.infections.rules import signs as sign_rules
from care.plan.forms import ConcernForm
from care.precautions.forms import ExposureForm
from care.record.forms import EntryForm
from care.record.models import Entry
from care.reference import body_sites
from care.reference.precautions import Kind, of_kind
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


def instant_of(text: str) -> dt.datetime | None:
    """An aware instant in its ISO spelling, as an address carries it; None for anything else."""
    try:
        found = dt.datetime.fromisoformat(text[:40])
    except ValueError:
        return None
    return found if found.tzinfo is not None else None


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

    q = forms.CharField(label=_("Words or names"), required=False, max_length=100)
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


def _part(form: type[forms.Form], *names: str) -> type[forms.Form]:
    """Some questions of a form as a form of their own."""
    return type("Part", (forms.Form,), {"hide_optional": True, **{name: form.base_fields[name] for name in names}})


class OfflineLumpForm(forms.Form):
    """A lump at once, for a phone that cannot ask page by page. Nothing is required."""

    hide_optional = True

    where = forms.ChoiceField(label=_("Where is it?"), required=False)
    side = forms.ChoiceField(
        label=_("On which side?"),
        required=False,
        choices=[(side.value, side.label) for side in (Side.LEFT, Side.RIGHT)],
        widget=forms.RadioSelect(attrs={"class": "in-row"}),
    )
    picture = forms.ChoiceField(
        label=_("How big is it?"),
        required=False,
        choices=[*SizeForm.PICTURES.items(), ("not_sure", _("Not sure"))],
        widget=forms.RadioSelect(attrs={"class": "in-row"}),
    )
    signs = forms.MultipleChoiceField(
        label=_("Tap what you notice"), required=False, widget=forms.CheckboxSelectMultiple(attrs={"class": "in-row"})
    )
    note = forms.CharField(label=_("Note"), required=False, widget=forms.Textarea(attrs={"rows": 2}))

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        by_area = [(Area(area).label, [(p.slug, _(p.label)) for p in places.places(area)]) for area in places.AREAS]
        self.fields["where"].choices = [("", _("Not recorded")), *by_area]
        words = SIGN_WORDS | ANSWER_WORDS
        self.fields["signs"].choices = [
            (slug, words[slug]) for slug in (*sign_rules.LUMP_SIGNS, *sign_rules.LUMP_ANSWERS)
        ]


def offline_forms() -> dict[str, forms.Form]:
    """The forms of the offline page by name. They hold nobody's answers, no day and no list of one family."""
    exposure = _part(ExposureForm, "kind", "place", "note")(auto_id="exposure_%s")
    exposure.fields["kind"].choices = [("", _("Choose")), *((row.slug, _(row.label)) for row in of_kind(Kind.EXPOSURE))]
    return {
        "lump": OfflineLumpForm(auto_id="lump_%s"),
        "temperature": _part(TemperatureForm, "value", "unit", "route", "note")(auto_id="temperature_%s"),
        "exposure": exposure,
        "concern": _part(ConcernForm, "note")(auto_id="concern_%s"),
        "note": _part(NoteForm, "note")(auto_id="note_%s"),
    }
