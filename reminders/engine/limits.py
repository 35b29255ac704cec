"""The engine's numbers, each with its reason."""

import datetime as dt

from django.conf import settings

# Long enough for a slow server's answers to one mail, short enough that a dead worker's mails wait only so long.
# Renewed with every message, so it bounds one message, not a batch.
LEASE = dt.timedelta(seconds=getattr(settings, "REMINDERS_LEASE_SECONDS", 15))

# One mail connection carries a batch, and many servers end one after 100 mails.
BATCH = 50

# A worker's soft time limit is 50 s and a mail may take some 10: what is left of a batch by then goes back.
BATCH_BUDGET = dt.timedelta(seconds=30)

# Plans taken in one transaction: short enough that other claimers never wait long.
PLANS_PER_CLAIM = 500

# A tick that is still catching up after this leaves the rest to the next one, a second later.
TICK_BUDGET = dt.timedelta(seconds=20)

# More hints than this find the same few rows; the next tick sends the next ones.
MOST_HINTS = 4

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
