"""What a kind of reminder says about itself."""

import datetime as dt
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from reminders.rules import LONGEST_PAUSE, Doubt, Quiet

Words = str | Promise
# Nobody is told more often than this of the same routine in one day: three is also the most a person gets.
MOST_TIMES = 3
OPEN_TEND = _("Open Tend")
NOBODY = _("Nobody marked what was due at %(time)s.")


@dataclass(frozen=True, kw_only=True)
class Kind:
    """One thing to be reminded of.

    Words, all safe on a lock screen but ``detail``:

    - ``name``: how Tend's own pages call it; ``about``: what the family is told when choosing it.
    - ``title``, ``body``, ``action``: subject, text and button of a message.
    - ``due``, ``late``: the title with the time it is (was) due, ``%(time)s``; "" where the time says nothing.
    - ``line``: one line among others in a message; "" for the title.
    - ``unmarked``: the morning after nobody marked it, ``%(time)s``.
    - ``detail``: the text for a person who chose it, with ``%(child)s`` and ``%(item)s``.

    When and whether:

    - ``default_time``: wall-clock proposal; ``most_times``: how many times a day at most.
    - ``by_event``: waits for something to happen instead of a time.
    - ``per_item``: each medicine or visit has a plan of its own below the one people set.
    - ``useful_for``: after this it is ``missed``: shown, not sent. ``quiet``: what the quiet hours mean to it.
    - ``done_by``: entry kinds of the record which, logged since midday (``by_day``: since the day began), mean it is
      done; () for none.

    How:

    - ``opens``: url name of the patient's page behind the message.
    - ``channel``: over which it comes by default; "" for the one a person prefers (their phone, else mail).
    - ``doubt``: policy for a message of which nobody knows whether it left.
    - ``tries``, ``waits``: how often a phone's service that fails is asked, and how long at most until the next try,
      before a mail goes instead.
    - ``told_together``: the same words are not told again within minutes, for another child.
    - ``counts``: among the three notices a day. ``backs_off``: becomes weekly when nobody opens it.
    - ``on_by_default``: turned on when a carer takes the usual reminders. ``listed``: people set it themselves.
    """

    slug: str
    name: Words
    title: Words
    body: Words
    action: Words = OPEN_TEND
    due: Words = ""
    late: Words = ""
    line: Words = ""
    unmarked: Words = NOBODY
    detail: Words = ""
    opens: str
    about: Words
    default_time: dt.time
    most_times: int = 1
    useful_for: dt.timedelta
    quiet: Quiet = Quiet.WAIT
    doubt: Doubt = Doubt.NEVER_AGAIN
    channel: str = ""
    by_event: bool = False
    per_item: bool = False
    done_by: tuple[str, ...] = ()
    by_day: bool = False
    # Some ten minutes with the pauses between tries: a service that is restarted is back by then.
    tries: int = 6
    waits: dt.timedelta = LONGEST_PAUSE
    told_together: bool = True
    counts: bool = True
    backs_off: bool = False
    on_by_default: bool = True
    listed: bool = True

    @property
    def has_time(self) -> bool:
        """Whether people choose when it comes."""
        return not self.by_event and self.slug != "medicine"
