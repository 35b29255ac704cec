"""The one document: what each clinic finds first, what a family may leave out or add, and what older summaries lack."""

import datetime as dt
import random

import pytest
import time_machine
from django.db import connection
from django.urls import reverse
from django.utils import translation

from care.infections import actions as infections
from care.plan import actions as plan
from care.precautions import actions as precautions
from care.record import actions as record
from care.record.dates import PartialDate
from care.skin import actions as skin
from care.vaccines import actions as vaccines
from care.visits import actions
from care.visits.models import Summary
from care.visits.reads.plots import itch_plot
from care.visits.reads.summary import page_of
from care.visits.reads.words import isolated
from care.visits.rules import content_hash, sharing
from tests.markup import ticked
from tests.people import MORNING

D = dt.date
FIRST = {
    "pediatrics": ["questions", "infections", "now", "skin", "vaccines", "medicines"],
    "rheumatology_immunology": ["burden", "infections", "now", "questions", "medicines", "skin", "vaccines"],
    "dermatology": ["skin", "questions", "medicines", "infections", "now", "vaccines"],
    "other": ["questions", "infections", "now", "skin", "vaccines", "medicines"],
}


@pytest.fixture(autouse=True)
def clock():
    with time_machine.travel(MORNING, tick=False):
        yield


def made(family, specialty="pediatrics", **values) -> Summary:
    visit = actions.add_visit(
        patient=family.mia, by=family.guardian, at=MORNING, on=D(2026, 11, 24), specialty=specialty, **values
    ).visit
    actions.request_summary(visit=visit, by=None, at=MORNING)
    actions.generate_summary(visit_id=visit.pk, at=MORNING)
    return fresh(visit)


def fresh(visit) -> Summary:
    rows = Summary.objects.filter(visit=visit, state="ready").select_related("visit__patient__household")
    return rows.order_by("-version")[0]


def words(summary, sections=None) -> str:
    return str(page_of(summary, latest=1, sections=sections).document)


def line(summary, key, sections=None) -> str:
    document = page_of(summary, latest=1, sections=sections).document
    found = [part for section in document.sections for part in section.parts if getattr(part, "key", "") == key]
    return found[0].text


def table(summary, key):
    document = page_of(summary, latest=1).document
    return next(part for section in document.sections for part in section.parts if getattr(part, "key", "") == key)


@pytest.mark.parametrize("specialty", FIRST)
def test_each_clinic_finds_first_what_it_looks_for(family, specialty):
    document = page_of(made(family, specialty), latest=1).document
    assert [section.key for section in document.first] == FIRST[specialty]
    keys = [section.key for section in document.sections]
    assert len(keys) == len(set(keys))
    # Every clinic can find everything, in its own order.
    everything = {"growth", "labs", "structure", "burden", "courses", "tests", "abscesses", "breathing", "routines"}
    assert everything <= set(keys)
    assert {"medicines-detail", "vaccines-detail", "skin-detail"} <= set(keys)
    assert "notes" not in keys


def test_at_most_four_plots_each_with_its_table(family):
    at = MORNING
    skin.answer(patient=family.mia, by=family.guardian, at=at, values={"worst_itch": 4})
    infections.start_episode(patient=family.mia, by=family.guardian, at=at, site="lung")
    document = page_of(made(family), latest=1).document
    plots = [part for section in document.sections for part in section.parts if part.form == "plot"]
    assert [plot.key for plot in plots] == ["itch-plot", "coverage-plot", "infection-plot"]
    for plot in plots:
        assert plot.words
        assert plot.legend
        assert plot.twin.rows
        assert all(len(row) == len(plot.twin.columns) for row in plot.twin.rows)


