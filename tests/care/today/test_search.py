"""Words find an entry wherever they stand in it, in any case and alphabet; a place finds what belongs to it."""

import datetime as dt

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import translation

from care.household.access import Access
from care.infections import actions as infections
from care.infections.models import Episode
from care.precautions import actions as precautions
from care.record import actions as record
from care.record.dates import PartialDate
from care.record.models import Entry
from care.results import actions as results
from care.today import reads
from care.today.reads.search import NAMED, text_columns
from care.vaccines import actions as vaccines
from tests.care.exports.full_record import AT, fill
from tests.people import EVENING


@pytest.fixture(autouse=True)
def evening():
    with time_machine.travel(EVENING + dt.timedelta(hours=1), tick=False):
        yield


def found(family, **wanted) -> list[str]:
    page = reads.timeline(Access.for_user(family.guardian), family.mia, reads.Filter(**wanted))
    return sorted(item.entry.kind for item in page.items)


#: What such a column may stand beside.
BESIDE = {("clinic_score", "other_name"): {"instrument": "other"}}


def test_every_text_of_every_table_is_looked_through(family):
    fill(family)
    looked = 0
    for name, (model, columns) in text_columns().items():
        for column in columns:
            row = model.objects.filter(entry__patient=family.mia, entry__removed_at=None).order_by("pk").first()
            assert row is not None, f"tests/care/exports/full_record.py has no {name}"
            word = f"Ñ{looked:02d}"
            written = {column: f"a {word}.", **BESIDE.get((name, column), {})}
            model.objects.filter(pk=row.pk).update(**written)
            page = reads.timeline(Access.for_user(family.guardian), family.mia, reads.Filter(text=word.lower()))
            assert [item.entry.pk for item in page.items] == [row.pk], f"{name}.{column}"
            looked += 1
    assert looked > 35


def test_the_columns_with_names_exist():
    tables = text_columns()
    for table, column in NAMED:
        assert tables[table][0]._meta.get_field(column)


def common(family):
    return {"patient": family.mia, "by": family.guardian, "at": AT}


@pytest.fixture
def named(family):
    who = common(family)
    infections.start_episode(site="lung", **who)
    infections.start_lump(body_site="cheek", side="left", **who)
    infections.add_log(kind="infection_test", test="culture", organisms=["s_aureus", "candida"], **who)
    infections.add_log(kind="antimicrobial", drug="Amoxicillin", **who)
    precautions.record_exposure(kind="chickenpox_shingles", place="Nursery", **who)
    vaccines.record_decision(product="mmr", outcome="asked", **who)
    results.add(kind="lab_result", values={"test": "ige", "value_text": "2000"}, **who)
    results.add(
        kind="scan", values={"scan": "ct", "result_text": "Pneumatocele, left"}, dated=PartialDate.of(2026), **who
    )
    record.add(kind="note", note="ÁLVARO tiene FIEBRE, Ñandú, ΣΊΣΥΦΟΣ", **who)
    record.add(**who | {"patient": family.leo}, kind="note", note="amoxicillin for Leo")
    return family


@pytest.mark.parametrize(
    ("text", "kinds"),
    [
        ("amoxi", ["antimicrobial"]),
        ("STAPHYLO", ["infection_test"]),
        ("candida", ["infection_test"]),
        ("pseudomonas", []),
        ("chest infection", ["infection"]),
        ("cheek", ["infection"]),
        ("shingles", ["exposure"]),
        ("nursery", ["exposure"]),
        ("measles", ["vaccine_decision"]),
        ("ige", ["lab_result"]),
        ("pneumatocele", ["scan"]),
        ("álvaro", ["note"]),
        ("ñandú", ["note"]),
        ("σίσυφοσ", ["note"]),
        ("fiebre", ["note"]),
        ("100%", []),
        ("_", []),
        ("not_recorded", []),
        ("yes", []),
    ],
)
def test_words_and_names(named, text, kinds):
    assert found(named, text=text) == kinds


def test_names_are_looked_for_as_the_page_shows_them(named):
    with translation.override("es"):
        assert found(named, text="VARICELA") == ["exposure"]


def test_what_was_taken_back_and_what_was_kept_apart_is_not_found(named):
    entry = Entry.objects.get(kind="antimicrobial", patient=named.mia)
    record.remove(entry=entry, by=named.guardian, at=AT)
    assert found(named, text="amoxi") == []
    assert found(named, text="candida", kind="scan") == []


@pytest.mark.parametrize("site", ["infection:lung", "body:cheek"])
def test_a_place_finds_what_was_written_down_about_its_infection(family, site):
    who = common(family)
    start = infections.start_episode if site == "infection:lung" else infections.start_lump
    where = {"site": "lung"} if site == "infection:lung" else {"body_site": "cheek", "side": "left"}
    episode = start(**who, **where).entry.infection
    other = infections.start_episode(site="gut", **who).entry.infection
    Episode.objects.filter(pk=other.pk).update(split_from=episode)
    for about in (episode, other):
        infections.check_episode(episode=about, course="worse", by=family.guardian, at=AT)
        infections.record_temperature(tenths=385, unit="C", episode=about, **who)
        infections.add_log(kind="antimicrobial", drug="Amoxicillin", episode=about, **who)
        infections.add_log(kind="infection_test", test="culture", episode=about, **who)
        infections.add_log(kind="care_visit", level="clinic", episode=about, **who)
        day = AT.date()
        infections.add_log(kind="days_missed", first_on=day, last_on=day, school_halves=1, episode=about, **who)
    about_it = {"antimicrobial", "care_visit", "days_missed", "infection_check", "infection_test", "temperature"}
    assert found(family, site=site) == sorted({"infection"} | about_it)


def test_looking_for_words_costs_the_same_queries_at_any_size(named):
    client = named.client("guardian")
    url = reverse("today:timeline", args=[named.mia.pk]) + "?q=amoxi&site=infection:lung"
    few = _queries(client, url)
    episode = infections.start_episode(site="lung", **common(named)).entry.infection
    for _n in range(40):
        infections.add_log(kind="antimicrobial", drug="Amoxicillin", episode=episode, **common(named))
    many = _queries(client, url)
    assert many <= few + 1 <= 12


def _queries(client, url) -> int:
    with CaptureQueriesContext(connection) as queries:
        assert client.get(url).status_code == 200
    return len(queries)
