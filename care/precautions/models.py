"""Usual routines with what was different, exposures, and what a family chose to see of the lists."""

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from care.household.models import Keyed, Patient, User
from care.household.scope import Scope, entry_scope
from care.precautions.rules import (
    MAX_MOMENTS,
    BadItem,
    ContactTest,
    Immune,
    Kept,
    Mask,
    Minutes,
    Value,
    is_span,
    item,
    normal_answers,
    normal_exceptions,
)
from care.record.models import Answer, Entry
from care.reference import vaccines as catalogue
from care.reference.precautions import Kind

KEPT_WORDS = {
    Kept.KEPT: _("Usual routines kept"),
    Kept.DIFFERENT: _("Something different"),
    Kept.NOTED: _("Hands and hygiene"),
}
VALUE_WORDS = {
    Value.DONE: _("Done"),
    Value.MISSED: _("Not this time"),
    Value.NOT_APPLICABLE: _("Did not come up"),
}
MINUTES_WORDS = {
    Minutes.UNDER_5: _("Less than 5 minutes"),
    Minutes.UP_TO_60: _("5 to 60 minutes"),
    Minutes.OVER_60: _("More than an hour"),
}
MASK_WORDS = {
    Mask.NONE: _("No mask"),
    Mask.CLOTH: _("Cloth mask"),
    Mask.SURGICAL: _("Surgical mask"),
    Mask.RESPIRATOR: _("FFP2, N95 or similar"),
    Mask.OTHER: _("Another kind"),
    Mask.NOT_SURE: _("Not sure"),
}
CONTACT_TEST_WORDS = {
    ContactTest.POSITIVE: _("Positive, as we were told"),
    ContactTest.NEGATIVE: _("Negative, as we were told"),
    ContactTest.WAITING: _("Result not there yet"),
    ContactTest.NOT_TESTED: _("No test"),
    ContactTest.NOT_SURE: _("Not sure"),
}
IMMUNE_WORDS = {
    Immune.YES: _("Yes, it is in our papers"),
    Immune.NO: _("No"),
    Immune.UNKNOWN: _("Not known"),
}
KIND_WORDS = {
    Kind.MOMENT: _("Hand washing"),
    Kind.OBSTACLE: _("Hand washing"),
    Kind.HYGIENE: _("Other hygiene"),
    Kind.WATER_SOURCE: _("Water to drink"),
    Kind.FOOD: _("Food"),
    Kind.WATER_CONTACT: _("Water on the skin"),
    Kind.EXPOSURE: _("Near or in contact with"),
}


def _choices(words: dict) -> list[tuple[str, str]]:
    return [(key.value, text) for key, text in words.items()]


class RoutineCheck(models.Model):
    """The details of one entry of kind ``routines``: usual routines kept, what was different, or single things noted.

    ``exceptions`` is ``[{"kind": precaution kind, "slug", "note"}]``, empty when nobody said what was different.
    ``answers`` is ``[{"kind": "moment" or "hygiene", "slug", "value": done, missed, not_applicable}]``; a moment that
    was missed is an exception instead.
    """

    access_scope = entry_scope("precautions")

    entry = models.OneToOneField(Entry, on_delete=models.CASCADE, primary_key=True, related_name="routine_check")
    kept = models.CharField(_("usual routines"), max_length=12, choices=_choices(KEPT_WORDS))
    exceptions = models.JSONField(_("what was different"), default=list, blank=True)
    answers = models.JSONField(_("one by one"), default=list, blank=True)

    class Meta:
        verbose_name = _("routine check")
        verbose_name_plural = _("routine checks")
        constraints = [
            models.CheckConstraint(condition=Q(kept__in=[kept.value for kept in Kept]), name="routines_kept_known")
        ]

    def __str__(self) -> str:
        return str(self.entry)

    def clean(self) -> None:
        try:
            self.exceptions = normal_exceptions(self.exceptions)
        except (BadItem, TypeError, AttributeError) as error:
            raise ValidationError({"exceptions": _("Choose from the list.")}) from error
        try:
            self.answers = normal_answers(self.answers)
        except (BadItem, TypeError, AttributeError) as error:
            raise ValidationError({"answers": _("Choose from the list.")}) from error


