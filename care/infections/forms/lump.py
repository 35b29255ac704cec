"""Everything about a lump, boil or abscess on one page."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from care.infections.forms.episode import EpisodeForm
from care.infections.forms.logs import number, radio
from care.infections.models import ANSWER_WORDS, NEAR_WORDS, SIGN_WORDS, Area, Drainage, Draining, SizeBasis
from care.infections.rules import lumps, places, sizes
from care.infections.rules import signs as sign_rules
from care.infections.rules.lists import list_problem
from care.record.models import Answer
from care.record.partial_date_field import PartialDateField

WRONG_SIZE = _("The size must be a whole number of mm between 1 and 300, like 15.")


def _size(label: Any) -> forms.IntegerField:
    return forms.IntegerField(
        label=label,
        required=False,
        min_value=sizes.SMALLEST_MM,
        max_value=sizes.LARGEST_MM,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off", "class": "short"}),
        error_messages={"invalid": WRONG_SIZE, "min_value": WRONG_SIZE, "max_value": WRONG_SIZE},
    )


class LumpForm(EpisodeForm):
    """An infection's form for a lump: an exact place, a size, and what can be seen, felt and smelled."""

    body_site = forms.ChoiceField(label=_("Where is it?"), required=False)
    near = forms.MultipleChoiceField(
        label=_("Is it close to one of these?"),
        required=False,
        choices=list(NEAR_WORDS.items()),
        widget=forms.CheckboxSelectMultiple(attrs={"class": "in-row"}),
    )
    size_mm = _size(_("Size in mm, the longest way"))
    width_mm = _size(_("Width in mm"))
    warm, red_or_darker, painful, soft, smell, streaks, fever_with_it = (
        forms.ChoiceField(label=label, required=False, choices=[("", _("Not recorded")), *Answer.choices[:4]])
        for label in (
            *(ANSWER_WORDS[name] for name in sign_rules.LUMP_ANSWERS),
            _("Soft in the middle"),
            _("Does it smell?"),
            _("Red or dark streaks from it"),
            _("Fever with it"),
        )
    )
    pain = number(_("How bad is the pain, from 0 to 10?"), 0, lumps.WORST_PAIN)
    draining = radio(_("What comes out of it?"), Draining.choices)
    drainage = radio(_("Was it opened?"), Drainage.choices)
    drained = PartialDateField(label=_("When was it opened?"), required=False)
    recurrence_of = forms.ChoiceField(label=_("Was there one at the same place before?"), required=False)

    SECTIONS = (
        (_("Where and since when"), ("body_site", "side", "near", "onset", "resolved", "recurrence_of")),
        (_("Size"), ("size_mm", "width_mm")),
        (
            _("What you see and feel"),
            ("signs", "warm", "red_or_darker", "painful", "pain", "soft", "smell", "streaks", "fever_with_it"),
        ),
        (_("What comes out"), ("draining", "drainage", "drained")),
        (_("How sure, seen by, note"), ("verification", "care_level", "note")),
    )
    DETAILS = ("width_mm", "pain", "soft", "smell", "streaks", "fever_with_it", "draining", "drainage", "drained")
    hide_optional = True

    def __init__(self, *args, earlier: Sequence[tuple[str, str]] = (), **kwargs):
        super().__init__(*args, **kwargs)
        del self.fields["site"]
        groups = [
            (Area(area).label, [(place.slug, _(place.label)) for place in places.places(area)]) for area in places.AREAS
        ]
        self.fields["body_site"].choices = [("", _("Not recorded")), *groups]
        self.fields["recurrence_of"].choices = [("", _("Not recorded")), *earlier]
        self.fields["drained"].last_day = self.fields["onset"].last_day

    def more_initial(self) -> dict[str, Any]:
        names = ("body_site", "size_mm", "near", *sign_rules.LUMP_ANSWERS, *self.DETAILS)
        found = {name: getattr(self.episode, name) for name in names}
        return found | {"recurrence_of": str(self.episode.recurrence_of_id or "")}

    def sections(self) -> list[dict[str, Any]]:
        return [
            {"title": title, "fields": [self[name] for name in names], "open": True} for title, names in self.SECTIONS
        ]

    def sign_choices(self) -> list[tuple[str, Any]]:
        asked = [*sign_rules.LUMP_SIGNS, *(sign for sign in self.episode.signs if sign not in sign_rules.LUMP_SIGNS)]
        return [(slug, SIGN_WORDS[slug]) for slug in dict.fromkeys([*asked, sign_rules.NONE, sign_rules.NOT_SURE])]

    def clean_near(self) -> list[str]:
        if list_problem(self.cleaned_data["near"], NEAR_WORDS, alone={lumps.NEAR_NONE}):
            raise forms.ValidationError(_("Choose what it is close to, or “none of these”, not both."))
        return self.cleaned_data["near"]

    def clean(self) -> dict[str, Any]:
        values = super().clean()
        place, side = values.get("body_site"), values.get("side", "")
        if place and "side" not in self.errors and not places.side_fits(place, side):
            self.add_error("side", _("This place has no such side."))
        if values.get("width_mm") and not values.get("size_mm") and "size_mm" not in self.errors:
            self.add_error("size_mm", _("Enter the length as well."))
        return values

    def changes(self) -> dict[str, Any]:
        found = super().changes()
        if "size_mm" in found or found.get("width_mm"):
            found["size_basis"] = SizeBasis.MEASURED.value if self.cleaned_data["size_mm"] else ""
        if found.get("body_site"):
            found["area"] = places.area_of(found["body_site"]) or ""
        if "recurrence_of" in found:
            found["recurrence_of_id"] = found.pop("recurrence_of") or None
        return found
