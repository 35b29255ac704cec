"""Routine checks and exposures as resources."""

from rest_framework import serializers

from care.precautions import actions
from care.precautions.models import Exposure, RoutineCheck
from care.precautions.rules import Kept, Minutes
from care.record.api import EntrySerializer, EntryViewSet


class RoutineCheckSerializer(EntrySerializer):
    """Usual routines kept, or what was different: ``exceptions`` is a list of ``{kind, slug, note}``."""

    kept = serializers.ChoiceField(choices=list(Kept))
    exceptions = serializers.ListField(
        child=serializers.DictField(child=serializers.CharField(allow_blank=True)), required=False
    )


class RoutineCheckViewSet(EntryViewSet):
    """Hand-washing, food and water: the day's routine checks."""

    serializer_class = RoutineCheckSerializer
    queryset = RoutineCheck.objects.none()

    def write(self, *, patient, by, at, entry, values):
        return actions.record_routines(patient=patient, by=by, at=at, **entry, **values)

    def change(self, *, row, by, at, changes):
        note = changes.pop("note", None)
        values = {"kept": row.kept, "exceptions": row.exceptions} | changes
        actions.edit_routines(check=row, by=by, at=at, note=note, **values)


class ExposureSerializer(EntrySerializer):
    """Something the patient came close to, from when to when on the family's own clock."""

    local_day = serializers.DateField(source="entry.local_day", read_only=True)
    kind = serializers.CharField(max_length=40)
    first_on = serializers.DateField(required=False)
    first_time = serializers.TimeField(required=False, allow_null=True)
    last_on = serializers.DateField(required=False)
    last_time = serializers.TimeField(required=False, allow_null=True)
    place = serializers.CharField(required=False, allow_blank=True, max_length=200)
    distance = serializers.CharField(required=False, allow_blank=True, max_length=80)
    minutes = serializers.ChoiceField(choices=list(Minutes), required=False, allow_blank=True)


class ExposureViewSet(EntryViewSet):
    """Exposures."""

    serializer_class = ExposureSerializer
    queryset = Exposure.objects.none()

    def write(self, *, patient, by, at, entry, values):
        return actions.record_exposure(patient=patient, by=by, at=at, **entry, **values)

    def change(self, *, row, by, at, changes):
        note = changes.pop("note", None)
        actions.edit_exposure(exposure=row, by=by, at=at, values=changes, note=note)


ROUTES = [("routines", RoutineCheckViewSet, "routine"), ("exposures", ExposureViewSet, "exposure")]
