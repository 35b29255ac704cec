from django.apps import AppConfig
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.utils.translation import gettext_lazy as _


class RemindersConfig(AppConfig):
    name = "reminders"
    verbose_name = _("Reminders")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from care.household.reads import name_actions
        from reminders import killpoints, listeners  # noqa: F401

        name_actions(
            {
                "reminder.added": _("Set up a reminder"),
                "reminder.changed": _("Changed a reminder"),
                "reminder.turned_off": _("Switched a reminder off"),
                "reminder.paused": _("Paused a reminder"),
                "reminder.resumed": _("Ended the pause of a reminder"),
                "reminder.tested": _("Tried a reminder out"),
                "reminder.asked_for": _("Asked to be reminded"),
                "reminder.stopped": _("Stopped their own reminders"),
                "reminder.fewer": _("Gets a reminder only inside Tend now"),
                "reminder.done": _("Marked a reminder done"),
                "reminder.done_taken_back": _("Took back that a reminder was done"),
                "reminder.snoozed": _("Put a reminder off"),
            }
        )

        killpoints.refuse_in_production(settings.PRODUCTION)
        if settings.PRODUCTION and settings.REMINDERS_PUSH_TEST_HOSTS:
            raise ImproperlyConfigured("REMINDERS_PUSH_TEST_HOSTS lets pushes go inside this network. It is for tests.")
