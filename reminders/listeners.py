"""What reminders do when the record announces something. Each runs inside the announcing transaction."""

from uuid import UUID

from django.contrib.auth.signals import user_logged_out
from django.dispatch import receiver
from django.utils import timezone

from care.household.access import Access
from care.household.events import (
    DoseRecorded,
    EntrySaved,
    Event,
    HouseholdChanged,
    LiveVaccinePlanned,
    MedicinePlanChanged,
    MemberLeft,
    SummaryReady,
    VisitChanged,
    listen,
)
from care.household.models import Household, Patient
from reminders import actions
from reminders.kinds import SUMMARY_READY
from reminders.models import Plan, PushSubscription
from reminders.reads import DEVICE_COOKIE


@receiver(user_logged_out)
def be_silent_where_somebody_signed_out(sender, request, user, **_) -> None:
    if request is not None and user is not None and (mark := request.COOKIES.get(DEVICE_COOKIE, "")):
        actions.lost_here(user=user, device=mark, at=timezone.now(), why=PushSubscription.Ended.SIGNED_OUT)


@listen(MemberLeft)
def withdraw_what_waits(event: MemberLeft) -> None:
    actions.member_left(household_id=event.household_id, user_id=event.user_id, at=event.at)


@listen(HouseholdChanged)
def follow_the_familys_clock(event: HouseholdChanged) -> None:
    if "time_zone" not in event.fields:
        return
    household = Access.for_household(event.household_id, now=event.at).of(Household).get()
    actions.zone_changed(household=household, at=event.at)


@listen(SummaryReady)
def tell_that_a_summary_is_ready(event: SummaryReady) -> None:
    plans = Plan.objects.filter(patient=event.patient_id, kind=SUMMARY_READY.slug, is_on=True)
    actions.happened(plans=plans, slot=f"summary-{event.summary_id.hex}", at=event.at)


@listen(MedicinePlanChanged)
def follow_the_list_of_medicines(event: MedicinePlanChanged) -> None:
    actions.follow_medicine(_patient(event, event.patient_id), event.medicine_id, at=event.at)


@listen(DoseRecorded)
def be_quiet_about_a_noted_dose(event: DoseRecorded) -> None:
    if event.due_at is not None:
        actions.dose_noted(medicine_id=event.medicine_id, due_at=event.due_at, at=event.at)


@listen(VisitChanged)
def follow_the_visits(event: VisitChanged) -> None:
    actions.follow_visits(_patient(event, event.patient_id), at=event.at)


@listen(LiveVaccinePlanned)
def ask_the_team_first(event: LiveVaccinePlanned) -> None:
    patient, planned = _patient(event, event.patient_id), None
    if event.planned_on is not None and event.planned_until is not None:
        planned = event.planned_on, event.planned_until
        actions.remind_guardians(patient, by=event.by, at=event.at)
    actions.follow_vaccine(patient, event.decision_id, planned, at=event.at)


@listen(EntrySaved)
def somebody_is_there(event: EntrySaved) -> None:
    if event.created:
        actions.seen(patient_id=event.patient_id, at=event.at)


def _patient(event: Event, patient_id: UUID) -> Patient:
    return Access.for_household(event.household_id, now=event.at).patient(patient_id)
