"""120 days of entries, decided by the dice of one seed. Actions write them, so nothing here can break a rule."""

import datetime as dt
import random
import uuid
from zoneinfo import ZoneInfo

from care.infections import actions as infections
from care.plan import actions as plan
from care.precautions import actions as precautions
from care.record import actions as record
from care.record.dates import PartialDate
from care.skin import actions as skin
from care.vaccines import actions as vaccines
from care.visits import actions as visits
from reminders import actions as reminders
from reminders.kinds import EVENING_CHECK, SUMMARY_READY
from tracker.demo.cast import Cast
from tracker.demo.medicines import write_medicines
from tracker.demo.photos import write_photos
from tracker.demo.results import write_results

DAYS = 120
BANDS = ("clear", "mild", "moderate", "severe", "very_severe")


class Clock:
    """Instants of the demo: day ``n`` ago at a wall-clock time of the family."""

    def __init__(self, *, now: dt.datetime, zone: str):
        self.zone = ZoneInfo(zone)
        self.today = now.astimezone(self.zone).date()
        self.now = now

    def day(self, ago: int) -> dt.date:
        return self.today - dt.timedelta(days=ago)

    def at(self, ago: int, hour: int, minute: int = 0) -> dt.datetime:
        wall = dt.datetime.combine(self.day(ago), dt.time(hour, minute), tzinfo=self.zone)
        return min(wall.astimezone(dt.UTC), self.now)


