"""What a family can say about a lump, boil or abscess (reference/logs.md section 2)."""

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from care.infections.models.partial import partial, precision_field, whole
from care.infections.models.words import SizeBasis, one_of
from care.infections.rules import lumps, sizes
from care.infections.rules.lists import list_problem
from care.record.dates import PartialDate
from care.record.models import Answer


class Draining(models.TextChoices):
    NONE = "none", _("Nothing comes out")
    CLEAR = "clear", _("Clear fluid")
    BLOODY = "bloody", _("Bloody")
    PUS = "pus", _("Pus")
    NOT_SURE = "not_sure", _("Not sure")
    NOT_CHECKED = "not_checked", _("Not checked")


class Drainage(models.TextChoices):
    NONE = "none", _("Not opened")
    SELF = "self", _("It opened by itself")
    CLINIC = "clinic_incision", _("Opened in a clinic")
    SURGERY = "surgery", _("Surgery")


NEAR_WORDS = {
    "eye": _("Eye"),
    "mouth": _("Mouth"),
    "hand": _("Hand"),
    "spine": _("Spine"),
    "anus": _("Bottom hole (anus)"),
    "genital": _("Private parts"),
    "joint": _("Joint"),
    lumps.NEAR_NONE: _("None of these"),
}


class LumpAnswers(models.Model):
    """Columns of a lump that an infection elsewhere leaves blank. Blank means not recorded, never "no"."""

    # The longest way across; the width only where somebody measured it.
    size_mm = models.PositiveSmallIntegerField(null=True, blank=True)
    width_mm = models.PositiveSmallIntegerField(null=True, blank=True)
    size_basis = models.CharField(max_length=8, choices=SizeBasis, blank=True)
    warm = models.CharField(max_length=16, choices=Answer, blank=True)
    red_or_darker = models.CharField(max_length=16, choices=Answer, blank=True)
    painful = models.CharField(max_length=16, choices=Answer, blank=True)
    pain = models.PositiveSmallIntegerField(_("pain, 0 to 10"), null=True, blank=True)
    soft = models.CharField(_("soft in the middle"), max_length=16, choices=Answer, blank=True)
    draining = models.CharField(_("comes out of it"), max_length=12, choices=Draining, blank=True)
    smell = models.CharField(_("smells"), max_length=16, choices=Answer, blank=True)
    streaks = models.CharField(_("red or dark streaks"), max_length=16, choices=Answer, blank=True)
    fever_with_it = models.CharField(_("fever with it"), max_length=16, choices=Answer, blank=True)
    # Slugs of NEAR_WORDS; [] = not recorded, ["none"] = near none of them.
    near = models.JSONField(_("close to"), default=list, blank=True)
    drainage = models.CharField(_("opened"), max_length=16, choices=Drainage, blank=True)
    drained_on = models.DateField(_("opened on"), null=True, blank=True)
    drained_precision = precision_field()
    recurrence_of = models.ForeignKey(
        "self",
        verbose_name=_("same place as before"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="recurrences",
    )

    class Meta:
        abstract = True

    def clean_lump(self) -> None:
        """What the database cannot check."""
        if list_problem(self.near, NEAR_WORDS, alone={lumps.NEAR_NONE}):
            raise ValidationError({"near": _('Choose from the list. "None of these" stands alone.')})
        if self.pk is not None and self.recurrence_of_id == self.pk:  # type: ignore[attr-defined]
            raise ValidationError({"recurrence_of": _("Choose an earlier one.")})

    @property
    def drained(self) -> PartialDate | None:
        return partial(self, "drained")


LUMP_CONSTRAINTS = [
    models.CheckConstraint(
        condition=Q(size_mm=None, width_mm=None, size_basis__in=["", SizeBasis.NOT_SURE])
        | Q(
            size_mm__isnull=False,
            size_mm__range=(sizes.SMALLEST_MM, sizes.LARGEST_MM),
            size_basis__in=[SizeBasis.MEASURED, SizeBasis.ESTIMATE],
        ),
        name="infection_size",
    ),
    models.CheckConstraint(
        condition=Q(width_mm=None)
        | Q(width_mm__range=(sizes.SMALLEST_MM, sizes.LARGEST_MM), size_basis=SizeBasis.MEASURED),
        name="infection_width",
        violation_error_message=_("Enter the length as well."),
    ),
    models.CheckConstraint(
        condition=one_of("warm", Answer, blank=True)
        & one_of("red_or_darker", Answer, blank=True)
        & one_of("painful", Answer, blank=True),
        name="infection_answers_known",
    ),
    models.CheckConstraint(
        condition=one_of("soft", Answer, blank=True)
        & one_of("smell", Answer, blank=True)
        & one_of("streaks", Answer, blank=True)
        & one_of("fever_with_it", Answer, blank=True)
        & one_of("draining", Draining, blank=True)
        & one_of("drainage", Drainage, blank=True),
        name="infection_lump_words_known",
    ),
    models.CheckConstraint(condition=Q(pain=None) | Q(pain__lte=lumps.WORST_PAIN), name="infection_pain"),
    models.CheckConstraint(condition=whole("drained"), name="infection_drained"),
    models.CheckConstraint(
        condition=Q(is_lump=True)
        | Q(
            pain=None,
            soft="",
            draining="",
            smell="",
            streaks="",
            fever_with_it="",
            drainage="",
            drained_on=None,
            width_mm=None,
            recurrence_of=None,
        ),
        name="infection_lump_details",
    ),
]
