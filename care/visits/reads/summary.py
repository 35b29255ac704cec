"""A summary as the clinician's page shows it."""

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.db.models import Max
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from care.household.access import Access
from care.household.rules import Role
from care.infections.models import Site
from care.record.models import Entry
from care.skin.models import BAND_WORDS
from care.skin.rules import Band
from care.visits import rules
from care.visits.models import Summary, Visit
from care.visits.reads.strip import Strip, strip, strip_words

ROLE_WORDS = {
    "self": gettext_lazy("the patient"),
    Role.GUARDIAN.value: gettext_lazy("guardians"),
    Role.CAREGIVER.value: gettext_lazy("caregivers"),
    Role.HELPER.value: gettext_lazy("helpers"),
    Role.VIEWER.value: gettext_lazy("viewers"),
}
# Keys of a summary's content that hold calendar days.
DAYS = {"first", "last", "on", "birth_date", "told_on", "onset", "ended"}


@dataclass(frozen=True)
class SummaryPage:
    """What a clinician reads.

    ``content`` is the stored data with its days as dates. ``newer`` says that entries were added, changed or
    taken back since; ``questions_changed`` that the family's questions were. ``intact`` is False when the stored
    data does not match its hash.
    """

    visit: Visit
    version: int
    latest: int
    content: dict[str, Any]
    generated_at: dt.datetime
    app_version: str
    content_hash: str
    newer: bool
    questions_changed: bool
    intact: bool
    reporters: str
    two_raters: bool
    strip: Strip | None
    strip_words: str


def summary_page(access: Access, visit: Visit, version: int | None = None) -> SummaryPage | None:
    """A ready summary: that version, else the newest. None when there is none. A fixed number of queries."""
    rows = access.of(Summary).filter(visit=visit, state=Summary.State.READY)
    latest = rows.aggregate(latest=Max("version"))["latest"]
    row = rows.filter(version=latest if version is None else version).first()
    if row is None or row.content is None or row.generated_at is None:
        return None
    questions, more = rules.first_questions(visit.questions)
    content = _with_dates(row.content)
    return SummaryPage(
        visit=visit,
        version=row.version,
        latest=latest,
        content=_for_page(content),
        generated_at=row.generated_at,
        app_version=row.app_version,
        content_hash=row.content_hash,
        newer=_fingerprint_now(access, visit, content["previous"]["first"]) != row.fingerprint,
        questions_changed=row.content["questions"] != {"shown": questions, "more": more},
        intact=rules.content_hash(row.content) == row.content_hash,
        reporters=", ".join(_reporter(row["role"], row["entries"]) for row in content["reporters"]),
        two_raters=len(content["skin"]["itch"]) > 1,
        strip=strip(content),
        strip_words=strip_words(content),
    )


def _reporter(role: str, entries: int) -> str:
    words = ngettext("%(who)s %(n)s entry", "%(who)s %(n)s entries", entries)
    return words % {"who": ROLE_WORDS.get(role, _("others")), "n": entries}


def _fingerprint_now(access: Access, visit: Visit, first: dt.date) -> str:
    """The fingerprint that a summary made now would carry, over the same first day."""
    last = min(visit.on, access.today(visit.patient))
    rows = access.of(Entry).filter(patient=visit.patient_id, local_day__range=(first, last)).order_by()
    return rules.fingerprint(rows.values_list("pk", "version"))


def _with_dates(value: Any, key: str = "") -> Any:
    if isinstance(value, dict):
        return {name: _with_dates(part, name) for name, part in value.items()}
    if isinstance(value, list):
        return [_with_dates(part, key) for part in value]
    if isinstance(value, str) and (key in DAYS or key == "concerns"):
        return dt.date.fromisoformat(value)
    return value


@dataclass(frozen=True)
class Part:
    """The rows of a list that fit on the one page, how many there are, and how many are left out."""

    rows: list[Any]
    all: int

    @property
    def more(self) -> int:
        return self.all - len(self.rows)


# How many rows of each list stand on the page, so that even a hard quarter fits on one sheet; the rest are counted.
LONGEST = {
    "infections.started": 4,
    "infections.open_at_start": 3,
    "infections.open_now": 4,
    "vaccines.live_given": 3,
    "vaccines.live_planned": 2,
    "vaccines.other_given": 3,
    "vaccines.decided": 2,
    "vaccines.open_questions": 3,
    "routines.exceptions": 4,
    "exposures": 4,
    "allergies": 4,
    "care_team": 3,
    "concerns": 5,
}
# Of these the newest stay when there are too many.
NEWEST_FIRST = {"infections.started", "exposures", "concerns"}


def _for_page(content: dict[str, Any]) -> dict[str, Any]:
    """The content with its lists cut to what one page holds, and slugs in the reader's words beside them."""
    page = {name: dict(part) if isinstance(part, dict) else part for name, part in content.items()}
    for path, longest in LONGEST.items():
        section, _dot, name = path.partition(".")
        holder = page[section] if name else page
        rows = holder[name or section]
        if path in NEWEST_FIRST:
            rows = rows[::-1]
        holder[name or section] = Part(rows[:longest], len(rows))
    by_site = ((Site(row["site"]).label, row["count"]) for row in page["infections"]["started_by_site"])
    page["infections"]["by_site"] = ", ".join(f"{label} {count}" for label, count in by_site)
    page["skin"]["bands"] = [{**row, "words": BAND_WORDS[Band(row["band"])]} for row in page["skin"]["bands"]]
    return page
