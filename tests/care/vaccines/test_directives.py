"""What the care team said: written down, changed, shown above the badge, to whom."""

import datetime as dt
import uuid

import pytest
import time_machine
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.urls import reverse

from care.household.models import AuditEvent
from care.record.models import Correction, Entry
from care.vaccines import actions
from care.vaccines.models import VaccineDirective
from tests.care.vaccines.pages import url
from tests.people import MORNING

TODAY = dt.date(2026, 11, 19)


@pytest.fixture(autouse=True)
def _morning():
    with time_machine.travel(MORNING, tick=False):
        yield


def said(family, **values):
    values = {"says": "do_not_give", "told_by": "Dr Lind", "given_on": TODAY} | values
    saved = actions.add_directive(patient=family.mia, by=family.guardian, at=MORNING, **values)
    return saved.entry.vaccine_directive


def page(client, *args, **kwargs):
    return client.get(url(*args, **kwargs)).content.decode()


# --- writing ----------------------------------------------------------------------------------------------------------


def test_it_is_an_entry_of_a_clinicians_word(family):
    row = said(family, product="mmr", words="Wait for the titres.")
    assert row.entry.kind == Entry.Kind.VACCINE_DIRECTIVE
    assert row.entry.source == Entry.Source.CLINICIAN
    assert AuditEvent.objects.filter(action="entry.added", object_id=str(row.pk)).count() == 1


def test_the_same_page_sent_twice_writes_once(family):
    key = uuid.uuid4()
    assert said(family, client_id=key).pk == said(family, client_id=key).pk
    assert VaccineDirective.objects.count() == 1


@pytest.mark.parametrize(
    "values",
    [
        {"says": "maybe"},
        {"product": "no-such-vaccine"},
        {"told_by": ""},
        {"given_on": TODAY + dt.timedelta(days=1)},
        {"expires_on": TODAY - dt.timedelta(days=1)},
        {"words": "x" * 1001},
    ],
)
def test_what_does_not_fit_is_refused(family, values):
    with pytest.raises(ValidationError):
        said(family, **values)
    assert Entry.objects.count() == 0


def test_the_database_holds_the_words_too(family):
    row = said(family)
    for broken in (
        {"says": "maybe"},
        {"told_by": ""},
        {"expires_on": TODAY - dt.timedelta(days=1)},
        {"signed_by": family.guardian},
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            VaccineDirective.objects.filter(pk=row.pk).update(**broken)


def test_a_change_keeps_the_old_word(family):
    row = said(family)
    actions.change_directive(directive=row, by=family.guardian, at=MORNING, changes={"says": "ask"})
    row.refresh_from_db()
    assert row.says == "ask"
    assert list(Correction.objects.filter(entry=row.pk, field="says").values_list("old", flat=True)) == ["do_not_give"]


# --- the pages --------------------------------------------------------------------------------------------------------


def test_it_stands_above_the_badge_which_stays(family, ana):
    before = page(ana, "product", family, product="mmr")
    said(family, says="allow", product="mmr", words="All counts are fine.")
    html = page(ana, "product", family, product="mmr")
    assert html.index('data-testid="team-word"') < html.index('data-testid="answer"')
    answer = 'data-testid="answer"'
    assert html[html.index(answer) :].split("</section>")[0] == before[before.index(answer) :].split("</section>")[0]
    assert "May be given" in html
    assert "All counts are fine." in html
    assert "Typed by Ana, not signed by a clinician" in html


def test_both_of_a_conflict_show_and_the_more_careful_first(family, ana):
    said(family, says="allow", product="mmr", told_by="Dr Yes")
    said(family, says="do_not_give", told_by="Dr No")
    html = page(ana, "product", family, product="mmr")
    word = html[html.index('data-testid="team-word"') : html.index('data-testid="answer"')]
    assert "They did not all say the same." in word
    assert word.index("Dr No") < word.index("Dr Yes")
    row = page(ana, "list", family)
    row = row[row.index('data-testid="vaccine-mmr"') :]
    assert "Your care team: Do not give" in row[: row.index("</li>")]


def test_an_allow_that_ran_out_asks_again_and_a_do_not_give_still_shows(family, ana):
    over = {"given_on": TODAY - dt.timedelta(days=90), "expires_on": TODAY - dt.timedelta(days=1)}
    said(family, says="allow", product="mmr", **over)
    html = page(ana, "product", family, product="mmr")
    assert "Ask first" in html
    assert "Held until Wed 18 Nov 2026. Ask again." in html
    said(family, says="do_not_give", product="varicella", **over)
    html = page(ana, "product", family, product="varicella")
    assert "Do not give" in html
    assert "It counts until the team takes it back." in html


def test_all_live_says_nothing_about_what_is_not_live(family, ana):
    said(family)
    for slug in ("ipv", "hexavalent", "influenza-inactivated", "mpox-mva-bn"):
        assert 'data-testid="team-word"' not in page(ana, "product", family, product=slug)


def test_write_change_and_take_back_by_hand(family, ana):
    form = {"about": "this", "says": "ask", "told_by": "Dr Ö", "given_on": "2026-11-18", "words": "<b>Ring</b>"}
    answer = ana.post(url("directive-add", family) + "?product=mmr", form)
    row = VaccineDirective.objects.get()
    assert (row.product, row.says, row.told_by) == ("mmr", "ask", "Dr Ö")
    assert answer.url.startswith(url("directives", family))
    html = ana.get(answer.url).content.decode()
    assert 'data-testid="undo"' in html
    answer = ana.post(url("directive-edit", family, directive=row.pk), form | {"about": "all_live", "says": "allow"})
    assert answer.status_code == 302
    html = page(ana, "directive", family, directive=row.pk)
    assert "was Ask first, changed by" in html
    assert "was Measles-mumps-rubella (MMR), changed by" in html
    assert "&lt;b&gt;Ring" in html
    assert 'data-testid="add-photo"' in html
    answer = ana.post(url("directive-delete", family, directive=row.pk))
    assert "Put back" in ana.get(answer.url).content.decode()
    assert ana.get(url("directive", family, directive=row.pk)).status_code == 404


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        ({"says": ""}, "Choose what they said."),
        ({"told_by": " "}, "Enter who said it"),
        ({"given_on": "2026-11-20"}, "The day cannot be after today"),
        ({"expires_on": "2026-11-01"}, "The last day cannot be before"),
        ({"about": "nothing"}, "Select a valid choice"),
    ],
)
def test_bad_input_is_named(family, ana, changed, words):
    form = {"about": "all_live", "says": "ask", "told_by": "Dr Ö", "given_on": "2026-11-18"} | changed
    answer = ana.post(url("directive-add", family), form)
    assert answer.status_code == 422
    assert words in answer.content.decode()
    assert VaccineDirective.objects.count() == 0


