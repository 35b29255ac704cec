"""What pages and monitors ask about reminders."""

from reminders.reads.health import PATIENCE, Silence, heartbeat, silence
from reminders.reads.messages import Answers, NotThere, answerable, answers, done_already, opened, told_with
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
    "done_already",
    "heartbeat",
    "next_words",
    "opened",
    "plan_lines",
    "plan_of",
    "plan_page",
    "silence",
    "told_with",
]
