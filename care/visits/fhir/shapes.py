"""What the mapper is given: plain values of a record. Dates are FHIR texts as far as they are known ("2026-11"), words
are in the family's language, slugs are those of Tend's tables."""

import datetime as dt
from dataclasses import dataclass, field
from decimal import Decimal
from uuid import UUID


@dataclass(frozen=True)
class Place:
    """A place of the body. ``words`` name it with its side; ``snomed`` is "" without a code."""

    label: str
    words: str
    snomed: str
    private: bool = False


@dataclass(frozen=True)
class Asked:
    """One answer. ``kind``: "answer" (yes, no, not sure ...), "word" of a list (said in ``words``), "number" or
    "text"."""

    slug: str
    label: str
    value: bool | int | float | Decimal | str | None
    kind: str = "word"
    words: str = ""
    unit: str = ""


@dataclass(frozen=True, kw_only=True)
class Typed:
    """What every entry has: its key, the key of who typed it, how they know, when, and their note."""

    key: UUID
    by: str
    source: str
    entered_at: dt.datetime
    note: str = ""
    edited: bool = False


@dataclass(frozen=True, kw_only=True)
class PatientFact:
    name: str
    birth_date: str = ""
    hies_slug: str = "not_known"
    hies_words: str = ""
    told_by: str = ""
    told_on: str = ""


@dataclass(frozen=True)
class Person:
    """Who wrote entries: a role in words, never a name. ``key`` is "self" for the patient's own account."""

    key: str
    role: str


@dataclass(frozen=True, kw_only=True)
class Infection(Typed):
    title: str
    title_without_place: str
    site: str
    is_lump: bool
    place: Place | None
    verification: str
    onset: str
    ended: str = ""
    facts: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Care(Typed):
    """Care for an infection. ``level`` is a slug of the infections' CareLevel."""

    level: str
    level_words: str
    place: str = ""
    began: str = ""
    ended: str = ""
    infection: UUID | None = None
    facts: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Test(Typed):
    """A test or culture. Without organisms, findings and text its result is still waited for."""

    __test__ = False

    test: str
    title: str
    taken: str = ""
    specimen: str = ""
    organisms: tuple[tuple[str, str], ...] = ()
    findings: tuple[tuple[str, str], ...] = ()
    resistance: str = ""
    result: str = ""
    infection: UUID | None = None


@dataclass(frozen=True, kw_only=True)
class Course(Typed):
    drug: str
    purpose: str = ""
    route: str = ""
    started: str = ""
    stopped: str = ""
    stop_reason: str = ""
    stop_words: str = ""
    infection: UUID | None = None


@dataclass(frozen=True, kw_only=True)
class Reading(Typed):
    """A temperature in the unit it was read in: "C" or "F"."""

    when: str
    tenths: int
    unit: str
    words: str
    route: str = ""
    device: str = ""
    antipyretic: Asked | None = None


@dataclass(frozen=True, kw_only=True)
class Day(Typed):
    """Answers of one day (breathing, a general check, days missed). ``oxygen`` in percent."""

    title: str
    day: str
    until: str = ""
    answers: tuple[Asked, ...] = ()
    oxygen: int | None = None


@dataclass(frozen=True, kw_only=True)
class SkinCheck(Typed):
    """``signs``: place and the graded signs seen there. ``itch_rater`` is "self" or "caregiver"."""

    day: str
    flare: bool = False
    itch: int | None = None
    itch_rater: str = ""
    answers: tuple[Asked, ...] = ()
    places: tuple[Place, ...] = ()
    signs: tuple[tuple[Place, tuple[Asked, ...]], ...] = ()


@dataclass(frozen=True, kw_only=True)
class Score(Typed):
    """A score that a clinic gave; Tend computes none."""

    slug: str
    name: str
    value: Decimal
    dated: str
    given_by: str


@dataclass(frozen=True, kw_only=True)
class Vaccine(Typed):
    """A decision. ``status`` and ``reason`` as FHIR's Immunization has them; status "" = none was given or refused."""

    title: str
    cvx: str = ""
    cvx_name: str = ""
    status: str = ""
    reason: str = ""
    outcome: str = ""
    outcome_words: str = ""
    why: str = ""
    dated: str = ""
    day: str = ""
    unknown_date: str = ""
    source_words: str = ""
    is_antibody: bool = False
    is_test: bool = False
    lot: str = ""
    route: str = ""
    site: str = ""
    dose_number: int | None = None
    reaction: str = ""


