"""Results, growth, teeth, fractures, scans and general checks as resources."""

from rest_framework import serializers

from care.record.api import EntrySerializer, EntryViewSet, PartialDateText
from care.record.models import Answer, Entry
from care.results import actions
from care.results.models import Fracture, GeneralCheck, Growth, LabResult, Scan, Teeth
from care.results.rules import teeth
from care.results.rules import words as w


def words(choices, *, needed: bool = False) -> serializers.ChoiceField:
    return serializers.ChoiceField(
        choices=getattr(choices, "choices", None) or [(one.value, one.name) for one in choices],
        required=needed,
        allow_blank=not needed,
    )


def text(length: int, *, needed: bool = False) -> serializers.CharField:
    return serializers.CharField(max_length=length, required=needed, allow_blank=not needed)


def measure(digits: int = 10, places: int = 3) -> serializers.DecimalField:
    return serializers.DecimalField(digits, places, required=False, allow_null=True, normalize_output=True)


class ResultSerializer(EntrySerializer):
    """What every result carries besides: where it is from (caregiver, document, clinician)."""

    source = serializers.ChoiceField(choices=Entry.Source.choices, source="entry.source", required=False)


class DatedSerializer(ResultSerializer):
    """``dated`` is the paper's own date, as far as it is known; the entry counts for the day it was typed."""

    local_day = serializers.DateField(source="entry.local_day", read_only=True)
    dated = PartialDateText(required=False, allow_null=True)


class LabResultSerializer(DatedSerializer):
    """One value as reported: ``value_text`` is kept as it stands on the paper."""

    test = words(w.Test, needed=True)
    test_text = text(120)
    value_text = text(200, needed=True)
    unit = text(40)
    number = measure(14, 4)
    reference_range = text(120)
    lab = text(120)


class GrowthSerializer(DatedSerializer):
    """Weight (g, kg, lb), height or length and head (cm, in), each in the unit it was read in."""

    weight = measure()
    weight_unit = words(w.WeightUnit)
    height = measure()
    height_unit = words(w.LengthUnit)
    head = measure()
    head_unit = words(w.LengthUnit)


class TeethSerializer(DatedSerializer):
    """Baby teeth that are still there or were taken out, by their FDI numbers 51 to 85."""

    retained = serializers.ListField(child=serializers.ChoiceField(choices=teeth.CHOICES), required=False)
    extraction = words(w.Extraction)
    extracted = serializers.ListField(child=serializers.ChoiceField(choices=teeth.CHOICES), required=False)
    dentist = text(120)


class FractureSerializer(DatedSerializer):
    """A broken bone, or an injury that may be one."""

    bone = words(w.Bone, needed=True)
    bone_text = text(120)
    side = words(w.Side)
    mechanism = words(w.Mechanism)
    imaging = words(Answer)
    imaging_text = text(500)
    cast = words(Answer)
    treatment = text(500)
    pain = words(Answer)
    not_used = words(Answer)
    deformity = words(Answer)
    numb = words(Answer)


class ScanSerializer(DatedSerializer):
    """A scan, an X-ray or a lung function test as reported."""

    scan = words(w.Scan, needed=True)
    scan_text = text(120)
    body_part = text(120)
    result_text = text(4000)
    place = text(120)


class GeneralCheckSerializer(ResultSerializer):
    """Pain, tummy, nights, lumps on one day. Every answer may stay out; one at least is there."""

    joint_pain = serializers.IntegerField(min_value=0, max_value=10, required=False, allow_null=True)
    joint_where = text(120)
    back_pain = serializers.IntegerField(min_value=0, max_value=10, required=False, allow_null=True)
    new_back_pain = words(Answer)
    brace_hours = measure(4, 2)
    stool = words(w.Stool)
    appetite = words(w.Appetite)
    reflux = words(Answer)
    headache = words(Answer)
    night_sweats = words(Answer)
    night_sweats_soaking = words(Answer)
    sleep = words(w.Change)
    mood = words(w.Change)
    lump = words(Answer)
    lump_place = words(w.LumpPlace)
    lump_growing = words(Answer)
    weight_loss = words(Answer)


class ResultViewSet(EntryViewSet):
    """Base: ``kind`` is the entry's kind. ``dated`` and ``source`` go round the answers."""

    kind: str

    def write(self, *, patient, by, at, entry, values):
        dated = {"dated": values.pop("dated")} if "dated" in values else {}
        return actions.add(patient=patient, kind=self.kind, by=by, at=at, values=values, **dated, **entry)

    def change(self, *, row, by, at, changes):
        actions.correct(row=row, by=by, at=at, changes=changes)


class LabResultViewSet(ResultViewSet):
    """Laboratory results as reported."""

    kind = Entry.Kind.LAB_RESULT
    serializer_class = LabResultSerializer
    queryset = LabResult.objects.none()


class GrowthViewSet(ResultViewSet):
    """Weight, height and head."""

    kind = Entry.Kind.GROWTH
    serializer_class = GrowthSerializer
    queryset = Growth.objects.none()


class TeethViewSet(ResultViewSet):
    """Baby teeth."""

    kind = Entry.Kind.TOOTH
    serializer_class = TeethSerializer
    queryset = Teeth.objects.none()


class FractureViewSet(ResultViewSet):
    """Broken bones and injuries."""

    kind = Entry.Kind.FRACTURE
    serializer_class = FractureSerializer
    queryset = Fracture.objects.none()


class ScanViewSet(ResultViewSet):
    """Scans, X-rays and lung function."""

    kind = Entry.Kind.SCAN
    serializer_class = ScanSerializer
    queryset = Scan.objects.none()


class GeneralCheckViewSet(ResultViewSet):
    """General checks."""

    kind = Entry.Kind.GENERAL_CHECK
    serializer_class = GeneralCheckSerializer
    queryset = GeneralCheck.objects.none()


ROUTES = [
    ("lab-results", LabResultViewSet, "lab-result"),
    ("growth", GrowthViewSet, "growth"),
    ("teeth", TeethViewSet, "teeth"),
    ("fractures", FractureViewSet, "fracture"),
    ("scans", ScanViewSet, "scan"),
    ("general-checks", GeneralCheckViewSet, "general-check"),
]
