"""Forms about people: names, days, time zones, roles. Messages say how to put it right."""

import datetime as dt
import unicodedata
import zoneinfo
from collections.abc import Sequence

from django import forms
from django.conf import settings
from django.utils import translation
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from care.household.keys import uuid7
from care.household.models import ROLE_WORDS, Patient, User, validate_time_zone
from care.household.reads import ROLE_EXPLAINED
from care.household.rules import Role
from care.reference import hies_types

OLDEST_BIRTH = dt.date(1900, 1, 1)


class TextField(forms.CharField):
    """One line or a few, with messages in plain words. Empty after removing invisible signs is empty."""

    def __init__(self, *, max_length: int, missing=None, rows: int = 0, **kwargs):
        if rows:
            kwargs["widget"] = forms.Textarea(attrs={"rows": rows})
        super().__init__(max_length=max_length, **kwargs)
        self.error_messages["required"] = missing or _("This answer is needed.")
        for validator in self.validators:
            if getattr(validator, "code", "") == "max_length":
                validator.message = _("Please use %(limit_value)d signs or fewer. There are %(show_value)d now.")

    def widget_attrs(self, widget):
        # No maxlength: a cut-off paste would lose words without telling.
        return {name: value for name, value in super().widget_attrs(widget).items() if name != "maxlength"}

    def to_python(self, value):
        value = super().to_python(value)
        if value and not any(unicodedata.category(sign)[0] in "LNPSM" for sign in value):
            return ""
        return value


class DayField(forms.DateField):
    """A calendar day that is not in the future. ``today`` is set by the form."""

    today: dt.date | None = None

    def __init__(self, *, oldest: dt.date = OLDEST_BIRTH, **kwargs):
        self.oldest = oldest
        super().__init__(widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"), **kwargs)
        self.error_messages["invalid"] = _("Enter a real day, like 2024-05-31.")

    def clean(self, value):
        day = super().clean(value)
        if day is None:
            return None
        if self.today is not None and day > self.today:
            raise forms.ValidationError(
                _("The day cannot be after today, %(today)s."), params={"today": date_format(self.today, "D j M Y")}
            )
        if day < self.oldest:
            raise forms.ValidationError(_("Please check the year."))
        return day


class KeyedForm(forms.Form):
    """A form that makes one row. ``key`` is proposed by the page, so the same page sent twice makes one row."""

    key = forms.UUIDField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args, today: dt.date | None = None, **kwargs):
        kwargs["initial"] = {"key": uuid7()} | (kwargs.get("initial") or {})
        super().__init__(*args, **kwargs)
        set_today(self, today)


def set_today(form: forms.Form, today: dt.date | None) -> None:
    """Tell every DayField of a form which day it is."""
    for field in form.fields.values():
        if isinstance(field, DayField):
            field.today = today
            if today is not None:
                field.widget.attrs["max"] = today.isoformat()


def time_zone_choices() -> list:
    """Every zone with a place in its name, grouped by region, and UTC."""
    groups: dict[str, list[tuple[str, str]]] = {}
    for name in sorted(zoneinfo.available_timezones()):
        region, _sep, place = name.partition("/")
        if place and region not in ("Etc", "SystemV", "posix", "right"):
            groups.setdefault(region, []).append((name, place.replace("_", " ").replace("/", ", ")))
    return [("UTC", "UTC"), *groups.items()]


class TimeZoneField(forms.CharField):
    """A zone from a list; the phone's own is filled in by script when nothing better is known."""

    def __init__(self, **kwargs):
        kwargs.setdefault("label", _("Time zone"))
        kwargs.setdefault("validators", [validate_time_zone])
        super().__init__(
            max_length=64, widget=forms.Select(choices=time_zone_choices, attrs={"data-time-zone": ""}), **kwargs
        )


class ChildForm(KeyedForm):
    """Whose days are recorded. Used on the first day, and to add another child."""

    name = TextField(
        label=_("Name or nickname"),
        max_length=80,
        missing=_("Enter a name. A nickname is enough."),
        help_text=_("Shown on every page, so that nobody logs for the wrong child."),
    )
    birth_date = DayField(label=_("Birth date"), required=False)
    is_me = forms.BooleanField(label=_("This is me"), required=False, help_text=_("I have the condition myself."))


class FirstChildForm(ChildForm):
    time_zone = TimeZoneField(help_text=_("Your family's days and reminders follow this clock."))


def hies_type_choices() -> list[tuple[str, str]]:
    return [(slug, gettext(label)) for slug, label in hies_types.choices()]


