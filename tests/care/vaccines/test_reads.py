import datetime as dt

import pytest
from django.utils import translation

from care.household.access import Access
from care.record.dates import parse
from care.record.models import Entry
from care.reference import sources
from care.vaccines import actions, reads
from care.vaccines.models import VaccineDecision
from care.vaccines.rules import LiveGiven
from tests.people import MORNING

FIRST, LAST = dt.date(2026, 9, 1), dt.date(2026, 11, 19)


@pytest.fixture
def access(family):
    return Access.for_user(family.guardian, now=MORNING)


def decide(family, product="mmr", outcome="given", dated=None, patient=None, at=MORNING, **values):
    saved = actions.record_decision(
        patient=patient or family.mia,
        by=family.guardian,
        at=at,
        product=product,
        outcome=outcome,
        dated=parse(dated) if dated else None,
        **values,
    )
    return VaccineDecision.objects.get(pk=saved.entry.pk)


def test_describe_takes_one_query_and_only_its_own(family, access, django_assert_num_queries):
    for n in range(5):
        decide(family, dated=f"2026-0{n + 1}")
    entries = list(access.of(Entry))
    with django_assert_num_queries(1):
        lines = reads.describe(entries)
    assert len(lines) == 5
    line = lines[entries[-1].pk]
    assert line.title == "Vaccine decision"
    assert line.text == "Measles-mumps-rubella (MMR), Given, January 2026"
    assert line.marks == ("LIVE",)
    assert line.url.endswith(f"/vaccines/{entries[-1].pk}/")


def test_describe_of_a_not_live_one_has_no_mark(family, access):
    decision = decide(family, "hpv")
    assert reads.describe([decision.entry])[decision.pk].marks == ()


@pytest.mark.parametrize(
    ("dated", "inside"),
    [
        ("2026-09-01", True),
        ("2026-11-19", True),
        ("2026-08-31", False),
        ("2026-09", True),
        ("2026", True),
        ("2026-08", False),
        ("2025", False),
        (None, False),
    ],
)
def test_live_given_in_a_period_by_its_own_date(family, access, dated, inside):
    after_the_period = dt.datetime(2026, 11, 20, 9, 0, tzinfo=dt.UTC)
    decide(family, dated=dated, at=after_the_period)
    assert bool(reads.live_given(access, family.mia, FIRST, LAST)) is inside


@pytest.mark.parametrize("dated", [None, "2019", "2026-08-31"])
def test_a_live_dose_written_down_in_the_period_is_news_to_the_clinic(family, access, dated):
    decide(family, dated=dated)
    summary = reads.for_summary(access, family.mia, FIRST, LAST)
    assert len(summary.live_given) == 1
    assert len(summary.given) == (dated is None)


def test_live_given_counts_only_live_or_maybe_live_doses(family, access):
    decide(family, "hpv", dated="2026-11-01")
    decide(family, "mmr", "declined", "2026-11-01")
    decide(family, "mmr", "had_already")
    decide(family, "bcg", "had_already", "2021")
    decide(family, "typhoid-unspecified", dated="2026-11-02")
    decide(family, "varicella", dated="2026-11-03")
    decide(family, "mmrv", "had_already", "2026-11-04")
    found = [line.slug for line in reads.live_given(access, family.mia, FIRST, LAST)]
    assert found == ["mmrv", "varicella", "typhoid-unspecified"]
    told = reads.for_summary(access, family.mia, FIRST, LAST).decided
    assert {line.slug for line in told} == {"mmr"}, "and it is told once"


@pytest.mark.parametrize(
    ("dated", "told"),
    [("2026-08-30", False), ("2026-10-09", True), ("2026-10", True), ("2026", True), (None, False)],
)
def test_had_already_is_news_when_it_was_recent_as_it_was_written_down(family, access, dated, told):
    """The period of the summary begins after it, and it was written down on the first day: 19 November."""
    decide(family, "mmr", "had_already", dated)
    found = reads.live_given(access, family.mia, MORNING.date(), MORNING.date())
    assert bool(found) is told


@pytest.mark.parametrize(
    ("dated", "days"),
    [("2026-11-16", 3), ("2026-11", 0), ("2026-10-09", 41), ("2026-10-01", None), (None, None)],
)
def test_days_since_a_live_dose_count_one_had_already(family, dated, days):
    decide(family, "mmr", "had_already", dated)
    assert reads.days_since_live_vaccine(family.mia, MORNING.date()) == days


MAY = dt.datetime(2026, 5, 1, 9, tzinfo=dt.UTC)
# 05:30 on 20 November in Berlin: the day after the last one of the period.
NEXT_DAY = dt.datetime(2026, 11, 20, 4, 30, tzinfo=dt.UTC)


@pytest.mark.parametrize(
    ("was", "changes", "at", "told"),
    [
        ("planned", {"outcome": "given"}, MORNING, True),
        ("planned", {"outcome": "given", "dated": parse("2026-05-21")}, MORNING, True),
        ("given", {"dated": parse("2026-06")}, MORNING, True),
        ("given", {"reason": "School asked for it"}, MORNING, False),
        ("planned", {"outcome": "declined"}, MORNING, False),
        ("planned", {"outcome": "given"}, NEXT_DAY, False),
    ],
)
def test_what_became_a_live_dose_by_a_correction_is_news_to_the_clinic(family, access, was, changes, at, told):
    row = decide(family, "bcg", was, "2026-05" if was == "given" else "2026-05-20", at=MAY)
    row.entry = access.of(Entry).select_related("patient__household").get(pk=row.pk)
    actions.correct_decision(decision=row, by=family.guardian, at=at, changes=changes)
    assert bool(reads.live_given(access, family.mia, FIRST, LAST)) is told


