"""Every table says how its rows belong to a family, or why they belong to none."""

import pytest
from django.apps import apps
from django.core.exceptions import FieldDoesNotExist
from django.db.models import ForeignKey, OneToOneField

from care.household.models import Household, Patient

# Tables that belong to no family, each with its reason. A stale row fails.
NO_FAMILY = {
    "care.User": "a person may belong to several families or none; reached as request.user or through a membership",
    "reminders.Heartbeat": "when the engine last worked is nobody's data",
    "reminders.DailyCount": "counts of messages of long ago name nobody",
    "reminders.PushSubscription": "a browser belongs to a person; asked for by the person only",
    "reminders.QuietHours": "a person's nights belong to the person, in whichever family",
    "care.ShareTries": "wrong tries per network address, as keyed hashes; an address is nobody's record",
    "care.Tombstone": "what is left after a family is erased holds nothing of it",
}


def tables():
    models = [m for app in ("care", "reminders") for m in apps.get_app_config(app).get_models()]
    assert len(models) > 10, "the walk found next to nothing"
    return models


def end_of(model, path: str):
    """The model a look-up path ends at; fails on a nullable or many-valued step."""
    for step in path.split("__"):
        if step == "pk":
            continue
        field = model._meta.get_field(step)
        assert isinstance(field, (ForeignKey, OneToOneField)), f"{path}: {step} is not a single-valued relation"
        assert not field.null, f"{path}: {step} may be null, so the row could belong to nobody"
        model = field.related_model
    return model


@pytest.mark.parametrize("model", tables(), ids=lambda m: m._meta.label)
def test_every_model_reaches_its_family_by_a_non_null_path(model):
    scope = getattr(model, "access_scope", None)
    if model._meta.label in NO_FAMILY:
        assert scope is None, "listed as belonging to no family, but has a scope"
        return
    assert scope is not None, f"{model._meta.label} has no access_scope: the access door would hide it for ever"
    assert end_of(model, scope.household) is Household
    if scope.patient:
        assert end_of(model, scope.patient) is Patient
    for path in (scope.day, scope.author, scope.removed):
        if path:
            *steps, last = path.split("__")
            end = end_of(model, "__".join(steps)) if steps else model
            try:
                end._meta.get_field(last)
            except FieldDoesNotExist:
                pytest.fail(f"{model._meta.label}: {path} leads nowhere")


def test_no_stale_exception():
    assert set(NO_FAMILY) <= {m._meta.label for m in tables()}


def test_the_guard_sees_a_nullable_path():
    with pytest.raises(AssertionError, match="may be null"):
        end_of(Patient, "user")