def test_days_of_the_same_itch_are_one_row_and_no_value_is_lost():
    """Against a second reading of the rows: each value of each rater stands in exactly the days it was given for."""
    dice = random.Random(7)
    first = D(2026, 8, 21)
    days = [
        {
            "on": (first + dt.timedelta(days=n)).isoformat(),
            "value": dice.choice((3, 3, 3, 7)),
            "rater": rater,
            "late": n % 9 == 0,
        }
        for rater in ("caregiver", "self")
        for n in range(90)
        if dice.random() < 0.8
    ]
    content = {"skin": {"itch_days": days}, "period": {"first": first.isoformat(), "last": "2026-11-18", "days": 90}}
    plot = itch_plot(content)
    assert plot.twin.columns == ("From", "Until", "Carer's answer, 0 to 10", "Own answer, 0 to 10")
    found = []
    for begins, ends, *values in plot.twin.rows:
        begin, end = (dt.datetime.strptime(day, "%d %b %Y").date() for day in (begins, ends))
        for n in range((end - begin).days + 1):
            on = (begin + dt.timedelta(days=n)).isoformat()
            for rater, said in zip(("caregiver", "self"), values, strict=True):
                if said:
                    value, _, late = said.partition(" ")
                    found.append({"on": on, "value": int(value), "rater": rater, "late": late == "L"})
    assert sorted(found, key=lambda row: (row["rater"], row["on"])) == days
    assert len(plot.twin.rows) < len({row["on"] for row in days})
    # As many dots as values on the page, too: each begins where one was left off.
    drawn = "".join(path for look, path, _text in plot.marks if look in ("solid", "hollow"))
    assert drawn.count("M") == len(days)


def test_private_things_are_out_until_they_are_ticked(family):
    mia, by = family.mia, family.guardian
    infections.start_lump(patient=mia, by=by, at=MORNING, body_site="genital", note="my own words")
    skin.answer(patient=mia, by=by, at=MORNING, values={"sites": [{"site": "genital", "side": ""}]})
    given = {"product": "varicella", "outcome": "given", "dated": PartialDate.on(D(2026, 11, 2))}
    vaccines.record_household_vaccine(patient=mia, by=by, at=MORNING, member="Åse", **given)
    summary = made(family)
    plain = words(summary)
    for private in ("enital", "my own words", "Åse"):
        assert private not in plain
    # Counted all the same.
    assert "Lump or boil" in line(summary, "open-now")
    assert "1 place not shown" in line(summary, "places")
    assert "Someone at home" in line(summary, "at-home")
    for extra, private in (("private_places", "Genital"), ("notes", "my own words"), ("household_names", "Åse")):
        shown = words(summary, [*sharing.ALL, extra])
        assert private in shown
        assert sum(other in shown for other in ("Genital", "my own words", "Åse")) == 1


def test_what_is_chosen_is_kept_with_the_version_and_passes_on(family):
    summary = made(family, questions="May she swim?")
    before, kept = summary.content_hash, summary.content
    client = family.client("guardian")
    here = {"patient": family.mia.pk, "visit": summary.visit_id}
    choose, page = reverse("visits:summary-choose", kwargs=here), reverse("visits:summary", kwargs=here)
    assert len(ticked(client.get(choose).content.decode())) == len(sharing.ALL)
    assert "May she swim?" in client.get(page).content.decode()
    assert client.post(choose, {"sections": ["notes"]}).status_code == 422
    assert client.post(choose, {"sections": ["skin", "notes"]}).status_code == 302
    shown = client.get(page).content.decode()
    assert "May she swim?" not in shown
    assert 'id="s-notes"' in shown
    assert 'data-testid="left-out"' in shown
    summary = fresh(summary.visit)
    assert (summary.sections, summary.content_hash, summary.content) == (["skin", "notes"], before, kept)
    # A share starts from it, and the next version keeps it.
    share = client.get(reverse("visits:share", kwargs=here)).content.decode()
    assert (
        share.count('name="sections"') == share.count('name="sections" value=') == len(sharing.ALL) + len(sharing.Extra)
    )
    assert len(ticked(share.split('name="lasts"')[0])) == 2
    actions.request_summary(visit=summary.visit, by=None, at=MORNING)
    actions.generate_summary(visit_id=summary.visit_id, at=MORNING)
    assert fresh(summary.visit).sections == ["skin", "notes"]


@pytest.mark.parametrize("who", ["viewer", "helper"])
def test_only_who_may_edit_chooses(family, who):
    here = {"patient": family.mia.pk, "visit": made(family).visit_id}
    assert family.client(who).get(reverse("visits:summary-choose", kwargs=here)).status_code == 403


