"""The list of what waits inside Tend: what stands in it, for whom, and how another phone learns that it is done."""

import datetime as dt

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from care.household.access import Access
from care.household.models import Patient
from care.infections import actions as infections
from care.medicines import actions as medicines
from care.record import actions as record
from care.record.dates import PartialDate
from reminders import actions, reads
from reminders.channels import registry
from reminders.kinds import EVENING_CHECK, INFECTION_CHECK, MEDICINE, MORNING_CHECK
from reminders.models import Delivery, Occurrence, Recipient
from reminders.rules import State
from tests.reminders.conftest import DUE, NOON

MINUTE = dt.timedelta(minutes=1)
LIST, NOW = reverse("reminders:waiting"), reverse("reminders:waiting-now")


@pytest.fixture
def both(family, plan):
    actions.listen(plan=plan, user=family.second, at=NOON)
    return plan


@pytest.fixture(autouse=True)
def soon_after():
    with time_machine.travel(DUE + MINUTE, tick=False) as clock:
        yield clock


def shown(client) -> str:
    answer = client.get(LIST)
    assert answer.status_code == 200
    return answer.content.decode()


def count(client) -> str:
    """What the bell says; "" while it is hidden."""
    text = client.get(NOW).content.decode()
    assert 'id="waiting"' in text
    return "" if " hidden>" in text else text.partition('<span class="digits">')[2].partition("<")[0]


def test_nothing_waits(family, plan):
    client = family.client("guardian")
    assert "Nothing is waiting for you." in shown(client)
    assert count(client) == ""


def test_done_and_later_and_open_for_each(family, both, running):
    actions.set_plan(patient=family.leo, kind=EVENING_CHECK, by=family.guardian, at=NOON)
    running.run(DUE)
    client = family.client("guardian")
    text = shown(client)
    assert text.count('data-testid="waiting-line"') == 2  # one mail told both; both are to be done
    assert (text.count("line-done"), text.count("line-later"), text.count("line-open")) == (2, 2, 2)
    assert "In 30 minutes (21:01)" in text
    assert count(client) == "2"
    row = Delivery.objects.get(recipient=family.guardian, occurrence__plan=both)
    after = client.post(reverse("reminders:later", args=[row.pk]), {"for": "30", "list": "1"}, follow=True)
    assert after.redirect_chain[-1][0] == LIST
    assert "Put off until 21:01, Thu 19 Nov." in after.content.decode()
    assert count(client) == "1"
    client.post(reverse("reminders:done", args=[row.pk]), {"list": "1"})
    assert shown(client).count('data-testid="waiting-line"') == 1
    assert "Put off" not in shown(client)


def test_what_was_never_sent_still_waits(family, plan, running, settings):
    """The list is read from what came due: a mail nobody took is no reason to forget."""
    family.guardian.emailaddress_set.update(verified=False)
    running.run(DUE)
    assert running.states() == [(State.SUPPRESSED, "no_address")]
    assert count(family.client("guardian")) == "1"


@pytest.mark.parametrize(
    "end",
    [
        lambda f, o: actions.acknowledge(occurrence=o, by=f.second, at=DUE),
        lambda f, o: record.add(patient=f.mia, kind="skin_check", by=f.second, at=DUE),
        lambda f, o: f.guardian.memberships.update(ended_at=DUE),
    ],
    ids=["somebody marked it done", "somebody logged it", "left the family"],
)
def test_what_is_done_or_nobody_elses_business_waits_no_more(family, both, running, end):
    running.run(DUE)
    assert count(family.client("guardian")) == "1"
    end(family, Occurrence.objects.get())
    assert count(family.client("guardian")) == ""


