"""Everything about an infection on one page, to change it later."""

import datetime as dt
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from care.infections.models import (
    ANSWER_WORDS,
    SIGN_WORDS,
    Area,
    CareLevel,
    Episode,
    Side,
    Site,
    SizeBasis,
    Verification,
)
from care.infections.rules import places, sizes
from care.infections.rules import signs as sign_rules
from care.record.models import Answer, Entry
from care.record.partial_date_field import PartialDateField

NOTE_LENGTH = Entry._meta.get_field("note").max_length


class EpisodeForm(forms.Form):
    """Everything about an infection at once. ``version`` tells whether somebody else changed it meanwhile."""

    version = forms.IntegerField(widget=forms.HiddenInput)
    site = forms.ChoiceField(label=_("Where is it?"), choices=Site.choices)
    side = forms.ChoiceField(
        label=_("Which side?"),
        required=False,
        help_text=_("Their own left or right, not yours when you face each other."),
    )
    onset = PartialDateField(
        label=_("When did it begin?"), help_text=_("Leave the day empty if you only know the month.")
    )
    resolved = PartialDateField(
        label=_("When did it end?"), required=False, help_text=_("Leave it empty while it is still going on.")
    )
    verification = forms.ChoiceField(label=_("How sure is it?"), choices=Verification.choices, widget=forms.RadioSelect)
    signs = forms.MultipleChoiceField(
        label=_("Signs"), required=False, widget=forms.CheckboxSelectMultiple(attrs={"class": "in-row"})
    )
    care_level = forms.ChoiceField(
        label=_("Seen by"), required=False, choices=[("", _("Not recorded")), *CareLevel.choices]
    )
    note = forms.CharField(
        label=_("Note"), required=False, max_length=NOTE_LENGTH, widget=forms.Textarea(attrs={"rows": 3})
    )

    def __init__(self, *args, episode: Episode, today: dt.date, **kwargs):
        self.episode = episode
        entry = episode.entry
        now = {name: getattr(episode, name) for name in ("site", "side", "verification", "signs", "care_level")}
        now |= {"onset": episode.onset, "resolved": episode.resolved, "note": entry.note, "version": entry.version}
        super().__init__(*args, initial=now | self.more_initial(), **kwargs)
        self.fields["side"].choices = [("", _("Not recorded")), *Side.choices]
        self.fields["signs"].choices = self.sign_choices()
        self.fields["onset"].last_day = self.fields["resolved"].last_day = today

    def more_initial(self) -> dict[str, Any]:
        return {}

    def sign_choices(self) -> list[tuple[str, Any]]:
        asked = sign_rules.asked(self.episode.site, all_signs=True)
        return [(slug, SIGN_WORDS[slug]) for slug in (*asked, sign_rules.NONE, sign_rules.NOT_SURE)]

    def clean_signs(self) -> list[str]:
        if "not_alone" in sign_rules.problems(self.cleaned_data["signs"]):
            raise forms.ValidationError(_("Choose the signs you see, or one of the last two, not both."))
        return self.cleaned_data["signs"]

    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        began, ended = values.get("onset"), values.get("resolved")
        if began and ended and ended.ends_before(began.earliest):
            self.add_error("resolved", _("It cannot have ended before it began."))
        if values.get("version") not in (None, self.episode.entry.version):
            self.data = self.data.copy()
            self.data[self.add_prefix("version")] = str(self.episode.entry.version)
            raise forms.ValidationError(
                _("This was changed on another phone in the meantime. Please look at your answers and save again.")
            )
        return values

    def changes(self) -> dict[str, Any]:
        """What differs from before, for ``actions.correct_episode``."""
        return {name: self.cleaned_data[name] for name in self.changed_data if name != "version"}


class LumpForm(EpisodeForm):
    """The same for a lump or boil: an exact place, a size and its three answers."""

    body_site = forms.ChoiceField(label=_("Where is it?"), required=False)
    size_mm = forms.IntegerField(
        label=_("Size in mm"),
        required=False,
        min_value=sizes.SMALLEST_MM,
        max_value=sizes.LARGEST_MM,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
        error_messages={"invalid": _("The size must be a whole number of mm between 1 and 300, like 15.")},
    )
    warm, red_or_darker, painful = (
        forms.ChoiceField(
            label=ANSWER_WORDS[name],
            required=False,
            choices=[("", _("Not recorded")), *Answer.choices[:4]],
        )
        for name in sign_rules.LUMP_ANSWERS
    )
    field_order = (
        "body_site", "side", "onset", "resolved", "size_mm", "signs", "warm", "red_or_darker", "painful",
        "verification", "care_level", "note", "version",
    )  # fmt: skip

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        del self.fields["site"]
        groups = [
            (Area(area).label, [(place.slug, _(place.label)) for place in places.places(area)]) for area in places.AREAS
        ]
        self.fields["body_site"].choices = [("", _("Not recorded")), *groups]

    def more_initial(self) -> dict[str, Any]:
        return {name: getattr(self.episode, name) for name in ("body_site", "size_mm", *sign_rules.LUMP_ANSWERS)}

    def sign_choices(self) -> list[tuple[str, Any]]:
        asked = [*sign_rules.LUMP_SIGNS, *(sign for sign in self.episode.signs if sign not in sign_rules.LUMP_SIGNS)]
        return [(slug, SIGN_WORDS[slug]) for slug in dict.fromkeys([*asked, sign_rules.NONE, sign_rules.NOT_SURE])]

    def clean(self) -> dict[str, Any]:
        values = super().clean()
        place, side = values.get("body_site"), values.get("side", "")
        if place and "side" not in self.errors and not places.side_fits(place, side):
            self.add_error("side", _("This place has no such side."))
        return values

    def changes(self) -> dict[str, Any]:
        found = super().changes()
        if "size_mm" in found:
            found["size_basis"] = SizeBasis.MEASURED.value if found["size_mm"] else ""
        if found.get("body_site"):
            found["area"] = places.area_of(found["body_site"]) or ""
        return found