def validate_vaccine(slug: str) -> None:
    """Raises ValidationError unless ``slug`` is a row of the vaccine catalogue."""
    if slug not in catalogue.by_slug():
        raise ValidationError(_("Choose a vaccine from the list."))


def _answer(label, **more) -> models.CharField:
    return models.CharField(label, max_length=16, choices=Answer, blank=True, **more)


class Exposure(models.Model):
    """The details of one entry of kind ``exposure``: something the patient came close to, from when to when.

    Dates and times are the family's own calendar and clock; a time is optional. The entry's day is ``last_on``.
    ``vaccine`` is a catalogue slug, or ``vaccine_text`` what the family was told, of a contact who was vaccinated.
    ``told_on`` and ``told_time`` say when the care team heard of it, ``advice`` what they answered, in their words.
    """

    #: Answers to yes-no questions: blank is not recorded, never "no".
    ANSWERS = (
        "indoors",
        "contact_rash",
        "contact_diaper",
        "wound_deep",
        "wound_face_or_hand",
        "wound_soil",
    )

    access_scope = entry_scope("precautions")

    entry = models.OneToOneField(Entry, on_delete=models.CASCADE, primary_key=True, related_name="exposure")
    kind = models.CharField(_("what it was"), max_length=40)
    first_on = models.DateField(_("first day"))
    first_time = models.TimeField(_("from what time"), null=True, blank=True)
    last_on = models.DateField(_("last day"))
    last_time = models.TimeField(_("until what time"), null=True, blank=True)
    place = models.CharField(_("where"), max_length=200, blank=True)
    distance = models.CharField(_("how close"), max_length=80, blank=True)
    minutes = models.CharField(_("how long"), max_length=12, choices=_choices(MINUTES_WORDS), blank=True)
    indoors = _answer(_("indoors"))
    mask = models.CharField(_("mask"), max_length=12, choices=_choices(MASK_WORDS), blank=True)
    contact_rash = _answer(_("the other person had a rash"))
    contact_diaper = _answer(_("touched their diaper or stool"))
    contact_test = models.CharField(
        _("the other person's test"), max_length=12, choices=_choices(CONTACT_TEST_WORDS), blank=True
    )
    contact_test_text = models.CharField(_("what the test was"), max_length=200, blank=True)
    vaccine = models.CharField(_("their vaccine"), max_length=40, blank=True, validators=[validate_vaccine])
    vaccine_text = models.CharField(_("their vaccine, as told"), max_length=120, blank=True)
    wound_deep = _answer(_("deep wound"))
    wound_face_or_hand = _answer(_("on the face or a hand"))
    wound_soil = _answer(_("soil or dirt in the wound"))
    immune = models.CharField(_("known to be immune"), max_length=8, choices=_choices(IMMUNE_WORDS), blank=True)
    told_on = models.DateField(_("care team told on"), null=True, blank=True)
    told_time = models.TimeField(_("care team told at"), null=True, blank=True)
    advice = models.CharField(_("what they advised"), max_length=1000, blank=True)

    class Meta:
        verbose_name = _("exposure")
        verbose_name_plural = _("exposures")
        constraints = [
            models.CheckConstraint(
                condition=Q(last_on__gt=F("first_on"))
                | Q(last_on=F("first_on"))
                & (Q(first_time=None) | Q(last_time=None) | Q(last_time__gte=F("first_time"))),
                name="exposure_ends_after_start",
            ),
            models.CheckConstraint(
                condition=Q(minutes__in=["", *(minutes.value for minutes in Minutes)]), name="exposure_minutes_known"
            ),
            models.CheckConstraint(
                condition=Q(indoors__in=["", *Answer.values])
                & Q(contact_rash__in=["", *Answer.values])
                & Q(contact_diaper__in=["", *Answer.values])
                & Q(wound_deep__in=["", *Answer.values])
                & Q(wound_face_or_hand__in=["", *Answer.values])
                & Q(wound_soil__in=["", *Answer.values]),
                name="exposure_answers_known",
            ),
            models.CheckConstraint(
                condition=Q(mask__in=["", *(mask.value for mask in Mask)])
                & Q(contact_test__in=["", *(test.value for test in ContactTest)])
                & Q(immune__in=["", *(immune.value for immune in Immune)]),
                name="exposure_words_known",
            ),
            models.CheckConstraint(
                condition=Q(told_time=None) | Q(told_on__isnull=False), name="exposure_told_time_has_a_day"
            ),
        ]

    def __str__(self) -> str:
        return str(self.entry)

    def clean(self) -> None:
        try:
            item(self.kind, (Kind.EXPOSURE,))
        except BadItem as error:
            raise ValidationError({"kind": _("Choose from the list.")}) from error
        if self.first_on and self.last_on and not is_span(self.first_on, self.first_time, self.last_on, self.last_time):
            raise ValidationError({"last_on": _("The end cannot be before the start.")})
        if self.told_time is not None and self.told_on is None:
            raise ValidationError({"told_on": _("Add the day you told them.")})


