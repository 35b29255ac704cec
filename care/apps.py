from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CareConfig(AppConfig):
    name = "care"
    verbose_name = _("The record")
    default_auto_field = "django.db.models.BigAutoField"
