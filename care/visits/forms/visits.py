"""The form of a visit."""

import datetime as dt
import uuid

from django import forms
from django.conf import settings
from django.utils import translation
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from care.household.models import validate_time_zone
from care.visits.models import Visit

FURTHEST_AHEAD = dt.timedelta(days=3 * 366)
FURTHEST_BACK = dt.timedelta(days=100 * 366)


def _longest(name: str) -> int | None:
    return Visit._meta.get_field(name).max_length


class PasteForm(forms.Form):
    """How the text to paste is written. It changes nothing. Without ``has_ascii`` there is no choice of letters."""

    written = forms.BooleanField(widget=forms.HiddenInput(attrs={"value": "1"}), required=False)
    original = forms.BooleanField(label=_("Keep the original letters (not only ASCII)"), required=False)
    nameless = forms.BooleanField(label=_("Leave out name and birth date"), required=False)

    def __init__(self, *args, has_ascii: bool = True, **kwargs):
        super().__init__(*args, **kwargs)
        if not has_ascii:
            del self.fields["original"]


class VisitForm(forms.Form):
    """A visit's day, place and words. ``today`` is the family's day, ``zone`` the family's zone.

    ``values()`` are the arguments for ``actions.add_visit`` and the changes for ``actions.change_visit``.
    """

    client_id = forms.UUIDField(widget=forms.HiddenInput, required=False)
    on = forms.DateField(label=_("Day"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"))
    time = forms.TimeField(
        label=_("Time"),
        required=False,
        widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"),
        input_formats=["%H:%M", "%H:%M:%S", "%H.%M"],
    )
    specialty = forms.ChoiceField(label=_("Kind of clinic"), choices=Visit.Specialty.choices, widget=forms.RadioSelect)
    clinic = forms.CharField(
        label=_("Name of the clinic"),
        required=False,
        max_length=_longest("clinic"),
        help_text=_("Use the same name each time. The summary then covers the days since your last visit there."),
    )
    language = forms.ChoiceField(
        label=_("Language of the summary"),
        choices=settings.LANGUAGES,
        required=False,
        help_text=_("The one the clinic reads. Your own words stay as you wrote them."),
    )
    questions = forms.CharField(
        label=_("Questions to ask"),
        required=False,
        max_length=_longest("questions"),
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("One question a line, in your own words. The first three stand on the summary."),
    )
    said_afterwards = forms.CharField(
        label=_("What was said"),
        required=False,
        max_length=_longest("said_afterwards"),
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("For your family. It does not go on the summary."),
    )
    time_zone = forms.CharField(
        label=_("Time zone of the clinic"),
        required=False,
        max_length=_longest("time_zone"),
        validators=[validate_time_zone],
        help_text=_("Change it only when the clinic is in another time zone. For example Europe/Berlin."),
    )

    def __init__(self, *args, today: dt.date, zone: str, visit: Visit | None = None, **kwargs):
        self.today = today
        self.zone = zone
        if visit is not None:
            initial = {name: getattr(visit, name) for name in self.base_fields if name != "client_id"}
        else:
            initial = {"client_id": uuid.uuid4(), "time_zone": zone}
        if not initial.get("language"):
            initial["language"] = translation.get_language()
        super().__init__(*args, initial=initial | (kwargs.pop("initial", None) or {}), **kwargs)
        if visit is None:
            # Nothing was said yet at a visit that is only planned; the visit's page asks afterwards.
            del self.fields["said_afterwards"]

    def clean_on(self) -> dt.date:
        day = self.cleaned_data["on"]
        furthest = self.today + FURTHEST_AHEAD
        if not self.today - FURTHEST_BACK <= day <= furthest:
            raise forms.ValidationError(
                _("The day must lie before %(furthest)s. Please check the year."),
                params={"furthest": date_format(furthest, "j M Y")},
            )
        return day

    def clean_time_zone(self) -> str:
        return self.cleaned_data["time_zone"].strip() or self.zone

    def values(self) -> dict:
        """The fields of the visit; ``client_id`` stays apart."""
        return {name: value for name, value in self.cleaned_data.items() if name != "client_id"}

    def key(self) -> uuid.UUID:
        """The key that the page carried, so that a page sent twice writes one visit."""
        return self.cleaned_data["client_id"] or uuid.uuid4()