class RoutineChoice(Keyed):
    """One hand-washing moment a family picked. Without any row the usual ones of the list count."""

    access_scope = Scope(household="patient__household", patient="patient", section="precautions")

    patient = models.ForeignKey(Patient, on_delete=models.CASCADE, related_name="routine_choices")
    slug = models.CharField(max_length=40)
    position = models.PositiveSmallIntegerField()

    class Meta:
        ordering = ["position"]
        constraints = [
            models.UniqueConstraint(fields=["patient", "slug"], name="routine_choice_once"),
            models.UniqueConstraint(fields=["patient", "position"], name="routine_choice_place_once"),
            # At most five: more than that is a checklist nobody keeps.
            models.CheckConstraint(condition=Q(position__range=(1, MAX_MOMENTS)), name="routine_choice_up_to_five"),
        ]

    def __str__(self) -> str:
        return self.slug


class HiddenItem(Keyed):
    """An item of the lists that is switched off for a patient: by whom, when, who said so and why."""

    access_scope = Scope(household="patient__household", patient="patient", section="precautions")

    patient = models.ForeignKey(Patient, on_delete=models.CASCADE, related_name="hidden_precautions")
    kind = models.CharField(max_length=16, choices=[(kind.value, kind.value) for kind in Kind])
    slug = models.CharField(max_length=40)
    hidden_by = models.ForeignKey(User, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    hidden_at = models.DateTimeField(null=True, blank=True)
    told_by = models.CharField(_("who said so"), max_length=120, blank=True)
    reason = models.CharField(_("why"), max_length=200, blank=True)

    class Meta:
        ordering = ["kind", "slug"]
        constraints = [models.UniqueConstraint(fields=["patient", "kind", "slug"], name="hidden_precaution_once")]

    def __str__(self) -> str:
        return f"{self.kind}:{self.slug}"


class SinkStar(Keyed):
    """One star of the sink card: a child's own fun. Never an entry, never part of the record or a summary."""

    # Whoever is with the child sees the stars, whatever their age; they never reset.
    access_scope = Scope(household="patient__household", patient="patient", always=True, section="precautions")

    patient = models.ForeignKey(Patient, on_delete=models.CASCADE, related_name="sink_stars")
    earned_at = models.DateTimeField()

    class Meta:
        ordering = ["earned_at", "pk"]

    def __str__(self) -> str:
        return str(self.earned_at)