def test_an_address_without_a_vaccine_is_not_found(family, ana):
    assert ana.get(url("directive-add", family) + "?product=nothing").status_code == 404
    assert ana.post(url("home-add", family) + "?product=nothing", {"outcome": "given"}).status_code == 404


def test_a_helper_sees_it_whenever_it_was_said_but_changes_nothing(family):
    row = said(family)
    gran = family.client("helper")
    with time_machine.travel(MORNING.replace(day=25), tick=False):
        assert "Do not give" in page(gran, "product", family, product="mmr")
        assert gran.get(url("directive", family, directive=row.pk)).status_code == 200
        assert gran.get(url("directive-edit", family, directive=row.pk)).status_code == 403
        assert gran.get(url("directive-add", family)).status_code == 403


def test_another_child_and_another_family(family, outsider, ana):
    row = said(family)
    assert outsider.client("guardian").get(url("directive", family, directive=row.pk)).status_code == 404
    leo = reverse("vaccines:directive", kwargs={"patient": family.leo.pk, "directive": row.pk})
    assert ana.get(leo).status_code == 404
    mine = reverse("vaccines:product", kwargs={"patient": family.leo.pk, "product": "mmr"})
    assert 'data-testid="team-word"' not in ana.get(mine).content.decode()


def decided(family, **values):
    saved = actions.record_decision(
        patient=family.mia, by=family.guardian, at=MORNING, **({"product": "mmr", "outcome": "given"} | values)
    )
    return saved.entry.pk


def test_it_stands_above_the_badge_on_every_page_of_a_decision(family, ana):
    said(family, product="mmr")
    key = decided(family)
    for address in (
        url("add", family) + "?product=mmr",
        url("edit", family, decision=key),
        url("detail", family, decision=key),
        url("tell", family, decision=key),
    ):
        html = ana.get(address).content.decode()
        assert html.index('data-testid="team-word"') < html.index('data-testid="badge-live"'), address
        assert "Dr Lind" in html, address


def test_it_stands_on_rows_that_name_the_vaccine(family, ana):
    said(family, product="mmr")
    decided(family, outcome="planned")
    html = page(ana, "decisions", family)
    assert html.count('data-testid="team-says"') == 2  # in the list, and among what is open
    assert "Your care team: Do not give" in html
    html = page(ana, "product", family, product="varicella")
    assert 'data-testid="team-word"' not in html
    said(family, product="typhoid-oral-ty21a")
    html = page(ana, "product", family, product="typhoid-unspecified")
    row = html[html.index('data-testid="vaccine-typhoid-oral-ty21a"') :].split("</li>")[0]
    assert "Your care team: Do not give" in row
    row = html[html.index('data-testid="vaccine-typhoid-vi-polysaccharide"') :].split("</li>")[0]
    assert "Your care team" not in row


def test_a_word_on_all_live_vaccines_is_heard_on_one_that_is_not_listed(family, ana):
    said(family)
    key = decided(family, product="", product_text="Card 7")
    assert "Your care team: Ask first" in page(ana, "decisions", family)
    for name, kwargs in (("add", {}), ("detail", {"decision": key})):
        assert 'data-testid="team-word"' in page(ana, name, family, **kwargs)


@pytest.mark.parametrize("rows", [1, 12])
def test_pages_of_decisions_ask_as_often_whatever_there_is(family, rows, django_assert_max_num_queries):
    for _ in range(rows):
        said(family, product="mmr")
        key = decided(family)
        decided(family, product="varicella", outcome="planned")
    for name, kwargs in (
        ("decisions", {}),
        ("add", {}),
        ("edit", {"decision": key}),
        ("detail", {"decision": key}),
        ("tell", {"decision": key}),
    ):
        client = family.client("guardian")
        with django_assert_max_num_queries(14):
            client.get(url(name, family, **kwargs))


@pytest.mark.parametrize("rows", [1, 12])
def test_a_page_asks_the_database_as_often_whatever_there_is(family, rows, django_assert_max_num_queries):
    for _ in range(rows):
        said(family, product="mmr")
    client = family.client("guardian")
    for name, kwargs in (("list", {}), ("product", {"product": "mmr"}), ("card", {}), ("directives", {})):
        with django_assert_max_num_queries(14):
            client.get(url(name, family, **kwargs))
