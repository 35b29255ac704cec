"""Writing skin checks, scores from a clinic, and how a family notes lost sleep."""

from care.skin.actions.checks import ANSWERS, answer, ask_again, edit, record_flare, tapped
from care.skin.actions.scores import correct_score, record_score
from care.skin.actions.setting import choose_sleep_unit
from care.skin.actions.undo import take_back

__all__ = [
    "ANSWERS",
    "answer",
    "ask_again",
    "choose_sleep_unit",
    "correct_score",
    "edit",
    "record_flare",
    "record_score",
    "take_back",
    "tapped",
]
