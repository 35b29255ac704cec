"""Antibiotics and what is like them: the words of the label, from when to when. No dose is reckoned."""

from django.core.validators import MaxValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from care.household.scope import entry_scope
from care.infections.models.episode import Episode
from care.infections.models.partial import NOT_BEFORE_IT_BEGAN, in_order, partial, precision_field, whole
from care.infections.models.words import one_of
from care.record.dates import PartialDate
from care.record.models import Entry

MOST_MISSED = 999


class CoursePurpose(models.TextChoices):
    TREATMENT = "treatment", _("To treat an infection")
    PROPHYLAXIS = "prophylaxis", _("To prevent infections")


class CourseRoute(models.TextChoices):
    MOUTH = "mouth", _("By mouth")
    VEIN = "vein", _("Into a vein (IV)")
    MUSCLE = "muscle", _("Into a muscle")
    SKIN = "skin", _("On the skin")
    INHALED = "inhaled", _("Breathed in")
    EYE = "eye", _("In the eye")
    EAR = "ear", _("In the ear")
    NOSE = "nose", _("In the nose")
    OTHER = "other", _("Another way")


class StopReason(models.TextChoices):
    FINISHED = "finished", _("Finished as planned")
    TEAM = "team", _("The care team said so")
    CHANGED = "changed", _("Changed to another one")
    NOT_HELPING = "not_helping", _("It did not seem to help")
    REACTION = "reaction", _("A reaction or side effect")
    REFUSED = "refused", _("Could not be taken")
    OUT_OF_STOCK = "out_of_stock", _("Not to be had")
    OTHER = "other", _("Another reason")


class AntimicrobialCourse(models.Model):
    """The details of one entry of kind ``antimicrobial``: one course for an infection, or one to prevent them.

    Without ``started_on`` nobody said when; without ``stopped_on`` nobody said that it has stopped.
    """

    access_scope = entry_scope("infections", open="stopped_on__isnull")

    entry = models.OneToOneField(Entry, on_delete=models.CASCADE, primary_key=True, related_name="antimicrobial")
    episode = models.ForeignKey(
        Episode, verbose_name=_("belongs to"), null=True, blank=True, on_delete=models.SET_NULL, related_name="courses"
    )
    drug = models.CharField(_("name"), max_length=200)
    purpose = models.CharField(_("what for"), max_length=12, choices=CoursePurpose, blank=True)
    route = models.CharField(_("how it is given"), max_length=8, choices=CourseRoute, blank=True)
    started_on = models.DateField(_("started"), null=True, blank=True)
    started_precision = precision_field()
    planned_end_on = models.DateField(_("planned to end"), null=True, blank=True)
    planned_end_precision = precision_field()
    stopped_on = models.DateField(_("stopped"), null=True, blank=True)
    stopped_precision = precision_field()
    stop_reason = models.CharField(_("why it stopped"), max_length=12, choices=StopReason, blank=True)
    missed_doses = models.PositiveSmallIntegerField(
        _("doses not given"), null=True, blank=True, validators=[MaxValueValidator(MOST_MISSED)]
    )

    class Meta:
        verbose_name = _("antibiotic or similar")
        verbose_name_plural = _("antibiotics and similar")
        indexes = [models.Index(fields=["stopped_on", "started_on"], name="antimicrobial_period")]
        constraints = [
            models.CheckConstraint(condition=~Q(drug=""), name="antimicrobial_named"),
            models.CheckConstraint(
                condition=one_of("purpose", CoursePurpose, blank=True)
                & one_of("route", CourseRoute, blank=True)
                & one_of("stop_reason", StopReason, blank=True),
                name="antimicrobial_words_known",
            ),
            models.CheckConstraint(
                condition=whole("started") & whole("planned_end") & whole("stopped"), name="antimicrobial_dates"
            ),
            models.CheckConstraint(
                condition=in_order("started", "stopped") & in_order("started", "planned_end"),
                name="antimicrobial_ends_after_start",
                violation_error_message=NOT_BEFORE_IT_BEGAN,
            ),
            models.CheckConstraint(
                condition=Q(missed_doses=None) | Q(missed_doses__lte=MOST_MISSED), name="antimicrobial_missed_doses"
            ),
        ]

    def __str__(self) -> str:
        return self.drug

    @property
    def started(self) -> PartialDate | None:
        return partial(self, "started")

    @property
    def planned_end(self) -> PartialDate | None:
        return partial(self, "planned_end")

    @property
    def stopped(self) -> PartialDate | None:
        return partial(self, "stopped")
