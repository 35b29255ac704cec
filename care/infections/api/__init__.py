"""The resources of this room."""

from care.infections.api.episodes import EpisodeCheckViewSet, EpisodeViewSet, TemperatureViewSet
from care.infections.api.logs import (
    BreathingViewSet,
    CareVisitViewSet,
    CourseViewSet,
    DaysMissedViewSet,
    InfectionTestViewSet,
)

ROUTES = [
    ("infections", EpisodeViewSet, "infection"),
    ("infection-checks", EpisodeCheckViewSet, "infection-check"),
    ("temperatures", TemperatureViewSet, "temperature"),
    ("infection-tests", InfectionTestViewSet, "infection-test"),
    ("antibiotic-courses", CourseViewSet, "antibiotic-course"),
    ("care-visits", CareVisitViewSet, "care-visit"),
    ("days-missed", DaysMissedViewSet, "days-missed"),
    ("breathing-days", BreathingViewSet, "breathing-day"),
]
