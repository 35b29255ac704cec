"""Fixtures of this room's tests."""

from tests.care.record.storage import folder

__all__ = ["folder"]
