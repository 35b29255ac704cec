"""The form of a skin check: the evening's questions first, the rest folded away until somebody wants it."""

from dataclasses import dataclass, field
from typing import Any

from django import forms
from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from care.record.forms import EntryForm
from care.record.models import Answer
from care.skin import rules
from care.skin.actions import ANSWERS
from care.skin.forms import fields as ask
from care.skin.forms.sites import (
    ON_THE_MAP,
    SiteGroup,
    boxes_of,
    parse_site,
    site_groups,
    site_values,
    ticked_on_back,
)
from care.skin.models import CARE_WORDS, HINTS, RATER_WORDS, TRIGGER_WORDS
from care.skin.models.words import choices
from care.skin.reads.words import sites_words
from care.skin.rules import ASKED, SleepUnit, band_digit, normal_sites

SLEEP_FIELDS = {SleepUnit.SCALE.value: "sleep_loss", SleepUnit.MINUTES.value: "sleep_minutes"}
#: What a flare asks at once: how it looks and where.
FLARE_FIRST = ("skin_band", "worst_itch", "itch_rater")
CHECK_FIRST = ("worst_itch", "itch_rater", "skin_band", "sleep_loss", "sleep_minutes")
WHERE = ("sites", "extent_palms")
CARE = ("care_done", "bleach_bath", "antiseptic_wash")
CARE_MORE = (
    "bleach_bath_minutes",
    "antiseptic_wash_minutes",
    "emollient_times",
    "steroid_product",
    "steroid_same",
    "steroid_sites",
    "other_topical_product",
)
LAST = ("note", "local_day")


@dataclass
class Part:
    """Questions that stand together. Without a title they are always in sight; ``more`` is folded away once more."""

    title: Any
    fields: list[forms.BoundField]
    more: list[forms.BoundField] = field(default_factory=list)
    opened: bool = False
    slug: str = ""

    @property
    def is_open(self) -> bool:
        return self.opened or _used([*self.fields, *self.more])

    @property
    def more_is_open(self) -> bool:
        return _used(self.more)


