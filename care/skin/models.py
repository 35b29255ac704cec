"""The skin check: what a family saw on one day. Every answer may be left out, and then says nothing."""

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from care.household.scope import entry_scope
from care.record.models import Answer, Entry
from care.skin.rules import (
    SCALE_MAX,
    SCALE_MIN,
    BadAnswer,
    Band,
    Care,
    Rater,
    Side,
    normal_care,
    normal_sites,
)

BAND_WORDS = {
    Band.CLEAR: _("Clear"),
    Band.MILD: _("Mild"),
    Band.MODERATE: _("Moderate"),
    Band.SEVERE: _("Severe"),
    Band.VERY_SEVERE: _("Very severe"),
}
# Redness is no anchor: it is hard to judge on brown and black skin.
BAND_ANCHORS = {
    Band.CLEAR: _("No itchy or rough patches."),
    Band.MILD: _("A few small dry or rough patches."),
    Band.MODERATE: _("Several patches, itchy on and off."),
    Band.SEVERE: _("Many patches; itch gets in the way of the day or night."),
    Band.VERY_SEVERE: _("Most of the body, or raw, wet or bleeding skin."),
}
RATER_WORDS = {
    Rater.SELF: _("The person with the itch"),
    Rater.CAREGIVER: _("Someone caring for them"),
}
SIDE_WORDS = {
    Side.LEFT: _("left"),
    Side.RIGHT: _("right"),
    Side.BOTH: _("both sides"),
    Side.MIDLINE: _("middle"),
}
CARE_WORDS = {
    Care.BATH: _("Bath or shower"),
    Care.BLEACH_BATH: _("Bleach bath"),
    Care.ANTISEPTIC_WASH: _("Antiseptic wash"),
    Care.EMOLLIENT: _("Moisturiser"),
    Care.STEROID_TOPICAL: _("Steroid cream"),
    Care.OTHER_TOPICAL: _("Another cream"),
    Care.WET_WRAP: _("Wet wraps"),
    Care.ANTIHISTAMINE: _("Antihistamine"),
    Care.NONE: _("None of these"),
}


def _choices(words: dict) -> list[tuple[str, str]]:
    return [(key.value, text) for key, text in words.items()]


def _scale(label) -> models.PositiveSmallIntegerField:
    return models.PositiveSmallIntegerField(
        label, null=True, blank=True, validators=[MinValueValidator(SCALE_MIN), MaxValueValidator(SCALE_MAX)]
    )


def _answer(label) -> models.CharField:
    return models.CharField(label, max_length=16, choices=Answer, blank=True)


def _within_scale(name: str) -> Q:
    return Q(**{name: None}) | Q(**{f"{name}__range": (SCALE_MIN, SCALE_MAX)})


class SkinCheck(models.Model):
    """The details of one entry of kind ``skin_check``.

    ``sites`` is ``[{"site": body-sites slug, "side": left|right|both|midline|""}]``, ``care_done`` a list of
    ``rules.Care`` words; both empty when nothing was recorded.
    """

    access_scope = entry_scope("skin")

    entry = models.OneToOneField(Entry, on_delete=models.CASCADE, primary_key=True, related_name="skin_check")
    # A flare is its own observation: the evening's answers never overwrite it.
    flare = models.BooleanField(_("skin flare"), default=False)
    worst_itch = _scale(_("worst itch in the last 24 hours"))
    itch_rater = models.CharField(_("who judged the itch"), max_length=12, choices=_choices(RATER_WORDS), blank=True)
    skin_band = models.CharField(_("skin overall"), max_length=12, choices=_choices(BAND_WORDS), blank=True)
    sleep_loss = _scale(_("sleep lost last night"))
    weeping_or_crust = _answer(_("weeping or yellow crust"))
    pus = _answer(_("pus"))
    cracked_bleeding = _answer(_("cracked or bleeding"))
    sites = models.JSONField(_("where"), default=list, blank=True)
    care_done = models.JSONField(_("care done"), default=list, blank=True)
    # Keys of the taps that filled this check in, so that a tap sent twice is recognised.
    tap_ids = models.JSONField(default=list, blank=True, editable=False)

    class Meta:
        verbose_name = _("skin check")
        verbose_name_plural = _("skin checks")
        constraints = [
            models.CheckConstraint(condition=_within_scale("worst_itch"), name="skin_itch_0_to_10"),
            models.CheckConstraint(condition=_within_scale("sleep_loss"), name="skin_sleep_loss_0_to_10"),
            models.CheckConstraint(
                condition=Q(skin_band__in=["", *(band.value for band in Band)]), name="skin_band_known"
            ),
            models.CheckConstraint(
                condition=Q(itch_rater__in=["", *(rater.value for rater in Rater)]), name="skin_rater_known"
            ),
            models.CheckConstraint(condition=~Q(worst_itch=None) | Q(itch_rater=""), name="skin_rater_only_with_itch"),
            *(
                models.CheckConstraint(condition=Q(**{f"{name}__in": ["", *Answer.values]}), name=f"skin_{name}_known")
                for name in ("weeping_or_crust", "pus", "cracked_bleeding")
            ),
        ]

    def __str__(self) -> str:
        return str(self.entry)

    def clean(self) -> None:
        try:
            self.sites = normal_sites(self.sites)
        except (BadAnswer, TypeError, AttributeError) as error:
            raise ValidationError({"sites": _("Choose places from the list.")}) from error
        try:
            self.care_done = normal_care(self.care_done)
        except (BadAnswer, TypeError) as error:
            raise ValidationError({"care_done": _("Choose care from the list.")}) from error
