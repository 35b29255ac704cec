"""No setting lets an unreviewed rule speak in production."""

import os
import subprocess
import sys

import pytest
from django.conf import settings

PRODUCTION = {
    "TEND_PRODUCTION": "1",
    "SECRET_KEY": "x" * 60,
    "TEND_HOSTS": "tend.example.org",
    "DATABASE_URL": "postgres://nobody@localhost/none",
    "REDIS_URL": "redis://localhost:1/0",
}


@pytest.mark.parametrize(
    ("environment", "speaks"),
    [
        ({}, "True"),
        ({"TEND_UNREVIEWED_RULES": "0"}, "False"),
        (PRODUCTION, "False"),
        (PRODUCTION | {"TEND_UNREVIEWED_RULES": "1"}, "False"),
    ],
    ids=["demo", "switched off", "production", "production, asked for"],
)
def test_the_setting(environment, speaks, tmp_path):
    kept = {key: value for key, value in os.environ.items() if not key.startswith(("TEND_", "SECRET", "DATABASE"))}
    code = "from tracker import settings; print(settings.UNREVIEWED_RULES)"
    answer = subprocess.run(
        [sys.executable, "-c", code],
        cwd=settings.BASE_DIR,
        env=kept | {"TEND_DATA_DIR": str(tmp_path)} | environment,
        capture_output=True,
        text=True,
        check=True,
    )
    assert answer.stdout.strip() == speaks
