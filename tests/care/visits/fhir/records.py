"""Records made by dice, as the plain values the mapper takes: every kind of row, with odd dates and answers."""

import datetime as dt
import random
from decimal import Decimal
from uuid import UUID

from care.reference import body_sites, cvx, vaccines
from care.vaccines.rules import Outcome, fhir_immunization
from care.visits.fhir import shapes
from care.visits.fhir.shapes import Asked, Place
from care.visits.reads.facts.words import words

ANSWERS = ["yes", "no", "not_sure", "not_checked", "not_applicable", ""]
ODD = ['Ana\'s "own" <words> & more', "日本語", "  spaces ", "é", "a\nb"]
PEOPLE = ["self", "11111111-1111-4111-8111-111111111111", "22222222-2222-4222-8222-222222222222"]


class Dice(random.Random):
    """Values as families leave them."""

    def key(self) -> UUID:
        return UUID(int=self.getrandbits(128), version=4)

    def day(self) -> str:
        return f"2026-{self.randint(9, 11):02d}-{self.randint(1, 30):02d}"

    def partial(self) -> str:
        return self.choice([self.day(), "2026-10", "2026", "2018-08", ""])

    def words(self, *, blank: bool = True) -> str:
        return self.choice(ODD + ([""] if blank else []))

    def answer(self, slug: str) -> Asked:
        return Asked(slug, f"Question {slug}", self.choice(ANSWERS), "answer")

    def some(self, make, most: int = 2) -> tuple:
        return tuple(make() for _ in range(self.randint(0, most)))

    def typed(self) -> dict:
        return {
            "key": self.key(),
            "by": self.choice(PEOPLE),
            "source": self.choice(["caregiver", "document", "clinician"]),
            "entered_at": dt.datetime(2026, 11, self.randint(1, 19), self.randint(0, 23), tzinfo=dt.UTC),
            "note": self.words(),
            "edited": self.random() < 0.2,
        }

    def place(self) -> Place:
        site = self.choice(body_sites.all_sites())
        return Place(site.label, f"{site.label} (left)" if site.paired else site.label, site.snomed_ct, site.is_private)


def record(seed: int) -> shapes.Record:
    """One record. The same seed makes the same."""
    d = Dice(seed)
    infections = d.some(lambda: _infection(d))
    keys = [row.key for row in infections] + [None, d.key()]
    return shapes.Record(
        version=d.key(),
        number=d.randint(1, 9),
        language=d.choice(["en", "de"]),
        zone=d.choice(["Europe/Berlin", "Pacific/Auckland", "America/St_Johns"]),
        made_at=dt.datetime(2026, 11, 19, 6, 2, 3, tzinfo=dt.UTC),
        first="2026-09-01",
        last="2026-11-18",
        days=79,
        patient=shapes.PatientFact(
            name="Mia <3",
            birth_date=d.choice(["2020-09-03", ""]),
            hies_slug=d.choice(["stat3_dn", "dock8", "not_known"]),
            hies_words="STAT3 type",
            told_by=d.words(),
            told_on=d.choice(["2024-05-14", ""]),
        ),
        people=tuple(shapes.Person(key, f"Guardian {n}") for n, key in enumerate(PEOPLE)),
        questions=d.some(lambda: d.words(blank=False).strip()),
        affirmed=d.choice([0, 4]),
        infections=infections,
        cares=d.some(lambda: _care(d, keys)),
        tests=d.some(lambda: _test(d, keys)),
        courses=d.some(lambda: _course(d, keys)),
        readings=d.some(lambda: _reading(d)),
        breathing=d.some(lambda: _breathing(d)),
        missed=d.some(lambda: _missed(d)),
        concerns=d.some(lambda: shapes.Day(**d.typed(), title="Something feels off", day=d.day())),
        skin=d.some(lambda: _skin(d)),
        scores=d.some(lambda: _score(d)),
        vaccines=d.some(lambda: vaccine(d), 4),
        home_vaccines=d.some(lambda: _at_home(d)),
        medicines=d.some(lambda: _medicine(d)),
        infusions=d.some(lambda: _infusion(d)),
        allergies=d.some(lambda: _allergy(d)),
        labs=d.some(lambda: _lab(d)),
        measures=d.some(lambda: _measure(d)),
        fractures=d.some(lambda: _fracture(d)),
        reports=d.some(lambda: _report(d)),
        general=d.some(lambda: _general(d)),
        exposures=d.some(lambda: _exposure(d)),
        photos=d.some(lambda: _photo(d)),
        routines=d.choice([None, shapes.Routines(0, 0, 79), shapes.Routines(9, 7, 79, (("food-raw_egg", "Egg", 2),))]),
        words=words(),
    )


