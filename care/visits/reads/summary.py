"""A summary as the clinician's page shows it."""

import datetime as dt
import zoneinfo
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.db.models import Max
from django.utils import translation
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext_lazy

from care.household.access import Access
from care.visits import rules
from care.visits.models import Summary, Visit
from care.visits.models.summaries import WHOLE
from care.visits.reads import head
from care.visits.reads.document import Document
from care.visits.reads.layouts import LAYOUTS, PEDIATRICS, built
from care.visits.reads.sources import fingerprint_of, old_fingerprint_of
from care.visits.reads.words import isolated
from care.visits.rules import sharing

SECTION_WORDS = {
    sharing.Section.QUESTIONS: gettext_lazy("Questions"),
    sharing.Section.INFECTIONS: gettext_lazy("Infections and what is open now"),
    sharing.Section.SKIN: gettext_lazy("Itch and skin"),
    sharing.Section.VACCINES: gettext_lazy("Vaccines"),
    sharing.Section.MEDICINES: gettext_lazy("Medicines, doses and infusions"),
    sharing.Section.RESULTS: gettext_lazy("Growth, results, bones and teeth"),
    sharing.Section.ROUTINES: gettext_lazy("Routines and exposures"),
}
EXTRA_WORDS = {
    sharing.Extra.PRIVATE_PLACES: gettext_lazy("Name places in the private area"),
    sharing.Extra.NOTES: gettext_lazy("Notes written by hand"),
    sharing.Extra.PHOTOS: gettext_lazy("Photos you chose"),
    sharing.Extra.HOUSEHOLD_NAMES: gettext_lazy("Names of people at home"),
}
#: What a summary of an older shape does not have.
OLDER = {
    1: gettext_lazy(
        "Made in an older form: medicines, results, tests, days on antibiotics and the table of 12 months were not "
        "part of it. They are in a new version."
    ),
    2: gettext_lazy(
        "Made in an older form: live vaccines of long ago, and some of the marks L and E, were not part of it. "
        "They are in a new version."
    ),
}
CHOICES = [(choice.value, words) for choice, words in (SECTION_WORDS | EXTRA_WORDS).items()]


@dataclass(frozen=True)
class SummaryPage:
    """What a clinician reads.

    ``document`` is what every form of it walks, ``content`` the stored data it was made from, without what is left
    out. ``newer`` says that entries were added, changed or taken back since; ``questions_changed`` that the
    family's questions were, ``language_changed`` that the visit's summaries are to be in another language now.
    ``intact`` is False when the stored data does not match its hash. ``sections`` are what is shown.
    """

    visit: Visit
    version: int
    latest: int
    content: dict[str, Any]
    document: Document
    generated_at: dt.datetime
    app_version: str
    content_hash: str
    newer: bool
    questions_changed: bool
    language_changed: bool
    intact: bool
    sections: frozenset[str] = sharing.ALL
    left_out: str = ""

    @property
    def language(self) -> str:
        """What the summary is written in: the family's words at the time, whoever reads it now."""
        return self.content.get("language") or settings.LANGUAGE_CODE

    @property
    def has_ascii(self) -> bool:
        """Whether its own words can be written in ASCII at all: Arabic would be question marks only."""
        return self.direction == "ltr"

    @property
    def direction(self) -> str:
        return "rtl" if translation.get_language_info(self.language)["bidi"] else "ltr"


def summary_page(access: Access, visit: Visit, version: int | None = None) -> SummaryPage | None:
    """A ready summary: that version, else the newest. None when there is none. A fixed number of queries."""
    rows = access.of(Summary).filter(visit=visit, state=Summary.State.READY)
    latest = rows.aggregate(latest=Max("version"))["latest"]
    row = rows.filter(version=latest if version is None else version).first()
    if row is None or row.content is None:
        return None
    row.visit = visit
    questions, more = rules.first_questions(visit.questions)
    return page_of(
        row,
        latest=latest,
        newer=newer_than(access, row),
        questions_changed=row.content["questions"] != {"shown": questions, "more": more},
        language_changed=visit.language not in ("", row.content.get("language")),
    )


