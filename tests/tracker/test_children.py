"""Restarting with patience, and stopping what does not want to stop."""

import signal
import sys
import time

import pytest

from tests.tracker.served import wait_until
from tracker.management.commands import serve
from tracker.serving import children
from tracker.serving.children import Child, stop_all, watch_once


def child(tmp_path, code: str) -> Child:
    return Child("helper", [sys.executable, "-c", code], tmp_path / "logs" / "helper.log")


@pytest.fixture
def dying(tmp_path):
    dying = child(tmp_path, "raise SystemExit('because')")
    dying.start()
    dying.process.wait(10)
    return dying


def test_a_child_that_keeps_dying_is_started_ever_more_slowly(dying):
    said, waits, now = [], [], dying.started_at
    for _ in range(7):
        watch_once([dying], said.append, now)
        waits.append(dying.restart_at - now)
        before = dying.process.pid
        watch_once([dying], said.append, now + waits[-1] - 0.01)
        assert dying.process.pid == before
        now += waits[-1]
        watch_once([dying], said.append, now)
        assert dying.process.pid != before
        dying.process.wait(10)
        dying.started_at = now
    assert waits == [1, 2, 4, 8, 16, 30, 30]
    assert len(said) == 7
    assert "helper stopped (code 1)" in said[0]
    assert "because" in dying.log.read_text()


def test_after_a_minute_of_life_the_pause_is_short_again(dying):
    dying.pause = 30.0
    now = dying.started_at + children.SETTLED + 1
    watch_once([dying], lambda line: None, now)
    assert dying.restart_at - now == 1


def test_a_child_deaf_to_sigterm_is_killed_with_all_it_started(tmp_path):
    deaf = child(
        tmp_path,
        "import signal, subprocess, sys; signal.signal(15, signal.SIG_IGN);"
        "print(subprocess.Popen(['sleep', '60']).pid, flush=True); signal.pause()",
    )
    deaf.start()
    assert wait_until(lambda: deaf.log.read_text().strip().isdigit(), 10)
    grandchild = int(deaf.log.read_text())
    began = time.monotonic()
    stop_all([deaf], patience=0.3)
    assert time.monotonic() - began < 3
    assert wait_until(lambda: not alive(grandchild), 3)
    assert deaf.process.returncode == -9


def alive(pid: int) -> bool:
    try:
        with open(f"/proc/{pid}/status") as status:
            return "\nState:\tZ" not in status.read()
    except FileNotFoundError:
        return False


def test_a_log_stays_bounded_while_its_child_writes(tmp_path, monkeypatch):
    monkeypatch.setattr(children, "LOG_LIMIT", 1000)
    talkative = child(tmp_path, "pass")
    talkative.log.parent.mkdir()
    with talkative.log.open("ab") as open_in_child:
        open_in_child.write(b"x" * 2000)
        open_in_child.flush()
        talkative.trim_log()
        open_in_child.write(b"after")
        open_in_child.flush()
    assert talkative.log.read_bytes() == b"after"
    assert talkative.log.with_suffix(".log.1").stat().st_size == 2000


def test_a_stop_is_never_lost_even_where_python_drops_exceptions():
    command = serve.Command()
    command.stop_wanted, command.preparing = False, False
    command.go_on()
    command.stop_asked(signal.SIGTERM, None)  # in the middle of a fork this must not raise
    with pytest.raises(serve.Stopped):
        command.go_on()
