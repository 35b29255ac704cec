"""What was done, what was not, and how the two never contradict each other."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from care.skin import rules
from care.skin.rules import CARE_ANSWERS, DETAILS, BadAnswer, Care, Contradiction, Trigger
from care.skin.rules.flags import facts_of

BLANK = {
    "care_done": [],
    "care_not_done": [],
    "bleach_bath_minutes": None,
    "antiseptic_wash_minutes": None,
    "emollient_times": None,
    "steroid_product": "",
    "steroid_sites": [],
    "other_topical_product": "",
}
CHEST = [{"site": "chest", "side": "midline"}]


@pytest.mark.parametrize(
    ("before", "answers", "after"),
    [
        # A detail says that it was done.
        ({}, {"bleach_bath_minutes": 10}, {"care_done": ["bleach_bath"]}),
        ({}, {"steroid_product": "Cream"}, {"care_done": ["steroid_topical"]}),
        ({}, {"steroid_sites": CHEST, "care_done": ["bath"]}, {"care_done": ["bath", "steroid_topical"]}),
        ({}, {"care_done": ["none"], "emollient_times": 2}, {"care_done": ["emollient"]}),
        # What is taken out takes its details along.
        (
            {"care_done": ["steroid_topical"], "steroid_product": "Cream", "steroid_sites": CHEST},
            {"care_done": ["bath"], "steroid_product": "Cream", "steroid_sites": CHEST},
            {"care_done": ["bath"], "steroid_product": "", "steroid_sites": []},
        ),
        (
            {"care_done": ["bleach_bath"], "bleach_bath_minutes": 10},
            {"care_not_done": ["bleach_bath"]},
            {"care_done": [], "care_not_done": ["bleach_bath"], "bleach_bath_minutes": None},
        ),
        # The newer answer counts.
        ({"care_not_done": ["bleach_bath"]}, {"care_done": ["bleach_bath"]}, {"care_not_done": []}),
        ({"care_not_done": ["bleach_bath"]}, {"bleach_bath_minutes": 5}, {"care_not_done": []}),
        # "0 times" is an answer, and goes with nothing done.
        ({}, {"emollient_times": 0}, {"care_done": [], "emollient_times": 0}),
        ({"care_done": ["emollient"], "emollient_times": 3}, {"emollient_times": 0}, {"care_done": []}),
        ({"emollient_times": 0}, {"care_done": ["emollient"]}, {"emollient_times": None}),
        ({"emollient_times": 0}, {"care_done": ["emollient"], "emollient_times": 0}, {"emollient_times": None}),
        # Nothing asked about stays as it was.
        ({"care_done": ["emollient"], "emollient_times": 3}, {"care_done": ["emollient", "bath"]}, {}),
    ],
)
def test_what_follows_from_an_answer(before, answers, after):
    settled = rules.settled_care(BLANK | before, answers)
    assert BLANK | before | settled | after == BLANK | before | settled


@pytest.mark.parametrize(
    ("answers", "field"),
    [
        ({"care_done": ["bleach_bath"], "care_not_done": ["bleach_bath"]}, "care_not_done"),
        ({"care_not_done": ["antiseptic_wash"], "antiseptic_wash_minutes": 5}, "care_not_done"),
        ({"care_done": ["emollient"], "emollient_times": 0}, "emollient_times"),
    ],
)
def test_contradictions_are_refused(answers, field):
    with pytest.raises(Contradiction) as wrong:
        rules.settled_care(BLANK, answers)
    assert wrong.value.args == (field,)


CARE = st.sampled_from([care.value for care in Care])
ANSWERS = st.fixed_dictionaries(
    {},
    optional={
        "care_done": st.lists(CARE, max_size=4).map(rules.normal_care),
        "care_not_done": st.lists(st.sampled_from(["bleach_bath", "antiseptic_wash"])).map(rules.normal_not_done),
        "bleach_bath_minutes": st.none() | st.integers(1, 240),
        "antiseptic_wash_minutes": st.none() | st.integers(1, 240),
        "emollient_times": st.none() | st.integers(0, 10),
        "steroid_product": st.sampled_from(["", "Cream"]),
        "steroid_sites": st.sampled_from([[], CHEST]),
        "other_topical_product": st.sampled_from(["", "Paste"]),
    },
)


@given(st.lists(ANSWERS, max_size=4))
def test_whatever_is_answered_what_is_stored_never_contradicts_itself(rounds):
    stored = dict(BLANK)
    for answers in rounds:
        try:
            stored |= rules.settled_care(stored, answers)
        except Contradiction:
            continue
        assert set(stored) == set(CARE_ANSWERS)
        assert not set(stored["care_done"]) & set(stored["care_not_done"])
        for name, care in DETAILS.items():
            if stored[name] not in (None, "", [], 0):
                assert care in stored["care_done"], name
        if stored["emollient_times"] == 0:
            assert "emollient" not in stored["care_done"]
        # Asked again with the same answers, nothing more follows.
        assert rules.settled_care(stored, {}) == {name: stored[name] for name in ("care_done", "care_not_done")}


@pytest.mark.parametrize("bad", [["emollient"], ["bath"], ["none"], ["prayer"]])
def test_only_care_that_is_asked_can_be_denied(bad):
    with pytest.raises(BadAnswer):
        rules.normal_not_done(bad)


@pytest.mark.parametrize(
    ("named", "stored"),
    [
        ([], []),
        (["unknown"], ["unknown"]),
        (["unknown", "heat"], ["heat"]),
        (["other", "heat", "heat"], ["heat", "other"]),
    ],
)
def test_triggers_as_stored(named, stored):
    assert rules.normal_triggers(named) == stored
    assert len(Trigger) == 12


def test_unknown_triggers_are_refused():
    with pytest.raises(BadAnswer):
        rules.normal_triggers(["moonlight"])


@pytest.mark.parametrize("answer", ["", "yes", "no", "not_sure", "not_checked"])
def test_the_red_flag_rules_are_told_what_was_answered(answer):
    assert facts_of(blisters_clustered=answer).blisters_clustered == answer
