"""Writes of this package. Each is one transaction with its audit row."""

from reminders.actions.answering import AlreadyDone, Done, acknowledge, done, dose_noted, reopen, snooze, undone
from reminders.actions.devices import lost_here, opened, opened_on, subscribe, unsubscribe
from reminders.actions.guardians import remind_guardians
from reminders.actions.happenings import happened
from reminders.actions.items import follow_medicine, follow_vaccine, follow_visits
from reminders.actions.people import (
    deafen,
    follow_stop_link,
    listen,
    member_left,
    only_inside,
    resume_mails,
    seen,
    set_quiet_hours,
    stop,
    stop_mails,
)
from reminders.actions.plans import (
    AS_IT_IS,
    pause,
    pause_child,
    resume,
    resume_child,
    send_test,
    set_plan,
    turn_off,
    zone_changed,
)
from reminders.actions.scheduling import next_of, reschedule

__all__ = [
    "AS_IT_IS",
    "AlreadyDone",
    "Done",
    "acknowledge",
    "deafen",
    "done",
    "dose_noted",
    "follow_medicine",
    "follow_stop_link",
    "follow_vaccine",
    "follow_visits",
    "happened",
    "listen",
    "lost_here",
    "member_left",
    "next_of",
    "only_inside",
    "opened",
    "opened_on",
    "pause",
    "pause_child",
    "remind_guardians",
    "reopen",
    "reschedule",
    "resume",
    "resume_child",
    "resume_mails",
    "seen",
    "send_test",
    "set_plan",
    "set_quiet_hours",
    "snooze",
    "stop",
    "stop_mails",
    "subscribe",
    "turn_off",
    "undone",
    "unsubscribe",
    "zone_changed",
]
