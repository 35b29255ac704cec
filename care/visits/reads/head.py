"""The head of a summary: who, told by whom, which days, and how many of them are known."""

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from care.household.rules import Role
from care.visits.reads.document import Line
from care.visits.reads.words import (
    cut,
    day_year,
    days,
    isolated,
    listed,
    not_recorded,
    of_days,
    short,
    translated,
    with_more,
)

ROLE_WORDS = {
    "self": gettext_lazy("the patient"),
    Role.GUARDIAN.value: gettext_lazy("guardians"),
    Role.CAREGIVER.value: gettext_lazy("caregivers"),
    Role.HELPER.value: gettext_lazy("helpers"),
    Role.VIEWER.value: gettext_lazy("viewers"),
}
BASIS = {
    "since_visit": gettext_lazy("since the last visit of this clinic"),
    "twelve_months": gettext_lazy("12 months; the last visit of this clinic was earlier"),
    "three_months": gettext_lazy("3 months; no earlier visit of this clinic is recorded"),
}
ALLERGIES, CONTACTS = 4, 3
#: How much of a name there is room for where the head is said in brief.
BRIEF = 24


def mark() -> str:
    return _("CAREGIVER-REPORTED – not verified by a clinician")


def born(content: dict[str, Any]) -> str:
    """ "6 years 2 months, born 3 Sep 2020"; "" without a birth date."""
    patient = content["patient"]
    if not patient["birth_date"]:
        return ""
    years, months = patient["age"]
    return listed(
        [
            f"{ngettext('%(n)s year', '%(n)s years', years) % {'n': years}} "
            f"{ngettext('%(n)s month', '%(n)s months', months) % {'n': months}}",
            _("born %(date)s") % {"date": day_year(patient["birth_date"])},
        ]
    )


def period(content: dict[str, Any]) -> str:
    """ "Period 24 Aug 2026 to 22 Nov 2026 (91 days), since the last visit of this clinic"."""
    span = content["period"]
    words = {"first": day_year(span["first"]), "last": day_year(span["last"]), "days": days(span["days"])}
    return f"{_('Period %(first)s to %(last)s (%(days)s)') % words}, {BASIS[span['basis']]}"


def lines(content: dict[str, Any]) -> tuple[Line, ...]:
    """Type as told, allergies, care team, and who wrote the entries."""
    return (
        Line(
            _type(content),
            label=_("Hyper-IgE syndrome, type as told to the family"),
            key="type",
            brief=_type(content, longest=BRIEF),
        ),
        Line(
            _allergies(content["allergies"]),
            label=_("Allergies"),
            key="allergies",
            brief=_allergies(content["allergies"], longest=BRIEF),
        ),
        Line(_care_team(content["care_team"]), label=_("Care team"), key="care-team"),
        Line(reporters(content) or _("nobody"), label=_("Logged by"), key="reporters"),
    )


def coverage(content: dict[str, Any]) -> tuple[Line, ...]:
    """How many days are known, and how."""
    part = content["coverage"]
    changed = part["edited_entries"]
    return (
        Line(of_days(part["observed"], part["days"]), label=_("Observed"), key="observed", strong=True),
        Line(days(part["detailed"]), label=_("Detailed"), key="detailed"),
        Line(days(part["same"]), label=_("Affirmed same"), key="same"),
        Line(days(part["nothing_new"]), label=_("Nothing new"), key="nothing-new"),
        Line(days(part["elsewhere"]), label=_("Elsewhere"), key="elsewhere"),
        Line(days(part["not_recorded"]), label=_("Not recorded"), key="not-recorded"),
        Line(days(part["late_days"]), label=_("Added late (L)"), key="late"),
        Line(
            ngettext("%(n)s entry", "%(n)s entries", changed) % {"n": changed},
            label=_("Changed (E)"),
            key="edited",
        ),
    )


def reporters(content: dict[str, Any]) -> str:
    """ "guardians 52 entries, caregivers 19 entries"."""
    return ", ".join(
        ngettext("%(who)s %(n)s entry", "%(who)s %(n)s entries", row["entries"])
        % {"who": ROLE_WORDS.get(row["role"], _("others")), "n": row["entries"]}
        for row in content["reporters"]
    )


def foot(*, left_out: str, made: str, version: int, app: str, code: str) -> tuple[str, ...]:
    """When it was made and of what, what the family left out, and that nobody checked its language.

    ``made`` is the moment in words."""
    words = _(
        "Made from family entries on %(date)s. Blank means not recorded. L = added over 36 h later, E = changed "
        "afterwards, ~ = date not exact."
    ) % {"date": made}
    maker = _("Not monitored: nobody reads this as it is written. Version %(version)s, Tend %(app)s, %(code)s.") % {
        "version": version,
        "app": app,
        "code": code,
    }
    left = _("Left out by the family: %(names)s.") % {"names": left_out} if left_out else ""
    return tuple(part for part in (left, words, *translated(), maker) if part)


def _type(content: dict[str, Any], longest: int = 0) -> str:
    """The type and who said so; ``longest`` cuts the name."""
    patient = content["patient"]
    told = day_year(patient["told_on"]) if patient["told_on"] else ""
    by = short(patient["told_by"], longest or len(patient["told_by"]))
    return listed([_(patient["hies_words"]) if patient["hies_words"] else not_recorded(), isolated(by), told])


def _allergies(rows: list[dict[str, Any]], longest: int = 0) -> str:
    """Each with how it is known and what happened; ``longest`` cuts the names and leaves out what happened."""
    shown, more = cut(rows, ALLERGIES)
    said = []
    for row in shown:
        reaction = f": {isolated(short(row['reaction'], 32))}" if row["reaction"] and not longest else ""
        substance = short(row["substance"], longest or len(row["substance"]))
        said.append(f"{isolated(substance)} ({row['basis_words']}{reaction})")
    return with_more("; ".join(said), more) or not_recorded()


def _care_team(rows: list[dict[str, Any]]) -> str:
    shown, more = cut(rows, CONTACTS)
    said = []
    for row in shown:
        role = f" ({isolated(row['role'])})" if row["role"] else ""
        # Where the family did not say so itself.
        urgent = f" {_('urgent line')}" if row["urgent"] and not row["role"] else ""
        said.append(f"{isolated(row['name'])}{role} {isolated(row['phone'])}{urgent}")
    return with_more("; ".join(said), more) or not_recorded()
