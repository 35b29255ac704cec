"""What Tend can remind of: one entry per kind, with its words, how long it helps and what to do in doubt.

Words here are read on lock screens: no name, diagnosis, drug or body part. A kind is added by one entry below.
"""

import datetime as dt
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from reminders.rules import Doubt

Words = str | Promise


@dataclass(frozen=True, kw_only=True)
class Kind:
    """One thing to be reminded of.

    - ``name``: how Tend's own pages call it.
    - ``title``, ``body``, ``action``: subject, text and button of a message; lock-screen-safe.
    - ``opens``: url name of the patient's page behind the message.
    - ``about``: what the family is told when choosing it.
    - ``default_time``: wall-clock proposal; ``by_event``: waits for something to happen instead of a time.
    - ``useful_for``: after this it is ``missed``: shown, not sent.
    - ``doubt``: policy for a message of which nobody knows whether it left.
    - ``done_by``: entry kinds of the record which, logged since midday, mean it is done; () for none.
    - ``told_together``: one message is enough for several children due at once.
    """

    slug: str
    name: Words
    title: Words
    body: Words
    action: Words
    opens: str
    about: Words
    default_time: dt.time
    useful_for: dt.timedelta
    doubt: Doubt = Doubt.NEVER_AGAIN
    by_event: bool = False
    done_by: tuple[str, ...] = ()
    told_together: bool = False


EVENING_CHECK = Kind(
    slug="evening-check",
    name=_("Evening check"),
    title=_("Evening check"),
    body=_("About 15 seconds."),
    action=_("Open Tend"),
    opens="today:today",
    about=_("One mail in the evening. It stays away when somebody has logged the evening check already."),
    default_time=dt.time(20, 30),
    # Three hours: later, the child sleeps and the mail only takes sleep from the parent.
    useful_for=dt.timedelta(hours=3),
    # One more mail for a daily check does more harm than the one that may be lost; the family sees the doubt.
    doubt=Doubt.NEVER_AGAIN,
    done_by=("skin_check", "routines"),
    told_together=True,
)

SUMMARY_READY = Kind(
    slug="summary-ready",
    name=_("Summary for the clinic"),
    title=_("Your summary is ready"),
    body=_("You can read it before it is needed."),
    action=_("Open Tend"),
    opens="visits:list",
    about=_("One mail when a summary for a clinic visit is ready to read."),
    default_time=dt.time(9, 0),
    # Made two days before a visit: on the third day the visit is over.
    useful_for=dt.timedelta(days=2),
    # A second copy costs a glance; one that never came costs the time to read it before the visit.
    doubt=Doubt.RESEND,
    by_event=True,
)

KINDS: dict[str, Kind] = {kind.slug: kind for kind in (EVENING_CHECK, SUMMARY_READY)}


def slugs(policy: Doubt) -> list[str]:
    """The kinds with a doubt policy."""
    return [kind.slug for kind in KINDS.values() if kind.doubt is policy]
