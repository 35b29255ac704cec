"""The heat strip, the year and the day: words in every cell, gaps that look like gaps, late that looks late."""

import datetime as dt
import re
import uuid

import pytest
import time_machine
from django.urls import reverse

from care.household.access import Access
from care.infections import actions as infections
from care.precautions import actions as precautions
from care.record import actions as record
from care.record.models import Entry
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


def url(name: str, patient, *args) -> str:
    return reverse(f"today:{name}", args=[patient.pk, *args])


def cells(family, **kwargs) -> dict[dt.date, object]:
    page = reads.weeks_page(Access.for_user(family.guardian, now=MORNING), family.mia, **kwargs)
    return {cell.date: cell for week in page.weeks for cell in week.cells}


def log_all_states(family) -> None:
    common = {"patient": family.mia, "by": family.guardian}
    skin.answer(values={"worst_itch": 7, "skin_band": "severe"}, at=ago(5), **common)
    record.add(kind="same_as_yesterday", at=ago(4), **common)
    record.add(kind="nothing_new", at=ago(3), **common)
    record.add(kind="elsewhere", at=ago(2), **common)
    record.add(kind="note", at=MORNING, local_day=TODAY - dt.timedelta(days=8), note="late", **common)


def test_every_cell_says_its_day_in_words_and_signs(family):
    log_all_states(family)
    found = cells(family)
    by_ago = {n: found[TODAY - dt.timedelta(days=n)] for n in range(10)}
    assert [(by_ago[n].state, by_ago[n].mark, by_ago[n].band) for n in (5, 4, 3, 2, 1)] == [
        ("detailed", "7", 3),
        ("same", "=", None),
        ("nothing-new", "–", None),
        ("elsewhere", "", None),
        ("not-recorded", "", None),
    ]
    assert by_ago[5].label == "Sat 14 Nov: worst itch 7"
    assert by_ago[1].label == "Wed 18 Nov: not recorded"
    assert (by_ago[8].mark, by_ago[8].late, by_ago[8].label) == ("•", True, "Wed 11 Nov: details recorded, added later")
    assert found[TODAY].today
    assert found[TODAY + dt.timedelta(days=1)].state == "outside", "a day to come is blank"
    page = family.client("guardian").get(url("days", family.mia)).content.decode()
    for state in ("detailed", "same", "nothing-new", "elsewhere", "not-recorded"):
        assert f'data-state="{state}"' in page
    assert 'data-late="true"' in page
    assert "Mon 16 Nov: nothing new" in page


def test_itch_zero_is_a_digit_and_no_gap(family):
    skin.answer(patient=family.mia, by=family.guardian, at=MORNING, values={"worst_itch": 0})
    assert cells(family)[TODAY].mark == "0"


def test_two_carers_of_one_day_are_both_kept_and_the_worse_counts(family):
    for who, itch, band in ((family.guardian, 2, "severe"), (family.second, 7, "mild")):
        skin.answer(patient=family.mia, by=who, at=MORNING, values={"worst_itch": itch, "skin_band": band})
    cell = cells(family)[TODAY]
    assert (cell.mark, cell.band) == ("7", 3)
    assert cell.label.endswith("worst itch 7, 2 entries")
    page = family.client("guardian").get(url("day", family.mia, "2026-11-19")).content.decode()
    assert "2 entries, worst itch 7 of 10, skin severe" in page
    assert page.count('data-testid="item-skin_check"') == 2


def test_two_carers_offline_at_once_keep_both(family):
    """Each tapped without a connection; both phones send the next morning, each of them twice."""
    yesterday = TODAY - dt.timedelta(days=1)
    taps = [
        ("guardian", "answer", {"worst_itch": "2"}),
        ("guardian", "answer", {"skin_band": "severe"}),
        ("second", "answer", {"worst_itch": "7"}),
        ("second", "answer", {"skin_band": "mild"}),
        ("second", "nothing-new", {}),
    ]
    waiting = [
        (family.client(who), name, values | {"local_day": yesterday.isoformat(), "client_id": str(uuid.uuid4())})
        for who, name, values in taps
    ]
    for _again in range(2):
        for client, name, values in reversed(waiting):
            assert client.post(url(name, family.mia), values).status_code == 302
    assert sorted(Entry.objects.values_list("kind", "author", "removed_at")) == sorted(
        [
            ("skin_check", family.guardian.pk, None),
            ("skin_check", family.second.pk, None),
            ("nothing_new", family.second.pk, None),
        ]
    )
    cell = cells(family)[yesterday]
    assert (cell.state, cell.mark, cell.band) == ("detailed", "7", 3)
    assert cell.label == "Wed 18 Nov: worst itch 7, 2 entries"
    page = family.client("viewer").get(url("day", family.mia, yesterday.isoformat())).content.decode()
    assert "2 entries, worst itch 7 of 10, skin severe" in page
    for words in ("itch 2 of 10", "itch 7 of 10"):
        assert words in page, "nobody's tap is thrown away"


