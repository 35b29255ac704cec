"""Tend's settings in a storm: the lease as asked, every other wait in the proportion it has to it in production.

Production: lease 15 s, first retry after 20 s, transports give up after 10 s.
"""

import os

from tracker.settings import *  # noqa: F403

REMINDERS_LEASE_SECONDS = float(os.environ.get("CHAOS_LEASE", "15"))
REMINDERS_FIRST_RETRY_SECONDS = REMINDERS_LEASE_SECONDS * 20 / 15
EMAIL_TIMEOUT = REMINDERS_PUSH_SECONDS = REMINDERS_LEASE_SECONDS * 10 / 15
REMINDERS_PUSH_TEST_HOSTS = ["127.0.0.1"]
