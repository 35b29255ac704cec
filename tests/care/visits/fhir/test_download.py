"""The FHIR form of a summary: made with the version, never changed, handed out with the chosen sections only."""

import datetime as dt
import io
import json

import pytest
import time_machine
from django.core.management import call_command
from django.urls import reverse

from care.household.models import Patient
from care.record.models import Entry
from care.vaccines import actions as vaccines
from care.visits import actions
from care.visits.fhir import bundle
from care.visits.models import ShareEvent, Summary, SummaryDocument
from tests.care.visits.fhir.checks import of, problems
from tests.care.visits.fhir.test_mapper import EVERYTHING
from tests.guards.whole_family import one_of_everything
from tests.people import MORNING, client_for

NOW = dt.datetime(2026, 11, 22, 18, 0, tzinfo=dt.UTC)
LATER = MORNING + dt.timedelta(hours=3)


def make_version(patient, by, at) -> Summary:
    visit = patient.visits.order_by("on").last()
    if visit is None:
        visit = actions.add_visit(patient=patient, by=by, at=at, on=at.date(), specialty="pediatrics").visit
    actions.request_summary(visit=visit, by=by, at=at)
    return actions.generate_summary(visit_id=visit.pk, at=at)


@pytest.fixture
def version(family) -> Summary:
    """A version of a record with one of everything."""
    with time_machine.travel(MORNING, tick=False):
        one_of_everything(family)
        return make_version(family.mia, family.guardian, LATER)


def document_of(summary, sections=EVERYTHING) -> dict:
    return bundle(SummaryDocument.objects.get(pk=summary.pk).content, sections)


def coded(document: dict, code: str) -> list[dict]:
    """The Observations with this as their first code."""
    return [one for one in of(document, "Observation") if one["code"].get("coding", [{}])[0].get("code") == code]


def place(summary, form="fhir") -> str:
    visit = summary.visit
    return reverse("visits:summary-as", kwargs={"patient": visit.patient_id, "visit": visit.pk, "form": form})


def test_the_demo_family_is_a_valid_document(db):
    with time_machine.travel(NOW, tick=False):
        call_command("seed_demo", stdout=io.StringIO())
        mia = Patient.objects.get(name="Mia")
        made = make_version(mia, mia.household.memberships.first().user, NOW)
    document = document_of(made)
    assert problems(document) == []
    kinds = {entry["resource"]["resourceType"] for entry in document["entry"]}
    assert kinds >= {
        "Composition", "Patient", "RelatedPerson", "Condition", "Observation", "Immunization", "MedicationStatement",
        "MedicationAdministration", "AllergyIntolerance", "Provenance",
    }  # fmt: skip
    hies = next(one for one in of(document, "Condition") if one["code"].get("coding", [{}])[0].get("code") == "D82.4")
    assert hies["code"]["text"].startswith("STAT3")
    counted = coded(document, "doses-of-period")
    assert len(counted) >= 2
    for one in counted:
        due, *parts = (part["valueInteger"] for part in one["component"])
        assert due == sum(parts) > 0
    text = json.dumps(document)
    assert "Ana" not in text
    assert "Gran" not in text


def test_one_of_everything_is_in_it(version):
    document = document_of(version)
    assert problems(document) == []
    found = {code["code"] for one in of(document, "Observation") for code in one["code"].get("coding", ())}
    assert found >= {
        "test-culture", "days-missed", "something-feels-off", "breathing-day", "worst-itch-nrs-24h", "skin-check",
        "score-poem", "vaccine-question-open", "lab-ige", "teeth", "scan-echo", "general-check", "exposure",
        "routines-of-period", "doses-of-period", "8310-5", "29463-7", "19113-0",
    }  # fmt: skip
    assert len(of(document, "Encounter")) == 1
    # Ana's polio vaccine is not live, and never Mia's.
    assert of(document, "Immunization") == []
    (temperature,) = coded(document, "8310-5")
    assert temperature["effectiveDateTime"] == "2026-11-19T07:02:00+01:00"
    assert temperature["valueQuantity"]["value"] == 38.4


def test_a_version_never_changes_whatever_is_logged_later(family, version):
    before = json.dumps(document_of(version))
    Entry.objects.update(note="changed", removed_at=LATER)
    Patient.objects.update(name="Somebody else")
    assert json.dumps(document_of(version)) == before
    kept = SummaryDocument.objects.get(pk=version.pk)
    with pytest.raises(TypeError):
        kept.save()
    with pytest.raises(TypeError):
        SummaryDocument.objects.update(content={})


