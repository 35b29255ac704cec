"""Routine checks and exposures as resources."""

from rest_framework import serializers

from care.precautions import actions
from care.precautions.models import Exposure, RoutineCheck
from care.precautions.rules import ContactTest, Immune, Kept, Mask, Minutes
from care.record.api import EntrySerializer, EntryViewSet
from care.record.models import Answer


class RoutineCheckSerializer(EntrySerializer):
    """Usual routines kept, what was different, or single things noted.

    ``exceptions`` is a list of ``{kind, slug, note}``, ``answers`` of ``{kind, slug, value}`` with the values done,
    missed and not_applicable; a moment that was missed is listed as an exception.
    """

    kept = serializers.ChoiceField(choices=list(Kept))
    exceptions = serializers.ListField(
        child=serializers.DictField(child=serializers.CharField(allow_blank=True)), required=False
    )
    answers = serializers.ListField(
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


def _words(choices, **more) -> serializers.ChoiceField:
    return serializers.ChoiceField(
        choices=getattr(choices, "choices", None) or [(one.value, one.name) for one in choices],
        required=False,
        allow_blank=True,
        **more,
    )


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
    minutes = _words(Minutes)
    indoors = _words(Answer)
    mask = _words(Mask)
    contact_rash = _words(Answer)
    contact_diaper = _words(Answer)
    contact_test = _words(ContactTest)
    contact_test_text = serializers.CharField(required=False, allow_blank=True, max_length=200)
    vaccine = serializers.CharField(required=False, allow_blank=True, max_length=40)
    vaccine_text = serializers.CharField(required=False, allow_blank=True, max_length=120)
    wound_deep = _words(Answer)
    wound_face_or_hand = _words(Answer)
    wound_soil = _words(Answer)
    immune = _words(Immune)
    told_on = serializers.DateField(required=False, allow_null=True)
    told_time = serializers.TimeField(required=False, allow_null=True)
    advice = serializers.CharField(required=False, allow_blank=True, max_length=1000)


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
