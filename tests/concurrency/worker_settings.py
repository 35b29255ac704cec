"""Tend's own settings for processes that a test starts, with a lease so short that a test need not wait long."""

from tracker.settings import *  # noqa: F403

REMINDERS_LEASE_SECONDS = 2
# The real SMTP backend, which a test can freeze half way through a mail.
EMAIL_BACKEND = "tests.concurrency.halfway.EmailBackend"
EMAIL_TIMEOUT = 5
