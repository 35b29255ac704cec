"""What a skin check tells the red-flag rules: only what it asks. Spreading, streaks and sores it does not ask."""

from care.plan.rules.facts import Facts


def facts_of(*, blisters_clustered: str) -> Facts:
    """The facts of a check's answers (``record.Answer`` words, "" for not recorded)."""
    return Facts(blisters_clustered=blisters_clustered)
