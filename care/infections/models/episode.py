"""Infections, and how they go from day to day."""

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from care.household.scope import entry_scope
from care.infections.models.lump import LUMP_CONSTRAINTS, LumpAnswers
from care.infections.models.words import (
    SIDE_WORDS,
    TITLES,
    Area,
    CareLevel,
    Course,
    DatePrecision,
    Side,
    Site,
    Verification,
    one_of,
)
from care.infections.rules import places, signs
from care.record.dates import PartialDate
from care.record.models import Entry
from care.reference import body_sites


class Episode(LumpAnswers):
    """One infection, or one lump or boil (``is_lump``), from onset until it is over.

    Onset is stored as the first day it can mean, the end as the last day it can mean, each with its precision;
    so "from Nov to 12 Nov" is possible and "ended before it began" is not. No end = still going on.
    """

    access_scope = entry_scope("infections", open="resolved_on__isnull")

    entry = models.OneToOneField(Entry, on_delete=models.CASCADE, primary_key=True, related_name="infection")
    site = models.CharField(max_length=12, choices=Site)
    is_lump = models.BooleanField(default=False)
    area = models.CharField(max_length=8, choices=Area, blank=True)
    body_site = models.CharField(max_length=40, blank=True)
    side = models.CharField(max_length=8, choices=Side, blank=True)
    verification = models.CharField(max_length=12, choices=Verification, default=Verification.UNCONFIRMED)
    onset_on = models.DateField()
    onset_precision = models.CharField(max_length=5, choices=DatePrecision, default=DatePrecision.DAY)
    resolved_on = models.DateField(null=True, blank=True)
    resolved_precision = models.CharField(max_length=5, choices=DatePrecision, blank=True)
    # Slugs of rules.signs; [] = not recorded, ["none"] = looked and saw none.
    signs = models.JSONField(default=list, blank=True)
    care_level = models.CharField(max_length=12, choices=CareLevel, blank=True)
    # What it was joined to, when it was taken back because it is the same one; and what it was split from.
    joined_into = models.ForeignKey("self", null=True, blank=True, on_delete=models.SET_NULL, related_name="joined")
    split_from = models.ForeignKey("self", null=True, blank=True, on_delete=models.SET_NULL, related_name="split_off")

    class Meta:
        ordering = ["-onset_on", "-pk"]
        indexes = [models.Index(fields=["resolved_on", "onset_on"], name="infection_period")]
        constraints = [
            models.CheckConstraint(condition=one_of("site", Site), name="infection_site_known"),
            models.CheckConstraint(condition=Q(is_lump=False) | Q(site=Site.SKIN), name="infection_lump_is_skin"),
            models.CheckConstraint(
                condition=one_of("area", Area, blank=True) & one_of("side", Side, blank=True),
                name="infection_place_known",
            ),
            models.CheckConstraint(condition=one_of("verification", Verification), name="infection_verification"),
            models.CheckConstraint(condition=one_of("onset_precision", DatePrecision), name="infection_onset"),
            # "is not null" is said twice on purpose: a comparison with nothing is neither true nor false, and passes.
            models.CheckConstraint(
                condition=Q(resolved_on=None, resolved_precision="")
                | (
                    Q(resolved_on__isnull=False, resolved_on__gte=F("onset_on"))
                    & one_of("resolved_precision", DatePrecision)
                ),
                name="infection_ends_after_onset",
                violation_error_message=_("It cannot have ended before it began."),
            ),
            models.CheckConstraint(condition=one_of("care_level", CareLevel, blank=True), name="infection_care_level"),
            *LUMP_CONSTRAINTS,
        ]

    def __str__(self) -> str:
        return self.title

    def clean(self) -> None:
        """What the database cannot check: places and signs are words of their lists."""
        if self.body_site and self.body_site not in body_sites.by_slug():
            raise ValidationError({"body_site": _("Choose a place from the list.")})
        if self.body_site and not places.side_fits(self.body_site, self.side):
            raise ValidationError({"side": _("This place has no such side.")})
        if not isinstance(self.signs, list) or signs.problems(self.signs):
            raise ValidationError({"signs": _("Choose signs from the list.")})
        self.clean_lump()

    @property
    def title(self) -> str:
        """What it is and where: "Chest infection", "Lump or boil: Cheek (left)"."""
        if not self.is_lump:
            words = str(TITLES[Site(self.site)])
            return words if not self.side else _("%(what)s (%(side)s)") % {"what": words, "side": self.side_words}
        return _("Lump or boil: %(place)s") % {"place": self.place_words}

    @property
    def place_words(self) -> str:
        """The exact place, else the area, with the side; "place not recorded" without either."""
        if self.body_site and self.body_site != body_sites.NOT_RECORDED:
            place = str(_(body_sites.get(self.body_site).label))
        elif self.area:
            place = str(self.get_area_display())
        else:
            place = str(_("place not recorded"))
        return _("%(what)s (%(side)s)") % {"what": place, "side": self.side_words} if self.side else place

    @property
    def side_words(self) -> str:
        return str(SIDE_WORDS.get(self.side, ""))

    @property
    def onset(self) -> PartialDate:
        return PartialDate.around(self.onset_on, self.onset_precision)

    @property
    def resolved(self) -> PartialDate | None:
        return PartialDate.around(self.resolved_on, self.resolved_precision) if self.resolved_on else None

    @property
    def is_open(self) -> bool:
        """Still going on. What was ruled out is not."""
        return self.resolved_on is None and self.verification != Verification.REFUTED


class EpisodeCheck(models.Model):
    """How an infection goes on one day."""

    access_scope = entry_scope("infections")

    entry = models.OneToOneField(Entry, on_delete=models.CASCADE, primary_key=True, related_name="infection_check")
    episode = models.ForeignKey(Episode, on_delete=models.CASCADE, related_name="checks")
    course = models.CharField(max_length=8, choices=Course)
    # Keys of the taps that came after the one that began it, oldest first, so that one sent twice is recognised; with
    # UNDONE before it when it was taken back.
    tap_ids = models.JSONField(default=list, blank=True, editable=False)

    UNDONE = "-"

    class Meta:
        constraints = [models.CheckConstraint(condition=one_of("course", Course), name="infection_course_known")]

    def __str__(self) -> str:
        return str(self.get_course_display())

    def knows(self, key: str) -> bool:
        """Whether this tap came to it, taken back or not."""
        return key in {known.removeprefix(self.UNDONE) for known in (str(self.entry.client_id), *self.tap_ids)}

    @property
    def last_tap(self) -> str:
        """The key of the newest tap that was not taken back."""
        standing = [key for key in self.tap_ids if not key.startswith(self.UNDONE)]
        return standing[-1] if standing else str(self.entry.client_id)
