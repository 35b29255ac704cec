"""The delivery engine: tick makes what came due, send tells it, sweep settles what a dead worker left behind.

Every step may be killed anywhere and run beside itself: rows say how far it came.
"""

from reminders.engine.retention import fold
from reminders.engine.send import send_batch
from reminders.engine.sweep import sweep
from reminders.engine.tick import tick

__all__ = ["fold", "send_batch", "sweep", "tick"]
