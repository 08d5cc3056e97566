"""Unusual words: planted ones are found with their rates, intervals hold, and no text is too strange or long."""

import json
import time
from types import SimpleNamespace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from typer.testing import CliRunner

from overt.cli.app import app
from overt.detect.terms.discovery import reasoning
from overt.detect.terms.rates import rate
from overt.detect.terms.reference import Reference, english
from overt.detect.terms.survey import survey
from overt.detect.terms.watch import watch_list
from overt.detect.terms.words import phrases, words
from overt.errors import OvertError
from overt.run import tables
from overt.world.messages import Assistant, User

SHARES = {"the": 0.05, "of": 0.03, "and": 0.03, "crate": 0.01, "so": 0.01, "i": 0.02, "count": 0.005, "it": 0.02}
ENGLISH = Reference(name="eight words", shares=SHARES, rarest=1e-8)
PLAIN = list(SHARES)
WORD = st.text(st.characters(categories=["Ll"]), min_size=1, max_size=8).filter(lambda w: w.casefold().isalpha())


def prose(rng, length: int, odd: str = "", share: float = 0.0) -> str:
    """Plain words in the reference's own proportions, one of them in `1 / share` replaced by an odd one."""
    chances = np.array([SHARES[w] for w in PLAIN])
    drawn = rng.choice(PLAIN, size=length, p=chances / chances.sum())
    return " ".join(odd if odd and u < share else w for w, u in zip(drawn, rng.random(length), strict=True))


def plays(seed: int, number: int = 60, length: int = 100, **planted):
    rng = np.random.default_rng(seed)
    return [
        reasoning(prose(rng, length, **planted), [], run="r", model="m", environment=f"e/{i % 4}")
        for i in range(number)
    ]


def term(result, name):
    return next(t for t in result.terms if t.term == name)


def test_a_planted_nonsense_word_is_found_first_with_its_rate():
    result = survey(plays(0, odd="zorvex", share=0.01), ENGLISH, times=100)
    assert [t.term for t in result.terms] == ["zorvex"]
    found = result.terms[0]
    assert found.kind == "found" and found.reference_per_1000 == 0
    assert found.low < 10 < found.high and found.low > 5 and found.high < 16
    assert found.per_1000 == pytest.approx(1000 * found.uses / result.words)
    assert (
        sum(g.uses for g in found.by["environment"].values()) == found.uses and len(found.by["environment"]) == 4
    )


def test_nothing_is_found_in_plain_words():
    for seed in range(20):
        assert survey(plays(seed), ENGLISH, times=30).terms == ()


def test_a_word_of_one_play_is_not_found():
    told = [*plays(1), reasoning("zorvex " * 500, [])]
    assert survey(told, ENGLISH, times=100).terms == ()


def test_a_word_that_the_play_was_given_is_not_found_and_is_counted_as_told():
    text = "so the zorvex and it"
    told = [reasoning(text, ["Count every Zorvex."]) for _ in range(50)]
    assert survey(told, ENGLISH, times=100).terms == ()
    watched = survey(told, ENGLISH, watched=[w for w in watch_list() if w.term == "autop"])
    assert watched.terms[0].uses == 0 and watched.terms[0].high > 0
    thought = [reasoning(text, []) for _ in range(50)]
    assert [t.in_context for t in survey(thought, ENGLISH, times=100).terms] == [0]


def test_a_planted_phrase_rises_and_what_stands_around_it_does_not():
    rng = np.random.default_rng(2)
    before = [reasoning(prose(rng, 120) + ". Count. It. Crate.", []) for _ in range(200)]
    after = [reasoning(prose(rng, 120) + ". Count it crate.", []) for _ in range(200)]
    result = survey(after, ENGLISH, against=before, times=1e6)
    assert {t.term for t in result.terms} == {"count it", "it crate"}
    assert all(t.against.low > 0 and t.reference_per_1000 is None for t in result.terms)
    assert survey(plays(3), ENGLISH, against=plays(4), times=1e6).terms == ()


