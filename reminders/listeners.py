"""What reminders do when the record announces something. Each runs inside the announcing transaction."""

from care.household.access import Access
from care.household.events import HouseholdChanged, MemberLeft, SummaryReady, listen
from care.household.models import Household
from reminders import actions
from reminders.kinds import SUMMARY_READY
from reminders.models import Plan


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
