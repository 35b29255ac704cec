"""Medicines, doses, infusions and allergies as resources."""

from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework import serializers, status
from rest_framework.decorators import action
from rest_framework.exceptions import ValidationError
from rest_framework.parsers import JSONParser, MultiPartParser
from rest_framework.response import Response

from care.household.api import PatientRowViewSet
from care.household.keys import uuid7
from care.household.rules import Capability
from care.medicines import actions, reads
from care.medicines.models import OUTCOME_WORDS, Allergy, Dose, Infusion, InfusionRoute, Medicine
from care.medicines.rules.schedule import slot
from care.record.api import EntrySerializer, EntryViewSet, PartialDateText
from care.record.models import Answer
from care.record.photos.api import PhotoSerializer, picture_sent


def columns(values: dict, name: str, column: str) -> dict:
    """Replaces a partial date among values by the columns it is stored in."""
    if name in values:
        date = values.pop(name)
        values[f"{column}_on"] = date.earliest if date else None
        values[f"{column}_precision"] = date.precision.value if date else "day"
    return values


class AllergySerializer(serializers.ModelSerializer):
    """An allergy: a reaction that happened is kept apart from a test alone. ``noted_on`` may be a partial date."""

    patient = serializers.UUIDField(source="patient_id")
    noted_on = PartialDateText(source="noted", required=False, allow_null=True)

    class Meta:
        model = Allergy
        fields = ["id", "patient", "substance", "basis", "reaction", "severity", "told_by", "noted_on"]


class AllergyViewSet(PatientRowViewSet):
    """Allergies."""

    serializer_class = AllergySerializer
    queryset = Allergy.objects.none()

    @staticmethod
    def add(patient, by, at, values):
        return actions.add_allergy(patient=patient, by=by, at=at, values=columns(values, "noted", "noted"))

    @staticmethod
    def change(row, by, at, changes):
        return actions.change_allergy(allergy=row, by=by, at=at, changes=columns(changes, "noted", "noted"))

    @staticmethod
    def remove(row, by, at):
        actions.remove_allergy(allergy=row, by=by, at=at)


class MedicineSerializer(serializers.ModelSerializer):
    """A medicine as its label says it. ``times`` are "HH:MM" on the family's clock; ``weekdays`` 0 (Monday) to 6.

    ``is_stopped`` true stops it now, false takes it up again from now.
    """

    patient = serializers.UUIDField(source="patient_id")
    times = serializers.ListField(child=serializers.CharField(max_length=5), required=False)
    weekdays = serializers.ListField(child=serializers.IntegerField(), required=False)
    started_on = PartialDateText(source="started", required=False, allow_null=True)
    is_stopped = serializers.BooleanField(required=False, default=None, allow_null=True, write_only=True)

    class Meta:
        model = Medicine
        fields = [
            "id",
            "patient",
            "drug",
            "form",
            "strength",
            "route",
            "dose",
            "pattern",
            "times",
            "weekdays",
            "every_days",
            "every_from",
            "started_on",
            "last_on",
            "purpose",
            "prescriber",
            "refill_on",
            "stopped_at",
            "stop_reason",
            "is_stopped",
        ]
        read_only_fields = ["stopped_at", "stop_reason"]


class LabelPhotoSerializer(serializers.Serializer):
    """A photo of a label that is sent. The same ``client_id`` sent again writes nothing."""

    client_id = serializers.UUIDField(required=False)
    file = serializers.FileField(required=False, max_length=255)


class MedicineViewSet(PatientRowViewSet):
    """The list of medicines. What a plan said before a change is kept."""

    serializer_class = MedicineSerializer
    queryset = Medicine.objects.none()
    parser_classes = [JSONParser, MultiPartParser]

    @extend_schema(responses=PhotoSerializer(many=True))
    @action(detail=True, methods=["get"], url_path="label-photos", pagination_class=None)
    def label_photos(self, request, pk=None):
        """The photos of its label, oldest first. They are entries of kind photo, taken back under ``photos``."""
        rows = reads.label_photo_rows(self.access, self.get_object())
        return Response(PhotoSerializer(rows, many=True, context=self.get_serializer_context()).data)

    @extend_schema(request=LabelPhotoSerializer, responses={202: PhotoSerializer})
    @label_photos.mapping.post
    def add_label_photo(self, request, pk=None):
        """Send a photo of its label (JPEG, PNG, HEIC or WebP, up to 20 MB). A worker prepares it."""
        row = reads.medicine(self.access, pk, Capability.EDIT)
        serializer = LabelPhotoSerializer(data=request.data)
        serializer.is_valid(raise_exception=True)
        values = serializer.validated_data
        sent = [(values.get("file"), values.get("client_id") or uuid7())]
        with picture_sent(request, values.get("file")):
            (photo,) = actions.add_label_photos(medicine=row, by=request.user, at=timezone.now(), sent=sent)
        shown = PhotoSerializer(photo, context=self.get_serializer_context())
        return Response(shown.data, status=status.HTTP_202_ACCEPTED)

    @staticmethod
    def add(patient, by, at, values):
        stopped = values.pop("is_stopped", None)
        row = actions.add_medicine(patient=patient, by=by, at=at, values=columns(values, "started", "started"))
        return actions.stop_medicine(medicine=row, by=by, at=at) if stopped else row

    @staticmethod
    def change(row, by, at, changes):
        stopped = changes.pop("is_stopped", None)
        row = actions.change_medicine(medicine=row, by=by, at=at, changes=columns(changes, "started", "started"))
        if stopped is None:
            return row
        turn = actions.stop_medicine if stopped else actions.restart_medicine
        return turn(medicine=row, by=by, at=at)

    @staticmethod
    def remove(row, by, at):
        actions.remove_medicine(medicine=row, by=by, at=at)


