"""The API's own door, and families, people and patients as resources."""

from django.utils.functional import cached_property
from rest_framework import mixins, serializers, viewsets

from care.household.access import Access
from care.household.models import Household, Membership, Patient
from care.household.rules import Capability


class Door:
    """Gives an API view ``self.access``. Rows are looked up through it, so another family's is a 404."""

    @cached_property
    def access(self) -> Access:
        """The caller's reach, built from whoever signed this request (session or token)."""
        return Access.for_user(self.request.user)  # type: ignore[attr-defined]


class PatientSerializer(serializers.ModelSerializer):
    """A patient's profile. ``hies_type`` is what the care team said, never worked out."""

    class Meta:
        model = Patient
        fields = ["id", "household", "name", "birth_date", "hies_type", "hies_type_told_by", "hies_type_told_on"]


class PatientViewSet(Door, viewsets.ReadOnlyModelViewSet):
    """The patients the caller may see."""

    serializer_class = PatientSerializer
    queryset = Patient.objects.none()
    lookup_value_converter = "uuid"
    filter_backends: list = []

    def get_queryset(self):
        return self.access.of(Patient, Capability.SEE_TODAY)


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