class Diary:
    """Writes one family's months, oldest day first."""

    def __init__(self, cast: Cast, *, now: dt.datetime, seed: int):
        self.cast = cast
        self.seed = seed
        self.dice = random.Random(seed)  # noqa: S311 - a story, not a secret
        self.clock = Clock(now=now, zone=cast.household.time_zone)

    def key(self) -> uuid.UUID:
        return uuid.UUID(int=self.dice.getrandbits(128), version=4)

    def write(self) -> None:
        """The whole story."""
        for ago in range(DAYS, 0, -1):
            self._mia(ago)
            self._leo(ago)
        self._infections()
        self._outside()
        self._papers()
        self._reminders()
        write_medicines(self.cast, self.clock, self.seed)
        self._scores()
        write_photos(self.cast, self.clock, self.seed, lump=self.lump)
        write_results(self.cast, self.clock, self.seed)

    # --- ordinary days ------------------------------------------------------------------------------------------

    def _mia(self, ago: int) -> None:
        dice, cast = self.dice, self.cast
        if 74 <= ago <= 77:  # the four nights on the ward
            self._elsewhere(cast.mia, ago, "Ward 7")
            return
        if 40 <= ago <= 46 or dice.random() < 0.13:  # a tired week, and ordinary gaps
            return
        author = cast.ana if dice.random() < 0.65 else cast.ben
        late = dice.random() < 0.06 and ago > 3
        morning = dice.random()
        if morning < 0.45:
            self._affirm(cast.mia, ago, author, "nothing_new", late=late)
        if dice.random() < 0.72:
            self._evening(cast.mia, ago, author, late=late, worst=self._itch(ago))
        if dice.random() < 0.04:
            cast_by = cast.gran if ago < 2 else author
            plan.record_concern(
                patient=cast.mia,
                by=cast_by,
                at=self.clock.at(ago, 17, 40),
                text="Quiet and pale after school.",
                client_id=self.key(),
            )

    def _leo(self, ago: int) -> None:
        dice, cast = self.dice, self.cast
        roll = dice.random()
        author = cast.ben if dice.random() < 0.6 else cast.ana
        if roll < 0.55:
            self._affirm(cast.leo, ago, author, "nothing_new")
        elif roll < 0.75:
            self._evening(cast.leo, ago, author, worst=dice.randint(0, 3))

    def _itch(self, ago: int) -> int:
        """Two rough stretches, otherwise around four."""
        rough = 3 if 85 <= ago <= 97 or 20 <= ago <= 28 else 0
        return max(0, min(10, round(self.dice.gauss(3.6 + rough, 1.4))))

    def _affirm(self, patient, ago: int, author, kind: str, *, late: bool = False) -> None:
        entered = self.clock.at(ago - 3, 20, 15) if late else self.clock.at(ago, 7, self.dice.randint(0, 50))
        record.add(
            patient=patient,
            kind=kind,
            by=author,
            at=entered,
            local_day=self.clock.day(ago),
            client_id=self.key(),
        )

    def _elsewhere(self, patient, ago: int, note: str) -> None:
        at = self.clock.at(ago, 19)
        record.add(patient=patient, kind="elsewhere", by=self.cast.ben, at=at, note=note, client_id=self.key())

    def _evening(self, patient, ago: int, author, *, worst: int, late: bool = False) -> None:
        at = self.clock.at(ago - 3, 20, 40) if late else self.clock.at(ago, 20, self.dice.randint(20, 59))
        day = self.clock.day(ago)
        band = BANDS[min(4, max(0, (worst + self.dice.randint(-1, 1)) // 2))]
        skin.answer(
            patient=patient,
            by=author,
            at=at,
            values={"worst_itch": worst, "skin_band": band} | self._skin_in_depth(patient, ago, worst),
            local_day=day,
            client_id=self.key(),
        )
        if self.dice.random() < 0.8:
            self._routines(patient, author, at, day)

    def _skin_in_depth(self, patient, ago: int, worst: int) -> dict:
        """What a bad evening also says: where, how it looks, what was done."""
        if patient != self.cast.mia or worst < 6:
            return {}
        elbows = {"site": "elbow_crease", "side": "both"}
        return {
            "sites": [elbows, {"site": "neck_front", "side": "midline"}],
            "signs": [elbows | {"redness": 2, "scratch_marks": 2, "dryness": 3}],
            "extent_palms": 4 + ago % 5,
            "triggers": ["heat"] if ago % 2 else ["unknown"],
            "care_done": ["bath", "emollient", "steroid_topical"],
            "emollient_times": 3,
            "steroid_product": "Hydrocortisone 1 %",
            "steroid_sites": [elbows],
        }

    def _scores(self) -> None:
        """What the skin clinic gave: POEM totals, the last one too soon after the one before to be a new point."""
        for ago, tenths in ((62, 190), (27, 170), (24, 160)):
            skin.record_score(
                patient=self.cast.mia,
                by=self.cast.ana,
                at=self.clock.at(ago, 16),
                instrument="poem",
                tenths=tenths,
                dated=PartialDate.on(self.clock.day(ago)),
                given_by="Skin clinic, Dr Osei",
                client_id=self.key(),
            )

    def _routines(self, patient, author, at: dt.datetime, day: dt.date) -> None:
        precautions.record_routines(patient=patient, by=author, at=at, kept="yes", local_day=day, client_id=self.key())

    # --- what went wrong ----------------------------------------------------------------------------------------

    def _infections(self) -> None:
        cast, clock = self.cast, self.clock
        # A chest infection that led to the ward.
        chest = infections.start_episode(
            patient=cast.mia,
            by=cast.ana,
            at=clock.at(79, 8, 10),
            site="lung",
            onset=PartialDate.on(clock.day(80)),
            signs=["cough", "tired"],
            verification="confirmed",
            care_level="hospital",
            client_id=self.key(),
        ).entry.infection
        infections.record_temperature(
            patient=cast.mia,
            by=cast.ana,
            at=clock.at(79, 8, 15),
            tenths=384,
            unit="C",
            route="ear",
            episode=chest,
            client_id=self.key(),
        )
        for ago, course in ((78, "worse"), (73, "better"), (71, "better")):
            infections.check_episode(
                episode=chest, course=course, by=cast.ana, at=clock.at(ago, 7, 30), client_id=self.key()
            )
        infections.close_episode(episode=chest, on=PartialDate.on(clock.day(67)), by=cast.ana, at=clock.at(66, 21, 5))
        self._hospital(chest)
        # A boil that was hot and red.
        boil = infections.start_lump(
            patient=cast.mia,
            by=cast.ben,
            at=clock.at(52, 18, 30),
            area="arm",
            body_site="armpit",
            side="left",
            size_mm=15,
            size_basis="estimate",
            warm="yes",
            red_or_darker="yes",
            painful="yes",
            care_level="clinic",
            verification="confirmed",
            client_id=self.key(),
        ).entry.infection
        infections.close_episode(episode=boil, on=PartialDate.on(clock.day(44)), by=cast.ben, at=clock.at(43, 20, 0))
        # Leo's ear, long over.
        ear = infections.start_episode(
            patient=cast.leo,
            by=cast.ben,
            at=clock.at(30, 6, 50),
            site="ear",
            side="right",
            care_level="phone_advice",
            client_id=self.key(),
        ).entry.infection
        infections.close_episode(episode=ear, on=PartialDate.on(clock.day(25)), by=cast.ben, at=clock.at(25, 19, 0))
        # A cold abscess, still open: a lump that is neither warm nor red nor painful.
        cold = infections.start_lump(
            patient=cast.mia,
            by=cast.ana,
            at=clock.at(4, 20, 10),
            area="leg",
            body_site="thigh_front",
            side="right",
            size_mm=15,
            size_basis="estimate",
            warm="no",
            red_or_darker="no",
            painful="no",
            note="Found while bathing. She does not mind it.",
            client_id=self.key(),
        ).entry.infection
        self.lump = cold
        for ago in (3, 2, 1):
            infections.check_episode(
                episode=cold, course="same", by=cast.ana, at=clock.at(ago, 7, 12), client_id=self.key()
            )

    def _hospital(self, chest) -> None:
        """What the ward told about the chest infection, and the medicine that goes on since."""
        clock = self.clock

        def log(ago: int, kind: str, **values) -> None:
            common = {"patient": self.cast.mia, "by": self.cast.ana, "at": clock.at(ago, 19, 40)}
            infections.add_log(kind=kind, client_id=self.key(), **common, **values)

        def on(ago: int) -> PartialDate:
            return PartialDate.on(clock.day(ago))

        told = {"episode": chest, "source": "clinician"}
        log(
            79,
            "care_visit",
            episode=chest,
            level="hospital",
            place="Children's hospital, Ward 7",
            began=on(79),
            icu="no",
            iv_days=5,
        )
        log(78, "infection_test", test="imaging", method="xray", findings=["pneumonia"], taken=on(79), **told)
        log(
            76,
            "infection_test",
            test="culture",
            specimen="Sputum",
            organisms=["s_aureus"],
            resistance="Resists penicillin, works: flucloxacillin",
            taken=on(79),
            **told,
        )
        flucloxacillin = {"drug": "Flucloxacillin", "purpose": "treatment", "episode": chest}
        log(70, "antimicrobial", route="vein", started=on(79), stopped=on(74), stop_reason="changed", **flucloxacillin)
        log(
            67, "antimicrobial", route="mouth", started=on(74), stopped=on(67), stop_reason="finished", **flucloxacillin
        )
        log(66, "antimicrobial", drug="Co-trimoxazole", purpose="prophylaxis", route="mouth", started=on(66))

    def _outside(self) -> None:
        """What was different on a day, and what came close: facts beside each other, nothing more."""
        cast, clock = self.cast, self.clock
        for ago, item in ((64, "water_source:untreated"), (33, "food:raw_egg"), (10, "moment:before_eating")):
            precautions.record_routines(
                patient=cast.mia,
                by=cast.ben,
                at=clock.at(ago, 20, 50),
                kept="different",
                exceptions=[item],
                client_id=self.key(),
            )
        precautions.record_exposure(
            patient=cast.mia,
            by=cast.ana,
            at=clock.at(14, 16, 30),
            kind="sick_contact",
            place="School",
            client_id=self.key(),
        )

    # --- vaccines and visits ------------------------------------------------------------------------------------

    def _papers(self) -> None:
        cast, clock = self.cast, self.clock
        vaccines.record_decision(
            patient=cast.mia,
            by=cast.ana,
            at=clock.at(58, 20, 30),
            outcome="given",
            product="influenza-inactivated",
            dated=PartialDate.on(clock.day(58)),
            decided_by="pediatrician",
            advised_by="Dr Adeyemi",
            client_id=self.key(),
        )
        vaccines.record_decision(
            patient=cast.mia,
            by=cast.ana,
            at=clock.at(12, 21, 0),
            outcome="asked",
            product="mmr",
            reason="Nursery asks for it before the trip in spring.",
            client_id=self.key(),
        )
        vaccines.add_directive(
            patient=cast.mia,
            by=cast.ana,
            at=clock.at(88, 19, 45),
            says="ask",
            told_by="Dr Lindqvist, immunology",
            given_on=clock.day(90),
            words="Ring us before any live vaccine.",
            client_id=self.key(),
        )
        vaccines.record_household_vaccine(
            patient=cast.mia,
            by=cast.ben,
            at=clock.at(57, 20, 10),
            member="Ben",
            outcome="given",
            product="influenza-inactivated",
            dated=PartialDate.on(clock.day(58)),
            client_id=self.key(),
        )
        vaccines.record_decision(
            patient=cast.leo,
            by=cast.ben,
            at=clock.at(9, 21, 0),
            outcome="asked",
            product="varicella",
            client_id=self.key(),
        )
        past = visits.add_visit(
            patient=cast.mia,
            by=cast.ana,
            at=clock.at(95, 12),
            on=clock.day(90),
            specialty="rheumatology_immunology",
            clinic="Children's hospital, immunology",
            client_id=self.key(),
        )
        assert past.created
        visits.add_visit(
            patient=cast.mia,
            by=cast.ana,
            at=clock.at(6, 21, 15),
            on=clock.day(-2),
            time=dt.time(10, 30),
            specialty="rheumatology_immunology",
            clinic="Children's hospital, immunology",
            questions="Is the lump on her thigh something to drain?\n"
            "MMR before the trip in spring: what do you advise?\n"
            "Can she swim in the lake with the school?",
            client_id=self.key(),
        )

    # --- reminders ----------------------------------------------------------------------------------------------

    def _reminders(self) -> None:
        """The evening mail for both parents, and the word that a summary is ready."""
        for parent in (self.cast.ana, self.cast.ben):
            for kind in (EVENING_CHECK, SUMMARY_READY):
                reminders.set_plan(patient=self.cast.mia, kind=kind, by=parent, at=self.clock.now)
