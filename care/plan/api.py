"""The care team, both plans, worries, warning signs and what the red-flag rules said, as resources."""

from django.utils import timezone
from rest_framework import serializers
from rest_framework.response import Response

from care.household.api import PatientRowViewSet
from care.household.rules import Capability
from care.plan import actions
from care.plan.models import CallPlan, CareContact, CarePlan, Concern, FlagMessage, WarningSigns
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


class WarningSignsSerializer(EntrySerializer):
    """``answers``: sign -> yes, no or not_checked. A sign left out was not answered."""

    answers = serializers.DictField(child=serializers.CharField(max_length=16))


class WarningSignsViewSet(EntryViewSet):
    """Warning signs somebody went through. What the rules say about them is under ``flag-messages``."""

    serializer_class = WarningSignsSerializer
    queryset = WarningSigns.objects.none()

    def write(self, *, patient, by, at, entry, values):
        return actions.record_warning_signs(patient=patient, by=by, at=at, **entry, **values)

    def change(self, *, row, by, at, changes):
        actions.change_warning_signs(signs=row, by=by, at=at, changes=changes)


class CarePlanSerializer(serializers.ModelSerializer):
    """One version of the care plan a clinician signed. ``levels``: rule -> 0-3, ``texts``: rule -> words."""

    patient = serializers.UUIDField(source="patient_id")
    review_on = serializers.DateField(required=False)

    class Meta:
        model = CarePlan
        fields = [
            "id",
            "patient",
            "version",
            "signed_by",
            "signed_on",
            "review_on",
            "threshold_tenths",
            "threshold_unit",
            "spo2_min",
            "missed_doses",
            "urgent_minutes",
            "levels",
            "texts",
            "carry_letter",
            "emergency_antibiotic_text",
            "hospital_of_choice",
            "entered_at",
        ]
        read_only_fields = ["version", "entered_at"]


class CarePlanViewSet(PatientRowViewSet):
    """Versions of the signed care plan, newest first. Posting or changing adds a version; none is ever changed."""

    serializer_class = CarePlanSerializer
    queryset = CarePlan.objects.none()
    http_method_names = ["get", "post", "patch", "head", "options"]

    @staticmethod
    def add(patient, by, at, values):
        return actions.save_care_plan(patient=patient, by=by, at=at, values=values)

    @staticmethod
    def change(row, by, at, changes):
        return actions.save_care_plan(patient=row.patient, by=by, at=at, values=changes)


class FlagMessageSerializer(serializers.ModelSerializer):
    """One message as it was shown. ``called`` and ``put_aside`` take true: kept with who and when."""

    called = serializers.BooleanField(write_only=True, required=False)
    put_aside = serializers.BooleanField(write_only=True, required=False)

    class Meta:
        model = FlagMessage
        fields = [
            "id",
            "patient",
            "entry",
            "rule",
            "level",
            "told",
            "words",
            "plan_words",
            "source",
            "raised_at",
            "shown_at",
            "called_at",
            "put_aside_at",
            "called",
            "put_aside",
        ]
        read_only_fields = fields[:-2]


class FlagMessageViewSet(PatientRowViewSet):
    """What the red-flag rules said, newest first. No message does not mean that all is well."""

    serializer_class = FlagMessageSerializer
    queryset = FlagMessage.objects.none()
    http_method_names = ["get", "patch", "head", "options"]

    def partial_update(self, request, *args, **kwargs):
        """Keep that the family called, or put the message aside. Everybody who may log may."""
        row = self.access.get(FlagMessage, kwargs["pk"], Capability.SEE_TODAY)
        self.access.patient(row.patient_id, Capability.LOG)
        serializer = self.get_serializer(row, data=request.data, partial=True)
        serializer.is_valid(raise_exception=True)
        for name, mark in (("called", actions.mark_called), ("put_aside", actions.put_aside)):
            if serializer.validated_data.get(name):
                mark(message=row, by=request.user, at=timezone.now())
        row.refresh_from_db()
        return Response(self.get_serializer(row).data)


ROUTES = [
    ("care-contacts", CareContactViewSet, "care-contact"),
    ("call-plans", CallPlanViewSet, "call-plan"),
    ("concerns", ConcernViewSet, "concern"),
    ("warning-signs", WarningSignsViewSet, "warning-sign"),
    ("care-plans", CarePlanViewSet, "care-plan"),
    ("flag-messages", FlagMessageViewSet, "flag-message"),
]
