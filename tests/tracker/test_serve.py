"""``manage.py serve`` for real: what it starts, what it says, and that nothing outlives it."""

import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.tracker.served import ROOT, Served, clean_environment, free_port, processes_of, wait_until

# Its servers bring a database and a broker of their own.
pytestmark = [pytest.mark.services, pytest.mark.one_server, pytest.mark.xdist_group("serve")]


@pytest.fixture(scope="module")
def first_run(tmp_path_factory):
    """A data folder that one real first run has prepared, and what that run printed."""
    data_dir = tmp_path_factory.mktemp("first") / "data"
    server = Served(data_dir, "--no-demo")
    try:
        server.wait_for("Ctrl-C stops it.")
        assert server.health()["status"] == "ok"
    finally:
        code = server.finish()
    assert code == 0, server.output
    return data_dir, server.output


@pytest.fixture
def data_dir(first_run, tmp_path):
    """A prepared data folder of one's own: starts in seconds."""
    shutil.copytree(first_run[0], tmp_path / "data", symlinks=True)
    return tmp_path / "data"


@pytest.fixture(scope="module")
def server(first_run, tmp_path_factory):
    """One running server for the tests that leave it running."""
    data_dir = tmp_path_factory.mktemp("running") / "data"
    shutil.copytree(first_run[0], data_dir)
    server = Served(data_dir, "--no-demo", TEND_EARLY_HINTS="1")
    try:
        server.wait_for("Ctrl-C stops it.")
        yield server
    finally:
        server.finish()


