"""What a code, a PIN and a device are, however they are typed: rules."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from care.visits import secrets
from care.visits.rules import sharing
from care.visits.rules.sharing import Device, State
from tests.care.visits.shares.doors import DESK, PHONE
from tests.people import MORNING

HOUR = dt.timedelta(hours=1)


def test_codes_hold_nothing_that_can_be_misread():
    assert not set("01OI") & set(sharing.ALPHABET)
    assert len(set(sharing.ALPHABET)) == 32
    codes = {secrets.new_code() for _ in range(200)}
    assert len(codes) == 200
    assert all(sharing.code_of(code) == code for code in codes)


@given(
    st.text(alphabet=sharing.ALPHABET, min_size=8, max_size=8), st.sampled_from(["", " ", "-", "  ", "–", ".", "\t"])
)
def test_a_code_is_read_however_it_is_typed(code, between):
    typed = between.join((code[:2], code[2:4], code[4:].lower()))
    assert sharing.code_of(f" {typed} ") == code
    assert sharing.code_of(sharing.spelled(code)) == code


@pytest.mark.parametrize(
    "typed", ["", "ABCDEFG", "ABCDEFGHJ", "ABCDEFG0", "ABCDEFGO", "ABCDEFG1", "ÀBCDEFGH", "ABCD\x00FGH"]
)
def test_what_cannot_be_a_code_is_none(typed):
    assert sharing.code_of(typed) == ""


@pytest.mark.parametrize(
    ("typed", "pin"),
    [("0042", "0042"), (" 00 42", "0042"), ("٠٠٤٢", "0042"), ("42", ""), ("12345", ""), ("12a4", ""), ("²³¼1", "")],
)
def test_a_pin_is_read_from_any_keyboard(typed, pin):
    assert sharing.pin_of(typed) == pin


@pytest.mark.parametrize(
    ("said", "device"),
    [
        (DESK, Device.COMPUTER),
        (PHONE, Device.PHONE),
        ("Mozilla/5.0 (Linux; Android 15; SM-X710) Chrome/140 Safari/537.36", Device.TABLET),
        ("Mozilla/5.0 (Linux; Android 15; Pixel 9) Chrome/140 Mobile Safari/537.36", Device.PHONE),
        ("Mozilla/4.0 (compatible; MSIE 8.0; Windows NT 6.1)", Device.COMPUTER),
        ("curl/8", Device.UNKNOWN),
        ("", Device.UNKNOWN),
    ],
)
def test_the_kind_of_machine(said, device):
    assert sharing.device_of(said) == device


@pytest.mark.parametrize(
    ("ended", "failures", "left", "state"),
    [
        (False, 0, HOUR, State.OPEN),
        (False, 4, HOUR, State.OPEN),
        (False, 5, HOUR, State.LOCKED),
        (False, 5, -HOUR, State.EXPIRED),
        (False, 0, dt.timedelta(0), State.EXPIRED),
        (True, 0, HOUR, State.ENDED),
        (True, 5, -HOUR, State.ENDED),
    ],
)
def test_states(ended, failures, left, state):
    assert sharing.state_of(ended=ended, failures=failures, expires_at=MORNING + left, now=MORNING) == state


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("2001:db8:1:2::1", "2001:db8:1:2:ffff::9", True),
        ("2001:db8:1:2::1", "2001:db8:1:3::1", False),
        ("192.0.2.1", "::ffff:192.0.2.1", True),
        ("192.0.2.1", "192.0.2.2", False),
        ("", "unix:", True),
    ],
)
def test_tries_are_counted_by_network(one, other, same):
    assert (secrets.network(one) == secrets.network(other)) is same
