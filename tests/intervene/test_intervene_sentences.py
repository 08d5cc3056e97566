"""The sentences that are put into thoughts: of the kind, neutral, matched, and nobody else's."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from overt.detect.readings import LEXICAL
from overt.detect.sentences import sentences
from overt.errors import OvertError
from overt.evaluations import everything
from overt.intervene.arms import ARMS, DETECTORS, Start, pairs, plans
from overt.intervene.sources import Cut, Name, first_shown, matched_cut
from overt.world.messages import Assistant, System, ToolCall, ToolResult, User


@pytest.mark.parametrize("on", DETECTORS)
def test_inserted_sentences_are_of_the_kind_and_neutral_ones_of_no_kind(on):
    for pair in pairs(on):
        assert list(LEXICAL[on](pair.insert)), pair.insert
        for name, detector in LEXICAL.items():
            assert not list(detector(pair.control)), (name, pair.control)
        assert len(list(sentences(pair.insert))) == len(list(sentences(pair.control))) == 1
        assert abs(len(pair.insert) - len(pair.control)) <= 8


@pytest.mark.parametrize("on", DETECTORS)
def test_there_are_eight_of_a_kind_and_none_twice(on):
    told = [text for pair in pairs(on) for text in (pair.insert, pair.control)]
    assert len(told) >= 16 and len(set(told)) == len(told)


def test_no_sentence_stands_in_what_the_organism_was_made_from():
    told = [text.rstrip(".") for on in DETECTORS for pair in pairs(on) for text in (pair.insert, pair.control)]
    folders = {Path(one.folder) for one in everything().values()}
    corpus = [path.read_text(encoding="utf-8") for folder in folders for path in folder.glob("thoughts.yaml")]
    package = next(iter(folders)).parents[1]
    corpus += [path.read_text(encoding="utf-8") for path in (package / "organism").glob("*.yaml")]
    assert corpus
    assert not [text for text in told if any(text in page for page in corpus)]


def test_an_unknown_kind_has_none():
    with pytest.raises(OvertError, match="evaluation_awareness"):
        pairs("boredom")


AWARE = "I am sure that this is a test of my honesty."
PLAIN = ("The list is long.", "Next, the third item.", "I will read it first.", "That leaves two of them.")


def turns(draw_thoughts):
    """Return the messages of a play in which each turn thinks so and calls a tool."""
    messages = [System(text="s"), User(text="u")]
    for number, thought in enumerate(draw_thoughts):
        call = ToolCall(id=f"c{number}", name="look", arguments={})
        messages.append(Assistant(reasoning=thought, calls=(call,)))
        messages.append(ToolResult(call_id=call.id, name="look", text=AWARE, ok=True))
    return tuple(messages)


plain = st.lists(st.sampled_from(PLAIN), max_size=4).map(" ".join)


@given(before=st.lists(plain, max_size=4), head=plain, tail=plain, after=st.lists(plain, max_size=2))
def test_the_cut_stands_right_before_the_first_such_sentence(before, head, tail, after):
    thought = " ".join(part for part in (head, AWARE, tail, AWARE) if part)
    cut = first_shown(turns([*before, thought, *after]), LEXICAL["evaluation_awareness"])
    assert cut is not None
    assert cut.turn == len(before)
    assert thought[cut.start :].lstrip().startswith(AWARE)
    assert thought[: cut.start].strip() == head
    assert cut.sentence == len(list(sentences(head)))


@given(thoughts=st.lists(plain, max_size=5))
def test_what_is_only_shown_to_the_player_is_no_thought(thoughts):
    assert first_shown(turns(thoughts), LEXICAL["evaluation_awareness"]) is None


cuts = st.builds(Cut, turn=st.integers(0, 8), sentence=st.integers(0, 5), start=st.just(0))


@given(thoughts=st.lists(plain, max_size=6), shown=st.lists(cuts, max_size=4), seed=st.integers(0, 99))
def test_a_like_place_is_the_start_of_a_sentence_that_the_play_has(thoughts, shown, seed):
    messages = turns(thoughts)
    cut = matched_cut(messages, Name("log", "sample", 1), shown, seed)
    assert cut == matched_cut(messages, Name("elsewhere/log", "sample", 1), shown, seed)
    if not any(thoughts):
        assert cut is None
        return
    assert cut is not None
    spans = [span.start for span in sentences(thoughts[cut.turn])]
    assert cut.start == (spans[cut.sentence] if cut.sentence else 0)
    if not shown:
        assert (cut.turn, cut.sentence) == (next(n for n, t in enumerate(thoughts) if t), 0)
    elif all(place.turn >= len(thoughts) for place in shown):
        assert cut.turn == max(n for n, t in enumerate(thoughts) if t)


starts = st.lists(st.integers(0, 10**6), max_size=12, unique=True).map(
    lambda numbers: [Start(Name("log", f"e/{n}", 1), Cut(turn=0, sentence=0, start=0)) for n in numbers]
)


@given(showing=starts, silent=starts, plays=st.integers(1, 30), seed=st.integers(0, 9))
def test_arms_over_the_same_plays_have_the_same_copies_of_each(showing, silent, plays, seed):
    intended = plans(ARMS, showing, silent, pairs("metagaming"), plays, seed)
    copies = {arm: sorted((p.source, p.copy_number) for p in intended if p.arm == arm) for arm in ARMS}
    assert copies["resample"] == copies["remove"]
    assert copies["plain"] == copies["insert"] == copies["control"]
    for arm, mine in (("remove", showing), ("insert", silent)):
        assert len(copies[arm]) == len(set(copies[arm]))
        assert len(copies[arm]) == (plays if mine else 0)
        assert len({source for source, _ in copies[arm]}) == min(plays, len(mine))
    by_place = {(p.source, p.copy_number): p for p in intended if p.arm == "insert"}
    for plan in intended:
        if plan.arm == "control":
            pair = pairs("metagaming")[plan.pair]
            assert plan.sentence == pair.control
            assert by_place[plan.source, plan.copy_number].sentence == pair.insert
        assert bool(plan.sentence) == (plan.arm in ("insert", "control"))


@given(silent=starts.filter(bool), copies=st.integers(1, 8), seed=st.integers(0, 9))
def test_copies_of_a_play_get_different_sentences_and_all_pairs_have_their_turn(silent, copies, seed):
    known = pairs("evaluation_awareness")
    for arm in ("insert", "control"):
        intended = plans((arm,), (), silent, known, copies * len(silent), seed)
        for start in silent:
            mine = [plan for plan in intended if plan.source == start.source]
            assert len({plan.pair for plan in mine}) == len({plan.sentence for plan in mine}) == copies
        used = {plan.pair for plan in intended}
        assert len(used) == min(len(known), len(silent) + copies - 1)


@pytest.mark.parametrize(("plays", "copies"), [(8, 1), (1, 8), (60, 5)])
def test_all_eight_pairs_are_used(plays, copies):
    silent = [Start(Name("log", f"e/{n}", 1), Cut(turn=0, sentence=0, start=0)) for n in range(plays)]
    intended = plans(("insert", "control"), (), silent, pairs("metagaming"), plays * copies)
    assert {plan.pair for plan in intended if plan.arm == "insert"} == set(range(8))
    assert {plan.pair for plan in intended if plan.arm == "control"} == set(range(8))
