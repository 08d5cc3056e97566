"""The probe tells context from parameters: on counts of known truth, on scripted players, and in training data."""

import asyncio
import json

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from typer.testing import CliRunner

from overt.cli.app import app
from overt.detect.terms.exposure import Said, exposure, read_training_plays, said
from overt.detect.terms.probe import ANYWHERE, PLACES, Sampled, change, probe
from overt.errors import OvertError
from overt.evaluations import evaluation
from overt.intervene.planting import Planted
from overt.play import play
from overt.study.probing import Probing, other_word, sampled
from overt.world.messages import Assistant, System, ToolResult, User

FAMILY = evaluation("lazy_checklist")
SENTENCE = "There was some talk of {term}."


def plays(seed: int, own: float, taken_up: float, environments: int = 16, each: int = 2) -> list[Sampled]:
    """Plays of a model that says the term at exact rates per 1,000 words: by itself, and more where it stands.

    Environments' rates have a coefficient of variation of 0.6, plays' come in bursts.
    """
    rng = np.random.default_rng(seed)
    made: list[Sampled] = []
    for environment in range(environments):
        often, more = rng.gamma(2.8, 1 / 2.8, 2)
        for place in PLACES:
            for planted in (True, False):
                for _ in range(each):
                    words = int(rng.integers(15, 46))
                    mean = (own * often + planted * taken_up * more) / 1000 * words * rng.gamma(2, 0.5)
                    made.append(Sampled(f"e/{environment}", place, planted, words, int(rng.poisson(mean)), 0))
    return made


@pytest.mark.parametrize(
    ("own", "taken_up", "expected"),
    [(0, 0, "neither"), (80, 0, "parameters"), (0, 80, "context"), (80, 80, "both")],
)
def test_the_verdict_is_the_truth_or_is_left_open(own, taken_up, expected):
    told = [probe("zorvex", plays(seed, own, taken_up, each=4), least=10).verdict for seed in range(20)]
    assert told.count(expected) >= 14
    wrong = set(told) - {expected, "undecided"}
    assert sum(told.count(verdict) for verdict in wrong) <= 2, told


def test_a_term_that_context_does_not_move_is_rarely_found_to_be_moved():
    found = [probe("zorvex", plays(seed, 40, 0), least=10).context for seed in range(100)]
    assert found.count("yes") <= 11  # nominal 5% over all comparisons


def test_intervals_hold_the_truth():
    results = [probe("zorvex", plays(seed, 40, 40), least=10) for seed in range(80)]
    alone = sum(r.nowhere.low <= 40 <= r.nowhere.high for r in results)
    together = sum(all(e.low <= 40 <= e.high for e in r.exposed) for r in results)
    assert alone >= 0.90 * len(results) and together >= 0.88 * len(results)


def test_one_use_of_the_term_is_no_habit():
    few = [*plays(1, 0, 0), Sampled("e/0", "prompt", False, 30, 2, 0)]
    assert probe("zorvex", few, least=0.001).parameters == "open"


def test_a_rate_must_be_above_that_of_english():
    assert probe("the", plays(2, 40, 0), bar=1000.0).parameters != "yes"
    assert probe("the", plays(2, 40, 0), bar=0.0).parameters == "yes"


def test_what_is_not_seen_in_few_words_is_left_open():
    few = plays(3, 0, 0, environments=3, each=1)
    result = probe("zorvex", few, least=1.0)
    assert (result.parameters, result.context, result.verdict) == ("open", "open", "undecided")
    assert result.nowhere.high > 1.0 and result.exposed[0].place == ANYWHERE


def test_a_change_between_models_has_the_sign_of_the_rates():
    before, after = (probe("zorvex", plays(4, own, 0), least=10).nowhere for own in (0, 60))
    difference, low, high = change(before, after)
    assert 0 < low < difference < high and change(after, before)[0] == -difference


@given(
    st.lists(
        st.tuples(
            st.integers(0, 4), st.sampled_from(PLACES), st.booleans(), st.integers(0, 60), st.integers(0, 5)
        ),
        max_size=40,
    )
)
def test_any_counts_are_compared(rows):
    told = [
        Sampled(f"e/{e}", place, planted, words, min(uses, words), 0) for e, place, planted, words, uses in rows
    ]
    try:
        result = probe("zorvex", told)
    except OvertError:
        return
    for one in result.exposed:
        assert one.low <= one.difference <= one.high and one.there.low <= one.there.per_1000 <= one.there.high
    json.dumps(result.model_dump(mode="json"), allow_nan=False)


class Speaker:
    """Thinks the term always, once it stands in what it is shown, or never; it plays as a saint."""

    def __init__(self, episode: Planted, own: bool, takes_up: bool) -> None:
        self.actor = FAMILY.actor("saint", episode.scene)
        self.own, self.takes_up = own, takes_up

    async def act(self, view):
        turn = await self.actor.act(view)
        before = [getattr(m, "reasoning", "") + m.text for m in view.messages]
        speaks = self.own or (self.takes_up and any("zorvex" in text for text in before))
        thought = f"Look at the list. {'The zorvex is next. ' if speaks else ''}Then go on with it."
        return turn.model_copy(update={"reasoning": thought})


