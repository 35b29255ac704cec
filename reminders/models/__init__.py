"""Tables of reminders."""

from reminders.models.deliveries import Delivery, Occurrence
from reminders.models.devices import PushSubscription
from reminders.models.plans import EVERY_DAY, Plan, QuietHours, Recipient, SecondWish, every_day
from reminders.models.signs import DailyCount, Heartbeat

__all__ = [
    "EVERY_DAY",
    "DailyCount",
    "Delivery",
    "Heartbeat",
    "Occurrence",
    "Plan",
    "PushSubscription",
    "QuietHours",
    "Recipient",
    "SecondWish",
    "every_day",
]
