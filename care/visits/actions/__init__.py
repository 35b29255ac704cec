"""What changes a visit or makes a summary of it."""

from care.visits.actions.summaries import generate_summary, queue_due_summaries, request_summary
from care.visits.actions.visits import add_visit, change_visit, remove_visit, restore_visit

__all__ = [
    "add_visit",
    "change_visit",
    "generate_summary",
    "queue_due_summaries",
    "remove_visit",
    "request_summary",
    "restore_visit",
]