def test_the_parts_add_up_to_the_days_shown(family):
    log_all_states(family)
    page = reads.weeks_page(Access.for_user(family.guardian, now=MORNING), family.mia)
    counts = page.counts
    assert (
        counts.observed + counts.elsewhere + counts.not_recorded == counts.total == 5 * 7 + 5
    )  # English weeks begin on Sunday
    assert (counts.detailed, counts.same, counts.nothing_new, counts.elsewhere, counts.late) == (2, 1, 1, 1, 1)


def test_earlier_and_later_weeks_meet_without_a_hole(family):
    access = Access.for_user(family.guardian, now=MORNING)
    now = reads.weeks_page(access, family.mia)
    before = reads.weeks_page(access, family.mia, until=now.earlier)
    assert now.later is None
    assert before.weeks[-1].cells[-1].date + dt.timedelta(days=1) == now.weeks[0].cells[0].date
    after = reads.weeks_page(access, family.mia, until=before.later)
    assert after.weeks[0].cells[0].date == now.weeks[0].cells[0].date


def test_a_year_shows_its_months_up_to_today(family):
    log_all_states(family)
    client = family.client("viewer")
    page = client.get(url("year", family.mia, 2026)).content.decode()
    assert page.count('data-testid="month"') == 11
    assert "Sat 14 Nov: worst itch 7" in page
    assert "Sun 1 Mar: not recorded" in page
    assert client.get(url("year", family.mia, 2025)).content.decode().count('data-testid="month"') == 12
    assert client.get(url("year", family.mia, 2027)).status_code == 404
    assert client.get(url("year", family.mia, 1899)).status_code == 404
    assert family.client("helper").get(url("year", family.mia, 2026)).status_code == 403


@pytest.mark.parametrize("date", ["0001-01-01", "1899-12-31", "9999-12-31"])
def test_days_at_the_end_of_time_are_not_found(family, date):
    assert family.client("guardian").get(url("day", family.mia, date)).status_code == 404
    assert family.client("guardian").get(url("days", family.mia), {"day": date}).status_code == 200


def test_the_day_page_offers_change_remove_and_wrong_child_to_those_who_may(family):
    entry = record.add(patient=family.mia, kind="note", by=family.guardian, at=MORNING, note="words").entry
    page = url("day", family.mia, "2026-11-19")
    text = family.client("guardian").get(page).content.decode()
    for testid in ("open-entry", "wrong-child", "remove"):
        assert f'data-testid="{testid}"' in text
    assert 'data-testid="open-entry"' not in family.client("viewer").get(page).content.decode()
    undo = re.search(r'formaction="([^"]*undo[^"]*)"', text)[1]
    back = family.client("guardian").post(undo, {"next": page}, follow=True)
    assert "Taken back: Note for Mia." in back.content.decode()
    entry.refresh_from_db()
    assert entry.removed_at is not None


def test_an_entry_moved_to_another_day_keeps_its_hour(family):
    entry = record.add(patient=family.mia, kind="note", by=family.guardian, at=MORNING, note="words").entry
    changed = record.correct(entry=entry, by=family.guardian, at=MORNING, changes={"local_day": dt.date(2026, 11, 16)})
    assert changed.occurred_at == dt.datetime(2026, 11, 16, 6, 2, tzinfo=dt.UTC)
    back = record.correct(entry=changed, by=family.guardian, at=MORNING, changes={"local_day": TODAY})
    assert (back.occurred_at, back.local_day) == (MORNING, TODAY)


def test_an_hour_that_is_not_there_yet_becomes_now(family):
    evening = dt.datetime(2026, 11, 18, 20, 0, tzinfo=dt.UTC)
    entry = record.add(patient=family.mia, kind="note", by=family.guardian, at=evening, note="words").entry
    moved = record.correct(entry=entry, by=family.guardian, at=MORNING, changes={"local_day": TODAY})
    assert moved.occurred_at == MORNING


def test_filling_days_in_keeps_the_card_open_and_leaving_blank_writes_nothing(family):
    record.add(patient=family.mia, kind="nothing_new", by=family.guardian, at=ago(4))
    client = family.client("guardian")
    today = url("today", family.mia)
    text = client.get(today).content.decode()
    assert re.search(r'<details[^>]*data-testid="gaps">', text), "collapsed at first"
    assert text.count('data-testid="gap"') == 3
    saved = client.post(
        url("nothing-new", family.mia), {"local_day": "2026-11-18", "next": f"{today}?part=morning&gaps=1"}, follow=True
    ).content.decode()
    assert re.search(r'<details[^>]*data-testid="gaps" open>', saved)
    assert saved.count('data-testid="gap"') == 2
    assert 'data-testid="nothing-new"' in saved, "today's own question is still there"
    before = Entry.objects.count()
    text = client.post(url("leave-blank", family.mia), {"local_day": "2026-11-17"}, follow=True).content.decode()
    assert Entry.objects.count() == before
    assert text.count('data-testid="gap"') == 1
    assert cells(family)[dt.date(2026, 11, 17)].state == "not-recorded"
    assert client.post(url("leave-blank", family.mia), {"local_day": "nonsense"}).status_code == 302


# --- an entry for the wrong child -------------------------------------------------------------------------------------


