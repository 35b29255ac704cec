"""Reminders as a resource."""

from rest_framework import serializers
from rest_framework.exceptions import ValidationError

from care.household.api import PatientRowViewSet
from care.household.rules import Capability
from reminders import actions
from reminders.kinds import KINDS
from reminders.models import Plan
from reminders.rules import EVERY_DAY


class PlanSerializer(serializers.ModelSerializer):
    """One reminder of a patient: a wish on the family's own clock. Weekdays count from 0, Monday."""

    patient = serializers.UUIDField(source="patient_id")
    kind = serializers.ChoiceField(choices=sorted(KINDS))
    local_time = serializers.TimeField(required=False)
    weekdays = serializers.ListField(child=serializers.IntegerField(min_value=0, max_value=6), required=False)
    tell_me = serializers.BooleanField(write_only=True, required=False, help_text="Whether the caller gets it.")

    class Meta:
        model = Plan
        fields = [
            "id",
            "patient",
            "kind",
            "local_time",
            "weekdays",
            "time_zone",
            "in_quiet_hours",
            "tell_me",
            "is_on",
            "resumes_on",
            "next_due_at",
        ]
        read_only_fields = ["time_zone", "is_on", "resumes_on", "next_due_at"]


class PlanViewSet(PatientRowViewSet):
    """Reminders. One of a kind for each patient: posting again changes it; deleting turns it off."""

    serializer_class = PlanSerializer
    queryset = Plan.objects.none()

    def get_queryset(self):
        return self.access.of(Plan, Capability.SEE_RECORD)

    @staticmethod
    def add(patient, by, at, values):
        kind = KINDS[values.pop("kind")]
        values["weekdays"] = frozenset(values.get("weekdays", EVERY_DAY))
        return actions.set_plan(patient=patient, kind=kind, by=by, at=at, **values)

    @classmethod
    def change(cls, row, by, at, changes):
        if "kind" in changes:
            raise ValidationError({"kind": "A reminder stays of its kind."})
        kept = {"local_time": row.local_time, "weekdays": row.weekdays, "in_quiet_hours": row.in_quiet_hours}
        return cls.add(row.patient, by, at, kept | changes | {"kind": row.kind})

    @staticmethod
    def remove(row, by, at):
        actions.turn_off(plan=row, by=by, at=at)


ROUTES = [("reminders", PlanViewSet, "reminder")]