def test_another_vaccine_that_it_turns_out_to_be_is_news_too(family, access):
    row = decide(family, "hpv", "given", "2026-05", at=MAY)
    row.entry = access.of(Entry).select_related("patient__household").get(pk=row.pk)
    actions.correct_decision(decision=row, by=family.guardian, at=MORNING, changes={"product": "bcg"})
    assert [line.slug for line in reads.live_given(access, family.mia, FIRST, LAST)] == ["bcg"]


def test_summary(family, access, django_assert_num_queries):
    decide(family, "influenza-inactivated", dated="2026-10-03")
    decide(family, "mmr", "planned", "2027-01")
    decide(family, "varicella", "asked")
    decide(family, "bcg", "had_already", "2020")
    decide(family, "hpv", "declined", "2026-11-01")
    list(access.of(Entry)[:1])  # the memberships are loaded once per request
    with django_assert_num_queries(1):
        summary = reads.for_summary(access, family.mia, FIRST, LAST)
    assert [line.slug for line in summary.given] == ["influenza-inactivated"]
    assert summary.live_given == []
    assert [line.slug for line in summary.live_planned] == ["mmr"]
    assert {line.slug for line in summary.decided} == {"varicella", "hpv"}
    assert {line.slug for line in summary.open_questions} == {"mmr", "varicella"}
    assert summary.given[0].text == "Influenza shot, inactivated split/subunit (Not live): Given, 3 Oct 2026"
    assert summary.open_questions[-1].text.startswith("Varicella (chickenpox) (LIVE): Question for the team")


def test_a_question_is_closed_by_a_newer_decision(family, access):
    decide(family, "mmr", "asked", at=MORNING - dt.timedelta(days=3))
    assert [line.slug for line in reads.open_questions(access, family.mia)] == ["mmr"]
    decide(family, "mmr", "deferred")
    assert reads.open_questions(access, family.mia) == []


def test_children_are_never_mixed(family, access):
    decide(family, patient=family.leo)
    assert reads.decisions(access, family.mia) == []
    assert len(reads.decisions(access, family.leo)) == 1


def test_unlisted_vaccine_is_not_known(family, access):
    decide(family, "", product_text="Nonesuch")
    line = reads.decisions(access, family.mia)[0]
    assert (line.title, line.kind, line.treated_as_live) == ("Nonesuch", "not-known", False)


def test_follow_up(family):
    assert reads.follow_up(decide(family, dated="2026-11-18"), MORNING.date()) is LiveGiven.TELL_TODAY
    assert reads.follow_up(decide(family, dated="2021"), MORNING.date()) is LiveGiven.NEXT_VISIT
    assert reads.follow_up(decide(family, "hpv", dated="2026-11-18"), MORNING.date()) is LiveGiven.NOTHING


def test_facts_leave_out_what_was_not_filled_in(family):
    facts = dict(reads.facts(decide(family, lot="A1", site="arm_left", decided_by="immunology")))
    assert facts["Lot number"] == "A1"
    assert facts["Where on the body"] == "Left arm"
    assert facts["Who decided"] == "The immunology team"
    assert facts["When"] == "Date not known"
    assert "Dose number" not in facts


def test_history_in_words(family, access):
    decision = decide(family, outcome="asked", dated="2026-11-02")
    actions.correct_decision(
        decision=decision,
        by=family.second,
        at=MORNING,
        changes={"outcome": "given", "dated": None, "site": "arm_left", "reason": "Team said yes"},
    )
    was = {line.was for line in reads.history(access, decision)}
    assert was == {"Question for the team", "2 Nov 2026", "not recorded"}
    assert {line.who for line in reads.history(access, decision)} == {"Ben"}


def test_history_shows_a_date_as_exactly_as_it_was_known(family, access):
    decision = decide(family, outcome="planned", dated="2026")
    for hours, dated in enumerate(["2026-11", "2026-12", "2026-12-04", None, "2027"]):
        actions.correct_decision(
            decision=decision,
            by=family.guardian,
            at=MORNING + dt.timedelta(hours=hours),
            changes={"dated": parse(dated) if dated else None},
        )
    was = [line.was for line in reads.history(access, decision)]
    assert was == ["2026", "November 2026", "December 2026", "4 Dec 2026", "not recorded"]


@pytest.mark.parametrize(
    ("source_id", "words"),
    [
        ("CVX", "CDC CVX, 9 Dec 2025"),
        ("TSIL21", "STAT3-HIES review, 2021"),
        ("FAPESP-BDV", "FAPESP, November 2025"),
        ("IDSA", "IDSA guideline, 2013/2014"),
        ("AIH", "Australian Immunisation Handbook, no date given"),
        (None, "Tend's own list, 22 Nov 2026. Not yet checked."),
    ],
)
def test_source_words(source_id, words):
    assert reads.source_words(sources.get(source_id) if source_id else None) == words


def test_nothing_translates_to_the_catalogue_header():
    with translation.override("de"):
        row = reads.answer_row("hpv")
    assert row.do == ""
    assert row.hint == ""
