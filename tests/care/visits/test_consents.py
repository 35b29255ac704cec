"""A clinician with an account: let in by a guardian, reading what was chosen, gone the moment it ends."""

import datetime as dt

import pytest
import time_machine
from django.core import mail
from django.core.cache import cache
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404
from django.urls import reverse

from care.household.access import Access
from care.household.models import AuditEvent
from care.record.models import Entry
from care.vaccines import actions as vaccines
from care.vaccines.models import VaccineDirective
from care.visits import actions, reads
from care.visits.models import ClinicConsent, Review, Summary, Visit
from care.visits.rules import sharing
from tests.people import MORNING, client_for, person

DAY = dt.timedelta(days=1)
UNTIL = dt.date(2027, 11, 19)


@pytest.fixture(autouse=True)
def clock():
    cache.clear()
    with time_machine.travel(MORNING, tick=False) as frozen:
        yield frozen


@pytest.fixture
def summary(family) -> Summary:
    return summary_of(family, family.mia)


def summary_of(family, patient, at=MORNING) -> Summary:
    visit = actions.add_visit(
        patient=patient, by=family.guardian, at=at, on=dt.date(2026, 11, 24), specialty="pediatrics"
    ).visit
    actions.request_summary(visit=visit, by=family.guardian, at=at)
    return actions.generate_summary(visit_id=visit.pk, at=at)


def offer(family, **change):
    values = {"patient": family.mia, "by": family.guardian, "at": MORNING, "ends_on": UNTIL}
    return actions.offer_consent(**values | {"sections": list(sharing.ALL)} | change)


@pytest.fixture
def consent(family, clinician, summary) -> ClinicConsent:
    return actions.accept_consent(consent=offer(family).consent, by=clinician, at=MORNING)


def test_from_the_guardians_form_to_the_clinicians_page(family, clinician, summary):
    guardian = family.client("guardian")
    here = {"patient": family.mia.pk}
    page = guardian.post(
        reverse("visits:consent-add", kwargs=here),
        {"email": "Dr.Okafor@example.org", "sections": ["skin"], "ends_on": "2027-01-31"},
    ).content.decode()
    link = page.split('id="link"')[1].split('value="')[1].split('"')[0]
    [sent] = mail.outbox
    assert link in sent.body
    assert sent.to == ["dr.okafor@example.org"]
    for word in ("Mia", "HIES", "skin"):
        assert word not in sent.subject + sent.body
    client = client_for(clinician)
    path = link.removeprefix("http://testserver")
    before = client.get(path).content.decode()
    assert "Mia" not in before
    after = client.post(path, follow=True)
    assert "Mia" in after.content.decode()
    shown = client.get(reverse("clinic:summary", args=[ClinicConsent.objects.get().pk, summary.pk])).content.decode()
    assert 'id="s-skin"' in shown
    assert 'id="s-infections"' not in shown
    listed = guardian.get(reverse("visits:shares", kwargs=here)).content.decode()
    assert "dr.okafor@example.org" in listed
    # The link works once.
    other = client_for(person("Dr Late"))
    assert other.get(path).status_code == 410
    assert AuditEvent.objects.filter(action="consent.accepted", actor=clinician).count() == 1


def test_a_link_for_another_address_or_too_old_or_taken_back_lets_nobody_in(family, clinician, clock):
    for_other = offer(family, email="somebody@example.org").consent
    with pytest.raises(actions.ConsentClosed):
        actions.accept_consent(consent=for_other, by=clinician, at=MORNING)
    with pytest.raises(actions.ConsentClosed):
        actions.accept_consent(consent=offer(family).consent, by=clinician, at=MORNING + 7 * DAY)
    taken_back = actions.end_consent(consent=offer(family).consent, by=family.guardian, at=MORNING)
    with pytest.raises(actions.ConsentClosed):
        actions.accept_consent(consent=taken_back, by=clinician, at=MORNING)
    assert not ClinicConsent.objects.exclude(clinician=None).exists()


def test_a_member_of_the_family_is_not_its_clinician(family):
    with pytest.raises(actions.OwnFamily):
        actions.accept_consent(consent=offer(family).consent, by=family.second, at=MORNING)


@pytest.mark.parametrize(
    "bad", [{"ends_on": dt.date(2026, 11, 18)}, {"ends_on": dt.date(2029, 1, 1)}, {"sections": []}, {"email": "no"}]
)
def test_what_does_not_fit_writes_nothing(family, bad):
    with pytest.raises(ValidationError):
        offer(family, **bad)
    assert not ClinicConsent.objects.exists()


def test_the_door_opens_what_was_chosen_and_nothing_else(family, clinician, consent, summary):
    door = Access.for_user(clinician, now=MORNING).as_clinician(family.mia.pk)
    assert list(door.of(Summary)) == [summary]
    assert not door.of(Entry).exists()
    assert not door.of(AuditEvent).exists()
    assert not door.of(ClinicConsent).exists()
    with pytest.raises(Http404):
        Access.for_user(clinician, now=MORNING).as_clinician(family.leo.pk)
    summary_of(family, family.leo)
    assert [row.visit.patient_id for row in door.of(Summary)] == [family.mia.pk]


