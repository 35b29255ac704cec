"""The one-tap answers of a day as a resource."""

from django.utils import timezone
from rest_framework import serializers, status, viewsets
from rest_framework.exceptions import ValidationError
from rest_framework.response import Response

from care.household.api import Door
from care.household.rules import Capability
from care.record.actions import TooFarAhead
from care.record.api import TimelineSerializer
from care.today import actions

NOTHING_NEW, SAME, ELSEWHERE, NOTE = "nothing_new", "same_as_yesterday", "elsewhere", "note"


class AffirmationSerializer(serializers.Serializer):
    """A day answered with one tap, or free words about it (``kind`` note, which needs ``note``)."""

    patient = serializers.UUIDField()
    kind = serializers.ChoiceField(choices=[NOTHING_NEW, SAME, ELSEWHERE, NOTE])
    client_id = serializers.UUIDField(required=False)
    local_day = serializers.DateField(required=False)
    note = serializers.CharField(required=False, max_length=2000)

    def validate(self, attrs):
        if attrs["kind"] == NOTE and not attrs.get("note"):
            raise serializers.ValidationError({"note": "A note needs words."})
        if attrs["kind"] == SAME and attrs.get("local_day"):
            raise serializers.ValidationError({"local_day": "Same as yesterday is only for today."})
        return attrs


class AffirmationViewSet(Door, viewsets.ViewSet):
    """Nothing new, same as yesterday, elsewhere, or a note. 409 when an affirmation is not offered now."""

    serializer_class = AffirmationSerializer

    def create(self, request):
        form = AffirmationSerializer(data=request.data)
        form.is_valid(raise_exception=True)
        values = dict(form.validated_data)
        kind = values.pop("kind")
        patient = self.access.patient(values.pop("patient"), Capability.LOG)
        common = {"by": request.user, "at": timezone.now()}
        try:
            if kind == NOTHING_NEW:
                key = values.get("client_id")
                day = values.get("local_day")
                entry = actions.affirm_nothing_new(
                    access=self.access, patients=[patient], local_day=day, client_id=key, **common
                )[0]
            elif kind == SAME:
                entry = actions.affirm_same(
                    access=self.access, patient=patient, client_id=values.get("client_id"), **common
                )
            elif kind == ELSEWHERE:
                entry = actions.log_elsewhere(patient=patient, **values, **common)
            else:
                entry = actions.log_note(patient=patient, **({"local_day": None} | values), **common)
        except actions.NotOffered:
            words = "Not offered now: an infection is open, or there is nothing to be the same as."
            return Response({"detail": words}, status=status.HTTP_409_CONFLICT)
        except TooFarAhead as error:
            raise ValidationError({"local_day": "The day cannot be after today."}) from error
        return Response(TimelineSerializer(entry).data, status=status.HTTP_201_CREATED)


ROUTES = [("affirmations", AffirmationViewSet, "affirmation")]
