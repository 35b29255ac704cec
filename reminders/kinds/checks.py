"""Reminders of what a family does every day."""

import datetime as dt

from django.utils.translation import gettext_lazy as _

from reminders.kinds.kind import MOST_TIMES, Kind
from reminders.rules import Doubt

MORNING_CHECK = Kind(
    slug="morning-check",
    name=_("Morning check"),
    title=_("Morning check"),
    body=_("One tap if nothing is new."),
    detail=_("%(child)s: anything new this morning?"),
    opens="today:today",
    about=_("One message in the morning. It stays away when somebody has logged the day already."),
    default_time=dt.time(7, 0),
    # Four hours: until late morning a look at the child still says how the day began.
    useful_for=dt.timedelta(hours=4),
    # As for the evening: a second nudge does more harm than one that may be lost, and the family sees the doubt.
    doubt=Doubt.NEVER_AGAIN,
    done_by=("nothing_new", "same_as_yesterday", "elsewhere", "skin_check", "concern"),
    by_day=True,
    backs_off=True,
)

EVENING_CHECK = Kind(
    slug="evening-check",
    name=_("Evening check"),
    title=_("Evening check"),
    body=_("About 15 seconds."),
    detail=_("%(child)s: itch, skin, routines"),
    opens="today:today",
    about=_("One message in the evening. It stays away when somebody has logged the evening check already."),
    default_time=dt.time(20, 30),
    # Three hours: later, the child sleeps and the message only takes sleep from the parent.
    useful_for=dt.timedelta(hours=3),
    # One more message for a daily check does more harm than the one that may be lost; the family sees the doubt.
    doubt=Doubt.NEVER_AGAIN,
    done_by=("skin_check", "routines"),
    backs_off=True,
)

INFECTION_CHECK = Kind(
    slug="infection-check",
    name=_("Check while something is open"),
    title=_("A check is open"),
    body=_("Better, same or worse: one tap."),
    detail=_("%(child)s: better, same or worse?"),
    opens="today:today",
    about=_("One message a day while an infection is marked as open, until somebody has logged that day's check."),
    # In the afternoon: the day has shown how it goes, and a clinic can still be rung.
    default_time=dt.time(16, 0),
    # Five hours: until the quiet hours begin there is an evening to look at the child.
    useful_for=dt.timedelta(hours=5),
    # Its lack shows on the next day's page all the same: never told twice.
    doubt=Doubt.NEVER_AGAIN,
    done_by=("infection_check",),
    by_day=True,
)

ROUTINE = Kind(
    slug="routine",
    name=_("Routine"),
    title=_("A routine"),
    body=_("Half a minute."),
    detail=_("%(child)s: wash hands"),
    opens="today:today",
    about=_("Washing hands, at times of your choice. Up to three a day."),
    default_time=dt.time(17, 0),
    most_times=MOST_TIMES,
    # One hour: told later it is about another occasion.
    useful_for=dt.timedelta(hours=1),
    doubt=Doubt.NEVER_AGAIN,
    backs_off=True,
    # Hands are washed without Tend too: who wants to be told asks for it.
    on_by_default=False,
)

RESTART = Kind(
    slug="restart",
    name=_("We’ve gone quiet"),
    title=_("We’ve gone quiet"),
    body=_("Reminders are now once a week. Change any time."),
    opens="today:today",
    about=_("One message when daily reminders become weekly, because none was opened for a while."),
    default_time=dt.time(9, 0),
    # Two days: long enough for a night and a mail service that is away; the page says the same for as long as it holds.
    useful_for=dt.timedelta(days=2),
    # Says what is so already; the page says it as well.
    doubt=Doubt.NEVER_AGAIN,
    # By mail: whoever opened nothing on the phone will not open this one there either.
    channel="email",
    by_event=True,
    on_by_default=False,
    listed=False,
)
