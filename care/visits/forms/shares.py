"""Choosing what a share shows, and typing a code and a PIN."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.formats import date_format
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from care.household.forms import KeyedForm, TextField
from care.visits.models import Visit
from care.visits.reads.summary import CHOICES
from care.visits.rules.sharing import Lasts, Section, code_of, kept_sections, pin_of

LASTS_WORDS = {Lasts.DAY: _("24 hours"), Lasts.WEEK: _("7 days"), Lasts.MONTH: _("30 days")}


class ShownForm(forms.Form):
    """What of a summary the family shows: on its own page, on paper, and first ticked in a share."""

    sections = forms.MultipleChoiceField(
        label=_("What is shown"),
        choices=CHOICES,
        widget=forms.CheckboxSelectMultiple,
        help_text=_(
            "Name, birth date, type, allergies, care team and how many days are recorded always stand at the top. "
            "Photos are in it only if you chose them one by one. This is kept with this version, and with those made "
            "after it."
        ),
        error_messages={"required": _("Choose at least one part.")},
    )

    def clean_sections(self) -> list[str]:
        chosen = kept_sections(self.cleaned_data["sections"])
        if not chosen:
            raise forms.ValidationError(_("Choose at least one part."))
        return chosen


class ShareForm(KeyedForm):
    """What goes in, for how long, and a name for it. Everything has an answer already: one tap makes the code."""

    sections = forms.MultipleChoiceField(
        label=_("What goes in"),
        choices=CHOICES,
        widget=forms.CheckboxSelectMultiple,
        initial=[section.value for section in Section],
        help_text=_(
            "Name, birth date, type, allergies, care team and how many days are recorded always stand at the top. "
            "Notes, photos you chose, private places and names are in it only if you tick them."
        ),
        error_messages={"required": _("Choose at least one part.")},
    )
    lasts = forms.ChoiceField(
        label=_("How long it opens"),
        choices=[(length.value, words) for length, words in LASTS_WORDS.items()],
        widget=forms.RadioSelect,
        initial=Lasts.DAY.value,
    )
    purpose = TextField(
        label=_("Name of this share"),
        max_length=80,
        required=False,
        help_text=_("For your own list. The clinic does not see it."),
    )

    # The version that the page told of. Without one, nobody looked at any.
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args, visit: Visit, version: int | None = None, shown: Iterable[str] = (), **kwargs):
        day = date_format(visit.on, "j M")
        initial: dict[str, Any] = {"purpose": _now("Clinic %(day)s") % {"day": day}, "version": version}
        if shown:
            initial["sections"] = list(shown)
        super().__init__(*args, initial=initial | (kwargs.pop("initial", None) or {}), **kwargs)

    def shows(self, version: int) -> None:
        """The page now tells of this version; what was typed stays."""
        self.data = self.data.copy()
        self.data["version"] = str(version)


class SaidOnce(forms.TextInput):
    """A field that is never filled in again by an answer."""

    def format_value(self, value):
        return None


class CodeForm(forms.Form):
    """A code and a PIN, typed by a clinician in a hurry. Spaces, dashes and small letters are fine."""

    code = forms.CharField(
        label=_("Code"),
        max_length=40,
        widget=forms.TextInput(
            attrs={
                "autocomplete": "off",
                "autocapitalize": "characters",
                "spellcheck": "false",
                "class": "code-entry code-long",
            }
        ),
        error_messages={"required": _("Type the 8 letters and digits of the code.")},
    )
    pin = forms.CharField(
        label=_("PIN"),
        max_length=20,
        widget=SaidOnce(attrs={"autocomplete": "off", "inputmode": "numeric", "class": "code-entry"}),
        error_messages={"required": _("Type the 4 digits of the PIN.")},
    )

    def clean_code(self) -> str:
        if not (code := code_of(self.cleaned_data["code"])):
            raise forms.ValidationError(_("A code has 8 letters and digits. 0, O, 1 and I are never in it."))
        return code

    def clean_pin(self) -> str:
        if not (pin := pin_of(self.cleaned_data["pin"])):
            raise forms.ValidationError(_("A PIN has 4 digits."))
        return pin
