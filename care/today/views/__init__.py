"""Pages of this floor. Each view is one call down."""

from care.today.views.days import day, days, year
from care.today.views.entries import edit_note, entry, move, note
from care.today.views.now import answer, changed, elsewhere, fresh, home, leave_blank, nothing_new, same, today
from care.today.views.outbox import offline, outbox
from care.today.views.timeline import timeline
from care.today.views.trends import trends

__all__ = [
    "answer",
    "changed",
    "day",
    "days",
    "edit_note",
    "elsewhere",
    "entry",
    "fresh",
    "home",
    "leave_blank",
    "move",
    "note",
    "nothing_new",
    "offline",
    "outbox",
    "same",
    "timeline",
    "today",
    "trends",
    "year",
]