@dataclass(frozen=True, kw_only=True)
class HomeVaccine(Typed):
    """A vaccine of somebody who lives with the patient. Whose it was is left out."""

    title: str
    outcome_words: str
    dated: str = ""
    day: str = ""
    contact: Asked | None = None


@dataclass(frozen=True, kw_only=True)
class Doses:
    """How many doses of a medicine were due in the period, and what became of them. The four add up to ``due``."""

    due: int
    given: int
    not_given: int
    other: int
    unrecorded: int


@dataclass(frozen=True, kw_only=True)
class Medicine(Typed):
    """``state``: active, intended, completed or stopped (FHIR R4 MedicationStatement.status)."""

    drug: str
    state: str
    dosage: str = ""
    route: str = ""
    purpose: str = ""
    started: str = ""
    ended: str = ""
    stop_reason: str = ""
    doses: Doses | None = None


@dataclass(frozen=True, kw_only=True)
class Infusion(Typed):
    """An IgG infusion: a medicine that was given, never a vaccine. ``grams`` as entered."""

    product: str
    when: str
    grams: str = ""
    route: str = ""
    site: str = ""
    batch: str = ""
    minutes: int | None = None
    reaction: Asked | None = None
    reaction_text: str = ""


@dataclass(frozen=True, kw_only=True)
class Allergy(Typed):
    substance: str
    basis: str
    basis_words: str
    reaction: str = ""
    severity: str = ""
    noted: str = ""


@dataclass(frozen=True, kw_only=True)
class Lab(Typed):
    test: str
    title: str
    value_text: str
    unit: str = ""
    number: Decimal | None = None
    reference_range: str = ""
    lab: str = ""
    dated: str = ""


@dataclass(frozen=True, kw_only=True)
class Measure(Typed):
    """A weight, height or head circumference in the unit it was read in."""

    slug: str
    label: str
    value: Decimal
    unit: str
    dated: str


@dataclass(frozen=True, kw_only=True)
class Fracture(Typed):
    bone: str
    side: str = ""
    dated: str = ""
    facts: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Report(Typed):
    """A scan, or the state of the teeth, in words as reported."""

    slug: str
    title: str
    part: str = ""
    text: str = ""
    place: str = ""
    dated: str = ""


@dataclass(frozen=True, kw_only=True)
class Exposure(Typed):
    label: str
    first: str
    last: str
    answers: tuple[Asked, ...] = ()


@dataclass(frozen=True)
class Routines:
    """How the usual routines went: days somebody said so, days they were kept, and what was different on how many."""

    asked: int
    kept: int
    days: int
    different: tuple[tuple[str, str, int], ...] = ()


@dataclass(frozen=True, kw_only=True)
class Photo(Typed):
    """A photo that the family chose. ``key`` is the photo's; ``title`` is what it shows and when, in words."""

    day: str
    title: str
    place: str = ""
    has_scale: bool = False


@dataclass(frozen=True, kw_only=True)
class Record:
    """One patient's record of one period, for one version of a summary."""

    version: UUID
    number: int
    language: str
    zone: str
    made_at: dt.datetime
    first: str
    last: str
    days: int
    patient: PatientFact
    people: tuple[Person, ...] = ()
    questions: tuple[str, ...] = ()
    #: On how many days somebody said that nothing was new: then "no infection" was answered.
    affirmed: int = 0
    infections: tuple[Infection, ...] = ()
    cares: tuple[Care, ...] = ()
    tests: tuple[Test, ...] = ()
    courses: tuple[Course, ...] = ()
    readings: tuple[Reading, ...] = ()
    breathing: tuple[Day, ...] = ()
    missed: tuple[Day, ...] = ()
    concerns: tuple[Day, ...] = ()
    skin: tuple[SkinCheck, ...] = ()
    scores: tuple[Score, ...] = ()
    vaccines: tuple[Vaccine, ...] = ()
    home_vaccines: tuple[HomeVaccine, ...] = ()
    medicines: tuple[Medicine, ...] = ()
    infusions: tuple[Infusion, ...] = ()
    allergies: tuple[Allergy, ...] = ()
    labs: tuple[Lab, ...] = ()
    measures: tuple[Measure, ...] = ()
    fractures: tuple[Fracture, ...] = ()
    reports: tuple[Report, ...] = ()
    general: tuple[Day, ...] = ()
    exposures: tuple[Exposure, ...] = ()
    photos: tuple[Photo, ...] = ()
    routines: Routines | None = None
    #: Words of Tend's own in the family's language: titles of parts, and short sentences (see ``reads.facts.words``).
    words: dict[str, str] = field(default_factory=dict)