class ProfileForm(forms.Form):
    """The facts about a patient."""

    name = TextField(label=_("Name or nickname"), max_length=80, missing=_("Enter a name. A nickname is enough."))
    birth_date = DayField(label=_("Birth date"), required=False)
    hies_type = forms.ChoiceField(
        label=_("Type of HIES, as told by the care team"),
        choices=hies_type_choices,
        help_text=_('Copy what your team said. "Not known yet" is a normal answer.'),
    )
    hies_type_told_by = TextField(label=_("Who told you"), max_length=120, required=False)
    hies_type_told_on = DayField(label=_("When they told you"), required=False)
    history_before_tend = TextField(
        label=_("What happened before Tend"),
        max_length=8000,
        rows=6,
        required=False,
        help_text=_("Earlier infections, stays in hospital, operations: in your own words."),
    )

    def __init__(self, *args, patient: Patient, today: dt.date, **kwargs):
        kwargs.setdefault("initial", {name: getattr(patient, name) for name in type(self).base_fields})
        super().__init__(*args, **kwargs)
        set_today(self, today)


def role_choices() -> list[tuple[str, str]]:
    return [
        (role.value, format_html("<b>{}</b><small>{}</small>", ROLE_WORDS[role], ROLE_EXPLAINED[role])) for role in Role
    ]


class PlaceForm(forms.Form):
    """A place in the family: what somebody may do, and for which children.

    ``patients`` are those the person filling this in may hand on. ``may_give_all`` adds "all children,
    also later ones". ``cleaned_data["children"]`` is None for all, else a list of patients.
    """

    role = forms.ChoiceField(
        label=_("What may this person do?"),
        choices=role_choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose what this person may do.")},
    )
    scope = forms.ChoiceField(
        label=_("For whom?"),
        choices=[("all", _("All children in this family")), ("some", _("Only these:"))],
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose all children, or only some.")},
    )
    children = forms.MultipleChoiceField(
        label=_("Only these children"), required=False, widget=forms.CheckboxSelectMultiple
    )
    hide_optional = True

    def __init__(self, *args, patients: Sequence[Patient], may_give_all: bool, **kwargs):
        super().__init__(*args, **kwargs)
        self.patients = {str(patient.pk): patient for patient in patients}
        self.may_give_all = may_give_all
        self.fields["children"].choices = [(key, patient.name) for key, patient in self.patients.items()]
        if not may_give_all:
            del self.fields["scope"]
        elif len(self.patients) < 2 and not self.initial.get("children"):
            # With one child there is nothing to choose.
            del self.fields["scope"], self.fields["children"]

    def clean(self):
        data = super().clean()
        narrowed = not self.may_give_all or data.get("scope") == "some"
        if not narrowed:
            data["children"] = None
            return data
        chosen = [self.patients[key] for key in data.get("children") or []]
        if not chosen and "children" not in self.errors:
            self.add_error("children", _("Choose at least one child."))
        data["children"] = chosen
        return data


class InviteForm(KeyedForm, PlaceForm):
    email = forms.EmailField(
        label=_("Their e-mail"),
        required=False,
        max_length=254,
        help_text=_("Leave it empty to show a code on your phone instead."),
        error_messages={"invalid": _("Enter an e-mail address like name@example.org.")},
    )
    field_order = ["email", "role", "scope", "children"]


class HouseholdForm(forms.Form):
    name = TextField(label=_("Family name"), max_length=120, missing=_("Enter a name for this family."))
    time_zone = TimeZoneField(
        label=_("The family's time zone"),
        help_text=_("Days and reminders follow this clock. Days already logged stay as they are."),
    )


class PreferencesForm(forms.Form):
    """A person's own settings."""

    display_name = TextField(
        label=_("Your name"), max_length=80, required=False, help_text=_("Your family sees it beside what you log.")
    )
    language = forms.ChoiceField(label=_("Language"), choices=lambda: settings.LANGUAGES)
    time_zone = TimeZoneField(label=_("Your time zone"), help_text=_("Times on your pages follow this clock."))
    temperature_unit = forms.ChoiceField(
        label=_("Temperature in"), choices=User.TemperatureUnit.choices, widget=forms.RadioSelect
    )

    def __init__(self, *args, user: User, **kwargs):
        known = {name: getattr(user, name) for name in type(self).base_fields}
        # Who never chose sees the one their phone asked for, and keeps it by saving.
        known["language"] = known["language"] or translation.get_language()
        kwargs.setdefault("initial", known)
        super().__init__(*args, **kwargs)
