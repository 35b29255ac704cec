"""The engine's numbers, each with its reason."""

import datetime as dt

from django.conf import settings

from reminders.rules import FIRST_PAUSE

# Long enough for a slow server's answers to one mail, short enough that a dead worker's mails wait only so long.
# Renewed with every message, so it bounds one message, not a batch.
LEASE = dt.timedelta(seconds=getattr(settings, "REMINDERS_LEASE_SECONDS", 15))

# What waits in a batch is renewed with a message when its lease is this old: not with each, yet always long before the
# end of the slowest message.
RENEW_AFTER = LEASE / 5

# What was read for a batch counts so long; then it is read anew. Done, later and a dose that is noted are never missed:
# they change the very row a message begins with. The rest (somebody left, a reminder turned off, an evening logged) may
# come a second too late for a message, as it may for one that was sent a second earlier.
FRESH = dt.timedelta(seconds=1)

# A server that puts a mail off ("greylisting") wants minutes, one that is restarting seconds; doubled each time.
FIRST_RETRY = dt.timedelta(seconds=getattr(settings, "REMINDERS_FIRST_RETRY_SECONDS", FIRST_PAUSE.total_seconds()))

# One mail connection carries a batch, and many servers end one after 100 mails.
BATCH = 50

# A worker's soft time limit is 50 s and a mail may take some 10: what is left of a batch by then goes back.
BATCH_BUDGET = dt.timedelta(seconds=30)

# Plans taken in one transaction: short enough that other claimers never wait long.
PLANS_PER_CLAIM = 500

# A tick that is still catching up after this leaves the rest to the next one, a second later.
TICK_BUDGET = dt.timedelta(seconds=20)

# Each hint wakes a worker that goes on while anything waits; a tick later more are woken if that is not enough.
MOST_HINTS = 2

# How long one hint keeps a worker on one channel: soon enough the next one may be for another channel, that waits.
GO_ON = dt.timedelta(seconds=2)

# A plan that cannot be worked out is looked at again then; meanwhile it stops nobody else's.
POISON_PAUSE = dt.timedelta(hours=1)

# Beat ticks each second; a row written that often would wear out a small machine's card for nothing.
HEARTBEAT_EVERY = dt.timedelta(seconds=10)

# Two carers or two children at the same time: within this, one mail is enough.
TOGETHER = dt.timedelta(minutes=10)

# A family asks "did it come?" about last week, a clinic visit at most about last quarter. Older rows become counts.
KEEP_DELIVERIES = dt.timedelta(days=100)

# Rows folded in one transaction, and transactions in one task: short locks, and well inside the task's time limit.
FOLD_BATCH = 500
FOLD_ROUNDS = 40

# What was put off until then is worth telling an hour longer; after that the next reminder is nearer.
SNOOZE_USEFUL = dt.timedelta(hours=1)

# More lines than this are no longer read on a phone; what is left goes in a second message.
MOST_RIDERS = 20

# A morning check later than this after the quiet hours is no longer "in the morning": what waited comes without it.
MORNING_LASTS = dt.timedelta(hours=3)

# What joins the morning check becomes due a minute after it: the check carries it, or it goes alone.
JOINS_AFTER = dt.timedelta(minutes=1)

# Notices a person gets in a day, beside medicines. Two digests and one more: as-they-come gave more stress, none at
# all more anxiety (Fitz 2019, n = 237).
MOST_NOTICES = 3

# Occurrences looked at in one sweep: each asks for a few rows, and the next sweep is two seconds away.
ESCALATIONS_PER_SWEEP = 100

# An hour after somebody was asked second, either it was seen to or the page is the better place to read of it.
ESCALATION_USEFUL = dt.timedelta(hours=1)

# Five daily messages left alone: most of a week, so no weekend or illness alone makes a reminder weekly.
BACK_OFF_AFTER = 5

# A message of the evening may be answered the next morning: only then has it been left alone.
IGNORED_AFTER = dt.timedelta(hours=12)

# The task that looks runs each hour; a day's worth forgives an outage.
BACK_OFF_LOOKS_BACK = dt.timedelta(days=1)

# What somebody logs or opens is noted as a sign of life at most so often: one write for a family's busy morning.
SEEN_EVERY = dt.timedelta(hours=6)
