"""Writes of this package. Each is one transaction with its audit row."""

from reminders.actions.answering import AlreadyDone, acknowledge, reopen, snooze
from reminders.actions.devices import opened_on, subscribe, unsubscribe
from reminders.actions.happenings import happened
from reminders.actions.people import deafen, follow_stop_link, listen, member_left, resume_mails, stop_mails
from reminders.actions.plans import next_of, pause, reschedule, send_test, set_plan, turn_off, zone_changed

__all__ = [
    "AlreadyDone",
    "acknowledge",
    "deafen",
    "follow_stop_link",
    "happened",
    "listen",
    "member_left",
    "next_of",
    "opened_on",
    "pause",
    "reopen",
    "reschedule",
    "resume_mails",
    "send_test",
    "set_plan",
    "snooze",
    "stop_mails",
    "subscribe",
    "turn_off",
    "unsubscribe",
    "zone_changed",
]
