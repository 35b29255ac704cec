"""Which tables belong to a family, in which order, and how a row is spelled as plain data."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django.apps import apps
from django.db.models import Field, FileField, ForeignKey, JSONField, ManyToManyField, Model, QuerySet

from care.household.models import Invitation, User
from care.household.scope import Scope

APPS = ("care", "reminders")


def archived_models() -> list[type[Model]]:
    """Every model of the record that belongs to a family, those others point to first."""
    found = [model for name in APPS for model in apps.get_app_config(name).get_models() if scope_of(model) is not None]
    found.sort(key=lambda model: model._meta.label_lower)
    ordered: list[type[Model]] = []

    def place(model: type[Model], above: frozenset) -> None:
        if model in ordered or model in above or model not in found:
            return
        for field in links(model):
            place(field.related_model, above | {model})
        ordered.append(model)

    for model in found:
        place(model, frozenset())
    return ordered


def scope_of(model: type[Model]) -> Scope | None:
    return getattr(model, "access_scope", None)


def rows_of(model: type[Model], households: Iterable[UUID]) -> QuerySet:
    """Every row of a model that belongs to the given families, removed ones too, in the order of its key."""
    scope = scope_of(model)
    if scope is None:
        return model._base_manager.none()
    return model._base_manager.filter(**{f"{scope.household}__in": list(households)}).order_by("pk")


def links(model: type[Model]) -> list[Field]:
    """The foreign keys and many-to-many fields of a model."""
    own = [field for field in model._meta.concrete_fields if isinstance(field, ForeignKey)]
    return [*own, *model._meta.local_many_to_many]


def to_plain(row: Model) -> dict[str, Any]:
    """A row as JSON values, lossless but for what lets somebody in, which is made anew when the row is read back.

    Instants keep their microseconds, keys of other rows are text.
    """
    plain = {field.attname: _value(field, row) for field in row._meta.concrete_fields if not _lets_in(field)}
    for field in row._meta.local_many_to_many:
        keys = field.value_from_object(row)
        plain[field.name] = sorted(str(getattr(key, "pk", key)) for key in keys)
    return plain


def _lets_in(field: Field) -> bool:
    """An open invitation's link in a downloaded file would be a key to the family."""
    return (field.model, field.name) == (Invitation, "token")


def _value(field: Field, row: Model) -> Any:
    value = field.value_from_object(row)
    if isinstance(field, FileField):
        return value.name if value else ""
    if value is None or isinstance(field, JSONField) or isinstance(value, bool | int | float | str):
        return value
    return field.value_to_string(row)


def from_plain(model: type[Model], plain: dict[str, Any], people: dict[str, UUID]) -> tuple[Model, dict[str, list]]:
    """The unsaved row, and its many-to-many keys by field name. ``people`` maps archived user keys to living ones.

    Raises KeyError, ValueError or ValidationError when the data does not fit the table.
    """
    row = model()
    many = {field.name: field for field in model._meta.local_many_to_many}
    own = {field.attname: field for field in model._meta.concrete_fields}
    strange = set(plain) - set(many) - set(own)
    if strange:
        raise KeyError(", ".join(sorted(strange)))
    for name, value in plain.items():
        if name in own:
            setattr(row, name, _parsed(own[name], value, people))
    keys = {name: [_key(field, value, people) for value in plain.get(name, [])] for name, field in many.items()}
    return row, keys


def _parsed(field: Field, value: Any, people: dict[str, UUID]) -> Any:
    if isinstance(field, JSONField | FileField) or value is None:
        return value
    if isinstance(field, ForeignKey):
        return _key(field, value, people)
    return field.to_python(value)


def _key(field: Field, value: Any, people: dict[str, UUID]) -> Any:
    if field.related_model is User:
        return people[value]
    if isinstance(field, ManyToManyField):
        return field.related_model._meta.pk.to_python(value)
    return field.target_field.to_python(value)


def people_in(model: type[Model], plain: dict[str, Any]) -> set[str]:
    """The keys of the people a plain row points to."""
    found: set[str] = set()
    for field in links(model):
        if field.related_model is User:
            value = plain[field.name] if isinstance(field, ManyToManyField) else plain[field.attname]
            found.update(value if isinstance(value, list) else [value] if value else [])
    return found


def files_in(model: type[Model], plain: dict[str, Any]) -> list[str]:
    """The names of the files a plain row holds."""
    fields = (field for field in model._meta.concrete_fields if isinstance(field, FileField))
    return [plain[field.attname] for field in fields if plain[field.attname]]
