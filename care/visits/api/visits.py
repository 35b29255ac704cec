"""Clinic visits and their summaries as resources."""

from django.conf import settings
from django.http import Http404
from django.utils import timezone
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema
from rest_framework import mixins, serializers, status, viewsets
from rest_framework.decorators import action
from rest_framework.exceptions import ValidationError
from rest_framework.renderers import JSONRenderer
from rest_framework.response import Response

from care.household.api import Door, tried
from care.household.rules import Capability
from care.visits import actions, reads
from care.visits.models import Summary, Visit


class VisitSerializer(serializers.ModelSerializer):
    """An appointment. ``on`` and ``time`` are the clinic's wall clock in ``time_zone`` (the family's, left out)."""

    client_id = serializers.UUIDField(required=False)
    time_zone = serializers.CharField(required=False, max_length=64)
    language = serializers.ChoiceField(
        choices=settings.LANGUAGES,
        required=False,
        allow_blank=True,
        help_text="What the summary is written in; left out, the language of the family's first member.",
    )

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
            "language",
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


class PhotosSerializer(serializers.Serializer):
    """The photos that may stand in a summary, by id; [] takes every one out. ``context["choice"]``: what is offered."""

    photos = serializers.ListField(child=serializers.UUIDField(), allow_empty=True, max_length=60)

    def validate_photos(self, keys):
        choice = self.context["choice"]
        unknown = set(keys) - {shot.pk for shot in choice.shots}
        if unknown:
            raise ValidationError(f"{sorted(map(str, unknown))[0]} cannot be chosen for this summary.")
        if len(set(keys)) > choice.most:
            raise ValidationError(f"A summary takes at most {choice.most} photos.")
        return keys


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

    @extend_schema(request=PhotosSerializer, responses={200: SummarySerializer, 202: SummarySerializer})
    @action(detail=True, methods=["post"], serializer_class=PhotosSerializer)
    def photos(self, request, pk=None):
        """Which photos stand in the visit's summaries: those named, of the newest version's days. 202 with the version
        that is being made, 200 with the newest when nothing changes."""
        row = self.access.get(Visit, pk, Capability.EDIT)
        newest = reads.newest_ready(self.access, row)
        if newest is None:
            raise ValidationError({"detail": "Make a summary first."})
        choice = reads.photo_choice(self.access, row.patient, newest)
        serializer = PhotosSerializer(data=request.data, context={"choice": choice})
        serializer.is_valid(raise_exception=True)
        made = actions.choose_photos(
            summary=newest,
            offered=[shot.pk for shot in choice.shots],
            chosen=serializer.validated_data["photos"],
            by=request.user,
            at=timezone.now(),
        )
        code = status.HTTP_200_OK if made is None else status.HTTP_202_ACCEPTED
        return Response(SummarySerializer(made or newest).data, status=code)


class FhirRenderer(JSONRenderer):
    """JSON under the media type of FHIR R4 (hl7.org/fhir/R4/json.html)."""

    media_type = "application/fhir+json"
    format = "fhir"


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

    @extend_schema(responses={(200, "application/fhir+json"): OpenApiTypes.OBJECT})
    @action(detail=True, methods=["get"], renderer_classes=[FhirRenderer, JSONRenderer])
    def fhir(self, request, pk=None):
        """The version as a FHIR R4 document Bundle. 404 until it is ready, and for versions made without one."""
        row = self.access.get(Summary, pk)
        if row.state != Summary.State.READY:
            raise Http404
        found = reads.fhir_bundle(reads.page_of(row, latest=row.version))
        if found is None:
            raise Http404
        return Response(found)


ROUTES = [("visits", VisitViewSet, "visit"), ("summaries", SummaryViewSet, "summary")]
