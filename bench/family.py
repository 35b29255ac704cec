"""One busy family: two children, two carers, about 20 entries a day with their details, for as many years as asked.

Rows are made in bulk: the actions would take hours. They are the rows that the actions write, without the trail.
"""

import datetime as dt
import random
import secrets
import uuid
from dataclasses import dataclass, field

from django.utils import timezone

NOW = dt.datetime(2026, 11, 19, 20, 4, tzinfo=dt.UTC)  # a Thursday, 21:04 in Berlin
ZONE = "Europe/Berlin"
DAYS_AT_ONCE = 365
# What happens now and then happens again after so many days.
CYCLE = 36
LONG_AGO = dt.datetime(1976, 1, 1, tzinfo=dt.UTC)
MEDICINES = ["Co-trimoxazole", "Itraconazole"]


@dataclass
class Family:
    """The people, and how far back their record goes (``first`` is the oldest day)."""

    household: object
    ana: object
    ben: object
    mia: object
    leo: object
    first: dt.date
    entries: int = 0
    medicines: dict = field(default_factory=dict)
    dice: random.Random = field(default_factory=lambda: random.Random(20261119))


def begin() -> Family:
    """The family on the day it is measured; nothing logged yet."""
    from care.household.models import Household, Membership, Patient, User
    from care.household.rules import Role
    from reminders.engine.heartbeat import TICK
    from reminders.models import Heartbeat

    ana, ben = (
        User.objects.create_user(
            f"{name.lower()}@bench.example", secrets.token_hex(8), display_name=name, time_zone=ZONE
        )
        for name in ("Ana", "Ben")
    )
    household = Household.objects.create(name="Bench", time_zone=ZONE)
    for user, role in ((ana, Role.GUARDIAN), (ben, Role.CAREGIVER)):
        Membership.objects.create(household=household, user=user, role=role, joined_at=NOW)
    mia = Patient.objects.create(household=household, name="Mia", birth_date=dt.date(1976, 3, 9))
    leo = Patient.objects.create(household=household, name="Leo", birth_date=dt.date(1976, 2, 11))
    # Reminders are running: else every page looks twice whether they have stopped.
    Heartbeat.objects.create(part=TICK, at=NOW)
    family = Family(household, ana, ben, mia, leo, first=NOW.date() + dt.timedelta(days=1))
    for patient, times in ((mia, ["07:00", "13:00", "19:00"]), (leo, ["07:30"])):
        family.medicines[patient.pk] = [_medicine(patient, drug, times, by=ana) for drug in MEDICINES[: len(times)]]
    return family


def _medicine(patient, drug: str, times: list[str], *, by):
    from care.medicines.models import Medicine

    return Medicine.objects.create(
        patient=patient, drug=drug, dose="5 mL", pattern="daily", times=times, entered_by=by, begins_at=LONG_AGO
    )


def days_in(years: int) -> int:
    """About so many years, begun at the same point of the cycle: the oldest page then holds the same kinds."""
    days = round(years * 365.25)
    return days - (days - 365) % CYCLE


def grow(family: Family, *, days: int) -> None:
    """Adds rows before the oldest day until the record spans ``days`` days up to today."""
    oldest = NOW.date() - dt.timedelta(days=days - 1)
    while family.first > oldest:
        span = min(DAYS_AT_ONCE, (family.first - oldest).days)
        dates = [family.first - dt.timedelta(days=n) for n in range(1, span + 1)]
        Rows(family, dates).save()
        family.first = dates[-1]


