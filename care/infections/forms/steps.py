"""One question a page, when something starts: the buttons are the answers."""

import datetime as dt
import uuid
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from care.infections.forms.buttons import ButtonValue
from care.infections.models import ANSWER_WORDS, SIGN_WORDS, Area, CareLevel, Course, Episode, Side, SizeBasis
from care.infections.rules import places, sizes
from care.infections.rules import signs as sign_rules
from care.record.dates import PartialDate
from care.record.models import Answer
from care.record.partial_date_field import PartialDateField
from care.reference import body_sites


class TapForm(forms.Form):
    """Base of pages whose buttons are the answer: the page's key, and the day it counts for."""

    hide_optional = True

    client_id = forms.UUIDField(widget=forms.HiddenInput, required=False)
    local_day = forms.DateField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args, today: dt.date, day: dt.date | None = None, **kwargs):
        self.today = today
        initial = {"client_id": uuid.uuid4(), "local_day": day} | (kwargs.pop("initial", None) or {})
        super().__init__(*args, initial=initial, **kwargs)

    def clean_client_id(self) -> uuid.UUID:
        return self.cleaned_data["client_id"] or uuid.uuid4()

    def clean_local_day(self) -> dt.date | None:
        day = self.cleaned_data["local_day"]
        if day is not None and day > self.today:
            raise forms.ValidationError(_("The day cannot be after today."))
        return day


class WhenForm(TapForm):
    """When something began or ended: a button with a recent day, or a date that may be partial.

    ``cleaned_data["date"]`` is a PartialDate. ``not_before`` refuses an end before the beginning.
    """

    on = forms.DateField(required=False, widget=ButtonValue)
    earlier = PartialDateField(
        label=_("Another date"),
        required=False,
        help_text=_("Leave the day empty if you only know the month."),
    )
    NEAR_DAYS = 6

    def __init__(self, *args, not_before: dt.date | None = None, **kwargs):
        super().__init__(*args, **kwargs)
        self.not_before = not_before
        self.fields["earlier"].last_day = self.today

    @property
    def yesterday(self) -> dt.date:
        return self.today - dt.timedelta(days=1)

    def near_days(self) -> list[dt.date]:
        """The days that get a button, newest first."""
        base = self.initial.get("local_day") or self.today
        days = [base - dt.timedelta(days=n) for n in range(self.NEAR_DAYS)]
        return [day for day in days if self.not_before is None or day >= self.not_before]

    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        if "earlier" in self.errors or "on" in self.errors:
            return values
        tapped, typed = values.get("on"), values.get("earlier")
        date = PartialDate.on(tapped) if tapped else typed
        if date is None:
            self.add_error("earlier", _("Tap a day, or enter a date."))
        elif date.begins_after(self.today):
            self.add_error("earlier", _("The date cannot be in the future."))
        elif self.not_before is not None and date.ends_before(self.not_before):
            self.add_error("earlier", _("It cannot have ended before it began."))
        else:
            values["date"] = date
        return values


class SplitForm(TapForm):
    """From which day an infection is a new one."""

    on = forms.DateField(
        label=_("Which day did the second one begin?"),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages={"required": _("Choose the day."), "invalid": _("Choose the day.")},
    )

    def __init__(self, *args, episode: Episode, **kwargs):
        super().__init__(*args, **kwargs)
        first = episode.onset_on + dt.timedelta(days=1)
        self.fields["on"].widget.attrs |= {"min": f"{first:%Y-%m-%d}", "max": f"{self.today:%Y-%m-%d}"}


class WhereForm(TapForm):
    """Where a lump is: "arm:left" for an area, "cheek:left" for a place. ``cleaned_data["place"]`` are the fields."""

    where = forms.CharField(required=False, max_length=60, widget=ButtonValue)

    def clean_where(self) -> str:
        word, _colon, side = self.cleaned_data["where"].partition(":")
        known = word in Area.values or word in body_sites.by_slug() or not word
        if not known or (side and side not in Side.values):
            raise forms.ValidationError(_("Choose a place from the list."))
        if word in body_sites.by_slug() and not places.side_fits(word, side):
            raise forms.ValidationError(_("This place has no such side."))
        return self.cleaned_data["where"]

    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        word, _colon, side = values.get("where", "").partition(":")
        if word in Area.values:
            values["place"] = {"area": word, "side": side, "body_site": ""}
        elif word:
            values["place"] = {"area": places.area_of(word) or "", "side": side, "body_site": word}
        else:
            values["place"] = {}
        return values