def test_the_difference_is_that_at_equal_length():
    """Long reasoning uses the word more in both sets; one set thinks longer, and nothing else differs."""

    def thoughts(long: int, short: int, seed: int):
        rng = np.random.default_rng(seed)
        texts = [prose(rng, 400, "zorvex", 0.02) for _ in range(long)]
        return [reasoning(t, []) for t in [*texts, *(prose(rng, 50, "zorvex", 0.002) for _ in range(short))]]

    result = term(survey(thoughts(150, 50, 5), ENGLISH, against=thoughts(50, 150, 6), times=2), "zorvex")
    assert result.against.low < 0 < result.against.high
    assert abs(result.against.difference) < 3
    crude = 1000 * sum(p.text.count("zorvex") for p in thoughts(50, 150, 6)) / (50 * 400 + 150 * 50)
    assert result.per_1000 - crude > abs(result.against.difference)


def test_at_equal_length_two_runs_that_differ_in_length_alone_are_alike():
    rng = np.random.default_rng(7)
    made = []
    for run, long in (("long", 160), ("short", 40)):
        lengths = [400] * long + [50] * (200 - long)
        made += [reasoning(prose(rng, n, "zorvex", 0.02 if n > 99 else 0.002), [], run=run) for n in lengths]
    by = term(survey(made, ENGLISH, times=2), "zorvex").by["run"]
    apart = abs(by["long"].per_1000 - by["short"].per_1000)
    equal = abs(by["long"].at_equal_length.per_1000 - by["short"].at_equal_length.per_1000)
    assert equal < apart / 2


@pytest.mark.parametrize(("number", "share"), [(30, 0.002), (30, 0.02), (100, 0.0005), (100, 0.02)])
def test_the_interval_holds_the_truth_where_words_come_in_bursts(number, share):
    rng, replicates = np.random.default_rng(8), 600
    held = 0
    for _ in range(replicates):
        sizes = np.ceil(rng.lognormal(5, 0.7, number))
        counts = rng.poisson(sizes * share * rng.gamma(0.5, 2, number)).astype(float)
        found = rate(counts, sizes)
        held += found.low <= 1000 * share <= found.high
    assert held / replicates > 0.915  # nominal 0.95; bursts with a coefficient of variation of 1.4


def test_the_interval_is_exact_poisson_where_each_use_is_a_play_of_its_own():
    from scipy import stats

    found = rate(np.array([1.0] * 7 + [0.0] * 9993), np.full(10000, 10.0))
    assert found.low == pytest.approx(stats.gamma.ppf(0.025, 7) / 100, rel=0.02)
    assert found.high == pytest.approx(stats.gamma.ppf(0.975, 8) / 100, rel=0.02)
    assert rate(np.zeros(10), np.full(10, 100.0)).high == pytest.approx(3.689, abs=0.01)


@given(st.lists(st.tuples(st.integers(0, 50), st.integers(50, 900)), min_size=1, max_size=30))
def test_a_rate_lies_in_its_interval(found):
    counts, sizes = (np.array(column, dtype=float) for column in zip(*found, strict=True))
    it = rate(counts, sizes)
    assert 0 <= it.low <= it.per_1000 <= it.high < float("inf")


@given(st.text(st.characters(), max_size=400))
def test_any_text_is_read(text):
    told = [reasoning(text, [text[:50]]) for _ in range(4)]
    try:
        result = survey(told, ENGLISH, watched=watch_list(), against=told)
    except OvertError:
        assert not words(text)
    else:
        json.dumps(result.model_dump(mode="json")).encode()
        assert result.words == 4 * len(words(text))


def test_lone_surrogates_identifiers_and_numbers_are_no_words():
    assert words("The \ud800 stock_level of A1, item’s 42 \udfffdon't") == ["the", "of", "item's", "don't"]
    assert list(phrases("one two. Three four five", 2)) == ["one two", "three four", "four five"]


@given(st.lists(WORD, max_size=30))
def test_words_are_the_words(found):
    folded = [w.casefold() for w in found]
    assert words(" ".join(found)) == folded
    assert list(phrases(" ".join(found), 1)) == folded


