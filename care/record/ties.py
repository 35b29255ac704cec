"""What keeps an entry with its patient: rows of theirs that its details belong to, or that belong to it."""

from django.db.models import Field, Model

from care.record.models import Entry


def ties(entry: Entry) -> bool:
    """Whether an entry cannot go to another patient alone.

    A check belongs to its infection, an infection holds its checks; a note stands alone. Rows that hang on the
    entry and on nothing else (its history, its photos) go along. Rows with ``stays_when_entry_moves`` tell what was
    shown to a family at the time: they stay with the first patient and hold nothing.
    """
    one_to_one = [relation for relation in Entry._meta.related_objects if relation.one_to_one]
    names = [relation.get_accessor_name() or "" for relation in one_to_one]
    found = Entry.objects.select_related(*names).get(pk=entry.pk)
    if any(_held(row) for name in names if (row := getattr(found, name, None)) is not None):
        return True
    others = [relation for relation in Entry._meta.related_objects if not relation.one_to_one]
    return any(
        _is_of_a_patient(other.related_model, but=other.field.name)
        and not getattr(other.related_model, "stays_when_entry_moves", False)
        and other.related_model._default_manager.filter(**{other.field.name: entry}).exists()
        for other in others
    )


def _held(detail: Model) -> bool:
    """Whether a detail points at a row of its patient's, or such a row points at it."""
    for column in detail._meta.concrete_fields:
        if _points_at_a_patients(column) and getattr(detail, column.attname) is not None:
            return True
    for relation in detail._meta.related_objects:
        if relation.related_model._default_manager.filter(**{relation.field.name: detail.pk}).exists():
            return True
    return False


def _points_at_a_patients(column: Field) -> bool:
    return not column.primary_key and column.is_relation and _is_of_a_patient(column.related_model)


def _is_of_a_patient(model, *, but: str = "") -> bool:
    """Whether a model's rows belong to a patient by another way than the field ``but``."""
    scope = getattr(model, "access_scope", None)
    return bool(scope and scope.patient and not (but and scope.patient.startswith(f"{but}__")))