@pytest.mark.parametrize(("sections", "signs"), [(["vaccines"], True), (["skin"], False)])
def test_a_directive_is_signed_where_vaccines_are_shared(family, clinician, summary, sections, signs):
    directive = vaccines.add_directive(
        patient=family.mia, by=family.guardian, at=MORNING, says="do_not_give", told_by="Dr Okafor",
        given_on=dt.date(2026, 11, 2),
    ).entry  # fmt: skip
    actions.accept_consent(consent=offer(family, sections=sections).consent, by=clinician, at=MORNING)
    sign = reverse("vaccines:directive-sign", kwargs={"patient": family.mia.pk, "directive": directive.pk})
    client = client_for(clinician)
    assert client.get(sign).status_code == (200 if signs else 404)
    client.post(sign, {"seen": directive.version})
    assert (VaccineDirective.objects.get().signed_by == clinician) is signs


def typed(family, **values):
    values = {"says": "allow", "product": "mmr", "told_by": "Dr Okafor", "given_on": MORNING.date()} | values
    return vaccines.add_directive(patient=family.mia, by=family.guardian, at=MORNING, **values).entry


def test_what_waits_for_a_signature_stands_on_the_page_of_the_case(family, clinician, consent):
    client, case = client_for(clinician), reverse("clinic:case", args=[consent.pk])
    assert "case-to-sign" not in client.get(case).content.decode()
    waits, other = typed(family), typed(family, product="varicella", says="ask")
    signed = vaccines.sign_directive(
        directive=VaccineDirective.objects.get(pk=other.pk), by=clinician, at=MORNING, seen=other.version
    )
    html = client.get(case).content.decode()
    sign = reverse("vaccines:directive-sign", kwargs={"patient": family.mia.pk, "directive": waits.pk})
    assert html.count('data-testid="read-and-sign"') == 1
    assert f'href="{sign}"' in html
    assert str(signed.pk) not in html
    page = client.get(sign).content.decode()
    assert reverse("clinic:caseload") in page
    client.post(sign, {"seen": waits.version})
    assert "case-to-sign" not in client.get(case).content.decode()


def test_without_vaccines_in_the_consent_there_is_nothing_to_sign(family, clinician, summary):
    typed(family)
    sections = [section for section in sharing.ALL if section != sharing.Section.VACCINES]
    row = actions.accept_consent(consent=offer(family, sections=sections).consent, by=clinician, at=MORNING)
    assert "case-to-sign" not in client_for(clinician).get(reverse("clinic:case", args=[row.pk])).content.decode()


@pytest.mark.parametrize("rows", [1, 12])
def test_the_page_of_the_case_asks_as_often_whatever_waits(
    family, clinician, consent, rows, django_assert_max_num_queries
):
    for _ in range(rows):
        typed(family)
    client = client_for(clinician)
    client.get(reverse("clinic:caseload"))
    with django_assert_max_num_queries(12):
        client.get(reverse("clinic:case", args=[consent.pk]))


def test_an_end_takes_effect_on_the_next_request(family, clinician, consent, summary, clock):
    client = client_for(clinician)
    pages = [reverse("clinic:case", args=[consent.pk]), reverse("clinic:summary", args=[consent.pk, summary.pk])]
    assert [client.get(page).status_code for page in pages] == [200, 200]
    end = reverse("visits:consent-end", kwargs={"patient": family.mia.pk, "consent": consent.pk})
    assert "This cannot be undone" in family.client("guardian").get(end).content.decode()
    family.client("guardian").post(end)
    assert [client.get(page).status_code for page in pages] == [404, 404]
    assert client.post(pages[1], {"message": "x"}).status_code == 404
    assert "Mia" not in client.get(reverse("clinic:caseload")).content.decode()
    assert not Review.objects.exists()
    with pytest.raises(Http404):
        Access.for_user(clinician, now=MORNING).as_clinician(family.mia.pk)


def test_it_is_over_when_the_familys_last_day_is(family, clinician, summary):
    consent = actions.accept_consent(
        consent=offer(family, ends_on=dt.date(2026, 11, 20)).consent, by=clinician, at=MORNING
    )
    # 04:00 in Berlin of the next day.
    over = dt.datetime(2026, 11, 21, 3, 0, tzinfo=dt.UTC)
    assert reads.case(clinician, consent.pk, over - dt.timedelta(seconds=1))
    with pytest.raises(Http404):
        reads.case(clinician, consent.pk, over)


