"""The trend page: drawings that say in words what they show, and never show what nobody recorded."""

import datetime as dt
import re

import pytest
import time_machine
from django.urls import reverse

from care.household.access import Access
from care.infections import actions as infections
from care.medicines import actions as medicines
from care.record import actions as record
from care.record.dates import PartialDate
from care.skin import actions as skin
from care.today import reads
from tests.people import MORNING

TODAY = dt.date(2026, 11, 19)


@pytest.fixture(autouse=True)
def frozen():
    with time_machine.travel(MORNING, tick=False) as traveller:
        yield traveller


def ago(days: int) -> dt.datetime:
    return MORNING - dt.timedelta(days=days)


def trends(family, **kwargs):
    return reads.trend_page(Access.for_user(family.guardian, now=MORNING), family.mia, **kwargs)


def check(family, days: int, by=None, at=None, **values) -> None:
    day = TODAY - dt.timedelta(days=days)
    skin.answer(patient=family.mia, by=by or family.guardian, at=at or ago(days), local_day=day, values=values)


def page(family, query="", who="guardian") -> str:
    url = reverse("today:trends", args=[family.mia.pk])
    return family.client(who).get(url + query).content.decode()


def test_an_empty_record_is_said_and_not_drawn(family):
    text = page(family)
    for words in ("No itch was recorded", "No skin answer was recorded", "No infection was recorded"):
        assert words in text
    assert "0 of 90 days have a record; 90 have none." in text
    assert "<circle" not in text


def test_itch_has_a_dot_a_day_gaps_and_hollow_marks(family):
    for days, itch in ((10, 3), (9, 5), (7, 0), (6, 8)):
        check(family, days, worst_itch=itch)
    check(family, 5, at=MORNING, worst_itch=4)
    found = trends(family).itch
    assert [(TODAY - dot.day).days for dot in found.dots] == [10, 9, 7, 6, 5]
    assert [dot.late for dot in found.dots] == [False, False, False, False, True]
    assert len(found.paths) == 2
    assert found.sentence == "Worst itch was recorded on 5 of 90 days, from 0 to 8 of 10."
    text = page(family)
    assert text.count('class="point"') == 4
    assert text.count('class="point-late"') == 1
    assert "hollow: added later" in text
    assert f'aria-label="{found.sentence}"' in text
    rows = re.findall(r"<tr><td>(.*?)</td><td>(\d+)</td>", text)
    assert rows[:2] == [("Sat 14 Nov 2026", "4"), ("Fri 13 Nov 2026", "8")]


def test_from_seven_days_on_there_is_a_middle_value(family):
    for days, itch in enumerate((1, 2, 3, 4, 5, 6, 7), start=1):
        check(family, days, worst_itch=itch)
    assert trends(family).itch.sentence.endswith("The middle value is 4.")


def test_raters_are_drawn_apart_and_never_joined(family):
    check(family, 3, worst_itch=3, itch_rater="self")
    check(family, 2, worst_itch=6, itch_rater="caregiver")
    found = trends(family).itch
    assert [(dot.key, dot.value) for dot in found.dots] == [("caregiver", 6), ("self", 3)]
    assert found.paths == []
    assert "square: judged by the person with the itch" in page(family)


def test_same_as_the_day_before_is_a_thin_line_and_no_value(family):
    check(family, 3, worst_itch=6)
    for days in (2, 1):
        record.add(patient=family.mia, kind="same_as_yesterday", by=family.guardian, at=ago(days))
    found = trends(family).itch
    assert len(found.dots) == 1
    assert len(found.same) == 2
    assert len({line.partition(" ")[2].partition("H")[0] for line in found.same}) == 1
    assert len(found.rows) == 1


def test_skin_is_told_by_band_and_by_height(family):
    for days, band in ((4, "mild"), (3, "mild"), (1, "severe")):
        check(family, days, skin_band=band)
    found = trends(family).bands
    assert [(column.band, column.height) for column in found.columns] == [(1, 24), (3, 48)]
    assert found.sentence == "Skin overall, on the family's own scale: mild on 2 days and severe on 1 day."
    assert [row[2] for row in found.rows] == ["Severe", "Mild"]