def move(client, patient, entry, to, **data):
    return client.post(url("move", patient, entry.pk), {"to": to.pk, **data}, follow=True)


def test_wrong_child_moves_the_entry_with_its_history_and_back(family):
    entry = skin.answer(patient=family.mia, by=family.guardian, at=MORNING, values={"worst_itch": 4}).entry
    client = family.client("guardian")
    answer = move(client, family.mia, entry, family.leo)
    assert "Moved: Skin check now belongs to Leo." in answer.content.decode()
    entry.refresh_from_db()
    assert (entry.patient, entry.skin_check.worst_itch, entry.version) == (family.leo, 4, 2)
    assert [(c.field, c.old, c.new) for c in entry.corrections.all()] == [("patient", "Mia", "Leo")]
    trail = {(row.patient_id, row.action) for row in family.household.audit_events.filter(object_id=str(entry.pk))}
    assert {(family.mia.pk, "entry.moved_away"), (family.leo.pk, "entry.moved_here")} <= trail
    client.post(answer.context["saved"].undo_url)
    entry.refresh_from_db()
    assert entry.patient == family.mia


def test_what_belongs_to_one_childs_infection_stays(family):
    episode = infections.start_episode(patient=family.mia, by=family.guardian, at=MORNING, site="lung").entry
    check = infections.check_episode(episode=episode.infection, course="same", by=family.guardian, at=MORNING).entry
    client = family.client("guardian")
    for entry in (check, episode):
        text = move(client, family.mia, entry, family.leo).content.decode()
        assert "belongs to something else of Mia" in text
        entry.refresh_from_db()
        assert entry.patient == family.mia
    assert not family.household.audit_events.filter(action__startswith="entry.moved").exists()


def test_an_infection_nothing_hangs_on_goes(family):
    entry = infections.start_episode(patient=family.mia, by=family.guardian, at=MORNING, site="lung").entry
    move(family.client("guardian"), family.mia, entry, family.leo)
    entry.refresh_from_db()
    assert entry.patient == family.leo


def test_nothing_new_is_not_moved_to_a_child_with_an_open_infection(family):
    infections.start_episode(patient=family.leo, by=family.guardian, at=MORNING, site="ear")
    entry = record.add(patient=family.mia, kind="nothing_new", by=family.guardian, at=MORNING).entry
    assert "cannot be said for Leo" in move(family.client("guardian"), family.mia, entry, family.leo).content.decode()
    same = record.add(patient=family.mia, kind="same_as_yesterday", by=family.guardian, at=MORNING).entry
    move(family.client("guardian"), family.mia, same, family.leo)
    assert set(
        Entry.objects.filter(kind__in=["nothing_new", "same_as_yesterday"]).values_list("patient", flat=True)
    ) == {family.mia.pk}


def test_a_tap_known_to_both_children_still_moves(family):
    entry = record.add(patient=family.mia, kind="note", by=family.guardian, at=MORNING, note="one").entry
    record.add(patient=family.leo, kind="note", by=family.guardian, at=MORNING, note="two", client_id=entry.client_id)
    move(family.client("guardian"), family.mia, entry, family.leo)
    assert Entry.objects.filter(patient=family.leo).count() == 2


def test_nobody_moves_an_entry_into_or_out_of_another_family(family, outsider):
    ours = record.add(patient=family.mia, kind="note", by=family.guardian, at=MORNING, note="ours").entry
    theirs = record.add(patient=outsider.mia, kind="note", by=outsider.guardian, at=MORNING, note="theirs").entry
    client = family.client("guardian")
    move(client, family.mia, ours, outsider.leo)
    assert client.post(url("move", family.mia, theirs.pk), {"to": family.leo.pk}).status_code == 404
    for entry, patient in ((ours, family.mia), (theirs, outsider.mia)):
        entry.refresh_from_db()
        assert entry.patient == patient


def test_a_helper_moves_only_their_own_entry_of_today(family):
    own = precautions.record_routines(patient=family.mia, by=family.helper, at=MORNING, kept="yes").entry
    anas = record.add(patient=family.mia, kind="note", by=family.guardian, at=MORNING, note="words").entry
    client = family.client("helper")
    assert "Moved: Routines now belongs to Leo." in move(client, family.mia, own, family.leo).content.decode()
    assert client.post(url("move", family.mia, anas.pk), {"to": family.leo.pk}).status_code == 403
    assert family.client("viewer").get(url("move", family.mia, anas.pk)).status_code == 403


def test_the_page_asks_whose_it_is_and_changes_nothing_by_itself(family):
    entry = record.add(patient=family.mia, kind="note", by=family.guardian, at=MORNING, note="<b>words</b>").entry
    client = family.client("guardian")
    text = client.get(url("move", family.mia, entry.pk), {"to": family.leo.pk}).content.decode()
    assert "It belongs to" in text
    assert "<b>words" not in text
    entry.refresh_from_db()
    assert entry.patient == family.mia
    assert client.get(url("day", family.mia, "2026-11-19"), {"moved": "nonsense", "from": "x"}).status_code == 200