def _infection(d: Dice) -> shapes.Infection:
    lump, ended = d.random() < 0.5, d.choice(["", "2026-11-30", "2026-11"])
    return shapes.Infection(
        **d.typed(),
        title="Lump or boil: somewhere" if lump else "Chest infection",
        title_without_place="Lump or boil" if lump else "Chest infection",
        site="skin" if lump else d.choice(["lung", "urine", "ear"]),
        is_lump=lump,
        place=d.place() if lump and d.random() < 0.8 else None,
        verification=d.choice(["unconfirmed", "confirmed", "refuted"]),
        onset=d.choice([d.day(), "2026-09", "2026"]),
        ended=ended,
        facts=d.some(lambda: d.words(blank=False)),
    )


def _care(d: Dice, keys) -> shapes.Care:
    level = d.choice(["home", "phone_advice", "clinic", "urgent_care", "emergency", "hospital"])
    return shapes.Care(
        **d.typed(),
        level=level,
        level_words=level.title(),
        place=d.words(),
        began=d.choice([d.partial(), "2026-10-02T10:20:00+02:00"]),
        ended=d.choice(["", "2026-12-01"]),
        infection=d.choice(keys),
        facts=d.some(lambda: d.words(blank=False)),
    )


def _test(d: Dice, keys) -> shapes.Test:
    return shapes.Test(
        **d.typed(),
        test=d.choice(["culture", "viral_test", "blood", "imaging"]),
        title="Culture",
        taken=d.partial(),
        specimen=d.words(),
        organisms=d.choice([(), (("s_aureus", "Staphylococcus aureus"), ("other", "X"))]),
        findings=d.choice([(), (("pneumonia", "Pneumonia"),)]),
        resistance=d.words(),
        result=d.words(),
        infection=d.choice(keys),
    )


def _course(d: Dice, keys) -> shapes.Course:
    reason = d.choice(["", "finished", "reaction"])
    return shapes.Course(
        **d.typed(),
        drug=d.words(blank=False),
        purpose=d.words(),
        route=d.words(),
        started=d.choice(["", "2026-09-01", "2026"]),
        stopped=d.choice(["", "2026-11-02"]),
        stop_reason=reason,
        stop_words=reason.title(),
        infection=d.choice(keys),
    )


def _reading(d: Dice) -> shapes.Reading:
    unit = d.choice("CF")
    return shapes.Reading(
        **d.typed(),
        when=d.choice([d.day(), "2026-10-25T02:30:00+01:00"]),
        tenths=d.randint(350, 410) if unit == "C" else d.randint(950, 1060),
        unit=unit,
        words=f"°{unit}",
        route=d.words(),
        device=d.words(),
        antipyretic=d.choice([None, d.answer("antipyretic")]),
    )


def _breathing(d: Dice) -> shapes.Day:
    cough = d.choice(["none", "wet", "not_checked", "not_sure", ""])
    return shapes.Day(
        **d.typed(),
        title="Breathing",
        day=d.day(),
        answers=(
            Asked("cough", "Cough", cough, "word", cough.title()),
            d.answer("wheeze"),
            Asked("inhaler_doses", "Inhaler doses", d.choice([0, 3, None]), "number"),
            Asked("spo2_note", "About", d.words(), "text"),
        ),
        oxygen=d.choice([None, 97]),
    )


def _missed(d: Dice) -> shapes.Day:
    days = Asked("school_days", "School days", d.choice([0.5, 1.0, 0.0]), "number")
    return shapes.Day(**d.typed(), title="Days missed", day="2026-10-01", until="2026-10-02", answers=(days,))


def _skin(d: Dice) -> shapes.SkinCheck:
    places = d.some(d.place, 3)
    itch = d.choice([None, 0, 7, 10])
    grade = d.choice([0, 1, 3, "not_sure"])
    return shapes.SkinCheck(
        **d.typed(),
        day=d.day(),
        flare=d.random() < 0.2,
        itch=itch,
        itch_rater=d.choice(["self", "caregiver"]) if itch is not None else "",
        answers=(
            Asked("skin_band", "Skin overall", d.choice(["", "mild"]), "word", "Mild"),
            d.answer("pus"),
            Asked("care_bath", "Bath", d.choice([True, False])),
            Asked("trigger", "May have set it off", d.choice(["heat", "unknown"]), "word", "Heat"),
        ),
        places=places,
        signs=tuple((place, (Asked("redness", "Redder", grade, "number"),)) for place in places[:1]),
    )


def _score(d: Dice) -> shapes.Score:
    return shapes.Score(
        **d.typed(), slug="poem", name="POEM", value=Decimal("17.5"), dated=d.day(), given_by=d.words(blank=False)
    )