class Rows:
    """The entries of some days with their details, gathered and then written in bulk."""

    def __init__(self, family: Family, dates: list[dt.date]):
        self.family, self.dice = family, family.dice
        self.by_model: dict[type, list] = {}
        for date in dates:
            self._mia(date)
            self._leo(date)

    def save(self) -> None:
        """Entries first; details point at them."""
        from django.db import transaction

        from care.record.models import Entry

        with transaction.atomic():
            for model in sorted(self.by_model, key=lambda model: model is not Entry):
                model.objects.bulk_create(self.by_model[model], batch_size=2000)
        self.family.entries += len(self.by_model[Entry])

    def add(
        self, patient, date: dt.date, kind: str, detail=None, *, hour: int = 18, note: str = "", late: bool = False
    ):
        """One entry; every third is written down by Ben."""
        from care.record.models import Entry

        at = dt.datetime.combine(date, dt.time(hour, self.dice.randint(0, 59)), tzinfo=dt.UTC)
        entry = Entry(
            id=self._key(at),
            patient=patient,
            client_id=self._key(at),
            author=self.family.ben if self.dice.random() < 0.33 else self.family.ana,
            kind=kind,
            occurred_at=min(at, NOW),
            local_day=date,
            entered_at=min(at + dt.timedelta(days=4 if late else 0), NOW),
            note=note,
        )
        self.by_model.setdefault(Entry, []).append(entry)
        if detail is not None:
            detail.entry = entry
            self.by_model.setdefault(type(detail), []).append(detail)
        return entry

    def _key(self, at: dt.datetime) -> uuid.UUID:
        """A key of that day: rows lie on the disk in the order in which a family would have written them."""
        bits = int(at.timestamp() * 1000) << 80 | 0x7 << 76 | 0x2 << 62
        return uuid.UUID(int=bits | self.dice.getrandbits(12) << 64 | self.dice.getrandbits(62))

    def _mia(self, date: dt.date) -> None:
        from care.plan.models import Concern
        from care.precautions.models import Exposure, RoutineCheck
        from care.skin.models import SkinCheck

        mia, dice = self.family.mia, self.dice
        day = date.toordinal()
        if day % CYCLE == 7 and date != NOW.date():
            return  # a day nobody wrote about
        late = day % CYCLE == 29
        if date != NOW.date():
            self.add(mia, date, "nothing_new", hour=6, late=late)
        for hour in (6, 19):
            check = SkinCheck(worst_itch=dice.randint(0, 8), itch_rater="caregiver", skin_band="moderate")
            self.add(mia, date, "skin_check", check, hour=hour, late=late)
        self.add(mia, date, "routines", RoutineCheck(kept="yes"), hour=19, late=late)
        self._doses(mia, date)
        for hour in (9, 15):
            self.add(mia, date, "note", hour=hour, note=f"Slept from {dice.randint(19, 22)}:10, ate well.")
        if day % 9 == 0:
            contact = Exposure(kind="sick_contact", first_on=date, last_on=date, place="School")
            self.add(mia, date, "exposure", contact, hour=15)
        if day % CYCLE == 20:
            self.add(mia, date, "concern", Concern(), hour=17, note="Quiet and pale after school.")
        self._infections(mia, date)

    def _infections(self, patient, date: dt.date) -> None:
        """Ten a year: each open for a fortnight and looked at daily. One is still open today."""
        from care.infections.models import Episode, EpisodeCheck, Temperature

        ago = (NOW.date() - date).days
        if ago % CYCLE != 12:
            return
        ended = date + dt.timedelta(days=13) if ago > 12 else None
        episode = Episode(
            site=self.dice.choice(["lung", "ear", "sinus"]),
            verification="confirmed",
            onset_on=date,
            resolved_on=ended,
            resolved_precision="day" if ended else "",
            signs=["cough", "tired"],
            care_level="clinic",
        )
        self.add(patient, date, "infection", episode, hour=7)
        for n in range(13):
            on = date + dt.timedelta(days=n)
            if on < NOW.date():
                self.add(patient, on, "infection_check", EpisodeCheck(episode=episode, course="same"), hour=7)
            if on <= NOW.date() and n < 4:
                reading = Temperature(tenths=378 + self.dice.randint(0, 15), unit="C", route="ear", episode=episode)
                self.add(patient, on, "temperature", reading, hour=8)

    def _doses(self, patient, date: dt.date) -> None:
        """Every planned dose up to the hour the family is looked at, given."""
        from zoneinfo import ZoneInfo

        from care.medicines.models import Dose

        for medicine in self.family.medicines[patient.pk]:
            for time in medicine.times:
                hour = dt.time.fromisoformat(time)
                due = dt.datetime.combine(date, hour, tzinfo=ZoneInfo(ZONE)).astimezone(dt.UTC)
                dose = Dose(
                    medicine=medicine,
                    as_planned=medicine.drug,
                    due_on=date,
                    due_time=hour,
                    due_at=due,
                    outcome="given",
                )
                self.add(patient, date, "dose", dose, hour=hour.hour)

    def _leo(self, date: dt.date) -> None:
        from care.precautions.models import RoutineCheck
        from care.skin.models import SkinCheck

        leo, dice = self.family.leo, self.dice
        self.add(leo, date, "nothing_new", hour=6)
        check = SkinCheck(worst_itch=dice.randint(0, 3), itch_rater="caregiver", skin_band="mild")
        self.add(leo, date, "skin_check", check)
        self.add(leo, date, "routines", RoutineCheck(kept="yes"))
        self._doses(leo, date)
        self.add(leo, date, "note", hour=20, note="Played outside.")


def client(user):
    """A browser in which ``user`` is signed in, its session warm."""
    from django.test import Client

    browser = Client()
    browser.force_login(user, backend="allauth.account.auth_backends.AuthenticationBackend")
    return browser


def clock():
    """Stops the clock at ``NOW``: the family's today must be the one its record ends with."""
    real = timezone.now
    timezone.now = lambda: NOW
    return real