class SkinCheckForm(EntryForm):
    """Every answer of a skin check; all may stay blank. ``answers()`` are the values for the actions.

    ``clearable`` adds to each question a way to take its answer out (for corrections); ``sleep_unit`` is how this
    family notes a bad night.
    """

    hide_optional = True

    worst_itch = ask.scale(_("Worst itch in the last 24 hours"), help_text=_("0 is no itch, 10 is the worst itch."))
    itch_rater = forms.ChoiceField(
        label=_("Who judged the itch?"), choices=choices(RATER_WORDS), required=False, widget=forms.RadioSelect
    )
    skin_band = ask.band()
    sleep_loss = ask.scale(
        _("Sleep lost to itch last night"), help_text=_("0 is no sleep lost, 10 is no sleep at all.")
    )
    sleep_minutes = ask.number(_("Minutes awake from itch last night"), rules.MINUTES_MIN, rules.MINUTES_MAX)
    weeping_or_crust = ask.sign(_("Wet skin or yellow crust?"))
    pus = ask.sign(_("Pus?"))
    cracked_bleeding = ask.sign(_("Cracked or bleeding skin?"))
    blisters_clustered = ask.sign(_("Small blisters in a group?"))
    sites = forms.MultipleChoiceField(label=_("Where?"), required=False, widget=forms.CheckboxSelectMultiple)
    extent_palms = ask.number(
        _("How much skin? (estimate)"),
        rules.PALMS_MIN,
        rules.PALMS_MAX,
        help_text=_("Count in palms: how many of the person's own hands, fingers included, would cover it."),
    )
    triggers = forms.MultipleChoiceField(
        label=_("What may have set it off?"),
        help_text=_("A guess is fine."),
        choices=choices(TRIGGER_WORDS),
        required=False,
        widget=forms.CheckboxSelectMultiple(attrs={"class": "in-row"}),
    )
    care_done = forms.MultipleChoiceField(
        label=_("Skin care done"),
        choices=[choice for choice in choices(CARE_WORDS) if choice[0] not in ASKED],
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    bleach_bath = ask.yes_or_no(_("Bleach bath?"))
    antiseptic_wash = ask.yes_or_no(_("Antiseptic wash?"))
    bleach_bath_minutes = ask.number(_("Bleach bath, minutes"), rules.BATH_MINUTES_MIN, rules.BATH_MINUTES_MAX)
    antiseptic_wash_minutes = ask.number(_("Antiseptic wash, minutes"), rules.BATH_MINUTES_MIN, rules.BATH_MINUTES_MAX)
    emollient_times = ask.number(_("Moisturiser, how many times?"), rules.TIMES_MIN, rules.TIMES_MAX)
    steroid_product = ask.text(_("Which steroid cream?"), help_text=_("As on the label."))
    steroid_same = forms.BooleanField(label=_("Steroid cream on all the places named above"), required=False)
    steroid_sites = forms.MultipleChoiceField(
        label=_("Where was the steroid cream put?"), required=False, widget=forms.CheckboxSelectMultiple
    )
    other_topical_product = ask.text(_("Which other cream?"), help_text=_("As on the label."))

    def __init__(
        self,
        *args,
        clearable: bool = False,
        flare: bool = False,
        with_day: bool = True,
        sleep_unit: str = SleepUnit.SCALE,
        **kwargs,
    ):
        super().__init__(*args, **kwargs)
        self.flare = flare
        self.clearable = clearable
        for name in ("sites", "steroid_sites"):
            self.fields[name].choices = site_values()
        for unit, name in SLEEP_FIELDS.items():
            if unit != sleep_unit:
                del self.fields[name]
        if not with_day:
            del self.fields["local_day"]
        if clearable:
            self._make_clearable()
        first = FLARE_FIRST if flare else CHECK_FIRST
        self.order_fields([*first, *WHERE, *(name for name in self.fields if name not in (*first, *WHERE, *LAST))])

    def _make_clearable(self) -> None:
        for name in ("worst_itch", "sleep_loss"):
            if name in self.fields:
                self.fields[name].choices = [*self.fields[name].choices, ("", "–")]
                self.fields[name].help_text = format_html("{} {}", self.fields[name].help_text, _("– is not recorded."))
        for name in ("itch_rater", *HINTS, *ASKED):
            self.fields[name].choices = [*self.fields[name].choices, ("", _("Not recorded"))]
        empty = format_html("<b>{}</b>", _("Not recorded"))
        self.fields["skin_band"].choices = [*self.fields["skin_band"].choices, ("", empty)]

    def clean_sites(self) -> list[dict[str, str]]:
        return normal_sites(parse_site(value) for value in self.cleaned_data["sites"])

    def clean_steroid_sites(self) -> list[dict[str, str]]:
        return normal_sites(parse_site(value) for value in self.cleaned_data["steroid_sites"])

    def clean(self):
        data = super().clean()
        if not self.errors and not self.flare and not self.clearable and not self.answers() and not data.get("note"):
            raise forms.ValidationError(_("Fill in at least one answer, then save."), code="empty")
        return data

    def answers(self) -> dict[str, Any]:
        """Answers by name; blank ones only when ``clearable``, where a blank takes the old answer out."""
        data = self.cleaned_data
        values = {name: data[name] for name in ANSWERS if name in data}
        values["care_done"] = [*data["care_done"], *(care for care in ASKED if data[care] == Answer.YES)]
        values["care_not_done"] = [care.value for care in ASKED if data[care] == Answer.NO]
        if data["steroid_same"]:
            values["steroid_sites"] = normal_sites([*data["steroid_sites"], *data["sites"]])
        if self.clearable:
            return values
        return {name: value for name, value in values.items() if value not in (None, "", [])}

    def present_words(self, field: forms.BoundField) -> str:
        """Places by their names: a box carries only its key."""
        if field.name in ("sites", "steroid_sites") and field.initial:
            return sites_words(normal_sites(parse_site(value) for value in field.initial))
        return super().present_words(field)

    def refuse(self, error: ValidationError) -> None:
        """Show why an action did not save; what has no question of its own stands at the top."""
        told = error.message_dict if hasattr(error, "error_dict") else {NON_FIELD_ERRORS: error.messages}
        for name, messages in told.items():
            self.add_error(name if name in self.fields else None, messages)

    # --- how the page is laid out -------------------------------------------------------------------------------

    def parts(self) -> list[Part]:
        """The questions in the order of the page."""
        first = self._bound(FLARE_FIRST if self.flare else CHECK_FIRST)
        later = self._bound(name for name in CHECK_FIRST if self.flare and name not in FLARE_FIRST)
        return [
            Part("", first),
            Part(_("Where, and how much"), self._bound(WHERE), opened=self.flare, slug="where"),
            *([Part(_("Sleep"), later, slug="sleep")] if later else []),
            Part(_("Wet, sore or blistered skin"), self._bound(HINTS), slug="hints"),
            Part(_("What may have set it off"), self._bound(["triggers"]), slug="triggers"),
            Part(_("Skin care"), self._bound(CARE), self._bound(CARE_MORE), slug="care"),
            Part("", self._bound(LAST)),
        ]

    def _bound(self, names) -> list[forms.BoundField]:
        return [self[name] for name in names if name in self.fields]

    def ticked_sites(self) -> list[str]:
        """Values of the places that are ticked: "chest", "palm:left"."""
        return list(self["sites"].value() or [])

    def ticked_on_back(self) -> list[str]:
        return ticked_on_back(self.ticked_sites())

    def site_groups(self) -> list[SiteGroup]:
        """Every place as a list, with what is ticked."""
        return site_groups(self.ticked_sites())

    def more_site_groups(self) -> list[SiteGroup]:
        """The places that the body map does not show."""
        return site_groups(self.ticked_sites(), hidden=ON_THE_MAP)

    def has_steroid_sites(self) -> bool:
        return bool(self["steroid_sites"].value())

    def steroid_site_groups(self) -> list[SiteGroup]:
        return site_groups(self["steroid_sites"].value() or [])


def initial_of(check) -> dict[str, Any]:
    """Start values of the form from a SkinCheck with its entry."""
    values = {name: getattr(check, name) for name in ANSWERS}
    digit = band_digit(check.skin_band)
    said = dict.fromkeys(check.care_not_done, Answer.NO.value) | dict.fromkeys(check.care_done, Answer.YES.value)
    return values | {
        "skin_band": "" if digit is None else str(digit),
        "sites": [value for site in check.sites for value in boxes_of(site)],
        "steroid_sites": [value for site in check.steroid_sites for value in boxes_of(site)],
        "care_done": [word for word in check.care_done if word not in ASKED],
        **{care.value: said.get(care.value, "") for care in ASKED},
        "note": check.entry.note,
        "local_day": check.entry.local_day,
    }


def sleep_unit_of(check, chosen: str) -> str:
    """The unit a check's night is asked in: the one it was noted in, else the one the family chose."""
    if check.sleep_minutes is not None:
        return SleepUnit.MINUTES.value
    return SleepUnit.SCALE.value if check.sleep_loss is not None else chosen


def _used(fields: list[forms.BoundField]) -> bool:
    return any(field.errors or field.value() not in (None, "", [], False) for field in fields)
