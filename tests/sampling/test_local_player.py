"""Local players: whole plays through a shared sampler."""

import asyncio

import pytest
import torch
from tiny import READ

from overt.errors import OvertError
from overt.play.player import View
from overt.sampling import ContextFullError, LocalModel, LocalPlayer, Request, Sampler
from overt.world.messages import Assistant, System, ToolResult, User


def opening(number: int):
    return (System(text="You keep the stock list. " * (number % 5)), User(text=f"Read file {number}."))


async def played(player: LocalPlayer, number: int, turns: int = 3):
    messages = opening(number)
    for turn in range(turns):
        said = await player.act(View(messages, (READ,)))
        answers = [ToolResult(call_id=c.id, name=c.name, text=f"{turn} sacks") for c in said.calls]
        messages = (*messages, said, *(answers or [User(text=f"And then? {turn}")]))
    return messages


async def all_played(sampler: Sampler, numbers, **given):
    players = [LocalPlayer(sampler, seed=n, max_new_tokens=20, **given) for n in numbers]
    plays = await asyncio.gather(*(played(p, n) for p, n in zip(players, numbers, strict=True)))
    return players, plays


def test_plays_in_company_are_plays_alone(model: LocalModel):
    with Sampler(model, rows=9) as sampler:
        players, plays = asyncio.run(all_played(sampler, range(20)))
    with Sampler(model, shelf=0) as sampler:
        for number in range(0, 20, 5):
            (player,), (play,) = asyncio.run(all_played(sampler, [number]))
            assert play == plays[number]
            assert [s.ids for s in player.segments] == [s.ids for s in players[number].segments]


def test_segments_are_what_a_trainer_recomputes(model: LocalModel):
    with Sampler(model) as sampler:
        players, _ = asyncio.run(all_played(sampler, range(12), temperature=0.8))
    worst, sampled = 0.0, 0
    for segment in (s for player in players for s in player.segments):
        with torch.inference_mode():
            logits = model.module(input_ids=torch.tensor([segment.ids])).logits[0].float() / 0.8
        plain = logits.log_softmax(-1)
        for place, (token, mask, logprob) in enumerate(
            zip(segment.ids, segment.mask, segment.logprobs, strict=True)
        ):
            if mask:
                sampled += 1
                worst = max(worst, abs(logprob - float(plain[place - 1, token])))
    assert sampled > 12 * 3
    assert worst < 1e-4


def test_a_partial_thought_is_continued_by_sampling(model: LocalModel):
    with Sampler(model) as sampler:
        player = LocalPlayer(sampler, seed=1, max_new_tokens=20)
        view = View((*opening(1), Assistant(reasoning="The file says that")), (READ,))
        turn = asyncio.run(player.act(view))
    assert turn.reasoning.startswith("The file says that")
    assert sum(player.segments[0].mask) <= 20


def test_one_bad_request_spoils_only_itself(model: LocalModel):
    async def both(sampler: Sampler):
        good = Request(ids=(5, 6), seed=0, max_new_tokens=5)
        bad = Request(ids=(5,) * 2000, seed=0)
        return await asyncio.gather(sampler.generate(good), sampler.generate(bad), return_exceptions=True)

    with Sampler(model) as sampler:
        good, bad = asyncio.run(both(sampler))
        assert len(good.ids) == 5
        assert isinstance(bad, ContextFullError)


def test_a_failed_pass_reaches_everyone_and_the_next_request_works(model: LocalModel, monkeypatch):
    async def ask(sampler: Sampler):
        requests = [Request(ids=(5, 6), seed=n, max_new_tokens=5) for n in range(3)]
        return await asyncio.gather(*map(sampler.generate, requests), return_exceptions=True)

    with Sampler(model) as sampler:
        with monkeypatch.context() as broken:
            broken.setattr(model, "ready", lambda: 1 / 0)
            assert [type(e) for e in asyncio.run(ask(sampler))] == [ZeroDivisionError] * 3
        assert [len(c.ids) for c in asyncio.run(ask(sampler))] == [5] * 3


def test_a_cancelled_request_is_dropped(model: LocalModel):
    async def race(sampler: Sampler):
        slow = asyncio.create_task(sampler.generate(Request(ids=(5,), seed=0, max_new_tokens=1000)))
        await asyncio.sleep(0.05)
        slow.cancel()
        return await sampler.generate(Request(ids=(5,), seed=0, max_new_tokens=3))

    with Sampler(model) as sampler:
        assert len(asyncio.run(race(sampler)).ids) == 3
        assert sampler._engine.idle


def test_a_closed_sampler_says_so(model: LocalModel):
    sampler = Sampler(model)
    sampler.close()
    sampler.close()
    with pytest.raises(OvertError, match="closed"):
        asyncio.run(sampler.generate(Request(ids=(5,), seed=0)))


def test_a_model_that_the_loop_would_get_wrong_is_refused(model: LocalModel, monkeypatch):
    """Positions that do not reach the model are what an architecture of another kind looks like."""
    forward = model.module.forward

    def deaf_to_positions(*given, position_ids=None, **named):
        wrong = None if position_ids is None else position_ids * 0
        return forward(*given, position_ids=wrong, **named)

    monkeypatch.setattr(model.module, "forward", deaf_to_positions)
    with pytest.raises(OvertError, match=r"Qwen3ForCausalLM cannot be sampled from here \(its log-prob"):
        Sampler(model)

    def lost_where_padded(*given, **named):
        """An attention that gives NaN where a short row is padded, as some do for what sees nothing."""
        found = forward(*given, **named)
        if len(found.logits) > 1:
            found.logits[0] = float("nan")
        return found

    monkeypatch.setattr(model.module, "forward", lost_where_padded)
    with pytest.raises(OvertError, match="come out wrong by nan"):
        Sampler(model)
    monkeypatch.setattr(model.module, "forward", lambda **named: {}["past"])
    with pytest.raises(OvertError, match=r"its forward pass fails: 'past'.*serve it with vllm/"):
        Sampler(model)
