"""Tend with an empty database in a folder that vanishes: nothing here touches a family's data."""

import os
import tempfile
from contextlib import contextmanager
from pathlib import Path


@contextmanager
def opened():
    """Django, set up on tables made from the models as they are; the folder goes when the block ends."""
    with tempfile.TemporaryDirectory(prefix="tend-bench-") as folder:
        os.environ |= {
            "TEND_DATA_DIR": folder,
            "DATABASE_URL": f"sqlite:///{Path(folder) / 'bench.sqlite3'}",
            "SECRET_KEY": "only-for-measuring",
            "DJANGO_SETTINGS_MODULE": "tracker.settings",
            "REDIS_URL": "",
            "TEND_PRODUCTION": "",
            "TEND_LOG_LEVEL": "ERROR",
        }
        import django
        from django.conf import settings

        django.setup()
        # As in production: templates are compiled once.
        settings.DEBUG = False
        settings.ALLOWED_HOSTS = ["*"]
        # The addresses of styles and scripts are never fetched here, so none are built.
        plain = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
        settings.STORAGES = settings.STORAGES | {"staticfiles": plain}
        settings.MIGRATION_MODULES = {app.split(".")[-1]: None for app in ("care", "reminders", "tracker")}
        from django.core.management import call_command
        from django.db import connection

        call_command("migrate", run_syncdb=True, verbosity=0)
        try:
            yield Path(folder)
        finally:
            connection.close()
