"""Sentiment of texts is VADER's, of English ones alone, with the words that decide it."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from vaderSentiment.vaderSentiment import SentimentIntensityAnalyzer

from engine.analyses.sentiment.agreement import agreement
from engine.analyses.sentiment.groups import grouped
from engine.analyses.sentiment.scoring import BANDS, bands, feelings
from engine.analyses.sentiment.vader import Vader

VADER, THEIRS = Vader(), SentimentIntensityAnalyzer()
WORDS = (
    "not never very GOOD bad but kind of great terrible least ! 😀 :) no sort the ticket happy, NOT sad... ok?".split()
)


@given(st.lists(st.sampled_from(WORDS), max_size=12))
@settings(deadline=None)
def test_scores_are_those_of_vader(words):
    text = " ".join(words)
    assert VADER.feeling(text).score == THEIRS.polarity_scores(text)["compound"]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("The answer was excellent.", ("excellent (+)",)),
        ("The answer was not good.", ("good (-)",)),
        ("Friendly, but the problem is still there", ("problem (-)", "friendly (+)")),
        ("It is a table.", ()),
    ],
)
def test_the_words_that_decide_are_told(text, words):
    assert VADER.feeling(text).words == words


def test_nothing_is_said_of_other_languages():
    found = feelings(["Best service ever, thank you!", "Der Service ist eine Katastrophe und alle sind böse", "Bad"])
    assert found.language == ("English", "German", "Not certain")
    assert [BANDS[each] if each >= 0 else None for each in found.band] == ["Positive", None, None]
    assert np.isnan(found.score[1:]).all()
    assert found.words[1:] == ((), ())


def test_bands_begin_where_the_authors_say():
    assert list(bands(np.array([0.05, 0.0499, -0.0499, -0.05, np.nan]))) == [2, 1, 1, 0, -1]


def test_agreement_with_scores_is_counted_as_by_hand():
    # 40 texts: 10 negative of scores 1, 20 positive of 5, 6 positive of 3, 4 neutral of 2; 5 without a score.
    felt = np.repeat([-0.5, 0.5, 0.5, 0.0, 0.9], [10, 20, 6, 4, 5])
    given_scores = np.repeat([1.0, 5.0, 3.0, 2.0, np.nan], [10, 20, 6, 4, 5])
    found = agreement(felt, bands(felt), given_scores, 2, 4)
    assert found.compared == 40
    assert found.counts == ((10, 0, 0), (4, 0, 0), (0, 6, 20))
    assert (found.same, found.baseline) == (30 / 40, 20 / 40)
    # sums: x 8, y 136, xx 9, yy 580, xy 54 → (54 - 8 · 136 / 40) / sqrt((9 - 8² / 40) (580 - 136² / 40))
    assert found.correlation == pytest.approx((54 - 27.2) / (7.4 * 117.6) ** 0.5)
    assert found.agrees


def test_without_a_connection_there_is_no_agreement():
    random = np.random.default_rng(3)
    felt, given_scores = random.uniform(-1, 1, 200), random.integers(1, 6, 200).astype(float)
    assert not agreement(felt, bands(felt), given_scores, 2, 4).agrees
    assert not agreement(felt, bands(felt), np.full(200, 5.0), 2, 4).agrees
    assert agreement(felt[:29], bands(felt)[:29], given_scores[:29], 2, 4) is None


def test_a_group_with_more_negative_texts_stands_out():
    # Of a: 60 of 100 negative; of b: 20 of 100. One of neither group, one without a score.
    score = np.concatenate([np.where(np.arange(200) < 60, -0.5, 0.5), [0.5, np.nan]])
    score[100:120] = -0.5
    codes = np.concatenate([np.repeat([0, 1], 100), [-1, 1]]).astype(np.int32)
    first, second = grouped("Agent", codes, ("a", "b"), score, bands(score)).groups
    assert (first.value, first.texts, first.negative, first.positive) == ("a", 100, 60, 40)
    assert first.mean == pytest.approx(-0.1)
    assert (second.texts, second.negative) == (100, 20)
    assert first.chance < 0.001