def vaccine(d: Dice) -> shapes.Vaccine:
    product = d.choice(vaccines.all_products())
    outcome, by = d.choice(list(Outcome)).value, d.choice(["", "family", "immunology"])
    status, reason = fhir_immunization(outcome, by) or ("", "")
    code = product.cvx[0] if len(product.cvx) == 1 else ""
    return shapes.Vaccine(
        **d.typed(),
        title=product.name,
        cvx=code,
        cvx_name=cvx.by_code()[code].name if code else "",
        status=status,
        reason=reason,
        outcome=outcome,
        outcome_words=outcome.title(),
        why=d.words(),
        dated=d.partial(),
        day=d.day(),
        unknown_date="Date not known",
        source_words="Seen by the family",
        is_antibody=product.flag == "passive_antibody",
        is_test=product.live == "not_a_vaccine",
        lot=d.words(),
        route=d.words(),
        site=d.words(),
        dose_number=d.choice([None, 1, 20]),
        reaction=d.words(),
    )


def _at_home(d: Dice) -> shapes.HomeVaccine:
    return shapes.HomeVaccine(
        **(d.typed() | {"note": ""}),
        title="Polio, by mouth",
        outcome_words="Given",
        dated=d.partial(),
        day=d.day(),
        contact=d.choice([None, d.answer("contact")]),
    )


def _medicine(d: Dice) -> shapes.Medicine:
    doses = shapes.Doses(due=180, given=152, not_given=9, other=0, unrecorded=19)
    return shapes.Medicine(
        **(d.typed() | {"note": "", "source": "caregiver"}),
        drug=d.words(blank=False),
        state=d.choice(["active", "intended", "completed", "stopped"]),
        dosage=d.words(),
        route=d.words(),
        purpose=d.words(),
        started=d.choice(["", "2025", "2026-09-01"]),
        ended=d.choice(["", "2026-11-02"]),
        stop_reason=d.words(),
        doses=d.choice([None, doses, shapes.Doses(due=0, given=0, not_given=0, other=0, unrecorded=0)]),
    )


def _infusion(d: Dice) -> shapes.Infusion:
    return shapes.Infusion(
        **d.typed(),
        product=d.words(blank=False),
        when=d.choice([d.day(), "2026-10-02T18:15:00+02:00"]),
        grams=d.choice(["", "4", "4,5", "4.25 g", "10 %", "two bottles"]),
        route=d.words(),
        site=d.words(),
        batch=d.words(),
        minutes=d.choice([None, 55]),
        reaction=d.choice([None, d.answer("reaction")]),
        reaction_text=d.words(),
    )


def _allergy(d: Dice) -> shapes.Allergy:
    return shapes.Allergy(
        **(d.typed() | {"by": "", "note": ""}),
        substance=d.words(blank=False),
        basis=d.choice(["reaction_happened", "test_only", "not_sure"]),
        basis_words="A test only",
        reaction=d.words(),
        severity=d.choice(["", "mild", "severe"]),
        noted=d.partial(),
    )


def _lab(d: Dice) -> shapes.Lab:
    return shapes.Lab(
        **d.typed(),
        test=d.choice(["ige", "igg", "other"]),
        title="IgE",
        value_text=d.choice(["> 2 000", "4.1", "positive"]),
        unit=d.choice(["", "kU/L", "µg/L"]),
        number=d.choice([None, Decimal("4310.0001"), Decimal(0)]),
        reference_range=d.words(),
        lab=d.words(),
        dated=d.partial(),
    )


def _measure(d: Dice) -> shapes.Measure:
    slug, unit = d.choice([("weight", "kg"), ("weight", "lb"), ("height", "cm"), ("height", "in"), ("head", "cm")])
    return shapes.Measure(**d.typed(), slug=slug, label=slug, value=Decimal("14.2"), unit=unit, dated=d.partial())


def _fracture(d: Dice) -> shapes.Fracture:
    return shapes.Fracture(**d.typed(), bone="Wrist", side="Left", dated=d.partial(), facts=("Cast or splint: Yes",))


def _report(d: Dice) -> shapes.Report:
    return shapes.Report(
        **d.typed(),
        slug=d.choice(["scan-ct", "teeth"]),
        title="CT",
        part=d.words(),
        text=d.words(),
        place=d.words(),
        dated=d.partial(),
    )


def _general(d: Dice) -> shapes.Day:
    answers = (
        Asked("joint_pain", "Joint pain, 0 to 10", d.choice([0, 3]), "number"),
        Asked("brace_hours", "Hours in a brace", d.choice([None, Decimal("2.5")]), "number"),
        d.answer("headache"),
    )
    return shapes.Day(**d.typed(), title="General check", day=d.day(), answers=answers)


def _photo(d: Dice) -> shapes.Photo:
    return shapes.Photo(
        **d.typed(),
        day=d.day(),
        title=f"Photo: {d.words(blank=False)}",
        place=d.words(),
        has_scale=d.random() < 0.5,
    )


def _exposure(d: Dice) -> shapes.Exposure:
    return shapes.Exposure(
        **d.typed(), label="Chickenpox", first="2026-10-01", last="2026-10-03", answers=(d.answer("indoors"),)
    )