def test_nobody_else_reads_it(family, outsider, consent, summary):
    other = client_for(person("Dr Other"))
    for who in (other, outsider.client("guardian"), family.client("guardian")):
        assert who.get(reverse("clinic:case", args=[consent.pk])).status_code == 404
        assert who.get(reverse("clinic:summary", args=[consent.pk, summary.pk])).status_code == 404
    end = {"patient": family.mia.pk, "consent": consent.pk}
    assert family.client("second").post(reverse("visits:consent-end", kwargs=end)).status_code == 403
    theirs = {"patient": outsider.mia.pk, "consent": consent.pk}
    assert outsider.client("guardian").post(reverse("visits:consent-end", kwargs=theirs)).status_code == 404


def test_reviewed_and_a_message_reach_the_family(family, clinician, consent, summary):
    client = client_for(clinician)
    page = reverse("clinic:summary", args=[consent.pk, summary.pk])
    words = "Thank you. <b>Please</b> bring the new cream."
    for _ in range(2):
        done = client.post(page, {"message": words}, follow=True).content.decode()
    assert "Reviewed on 19 Nov 2026" in done
    assert Review.objects.count() == 1
    too_long = client.post(page, {"message": "x" * 501})
    assert too_long.status_code == 422
    today = reverse("today:today", kwargs={"patient": family.mia.pk})
    visit = reverse("visits:detail", kwargs={"patient": family.mia.pk, "visit": summary.visit_id})
    told = family.client("second").get(today).content.decode()
    assert "Please&lt;/b&gt; bring the new cream" in told
    assert "Dr Okafor" in told
    assert (
        'data-testid="clinic-message"'
        not in family.client("second").get(reverse("today:today", kwargs={"patient": family.leo.pk})).content.decode()
    )
    assert "bring the new cream" in family.client("viewer").get(visit).content.decode()
    seen = reverse("visits:review-seen", kwargs={"patient": family.mia.pk, "review": Review.objects.get().pk})
    assert family.client("viewer").post(seen).status_code == 403
    assert family.client("second").post(seen).status_code == 302
    assert "bring the new cream" not in family.client("second").get(today).content.decode()
    assert "bring the new cream" in family.client("second").get(visit).content.decode()


def test_a_message_is_on_today_at_once_though_a_look_before_found_none(
    family, clinician, consent, summary, django_capture_on_commit_callbacks
):
    door = Access.for_user(family.guardian, now=MORNING)
    assert reads.unseen_messages(door, family.mia) == []
    with django_capture_on_commit_callbacks(execute=True):
        actions.review(consent=consent, summary=summary, by=clinician, at=MORNING, message="Hello")
    assert len(reads.unseen_messages(door, family.mia)) == 1


def test_without_a_message_nothing_stands_on_today(family, clinician, consent, summary):
    actions.review(consent=consent, summary=summary, by=clinician, at=MORNING)
    assert reads.unseen_messages(Access.for_user(family.guardian, now=MORNING), family.mia) == []


def test_only_the_one_let_in_reviews_and_only_this_patients(family, clinician, consent, summary):
    other = person("Dr Other")
    with pytest.raises(PermissionDenied):
        actions.review(consent=consent, summary=summary, by=other, at=MORNING)
    with pytest.raises(PermissionDenied):
        actions.review(consent=consent, summary=summary_of(family, family.leo), by=clinician, at=MORNING)
    with pytest.raises(PermissionDenied):
        actions.review(consent=consent, summary=summary, by=clinician, at=consent.expires_at)


def test_the_caseload_is_sorted_by_the_last_review(
    family, outsider, clinician, consent, summary, django_assert_num_queries
):
    theirs = actions.accept_consent(
        consent=offer(outsider, patient=outsider.mia, by=outsider.guardian).consent, by=clinician, at=MORNING
    )
    actions.review(consent=consent, summary=summary, by=clinician, at=MORNING)
    with django_assert_num_queries(1):
        rows = reads.caseload(clinician, MORNING)
    assert [row.name for row in rows] == ["Other Mia", "Mia"]
    assert [row.to_review for row in rows] == [False, False]
    actions.review(consent=theirs, summary=summary_of(outsider, outsider.mia), by=clinician, at=MORNING + DAY)
    assert [row.name for row in reads.caseload(clinician, MORNING + DAY)] == ["Mia", "Other Mia"]
    later = MORNING + 2 * DAY
    actions.request_summary(visit=Visit.objects.get(pk=summary.visit_id), by=None, at=later)
    actions.generate_summary(visit_id=summary.visit_id, at=later)
    assert reads.caseload(clinician, later)[0].to_review
    assert "New since your review" in client_for(clinician).get(reverse("clinic:caseload")).content.decode()


def test_let_in_again_the_newer_word_counts(family, clinician, consent):
    newer = actions.accept_consent(consent=offer(family, sections=["skin"]).consent, by=clinician, at=MORNING)
    assert [row.pk for row in ClinicConsent.objects.filter(ended_at=None, clinician=clinician)] == [newer.pk]


def test_sent_twice_makes_one_link(family):
    key = ClinicConsent().pk
    assert offer(family, key=key).token
    assert offer(family, key=key).token is None
    assert ClinicConsent.objects.count() == 1
