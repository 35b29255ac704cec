"""What pages and monitors ask about reminders."""

from reminders.reads.choices import Choices, plan_choices, quiet_hours, with_person
from reminders.reads.devices import DEVICE_COOKIE, device, device_words, devices_page, fell_silent, plan_to_test
from reminders.reads.health import PATIENCE, Backlog, Silence, backlog, heartbeat, silence
from reminders.reads.messages import (
    Answers,
    NotThere,
    answerable,
    answers,
    end_of,
    opened,
    put_off_words,
    still_given,
    told_with,
)
from reminders.reads.mine import Came, Coming, came, coming
from reminders.reads.numbers import WINDOWS, Lateness, lateness, numbers, standing
from reminders.reads.plans import (
    Lately,
    PlanLine,
    PlanPage,
    Told,
    next_words,
    plan_line,
    plan_lines,
    plan_of,
    plan_page,
)
from reminders.reads.waiting import Waiting, WaitingLine, waiting

__all__ = [
    "DEVICE_COOKIE",
    "PATIENCE",
    "WINDOWS",
    "Answers",
    "Backlog",
    "Came",
    "Choices",
    "Coming",
    "Lately",
    "Lateness",
    "NotThere",
    "PlanLine",
    "PlanPage",
    "Silence",
    "Told",
    "Waiting",
    "WaitingLine",
    "answerable",
    "answers",
    "backlog",
    "came",
    "coming",
    "device",
    "device_words",
    "devices_page",
    "end_of",
    "fell_silent",
    "heartbeat",
    "lateness",
    "next_words",
    "numbers",
    "opened",
    "plan_choices",
    "plan_line",
    "plan_lines",
    "plan_of",
    "plan_page",
    "plan_to_test",
    "put_off_words",
    "quiet_hours",
    "silence",
    "standing",
    "still_given",
    "told_with",
    "waiting",
    "with_person",
]
