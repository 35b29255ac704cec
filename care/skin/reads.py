"""The skin log as pages, charts and summaries need it."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import cast
from uuid import UUID

from django.db.models import Field, QuerySet
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from care.household.access import Access
from care.household.models import Patient
from care.record.models import Answer, Entry
from care.record.reads import Change, Line
from care.reference import body_sites
from care.skin.models import BAND_WORDS, CARE_WORDS, SIDE_WORDS, SkinCheck
from care.skin.rules import SCALE_MAX, Band, Care, Rating, Side, band_digit, worse_band, worse_number, worst_rating

LIST_DAYS = 30
EMPTY: tuple = (None, "", [])


@dataclass(frozen=True)
class Check:
    """One skin check. ``None``, "" and empty tuples mean not recorded."""

    entry_id: UUID
    patient_id: UUID
    date: dt.date
    at: dt.datetime
    author: str
    author_id: UUID
    flare: bool
    worst_itch: int | None
    itch_rater: str
    skin_band: str
    sleep_loss: int | None
    weeping_or_crust: str
    pus: str
    cracked_bleeding: str
    sites: tuple[dict[str, str], ...]
    care_done: tuple[str, ...]
    note: str
    late: bool
    # An answer was replaced by another; filling in a blank one does not count.
    edited: bool

    @property
    def band_digit(self) -> int | None:
        return band_digit(self.skin_band)

    @property
    def title(self) -> str:
        return _("Skin flare") if self.flare else _("Skin check")

    @property
    def text(self) -> str:
        """The answers in words, "" when there are none."""
        return ", ".join(_phrases(self))

    @property
    def url(self) -> str:
        return reverse("skin:detail", kwargs={"patient": self.patient_id, "entry": self.entry_id})


@dataclass(frozen=True)
class SkinDay:
    """What one day's checks say together: of two entries the worse answer counts, question by question.

    ``itch_rater`` belongs to ``worst_itch``; ``ratings`` holds every itch answer, so that a chart can keep
    raters apart. ``entries`` above 1 is shown as "2 entries".
    """

    date: dt.date
    worst_itch: int | None
    itch_rater: str
    skin_band: str
    sleep_loss: int | None
    authors: tuple[str, ...]
    late: bool
    edited: bool
    entries: int
    ratings: tuple[Rating, ...] = ()
    flare: bool = False

    @property
    def band_digit(self) -> int | None:
        return band_digit(self.skin_band)


@dataclass(frozen=True)
class Todays:
    """A day's checks for Today: this person's own evening answers, and everybody's checks, newest first."""

    worst_itch: int | None = None
    skin_band: str = ""
    sleep_loss: int | None = None
    own: Check | None = None
    checks: tuple[Check, ...] = ()

    @property
    def band_digit(self) -> int | None:
        return band_digit(self.skin_band)


@dataclass(frozen=True)
class Page:
    """Checks of a stretch of days, newest first. ``older`` is the day to go on from, None at the end."""

    first: dt.date
    last: dt.date
    checks: list[Check] = field(default_factory=list)
    older: dt.date | None = None


def skin_days(access: Access, patient: Patient, first: dt.date, last: dt.date) -> list[SkinDay]:
    """The days with a check from ``first`` to ``last`` inclusive, oldest first; other days are not in it. One query."""
    by_day: dict[dt.date, list[Check]] = defaultdict(list)
    for check in _checks(_rows(access, patient).filter(entry__local_day__range=(first, last))):
        by_day[check.date].append(check)
    return [_day(date, by_day[date]) for date in sorted(by_day)]


def todays(access: Access, patient: Patient, day: dt.date) -> Todays:
    """What a day already holds. One query."""
    checks = tuple(reversed(_checks(_rows(access, patient).filter(entry__local_day=day))))
    mine = access.user.pk if access.user else None
    own = next((check for check in checks if check.author_id == mine and not check.flare), None)
    if own is None:
        return Todays(checks=checks)
    return Todays(own.worst_itch, own.skin_band, own.sleep_loss, own, checks)


def latest_before(access: Access, patient: Patient, day: dt.date) -> Check | None:
    """The newest check before a day, None when there is none."""
    row = _rows(access, patient).filter(entry__local_day__lt=day).order_by("-entry__local_day", "-entry__occurred_at")
    return next(iter(_checks(row[:1])), None)


def page(access: Access, patient: Patient, *, until: dt.date) -> Page:
    """Thirty days of checks ending at ``until``. Two queries, whatever the record's length."""
    first = until - dt.timedelta(days=LIST_DAYS - 1)
    checks = _checks(_rows(access, patient).filter(entry__local_day__range=(first, until)))
    before = access.of(Entry).filter(patient=patient, kind=Entry.Kind.SKIN_CHECK, local_day__lt=first)
    older = before.order_by("-local_day").values_list("local_day", flat=True).first()
    return Page(first, until, list(reversed(checks)), older)


