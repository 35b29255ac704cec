"""Allergies as a resource."""

from rest_framework import serializers

from care.household.api import PatientRowViewSet
from care.medicines import actions
from care.medicines.models import Allergy


class AllergySerializer(serializers.ModelSerializer):
    """An allergy: a reaction that happened is kept apart from a test alone."""

    patient = serializers.UUIDField(source="patient_id")

    class Meta:
        model = Allergy
        fields = ["id", "patient", "substance", "basis", "reaction", "told_by", "noted_on"]


class AllergyViewSet(PatientRowViewSet):
    """Allergies."""

    serializer_class = AllergySerializer
    queryset = Allergy.objects.none()

    @staticmethod
    def add(patient, by, at, values):
        return actions.add_allergy(patient=patient, by=by, at=at, values=values)

    @staticmethod
    def change(row, by, at, changes):
        return actions.change_allergy(allergy=row, by=by, at=at, changes=changes)

    @staticmethod
    def remove(row, by, at):
        actions.remove_allergy(allergy=row, by=by, at=at)


ROUTES = [("allergies", AllergyViewSet, "allergy")]
