"""Clinic visits and their summaries as resources."""

from django.utils import timezone
from rest_framework import mixins, serializers, status, viewsets
from rest_framework.decorators import action
from rest_framework.exceptions import ValidationError
from rest_framework.response import Response

from care.household.api import Door, tried
from care.household.rules import Capability
from care.visits import actions
from care.visits.models import Summary, Visit


class VisitSerializer(serializers.ModelSerializer):
    """An appointment. ``on`` and ``time`` are the clinic's wall clock in ``time_zone`` (the family's, left out)."""

    client_id = serializers.UUIDField(required=False)
    time_zone = serializers.CharField(required=False, max_length=64)

    class Meta:
        model = Visit
        fields = [
            "id",
            "patient",
            "client_id",
            "on",
            "time",
            "time_zone",
            "specialty",
            "clinic",
            "questions",
            "said_afterwards",
        ]
        # The action recognises a visit sent twice; the serializer would call it an error.
        validators: list = []
        extra_kwargs = {"patient": {"pk_field": serializers.UUIDField()}}


class SummarySerializer(serializers.ModelSerializer):
    """One version of a visit's summary. Never changes once it is ready."""

    class Meta:
        model = Summary
        fields = [
            "id",
            "visit",
            "version",
            "state",
            "requested_at",
            "generated_at",
            "first_day",
            "last_day",
            "content",
            "content_hash",
        ]


class VisitViewSet(Door, mixins.ListModelMixin, mixins.RetrieveModelMixin, viewsets.GenericViewSet):
    """Clinic visits. POST to ``{id}/summaries/`` asks for a fresh summary."""

    serializer_class = VisitSerializer
    queryset = Visit.objects.none()
    lookup_value_converter = "uuid"
    http_method_names = ["get", "post", "patch", "delete", "head", "options"]
    filter_backends: list = []

    def get_queryset(self):
        return self.access.of(Visit)

    def create(self, request, *args, **kwargs):
        serializer = self.get_serializer(data=request.data)
        # Whose visit it is decides the door, before anything is said about the rest.
        patient = self.access.patient(request.data.get("patient"), Capability.EDIT)
        serializer.is_valid(raise_exception=True)
        values = dict(serializer.validated_data)
        values.pop("patient")
        saved = tried(lambda: actions.add_visit(patient=patient, by=request.user, at=timezone.now(), **values))
        code = status.HTTP_201_CREATED if saved.created else status.HTTP_200_OK
        return Response(self.get_serializer(saved.visit).data, status=code)

    def partial_update(self, request, *args, **kwargs):
        row = self.access.get(Visit, kwargs["pk"], Capability.EDIT)
        serializer = self.get_serializer(row, data=request.data, partial=True)
        serializer.is_valid(raise_exception=True)
        values = dict(serializer.validated_data)
        if values.keys() & {"patient", "client_id"}:
            raise ValidationError({"detail": "patient and client_id cannot be changed."})
        row = tried(lambda: actions.change_visit(visit=row, by=request.user, at=timezone.now(), changes=values))
        return Response(self.get_serializer(row).data)

    def destroy(self, request, *args, **kwargs):
        row = self.access.get(Visit, kwargs["pk"], Capability.EDIT)
        actions.remove_visit(visit=row, by=request.user, at=timezone.now())
        return Response(status=status.HTTP_204_NO_CONTENT)

    @action(detail=True, methods=["post"], serializer_class=SummarySerializer)
    def summaries(self, request, pk=None):
        """Ask for a summary. It is made by a worker: read it at ``/summaries/{id}/`` until its state is ready."""
        row = self.access.get(Visit, pk, Capability.EDIT)
        summary = actions.request_summary(visit=row, by=request.user, at=timezone.now())
        return Response(SummarySerializer(summary).data, status=status.HTTP_202_ACCEPTED)


class SummaryViewSet(Door, mixins.ListModelMixin, mixins.RetrieveModelMixin, viewsets.GenericViewSet):
    """Summaries, newest first; ``?visit=`` narrows to one visit."""

    serializer_class = SummarySerializer
    queryset = Summary.objects.none()
    lookup_value_converter = "uuid"
    filter_backends: list = []

    def get_queryset(self):
        rows = self.access.of(Summary)
        if "visit" in self.request.query_params and self.action == "list":
            rows = rows.filter(visit=self.access.get(Visit, self.request.query_params["visit"]))
        return rows


ROUTES = [("visits", VisitViewSet, "visit"), ("summaries", SummaryViewSet, "summary")]
