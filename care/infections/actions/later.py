"""Two entries make some rules speak, and either may be saved first: the rules are asked again about the other one.

A day is filled in afterwards, a second carer's phone had no line, a dose is remembered weeks later. Saving, correcting,
putting back and moving all announce the same, so this listens instead of being called (as ``dust`` does).
"""

import datetime as dt
from collections.abc import Callable

from django.db.models import Q, QuerySet

from care.household.events import EntrySaved, listen
from care.household.models import User
from care.infections.actions.flags import (
    AGAIN,
    COUGHING,
    LOOK_BACK,
    ask_about_episode,
    ask_about_log,
    ask_about_temperature,
    fevers,
)
from care.infections.models import BreathingDay, Episode, Temperature
from care.infections.rules import flags
from care.plan import actions as plan
from care.plan.models import WarningSigns
from care.plan.rules.facts import YES
from care.record.models import Entry
from care.vaccines import reads as vaccines


@listen(EntrySaved)
def ask_again(event: EntrySaved) -> None:
    """One query more after a temperature, a breathing day and a vaccine; further ones only where it matters."""
    look = _AFTER.get(event.kind)
    if look is not None and event.by is not None:
        look(event)


def _after_temperature(event: EntrySaved) -> None:
    row = Temperature.objects.select_related("entry__patient__household").filter(pk=event.entry_id).first()
    if row is None:
        return
    if flags.is_low(row.common):
        _low_again(row, event)
    elif fevers(event.patient_id, [(row.tenths, row.unit)]):
        _with_a_fever(row, event)


def _low_again(row: Temperature, event: EntrySaved) -> None:
    """The next low reading: those after it had that one before them."""
    first = row.entry.occurred_at
    later = Temperature.objects.filter(
        entry__patient=row.entry.patient_id,
        entry__removed_at=None,
        entry__occurred_at__gt=first,
        entry__occurred_at__lte=first + AGAIN,
    ).select_related("entry__patient__household")
    for one in later.order_by("entry__occurred_at", "pk"):
        if flags.is_low(one.common):
            ask_about_temperature(one, by=_who(event), at=event.at)
            return


def _with_a_fever(row: Temperature, event: EntrySaved) -> None:
    """Open lumps, if it is a fever of now, and the infection somebody said it belongs to: both are more serious."""
    wanted = Q(pk=row.episode_id)
    if row.entry.occurred_at >= event.at - AGAIN:
        wanted |= Q(is_lump=True)
    found = Episode.objects.filter(
        wanted, entry__patient=row.entry.patient_id, entry__removed_at=None, resolved_on=None
    ).select_related("entry__patient__household")
    for episode in found.order_by("pk"):
        if episode.is_open:
            ask_about_episode(episode, by=_who(event), at=event.at, fever=True)


def _after_breathing(event: EntrySaved) -> None:
    """The last day of the run this day belongs to: it is the one that has become longer and still matters."""
    kept = {"entry__patient": event.patient_id, "entry__removed_at": None, "cough__in": COUGHING}
    near = (event.local_day, event.local_day + LOOK_BACK)
    rows = list(_newest(BreathingDay.objects.filter(**kept, entry__local_day__range=near)))
    days, last = {row.entry.local_day for row in rows}, event.local_day
    if not any(row.pk == event.entry_id for row in rows):
        return
    while last + dt.timedelta(days=1) in days:
        last += dt.timedelta(days=1)
    newest = next(row for row in rows if row.entry.local_day == last)
    if last > event.local_day:
        ask_about_log(newest, by=_who(event), at=event.at)


def _after_vaccine(event: EntrySaved) -> None:
    """The newest fever, infection with signs of one, and warning signs of the weeks after a live dose.

    One of each is enough: a message about every reading of six weeks would hide what it says.
    """
    weeks = vaccines.weeks_after_live_dose(event.entry_id)
    if weeks is None:
        return
    by, at = _who(event), event.at
    kept = {"entry__patient": event.patient_id, "entry__removed_at": None, "entry__local_day__range": weeks}
    readings = _newest(Temperature.objects.filter(**kept))
    hot = fevers(event.patient_id, [(row.tenths, row.unit) for row in readings])
    for row in readings:
        if (row.tenths, row.unit) in hot:
            ask_about_temperature(row, by=by, at=at)
            break
    for episode in _newest(Episode.objects.filter(**kept)):
        facts = flags.facts_of_episode(episode, day=episode.entry.local_day)
        if YES in (facts.fever, facts.unwell):
            ask_about_episode(episode, by=by, at=at)
            break
    ill = Q(answers__rash=YES) | Q(answers__fever=YES) | Q(answers__unwell=YES)
    for signs in _newest(WarningSigns.objects.filter(ill, **kept))[:1]:
        plan.ask_again(entry=signs.entry, by=by, at=at)


def _newest(rows: QuerySet) -> QuerySet:
    return rows.select_related("entry__patient__household").order_by("-entry__occurred_at", "-pk")


def _who(event: EntrySaved) -> User:
    assert event.by is not None, "nobody is asked about what Tend itself saved"
    return User.objects.get(pk=event.by)


_AFTER: dict[str, Callable[[EntrySaved], None]] = {
    Entry.Kind.TEMPERATURE: _after_temperature,
    Entry.Kind.BREATHING: _after_breathing,
    Entry.Kind.VACCINE_DECISION: _after_vaccine,
}
