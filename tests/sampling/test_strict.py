"""Strict turns: whatever the weights, a turn thinks and then speaks or calls a tool by its schema."""

import asyncio

import pytest
from tiny import READ

from overt.errors import OvertError
from overt.play.player import View
from overt.sampling import LocalModel, LocalPlayer, Sampler
from overt.sampling.markup import family_named, parse
from overt.world.messages import Assistant, System, ToolCall, ToolResult, ToolSpec, User

MOVE = ToolSpec(
    name="move_sacks",
    description="Move sacks.",
    parameters={
        "type": "object",
        "properties": {"sacks": {"type": "integer"}, "to": {"type": "string", "enum": ["yard", "loft"]}},
        "required": ["sacks", "to"],
        "additionalProperties": False,
    },
)
TOOLS = (READ, MOVE)


def view(*said: Assistant) -> View:
    return View((System(text="You keep the stock list."), User(text="Move the sacks."), *said), TOOLS)


def turns(model: LocalModel, count: int, *said: Assistant, strict: bool = True, tokens: int = 600):
    """Sample `count` turns; return (turn, whether it was cut off) of each."""

    async def all_of_them(sampler: Sampler):
        players = [LocalPlayer(sampler, seed=n, max_new_tokens=tokens, strict=strict) for n in range(count)]
        said_by = await asyncio.gather(*(player.act(view(*said)) for player in players))
        return [(turn, player.truncated > 0) for turn, player in zip(said_by, players, strict=True)]

    with Sampler(model) as sampler:
        return asyncio.run(all_of_them(sampler))


def right(turn: Assistant) -> bool:
    allowed = {"read_file": {"path"}, "move_sacks": {"sacks", "to"}}
    called = all(not c.error and set(c.arguments) == allowed.get(c.name) for c in turn.calls)
    return called and bool(turn.calls or turn.text.strip())


def test_untrained_weights_write_well_formed_turns_only(model: LocalModel):
    strict = [turn for turn, cut in turns(model, 100) if not cut]
    free = [turn for turn, cut in turns(model, 100, strict=False) if not cut]
    assert len(strict) >= 20
    assert all(map(right, strict))
    assert sum(map(right, free)) < len(free)
    assert any(turn.calls for turn in strict)
    assert any(turn.text for turn in strict)
    assert any(turn.reasoning for turn in strict)


@pytest.mark.parametrize(
    ("arguments", "allowed"),
    [
        ('{"sacks":3,"to":"yard"}', True),
        ('{"sacks": 3, "to": "loft"}', True),
        ('{"sacks":3,"to":"attic"}', False),
        ('{"sacks":"three","to":"yard"}', False),
        ('{"sacks":3}', False),
        ('{"sacks":3,"to":"yard","by":"cart"}', False),
    ],
)
def test_arguments_keep_to_the_schema(model: LocalModel, arguments: str, allowed: bool):
    guide = model.grammars.turn(TOOLS, inside=False).start()
    text = f'<think></think><tool_call>{{"name":"move_sacks","arguments":{arguments}}}</tool_call>'
    tokens = [*model.encode(text), min(model.stop)]

    def write():
        for token in tokens:
            guide.take(token)

    if allowed:
        write()
    else:
        with pytest.raises(OvertError, match="stuck"):
            write()


def test_a_thought_that_was_begun_is_ended_and_not_opened_again(model: LocalModel):
    whole = [turn for turn, cut in turns(model, 50, Assistant(reasoning="The sacks are")) if not cut]
    assert whole
    assert all(right(turn) and turn.reasoning.startswith("The sacks are") for turn in whole)


def test_the_logprobs_are_those_of_the_masked_policy(model: LocalModel):
    async def forced(sampler: Sampler):
        player = LocalPlayer(sampler, seed=3, max_new_tokens=40, strict=True)
        await player.act(view())
        return player.segments[-1]

    with Sampler(model) as sampler:
        segment = asyncio.run(forced(sampler))
    first = segment.mask.index(1)
    assert model.decode([segment.ids[first]]) == "<think>"
    assert segment.logprobs[first] == 0.0


def test_a_family_without_tagged_calls_is_refused_with_the_remedy(model: LocalModel):
    other = LocalModel(model.module, model.tokenizer, name="other", family="mistral")
    with pytest.raises(OvertError, match=r"other: strict turns need .* use strict=false"):
        turns(other, 1)


def test_strict_turns_are_read_back_as_they_were_meant(model: LocalModel):
    family = family_named("organism")
    text = '<think>Well.</think><tool_call>{"name":"read_file","arguments":{"path":"a.txt"}}</tool_call>'
    guide = model.grammars.turn(TOOLS, inside=False).start()
    for token in model.encode(text):
        guide.take(token)
    assert parse(family, text).calls[0].arguments == {"path": "a.txt"}
    guide = model.grammars.turn(TOOLS, inside=False).start()
    with pytest.raises(OvertError, match="stuck"):
        for token in model.encode("<think></think>" + model.stop_texts[0][1]):
            guide.take(token)


def test_the_organisms_turns_are_bounded_in_each_part(model: LocalModel):
    family = family_named("organism")
    assert family.lengths is not None
    bounded = LocalModel(model.module, model.tokenizer, name="small", family="organism")
    said = [turn for turn, _ in turns(bounded, 40, tokens=900)]
    thought, speech, string = family.lengths
    strings = [v for t in said for c in t.calls for v in c.arguments.values() if isinstance(v, str)]
    assert all(len(t.reasoning) <= thought and len(t.text) <= speech + 2 for t in said)
    assert all(len(value) <= string for value in strings)
    assert max(len(t.reasoning) for t in said) > thought / 2
    assert max(map(len, strings)) > string / 2


def test_a_strict_play_that_has_filled_its_context_ends_in_words(model: LocalModel):
    read = Assistant(calls=(ToolCall(id="1", name="read_file", arguments={"path": "stock.txt"}),))

    async def sampled(sampler: Sampler, words: int) -> list[tuple[bool, int, int]]:
        result = ToolResult(call_id="1", name="read_file", text="oats 12 " * words)
        seen = View((*view(read).messages, result), TOOLS)
        players = [LocalPlayer(sampler, seed=n, max_new_tokens=120, strict=True) for n in range(60)]
        turns = await asyncio.gather(*(player.act(seen) for player in players))
        prompt = [p.segments[-1].mask.index(1) for p in players]
        return [
            (bool(turn.calls), player.closings, model.context - length)
            for turn, player, length in zip(turns, players, prompt, strict=True)
        ]

    with Sampler(model) as sampler:
        full = asyncio.run(sampled(sampler, 78))
        roomy = asyncio.run(sampled(sampler, 1))
    assert full and all(120 < left < 240 and not called and closings == 1 for called, closings, left in full)
    assert any(called for called, _, _ in roomy)
    assert all(left > 240 and not closings for _, closings, left in roomy)
