"""The care team, the call plan and concerns as resources."""

from rest_framework import serializers

from care.household.api import PatientRowViewSet
from care.plan import actions
from care.plan.models import CallPlan, CareContact, Concern
from care.record import actions as record
from care.record.api import EntrySerializer, EntryViewSet


class CareContactSerializer(serializers.ModelSerializer):
    """A number of the care team."""

    patient = serializers.UUIDField(source="patient_id")

    class Meta:
        model = CareContact
        fields = ["id", "patient", "name", "role", "phone", "hours", "is_urgent_line", "is_immunology"]


class CareContactViewSet(PatientRowViewSet):
    """Whom to ring."""

    serializer_class = CareContactSerializer
    queryset = CareContact.objects.none()

    @staticmethod
    def add(patient, by, at, values):
        return actions.add_contact(patient=patient, by=by, at=at, values=values)

    @staticmethod
    def change(row, by, at, changes):
        return actions.change_contact(contact=row, by=by, at=at, changes=changes)

    @staticmethod
    def remove(row, by, at):
        actions.remove_contact(contact=row, by=by, at=at)


class CallPlanSerializer(serializers.ModelSerializer):
    """The family's call plan, in their clinicians' words."""

    patient = serializers.UUIDField(source="patient_id")

    class Meta:
        model = CallPlan
        fields = ["id", "patient", "ring_when", "emergency_number", "hospital", "carry_text", "told_by", "told_on"]


class CallPlanViewSet(PatientRowViewSet):
    """Call plans, one a patient: posting again changes the one that is there."""

    serializer_class = CallPlanSerializer
    queryset = CallPlan.objects.none()
    http_method_names = ["get", "post", "patch", "head", "options"]

    @staticmethod
    def add(patient, by, at, values):
        return actions.save_call_plan(patient=patient, by=by, at=at, changes=values)

    @staticmethod
    def change(row, by, at, changes):
        return actions.save_call_plan(patient=row.patient, by=by, at=at, changes=changes)


class ConcernSerializer(EntrySerializer):
    """Something feels off. The words, if any, are the note."""


class ConcernViewSet(EntryViewSet):
    """Worries without a name. Saving one tells nobody: ring if you are worried."""

    serializer_class = ConcernSerializer
    queryset = Concern.objects.none()

    def write(self, *, patient, by, at, entry, values):
        return actions.record_concern(patient=patient, by=by, at=at, text=entry.pop("note", ""), **entry)

    def change(self, *, row, by, at, changes):
        record.correct(entry=row.entry, by=by, at=at, changes=changes)


ROUTES = [
    ("care-contacts", CareContactViewSet, "care-contact"),
    ("call-plans", CallPlanViewSet, "call-plan"),
    ("concerns", ConcernViewSet, "concern"),
]
