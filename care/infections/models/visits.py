"""Who cared for the child during an infection, and the days it cost."""

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from care.household.scope import entry_scope
from care.infections.models.episode import Episode
from care.infections.models.partial import NOT_BEFORE_IT_BEGAN, partial, precision_field, whole
from care.infections.models.words import CareLevel, one_of
from care.infections.rules import missed
from care.record.dates import PartialDate
from care.record.models import Answer, Entry

MOST_IV_DAYS = 365


class CareVisit(models.Model):
    """The details of one entry of kind ``care_visit``. Times are the family's own clock.

    For the emergency department ``began`` and ``ended`` are in and out, for a hospital admission and discharge.
    """

    access_scope = entry_scope("infections")

    entry = models.OneToOneField(Entry, on_delete=models.CASCADE, primary_key=True, related_name="care_visit")
    episode = models.ForeignKey(
        Episode, verbose_name=_("belongs to"), null=True, blank=True, on_delete=models.SET_NULL, related_name="visits"
    )
    level = models.CharField(_("who helped"), max_length=12, choices=CareLevel)
    place = models.CharField(_("where"), max_length=120, blank=True)
    began_on = models.DateField(_("from"), null=True, blank=True)
    began_precision = precision_field()
    began_time = models.TimeField(_("time in"), null=True, blank=True)
    ended_on = models.DateField(_("until"), null=True, blank=True)
    ended_precision = precision_field()
    ended_time = models.TimeField(_("time out"), null=True, blank=True)
    icu = models.CharField(_("intensive care"), max_length=16, choices=Answer, blank=True)
    iv_days = models.PositiveSmallIntegerField(_("days of antibiotics into a vein"), null=True, blank=True)
    surgery = models.CharField(_("surgery"), max_length=16, choices=Answer, blank=True)
    surgery_text = models.CharField(_("which surgery"), max_length=200, blank=True)

    class Meta:
        verbose_name = _("care for an infection")
        verbose_name_plural = _("care for infections")
        constraints = [
            models.CheckConstraint(
                condition=one_of("level", CareLevel)
                & one_of("icu", Answer, blank=True)
                & one_of("surgery", Answer, blank=True),
                name="care_visit_words_known",
            ),
            models.CheckConstraint(condition=whole("began") & whole("ended"), name="care_visit_dates"),
            models.CheckConstraint(
                condition=Q(began_on=None)
                | Q(ended_on=None)
                | Q(ended_on__gt=F("began_on"))
                | Q(ended_on=F("began_on"))
                & (Q(began_time=None) | Q(ended_time=None) | Q(ended_time__gte=F("began_time"))),
                name="care_visit_ends_after_start",
                violation_error_message=NOT_BEFORE_IT_BEGAN,
            ),
            models.CheckConstraint(condition=Q(iv_days=None) | Q(iv_days__lte=MOST_IV_DAYS), name="care_visit_iv_days"),
        ]

    def __str__(self) -> str:
        return str(self.get_level_display())

    @property
    def began(self) -> PartialDate | None:
        return partial(self, "began")

    @property
    def ended(self) -> PartialDate | None:
        return partial(self, "ended")


class SchoolDay(models.TextChoices):
    YES = "yes", _("Yes")
    NO = "no", _("No")
    HOLIDAY = "holiday", _("Holiday")


class DaysMissed(models.Model):
    """The details of one entry of kind ``days_missed``: school or nursery and work days lost, in half days."""

    access_scope = entry_scope("infections")

    entry = models.OneToOneField(Entry, on_delete=models.CASCADE, primary_key=True, related_name="days_missed")
    episode = models.ForeignKey(
        Episode, verbose_name=_("belongs to"), null=True, blank=True, on_delete=models.SET_NULL, related_name="missed"
    )
    first_on = models.DateField(_("first day"))
    last_on = models.DateField(_("last day"))
    school_day = models.CharField(_("was it a school or nursery day"), max_length=8, choices=SchoolDay, blank=True)
    school_halves = models.PositiveSmallIntegerField(_("school or nursery days missed"), null=True, blank=True)
    work_halves = models.PositiveSmallIntegerField(_("work days missed"), null=True, blank=True)

    class Meta:
        verbose_name = _("days missed")
        verbose_name_plural = _("days missed")
        constraints = [
            models.CheckConstraint(
                condition=Q(last_on__gte=F("first_on")),
                name="days_missed_in_order",
                violation_error_message=_("The last day cannot be before the first."),
            ),
            models.CheckConstraint(
                condition=one_of("school_day", SchoolDay, blank=True), name="days_missed_school_day"
            ),
            models.CheckConstraint(
                condition=(Q(school_halves=None) | Q(school_halves__lte=missed.MOST_HALVES))
                & (Q(work_halves=None) | Q(work_halves__lte=missed.MOST_HALVES)),
                name="days_missed_halves",
            ),
        ]

    def __str__(self) -> str:
        return str(self.entry)

    def clean(self) -> None:
        """A child cannot miss more days than there were; two carers can."""
        if self.first_on is None or self.last_on is None:
            return
        if self.school_halves is not None and not missed.fits(self.school_halves, self.first_on, self.last_on):
            raise ValidationError({"school_halves": _("That is more days than lie between the two dates.")})
        if self.work_halves is not None and not missed.fits(self.work_halves, self.first_on, self.last_on, people=4):
            raise ValidationError({"work_halves": _("That is more days than lie between the two dates.")})
        if self.school_day == SchoolDay.HOLIDAY and self.school_halves:
            raise ValidationError({"school_halves": _("No school day is missed on a holiday.")})
