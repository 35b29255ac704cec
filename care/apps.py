from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CareConfig(AppConfig):
    name = "care"
    verbose_name = _("The record")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        # The web process asks for summaries too, so it must know the task and listen for the request.
        from care.visits import tasks  # noqa: F401
