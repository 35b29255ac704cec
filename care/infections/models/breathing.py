"""How breathing went on a day (reference/logs.md section 4)."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from care.household.scope import entry_scope
from care.infections.models.words import one_of
from care.record.models import Answer, Entry

SPO2 = (50, 100)
MOST_INHALER_DOSES = 99
_NOT_SURE = ("not_sure", _("Not sure"))
_NOT_CHECKED = ("not_checked", _("Not checked"))


class Cough(models.TextChoices):
    NONE = "none", _("No cough")
    DRY = "dry", _("Dry cough")
    WET = "wet", _("Wet cough")
    NOT_SURE = _NOT_SURE
    NOT_CHECKED = _NOT_CHECKED


class SputumColour(models.TextChoices):
    NONE = "none", _("Nothing coughed up")
    CLEAR = "clear", _("Clear")
    YELLOW = "yellow", _("Yellow")
    GREEN = "green", _("Green")
    BROWN = "brown", _("Brown")
    BLOOD_STREAKED = "blood_streaked", _("With streaks of blood")
    BLOODY = "bloody", _("Bloody")
    NOT_SURE = _NOT_SURE
    NOT_CHECKED = _NOT_CHECKED


class SputumAmount(models.TextChoices):
    NONE = "none", _("None")
    TEASPOON = "teaspoon", _("About a teaspoon")
    TABLESPOON = "tablespoon", _("About a tablespoon")
    MORE = "more", _("More")
    NOT_SURE = _NOT_SURE
    NOT_CHECKED = _NOT_CHECKED


class Breathless(models.TextChoices):
    NO = "no", _("No")
    ON_EXERCISE = "on_exercise", _("When moving or playing")
    AT_REST = "at_rest", _("At rest")
    NOT_SURE = _NOT_SURE
    NOT_CHECKED = _NOT_CHECKED


class BreathingDay(models.Model):
    """The details of one entry of kind ``breathing``. Blank means not recorded, never "no"."""

    access_scope = entry_scope("infections")

    entry = models.OneToOneField(Entry, on_delete=models.CASCADE, primary_key=True, related_name="breathing")
    cough = models.CharField(_("cough"), max_length=12, choices=Cough, blank=True)
    blood_in_sputum = models.CharField(_("blood in what is coughed up"), max_length=16, choices=Answer, blank=True)
    sputum_colour = models.CharField(_("colour of what is coughed up"), max_length=16, choices=SputumColour, blank=True)
    sputum_amount = models.CharField(_("how much is coughed up"), max_length=12, choices=SputumAmount, blank=True)
    breathless = models.CharField(_("short of breath"), max_length=12, choices=Breathless, blank=True)
    chest_pain = models.CharField(_("chest pain"), max_length=16, choices=Answer, blank=True)
    wheeze = models.CharField(_("whistling breath (wheeze)"), max_length=16, choices=Answer, blank=True)
    spo2 = models.PositiveSmallIntegerField(_("oxygen level (SpO2)"), null=True, blank=True)
    spo2_device = models.CharField(_("device"), max_length=60, blank=True)
    spo2_at_rest = models.CharField(_("measured at rest"), max_length=16, choices=Answer, blank=True)
    spo2_note = models.CharField(_("about the measurement"), max_length=120, blank=True)
    airway_clearance = models.CharField(_("airway clearance done"), max_length=16, choices=Answer, blank=True)
    inhaler_doses = models.PositiveSmallIntegerField(_("inhaler doses"), null=True, blank=True)

    class Meta:
        verbose_name = _("breathing")
        verbose_name_plural = _("breathing")
        constraints = [
            models.CheckConstraint(
                condition=one_of("cough", Cough, blank=True)
                & one_of("sputum_colour", SputumColour, blank=True)
                & one_of("sputum_amount", SputumAmount, blank=True)
                & one_of("breathless", Breathless, blank=True),
                name="breathing_words_known",
            ),
            models.CheckConstraint(
                condition=one_of("blood_in_sputum", Answer, blank=True)
                & one_of("chest_pain", Answer, blank=True)
                & one_of("wheeze", Answer, blank=True)
                & one_of("spo2_at_rest", Answer, blank=True)
                & one_of("airway_clearance", Answer, blank=True),
                name="breathing_answers_known",
            ),
            models.CheckConstraint(
                condition=(Q(spo2=None) | Q(spo2__range=SPO2))
                & (Q(inhaler_doses=None) | Q(inhaler_doses__lte=MOST_INHALER_DOSES)),
                name="breathing_numbers",
            ),
        ]

    def __str__(self) -> str:
        return str(self.entry)
