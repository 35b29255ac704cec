"""Tables of this room. One row of each hangs beside its ``record.Entry``."""

from care.infections.models.episode import Episode, EpisodeCheck
from care.infections.models.temperature import Temperature
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
    "SIGN_WORDS",
    "TITLES",
    "Area",
    "CareLevel",
    "Course",
    "Episode",
    "EpisodeCheck",
    "Route",
    "Side",
    "Site",
    "SizeBasis",
    "Temperature",
    "Unit",
    "Verification",
    "reading_words",
]