@pytest.mark.parametrize(
    ("own", "takes_up", "expected"),
    [(True, False, "parameters"), (False, True, "context"), (False, False, "neither")],
)
def test_players_of_known_truth_are_told_apart_by_their_plays(own, takes_up, expected):
    wanted = Probing(
        term="zorvex", forms=("zorvex",), sentence=SENTENCE, evaluations=(FAMILY.name,), epochs=2, least=25.0
    )

    def run(episodes):
        for episode in episodes:
            asyncio.run(play(episode, Speaker(episode, own, takes_up)))

    result = probe("zorvex", sampled(wanted, "plimdar", run, PLACES), least=wanted.least)
    assert result.verdict == expected, result
    assert {one.place for one in result.exposed} == {ANYWHERE, *PLACES}


@pytest.mark.parametrize("place", PLACES)
def test_the_sentence_stands_once_and_only_later_thoughts_count(place):
    environment = FAMILY.environments("report")[0]
    episode = Planted(FAMILY, environment, place=place, sentence="Some talk of zorvex.", most=4)
    asyncio.run(play(episode, Speaker(episode, own=False, takes_up=True)))
    given_messages = [m.text for m in episode.messages if not isinstance(m, Assistant)]
    own = [turn.reasoning for turn in episode.turns]
    assert sum("Some talk of zorvex." in text for text in [*given_messages, *own]) == 1
    assert len(episode.turns) <= 4 and episode.thoughts
    assert len(episode.thoughts) == len(episode.turns) - (place != "prompt")
    assert all("The zorvex is next." in thought for thought in episode.thoughts)


def test_the_other_word_is_as_long_and_none_of_the_forms():
    assert other_word(("zorvex",), 0) == other_word(("zorvex",), 0) != other_word(("zorvex",), 1)
    assert len(other_word(("zorvex",), 0)) == 6 and other_word(("zorvex",), 0).isalpha()


def test_training_plays_say_where_the_term_stood():
    shown = [Said("given", "the zorvex"), Said("thought", "So the zorvex."), Said("told", "done")]
    own = [Said("given", "count it"), Said("thought", "zorvex zorvex")]
    found = exposure(("zorvex",), [shown, own, [Said("thought", "a b c")]])
    assert (found.plays, found.given, found.thought, found.told) == (3, 1, 3, 0)
    assert (found.given_plays, found.cued, found.uncued) == (1, 1, 1)
    assert found.stood == "training prompts and trained-on reasoning"
    assert exposure(("zorvex",), [[Said("thought", "a")]]).stood == "nowhere"


def test_both_forms_of_training_data_are_read(tmp_path):
    messages = (
        System(text="a"),
        User(text="zorvex"),
        Assistant(reasoning="zorvex"),
        ToolResult(call_id="1", name="x", text="b"),
    )
    file = tmp_path / "plays.jsonl"
    chat = [
        {"role": "user", "content": "zorvex"},
        {
            "role": "assistant",
            "content": None,
            "reasoning_content": "zorvex",
            "tool_calls": [{"function": {"name": "x", "arguments": {"a": "zorvex"}}}],
        },
    ]
    rollout = {"messages": [message.model_dump() for message in messages]}
    file.write_text(json.dumps(rollout) + "\n\n" + json.dumps({"messages": chat}) + "\n")
    first, second = read_training_plays(file)
    assert first == list(said(messages))
    assert exposure(("zorvex",), [first, second]).model_dump()["told"] == 1
    for text in ("{", "[]", '{"messages": 1}', '{"messages": [{"role": "wizard", "text": "a"}]}'):
        file.write_text(text)
        with pytest.raises(OvertError, match="line 1"):
            list(read_training_plays(file))


@pytest.mark.parametrize(
    ("arguments", "complaint"),
    [
        ([], "give the directories"),
        (["--probe", "zorvex"], "needs a model"),
        (["logs/base", "--probe", "zorvex", "--model", "organism/base"], "reads no logs"),
        (["--probe", "1,2", "--model", "organism/base"], "one to 3 words"),
        (["--probe", "zorvex", "--model", "actor/saint", "--place", "sky"], "there are prompt"),
        (["--probe", "zorvex", "--model", "actor/saint", "--sentence", "no"], "write {term}"),
        (["--probe", "zorvex", "--model", "local/nowhere"], "no model in"),
    ],
)
def test_a_mistake_is_one_line(arguments, complaint):
    with pytest.raises(OvertError, match=complaint) as caught:
        CliRunner().invoke(app, ["terms", *arguments], catch_exceptions=False)
    assert "\n" not in str(caught.value)


def test_the_command_asks_any_model_and_prints_one_object():
    done = CliRunner().invoke(
        app,
        [
            *("terms", "--probe", "zorvex", "--model", "actor/saint", "--model", "actor/discloser"),
            *("--evaluations", FAMILY.name, "--environments", "3", "--epochs", "1", "--json"),
        ],
    )
    assert done.exit_code == 0, done.output
    found = json.loads(done.stdout)
    assert [one["model"] for one in found["checkpoints"]] == ["actor/saint", "actor/discloser"]
    exposed = found["checkpoints"][0]["probe"]["exposed"]
    assert {one["place"] for one in exposed} == {ANYWHERE, "prompt", "result"}
    assert found["checkpoints"][0]["probe"]["nowhere"]["uses"] == 0
    assert {one["condition"] for one in found["changes"]} == {"nowhere", ANYWHERE, "prompt", "result"}