def check(row: SkinCheck) -> Check:
    """One row, whose ``entry.author`` and ``entry.patient.household`` are loaded, as a Check."""
    entry = row.entry
    return Check(
        entry_id=entry.pk,
        patient_id=entry.patient_id,
        date=entry.local_day,
        at=entry.occurred_at,
        author=str(entry.author),
        author_id=entry.author_id,
        flare=row.flare,
        worst_itch=row.worst_itch,
        itch_rater=row.itch_rater,
        skin_band=row.skin_band,
        sleep_loss=row.sleep_loss,
        weeping_or_crust=row.weeping_or_crust,
        pus=row.pus,
        cracked_bleeding=row.cracked_bleeding,
        sites=tuple(row.sites),
        care_done=tuple(row.care_done),
        note=entry.note,
        late=entry.is_late,
        edited=entry.edited_at is not None,
    )


def describe(entries: Sequence[Entry]) -> dict[UUID, Line]:
    """A line for each entry of kind ``skin_check`` among ``entries``. One query, none when there is no such entry."""
    keys = [entry.pk for entry in entries if entry.kind == Entry.Kind.SKIN_CHECK]
    if not keys:
        return {}
    rows = SkinCheck.objects.filter(pk__in=keys).select_related("entry__author", "entry__patient__household")
    return {found.entry_id: Line(title=found.title, text=found.text, url=found.url) for found in _checks(rows)}


def replaced(changes: Iterable[Change]) -> list[Change]:
    """The changes that replaced an answer. Filling in a blank one, as the evening's taps do, is not one of them."""
    return [change for change in changes if change.old not in EMPTY]


def value_words(name: str, value) -> str:
    """A stored answer (also one kept in the history) in words; "not recorded" for an empty one."""
    if value in EMPTY:
        return _("not recorded")
    if name in ("worst_itch", "sleep_loss"):
        return _("%(value)s of %(top)s") % {"value": value, "top": SCALE_MAX}
    if name == "sites":
        return ", ".join(_site_words(site) for site in value)
    if name == "care_done":
        return ", ".join(str(CARE_WORDS[Care(word)]) for word in value)
    if name in ("skin_band", "itch_rater", "weeping_or_crust", "pus", "cracked_bleeding"):
        field = cast(Field, SkinCheck._meta.get_field(name))
        return str(dict(field.flatchoices).get(value, value))
    if name == "local_day":
        return date_format(dt.date.fromisoformat(value), "D j M Y")
    return str(value)


def _rows(access: Access, patient: Patient) -> QuerySet:
    return (
        access.of(SkinCheck)
        .filter(entry__patient=patient)
        .select_related("entry__author", "entry__patient__household")
        .order_by("entry__occurred_at", "pk")
    )


def _checks(rows) -> list[Check]:
    return [check(row) for row in rows]


def _day(date: dt.date, checks: list[Check]) -> SkinDay:
    ratings = tuple(Rating(c.worst_itch, c.itch_rater) for c in checks if c.worst_itch is not None)
    worst = worst_rating(ratings)
    return SkinDay(
        date=date,
        worst_itch=worst.value if worst else None,
        itch_rater=worst.rater if worst else "",
        skin_band=worse_band(c.skin_band for c in checks),
        sleep_loss=worse_number(c.sleep_loss for c in checks),
        authors=tuple(dict.fromkeys(c.author for c in checks)),
        # A day is late only when nothing about it was written in time.
        late=all(c.late for c in checks),
        edited=any(c.edited for c in checks),
        entries=len(checks),
        ratings=ratings,
        flare=any(c.flare for c in checks),
    )


def _phrases(check: Check) -> list[str]:
    parts = []
    if check.worst_itch is not None:
        parts.append(_("itch %(value)s of 10") % {"value": check.worst_itch})
    if check.skin_band:
        parts.append(_("skin %(band)s") % {"band": str(BAND_WORDS[Band(check.skin_band)]).lower()})
    if check.sleep_loss is not None:
        parts.append(_("sleep lost %(value)s of 10") % {"value": check.sleep_loss})
    for name, word in (
        ("weeping_or_crust", _("weeping or crust")),
        ("pus", _("pus")),
        ("cracked_bleeding", _("cracked or bleeding")),
    ):
        given = getattr(check, name)
        if given == Answer.YES:
            parts.append(word)
        elif given in (Answer.NO, Answer.NOT_SURE):
            answer = str(Answer(given).label).lower()
            parts.append(_("%(sign)s: %(answer)s") % {"sign": word, "answer": answer})
    if check.sites:
        count = len(check.sites)
        parts.append(ngettext("%(count)s place", "%(count)s places", count) % {"count": count})
    if check.care_done:
        care = [str(CARE_WORDS[Care(word)]).lower() for word in check.care_done if word != Care.NONE]
        parts += care or [_("no skin care")]
    return parts


def _site_words(site: dict[str, str]) -> str:
    place = body_sites.by_slug().get(site["site"])
    label = _(place.label) if place else site["site"]
    if not site["side"] or site["side"] == Side.MIDLINE:
        return label
    return _("%(place)s (%(side)s)") % {"place": label, "side": SIDE_WORDS[Side(site["side"])]}
