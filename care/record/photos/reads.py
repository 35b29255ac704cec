"""Photos as pages need them. Only what this reader may see, and only of entries that are kept."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from uuid import UUID

from django.db.models import Count, QuerySet
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from care.household.access import Access
from care.household.models import Patient
from care.record.models import Entry
from care.record.photos.models import PROBLEM_WORDS, Photo, place_words
from care.record.photos.rules import Problem, State, is_slow, place_key, read_place
from care.record.reads import Line
from care.reference import body_sites

PAGE = 24
#: Photos of a period that are offered for a summary, and how many of the chosen ones a summary takes: the newest.
MOST_OFFERED, MOST_IN_SUMMARY = 60, 12
MOST_TO_COMPARE = 200


@dataclass(frozen=True)
class Shot:
    """One photo. ``place`` is in words, "" when nobody said where; sizes are pixels, 0 while there is no picture."""

    pk: UUID
    patient_id: UUID
    entry_id: UUID
    entry_kind: str
    date: dt.date
    added_at: dt.datetime
    by: str
    state: str
    place: str
    place_key: str
    is_private: bool
    has_scale: bool
    in_summary: bool
    width: int
    height: int
    thumb_width: int
    thumb_height: int
    problem: str
    slow: bool

    @property
    def is_kept(self) -> bool:
        return self.state == State.KEPT

    @property
    def is_pending(self) -> bool:
        return self.state == State.PENDING

    @property
    def title(self) -> str:
        """What it shows: "Cheek (left)", "Photo" when nobody said where."""
        return self.place or _("Photo")

    @property
    def alt(self) -> str:
        """What stands in place of the picture."""
        words = {"place": self.place or _("place not recorded"), "date": date_format(self.date, "D j M Y")}
        return _("Photo: %(place)s, %(date)s") % words

    @property
    def url(self) -> str:
        return self._address("photo")

    @property
    def picture_url(self) -> str:
        return self._address("photo-picture")

    @property
    def thumb_url(self) -> str:
        return self._address("photo-thumb")

    def _address(self, name: str) -> str:
        return reverse(f"record:{name}", kwargs={"patient": self.patient_id, "photo": self.pk})


@dataclass(frozen=True)
class Album:
    """The photos of one entry, for ``components/photos.html``. ``waiting``: one of them is ready in a moment."""

    shots: list[Shot] = field(default_factory=list)

    @property
    def waiting(self) -> bool:
        return any(shot.is_pending and not shot.slow for shot in self.shots)


@dataclass(frozen=True)
class Place:
    """A place that was photographed, and how often."""

    key: str
    words: str
    count: int

    @property
    def comparable(self) -> bool:
        return bool(self.key) and self.count > 1


@dataclass(frozen=True)
class Gallery:
    """A page of photos, newest day first, and every place there is to choose from."""

    shots: list[Shot] = field(default_factory=list)
    places: list[Place] = field(default_factory=list)
    page: int = 1
    has_older: bool = False

    @property
    def has_newer(self) -> bool:
        return self.page > 1

    @property
    def waiting(self) -> bool:
        return any(shot.is_pending for shot in self.shots)


@dataclass(frozen=True)
class Choice:
    """One photo of a place to choose for comparing: its day, numbered when the day has more than one."""

    pk: UUID
    words: str


@dataclass(frozen=True)
class Comparison:
    """Two photos of one place, the older one first; both the same when somebody chose so, or there is only one."""

    place: Place
    choices: list[Choice]
    first: Shot
    second: Shot

    @property
    def shown(self) -> list[Shot]:
        return [self.first] if self.first.pk == self.second.pk else [self.first, self.second]


def shot(photo: Photo, now: dt.datetime) -> Shot:
    """A Photo row (with its author and entry loaded) as a Shot."""
    return Shot(
        pk=photo.pk,
        patient_id=photo.entry.patient_id,
        entry_id=photo.entry_id,
        entry_kind=photo.entry.kind,
        date=photo.entry.local_day,
        added_at=photo.added_at,
        by=str(photo.added_by),
        state=photo.state,
        place=photo.place_words,
        place_key=photo.place_key,
        is_private=photo.is_private,
        has_scale=photo.has_scale,
        in_summary=photo.in_summary,
        width=photo.width or 0,
        height=photo.height or 0,
        thumb_width=photo.thumb_width or 0,
        thumb_height=photo.thumb_height or 0,
        problem=str(PROBLEM_WORDS[Problem(photo.problem)]) if photo.problem else "",
        slow=photo.state == State.PENDING and is_slow(photo.added_at, now),
    )


def _rows(access: Access) -> QuerySet[Photo]:
    """The photos this reader sees that hang on a kept entry."""
    return access.of(Photo).filter(entry__removed_at=None).select_related("added_by", "entry")


def of_entry(access: Access, entry_id: UUID) -> Album:
    """The photos of an entry, oldest first; those being prepared and those that could not be used too. One query."""
    return album(access, [entry_id])


def album(access: Access, entry_ids: Iterable[UUID]) -> Album:
    """The photos of some entries (keys, or a query for them) as one album, as ``of_entry``. One query."""
    rows = _rows(access).filter(entry__in=entry_ids).order_by("added_at", "pk")
    return Album([shot(photo, access.now) for photo in rows])


def of_entries(access: Access, entry_ids: Iterable[UUID]) -> dict[UUID, list[Shot]]:
    """The finished photos of many entries, oldest first. One query."""
    found: dict[UUID, list[Shot]] = defaultdict(list)
    rows = _rows(access).filter(entry__in=list(entry_ids), state=State.KEPT).order_by("added_at", "pk")
    for photo in rows:
        found[photo.entry_id].append(shot(photo, access.now))
    return dict(found)


def for_summary(access: Access, patient: Patient, first: dt.date, last: dt.date) -> list[Shot]:
    """Finished photos of some days that may be chosen for a summary, newest first: never those of private places. One
    query."""
    return [shot(photo, access.now) for photo in _may_be_shown(access, patient, first, last)[:MOST_OFFERED]]


def in_summary(access: Access, patient: Patient, first: dt.date, last: dt.date) -> list[Photo]:
    """Those of ``for_summary`` that somebody chose, oldest first, at most ``MOST_IN_SUMMARY``. One query."""
    rows = _may_be_shown(access, patient, first, last).filter(in_summary=True)
    return list(reversed(rows[:MOST_IN_SUMMARY]))


def _may_be_shown(access: Access, patient: Patient, first: dt.date, last: dt.date) -> QuerySet[Photo]:
    rows = _rows(access).filter(entry__patient=patient, entry__local_day__range=(first, last), state=State.KEPT)
    return rows.exclude(site__in=body_sites.private_slugs()).order_by("-entry__local_day", "-added_at", "-pk")


def gallery(access: Access, patient: Patient, *, place: str | None = None, page: int = 1) -> Gallery:
    """A page of a patient's photos. ``place`` is a ``place_key``; "" asks for those without one, None for all.

    Two queries, however many photos there are.
    """
    rows = _rows(access).filter(entry__patient=patient).exclude(state=State.REFUSED)
    if place is not None:
        site, side = read_place(place)
        rows = rows.filter(site=site, side=side)
    first = (page - 1) * PAGE
    found = list(rows.order_by("-entry__local_day", "-added_at", "-pk")[first : first + PAGE + 1])
    return Gallery(
        shots=[shot(photo, access.now) for photo in found[:PAGE]],
        places=places(access, patient),
        page=page,
        has_older=len(found) > PAGE,
    )


def places(access: Access, patient: Patient) -> list[Place]:
    """Every place with a finished photo, head to toe; photos without a place last. One query."""
    rows = _rows(access).filter(entry__patient=patient, state=State.KEPT).order_by()
    counts = {
        (row["site"], row["side"]): row["count"] for row in rows.values("site", "side").annotate(count=Count("pk"))
    }
    order = [site.slug for site in body_sites.all_sites()]
    known = sorted((pair for pair in counts if pair[0] in order), key=lambda pair: (order.index(pair[0]), pair[1]))
    found = [Place(place_key(*pair), place_words(*pair), counts[pair]) for pair in known]
    if ("", "") in counts:
        found.append(Place("", _("Place not recorded"), counts["", ""]))
    return found


def comparison(access: Access, patient: Patient, *, place: str, first: str = "", second: str = "") -> Comparison | None:
    """Two photos of a place side by side; the oldest and the newest when none were asked for.

    None for a place that was never photographed. The choice reaches back ``MOST_TO_COMPARE`` photos.
    """
    site, side = read_place(place)
    rows = _rows(access).filter(entry__patient=patient, state=State.KEPT, site=site, side=side)
    newest = list(rows.order_by("-entry__local_day", "-added_at", "-pk")[:MOST_TO_COMPARE])
    if not place or not newest:
        return None
    shots = [shot(photo, access.now) for photo in reversed(newest)]
    by_key = {str(one.pk): one for one in shots}
    chosen = sorted((by_key.get(first, shots[0]), by_key.get(second, shots[-1])), key=lambda one: shots.index(one))
    return Comparison(
        place=Place(place, place_words(site, side), len(shots)),
        choices=_choices(shots),
        first=chosen[0],
        second=chosen[1],
    )


def _choices(shots: list[Shot]) -> list[Choice]:
    of_day: dict[dt.date, list[Shot]] = defaultdict(list)
    for one in shots:
        of_day[one.date].append(one)
    choices = []
    for one in shots:
        day, same = date_format(one.date, "D j M Y"), of_day[one.date]
        if len(same) > 1:
            day = _("%(day)s, photo %(number)s") % {"day": day, "number": same.index(one) + 1}
        choices.append(Choice(one.pk, day))
    return choices


def describe(entries: Sequence[Entry]) -> dict[UUID, Line]:
    """A line for each entry of kind ``photo``. One query."""
    found: dict[UUID, list[Photo]] = defaultdict(list)
    rows = Photo.objects.filter(entry__in=[entry.pk for entry in entries]).exclude(state=State.REMOVED)
    for photo in rows.order_by("added_at", "pk"):
        found[photo.entry_id].append(photo)
    return {entry.pk: _line(entry, found[entry.pk]) for entry in entries}


def _line(entry: Entry, photos: list[Photo]) -> Line:
    words = list(dict.fromkeys(photo.place_words for photo in photos if photo.site))
    if any(photo.state == State.REFUSED for photo in photos):
        words.append(_("could not be used"))
    text = ", ".join([*words, *([entry.note] if entry.note else [])])
    url = reverse("record:photo", kwargs={"patient": entry.patient_id, "photo": photos[0].pk}) if photos else ""
    return Line(title=str(entry.get_kind_display()), text=text, url=url)
