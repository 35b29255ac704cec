from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CareConfig(AppConfig):
    name = "care"
    verbose_name = _("The record")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from care.household.reads import name_actions

        # The web process asks for summaries and photos too, so it must know the tasks and listen for the requests.
        from care.record.photos import tasks as photos  # noqa: F401
        from care.visits import tasks  # noqa: F401

        name_actions(
            {
                "photo.added": _("Added a photo"),
                "photo.changed": _("Changed what a photo shows"),
                "photo.removed": _("Took a photo back"),
                "photo.restored": _("Put a photo back"),
            }
        )
