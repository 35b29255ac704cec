"""What the care team said, as pages show it above the badge."""

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from uuid import UUID

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from care.household.access import Access
from care.household.models import Patient
from care.household.rules import Capability, local_day
from care.record.listing import listed
from care.record.models import Entry
from care.record.reads import Change, Line
from care.reference import vaccines as catalogue
from care.vaccines import rules
from care.vaccines.models import VaccineDirective
from care.vaccines.models.directives import SAYS_WORDS
from care.vaccines.reads.answers import translated
from care.vaccines.rules import Reach, Says

#: The look of a word: the badge's shapes are kept for what a vaccine is.
SAYS_KINDS = {Says.ALLOW: "ok", Says.ASK: "depends", Says.DO_NOT_GIVE: "infection"}
#: What a line needs of a row's neighbours.
LOADED = ("entry__author", "entry__patient__household", "signed_by")


@dataclass(frozen=True)
class DirectiveLine:
    """One directive. ``about`` is the vaccine or "All live vaccines"; ``quote`` the team's own words.

    ``counts`` and ``counts_words`` are what it comes to today: an "allow" whose day is over is a question again.
    ``ends`` says until when it holds, or that its day is over and what that means. ``signed`` is who stands for it:
    "typed by" the family until a clinician's account signed it (``is_signed``).
    """

    entry_id: UUID
    slug: str
    about: str
    says: str
    says_words: str
    counts: Says
    counts_words: str
    kind: str
    told: str
    quote: str
    ends: str
    is_over: bool
    signed: str
    is_signed: bool
    late: bool
    edited: bool
    url: str

    @property
    def text(self) -> str:
        """In one line, for summaries and the timeline."""
        return listed(part for part in (f"{self.about}: {self.says_words}", self.told, self.ends) if part)


@dataclass(frozen=True)
class HeardLine:
    """A directive as it is heard on one vaccine's page. ``because`` says why one on something else is."""

    line: DirectiveLine
    because: str


@dataclass(frozen=True)
class TeamWord:
    """What the care team's directives come to for one vaccine today. ``says`` is "" when there is none."""

    says: str
    says_words: str
    kind: str
    heard: tuple[HeardLine, ...]
    differ: bool


def directives(access: Access, patient: Patient) -> list[DirectiveLine]:
    """Everything the care team said, newest first. One query."""
    today = access.today(patient)
    return [directive_line(row, today) for row in _rows(access, patient)]


def directive_line(row: VaccineDirective, today: dt.date) -> DirectiveLine:
    """One directive as a line. Its ``entry`` and its ``author`` are loaded."""
    says, counts = Says(row.says), row.rule.counts_as(today)
    return DirectiveLine(
        entry_id=row.pk,
        slug=row.product,
        about=_about(row.product),
        says=row.says,
        says_words=str(SAYS_WORDS[says]),
        counts=counts,
        counts_words=str(SAYS_WORDS[counts]),
        kind=SAYS_KINDS[says],
        told=_("%(who)s, %(date)s") % {"who": row.told_by, "date": date_format(row.given_on, "D j M Y")},
        quote=row.words,
        ends=_ends(row, today),
        is_over=row.rule.is_over(today),
        signed=_signed(row),
        is_signed=row.signed_by_id is not None,
        late=row.entry.is_late,
        edited=row.entry.edited_at is not None,
        url=reverse("vaccines:directive", kwargs={"patient": row.entry.patient_id, "directive": row.pk}),
    )


def team_words(access: Access, patient: Patient, slugs: Iterable[str]) -> dict[str, TeamWord]:
    """What counts today for each of these vaccines ("" for one that is not in the catalogue). One query."""
    today, rows = access.today(patient), _rows(access, patient)
    lines = [directive_line(row, today) for row in rows]
    return {slug: _word(rows, lines, slug, today) for slug in slugs}


