"""Reminders as a resource."""

from django.db import transaction
from django.http import Http404
from rest_framework import serializers
from rest_framework.exceptions import ValidationError

from care.household.api import PatientRowViewSet
from care.household.rules import Capability, local_day
from reminders import actions
from reminders.kinds import KINDS
from reminders.models import Plan
from reminders.rules import EVERY_DAY


class PlanSerializer(serializers.ModelSerializer):
    """One reminder of a patient: a wish on the family's own clock. Weekdays count from 0, Monday."""

    patient = serializers.UUIDField(source="patient_id")
    kind = serializers.ChoiceField(choices=sorted(KINDS))
    local_time = serializers.TimeField(required=False)
    weekdays = serializers.ListField(child=serializers.IntegerField(min_value=0, max_value=6), required=False)
    more_times = serializers.ListField(
        child=serializers.TimeField(format="%H:%M"), required=False, help_text="Further times of the same day."
    )
    in_quiet_hours = serializers.BooleanField(
        required=False,
        allow_null=True,
        help_text="Ring (true) or stay silent (false); needed when a time lies in the caller's quiet hours.",
    )
    tell_me = serializers.BooleanField(write_only=True, required=False, help_text="Whether the caller gets it.")
    wake_me = serializers.BooleanField(
        write_only=True, required=False, help_text="Whether it rings for the caller also in the caller's quiet hours."
    )
    details = serializers.BooleanField(
        write_only=True, required=False, help_text="Whether the caller's messages name the child and the thing itself."
    )
    own_zone = serializers.CharField(
        write_only=True,
        required=False,
        allow_blank=True,
        max_length=64,
        help_text='An IANA time zone that this reminder keeps wherever the family is; "" for the family\'s.',
    )
    resumes_on = serializers.DateField(
        required=False, allow_null=True, help_text="Quiet until this day, on which it comes again; null ends a pause."
    )

    class Meta:
        model = Plan
        fields = [
            "id",
            "patient",
            "kind",
            "local_time",
            "more_times",
            "weekdays",
            "time_zone",
            "in_quiet_hours",
            "tell_me",
            "wake_me",
            "details",
            "own_zone",
            "is_on",
            "resumes_on",
            "next_due_at",
        ]
        read_only_fields = ["time_zone", "is_on", "next_due_at"]


class PlanViewSet(PatientRowViewSet):
    """Reminders. One of a kind for each patient: posting again changes it and ends its pause.

    Deleting turns it off.
    """

    serializer_class = PlanSerializer
    queryset = Plan.objects.none()

    def get_queryset(self):
        # Not those of single medicines and visits below them: Tend makes and ends these as the record says.
        return self.access.of(Plan, Capability.SEE_RECORD).filter(key="")

    def _row(self, pk):
        row = super()._row(pk)
        if row.key:
            raise Http404
        return row

    @classmethod
    def add(cls, patient, by, at, values):
        return cls._set(patient, by, at, values, resume=True)

    @staticmethod
    def _set(patient, by, at, values, **how):
        kind = KINDS[values.pop("kind")]
        values["weekdays"] = frozenset(values.get("weekdays", EVERY_DAY))
        until = values.pop("resumes_on", None)
        if until is not None and until <= local_day(at, patient.household.time_zone):
            raise ValidationError({"resumes_on": "Choose a day after today."})
        with transaction.atomic():
            plan = actions.set_plan(patient=patient, kind=kind, by=by, at=at, **values, **how)
            if until and not plan.is_on:
                # A pause ends by itself, with the reminder on: nobody asked for that.
                raise ValidationError({"resumes_on": "It is off. Set it again to turn it on."})
            return actions.pause(plan=plan, resumes_on=until, by=by, at=at) if until else plan

    @classmethod
    def change(cls, row, by, at, changes):
        if "kind" in changes:
            raise ValidationError({"kind": "A reminder stays of its kind."})
        kept = {"local_time": row.local_time, "weekdays": row.weekdays}
        kept["tell_me"] = True if {"wake_me", "details"} & set(changes) else None
        if row.in_quiet_hours is not None:
            kept["in_quiet_hours"] = row.in_quiet_hours
        elif not {"local_time", "more_times"} & set(changes):
            # Whoever touches no time is not asked about their own quiet hours.
            kept["in_quiet_hours"] = actions.AS_IT_IS
        if row.escalate_after is not None:
            kept |= {"escalate_after": row.escalate_after, "escalate_to": row.escalate_to}
        # An edit of something else ends no pause, turns nothing on and signs nobody up; who says how their own messages
        # shall be wants them.
        ends = "resumes_on" in changes and changes["resumes_on"] is None
        values = kept | changes | {"kind": row.kind}
        return cls._set(row.patient, by, at, values, resume=ends, turn_on=False)

    @staticmethod
    def remove(row, by, at):
        actions.turn_off(plan=row, by=by, at=at)


ROUTES = [("reminders", PlanViewSet, "reminder")]