def test_infections_are_bars_with_words(family):
    common = {"patient": family.mia, "by": family.guardian}
    lung = infections.start_episode(
        site="lung", onset=PartialDate.on(TODAY - dt.timedelta(days=20)), at=ago(20), **common
    ).entry.infection
    infections.close_episode(
        episode=lung, on=PartialDate.on(TODAY - dt.timedelta(days=7)), by=family.guardian, at=ago(6)
    )
    infections.start_episode(site="ear", side="left", at=ago(2), **common)
    gut = infections.start_episode(site="gut", at=ago(60), verification="refuted", **common).entry.infection
    infections.close_episode(episode=gut, on=PartialDate.on(gut.onset_on), by=family.guardian, at=ago(59))
    infections.start_episode(site="eye", at=ago(200), verification="refuted", **common)
    found = trends(family).infections
    assert [(row.text, row.bar.after) for row in found.bars] == [
        ("Tummy infection, 1 day (ruled out)", False),
        ("Chest infection, 14 days", False),
        ("Ear infection (left), 3 days", True),
    ]
    assert found.sentence == "2 infections in this time, 1 still open."
    assert found.bars[0].kind == "ruled-out"
    text = page(family)
    assert "Chest infection, 14 days" in text
    assert "still open" in text


def test_the_coverage_calendar_adds_up(family):
    check(family, 5, worst_itch=2)
    common = {"patient": family.mia, "by": family.guardian}
    record.add(kind="same_as_yesterday", at=ago(4), **common)
    record.add(kind="nothing_new", at=ago(3), **common)
    record.add(kind="elsewhere", at=ago(2), **common)
    found = trends(family, days=30).coverage
    assert [block.state for block in found.blocks] == [
        "not-recorded",
        "detailed",
        "same",
        "nothing-new",
        "elsewhere",
        "not-recorded",
    ]
    assert found.sentence == "3 of 30 days have a record; 26 have none. 1 day was elsewhere."
    assert sum(int(cell) for row in found.rows for cell in row[1:-1]) == 30


@pytest.mark.parametrize(
    ("query", "days"), [("", 90), ("?days=30", 30), ("?days=365", 365), ("?days=9999", 90), ("?days=x", 90)]
)
def test_the_time_is_chosen_by_links(family, query, days):
    text = page(family, query)
    assert re.search(rf'href="\?days={days}" aria-current="true"', text)


def test_coordinates_stay_numbers_in_every_language(family):
    for days in (3, 2, 1):
        check(family, days, worst_itch=days, skin_band="mild")
    family.guardian.language = "de"
    family.guardian.save()
    text = page(family)
    for attribute in re.findall(r'\b(?:x|y|cx|cy|r|width|height)="([^"]*)"', text):
        assert "," not in attribute
    assert not re.search(r'\bd="[^"]*,', text.partition("<main")[2].partition("</main>")[0])


def test_who_may_look(family, outsider):
    url = reverse("today:trends", args=[family.mia.pk])
    assert family.client("viewer").get(url).status_code == 200
    assert family.client("helper").get(url).status_code == 403
    assert outsider.client("guardian").get(url).status_code == 404


def test_planned_doses_are_counted_and_a_blank_is_no_missed_dose(family):
    common = {"by": family.guardian, "at": ago(5)}
    plan = {"drug": "Co-trimoxazole", "pattern": "daily", "times": ["04:30"]}
    medicine = medicines.add_medicine(patient=family.mia, values=plan, **common)
    for days, outcome in ((4, "given"), (3, "given"), (2, "refused")):
        due = (TODAY - dt.timedelta(days=days), dt.time(4, 30))
        medicines.record_dose(medicine=medicine, by=family.guardian, at=ago(days), outcome=outcome, due=due)
    found = trends(family).doses
    assert found.sentence == ("Of 6 planned doses, 2 are noted as given, 1 as something else, and 3 have no record.")
    assert [(column.given, column.other, column.blank) for column in found.columns] == [
        (0, 0, 36),
        (36, 0, 0),
        (0, 36, 0),
        (0, 0, 36),
    ]
    assert "No planned dose in this time." not in page(family)


def test_what_was_taken_is_hatched_and_prevention_looks_different(family):
    for days, drug, purpose in ((20, "Amoxicillin", "treatment"), (60, "Co-trimoxazole", "prophylaxis")):
        infections.add_log(
            kind="antimicrobial",
            patient=family.mia,
            by=family.guardian,
            at=ago(10) if purpose == "treatment" else ago(days),
            drug=drug,
            purpose=purpose,
            started=PartialDate.on(TODAY - dt.timedelta(days=days)),
            stopped=PartialDate.on(TODAY - dt.timedelta(days=11)) if purpose == "treatment" else None,
        )
    found = trends(family).courses
    assert [(row.text, row.kind, row.bar.after) for row in found.bars] == [
        ("Co-trimoxazole, to prevent", "prevents", True),
        ("Amoxicillin", "", False),
    ]
    assert found.sentence == (
        "10 days with an antibiotic or similar against an infection. 1 medicine to prevent infection."
    )
    text = page(family)
    assert 'fill="url(#treats)"' in text
    assert 'fill="url(#prevents)"' in text