class SizeForm(forms.Form):
    """How big a lump is: a picture word, millimetres, or not sure. ``cleaned_data["size"]`` are the fields."""

    hide_optional = True
    PICTURES = {"pea": _("Pea"), "grape": _("Grape"), "walnut": _("Walnut"), "egg": _("Egg")}

    picture = forms.ChoiceField(
        required=False, choices=[*PICTURES.items(), ("not_sure", _("Not sure"))], widget=ButtonValue
    )
    millimetres = forms.CharField(
        label=_("Measured, in mm"),
        required=False,
        max_length=12,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
    )

    def clean_millimetres(self) -> int | None:
        text = self.cleaned_data["millimetres"].strip().lower().removesuffix("mm").strip()
        if not text:
            return None
        if not text.isdecimal() or not sizes.possible(int(text)):
            raise forms.ValidationError(_("The size must be a whole number of mm between 1 and 300, like 15."))
        return int(text)

    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        picture, measured = values.get("picture"), values.get("millimetres")
        if picture == "not_sure":
            values["size"] = {"size_mm": None, "size_basis": SizeBasis.NOT_SURE.value}
        elif picture:
            values["size"] = {"size_mm": sizes.PICTURES[picture], "size_basis": SizeBasis.ESTIMATE.value}
        elif measured:
            values["size"] = {"size_mm": measured, "size_basis": SizeBasis.MEASURED.value}
        elif not self.errors:
            self.add_error("millimetres", _("Tap a size, enter it in mm, or tap Skip."))
        return values


class SignsForm(forms.Form):
    """What is seen. "None of these" and "Not sure" are buttons of their own (``alone``).

    ``cleaned_data["changes"]`` are the fields to set, and leave every answer alone that this page does not ask.
    """

    hide_optional = True

    signs = forms.MultipleChoiceField(
        label=_("Tap what you notice"), required=False, widget=forms.CheckboxSelectMultiple(attrs={"class": "in-row"})
    )
    alone = forms.ChoiceField(
        required=False, choices=[(slug, SIGN_WORDS[slug]) for slug in sorted(sign_rules.ALONE)], widget=ButtonValue
    )

    def __init__(self, *args, episode: Episode, **kwargs):
        self.episode = episode
        if episode.is_lump:
            asked = [*sign_rules.LUMP_SIGNS, *sign_rules.LUMP_ANSWERS]
            ticked = [name for name in sign_rules.LUMP_ANSWERS if getattr(episode, name) == Answer.YES]
        else:
            asked, ticked = list(sign_rules.asked(episode.site)), []
        # What was ticked elsewhere (the form with everything) is shown too, so that saving here loses nothing.
        asked += [sign for sign in episode.signs if sign not in asked and sign not in sign_rules.ALONE]
        super().__init__(*args, initial={"signs": [*episode.signs, *ticked]}, **kwargs)
        words = SIGN_WORDS | ANSWER_WORDS
        self.fields["signs"].choices = [(slug, words[slug]) for slug in asked]

    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        ticked, alone = values.get("signs", []), values.get("alone", "")
        if alone and ticked:
            self.add_error("signs", _("You ticked a sign as well. Take the tick away, or tap Save instead."))
            return values
        own = [sign for sign in ticked if sign not in sign_rules.LUMP_ANSWERS]
        values["changes"] = {"signs": [alone] if alone else own}
        if self.episode.is_lump:
            before = {name: getattr(self.episode, name) for name in sign_rules.LUMP_ANSWERS}
            was_alone = bool(sign_rules.ALONE & set(self.episode.signs))
            values["changes"] |= sign_rules.lump_answers(ticked, alone, before=before, was_alone=was_alone)
        return values


class CareForm(forms.Form):
    """Who saw the child, as buttons."""

    care_level = forms.ChoiceField(choices=CareLevel.choices, widget=ButtonValue)


class CheckForm(forms.Form):
    """Better, same or worse."""

    client_id = forms.UUIDField(required=False)
    local_day = forms.DateField(required=False)
    course = forms.ChoiceField(choices=Course.choices)