def refused(data_dir: Path, **environment: str) -> str:
    """The one line of a serve that must not start."""
    done = subprocess.run(
        [sys.executable, "manage.py", "serve", "--no-demo"],
        cwd=ROOT,
        env=clean_environment(TEND_DATA_DIR=str(data_dir), **environment),
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert done.returncode != 0
    lines = (done.stdout + done.stderr).strip().splitlines()
    assert len(lines) == 1, lines
    return lines[0]


def test_the_first_run_says_what_a_newcomer_needs(first_run):
    data_dir, output = first_run
    assert "Tend is running: http://localhost:" in output
    assert f"Mails are written to {data_dir / 'mail'}" in output
    assert f"Your data is in {data_dir}" in output
    assert "What you logged is kept." in output
    assert "copy of the data" not in output  # nothing to lose yet


def test_only_the_owner_can_read_what_a_family_logged(first_run):
    data_dir, _ = first_run
    for path in [data_dir, *data_dir.glob("tend.sqlite3*"), data_dir / "secret-key", data_dir / "run"]:
        assert path.stat().st_mode & 0o077 == 0, path


def test_nothing_outlives_a_killed_launcher_and_the_next_run_is_as_if_it_never_happened(data_dir):
    killed = Served(data_dir, "--no-demo")
    try:
        killed.wait_for("Ctrl-C stops it.")
        for words in ("gunicorn", " worker ", " beat ", "valkey-server"):
            killed.process(words)
        left_behind = Path((data_dir / "run" / "broker-url").read_text().removeprefix("unix://")).parent
        assert left_behind.stat().st_mode & 0o777 == 0o700
        killed.launcher.kill()
        killed.launcher.wait(5)
        assert wait_until(lambda: not processes_of(data_dir), 8), processes_of(data_dir)
    finally:
        killed.finish()

    server = Served(data_dir, "--no-demo")
    try:
        server.wait_for("Ctrl-C stops it.")
        assert "Preparing the database" not in server.output
        assert "Collected" not in server.output
        assert wait_until(lambda: server.health().get("status") == "ok", 10)
        assert not left_behind.exists()
        socket_folder = Path((data_dir / "run" / "broker-url").read_text().removeprefix("unix://")).parent

        began = time.monotonic()
        server.launcher.send_signal(signal.SIGTERM)
        server.wait_for("What you logged is kept.", 20)
        assert server.launcher.wait(5) == 0
        assert time.monotonic() - began < 15  # 2 s on a quiet machine; 6 s is what a task in hand gets
        assert processes_of(data_dir) == {}
        assert not socket_folder.exists()
        assert not (data_dir / "run" / "broker-url").exists()
    finally:
        server.finish()


@pytest.mark.parametrize(
    ("name", "words"), [("worker", " worker "), ("broker", "valkey-server"), ("web server", "gunicorn")]
)
def test_a_child_that_dies_is_started_again_and_a_line_says_so(server, name, words):
    died = server.process(words)
    os.kill(died, signal.SIGKILL)
    server.wait_for(f"The {name} stopped", 30)
    assert server.process(words, other_than=died)
    assert wait_until(lambda: server.health().get("status") == "ok", 30), server.health()


def test_the_sign_in_page_comes_with_its_styles(server):
    status, page = server.get("/account/login/")
    assert status == 200
    assert b"/static/tend." in page
    assert server.get("/static/tend." + page.split(b"/static/tend.")[1].split(b'"')[0].decode())[0] == 200


def asked(server, path: str, **headers: str) -> tuple[str, bytes]:
    """What comes over the wire for a GET: every head, and the body."""
    wanted = {"Host": f"127.0.0.1:{server.port}", "Connection": "close", **headers}
    lines = [f"GET {path} HTTP/1.1", *(f"{name}: {value}" for name, value in wanted.items()), "", ""]
    with socket.create_connection(("127.0.0.1", server.port), 30) as line:
        line.sendall("\r\n".join(lines).encode())
        said = b"".join(iter(lambda: line.recv(65536), b""))
    head, _, rest = said.partition(b"\r\n\r\n")
    if b" 103 " in head.split(b"\r\n")[0]:
        after, _, rest = rest.partition(b"\r\n\r\n")
        head += b"\r\n" + after
    return head.decode(), rest


def test_a_browser_hears_early_what_a_page_needs_and_nobody_else_does(server):
    head, page = asked(server, "/account/login/", **{"Sec-Fetch-Mode": "navigate"})
    first, *links = head.split("HTTP/1.1 200")[0].splitlines()
    assert first == "HTTP/1.1 103 Early Hints"
    named = [one.split("<")[1].split(">")[0] for one in links]
    in_page = re.findall(rb'(?:href|src)="(/static/[^"]+\.(?:css|js))"', page)
    # The very files the page asks for, under the names of this version: all of them, and no other.
    assert sorted(named) == sorted({one.decode() for one in in_page})
    for plain in ({}, {"Sec-Fetch-Mode": "cors"}):
        assert asked(server, "/account/login/", **plain)[0].startswith("HTTP/1.1 200")


def test_pages_and_files_come_compressed_and_files_are_kept_for_ever(server):
    head, _page = asked(server, "/account/login/", **{"Accept-Encoding": "gzip"})
    assert "content-encoding: gzip" in head.lower()
    styles = re.search(rb"/static/tend\.[0-9a-f]+\.css", asked(server, "/account/login/")[1]).group().decode()
    head, body = asked(server, styles, **{"Accept-Encoding": "gzip"})
    assert "content-encoding: gzip" in head.lower()
    assert "immutable" in head
    assert len(body) < 13_000
    assert "max-age=315360000" in head


def test_two_servers_never_share_a_data_folder(server):
    line = refused(server.data_dir, PORT=str(free_port()))
    assert "already runs on the data folder" in line
    assert f"http://localhost:{server.port}" in line
    assert server.health()["status"] == "ok"


def test_a_taken_port_is_one_clear_line(data_dir):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        assert f"Port {port} is taken" in refused(data_dir, PORT=str(port))


def test_a_port_that_is_no_number_is_one_clear_line(data_dir):
    assert "PORT must be a number" in refused(data_dir, PORT="http")


def test_an_unwritable_data_folder_is_one_clear_line(tmp_path):
    (tmp_path / "file").write_text("")
    assert "cannot write to its data folder" in refused(tmp_path / "file" / "data")


def test_a_database_that_does_not_answer_is_one_clear_line_without_its_password(data_dir):
    url = f"postgres://tend:open-sesame@127.0.0.1:{free_port()}/tend"
    line = refused(data_dir, PORT=str(free_port()), DATABASE_URL=url)
    assert "does not answer" in line
    assert "open-sesame" not in line


def test_a_redis_that_does_not_answer_is_one_clear_line_without_its_password(data_dir):
    url = f"redis://:open-sesame@127.0.0.1:{free_port()}/0"
    line = refused(data_dir, PORT=str(free_port()), REDIS_URL=url)
    assert "does not answer" in line
    assert "open-sesame" not in line
