"""Settings as the environment makes them, in processes of their own."""

import subprocess
import sys

import pytest

from tests.tracker.served import ROOT, clean_environment
from tracker.embedded import embedded_redis_url, kept_secret_key

PRODUCTION = {
    "TEND_PRODUCTION": "1",
    "SECRET_KEY": "0123456789abcdefghijklmnopqrstuvwxyz-ABCDEFGHIJKLMNOPQRSTUVWXYZ",
    "TEND_HOSTS": "tend.example,www.tend.example",
    "DATABASE_URL": "postgres://tend@127.0.0.1:1/tend",
    "REDIS_URL": "redis://127.0.0.1:1/0",
}


def manage(*arguments: str, **environment: str) -> subprocess.CompletedProcess:
    return subprocess.run(
        [sys.executable, "manage.py", *arguments],
        cwd=ROOT,
        env=clean_environment(**environment),
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


@pytest.mark.parametrize("missing", ["SECRET_KEY", "TEND_HOSTS", "DATABASE_URL", "REDIS_URL"])
def test_production_names_the_setting_it_lacks_and_does_not_start(missing, tmp_path):
    environment = {name: value for name, value in PRODUCTION.items() if name != missing}
    done = manage("check", **environment, TEND_DATA_DIR=str(tmp_path))
    assert done.returncode != 0
    assert f"must be set too: {missing}" in done.stderr


def test_the_deployment_check_has_nothing_to_say_about_production(tmp_path):
    done = manage("check", "--deploy", "--fail-level", "WARNING", **PRODUCTION, TEND_DATA_DIR=str(tmp_path))
    assert done.returncode == 0, done.stderr


def test_the_secret_key_is_made_once_and_private(tmp_path):
    first = kept_secret_key(tmp_path / "data")
    assert len(first) > 50
    assert kept_secret_key(tmp_path / "data") == first
    assert (tmp_path / "data" / "secret-key").stat().st_mode & 0o077 == 0
    assert [path.name for path in (tmp_path / "data").iterdir()] == ["secret-key"]


def test_a_data_folder_that_cannot_be_is_one_clear_line(tmp_path):
    (tmp_path / "file").write_text("")
    with pytest.raises(SystemExit, match="cannot write to its data folder"):
        kept_secret_key(tmp_path / "file" / "data")


def test_without_a_running_broker_there_is_no_broker_address(tmp_path):
    assert embedded_redis_url(tmp_path) == ""
