"""Everything about an infection on one page, to change it later."""

import datetime as dt
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from care.infections.models import (
    SIGN_WORDS,
    CareLevel,
    Episode,
    Side,
    Site,
    Verification,
)
from care.infections.rules import signs as sign_rules
from care.record.forms import CorrectingForm
from care.record.models import Entry
from care.record.partial_date_field import PartialDateField

NOTE_LENGTH = Entry._meta.get_field("note").max_length


class EpisodeForm(CorrectingForm):
    """Everything about an infection at once."""

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
        now |= {"onset": episode.onset, "resolved": episode.resolved, "note": entry.note}
        super().__init__(*args, initial=now | self.more_initial(), corrects=entry, **kwargs)
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
        return values

    def changes(self) -> dict[str, Any]:
        """What differs from before, for ``actions.correct_episode``."""
        return {name: self.cleaned_data[name] for name in self.changed_data if name != "version"}
