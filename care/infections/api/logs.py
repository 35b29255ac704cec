"""Tests, antibiotic courses, care, days missed and breathing as resources."""

from typing import Any

from rest_framework import serializers

from care.household.rules import Capability
from care.infections import actions
from care.infections.models import (
    FINDINGS,
    MOST_INHALER_DOSES,
    MOST_IV_DAYS,
    MOST_MISSED,
    ORGANISMS,
    SPO2,
    AntimicrobialCourse,
    BreathingDay,
    Breathless,
    CareLevel,
    CareVisit,
    Cough,
    CoursePurpose,
    CourseRoute,
    DaysMissed,
    Episode,
    ImagingMethod,
    InfectionTest,
    SchoolDay,
    SputumAmount,
    SputumColour,
    StopReason,
    TestType,
)
from care.infections.rules.missed import MOST_HALVES
from care.record.api import EntrySerializer, EntryViewSet, PartialDateText
from care.record.models import Answer, Entry

Kind = Entry.Kind


def _words(choices, **more) -> serializers.ChoiceField:
    return serializers.ChoiceField(choices=choices, required=False, allow_blank=True, **more)


def _answer() -> serializers.ChoiceField:
    return _words(Answer.choices)


def _text(length: int, **more) -> serializers.CharField:
    return serializers.CharField(required=False, allow_blank=True, max_length=length, **more)


def _date() -> PartialDateText:
    return PartialDateText(required=False, allow_null=True)


def _number(low: int, high: int) -> serializers.IntegerField:
    return serializers.IntegerField(required=False, allow_null=True, min_value=low, max_value=high)


class OfEpisodeSerializer(EntrySerializer):
    """What may belong to an infection. ``source``: caregiver, document or clinician."""

    episode = serializers.UUIDField(source="episode_id", required=False, allow_null=True)
    source = serializers.ChoiceField(source="entry.source", choices=Entry.Source.choices, required=False)


class InfectionTestSerializer(OfEpisodeSerializer):
    """A test or culture as it was reported. Without any result it is still waited for."""

    test = serializers.ChoiceField(choices=TestType.choices)
    method = _words(ImagingMethod.choices)
    specimen = _text(120)
    organisms = serializers.ListField(child=serializers.ChoiceField(choices=list(ORGANISMS.items())), required=False)
    organism_other = _text(120)
    resistance = _text(1000)
    findings = serializers.ListField(child=serializers.ChoiceField(choices=list(FINDINGS.items())), required=False)
    result = _text(2000)
    taken = _date()


class CourseSerializer(OfEpisodeSerializer):
    """An antibiotic or similar. No ``stopped``: nobody said that it has stopped."""

    drug = serializers.CharField(max_length=200)
    purpose = _words(CoursePurpose.choices)
    route = _words(CourseRoute.choices)
    started = _date()
    planned_end = _date()
    stopped = _date()
    stop_reason = _words(StopReason.choices)
    missed_doses = _number(0, MOST_MISSED)


class CareVisitSerializer(OfEpisodeSerializer):
    """Who helped. ``began`` and ``ended`` with their times are in and out, or admission and discharge."""

    level = serializers.ChoiceField(choices=CareLevel.choices)
    place = _text(120)
    began = _date()
    began_time = serializers.TimeField(required=False, allow_null=True)
    ended = _date()
    ended_time = serializers.TimeField(required=False, allow_null=True)
    icu = _answer()
    iv_days = _number(0, MOST_IV_DAYS)
    surgery = _answer()
    surgery_text = _text(200)


class DaysMissedSerializer(OfEpisodeSerializer):
    """Days missed from ``first_on`` to ``last_on``, counted in halves: 5 is two and a half days."""

    first_on = serializers.DateField()
    last_on = serializers.DateField()
    school_day = _words(SchoolDay.choices)
    school_halves = _number(0, MOST_HALVES)
    work_halves = _number(0, MOST_HALVES)


class BreathingSerializer(EntrySerializer):
    """How breathing went on a day. ``spo2`` is in percent."""

    cough = _words(Cough.choices)
    blood_in_sputum = _answer()
    sputum_colour = _words(SputumColour.choices)
    sputum_amount = _words(SputumAmount.choices)
    breathless = _words(Breathless.choices)
    chest_pain = _answer()
    wheeze = _answer()
    spo2 = _number(*SPO2)
    spo2_device = _text(60)
    spo2_at_rest = _answer()
    spo2_note = _text(120)
    airway_clearance = _answer()
    inhaler_doses = _number(0, MOST_INHALER_DOSES)


class LogViewSet(EntryViewSet):
    """Base of the five: one action adds, one corrects."""

    kind: str

    def write(self, *, patient, by, at, entry, values):
        key = values.pop("episode_id", None)
        episode = self.access.get(Episode, key, Capability.SEE_RECORD) if key else None
        return actions.add_log(kind=self.kind, patient=patient, by=by, at=at, episode=episode, **entry, **values)

    def change(self, *, row, by, at, changes: dict[str, Any]) -> None:
        if changes.get("episode_id"):
            self.access.get(Episode, changes["episode_id"])
        actions.correct_log(row=row, by=by, at=at, changes=changes)


class InfectionTestViewSet(LogViewSet):
    """Tests and cultures of infections."""

    kind = Kind.INFECTION_TEST
    serializer_class = InfectionTestSerializer
    queryset = InfectionTest.objects.none()


class CourseViewSet(LogViewSet):
    """Antibiotics and similar, for an infection or to prevent them."""

    kind = Kind.ANTIMICROBIAL
    serializer_class = CourseSerializer
    queryset = AntimicrobialCourse.objects.none()


class CareVisitViewSet(LogViewSet):
    """Care for infections: phone, clinic, emergency department, hospital."""

    kind = Kind.CARE_VISIT
    serializer_class = CareVisitSerializer
    queryset = CareVisit.objects.none()


class DaysMissedViewSet(LogViewSet):
    """School, nursery and work days missed."""

    kind = Kind.DAYS_MISSED
    serializer_class = DaysMissedSerializer
    queryset = DaysMissed.objects.none()


class BreathingViewSet(LogViewSet):
    """Breathing days."""

    kind = Kind.BREATHING
    serializer_class = BreathingSerializer
    queryset = BreathingDay.objects.none()
