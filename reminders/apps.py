from django.apps import AppConfig
from django.conf import settings
from django.utils.translation import gettext_lazy as _


class RemindersConfig(AppConfig):
    name = "reminders"
    verbose_name = _("Reminders")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from reminders import killpoints, listeners  # noqa: F401

        killpoints.refuse_in_production(settings.PRODUCTION)