def test_a_morning_logged_in_the_morning_is_done_on_the_list_and_behind_the_message(family, running, soon_after):
    """The morning check asks about the whole day; what the evening check asks for begins at midday."""
    morning = dt.datetime(2026, 11, 20, 6, 0, tzinfo=dt.UTC)
    actions.set_plan(patient=family.mia, kind=MORNING_CHECK, by=family.guardian, at=NOON)
    running.run(morning)
    soon_after.move_to(morning + 15 * MINUTE)
    client = family.client("guardian")
    assert count(client) == "1"
    record.add(patient=family.mia, kind="nothing_new", by=family.second, at=morning + 10 * MINUTE)
    assert count(client) == ""
    page = client.get(reverse("reminders:open", args=[Delivery.objects.get().pk])).content.decode()
    assert "<bdi>Ben</bdi> has logged it already." in page


def test_a_dose_that_the_other_carer_noted_waits_for_nobody(family, running, soon_after):
    for who in (family.guardian, family.second):
        actions.set_plan(patient=family.mia, kind=MEDICINE, by=who, at=NOON, in_quiet_hours=None)
    values = {"drug": "Co-trimoxazole", "pattern": "daily", "times": ["19:30"]}
    first, second = (
        medicines.add_medicine(patient=family.mia, by=family.guardian, at=NOON, values=values | {"drug": drug})
        for drug in ("Co-trimoxazole", "Itraconazole")
    )
    evening = DUE - 60 * MINUTE
    running.run(evening)
    soon_after.move_to(evening + 10 * MINUTE)
    clients = [family.client(who) for who in ("guardian", "second")]
    assert [count(client) for client in clients] == ["2", "2"]
    place = (dt.date(2026, 11, 19), dt.time(19, 30))
    medicines.record_dose(medicine=first, by=family.second, at=evening + 5 * MINUTE, outcome="given", due=place)
    # The other medicine of the same time is still open.
    assert [count(client) for client in clients] == ["1", "1"]
    row = Delivery.objects.get(recipient=family.guardian, occurrence__plan__key=first.pk.hex)
    page = clients[0].get(reverse("reminders:open", args=[row.pk])).content.decode()
    assert "<bdi>Ben</bdi> has logged it already." in page
    medicines.record_dose(medicine=second, by=family.second, at=evening + 6 * MINUTE, outcome="refused", due=place)
    assert [count(client) for client in clients] == ["", ""]


def test_a_check_of_what_is_over_waits_for_nobody(family, running, soon_after):
    saved = infections.start_episode(patient=family.mia, by=family.guardian, at=NOON, site="lung")
    actions.set_plan(patient=family.mia, kind=INFECTION_CHECK, by=family.guardian, at=NOON)
    afternoon = NOON + dt.timedelta(hours=4)
    running.run(afternoon)
    soon_after.move_to(afternoon + MINUTE)
    client = family.client("guardian")
    assert count(client) == "1"
    today = PartialDate.on(afternoon.date())
    infections.close_episode(episode=saved.entry.infection, on=today, by=family.second, at=afternoon + MINUTE)
    assert count(client) == ""
    page = client.get(reverse("reminders:open", args=[Delivery.objects.get().pk])).content.decode()
    assert "Nothing is open any more." in page


def test_what_is_over_waits_no_more_and_what_is_put_off_comes_back(family, both, running, soon_after):
    running.run(DUE)
    actions.snooze(occurrence=Occurrence.objects.get(), by=family.guardian, at=DUE, choice="15")
    assert (count(family.client("guardian")), count(family.client("second"))) == ("", "1")
    soon_after.move_to(DUE + 16 * MINUTE)
    assert count(family.client("guardian")) == "1"
    soon_after.move_to(DUE + EVENING_CHECK.useful_for)
    assert count(family.client("guardian")) == ""


def test_nobody_sees_another_familys_or_persons(family, outsider, plan, running):
    running.run(DUE)
    for who in ("second", "helper", "viewer"):
        assert count(family.client(who)) == ""
    assert count(outsider.client("guardian")) == ""
    assert Client().get(NOW).status_code == 302


