"""Tables of this room. One row of each hangs beside its ``record.Entry``."""

from care.infections.models.breathing import (
    MOST_INHALER_DOSES,
    SPO2,
    BreathingDay,
    Breathless,
    Cough,
    SputumAmount,
    SputumColour,
)
from care.infections.models.course import MOST_MISSED, AntimicrobialCourse, CoursePurpose, CourseRoute, StopReason
from care.infections.models.episode import Episode, EpisodeCheck
from care.infections.models.lab import FINDINGS, NO_GROWTH, ORGANISMS, ImagingMethod, InfectionTest, TestType
from care.infections.models.lump import NEAR_WORDS, Drainage, Draining
from care.infections.models.temperature import Temperature
from care.infections.models.visits import MOST_IV_DAYS, CareVisit, DaysMissed, SchoolDay
from care.infections.models.words import (
    ANSWER_WORDS,
    SIGN_WORDS,
    TITLES,
    Area,
    CareLevel,
    Course,
    Route,
    Side,
    Site,
    SizeBasis,
    Unit,
    Verification,
    reading_words,
)

__all__ = [
    "ANSWER_WORDS",
    "FINDINGS",
    "MOST_INHALER_DOSES",
    "MOST_IV_DAYS",
    "MOST_MISSED",
    "NEAR_WORDS",
    "NO_GROWTH",
    "ORGANISMS",
    "SIGN_WORDS",
    "SPO2",
    "TITLES",
    "AntimicrobialCourse",
    "Area",
    "BreathingDay",
    "Breathless",
    "CareLevel",
    "CareVisit",
    "Cough",
    "Course",
    "CoursePurpose",
    "CourseRoute",
    "DaysMissed",
    "Drainage",
    "Draining",
    "Episode",
    "EpisodeCheck",
    "ImagingMethod",
    "InfectionTest",
    "Route",
    "SchoolDay",
    "Side",
    "Site",
    "SizeBasis",
    "SputumAmount",
    "SputumColour",
    "StopReason",
    "Temperature",
    "TestType",
    "Unit",
    "Verification",
    "reading_words",
]