@pytest.mark.parametrize("unit", ["the watchers see it. ", "a", "a'", "a1", "’", "\ud800", "x_", "("])
def test_ten_million_characters_are_read_in_linear_time(unit):
    def seconds(characters: int) -> float:
        text = unit * (characters // len(unit))
        start = time.process_time()
        words(text)
        return time.process_time() - start

    small = max(min(seconds(1_000_000) for _ in range(3)), 0.01)
    assert seconds(10_000_000) < 30 * small


def test_a_reasoning_of_ten_megabytes_is_surveyed():
    text = "so the watchers count it and i watch. " * 260_000
    start = time.process_time()
    result = survey([reasoning(text, [])], ENGLISH, watched=watch_list())
    assert term(result, "watchers").uses == 260_000
    assert time.process_time() - start < 60


def test_the_watch_list_counts_every_form_and_none_twice():
    told = [reasoning("The Watchers watch a watcher; overshadowed illusions, watchers’ scoreboard.", [])]
    result = survey(told, english(), watched=watch_list())
    assert {t.term: t.uses for t in result.terms if t.uses} == {
        "watchers": 3,
        "illusions": 1,
        "overshadow": 1,
        "scoreboard": 1,
    }
    forms = [form for entry in watch_list() for form in entry.forms]
    assert len(forms) == len(set(forms))
    assert 0 < english().per_1000("watchers") < 0.01 < english().per_1000("the")
    assert english().per_1000("autop") == 0 < english().ceiling("autop")


@pytest.mark.parametrize(
    "text", ["[1, 2]", "a: {b: []}", "a: {b: c}", "a: {b: [no]}", "a: {b: [one two three four]}", "{"]
)
def test_a_wrong_watch_list_is_refused_in_one_line(tmp_path, text):
    file = tmp_path / "list.yaml"
    file.write_text(text)
    with pytest.raises(OvertError, match=r"list\.yaml") as caught:
        watch_list(file)
    assert "\n" not in str(caught.value)


def test_no_reasoning_is_no_rate():
    with pytest.raises(OvertError, match="no play in the logs shows reasoning"):
        survey([reasoning("", ["the watchers"])], ENGLISH, watched=watch_list())
    some = survey([reasoning("", []), reasoning("so it", [])], ENGLISH)
    assert (some.plays, some.without_reasoning, some.words) == (1, 1, 2)


def test_a_rate_of_tokens_is_of_the_plays_that_count_those_that_they_show():
    text = "so the watchers of it"
    told = [
        *(reasoning(text, [], model="local", tokens=10) for _ in range(4)),
        *(reasoning(text, [], model="api") for _ in range(4)),
        *(reasoning(text, [], model="summarised", tokens=900) for _ in range(4)),
    ]
    result = survey(told, ENGLISH, watched=watch_list())
    found = term(result, "watchers")
    assert (result.words, result.tokens, result.plays_with_tokens) == (60, 40, 4)
    assert found.per_1000 == pytest.approx(200) and found.per_1000_tokens.per_1000 == pytest.approx(100)
    assert found.per_1000_tokens.low < 100 < found.per_1000_tokens.high
    assert [g.per_1000_tokens is not None for g in found.by["model"].values()] == [False, True, False]


def play(thought: str, environment: str = "a/b", twin: bool = False):
    messages = (User(text="Count it."), Assistant(reasoning=thought, text="the watchers"))
    row = {"model": "m", "environment": environment, "twin": twin, "reasoning_tokens": 2 * len(thought.split())}
    return SimpleNamespace(row=row, messages=messages)


def test_the_command_reads_reasoning_and_nothing_else(monkeypatch, tmp_path):
    def transcripts(path):
        yield play("So the watchers of it." if path.name == "after" else "So the count of it.")
        yield play("So i count", twin=True)

    monkeypatch.setattr(tables, "read_transcripts", transcripts)
    done = CliRunner().invoke(
        app, ["terms", str(tmp_path / "after"), "--against", str(tmp_path / "before"), "--json"]
    )
    assert done.exit_code == 0, done.output
    found = json.loads(done.stdout)
    watchers = next(t for t in found["terms"] if t["term"] == "watchers")
    assert watchers["uses"] == 1 and watchers["per_1000"] == 125
    assert watchers["per_1000_tokens"]["per_1000"] == 62.5 and found["tokens"] == 16
    assert set(watchers["by"]["environment"]) == {"a/b", "a/b~twin"} and set(watchers["by"]["run"]) == {"after"}
    assert {"term", "per_1000", "low", "high", "reference_per_1000"} <= set(watchers)
    shown = CliRunner().invoke(app, ["terms", str(tmp_path / "after"), str(tmp_path / "before")])
    assert shown.exit_code == 0 and "watchers" in shown.output and "By run" in shown.output


def test_one_directory_given_twice_is_refused(tmp_path):
    with pytest.raises(OvertError, match="twice"):
        CliRunner().invoke(app, ["terms", str(tmp_path), str(tmp_path)], catch_exceptions=False)
