"""The delivery engine: tick makes what came due, send tells it, sweep settles what a dead worker left behind.

Every step may be killed anywhere and run beside itself: rows say how far it came.
"""

from reminders.engine.backoff import back_off
from reminders.engine.escalate import escalate
from reminders.engine.retention import fold
from reminders.engine.send import send_batch, send_waiting
from reminders.engine.sweep import sweep
from reminders.engine.tick import tick

__all__ = ["back_off", "escalate", "fold", "send_batch", "send_waiting", "sweep", "tick"]