def newest_ready(access: Access, visit: Visit) -> Summary | None:
    """The newest version that can be read, with its visit, patient and family. One query."""
    ready = access.of(Summary).filter(visit=visit, state=Summary.State.READY)
    return ready.select_related("visit__patient__household").order_by("-version").first()


def ready_version(access: Access, visit: Visit, version: int | None) -> Summary | None:
    """That version, if it can be read, with its visit, patient and family. One query."""
    ready = access.of(Summary).filter(visit=visit, state=Summary.State.READY, version=version)
    return ready.select_related("visit__patient__household").first()


def page_of(
    row: Summary,
    *,
    latest: int,
    newer: bool = False,
    questions_changed: bool = False,
    language_changed: bool = False,
    sections: Iterable[str] | None = None,
) -> SummaryPage:
    """A ready summary as its page, with the ``sections`` that are to be shown; without any named, those that the family
    chose for this version. No queries."""
    assert row.content is not None
    assert row.generated_at is not None
    shown = frozenset(shown_of(row) if sections is None else sections)
    content = sharing.without(row.content, shown)
    # Half of a summary's words were chosen when it was made: the other half must not come in the reader's language.
    with translation.override(content.get("language") or settings.LANGUAGE_CODE):
        left_out = ", ".join(str(words) for section, words in SECTION_WORDS.items() if section not in shown)
        document = document_of(row, content, left_out)
    return SummaryPage(
        visit=row.visit,
        version=row.version,
        latest=latest,
        content=content,
        document=document,
        generated_at=row.generated_at,
        app_version=row.app_version,
        content_hash=row.content_hash,
        newer=newer,
        questions_changed=questions_changed,
        language_changed=language_changed,
        intact=rules.content_hash(row.content) == row.content_hash,
        sections=shown,
        left_out=left_out,
    )


def shown_of(row: Summary) -> Iterable[str]:
    """What the family shows of a version: what it chose, else everything that is not private."""
    return row.sections or sharing.ALL


def document_of(row: Summary, content: dict[str, Any], left_out: str) -> Document:
    """The structure that page, paper, text and table walk."""
    layout = LAYOUTS.get(content["visit"]["specialty"], PEDIATRICS)
    zone = zoneinfo.ZoneInfo(content["visit"]["time_zone"])
    made = date_format(localtime(row.generated_at, zone), "j M Y, H:i")
    return Document(
        name=isolated(content["patient"]["name"]),
        born=head.born(content),
        mark=head.mark(),
        period=head.period(content),
        head=head.lines(content),
        coverage=head.coverage(content),
        columns=(built(layout.left, content), built(layout.right, content)),
        detail=built(layout.detail, content),
        foot=head.foot(
            left_out=left_out, made=made, version=row.version, app=row.app_version, code=row.content_hash[:12]
        ),
        older=str(OLDER.get(content["schema"], "")),
    )


def newer_than(access: Access, row: Summary) -> bool:
    """Whether what a summary quotes was added to, changed or taken back since it was made. One query."""
    return _fingerprint_now(access, row.visit, row.content or {}) != row.fingerprint


def _fingerprint_now(access: Access, visit: Visit, content: dict[str, Any]) -> str:
    """The fingerprint that a summary made now would carry, over the same days."""
    until = min(visit.on, access.today(visit.patient))
    # The first shape had no table of twelve months.
    days = content.get("made_of") or dict.fromkeys(("first", "rare"), content["previous"]["first"])
    find = fingerprint_of if content["schema"] >= WHOLE else old_fingerprint_of
    first, rare = (dt.date.fromisoformat(days[name]) for name in ("first", "rare"))
    return find(access, visit.patient, first=first, rare=rare, until=until)
