"""Infections, their daily checks and temperatures as resources."""

from typing import Any

from rest_framework import serializers
from rest_framework.exceptions import ValidationError

from care.household.rules import Capability
from care.infections import actions
from care.infections.models import (
    Area,
    CareLevel,
    Course,
    Drainage,
    Draining,
    Episode,
    EpisodeCheck,
    Route,
    Side,
    Site,
    SizeBasis,
    Temperature,
    Unit,
    Verification,
)
from care.infections.models.words import DatePrecision
from care.record import actions as record
from care.record.api import EntrySerializer, EntryViewSet, PartialDateText
from care.record.dates import PartialDate, Precision
from care.record.models import Answer


class EpisodeSerializer(EntrySerializer):
    """One infection, or one lump or boil. Dates may be a day, a month or a year (see the precisions)."""

    title = serializers.CharField(read_only=True)
    open = serializers.BooleanField(source="is_open", read_only=True)
    site = serializers.ChoiceField(choices=Site.choices)
    is_lump = serializers.BooleanField(required=False)
    area = serializers.ChoiceField(choices=Area.choices, required=False, allow_blank=True)
    body_site = serializers.CharField(required=False, allow_blank=True, max_length=40)
    side = serializers.ChoiceField(choices=Side.choices, required=False, allow_blank=True)
    verification = serializers.ChoiceField(choices=Verification.choices, required=False)
    onset_on = serializers.DateField(required=False)
    onset_precision = serializers.ChoiceField(choices=DatePrecision.choices, required=False)
    resolved_on = serializers.DateField(required=False, allow_null=True)
    resolved_precision = serializers.ChoiceField(choices=DatePrecision.choices, required=False, allow_blank=True)
    signs = serializers.ListField(child=serializers.CharField(), required=False)
    size_mm = serializers.IntegerField(required=False, allow_null=True, min_value=1, max_value=300)
    width_mm = serializers.IntegerField(required=False, allow_null=True, min_value=1, max_value=300)
    size_basis = serializers.ChoiceField(choices=SizeBasis.choices, required=False, allow_blank=True)
    warm = serializers.ChoiceField(choices=Answer.choices, required=False, allow_blank=True)
    red_or_darker = serializers.ChoiceField(choices=Answer.choices, required=False, allow_blank=True)
    painful = serializers.ChoiceField(choices=Answer.choices, required=False, allow_blank=True)
    pain = serializers.IntegerField(required=False, allow_null=True, min_value=0, max_value=10)
    soft = serializers.ChoiceField(choices=Answer.choices, required=False, allow_blank=True)
    draining = serializers.ChoiceField(choices=Draining.choices, required=False, allow_blank=True)
    smell = serializers.ChoiceField(choices=Answer.choices, required=False, allow_blank=True)
    streaks = serializers.ChoiceField(choices=Answer.choices, required=False, allow_blank=True)
    fever_with_it = serializers.ChoiceField(choices=Answer.choices, required=False, allow_blank=True)
    near = serializers.ListField(child=serializers.CharField(), required=False)
    drainage = serializers.ChoiceField(choices=Drainage.choices, required=False, allow_blank=True)
    drained = PartialDateText(required=False, allow_null=True)
    recurrence_of = serializers.UUIDField(source="recurrence_of_id", required=False, allow_null=True)
    care_level = serializers.ChoiceField(choices=CareLevel.choices, required=False, allow_blank=True)


def _with_partial_dates(values: dict[str, Any]) -> dict[str, Any]:
    """``onset_on`` + ``onset_precision`` as the action's ``onset``; the end likewise."""
    values = dict(values)
    for name in ("onset", "resolved"):
        precision = values.pop(f"{name}_precision", "") or Precision.DAY
        if f"{name}_on" in values:
            day = values.pop(f"{name}_on")
            values[name] = PartialDate.around(day, precision) if day else None
    return values


class EpisodeViewSet(EntryViewSet):
    """Infections, and lumps or boils. End one by setting ``resolved_on``; open it again with null."""

    serializer_class = EpisodeSerializer
    queryset = Episode.objects.none()

    def write(self, *, patient, by, at, entry, values):
        values = _with_partial_dates(values)
        if values.pop("resolved", None):
            raise ValidationError({"resolved_on": "Add the infection first, then set its end."})
        self._reach(values)
        return actions.start_episode(patient=patient, by=by, at=at, **entry, **values)

    def change(self, *, row, by, at, changes):
        self._reach(changes)
        actions.correct_episode(episode=row, by=by, at=at, changes=_with_partial_dates(changes))

    def _reach(self, values: dict[str, Any]) -> None:
        """Http404 for an earlier one out of reach."""
        if values.get("recurrence_of_id"):
            self.access.get(Episode, values["recurrence_of_id"])


class EpisodeCheckSerializer(EntrySerializer):
    """How an infection went on one day."""

    patient = serializers.UUIDField(source="entry.patient_id", read_only=True)
    episode = serializers.UUIDField(source="episode_id")
    course = serializers.ChoiceField(choices=Course.choices)


class EpisodeCheckViewSet(EntryViewSet):
    """Daily better, same or worse. A second one by the same person on a day changes the first."""

    serializer_class = EpisodeCheckSerializer
    queryset = EpisodeCheck.objects.none()

    def patient_of(self, entry, values):
        values["episode"] = self.access.get(Episode, values.pop("episode_id"))
        return values["episode"].entry.patient

    def write(self, *, patient, by, at, entry, values):
        return actions.check_episode(by=by, at=at, **entry, **values)

    def change(self, *, row, by, at, changes):
        if "episode_id" in changes:
            raise ValidationError({"episode": "A check stays with its infection."})
        record.correct(entry=row.entry, detail=row, by=by, at=at, changes=changes)


class TemperatureSerializer(EntrySerializer):
    """A reading as it was made: ``tenths`` of a degree (384 is 38.4) in ``unit``."""

    tenths = serializers.IntegerField()
    unit = serializers.ChoiceField(choices=Unit.choices)
    route = serializers.ChoiceField(choices=Route.choices, required=False, allow_blank=True)
    device = serializers.CharField(required=False, allow_blank=True, max_length=60)
    antipyretic = serializers.ChoiceField(choices=Answer.choices, required=False, allow_blank=True)
    episode = serializers.UUIDField(source="episode_id", required=False, allow_null=True)


class TemperatureViewSet(EntryViewSet):
    """Temperatures."""

    serializer_class = TemperatureSerializer
    queryset = Temperature.objects.none()

    def write(self, *, patient, by, at, entry, values):
        key = values.pop("episode_id", None)
        episode = self.access.get(Episode, key, Capability.SEE_RECORD) if key else None
        return actions.record_temperature(patient=patient, by=by, at=at, episode=episode, **entry, **values)

    def change(self, *, row, by, at, changes):
        if changes.get("episode_id"):
            self.access.get(Episode, changes["episode_id"])
        actions.correct_temperature(temperature=row, by=by, at=at, changes=changes)
