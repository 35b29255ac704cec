"""Growth, baby teeth that stay, and broken bones."""

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from care.household.scope import entry_scope
from care.record.models import Entry
from care.results.models import words
from care.results.models.columns import Dated, all_answers, answer, choice, measure, one_of, whole_date
from care.results.rules import measures, teeth
from care.results.rules import words as w

#: Number, unit and the ends between which it may lie.
MEASURES = (
    ("weight", "weight_unit", measures.WEIGHT_RANGES),
    ("height", "height_unit", measures.LENGTH_RANGES),
    ("head", "head_unit", measures.HEAD_RANGES),
)


def _within(name: str, unit: str, ranges: dict) -> Q:
    """A database condition: no number and no unit, or both and within the ends."""
    condition = Q(**{name: None, unit: ""})
    for word, ends in ranges.items():
        condition |= Q(**{unit: word.value, f"{name}__isnull": False, f"{name}__range": ends})
    return condition


class Growth(Dated):
    """Weight, height or length, and head, each in the unit it was read in."""

    access_scope = entry_scope("results")

    entry = models.OneToOneField(Entry, on_delete=models.CASCADE, primary_key=True, related_name="growth")
    weight = measure(_("weight"))
    weight_unit = choice(_("unit of the weight"), words.WEIGHT_UNIT)
    height = measure(_("height or length"))
    height_unit = choice(_("unit of the height"), words.LENGTH_UNIT)
    head = measure(_("around the head"))
    head_unit = choice(_("unit around the head"), words.LENGTH_UNIT)

    class Meta:
        verbose_name = _("growth")
        constraints = [
            *(
                models.CheckConstraint(condition=_within(name, unit, ranges), name=f"growth_{name}_within")
                for name, unit, ranges in MEASURES
            ),
            models.CheckConstraint(condition=~Q(weight=None, height=None, head=None), name="growth_measures_something"),
            whole_date("growth_date_whole"),
        ]

    def __str__(self) -> str:
        return str(self.entry)

    def clean(self) -> None:
        if all(getattr(self, name) is None for name, _unit, _ranges in MEASURES):
            raise ValidationError(_("Enter at least one of weight, height or head."))
        for name, unit, ranges in MEASURES:
            value, word = getattr(self, name), getattr(self, unit)
            if value is None:
                setattr(self, unit, "")
            elif word not in ranges:
                raise ValidationError({unit: _("Choose the unit.")})
            elif not measures.fits(value, word, ranges):
                raise ValidationError({name: _("Please check the number and its unit.")})


class Teeth(Dated):
    """Baby teeth that are still there: FDI numbers 51 to 85. ``dated`` says since when that was seen or told."""

    access_scope = entry_scope("results")

    entry = models.OneToOneField(Entry, on_delete=models.CASCADE, primary_key=True, related_name="teeth")
    retained = models.JSONField(_("baby teeth still there"), default=list, blank=True)
    extraction = choice(_("taking a tooth out"), words.EXTRACTION)
    extracted = models.JSONField(_("baby teeth taken out"), default=list, blank=True)
    dentist = models.CharField(_("dentist"), max_length=120, blank=True)

    class Meta:
        verbose_name = _("teeth")
        constraints = [
            models.CheckConstraint(condition=one_of("extraction", w.Extraction), name="teeth_extraction_known"),
            whole_date("teeth_date_whole"),
        ]

    def __str__(self) -> str:
        return str(self.entry)

    def clean(self) -> None:
        for name in ("retained", "extracted"):
            try:
                setattr(self, name, teeth.normal(getattr(self, name)))
            except (teeth.BadTooth, TypeError) as error:
                raise ValidationError({name: _("Choose from the chart.")}) from error
        if set(self.retained) & set(self.extracted):
            raise ValidationError({"extracted": _("A tooth is either still there or taken out.")})
        if not (self.retained or self.extracted or self.extraction):
            raise ValidationError(_("Choose at least one tooth, or say what was planned."))


class Fracture(Dated):
    """A broken bone, or an injury that may be one: what happened, what was done, how it was when this was written."""

    access_scope = entry_scope("results")
    ANSWERS = ("imaging", "cast", "pain", "not_used", "deformity", "numb")

    entry = models.OneToOneField(Entry, on_delete=models.CASCADE, primary_key=True, related_name="fracture")
    bone = choice(_("bone"), words.BONE, blank=False)
    bone_text = models.CharField(_("which bone exactly"), max_length=120, blank=True)
    side = choice(_("side"), words.SIDE)
    mechanism = choice(_("how hard"), words.MECHANISM)
    imaging = answer(_("X-ray or scan done"))
    imaging_text = models.CharField(_("what it showed, as told"), max_length=500, blank=True)
    cast = answer(_("cast or splint"))
    treatment = models.CharField(_("treatment"), max_length=500, blank=True)
    pain = answer(_("hurts"))
    not_used = answer(_("does not use it"))
    deformity = answer(_("looks bent or out of shape"))
    numb = answer(_("numb or tingling"))

    class Meta:
        verbose_name = _("fracture")
        constraints = [
            models.CheckConstraint(
                condition=one_of("bone", w.Bone, blank=False)
                & one_of("side", w.Side)
                & one_of("mechanism", w.Mechanism)
                & (~Q(bone="other") | ~Q(bone_text="")),
                name="fracture_words_known",
            ),
            models.CheckConstraint(
                condition=all_answers("imaging", "cast", "pain", "not_used", "deformity", "numb"),
                name="fracture_answers_known",
            ),
            whole_date("fracture_date_whole"),
        ]

    def __str__(self) -> str:
        return str(self.entry)

    def clean(self) -> None:
        if self.bone == w.Bone.OTHER and not self.bone_text:
            raise ValidationError({"bone_text": _("Enter which bone.")})
