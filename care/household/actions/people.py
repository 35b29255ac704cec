"""A person's own settings. They belong to no family, so no trail tells of them."""

from typing import Any

from django.db import transaction

from care.household.models import User

PREFERENCES = ("display_name", "language", "time_zone", "temperature_unit")


@transaction.atomic
def update_preferences(*, user: User, changes: dict[str, Any]) -> User:
    """Change how Tend names a person and shows them times and temperatures. Raises ValidationError."""
    user = User.objects.select_for_update().get(pk=user.pk)
    for name in PREFERENCES:
        if name in changes:
            setattr(user, name, changes[name])
    user.full_clean(exclude=["password", "email"])
    user.save(update_fields=[name for name in PREFERENCES if name in changes])
    return user
