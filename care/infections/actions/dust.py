"""Dust that is noted after the cough it may belong to: the rules are asked again about that cough.

Saving, correcting, putting back and moving all announce the same, so this listens instead of being called.
"""

import datetime as dt

from care.household.events import EntrySaved, listen
from care.household.models import User
from care.infections.actions.flags import COUGHING, ask_about_episode, ask_about_log
from care.infections.models import BreathingDay, Episode
from care.infections.rules.flags import coughs
from care.precautions import reads as precautions
from care.precautions.rules import DUST_DAYS


@listen(EntrySaved)
def ask_again(event: EntrySaved) -> None:
    """Two queries more after an entry that tells of dust, none but the first after any other of its kind."""
    if event.by is None or not precautions.tells_of_dust(event.entry_id, event.kind):
        return
    by = User.objects.get(pk=event.by)
    days = (event.local_day, event.local_day + dt.timedelta(days=DUST_DAYS))
    kept = {"entry__patient": event.patient_id, "entry__removed_at": None}
    coughed = BreathingDay.objects.filter(**kept, cough__in=COUGHING, entry__local_day__range=days)
    for row in coughed.select_related("entry__patient__household"):
        ask_about_log(row, by=by, at=event.at)
    begun = Episode.objects.filter(**kept, onset_on__range=days).select_related("entry__patient__household")
    for episode in begun:
        if episode.is_open and coughs(episode.signs):
            ask_about_episode(episode, by=by, at=event.at)
