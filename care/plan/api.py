"""The care team, the call plan and concerns as resources."""

from rest_framework import mixins, serializers, viewsets

from care.household.api import Door
from care.household.rules import Capability
from care.plan import actions
from care.plan.models import CallPlan, CareContact, Concern
from care.record import actions as record
from care.record.api import EntrySerializer, EntryViewSet


class CareContactSerializer(serializers.ModelSerializer):
    """A number of the care team."""

    class Meta:
        model = CareContact
        fields = ["id", "patient", "name", "role", "phone", "hours", "is_urgent_line", "is_immunology"]


class CareContactViewSet(Door, mixins.ListModelMixin, mixins.RetrieveModelMixin, viewsets.GenericViewSet):
    """Whom to ring. Read here; written on the family's pages."""

    serializer_class = CareContactSerializer
    queryset = CareContact.objects.none()
    lookup_value_converter = "uuid"
    filter_backends: list = []

    def get_queryset(self):
        return self.access.of(CareContact, Capability.SEE_TODAY)


class CallPlanSerializer(serializers.ModelSerializer):
    """The family's call plan, in their clinicians' words."""

    class Meta:
        model = CallPlan
        fields = ["id", "patient", "ring_when", "emergency_number", "hospital", "carry_text", "told_by", "told_on"]


class CallPlanViewSet(Door, mixins.ListModelMixin, mixins.RetrieveModelMixin, viewsets.GenericViewSet):
    """Call plans. Read here; written on the family's pages."""

    serializer_class = CallPlanSerializer
    queryset = CallPlan.objects.none()
    lookup_value_converter = "uuid"
    filter_backends: list = []

    def get_queryset(self):
        return self.access.of(CallPlan, Capability.SEE_TODAY)


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
