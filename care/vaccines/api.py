"""The vaccine catalogue's answers, and decisions, as resources."""

from django.http import Http404
from rest_framework import serializers, viewsets
from rest_framework.response import Response

from care.record.api import EntrySerializer, EntryViewSet
from care.record.dates import NotADate, parse
from care.reference import vaccines as catalogue
from care.vaccines import actions
from care.vaccines.models import VaccineDecision
from care.vaccines.rules import Outcome, answer, search
from care.vaccines.rules.search import Hit


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
        "cvx": list(product.cvx) if product else [hit.code.code] if hit.code else [],
        "diseases": list(product.diseases) if product else [],
        "live": found.badge,
        "replicating": product.replicating if product else "",
        "flag": product.flag if product else hit.code.flag if hit.code else "",
        "clarifying_question": found.question,
        "sources": [source.id for source in found.sources],
        "verified": found.is_checked,
    }


class VaccineViewSet(viewsets.ViewSet):
    """The catalogue: ``?q=`` name, brand, disease, abbreviation; ``?cvx=`` code, with or without leading zero."""

    serializer_class = VaccineSerializer
    lookup_value_regex = "[a-z0-9-]+"
    lookup_value_converter = "slug"

    def list(self, request):
        query = request.query_params.get("cvx") or request.query_params.get("q") or ""
        if query:
            hits = search(query[:200])
        else:
            hits = [Hit(product.name, product, answer(product), 0.0) for product in catalogue.all_products()]
        return Response(VaccineSerializer([_row(hit) for hit in hits], many=True).data)

    def retrieve(self, request, pk=None):
        product = catalogue.by_slug().get(pk)
        if product is None:
            raise Http404
        return Response(VaccineSerializer(_row(Hit(product.name, product, answer(product), 0.0))).data)


class PartialDateText(serializers.CharField):
    """A day, a month or a year: "2026-11-22", "2026-11" or "2026"; null when not known."""

    def to_internal_value(self, data):
        try:
            return parse(super().to_internal_value(data))
        except NotADate as error:
            raise serializers.ValidationError("Write a date like 2026-11-22, 2026-11 or 2026.") from error

    def to_representation(self, value):
        return value.text


class VaccineDecisionSerializer(EntrySerializer):
    """One decision about one vaccine. ``dated`` is the day of the dose or decision as far as it is known."""

    local_day = serializers.DateField(source="entry.local_day", read_only=True)
    product = serializers.CharField(required=False, allow_blank=True, max_length=40)
    product_text = serializers.CharField(required=False, allow_blank=True, max_length=120)
    outcome = serializers.ChoiceField(choices=list(Outcome))
    dated = PartialDateText(required=False, allow_null=True)
    decided_by = serializers.ChoiceField(choices=VaccineDecision.DecidedBy.choices, required=False, allow_blank=True)
    advised_by = serializers.CharField(required=False, allow_blank=True, max_length=120)
    reason = serializers.CharField(required=False, allow_blank=True, max_length=500)
    lot = serializers.CharField(required=False, allow_blank=True, max_length=60)
    site = serializers.ChoiceField(choices=VaccineDecision.Site.choices, required=False, allow_blank=True)
    dose_number = serializers.IntegerField(required=False, allow_null=True, min_value=1, max_value=20)


class VaccineDecisionViewSet(EntryViewSet):
    """Vaccine decisions of patients. Household members' vaccines are never mixed in."""

    serializer_class = VaccineDecisionSerializer
    queryset = VaccineDecision.objects.none()

    def write(self, *, patient, by, at, entry, values):
        return actions.record_decision(patient=patient, by=by, at=at, **entry, **values)

    def change(self, *, row, by, at, changes):
        actions.correct_decision(decision=row, by=by, at=at, changes=changes)


ROUTES = [("vaccines", VaccineViewSet, "vaccine"), ("vaccine-decisions", VaccineDecisionViewSet, "vaccine-decision")]
