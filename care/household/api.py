"""The API's own door, and families, people and patients as resources."""

from collections.abc import Callable
from typing import Any

from django.core.exceptions import ValidationError as ModelError
from django.utils import timezone
from django.utils.functional import cached_property
from rest_framework import mixins, serializers, status, viewsets
from rest_framework.exceptions import ValidationError
from rest_framework.response import Response

from care.household import actions
from care.household.access import Access
from care.household.models import Household, Membership, Patient
from care.household.rules import Capability


class Door:
    """Gives an API view ``self.access``. Rows are looked up through it, so another family's is a 404."""

    @cached_property
    def access(self) -> Access:
        """The caller's reach, built from whoever signed this request (session or token)."""
        return Access.for_user(self.request.user)  # type: ignore[attr-defined]


def tried(write: Callable[[], Any]) -> Any:
    """The write's result, with a rule's refusal as a 400 that names the field."""
    try:
        return write()
    except ModelError as error:
        raise ValidationError(getattr(error, "message_dict", None) or error.messages) from error


class PatientRowViewSet(Door, mixins.ListModelMixin, mixins.RetrieveModelMixin, viewsets.GenericViewSet):
    """Base of a resource whose rows hang on a patient and are no entries (a number, an allergy).

    A room gives ``serializer_class`` (with ``patient`` from ``patient_id``), ``queryset`` and its three actions:
    ``add(patient, by, at, values)``, ``change(row, by, at, changes)``, ``remove(row, by, at)``.
    """

    lookup_value_converter = "uuid"
    http_method_names = ["get", "post", "patch", "delete", "head", "options"]
    filter_backends: list = []

    def get_queryset(self):
        return self.access.of(self.queryset.model, Capability.SEE_TODAY)

    def _row(self, pk):
        return self.access.get(self.queryset.model, pk, Capability.EDIT)

    def create(self, request, *args, **kwargs):
        """Add one."""
        serializer = self.get_serializer(data=request.data)
        serializer.is_valid(raise_exception=True)
        values = dict(serializer.validated_data)
        patient = self.access.patient(values.pop("patient_id"), Capability.EDIT)
        row = tried(lambda: self.add(patient, request.user, timezone.now(), values))
        return Response(self.get_serializer(row).data, status=status.HTTP_201_CREATED)

    def partial_update(self, request, *args, **kwargs):
        """Change one."""
        row = self._row(kwargs["pk"])
        serializer = self.get_serializer(row, data=request.data, partial=True)
        serializer.is_valid(raise_exception=True)
        changes = dict(serializer.validated_data)
        if "patient_id" in changes:
            raise ValidationError({"patient": "It stays with its patient."})
        row = tried(lambda: self.change(row, request.user, timezone.now(), changes))
        return Response(self.get_serializer(row).data)

    def destroy(self, request, *args, **kwargs):
        """Take one off the list. It can be put back on the family's pages."""
        self.remove(self._row(kwargs["pk"]), request.user, timezone.now())
        return Response(status=status.HTTP_204_NO_CONTENT)


class PatientSerializer(serializers.ModelSerializer):
    """A patient's profile. ``hies_type`` is what the care team said, never worked out."""

    household = serializers.UUIDField(source="household_id", read_only=True)

    class Meta:
        model = Patient
        fields = [
            "id",
            "household",
            "name",
            "birth_date",
            "hies_type",
            "hies_type_told_by",
            "hies_type_told_on",
            "history_before_tend",
        ]


class PatientViewSet(PatientRowViewSet):
    """The patients the caller may see. Children are added on the family's pages."""

    serializer_class = PatientSerializer
    queryset = Patient.objects.none()
    http_method_names = ["get", "patch", "head", "options"]

    @staticmethod
    def change(row, by, at, changes):
        return actions.update_patient(patient=row, by=by, at=at, changes=changes)


class HouseholdSerializer(serializers.ModelSerializer):
    """A family."""

    class Meta:
        model = Household
        fields = ["id", "name", "time_zone"]


class HouseholdViewSet(Door, viewsets.ReadOnlyModelViewSet):
    """The families the caller belongs to."""

    serializer_class = HouseholdSerializer
    queryset = Household.objects.none()
    lookup_value_converter = "uuid"
    filter_backends: list = []

    def get_queryset(self):
        return self.access.of(Household, Capability.SEE_TODAY)


class MembershipSerializer(serializers.ModelSerializer):
    """One person's place in a family."""

    name = serializers.CharField(source="user.display_name", read_only=True)

    class Meta:
        model = Membership
        fields = ["id", "household", "name", "role", "all_patients", "joined_at"]


class MembershipViewSet(Door, mixins.ListModelMixin, viewsets.GenericViewSet):
    """Who belongs to the caller's families."""

    serializer_class = MembershipSerializer
    queryset = Membership.objects.none()
    filter_backends: list = []

    def get_queryset(self):
        return self.access.of(Membership).filter(ended_at=None).select_related("user")


ROUTES = [
    ("patients", PatientViewSet, "patient"),
    ("households", HouseholdViewSet, "household"),
    ("members", MembershipViewSet, "member"),
]
