"""How somebody is, apart from skin and infections: pain, tummy, nights, lumps."""

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from care.household.scope import entry_scope
from care.record.models import Entry
from care.results.models import words
from care.results.models.columns import all_answers, answer, choice, one_of, scale
from care.results.rules import words as w
from care.results.rules.measures import BRACE_HOURS_MAX, PAIN_MAX, PAIN_MIN


class GeneralCheck(models.Model):
    """One look at everything else, on the entry's own day. Every answer may stay out; one at least is there."""

    access_scope = entry_scope("results")

    entry = models.OneToOneField(Entry, on_delete=models.CASCADE, primary_key=True, related_name="general_check")
    joint_pain = scale(_("joint pain, 0 to 10"))
    joint_where = models.CharField(_("which joints"), max_length=120, blank=True)
    back_pain = scale(_("back pain, 0 to 10"))
    new_back_pain = answer(_("the back pain is new"))
    brace_hours = models.DecimalField(_("hours in a brace"), max_digits=4, decimal_places=2, null=True, blank=True)
    stool = choice(_("stool"), words.STOOL)
    appetite = choice(_("appetite"), words.APPETITE)
    reflux = answer(_("reflux or heartburn"))
    headache = answer(_("headache"))
    night_sweats = answer(_("night sweats"))
    night_sweats_soaking = answer(_("soaking clothes or sheets"))
    sleep = choice(_("sleep"), words.CHANGE)
    mood = choice(_("mood"), words.CHANGE)
    lump = answer(_("a new lump"))
    lump_place = choice(_("where the lump is"), words.LUMP_PLACE)
    lump_growing = answer(_("it has grown for over two weeks, without pain"))
    weight_loss = answer(_("losing weight without a known reason"))

    #: Questions with one answer of a list; ``joint_where`` and ``lump_place`` only go with another.
    ASKED = (
        "joint_pain",
        "back_pain",
        "new_back_pain",
        "brace_hours",
        "stool",
        "appetite",
        "reflux",
        "headache",
        "night_sweats",
        "night_sweats_soaking",
        "sleep",
        "mood",
        "lump",
        "lump_growing",
        "weight_loss",
    )

    class Meta:
        verbose_name = _("general check")
        constraints = [
            models.CheckConstraint(
                condition=(Q(joint_pain=None) | Q(joint_pain__range=(PAIN_MIN, PAIN_MAX)))
                & (Q(back_pain=None) | Q(back_pain__range=(PAIN_MIN, PAIN_MAX))),
                name="general_pain_0_to_10",
            ),
            models.CheckConstraint(
                condition=Q(brace_hours=None) | Q(brace_hours__range=(0, BRACE_HOURS_MAX)),
                name="general_brace_0_to_24",
            ),
            models.CheckConstraint(
                condition=one_of("stool", w.Stool)
                & one_of("appetite", w.Appetite)
                & one_of("sleep", w.Change)
                & one_of("mood", w.Change)
                & one_of("lump_place", w.LumpPlace),
                name="general_words_known",
            ),
            models.CheckConstraint(
                condition=all_answers(
                    "new_back_pain",
                    "reflux",
                    "headache",
                    "night_sweats",
                    "night_sweats_soaking",
                    "lump",
                    "lump_growing",
                    "weight_loss",
                ),
                name="general_answers_known",
            ),
        ]

    def __str__(self) -> str:
        return str(self.entry)

    def clean(self) -> None:
        for name in ("joint_pain", "back_pain"):
            value = getattr(self, name)
            if value is not None and not PAIN_MIN <= value <= PAIN_MAX:
                raise ValidationError({name: _("Choose a number from 0 to 10.")})
        if self.brace_hours is not None and not 0 <= self.brace_hours <= BRACE_HOURS_MAX:
            raise ValidationError({"brace_hours": _("A day has 24 hours. Please check the number.")})
        if all(getattr(self, name) in (None, "") for name in self.ASKED):
            raise ValidationError(_("Answer at least one of these, or go back without saving."))
