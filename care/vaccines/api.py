"""The vaccine catalogue's answers, decisions, the care team's words, vaccines at home and facts, as resources."""

from django.http import Http404
from rest_framework import serializers, viewsets
from rest_framework.response import Response

from care.household.api import PatientRowViewSet
from care.household.rules import Capability
from care.record.api import EntrySerializer, EntryViewSet, PartialDateText
from care.record.models import Answer
from care.reference import vaccines as catalogue
from care.vaccines import actions
from care.vaccines.models import DatedDose, HouseholdVaccine, VaccineDecision, VaccineDirective, VaccineFact
from care.vaccines.rules import Outcome, Says, answer, fhir_immunization, search
from care.vaccines.rules.search import Hit, code_hits


class VaccineSerializer(serializers.Serializer):
    """Whether a vaccine is live, with its source. ``slug`` is null for a code without a catalogue row.

    ``live`` is live, not_live, depends, not_known, antibody or not_a_vaccine. This says what the vaccine is;
    whether a person may have it is for their team.
    """

    slug = serializers.CharField(allow_null=True)
    name = serializers.CharField()
    brands = serializers.ListField(child=serializers.CharField())
    cvx = serializers.ListField(child=serializers.CharField())
    diseases = serializers.ListField(child=serializers.CharField())
    live = serializers.CharField()
    replicating = serializers.CharField()
    flag = serializers.CharField()
    clarifying_question = serializers.CharField()
    sources = serializers.ListField(child=serializers.CharField())
    verified = serializers.BooleanField()


def _row(hit: Hit) -> dict:
    product, found = hit.product, hit.answer
    return {
        "slug": found.slug,
        "name": hit.title,
        "brands": list(product.brands) if product else [],
        "cvx": list(product.cvx) if product else [hit.code.cvx] if hit.code else [],
        "diseases": list(product.diseases) if product else [],
        "live": found.badge,
        "replicating": product.replicating if product else "",
        "flag": product.flag if product else hit.code.flag if hit.code else "",
        "clarifying_question": found.question,
        "sources": [source.id for source in found.sources],
        "verified": found.is_checked,
    }


def _key(hit: Hit) -> str:
    return hit.product.slug if hit.product else hit.code.cvx if hit.code else ""


class VaccineViewSet(viewsets.ViewSet):
    """The catalogue: ``?q=`` name, brand, disease, abbreviation; ``?cvx=`` code, with or without leading zero.

    ``cvx`` is that code and no other, so an unknown one finds nothing. With both, both must hold.
    """

    serializer_class = VaccineSerializer
    lookup_value_regex = "[a-z0-9-]+"
    lookup_value_converter = "slug"

    def list(self, request):
        code, words = (request.query_params.get(name, "").strip()[:200] for name in ("cvx", "q"))
        if code:
            hits = code_hits(code)
            if words:
                found = {_key(hit) for hit in search(words, limit=len(catalogue.all_products()))}
                hits = [hit for hit in hits if _key(hit) in found]
        elif words:
            hits = search(words)
        else:
            hits = [Hit(product.name, product, answer(product), 0.0) for product in catalogue.all_products()]
        return Response(VaccineSerializer([_row(hit) for hit in hits], many=True).data)

    def retrieve(self, request, pk=None):
        product = catalogue.by_slug().get(pk)
        if product is None:
            raise Http404
        return Response(VaccineSerializer(_row(Hit(product.name, product, answer(product), 0.0))).data)


class DoseSerializer(EntrySerializer):
    """What is told of every dose or decision. ``dated`` is its day as far as it is known."""

    local_day = serializers.DateField(source="entry.local_day", read_only=True)
    product = serializers.CharField(required=False, allow_blank=True, max_length=40)
    product_text = serializers.CharField(required=False, allow_blank=True, max_length=120)
    outcome = serializers.ChoiceField(choices=[(one.value, one.name) for one in Outcome])
    dated = PartialDateText(required=False, allow_null=True)
    decided_by = serializers.ChoiceField(choices=DatedDose.DecidedBy.choices, required=False, allow_blank=True)
    advised_by = serializers.CharField(required=False, allow_blank=True, max_length=120)
    reason = serializers.CharField(required=False, allow_blank=True, max_length=500)
    place = serializers.CharField(required=False, allow_blank=True, max_length=120)
    lot = serializers.CharField(required=False, allow_blank=True, max_length=60)
    route = serializers.ChoiceField(choices=DatedDose.Route.choices, required=False, allow_blank=True)
    site = serializers.ChoiceField(choices=DatedDose.Site.choices, required=False, allow_blank=True)
    dose_number = serializers.IntegerField(required=False, allow_null=True, min_value=1, max_value=20)
    reaction = serializers.CharField(required=False, allow_blank=True, max_length=500)


class VaccineDecisionSerializer(DoseSerializer):
    """One decision about one vaccine. ``dated`` is the day of the dose or decision as far as it is known."""

    fhir_status = serializers.SerializerMethodField()
    fhir_status_reason = serializers.SerializerMethodField()

    def get_fhir_status(self, row) -> str:
        """FHIR R4 Immunization.status; "" where the outcome is no immunization, given or not."""
        return (fhir_immunization(row.outcome, row.decided_by) or ("", ""))[0]

    def get_fhir_status_reason(self, row) -> str:
        """FHIR R4 Immunization.statusReason, a code of v3-ActReason; "" without one."""
        return (fhir_immunization(row.outcome, row.decided_by) or ("", ""))[1]


