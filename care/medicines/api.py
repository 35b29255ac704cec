"""Allergies as a resource."""

from rest_framework import mixins, serializers, viewsets

from care.household.api import Door
from care.household.rules import Capability
from care.medicines.models import Allergy


class AllergySerializer(serializers.ModelSerializer):
    """An allergy: a reaction that happened is kept apart from a test alone."""

    class Meta:
        model = Allergy
        fields = ["id", "patient", "substance", "basis", "reaction", "told_by", "noted_on"]


class AllergyViewSet(Door, mixins.ListModelMixin, mixins.RetrieveModelMixin, viewsets.GenericViewSet):
    """Allergies. Read here; written on the family's pages."""

    serializer_class = AllergySerializer
    queryset = Allergy.objects.none()
    lookup_value_converter = "uuid"
    filter_backends: list = []

    def get_queryset(self):
        return self.access.of(Allergy, Capability.SEE_TODAY)


ROUTES = [("allergies", AllergyViewSet, "allergy")]