def test_a_page_asks_again_and_hears_nothing_new_until_there_is(family, both, running):
    running.run(DUE)
    client = family.client("guardian")
    first = client.get(NOW)
    assert "no-store" in first["Cache-Control"]
    for secret in ("Mia", "Evening"):
        assert secret not in first.content.decode()
    again = client.get(NOW, headers={"if-none-match": first["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
    actions.acknowledge(occurrence=Occurrence.objects.get(), by=family.second, at=DUE + MINUTE)
    changed = client.get(NOW, headers={"if-none-match": first["ETag"]})
    assert changed.status_code == 200
    assert changed["ETag"] != first["ETag"]
    assert " hidden>" in changed.content.decode()


def test_the_bell_stands_in_the_frame_of_every_page(family, plan, running):
    running.run(DUE)
    page = family.client("guardian").get(f"/p/{family.mia.pk}/").content.decode()
    assert 'aria-label="1 reminder is waiting"' in page


def test_asking_costs_little(family, both, running, django_assert_max_num_queries):
    for day in range(1, 20):
        running.run(DUE - dt.timedelta(days=day))
    client = family.client("guardian")
    client.get(NOW)
    with django_assert_max_num_queries(6):
        client.get(NOW)


@pytest.mark.parametrize("children", [1, 4])
def test_asking_costs_the_same_however_much_waits(family, running, django_assert_max_num_queries, soon_after, children):
    """The bell stands on every page. Evening checks and two doses each, of one child and of four."""
    patients = [
        family.mia,
        *(Patient.objects.create(household=family.household, name=f"C{n}") for n in range(1, children)),
    ]
    for patient in patients:
        for kind in (EVENING_CHECK, MEDICINE):
            actions.set_plan(patient=patient, kind=kind, by=family.guardian, at=NOON, in_quiet_hours=None)
        for drug in ("Co-trimoxazole", "Itraconazole"):
            values = {"drug": drug, "pattern": "daily", "times": ["20:30"]}
            medicines.add_medicine(patient=patient, by=family.guardian, at=NOON, values=values)
    running.run(DUE)
    access = Access.for_user(family.guardian, now=DUE + MINUTE)
    assert len(access.memberships) == 1
    with django_assert_max_num_queries(6):
        assert len(reads.waiting(access).open) == 3 * children


# --- Only inside Tend: the channel that never rings ----------------------------------------------------------------


def told(user) -> set[str]:
    return set(Recipient.objects.filter(user=user, stopped_at=None).values_list("channel", flat=True))


def test_fewer_means_only_inside_tend_and_can_be_taken_back(family, both, running):
    actions.only_inside(user=family.guardian, household=family.household, kind="evening-check", at=NOON)
    assert (told(family.guardian), told(family.second)) == ({"inapp"}, {"email"})
    running.run(DUE)
    assert [mail.to for mail in running.mails] == [["ben@example.org"]]
    mine = Delivery.objects.get(recipient=family.guardian)
    assert (mine.channel, mine.state, mine.provider_id) == ("inapp", State.SENT, "in the list")
    assert count(family.client("guardian")) == "1"
    # Changing the reminder's time is no wish for mails.
    actions.set_plan(patient=family.mia, kind=EVENING_CHECK, by=family.guardian, at=NOON)
    assert told(family.guardian) == {"inapp"}
    actions.resume_mails(user=family.guardian, household=family.household, kind="evening-check", at=NOON)
    assert told(family.guardian) == {"email"}


def test_every_channel_is_a_folder_with_the_same_door():
    for slug in registry.SLUGS:
        channel = registry.channel(slug)
        assert channel.slug == slug
        assert type(channel).__module__.split(".")[:2] == ["reminders", "channels"]
        assert type(channel).__module__.endswith(".channel")


def test_stop_this_one_leaves_the_others(family, both, summary_plan, running):
    running.run(DUE)
    row = Delivery.objects.get(recipient=family.guardian)
    text = family.client("guardian").post(reverse("reminders:stop-this", args=[row.pk]), follow=True).content.decode()
    assert "Stopped for you: Evening check for Mia. Your other reminders stay on." in text
    left = Recipient.objects.filter(stopped_at=None).values_list("plan__kind", "user__display_name")
    assert sorted(left) == [("evening-check", "Ben"), ("summary-ready", "Ana")]
