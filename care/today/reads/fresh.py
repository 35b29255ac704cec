"""What another phone, or another carer, has written since a screen was opened."""

import datetime as dt
from dataclasses import dataclass

from django.db.models import Count, Max, Q, Sum
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from care.household.access import Access
from care.household.models import Patient
from care.record.models import Entry
from care.today.reads.now import LOOK_BACK
from care.today.rules.fresh import mark


@dataclass(frozen=True)
class News:
    """``words`` for the line over an open screen, "" when there is nothing to say; ``mark`` is what it now shows."""

    mark: str
    words: str = ""


def recent_mark(access: Access, patient: Patient) -> str:
    """The mark that a Today opened now would carry. One query."""
    day = access.today(patient)
    rows = _recent(access, patient, day)
    found = rows.aggregate(count=Count("pk"), versions=Sum("version"), newest=Max("entered_at"))
    return mark(day=day, count=found["count"], versions=found["versions"] or 0, newest=found["newest"])


def news(access: Access, patient: Patient, since: dt.datetime, *, now: str) -> News:
    """What was written since, in one line. ``now`` is the mark of this moment. One query."""
    rows = _recent(access, patient, access.today(patient)).select_related("author")
    rows = rows.filter(Q(entered_at__gt=since) | Q(edited_at__gt=since)).order_by("-entered_at", "-pk")
    found = list(rows[:20])
    if len(found) == 1 and found[0].entered_at > since:
        return News(now, _one(access, patient, found[0]))
    if found:
        many = ngettext(
            "%(n)s entry of %(name)s is new or changed since this page was opened.",
            "%(n)s entries of %(name)s are new or changed since this page was opened.",
            len(found),
        )
        return News(now, many % {"n": len(found), "name": patient.name})
    return News(now, _("Something changed since this page was opened."))


def _one(access: Access, patient: Patient, entry: Entry) -> str:
    said = {
        "who": str(entry.author),
        "what": str(Entry.Kind(entry.kind).label),
        "name": patient.name,
        "time": localtime(entry.entered_at).strftime("%H:%M"),
    }
    if access.user is not None and entry.author_id == access.user.pk:
        return _("You logged this for %(name)s on another screen at %(time)s: %(what)s.") % said
    return _("%(who)s logged this for %(name)s at %(time)s: %(what)s.") % said


def _recent(access: Access, patient: Patient, day: dt.date):
    return access.of(Entry).filter(patient=patient, local_day__range=(day - dt.timedelta(days=LOOK_BACK), day))
