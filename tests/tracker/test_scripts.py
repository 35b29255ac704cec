"""``script/server`` on machines that lack something: one clear line, and a non-zero exit."""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.tracker.served import ROOT, clean_environment


@pytest.fixture
def clone(tmp_path):
    """What the set-up needs of a clone, without an environment."""
    shutil.copytree(ROOT / "script", tmp_path / "clone" / "script")
    for lock in ("requirements.txt", "requirements-dev.txt"):
        shutil.copy(ROOT / lock, tmp_path / "clone")
    return tmp_path / "clone"


def fake_python(clone: Path, script: str) -> str:
    path = clone.parent / "python-of-this-machine"
    path.write_text(f"#!/bin/sh\n{script}\n")
    path.chmod(0o755)
    return str(path)


def server(clone: Path, **environment: str) -> str:
    """The last line of a start that must not succeed."""
    done = subprocess.run(
        ["./script/server"],
        cwd=clone,
        env=clean_environment(**environment),
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert done.returncode != 0
    assert len(done.stderr.strip().splitlines()) == 1, done.stderr
    return done.stderr.strip()


def test_an_old_python_is_named_with_its_version(clone):
    old = fake_python(clone, '[ "$1" = -V ] && echo Python 3.9.2 && exit 0; exit 1')
    line = server(clone, PYTHON=old)
    assert "needs Python 3.11 or newer" in line
    assert "3.9.2" in line


def test_no_python_at_all_says_what_to_install(clone):
    assert "apt install python3 python3-venv" in server(clone, PYTHON=str(clone / "nothing-here"))


def test_a_missing_venv_module_says_what_to_install(clone):
    bare = fake_python(clone, f'case "$2" in *ensurepip*) exit 1;; esac; exec {sys.executable} "$@"')
    assert "apt install python3-venv" in server(clone, PYTHON=bare)


@pytest.mark.services
@pytest.mark.one_server
def test_no_network_is_one_clear_line_and_the_next_start_tries_again(clone, tmp_path):
    nowhere = {
        "PYTHON": sys.executable,
        "HOME": str(tmp_path),
        "PIP_CONFIG_FILE": "/dev/null",
        "PIP_INDEX_URL": "http://127.0.0.1:9/simple",
        "PIP_EXTRA_INDEX_URL": "",
        "PIP_FIND_LINKS": "",
        "PIP_NO_INDEX": "0",
        "UV_OFFLINE": "1",
    }
    assert "cannot reach the Python package index" in server(clone, **nowhere)
    assert "cannot reach the Python package index" in server(clone, **nowhere)
