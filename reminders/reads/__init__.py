"""What pages and monitors ask about reminders."""

from reminders.reads.devices import device, device_words, devices_page, plan_to_test
from reminders.reads.health import PATIENCE, Silence, heartbeat, silence
from reminders.reads.messages import Answers, NotThere, answerable, answers, done_already, opened, told_with
from reminders.reads.numbers import numbers
from reminders.reads.plans import Lately, PlanLine, PlanPage, Told, next_words, plan_lines, plan_of, plan_page

__all__ = [
    "PATIENCE",
    "Answers",
    "Lately",
    "NotThere",
    "PlanLine",
    "PlanPage",
    "Silence",
    "Told",
    "answerable",
    "answers",
    "device",
    "device_words",
    "devices_page",
    "done_already",
    "heartbeat",
    "next_words",
    "numbers",
    "opened",
    "plan_lines",
    "plan_of",
    "plan_page",
    "plan_to_test",
    "silence",
    "told_with",
]