def facts_of_directive(row: VaccineDirective, today: dt.date) -> list[tuple[str, str]]:
    """(label, value) of what was filled in, without their own words. Its ``entry`` and its ``author`` are loaded."""
    line = directive_line(row, today)
    pairs = [
        (_("About"), line.about),
        (_("What they said"), line.says_words),
        (_("Who said it"), row.told_by),
        (_("When they said it"), date_format(row.given_on, "D j M Y")),
        (_("Until when"), line.ends),
        (_("Note"), row.entry.note),
        (_("Who stands for it"), line.signed),
        (_("Written down"), date_format(row.entry.local_day, "D j M Y")),
    ]
    return [(label, value) for label, value in pairs if value]


def directive_history(changes: Sequence[Change], zone: str) -> list[tuple[str, str, dt.datetime]]:
    """(what it said, who changed it, when), oldest first. ``zone`` is the family's."""
    return [(_was(change, zone), change.by, change.at) for change in changes]


def describe_directives(entries: Sequence[Entry]) -> dict[UUID, Line]:
    """A line for each directive among ``entries``. One query."""
    own = {entry.pk: entry for entry in entries}
    found = {}
    for row in VaccineDirective.objects.filter(pk__in=own).select_related(*LOADED):
        line = directive_line(row, own[row.pk].local_day)
        title = str(Entry.Kind.VACCINE_DIRECTIVE.label)
        found[row.pk] = Line(title=title, text=f"{line.about}: {line.says_words}, {line.told}", url=line.url)
    return found


def _rows(access: Access, patient: Patient) -> list[VaccineDirective]:
    kind = Entry.Kind.VACCINE_DIRECTIVE
    rows = access.of(VaccineDirective, Capability.SEE_TODAY).filter(entry__patient=patient, entry__kind=kind)
    return list(rows.select_related(*LOADED).order_by("-given_on", "-entry__entered_at"))


def _word(rows: list[VaccineDirective], lines: list[DirectiveLine], slug: str, today: dt.date) -> TeamWord:
    found = rules.word([row.rule for row in rows], slug, today)
    says = found.says
    return TeamWord(
        says=says or "",
        says_words=str(SAYS_WORDS[says]) if says else "",
        kind=SAYS_KINDS[says] if says else "",
        heard=tuple(HeardLine(lines[one.place], _because(lines[one.place], one.reach)) for one in found.heard),
        differ=found.differ,
    )


def _about(slug: str) -> str:
    if slug == rules.ALL_LIVE:
        return _("All live vaccines")
    row = catalogue.by_slug().get(slug)
    return translated(row.name) if row else slug


def _because(line: DirectiveLine, reach: Reach) -> str:
    if reach is Reach.LIVE:
        return _("Said about all live vaccines.")
    if reach is Reach.KIN:
        return _("Said about %(vaccine)s, which is related.") % {"vaccine": line.about}
    return ""


def _ends(row: VaccineDirective, today: dt.date) -> str:
    if row.expires_on is None:
        return ""
    words = {"date": date_format(row.expires_on, "D j M Y")}
    if not row.rule.is_over(today):
        return _("Holds until %(date)s.") % words
    if row.says == Says.ALLOW:
        return _("Held until %(date)s. Ask again.") % words
    return _("Held until %(date)s. It counts until the team takes it back.") % words


def _signed(row: VaccineDirective) -> str:
    if row.signed_by and row.signed_at:
        return _signature_words(str(row.signed_by), row.signed_at, row.entry.patient.household.time_zone)
    return _("Typed by %(name)s, not signed by a clinician") % {"name": row.entry.author}


def _signature_words(name: str, at: dt.datetime, zone: str) -> str:
    """Who signed, on which day of the family's."""
    day = date_format(local_day(at, zone), "D j M Y")
    return _("Signed by %(name)s on %(date)s, through their own account") % {"name": name, "date": day}


def _was(change: Change, zone: str) -> str:
    old = change.old
    if change.field == "signature" and isinstance(old, list):
        return _signature_words(str(old[0]), dt.datetime.fromisoformat(str(old[1])), zone)
    if old is None or (old == "" and change.field != "product"):
        return _("not recorded")
    if change.field == "says":
        return str(SAYS_WORDS[Says(str(old))])
    if change.field == "product":
        return _about(str(old))
    if change.field in {"given_on", "expires_on"}:
        return date_format(dt.date.fromisoformat(str(old)), "D j M Y")
    return str(old)
