"""The form of a general check."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from care.record.models import Entry
from care.results.forms.base import ResultForm
from care.results.forms.fields import NumberField, answer, choices, scale, text
from care.results.models import GeneralCheck, words
from care.results.rules.measures import BRACE_HOURS_MAX


class GeneralCheckForm(ResultForm):
    kind = Entry.Kind.GENERAL_CHECK
    MORE = (
        (
            _("Joints and back"),
            ("joint_pain", "joint_where", "back_pain", "new_back_pain", "brace_hours"),
        ),
        (_("Tummy"), ("stool", "appetite", "reflux")),
        (_("Head, sleep, mood"), ("headache", "sleep", "mood")),
        (
            _("Lumps, night sweats, weight"),
            ("lump", "lump_place", "lump_growing", "night_sweats", "night_sweats_soaking", "weight_loss"),
        ),
    )

    joint_pain = scale(_("Joint pain"))
    joint_where = text(_("Which joints?"), 120)
    back_pain = scale(_("Back pain"))
    new_back_pain = answer(_("Is the back pain new?"))
    brace_hours = NumberField(label=_("Hours in a brace today"))
    stool = choices(_("Stool"), words.STOOL)
    appetite = choices(_("Appetite"), words.APPETITE)
    reflux = answer(_("Reflux or heartburn?"))
    headache = answer(_("Headache?"))
    sleep = choices(_("Sleep"), words.CHANGE)
    mood = choices(_("Mood"), words.CHANGE)
    lump = answer(_("A new lump?"))
    lump_place = choices(_("Where is the lump?"), words.LUMP_PLACE)
    lump_growing = answer(_("Has it grown for over two weeks, without pain?"))
    night_sweats = answer(_("Night sweats?"))
    night_sweats_soaking = answer(_("Do they soak clothes or sheets?"))
    weight_loss = answer(_("Losing weight without a known reason?"))

    def clean_brace_hours(self) -> Any:
        hours = self.cleaned_data["brace_hours"]
        if hours is not None and not 0 <= hours <= BRACE_HOURS_MAX:
            self.add_error("brace_hours", _("A day has 24 hours. Please check the number."))
        return hours

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        if not self.errors and all(data[name] in (None, "") for name in GeneralCheck.ASKED):
            self.add_error(None, _("Answer at least one of these, or go back without saving."))
        return data
