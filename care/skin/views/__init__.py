"""Pages of the skin log. Each view is one call down."""

from care.skin.views.checks import add, delete, detail, edit, log, signs
from care.skin.views.scores import add_score, delete_score, edit_score, score, scores
from care.skin.views.setting import settings

__all__ = [
    "add",
    "add_score",
    "delete",
    "delete_score",
    "detail",
    "edit",
    "edit_score",
    "log",
    "score",
    "scores",
    "settings",
    "signs",
]