class DoseSerializer(EntrySerializer):
    """What became of a dose. ``due_on`` and ``due_time`` are its place in the plan on the family's clock; without
    them it was not planned. A dose noted twice stays twice: nothing is overwritten.
    """

    patient = serializers.UUIDField(source="entry.patient_id", read_only=True)
    medicine = serializers.UUIDField(source="medicine_id")
    as_planned = serializers.CharField(read_only=True)
    due_on = serializers.DateField(required=False, allow_null=True)
    due_time = serializers.TimeField(required=False, allow_null=True, format="%H:%M")
    due_at = serializers.DateTimeField(read_only=True)
    outcome = serializers.ChoiceField(choices=[(one.value, words) for one, words in OUTCOME_WORDS.items()])
    given_at = serializers.DateTimeField(required=False, allow_null=True)
    reason = serializers.CharField(required=False, allow_blank=True, max_length=400)


class DoseViewSet(EntryViewSet):
    """Doses of the family's medicines."""

    serializer_class = DoseSerializer
    queryset = Dose.objects.none()

    def patient_of(self, entry, values):
        """Through the medicine; kept for the write."""
        self.medicine = reads.medicine(self.access, values.pop("medicine_id"), Capability.SEE_TODAY)
        return self.access.patient(self.medicine.patient_id, Capability.LOG)

    def write(self, *, patient, by, at, entry, values):
        on, time = values.pop("due_on", None), values.pop("due_time", None)
        if (on is None) != (time is None):
            raise ValidationError({"due_time": "due_on and due_time go together."})
        due = (on, time) if on else None
        if due:
            # The dose's own day: that of its place in the plan.
            entry = entry | {"local_day": slot(on, time, patient.household.time_zone).day}
        self.medicine.patient = patient
        return actions.record_dose(medicine=self.medicine, by=by, at=at, due=due, **entry, **values)

    def change(self, *, row, by, at, changes):
        note = changes.pop("note", None)
        if changes.keys() & {"medicine_id", "due_on", "due_time"}:
            raise ValidationError({"detail": "medicine, due_on and due_time cannot be changed here."})
        actions.edit_dose(dose=row, by=by, at=at, changes=changes, note=note)


class InfusionSerializer(EntrySerializer):
    """An IgG infusion. ``on`` and ``time`` say when it began on the family's calendar and clock."""

    local_day = serializers.DateField(source="entry.local_day", read_only=True)
    on = serializers.DateField(required=False, write_only=True)
    time = serializers.TimeField(required=False, allow_null=True, write_only=True)
    has_time = serializers.BooleanField(read_only=True)
    medicine = serializers.UUIDField(source="medicine_id", required=False, allow_null=True)
    product = serializers.CharField(max_length=200)
    grams = serializers.CharField(required=False, allow_blank=True, max_length=40)
    route = serializers.ChoiceField(choices=InfusionRoute.choices, required=False, allow_blank=True)
    site = serializers.CharField(required=False, allow_blank=True, max_length=200)
    batch = serializers.CharField(required=False, allow_blank=True, max_length=80)
    minutes = serializers.IntegerField(required=False, allow_null=True, min_value=1, max_value=2880)
    reaction = serializers.ChoiceField(choices=Answer.choices, required=False, allow_blank=True)
    reaction_text = serializers.CharField(required=False, allow_blank=True, max_length=400)


class InfusionViewSet(EntryViewSet):
    """IgG infusions."""

    serializer_class = InfusionSerializer
    queryset = Infusion.objects.none()

    def _with_medicine(self, values, patient):
        """The medicine's key replaced by its row; one of another patient is not found."""
        if "medicine_id" not in values:
            return values
        key = values.pop("medicine_id")
        row = reads.medicine(self.access, key) if key else None
        if row is not None and row.patient_id != patient.pk:
            raise ValidationError({"medicine": "It is on another patient's list."})
        return values | {"medicine": row}

    def write(self, *, patient, by, at, entry, values):
        when = {name: values.pop(name) for name in ("on", "time") if name in values}
        values = self._with_medicine(values, patient)
        return actions.record_infusion(patient=patient, by=by, at=at, values=values, **when, **entry)

    def change(self, *, row, by, at, changes):
        note = changes.pop("note", None)
        when = {name: changes.pop(name) for name in ("on", "time") if name in changes}
        if "time" in when and "on" not in when:
            raise ValidationError({"on": "The time goes with its day."})
        changes = self._with_medicine(changes, row.entry.patient)
        actions.edit_infusion(infusion=row, by=by, at=at, changes=changes, note=note, **when)


ROUTES = [
    ("allergies", AllergyViewSet, "allergy"),
    ("medicines", MedicineViewSet, "medicine"),
    ("doses", DoseViewSet, "dose"),
    ("infusions", InfusionViewSet, "infusion"),
]
