"""Where Tend listens and how it says so."""

import pytest

from tracker.serving import CannotServe
from tracker.serving.addresses import listen, spoken, without_secrets


@pytest.mark.parametrize(
    ("host", "said"),
    [
        ("127.0.0.1", "http://localhost:8000"),
        ("0.0.0.0", "http://localhost:8000"),
        ("192.168.1.7", "http://192.168.1.7:8000"),
        ("fd00::7", "http://[fd00::7]:8000"),
    ],
)
def test_the_address_is_one_a_browser_takes(host, said):
    assert spoken(host, 8000) == said


@pytest.mark.parametrize("port", ["0", "65536", "-1", "http", "", "8000 "])
def test_only_port_numbers_are_ports(port):
    with pytest.raises(CannotServe, match="PORT must be a number"):
        listen("127.0.0.1", port)


def test_an_unknown_host_is_one_clear_line():
    with pytest.raises(CannotServe, match="not an address of this machine"):
        listen("no-such-host.invalid", "8000")


def test_an_address_in_a_terminal_shows_no_password():
    assert without_secrets("postgres://tend:secret@db.example:5432/tend?sslpassword=x") == (
        "postgres://db.example:5432/tend"
    )