class VaccineDecisionViewSet(EntryViewSet):
    """Vaccine decisions of patients. Household members' vaccines are never mixed in."""

    serializer_class = VaccineDecisionSerializer
    queryset = VaccineDecision.objects.none()

    def write(self, *, patient, by, at, entry, values):
        return actions.record_decision(patient=patient, by=by, at=at, **entry, **values)

    def change(self, *, row, by, at, changes):
        actions.correct_decision(decision=row, by=by, at=at, changes=changes)


class VaccineDirectiveSerializer(EntrySerializer):
    """One word of the care team: ``product`` a catalogue slug, "" for all live vaccines.

    Typed by the family; ``signed`` tells whether a clinician's account stands for it, ``signed_by`` and ``signed_at``
    whose and since when. Any change but one of the note takes the signature off. An "allow" whose last day is
    over counts as "ask", a "do_not_give" still counts; of several, the most cautious.
    """

    local_day = serializers.DateField(source="entry.local_day", read_only=True)
    product = serializers.CharField(required=False, allow_blank=True, max_length=40)
    says = serializers.ChoiceField(choices=list(Says))
    told_by = serializers.CharField(max_length=120)
    given_on = serializers.DateField()
    expires_on = serializers.DateField(required=False, allow_null=True)
    words = serializers.CharField(required=False, allow_blank=True, max_length=1000)
    signed = serializers.SerializerMethodField()
    signed_by = serializers.SerializerMethodField()
    signed_at = serializers.DateTimeField(read_only=True)

    def get_signed(self, row) -> bool:
        return row.signed_by_id is not None

    def get_signed_by(self, row) -> str | None:
        """The clinician's name; null until somebody signed."""
        return str(row.signed_by) if row.signed_by_id else None


class VaccineDirectiveViewSet(EntryViewSet):
    """What the care team said. Whoever is with the patient today sees all of it."""

    serializer_class = VaccineDirectiveSerializer
    queryset = VaccineDirective.objects.none()

    def get_queryset(self):
        return super().get_queryset().select_related("entry__author", "entry__patient__household", "signed_by")

    def patient_of(self, entry, values):
        return self.access.patient(entry.pop("patient_id"), Capability.EDIT)

    def write(self, *, patient, by, at, entry, values):
        return actions.add_directive(patient=patient, by=by, at=at, **entry, **values)

    def change(self, *, row, by, at, changes):
        actions.change_directive(directive=row, by=by, at=at, changes=changes)


class HouseholdVaccineSerializer(DoseSerializer):
    """One vaccine of somebody who lives with the patient; never the patient's own.

    ``contact`` answers whether the patient is near their nappies or rash.
    """

    member = serializers.CharField(max_length=80)
    contact = serializers.ChoiceField(choices=Answer.choices, required=False, allow_blank=True)


class HouseholdVaccineViewSet(EntryViewSet):
    """Vaccines of people at home, apart from the patient's decisions."""

    serializer_class = HouseholdVaccineSerializer
    queryset = HouseholdVaccine.objects.none()

    def write(self, *, patient, by, at, entry, values):
        return actions.record_household_vaccine(patient=patient, by=by, at=at, **entry, **values)

    def change(self, *, row, by, at, changes):
        actions.correct_household_vaccine(vaccine=row, by=by, at=at, changes=changes)


class VaccineFactSerializer(serializers.Serializer):
    """A treatment or fact that stands beside every answer, as the family was told it."""

    id = serializers.UUIDField(read_only=True)
    patient = serializers.UUIDField(source="patient_id")
    kind = serializers.ChoiceField(choices=VaccineFact.Kind.choices)
    details = serializers.CharField(required=False, allow_blank=True, max_length=200)
    began = PartialDateText(required=False, allow_null=True)
    ended = PartialDateText(required=False, allow_null=True)
    told_by = serializers.CharField(required=False, allow_blank=True, max_length=120)


class VaccineFactViewSet(PatientRowViewSet):
    """Treatments and facts."""

    serializer_class = VaccineFactSerializer
    queryset = VaccineFact.objects.none()

    @staticmethod
    def add(patient, by, at, values):
        return actions.add_fact(patient=patient, by=by, at=at, values=values)

    @staticmethod
    def change(row, by, at, changes):
        return actions.change_fact(fact=row, by=by, at=at, changes=changes)

    @staticmethod
    def remove(row, by, at):
        actions.remove_fact(fact=row, by=by, at=at)


ROUTES = [
    ("vaccines", VaccineViewSet, "vaccine"),
    ("vaccine-decisions", VaccineDecisionViewSet, "vaccine-decision"),
    ("vaccine-directives", VaccineDirectiveViewSet, "vaccine-directive"),
    ("household-vaccines", HouseholdVaccineViewSet, "household-vaccine"),
    ("vaccine-facts", VaccineFactViewSet, "vaccine-fact"),
]