def test_live_vaccines_at_home_are_facts_about_home_without_a_name(family):
    with time_machine.travel(MORNING, tick=False):
        vaccines.record_household_vaccine(
            patient=family.mia, by=family.guardian, at=MORNING, member="Little Tom", product="mmr", outcome="given",
            note="Tom had a rash",
        )  # fmt: skip
        made = make_version(family.mia, family.guardian, LATER)
    document = document_of(made)
    assert problems(document) == []
    assert of(document, "Immunization") == []
    (home,) = coded(document, "household-live-vaccine")
    assert home["valueCodeableConcept"]["text"] == "Measles-mumps-rubella (MMR), Given"
    assert "Tom" not in json.dumps(document)


def test_the_family_downloads_it_from_their_own_page(family, outsider, version):
    with time_machine.travel(LATER, tick=False):
        client = family.client("guardian")
        page = client.get(reverse("visits:summary", kwargs={"patient": family.mia.pk, "visit": version.visit_id}))
        assert place(version) in page.content.decode()
        response = client.get(place(version))
        assert client.get(place(version, "none")).status_code == 404
        assert outsider.client("guardian").get(place(version)).status_code == 404
        assert family.client("helper").get(place(version)).status_code == 403
    assert response["Content-Type"] == "application/fhir+json"
    assert "no-store" in response["Cache-Control"]
    assert response["Content-Disposition"] == 'attachment; filename="visit-summary.json"'
    document = json.loads(response.content)
    assert problems(document) == []
    assert len(of(document, "Condition")) > 0


def test_a_share_hands_out_the_chosen_sections_and_writes_it_down(family, version):
    share = actions.make_share(summary=version, sections=["skin"], lasts="1", by=family.guardian, at=LATER)
    with time_machine.travel(LATER, tick=False):
        opened = actions.open_share(code=share.code, pin=share.pin, address="192.0.2.1", device="phone", at=LATER)
        client = client_for(family.viewer)
        address = reverse("shared:download", kwargs={"opening": opened.opening.pk, "form": "fhir"})
        response = client.post(address, {"pass": opened.token})
    assert response["Content-Type"] == "application/fhir+json"
    assert "no-store" in response["Cache-Control"]
    document = json.loads(response.content)
    assert problems(document) == []
    titles = [one["title"] for one in of(document, "Composition")[0]["section"]]
    assert titles == ["Allergies", "Skin"]
    assert {one["code"]["coding"][0]["code"] for one in of(document, "Observation")} >= {"skin-check"}
    assert of(document, "Condition") + of(document, "MedicationStatement") == []
    assert "MMR" not in response.content.decode()
    event = ShareEvent.objects.get(kind="downloaded", share=share.share)
    assert event.form == "fhir"


def test_the_api_gives_the_same_document(family, outsider, version):
    with time_machine.travel(LATER, tick=False):
        address = f"/api/v1/summaries/{version.pk}/fhir/"
        response = family.client("guardian").get(address)
        assert outsider.client("guardian").get(address).status_code == 404
        file = family.client("guardian").get(place(version))
        unready = actions.request_summary(visit=version.visit, by=family.guardian, at=LATER)
        assert family.client("guardian").get(f"/api/v1/summaries/{unready.pk}/fhir/").status_code == 404
    assert response["Content-Type"].startswith("application/fhir+json")
    assert response.json() == json.loads(file.content)


def test_a_problem_with_it_does_not_cost_the_summary(family, monkeypatch, caplog):
    def breaks(*_args, **_kwargs):
        raise ValueError("secret words")

    monkeypatch.setattr("care.visits.actions.documents.resources", breaks)
    made = make_version(family.mia, family.guardian, MORNING)
    assert made.state == Summary.State.READY
    assert not SummaryDocument.objects.exists()
    assert "ValueError" in caplog.text
    assert "secret" not in caplog.text
    with time_machine.travel(MORNING, tick=False):
        assert family.client("guardian").get(place(made)).status_code == 404


def test_what_was_changed_outside_is_not_handed_out(family, version):
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("UPDATE care_summarydocument SET content_hash = 'x'")
    with time_machine.travel(LATER, tick=False):
        assert family.client("guardian").get(place(version)).status_code == 404
