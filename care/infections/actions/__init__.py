"""The writes of this room. Every one is an entry; every change keeps the old value."""

from care.infections.actions import dust, later  # noqa: F401  (they listen)
from care.infections.actions.episodes import (
    check_episode,
    close_episode,
    correct_episode,
    reopen_episode,
    start_episode,
    start_lump,
    take_back_check,
)
from care.infections.actions.flags import ask_again
from care.infections.actions.joining import join_episodes, part_episodes, split_episode
from care.infections.actions.logs import add_log, correct_log
from care.infections.actions.temperatures import correct_temperature, record_temperature

__all__ = [
    "add_log",
    "ask_again",
    "check_episode",
    "close_episode",
    "correct_episode",
    "correct_log",
    "correct_temperature",
    "join_episodes",
    "part_episodes",
    "record_temperature",
    "reopen_episode",
    "split_episode",
    "start_episode",
    "start_lump",
    "take_back_check",
]
