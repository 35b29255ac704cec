"""Letting a clinician in, and what a clinician writes back."""

import datetime as dt

from django import forms
from django.utils.translation import gettext_lazy as _

from care.household.forms import KeyedForm, TextField
from care.visits.models import Review
from care.visits.reads.summary import CHOICES
from care.visits.rules.sharing import Section

USUAL = dt.timedelta(days=365)


class ConsentForm(KeyedForm):
    """Who, what and until when."""

    email = forms.EmailField(
        label=_("E-mail of the clinician"),
        required=False,
        help_text=_("Then only this address can use the link. Without one, you pass the link on yourself."),
    )
    sections = forms.MultipleChoiceField(
        label=_("What they may read"),
        choices=CHOICES,
        widget=forms.CheckboxSelectMultiple,
        initial=[section.value for section in Section],
        help_text=_("Summaries of all visits with these parts, now and later. Never the record itself."),
        error_messages={"required": _("Choose at least one part.")},
    )
    ends_on = forms.DateField(
        label=_("Until"),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        help_text=_("You can end it earlier at any time."),
    )

    def __init__(self, *args, today: dt.date, **kwargs):
        super().__init__(*args, initial={"ends_on": today + USUAL} | (kwargs.pop("initial", None) or {}), **kwargs)


class ReviewForm(forms.Form):
    """A short message, or none."""

    message = TextField(
        label=_("Message to the family"),
        max_length=Review.LONGEST,
        rows=3,
        required=False,
        help_text=_("It appears on their Today page and with the visit. Not for emergencies: it may be read late."),
    )