def test_a_do_not_give_that_ran_out_still_shows(family):
    said = {"says": "do_not_give", "told_by": "Dr Okafor", "given_on": D(2025, 3, 1), "expires_on": D(2026, 3, 1)}
    vaccines.add_directive(patient=family.mia, by=family.guardian, at=MORNING, product="mmr", **said)
    summary = made(family)
    shown = line(summary, "directives")
    assert "Do not give" in shown
    assert "Dr Okafor" in shown
    assert summary.content["vaccines"]["directives"][0]["over"] is True
    assert summary.content["vaccines"]["directives"][0]["ends"] in shown


def test_a_message_that_was_shown_stands_with_what_was_done(family):
    saved = plan.record_warning_signs(
        patient=family.mia, by=family.guardian, at=MORNING, answers={"lips_blue": "yes", "floppy": "no"}
    )
    message = saved.entry.flag_messages.get()
    plan.mark_called(message=message, by=family.second, at=MORNING + dt.timedelta(minutes=2))
    shown = line(made(family), "flags")
    assert "called 19 Nov" in shown


def test_a_summary_of_the_older_shape_opens_and_says_so(family):
    summary = made(family, questions="Swim?")
    old = {name: part for name, part in summary.content.items() if name not in NEW}
    newer = ("burden", "timeline", "antibiotics", "courses", "care", "tests", "abscesses", "missed", "breathing")
    old["infections"] = {name: part for name, part in old["infections"].items() if name not in newer}
    places = ("places", "place_days", "care", "care_days", "scores", "sleep_minutes")
    old["skin"] = {name: part for name, part in old["skin"].items() if name not in places}
    old["vaccines"] = {name: part for name, part in old["vaccines"].items() if name not in ("directives", "at_home")}
    old["schema"] = 1
    replace_behind_the_back(summary, old)
    here = {"patient": family.mia.pk, "visit": summary.visit_id}
    shown = family.client("guardian").get(reverse("visits:summary", kwargs=here)).content.decode()
    assert 'data-testid="older-shape"' in shown
    assert 'data-testid="not-intact"' not in shown
    assert "Swim?" in shown
    assert 'id="s-burden"' not in shown
    assert 'id="s-skin"' in shown


NEW = ("flags", "look_back", "medicines", "results", "notes", "coverage_days", "made_of", "year")


def replace_behind_the_back(summary, content, fingerprint=None):
    """As an earlier version of Tend would have stored it."""
    import json

    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE care_summary SET content = %s, content_hash = %s, fingerprint = %s",
            [json.dumps(content), content_hash(content), fingerprint or summary.fingerprint],
        )


def test_right_to_left_words_are_held_together(family):
    family.mia.name = "ليلى"
    family.mia.save()
    summary = made(family)
    assert page_of(summary, latest=1).document.name == "\u2068ليلى\u2069"
    summary.content["language"] = "ar"
    assert page_of(summary, latest=1).document.name == "ليلى"
    with translation.override("ar"):
        assert isolated("Mia") == "\u2068Mia\u2069"
    assert isolated("Mia") == "Mia"


def test_exposures_before_a_chest_infection_stand_beside_it(family):
    mia, by = family.mia, family.guardian
    for day in (D(2026, 10, 20), D(2026, 11, 2), D(2026, 11, 16)):
        near = {"kind": "sick_contact", "first_on": day, "last_on": day}
        precautions.record_exposure(patient=mia, by=by, at=MORNING, **near)
    infections.start_episode(patient=mia, by=by, at=MORNING, site="ear", onset=PartialDate.on(D(2026, 11, 3)))
    onset = PartialDate.on(D(2026, 11, 10))
    infections.start_episode(patient=mia, by=by, at=MORNING, site="lung", onset=onset)
    (row,) = made(family).content["look_back"]
    assert row["title"] == "Chest infection"
    assert [one["first"] for one in row["exposures"]] == ["2026-11-02"]


def test_late_and_changed_entries_are_marked(family):
    late = MORNING
    saved = infections.start_episode(
        patient=family.mia, by=family.guardian, at=late, site="ear", local_day=D(2026, 11, 10),
        onset=PartialDate.on(D(2026, 11, 10)), note="first said",
    )  # fmt: skip
    record.correct(entry=saved.entry, by=family.second, at=MORNING + dt.timedelta(seconds=1), changes={"note": "now"})
    summary = made(family)
    assert summary.content["infections"]["started"][0]["late"] is True
    assert line(summary, "open-now").endswith(" L E")
