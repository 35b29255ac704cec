"""Forms of growth, teeth and broken bones."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from care.record.dates import PartialDate
from care.record.models import Entry
from care.results.forms.base import ResultForm, dated
from care.results.forms.fields import NumberField, answer, choices, select, text, tooth_chart
from care.results.models import words
from care.results.models.body import MEASURES
from care.results.rules.measures import fits
from care.results.rules.words import Bone


class GrowthForm(ResultForm):
    kind = Entry.Kind.GROWTH
    MORE = ((_("Around the head"), ("head", "head_unit")),)

    weight = NumberField(label=_("Weight"))
    weight_unit = choices(_("Weight in"), words.WEIGHT_UNIT)
    height = NumberField(label=_("Height or length"))
    height_unit = choices(_("Height in"), words.LENGTH_UNIT)
    head = NumberField(label=_("Around the head"))
    head_unit = choices(_("Head in"), words.LENGTH_UNIT)
    dated = dated(_("When was it measured?"))

    def __init__(self, *args: Any, **kwargs: Any):
        if kwargs.get("row") is None:
            kwargs["initial"] = {"dated": PartialDate.on(kwargs["today"])} | (kwargs.get("initial") or {})
        super().__init__(*args, **kwargs)

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        if not self.errors and all(data[name] is None for name, _unit, _ranges in MEASURES):
            self.add_error("weight", _("Enter at least one of weight, height or head."))
        for name, unit, ranges in MEASURES:
            value, word = data.get(name), data.get(unit)
            if value is None:
                data[unit] = ""
            elif not word:
                self.add_error(unit, _("Choose the unit."))
            elif not fits(value, word, ranges):
                self.add_error(name, _("Please check the number and its unit."))
        return data


class TeethForm(ResultForm):
    kind = Entry.Kind.TOOTH
    MORE = ((_("Teeth that were taken out"), ("extracted",)),)

    retained = tooth_chart(
        _("Which baby teeth are still there?"),
        help_text=_("Right and left are the child's own. Numbers as dentists use."),
    )
    dated = dated(_("Since when do you know?"))
    extraction = choices(_("Is a tooth to be taken out?"), words.EXTRACTION)
    extracted = tooth_chart(_("Which were taken out?"))
    dentist = text(_("Dentist"), 120)

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        if not self.errors:
            if set(data["retained"]) & set(data["extracted"]):
                self.add_error("extracted", _("A tooth is either still there or taken out."))
            elif not (data["retained"] or data["extracted"] or data["extraction"]):
                self.add_error("retained", _("Choose at least one tooth, or say what was planned."))
        return data


class FractureForm(ResultForm):
    kind = Entry.Kind.FRACTURE
    MORE = (
        (_("How it is now"), ("pain", "not_used", "deformity", "numb")),
        (_("X-ray, cast, treatment"), ("imaging", "imaging_text", "cast", "treatment")),
    )

    bone = select(_("Which bone or place?"), words.BONE, missing=_("Choose the bone or place."))
    bone_text = text(_("Which exactly"), 120)
    side = choices(_("Which side?"), words.SIDE)
    dated = dated(_("When did it happen?"))
    mechanism = choices(_("How hard was the fall or blow?"), words.MECHANISM)
    pain = answer(_("Does it hurt?"))
    not_used = answer(_("Is the arm or leg not used?"))
    deformity = answer(_("Does it look bent or out of shape?"))
    numb = answer(_("Is it numb or tingling?"))
    imaging = answer(_("Was there an X-ray or scan?"))
    imaging_text = text(_("What it showed, as told"), 500, rows=2)
    cast = answer(_("Was there a cast or splint?"))
    treatment = text(_("Treatment"), 500, rows=2)

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        if data.get("bone") == Bone.OTHER and not data.get("bone_text"):
            self.add_error("bone_text", _("Enter which bone."))
        return data
