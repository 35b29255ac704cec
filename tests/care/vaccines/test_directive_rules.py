"""Whose word counts for a vaccine: precedence, expiry, conflict, unknown product, kin; as tables."""

import datetime as dt
from itertools import permutations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from care.reference import vaccines
from care.vaccines.rules import ALL_LIVE, Badge, Directive, Reach, Says, answer, word

TODAY = dt.date(2026, 11, 22)
YESTERDAY, TOMORROW = TODAY - dt.timedelta(days=1), TODAY + dt.timedelta(days=1)
ALLOW, ASK, NOT = Says.ALLOW, Says.ASK, Says.DO_NOT_GIVE


def said(says, product, expires=None):
    return Directive(says=says, product=product, given_on=dt.date(2026, 1, 5), expires_on=expires)


@pytest.mark.parametrize(
    ("directives", "product", "says"),
    [
        ([], "mmr", None),
        # one word for this vaccine
        ([said(ALLOW, "mmr")], "mmr", ALLOW),
        ([said(NOT, "mmr")], "mmr", NOT),
        ([said(ASK, "mmr")], "mmr", ASK),
        ([said(NOT, "hpv")], "hpv", NOT),
        ([said(NOT, "hpv")], "mmr", None),
        # one word for all live vaccines
        ([said(NOT, ALL_LIVE)], "mmr", NOT),
        ([said(ALLOW, ALL_LIVE)], "mmr", ALLOW),
        ([said(NOT, ALL_LIVE)], "hpv", None),
        ([said(NOT, ALL_LIVE)], "ivig", None),
        ([said(NOT, ALL_LIVE)], "mpox-mva-bn", None),
        ([said(NOT, ALL_LIVE)], "tb-skin-test", None),
        # treated as live until somebody knows which one it is
        ([said(NOT, ALL_LIVE)], "zoster-unspecified", NOT),
        ([said(ALLOW, ALL_LIVE)], "zoster-unspecified", ALLOW),
        # expiry: the last day still counts
        ([said(ALLOW, "mmr", TODAY)], "mmr", ALLOW),
        ([said(ALLOW, "mmr", YESTERDAY)], "mmr", ASK),
        ([said(NOT, "mmr", YESTERDAY)], "mmr", NOT),
        ([said(ASK, "mmr", YESTERDAY)], "mmr", ASK),
        ([said(ALLOW, ALL_LIVE, YESTERDAY)], "mmr", ASK),
        ([said(ALLOW, "mmr", TOMORROW)], "mmr", ALLOW),
        # conflict: the more cautious wins, whichever is more exact
        ([said(ALLOW, "mmr"), said(NOT, "mmr")], "mmr", NOT),
        ([said(ALLOW, "mmr"), said(NOT, ALL_LIVE)], "mmr", NOT),
        ([said(NOT, "mmr"), said(ALLOW, ALL_LIVE)], "mmr", NOT),
        ([said(ALLOW, "mmr"), said(ASK, ALL_LIVE)], "mmr", ASK),
        ([said(ALLOW, "mmr"), said(NOT, "mmr", YESTERDAY)], "mmr", NOT),
        ([said(ALLOW, "mmr", YESTERDAY), said(ALLOW, ALL_LIVE)], "mmr", ASK),
        # unknown product: not in the catalogue, or nobody knows whether it is live
        ([said(NOT, ALL_LIVE)], "", ASK),
        ([said(ALLOW, ALL_LIVE)], "", ASK),
        ([said(NOT, ALL_LIVE)], "ev71", ASK),
        ([said(ALLOW, "ev71")], "ev71", ALLOW),
        ([said(NOT, "mmr")], "", None),
        ([said(NOT, "mmr")], "no-such-vaccine", None),
        # kin: what protects against the same is asked about; an "allow" is never stretched
        ([said(NOT, "mmr")], "mmrv", ASK),
        ([said(NOT, "mmrv")], "mmr", ASK),
        ([said(ALLOW, "mmr")], "mmrv", None),
        ([said(NOT, "rotavirus-unspecified")], "rotavirus-rv1", NOT),
        ([said(NOT, "rotavirus-rv1")], "rotavirus-unspecified", ASK),
        ([said(NOT, "rotavirus-rv1")], "rotavirus-rv5", ASK),
        ([said(NOT, "zoster-unspecified")], "zoster-recombinant", ASK),
        # a word on the live kind never speaks against the one that is not live
        ([said(NOT, "opv-unspecified")], "ipv", None),
        ([said(NOT, "laiv-unspecified")], "influenza-inactivated", None),
        ([said(NOT, "zoster-live")], "zoster-recombinant", None),
        ([said(NOT, "ppsv23")], "pcv", None),
    ],
)
def test_whose_word_counts(directives, product, says):
    assert word(directives, product, TODAY).says is says


def test_in_a_conflict_both_are_heard_the_more_cautious_first():
    found = word([said(ALLOW, "mmr"), said(NOT, ALL_LIVE)], "mmr", TODAY)
    assert found.differ
    assert [(one.place, one.reach, one.counts_as) for one in found.heard] == [
        (1, Reach.LIVE, NOT),
        (0, Reach.THIS, ALLOW),
    ]


def test_an_expired_word_is_heard_and_marked():
    found = word([said(NOT, "mmr", YESTERDAY)], "mmr", TODAY)
    assert [(one.counts_as, one.is_over) for one in found.heard] == [(NOT, True)]
    assert not found.differ


def test_the_same_word_twice_is_no_conflict():
    assert not word([said(NOT, "mmr"), said(NOT, ALL_LIVE)], "mmr", TODAY).differ


def test_kin_makes_no_conflict():
    assert not word([said(ALLOW, "mmrv"), said(NOT, "mmr")], "mmrv", TODAY).differ


SLUGS = [ALL_LIVE, *(product.slug for product in vaccines.all_products())]
directives = st.builds(
    Directive,
    says=st.sampled_from(Says),
    product=st.sampled_from(SLUGS),
    given_on=st.just(dt.date(2026, 1, 1)),
    expires_on=st.sampled_from([None, YESTERDAY, TODAY, TOMORROW]),
)


@given(st.lists(directives, max_size=4), st.sampled_from(SLUGS))
def test_no_order_and_no_further_word_makes_it_less_cautious(found, product):
    caution = [None, *Says]
    whole = word(found, product, TODAY)
    for shuffled in permutations(found):
        assert word(shuffled, product, TODAY).says is whole.says
    for last in range(len(found)):
        fewer = word(found[:last], product, TODAY).says
        if fewer is not None:
            assert caution.index(fewer) <= caution.index(whole.says)


@given(st.lists(directives, max_size=3), st.sampled_from(SLUGS[1:]))
def test_the_badge_never_changes(found, product):
    before = answer(vaccines.get(product))
    word(found, product, TODAY)
    assert answer(vaccines.get(product)) == before


def test_a_live_row_stays_live_when_it_is_allowed():
    assert word([said(ALLOW, "mmr")], "mmr", TODAY).says is ALLOW
    assert answer(vaccines.get("mmr")).badge is Badge.LIVE
