"""Treatments and facts beside the answers; after a transplant every badge is preceded by the transplant team."""

import uuid

import pytest
import time_machine
from django.core.exceptions import ValidationError
from django.urls import reverse

from care.household.models import AuditEvent
from care.record.dates import parse
from care.vaccines import actions
from care.vaccines.models import VaccineFact
from tests.care.vaccines.pages import url
from tests.people import MORNING

TRANSPLANT = "Ask the transplant team about every vaccine."


@pytest.fixture(autouse=True)
def _morning():
    with time_machine.travel(MORNING, tick=False):
        yield


def fact(family, key=None, **values):
    values = {"kind": "biologic", "details": "dupilumab", "began": parse("2025-03")} | values
    return actions.add_fact(patient=family.mia, by=family.guardian, at=MORNING, values=values, key=key)


def test_dates_stand_beside_the_answer(family, ana):
    fact(family)
    fact(family, kind="igg", details="10 g", began=parse("2024"), ended=parse("2026-02-01"))
    fact(family, kind="cd4", details="650 cells/µL", began=parse("2026-05-04"))
    fact(family, kind="steroids", details="prednisolone", began=None)
    html = ana.get(url("product", family, product="mmr")).content.decode()
    for words in (
        "dupilumab</bdi>, since March 2025, no end written down",
        "10 g</bdi>, 2024 to 1 Feb 2026",
        "650 cells/µL</bdi>, 4 May 2026",
        "prednisolone</bdi>, date not known",
    ):
        assert words in html


@pytest.mark.parametrize("kind", ["hsct", "biologic"])
def test_what_is_only_planned_is_no_fact_yet(family, ana, kind):
    body = {"patient": str(family.mia.pk), "kind": kind, "began": "2028-05"}
    answer = ana.post(reverse("api:vaccine-fact-list"), body, content_type="application/json")
    assert answer.status_code == 400
    row = fact(family, kind=kind, began=parse("2026-11"))
    with pytest.raises(ValidationError):
        actions.change_fact(fact=row, by=family.guardian, at=MORNING, changes={"began": parse("2026-11-20")})
    assert VaccineFact.objects.get().began == parse("2026-11")


def test_nothing_is_drawn_from_them(family, ana):
    before = ana.get(url("product", family, product="mmr")).content.decode()
    fact(family, kind="immunosuppressant")
    after = ana.get(url("product", family, product="mmr")).content.decode()
    mark = 'data-testid="answer"'
    assert after[after.index(mark) :].split("</section>")[0] == before[before.index(mark) :].split("</section>")[0]
    assert TRANSPLANT not in after


def test_after_a_transplant_every_badge_is_preceded_by_the_transplant_team(family, ana):
    fact(family, kind="hsct", details="", began=parse("2024-06"))
    given = actions.record_decision(
        patient=family.mia, by=family.guardian, at=MORNING, product="mmr", outcome="given", dated=parse("2026-11-18")
    ).entry
    pages = [
        url("list", family),
        url("list", family) + "?q=typhoid",
        url("product", family, product="hpv"),
        url("decisions", family),
        url("detail", family, decision=given.pk),
        url("tell", family, decision=given.pk),
        url("edit", family, decision=given.pk),
        url("add", family) + "?product=hpv",
    ]
    for address in pages:
        main = ana.get(address).content.decode().split("<main", 1)[1]
        assert TRANSPLANT in main, address
        assert main.index(TRANSPLANT) < main.index('class="badge'), address
    typed = ana.get(url("list", family), {"q": "flu"}, headers={"HX-Request": "true", "HX-Target": "found"})
    html = typed.content.decode()
    rows = html.split("<li>")[1:]
    assert rows
    assert all(row.index("Ask the transplant team") < row.index('class="badge') for row in rows)
    assert TRANSPLANT in ana.get(url("card", family)).content.decode()


def test_without_a_transplant_nothing_of_it_is_said(family, ana):
    fact(family)
    for name in ("list", "decisions", "card"):
        assert "transplant team" not in ana.get(url(name, family)).content.decode()


def test_write_change_take_off_and_put_back(family, ana):
    form = {"kind": "hsct", "began_year": "2024", "began_month": "6", "told_by": "Dr Ö", "key": str(uuid.uuid4())}
    for _ in range(2):
        assert ana.post(url("add-fact", family), form).status_code == 302
    row = VaccineFact.objects.get()
    assert (row.kind, row.began.text, row.told_by) == ("hsct", "2024-06", "Dr Ö")
    ana.post(url("edit-fact", family, fact=row.pk), form | {"details": "Hospital <b>"})
    row.refresh_from_db()
    assert row.details == "Hospital <b>"
    html = ana.get(url("facts", family)).content.decode()
    assert "Hospital &lt;b&gt;" in html
    ana.post(url("remove-fact", family, fact=row.pk))
    assert TRANSPLANT not in ana.get(url("list", family)).content.decode()
    ana.post(url("restore-fact", family, fact=row.pk))
    assert TRANSPLANT in ana.get(url("list", family)).content.decode()
    trail = AuditEvent.objects.filter(object_id=str(row.pk)).order_by("id").values_list("action", flat=True)
    verbs = ["added", "changed", "removed", "restored"]
    assert list(trail) == [f"vaccine_fact.{verb}" for verb in verbs]


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        ({"kind": ""}, "Choose what it is."),
        ({"began_year": "2028"}, "This day has not come yet."),
        ({"ended_year": "2019"}, "The end cannot be before the beginning."),
        ({"began_year": "", "began_month": "3"}, "Add the year"),
    ],
)
def test_bad_input_is_named(family, ana, changed, words):
    answer = ana.post(url("add-fact", family), {"kind": "igg", "began_year": "2024"} | changed)
    assert answer.status_code == 422
    assert words in answer.content.decode()
    assert VaccineFact.objects.count() == 0


@pytest.mark.parametrize("values", [{"kind": "cold"}, {"details": "x" * 201}, {"ended": parse("2001")}])
def test_what_does_not_fit_is_refused(family, values):
    with pytest.raises(ValidationError):
        fact(family, **values)
    assert VaccineFact.objects.count() == 0


def test_a_change_that_changes_nothing_leaves_no_trail(family):
    row = fact(family)
    actions.change_fact(fact=row, by=family.guardian, at=MORNING, changes={"details": "dupilumab"})
    assert AuditEvent.objects.filter(action="vaccine_fact.changed").count() == 0


def test_another_child_and_another_family(family, outsider, ana):
    row = fact(family)
    assert outsider.client("guardian").get(url("edit-fact", family, fact=row.pk)).status_code == 404
    leo = reverse("vaccines:edit-fact", kwargs={"patient": family.leo.pk, "fact": row.pk})
    assert ana.get(leo).status_code == 404
