"""The skin check: what a family saw on one day. Every answer may be left out, and then says nothing."""

from collections.abc import Callable

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from care.household.scope import entry_scope
from care.record.models import Answer, Entry
from care.skin import rules
from care.skin.models.words import BAND_WORDS, RATER_WORDS, choices
from care.skin.rules import BadAnswer, Band, Rater

#: Signs that an infection may be behind it: facts for the rules and the clinic, never a diagnosis.
HINTS = ("weeping_or_crust", "pus", "cracked_bleeding", "blisters_clustered")
_RANGES = {
    "worst_itch": (rules.SCALE_MIN, rules.SCALE_MAX),
    "sleep_loss": (rules.SCALE_MIN, rules.SCALE_MAX),
    "sleep_minutes": (rules.MINUTES_MIN, rules.MINUTES_MAX),
    "extent_palms": (rules.PALMS_MIN, rules.PALMS_MAX),
    "emollient_times": (rules.TIMES_MIN, rules.TIMES_MAX),
    "bleach_bath_minutes": (rules.BATH_MINUTES_MIN, rules.BATH_MINUTES_MAX),
    "antiseptic_wash_minutes": (rules.BATH_MINUTES_MIN, rules.BATH_MINUTES_MAX),
}
# What the database cannot check: words and places of their lists.
_LISTS: dict[str, Callable] = {
    "sites": rules.normal_sites,
    "signs": rules.normal_signs,
    "triggers": rules.normal_triggers,
    "care_done": rules.normal_care,
    "care_not_done": rules.normal_not_done,
    "steroid_sites": rules.normal_sites,
}


def _number(label, name: str) -> models.PositiveSmallIntegerField:
    low, high = _RANGES[name]
    return models.PositiveSmallIntegerField(
        label, null=True, blank=True, validators=[MinValueValidator(low), MaxValueValidator(high)]
    )


def _answer(label) -> models.CharField:
    return models.CharField(label, max_length=16, choices=Answer, blank=True)


def _list(label) -> models.JSONField:
    return models.JSONField(label, default=list, blank=True)


class SkinCheck(models.Model):
    """The details of one entry of kind ``skin_check``. None, "" and [] mean not recorded.

    ``sites`` and ``steroid_sites`` are ``[{"site": body-sites slug, "side": left|right|both|midline|""}]``,
    ``signs`` the same rows with a grade 0-3 or "not_sure" for each sign somebody looked at (``rules.SIGNS``),
    ``care_done``, ``care_not_done`` and ``triggers`` lists of the words in ``rules``. Lost sleep is kept in the
    unit it was given in: 0-10 or minutes awake, never both. ``extent_palms`` is an estimate.
    """

    access_scope = entry_scope("skin")

    entry = models.OneToOneField(Entry, on_delete=models.CASCADE, primary_key=True, related_name="skin_check")
    # A flare is its own observation: the evening's answers never overwrite it.
    flare = models.BooleanField(_("skin flare"), default=False)
    worst_itch = _number(_("worst itch in the last 24 hours"), "worst_itch")
    itch_rater = models.CharField(_("who judged the itch"), max_length=12, choices=choices(RATER_WORDS), blank=True)
    skin_band = models.CharField(_("skin overall"), max_length=12, choices=choices(BAND_WORDS), blank=True)
    sleep_loss = _number(_("sleep lost last night"), "sleep_loss")
    sleep_minutes = _number(_("minutes awake last night"), "sleep_minutes")
    weeping_or_crust = _answer(_("weeping or yellow crust"))
    pus = _answer(_("pus"))
    cracked_bleeding = _answer(_("cracked or bleeding"))
    blisters_clustered = _answer(_("blisters in a group"))
    sites = _list(_("where"))
    extent_palms = _number(_("how much skin, in hand-palms"), "extent_palms")
    signs = _list(_("how it looks"))
    triggers = _list(_("what may have set it off"))
    care_done = _list(_("care done"))
    care_not_done = _list(_("care not done"))
    bleach_bath_minutes = _number(_("bleach bath, minutes"), "bleach_bath_minutes")
    antiseptic_wash_minutes = _number(_("antiseptic wash, minutes"), "antiseptic_wash_minutes")
    emollient_times = _number(_("moisturiser, how many times"), "emollient_times")
    steroid_product = models.CharField(_("steroid cream, as on the label"), max_length=120, blank=True)
    steroid_sites = _list(_("steroid cream, where"))
    other_topical_product = models.CharField(_("another cream, as on the label"), max_length=120, blank=True)
    # Keys of the taps that filled this check in, so that a tap sent twice is recognised.
    tap_ids = models.JSONField(default=list, blank=True, editable=False)

    class Meta:
        verbose_name = _("skin check")
        verbose_name_plural = _("skin checks")
        constraints = [
            *(
                models.CheckConstraint(
                    condition=Q(**{name: None}) | Q(**{f"{name}__range": within}), name=f"skin_{name}_in_range"
                )
                for name, within in _RANGES.items()
            ),
            models.CheckConstraint(
                condition=Q(sleep_loss=None) | Q(sleep_minutes=None),
                name="skin_sleep_one_unit",
                violation_error_message=_("Sleep is noted as a number or as minutes, not both."),
            ),
            models.CheckConstraint(
                condition=Q(skin_band__in=["", *(band.value for band in Band)]), name="skin_band_known"
            ),
            models.CheckConstraint(
                condition=Q(itch_rater__in=["", *(rater.value for rater in Rater)]), name="skin_rater_known"
            ),
            models.CheckConstraint(condition=~Q(worst_itch=None) | Q(itch_rater=""), name="skin_rater_only_with_itch"),
            *(
                models.CheckConstraint(condition=Q(**{f"{name}__in": ["", *Answer.values]}), name=f"skin_{name}_known")
                for name in HINTS
            ),
        ]

    def __str__(self) -> str:
        return str(self.entry)

    def clean(self) -> None:
        for name, normal in _LISTS.items():
            try:
                setattr(self, name, normal(getattr(self, name)))
            except (BadAnswer, TypeError, AttributeError) as error:
                raise ValidationError({name: _("Choose from the list.")}) from error
        if rules.signs_within(self.signs, self.sites) != self.signs:
            raise ValidationError({"signs": _("Only a place that is named can be described.")})
