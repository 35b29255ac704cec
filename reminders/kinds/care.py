"""Reminders that the record itself sets: medicines, visits, summaries, planned vaccines."""

import datetime as dt

from django.utils.translation import gettext_lazy as _

from reminders.kinds.kind import Kind
from reminders.rules import Doubt, Quiet

MEDICINE = Kind(
    slug="medicine",
    name=_("Medicine times"),
    title=_("Something is due"),
    body=_("Open Tend to see what."),
    due=_("Something is due at %(time)s"),
    late=_("Something was due at %(time)s"),
    detail=_("%(child)s: %(item)s"),
    opens="medicines:list",
    about=_("At the times on the list of medicines. It stays away when the dose is noted already."),
    default_time=dt.time(8, 0),
    per_item=True,
    # Twelve hours: a family that was cut off still learns that a dose was due, and when. What to do about a late one
    # is for the label and the care team; after half a day the page alone says it.
    useful_for=dt.timedelta(hours=12),
    # A time was set for it: it rings at night unless somebody chose silence.
    quiet=Quiet.RING,
    # A second copy under the same id costs a glance; one that never came may cost a dose.
    doubt=Doubt.RESEND,
    # A dose waits for no phone: about a minute, then a mail.
    tries=3,
    waits=dt.timedelta(minutes=2),
    # Two medicines at one time ride in one message; a dose of an earlier time is told again on its own.
    told_together=False,
    counts=False,
)

APPOINTMENT = Kind(
    slug="appointment",
    name=_("Appointments"),
    title=_("Something is coming up"),
    body=_("In the next two days. Your questions can still be written down."),
    detail=_("%(child)s: an appointment is near"),
    opens="visits:list",
    about=_("One message two days before an appointment, or the day before when it was entered late."),
    default_time=dt.time(9, 0),
    per_item=True,
    # One day: the appointment itself is still ahead.
    useful_for=dt.timedelta(days=1),
    # A second copy costs a glance; one that never came costs the preparation.
    doubt=Doubt.RESEND,
)

SUMMARY_READY = Kind(
    slug="summary-ready",
    name=_("Summary for the clinic"),
    title=_("Your summary is ready"),
    body=_("You can read it before it is needed."),
    detail=_("%(child)s: the summary is ready to read"),
    opens="visits:list",
    about=_("One message when a summary for a clinic visit is ready to read."),
    default_time=dt.time(9, 0),
    # Made two days before a visit: on the third day the visit is over.
    useful_for=dt.timedelta(days=2),
    # A second copy costs a glance; one that never came costs the time to read it before the visit.
    doubt=Doubt.RESEND,
    by_event=True,
    # Another child's summary is another one to read; two that are ready together ride in one message.
    told_together=False,
)

LIVE_VACCINE = Kind(
    slug="ask-first",
    name=_("Ask the team first"),
    title=_("Ask the team first"),
    body=_("Something planned is near. Please ask your care team before it."),
    detail=_("%(child)s: ask the care team before the planned vaccine"),
    opens="vaccines:list",
    about=_("One message a week before a planned vaccine that is live, or may be."),
    default_time=dt.time(9, 0),
    per_item=True,
    # Two days of the week that is left: there is still time to ring.
    useful_for=dt.timedelta(days=2),
    # A second copy costs a glance; one that never came costs the question.
    doubt=Doubt.RESEND,
)

REFILL = Kind(
    slug="refill",
    name=_("Refills"),
    title=_("Something runs out soon"),
    body=_("Open Tend to see what."),
    detail=_("%(child)s: refill %(item)s"),
    opens="medicines:list",
    about=_("One message a week before the day you wrote down for a refill."),
    default_time=dt.time(9, 0),
    per_item=True,
    # Two days of the week that is left: a pharmacy can still order.
    useful_for=dt.timedelta(days=2),
    # A second copy costs a glance; one that never came may cost doses.
    doubt=Doubt.RESEND,
)
