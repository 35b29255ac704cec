"""The forms of a photo: choosing one, and saying what it shows."""

import datetime as dt
import uuid
from collections.abc import Collection
from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from care.record.forms import EntryForm
from care.record.photos import pictures
from care.record.photos.models import PROBLEM_WORDS
from care.record.photos.rules import Problem, Refused, Side, side_fits
from care.reference import body_sites

# Named one by one: with "image/*" a desktop offers pictures Tend cannot read. The endings are for browsers that do not
# know HEIC by its type.
ACCEPT = "image/jpeg,image/png,image/webp,image/heic,image/heif,.jpg,.jpeg,.png,.webp,.heic,.heif"
SITE_GROUPS = (
    (_("Head and neck"), ("head_neck", "mucosa")),
    (_("Chest, belly and back"), ("trunk",)),
    (_("Skin folds"), ("fold",)),
    (_("Arms and hands"), ("arm", "hand")),
    (_("Legs and feet"), ("leg", "foot")),
    (_("Nails"), ("nail",)),
    (_("Nappy area and private parts"), ("private",)),
    (_("Whole body"), ("general",)),
)


def site_choices() -> list:
    """Every place a photo can show, in groups for a select; the empty one first."""
    grouped = [
        (
            str(label),
            [
                (site.slug, gettext(site.label))
                for region in regions
                for site in body_sites.by_region()[region]
                if site.slug != body_sites.NOT_RECORDED
            ],
        )
        for label, regions in SITE_GROUPS
    ]
    return [("", gettext("Not recorded")), *grouped]


class PlaceFields(forms.Form):
    """What a photo shows. ``place_values()`` are the values for the actions."""

    hide_optional = True

    site = forms.ChoiceField(label=_("Which place?"), required=False)
    side = forms.ChoiceField(
        label=_("Which side?"),
        choices=[(Side.LEFT.value, _("Left")), (Side.RIGHT.value, _("Right")), (Side.BOTH.value, _("Both sides"))],
        required=False,
        widget=forms.RadioSelect(attrs={"class": "in-row"}),
    )
    has_scale = forms.BooleanField(
        label=_("There is something for size in the picture"), help_text=_("A coin or a ruler."), required=False
    )
    private_ok = forms.BooleanField(label=_("Yes, keep this photo of a private place"), required=False)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["site"].choices = site_choices()
        self.fields["side"].choices = [*self.fields["side"].choices, ("", _("Not recorded"))]
        self.fields["side"].help_text = _("The side of the person in the picture. Skip it for places in the middle.")

    def clean(self):
        data = super().clean()
        site = body_sites.by_slug().get(data.get("site") or "")
        if data.get("side") and not side_fits(data["side"], paired=bool(site and site.paired)):
            self.add_error("side", _("This place has no such side.") if site else _("Choose the place too."))
        if site and site.is_private and not data.get("private_ok") and self.asks_again(site.slug):
            self.add_error("private_ok", _("Please tick this box, or choose another place."))
        return data

    def asks_again(self, site: str) -> bool:
        """Whether a private place needs its extra yes here."""
        return True

    def place_values(self) -> dict[str, Any]:
        return {name: self.cleaned_data[name] for name in ("site", "side", "has_scale")}


class PhotoForm(PlaceFields, EntryForm):
    """Add a photo: taken now or chosen, or one of each. ``too_big`` names the files that were cut off on their way."""

    camera = forms.FileField(
        label=_("Take a photo now"),
        required=False,
        # "capture" opens the camera at once on a phone, and does nothing elsewhere: the second field is the way round.
        widget=forms.FileInput(attrs={"accept": "image/*", "capture": "environment"}),
    )
    file = forms.FileField(
        label=_("Or choose a picture"), required=False, widget=forms.FileInput(attrs={"accept": ACCEPT})
    )

    def __init__(self, *args, too_big: Collection[str] = (), alone: bool = True, with_day: bool = True, **kwargs):
        self.too_big = too_big
        super().__init__(*args, **kwargs)
        if not alone:
            del self.fields["local_day"], self.fields["note"]
        elif not with_day:
            del self.fields["local_day"]
        self.order_fields(["camera", "file", "site", "side", "private_ok", "has_scale", "local_day", "note"])

    def clean_camera(self):
        return self._picture("camera")

    def clean_file(self):
        return self._picture("file")

    def _picture(self, name: str) -> UploadedFile | None:
        sent = self.cleaned_data[name]
        try:
            if name in self.too_big:
                raise Refused(Problem.TOO_LARGE)
            if sent:
                pictures.look(sent)
        except Refused as refused:
            raise forms.ValidationError(PROBLEM_WORDS[refused.problem], code=refused.problem.value) from None
        return sent

    def clean(self):
        data = super().clean()
        wrong_files = {"camera", "file"} & self.errors.keys()
        if not self.sent() and not wrong_files:
            self.add_error("camera", _("Choose a picture first."))
        elif self.errors and not wrong_files:
            # A browser never fills a file in again.
            self.add_error("file", _("Please choose the picture again. Your other answers are still here."))
        return data

    def sent(self) -> list[tuple[UploadedFile, uuid.UUID]]:
        """The chosen pictures, each with a key of its own that is the same when the page is sent again."""
        key = self.cleaned_data.get("client_id") or uuid.uuid4()
        files = [file for name in ("camera", "file") if (file := self.cleaned_data.get(name))]
        return [(file, uuid.uuid5(key, str(n)) if n else key) for n, file in enumerate(files)]


class PhotoEditForm(PlaceFields):
    """Correct what a photo shows."""

    def __init__(self, *args, was: str = "", **kwargs):
        self.was = was
        super().__init__(*args, **kwargs)

    def asks_again(self, site: str) -> bool:
        before = body_sites.by_slug().get(self.was)
        return not (before and before.is_private)


def day_of(text: str, today: dt.date) -> dt.date | None:
    """A day asked for in an address, never after today."""
    try:
        return min(dt.date.fromisoformat(text), today)
    except ValueError:
        return None
