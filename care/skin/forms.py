"""The form of a skin check, and the words of its scales."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django import forms
from django.utils.html import format_html
from django.utils.translation import gettext, gettext_lazy
from django.utils.translation import gettext_lazy as _

from care.record.forms import EntryForm
from care.record.models import Answer
from care.reference import body_sites
from care.skin.actions import ANSWERS
from care.skin.models import BAND_ANCHORS, BAND_WORDS, CARE_WORDS, RATER_WORDS
from care.skin.rules import SCALE_MAX, SCALE_MIN, Band, Side, band_at, band_digit, normal_sites

SIGNS = (Answer.YES, Answer.NO, Answer.NOT_SURE, Answer.NOT_CHECKED)
FLARE_ORDER = ("skin_band", "worst_itch", "itch_rater", "sites")

#: Places that ``components/body_map.html`` shows; a test keeps the two in step.
ON_THE_FRONT = frozenset(
    {
        "scalp",
        "face",
        "armpit",
        "neck_front",
        "upper_arm_front",
        "chest",
        "elbow_crease",
        "upper_abdomen",
        "forearm_front",
        "lower_abdomen",
        "palm",
        "groin",
        "thigh_front",
        "genital",
        "knee_front",
        "shin",
        "foot",
    }
)
ON_THE_BACK = frozenset(
    {
        "scalp",
        "behind_ear",
        "neck_back",
        "upper_arm_back",
        "upper_back",
        "elbow_back",
        "lower_back",
        "forearm_back",
        "hand_back",
        "around_anus",
        "buttock",
        "thigh_back",
        "knee_crease",
        "calf",
        "heel",
    }
)
ON_THE_MAP = ON_THE_FRONT | ON_THE_BACK

#: The folds come first: that is where eczema sits most often.
SITE_GROUPS = (
    (_("Skin folds"), ("fold",)),
    (_("Head and neck"), ("head_neck",)),
    (_("Arms and hands"), ("arm", "hand")),
    (_("Chest, belly and back"), ("trunk",)),
    (_("Legs and feet"), ("leg", "foot")),
    (_("Nails"), ("nail",)),
    (_("Nappy area and private parts"), ("private",)),
    (_("Whole body"), ("general",)),
)


@dataclass(frozen=True)
class SiteBox:
    """One box of the list of places."""

    value: str
    label: str
    checked: bool


@dataclass(frozen=True)
class SiteRow:
    """One place: a single box, or one for each side."""

    label: str
    boxes: list[SiteBox]
    paired: bool


@dataclass(frozen=True)
class SiteGroup:
    """Places that stand together, and how many of them are chosen."""

    label: str
    rows: list[SiteRow] = field(default_factory=list)

    @property
    def chosen(self) -> int:
        return sum(any(box.checked for box in row.boxes) for row in self.rows)


def band_choices() -> list[dict[str, Any]]:
    """The five bands for ``components/band_choices.html``: digit, word and anchor, mildest first."""
    return [{"digit": band_digit(b), "word": BAND_WORDS[b], "anchor": BAND_ANCHORS[b]} for b in Band]


def _scale(label, **kwargs) -> forms.TypedChoiceField:
    return forms.TypedChoiceField(
        label=label,
        choices=[(str(n), str(n)) for n in range(SCALE_MIN, SCALE_MAX + 1)],
        coerce=int,
        empty_value=None,
        required=False,
        widget=forms.RadioSelect(attrs={"class": "tiles"}),
        error_messages={"invalid_choice": gettext_lazy("Choose a whole number from 0 to 10.")},
        **kwargs,
    )


def _sign(label) -> forms.ChoiceField:
    return forms.ChoiceField(
        label=label,
        choices=[(answer.value, answer.label) for answer in SIGNS],
        required=False,
        widget=forms.RadioSelect(attrs={"class": "in-row"}),
    )


class SkinCheckForm(EntryForm):
    """Every answer of a skin check; all may stay blank. ``answers()`` are the values for the actions.

    ``clearable`` adds to each question a way to take its answer out (for corrections).
    """

    hide_optional = True

    worst_itch = _scale(_("Worst itch in the last 24 hours"), help_text=_("0 is no itch, 10 is the worst itch."))
    itch_rater = forms.ChoiceField(
        label=_("Who judged the itch?"),
        choices=[(rater.value, words) for rater, words in RATER_WORDS.items()],
        required=False,
        widget=forms.RadioSelect,
    )
    skin_band = forms.TypedChoiceField(
        label=_("Skin overall"),
        help_text=_("A family scale: your own words, not a clinic score."),
        choices=[
            (str(band_digit(band)), format_html("<b>{}</b><small>{}</small>", words, BAND_ANCHORS[band]))
            for band, words in BAND_WORDS.items()
        ],
        coerce=lambda digit: band_at(int(digit)).value,
        empty_value="",
        required=False,
        widget=forms.RadioSelect(attrs={"class": "bands"}),
        error_messages={"invalid_choice": _("Choose one of the five.")},
    )
    sleep_loss = _scale(_("Sleep lost to itch last night"), help_text=_("0 is no sleep lost, 10 is no sleep at all."))
    weeping_or_crust = _sign(_("Wet skin or yellow crust?"))
    pus = _sign(_("Pus?"))
    cracked_bleeding = _sign(_("Cracked or bleeding skin?"))
    sites = forms.MultipleChoiceField(label=_("Where?"), required=False, widget=forms.CheckboxSelectMultiple)
    care_done = forms.MultipleChoiceField(
        label=_("Skin care done"),
        choices=[(care.value, words) for care, words in CARE_WORDS.items()],
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(self, *args, clearable: bool = False, flare: bool = False, with_day: bool = True, **kwargs):
        super().__init__(*args, **kwargs)
        self.flare = flare
        self.clearable = clearable
        self.fields["sites"].choices = [(value, value) for value in _site_values()]
        if not with_day:
            del self.fields["local_day"]
        if clearable:
            for name in ("worst_itch", "sleep_loss"):
                self.fields[name].choices = [*self.fields[name].choices, ("", "–")]
                self.fields[name].help_text = format_html("{} {}", self.fields[name].help_text, _("– is not recorded."))
            for name in ("itch_rater", "weeping_or_crust", "pus", "cracked_bleeding"):
                self.fields[name].choices = [*self.fields[name].choices, ("", _("Not recorded"))]
            empty = format_html("<b>{}</b>", _("Not recorded"))
            self.fields["skin_band"].choices = [*self.fields["skin_band"].choices, ("", empty)]
        if flare:
            self.order_fields([name for name in FLARE_ORDER if name in self.fields])
            self.order_fields([name for name in self.fields if name not in ("local_day", "note")])

    def clean_sites(self) -> list[dict[str, str]]:
        return normal_sites(_parse(value) for value in self.cleaned_data["sites"])

    def clean(self):
        data = super().clean()
        if not self.errors and not self.flare and not self.clearable and not self.answers() and not data.get("note"):
            raise forms.ValidationError(_("Fill in at least one answer, then save."), code="empty")
        return data

    def answers(self) -> dict[str, Any]:
        """Answers by name; blank ones only when ``clearable``, where a blank takes the old answer out."""
        values = {name: self.cleaned_data[name] for name in ANSWERS if name in self.cleaned_data}
        if self.clearable:
            return values
        return {name: value for name, value in values.items() if value not in (None, "", [])}

    def ticked_sites(self) -> list[str]:
        """Values of the places that are ticked: "chest", "palm:left"."""
        return list(self["sites"].value() or [])

    def ticked_on_back(self) -> list[str]:
        """The ticked places of the back. One on both maps is ticked in front alone, so that one tap takes it out."""
        sites = body_sites.by_slug()
        return [
            v
            for v in self.ticked_sites()
            if (s := sites.get(v.partition(":")[0])) and s.view != "front" and s.slug != "scalp"
        ]

    def site_groups(self) -> list[SiteGroup]:
        """Every place as a list, with what is ticked."""
        return self._groups(hidden=frozenset())

    def more_site_groups(self) -> list[SiteGroup]:
        """The places that the body map does not show."""
        return self._groups(hidden=ON_THE_MAP)

    def _groups(self, *, hidden: frozenset[str]) -> list[SiteGroup]:
        ticked, groups = set(self.ticked_sites()), []
        for label, regions in SITE_GROUPS:
            places = [
                place
                for place in body_sites.all_sites()
                if place.region in regions
                and place.slug != body_sites.NOT_RECORDED
                # The map has no box for a side that nobody recorded.
                and (place.slug not in hidden or f"{place.slug}:" in ticked)
            ]
            if places:
                groups.append(SiteGroup(str(label), [_site_row(place, ticked) for place in places]))
        return groups


def initial_of(check) -> dict[str, Any]:
    """Start values of the form from a SkinCheck with its entry."""
    values = {name: getattr(check, name) for name in ANSWERS}
    digit = band_digit(check.skin_band)
    return values | {
        "skin_band": "" if digit is None else str(digit),
        "sites": [value for site in check.sites for value in _boxes_of(site)],
        "note": check.entry.note,
        "local_day": check.entry.local_day,
    }


def _site_row(place: body_sites.BodySite, ticked: set[str]) -> SiteRow:
    label = gettext(place.label)
    if not place.paired:
        return SiteRow(label, [SiteBox(place.slug, label, place.slug in ticked)], paired=False)
    boxes = [
        SiteBox(f"{place.slug}:{side}", str(words), f"{place.slug}:{side}" in ticked)
        for side, words in ((Side.LEFT, _("Left")), (Side.RIGHT, _("Right")))
    ]
    no_side = f"{place.slug}:"
    if no_side in ticked:
        boxes.append(SiteBox(no_side, gettext("Side not recorded"), checked=True))
    return SiteRow(label, boxes, paired=True)


def _site_values() -> Iterable[str]:
    for place in body_sites.all_sites():
        if place.is_skin:
            yield place.slug if not place.paired else f"{place.slug}:"
            if place.paired:
                yield from (f"{place.slug}:{side}" for side in (Side.LEFT, Side.RIGHT, Side.BOTH))


def _parse(value: str) -> dict[str, str]:
    slug, _colon, side = value.partition(":")
    return {"site": slug, "side": side}


def _boxes_of(site: dict[str, str]) -> list[str]:
    if site["side"] == Side.MIDLINE:
        return [site["site"]]
    if site["side"] == Side.BOTH:
        return [f"{site['site']}:{Side.LEFT}", f"{site['site']}:{Side.RIGHT}"]
    return [f"{site['site']}:{site['side']}"]
