"""Every entry of a patient, filtered, a page at a time. The same few queries on the first page and on the last."""

import datetime as dt
from dataclasses import dataclass

from django.db.models import Q, QuerySet, TextField
from django.db.models.functions import Cast

from care.household.access import Access
from care.household.models import Patient
from care.infections.models import Episode
from care.record.models import Entry
from care.record.photos.models import Photo
from care.skin.models import SkinCheck
from care.today.reads.entries import Item, items
from care.today.reads.search import having
from care.today.rules.paging import Place

SIZE = 30
NEWEST_FIRST = ("-local_day", "-occurred_at", "-pk")
OLDEST_FIRST = ("local_day", "occurred_at", "pk")
BODY, INFECTION = "body", "infection"


@dataclass(frozen=True)
class Filter:
    """What is looked for; empty parts narrow nothing.

    ``site`` is "body:<slug of body-sites>" or "infection:<slug of an infection's site>"; ``text`` is
    looked for by ``search.having``.
    """

    kind: str = ""
    site: str = ""
    first: dt.date | None = None
    last: dt.date | None = None
    text: str = ""

    def __bool__(self) -> bool:
        return any((self.kind, self.site, self.first, self.last, self.text))


@dataclass(frozen=True)
class TimelinePage:
    """A page newest first. ``newer`` and ``older`` are the places to go on from, None at an end."""

    items: list[Item]
    newer: Place | None = None
    older: Place | None = None


def timeline(
    access: Access,
    patient: Patient,
    wanted: Filter,
    *,
    before: Place | None = None,
    after: Place | None = None,
    oldest: bool = False,
) -> TimelinePage:
    """The newest page; that of the entries before or after a place; or the oldest page."""
    rows = _narrowed(access, patient, wanted).select_related("author", "patient__household")
    if oldest or after:
        found = list(_beyond(rows, after, "gt").order_by(*OLDEST_FIRST)[: SIZE + 1])
        more_newer, more_older = len(found) > SIZE, not oldest
        found = found[:SIZE][::-1]
    else:
        found = list(_beyond(rows, before, "lt").order_by(*NEWEST_FIRST)[: SIZE + 1])
        more_newer, more_older = before is not None, len(found) > SIZE
        found = found[:SIZE]
    return TimelinePage(
        items=items(access, found),
        newer=_place(found[0]) if found and more_newer else None,
        older=_place(found[-1]) if found and more_older else None,
    )


def _place(entry: Entry) -> Place:
    return Place(entry.local_day, entry.occurred_at, entry.pk)


def _beyond(rows: QuerySet[Entry], place: Place | None, way: str) -> QuerySet[Entry]:
    """The rows before ("lt") or after ("gt") a place, which need not exist any more."""
    if place is None:
        return rows
    beyond = (
        Q(**{f"local_day__{way}": place.day})
        | Q(**{"local_day": place.day, f"occurred_at__{way}": place.at})
        | Q(**{"local_day": place.day, "occurred_at": place.at, f"pk__{way}": place.key})
    )
    # Said twice: the first lets the index begin at the day, whatever the planner makes of the second.
    return rows.filter(**{f"local_day__{way}e": place.day}).filter(beyond)


def _narrowed(access: Access, patient: Patient, wanted: Filter) -> QuerySet[Entry]:
    rows = access.of(Entry).filter(patient=patient)
    if wanted.kind:
        rows = rows.filter(kind=wanted.kind)
    if wanted.first:
        rows = rows.filter(local_day__gte=wanted.first)
    if wanted.last:
        rows = rows.filter(local_day__lte=wanted.last)
    if wanted.text:
        rows = rows.filter(having(wanted.text))
    if wanted.site:
        rows = rows.filter(_at(access, patient, wanted.site))
    return rows


def _at(access: Access, patient: Patient, site: str) -> Q:
    """The entries that name a place."""
    where, _sep, slug = site.partition(":")
    episodes = access.of(Episode).filter(entry__patient=patient)
    if where == INFECTION:
        return _of_infections(episodes.filter(site=slug))
    checks = access.of(SkinCheck).filter(entry__patient=patient)
    # The list of places is JSON: the quotes keep "palm" from finding "palm_back", in every database alike.
    named = checks.annotate(places=Cast("sites", TextField())).filter(places__contains=f'"{slug}"')
    shown = access.of(Photo).filter(entry__patient=patient, site=slug)
    lumps = episodes.filter(body_site=slug)
    return Q(pk__in=named.values("pk")) | _of_infections(lumps) | Q(pk__in=shown.values("entry"))


def _of_infections(episodes: QuerySet[Episode]) -> Q:
    """The infections themselves and everything that was written down about them."""
    found = Q(pk__in=episodes.values("pk"))
    for relation in Episode._meta.related_objects:
        about = relation.related_model
        # What hangs on an infection is an entry of its own; another infection that came of it is not about it.
        if about is not Episode:
            found |= Q(pk__in=about._base_manager.filter(**{f"{relation.field.name}__in": episodes}).values("pk"))
    return found
