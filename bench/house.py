"""Tend with an empty database in a folder that vanishes: nothing here touches a family's data."""

import os
import tempfile
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit

# A server on which databases may be made and dropped; the one named here is only signed in to.
POSTGRES = os.environ.get("BENCH_POSTGRES", "postgres://postgres@127.0.0.1:5432/postgres")


@contextmanager
def postgres():
    """The address of an empty PostgreSQL database of our own, dropped when the block ends."""
    import psycopg

    name = f"tend_bench_{os.getpid()}"
    with psycopg.connect(POSTGRES, autocommit=True) as server:
        server.execute(f"CREATE DATABASE {name}")
        try:
            yield urlsplit(POSTGRES)._replace(path=f"/{name}").geturl()
        finally:
            server.execute(f"DROP DATABASE {name} WITH (FORCE)")


@contextmanager
def opened(database_url: str = ""):
    """Django, set up on tables made from the models as they are; the folder goes when the block ends.

    ``database_url``: an empty database; "": a file of SQLite in that folder.
    """
    with tempfile.TemporaryDirectory(prefix="tend-bench-") as folder:
        os.environ |= {
            "TEND_DATA_DIR": folder,
            "DATABASE_URL": database_url or f"sqlite:///{Path(folder) / 'bench.sqlite3'}",
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

        # PostgreSQL wants the table of groups before ours that point at it.
        call_command("migrate", "auth", verbosity=0)
        call_command("migrate", run_syncdb=True, verbosity=0)
        try:
            yield Path(folder)
        finally:
            connection.close()
