"""Budgets: the ledger lets plays start while they fit, and a run under one resumes where it ended."""

import asyncio
from types import SimpleNamespace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from inspect_ai.model import ModelUsage

from overt.errors import OvertError
from overt.run.asking import ask_after
from overt.run.budget import LEDGER, Budget, Ledger
from overt.run.interventions import continue_play
from overt.run.runner import Request, ledger_of, run
from overt.run.solver import play_environment
from overt.run.tables import read_plays


async def _sitting(budget: Budget, costs: list[list[int]], together: int) -> tuple[Ledger, list[int]]:
    """Play `costs` (tokens of each call of each play), `together` at once; return which plays were made."""
    ledger, places, made = Ledger(budget), asyncio.Semaphore(together), []

    async def one(number: int) -> None:
        async with places:
            if await ledger.schedule_sample(number, 1) is not None:
                return
            with ledger.playing(number, 1):
                for tokens in costs[number]:
                    await asyncio.sleep(0)
                    ledger.spend(number, 1, ModelUsage(total_tokens=tokens, total_cost=tokens / 1000))
            made.append(number)

    await asyncio.wait_for(asyncio.gather(*map(one, range(len(costs)))), timeout=20)
    return ledger, made


costs = st.lists(st.lists(st.integers(0, 50), max_size=4), max_size=30)


@settings(deadline=None)
@given(costs=costs, bound=st.integers(0, 400), together=st.integers(1, 8))
def test_tokens_are_exceeded_only_by_plays_dearer_than_those_before(costs, bound, together):
    ledger, made = asyncio.run(_sitting(Budget(tokens=bound), costs, together))
    dearest = max((sum(costs[n]) for n in made), default=0)
    assert ledger.spent("tokens") == sum(sum(costs[n]) for n in made)
    assert ledger.spent("tokens") < bound + together * dearest + 1
    if bound > sum(map(sum, costs)) + dearest:
        assert len(made) == len(costs)


@settings(deadline=None)
@given(plays=st.integers(0, 40), each=st.integers(1, 50), bound=st.integers(0, 800), together=st.integers(1, 8))
def test_plays_of_one_price_never_exceed_the_bound_and_fill_it(plays, each, bound, together):
    _, made = asyncio.run(_sitting(Budget(tokens=bound), [[each]] * plays, together))
    least = 1 if bound else 0
    assert len(made) == min(plays, max(bound // each, least))
    in_dollars, also = asyncio.run(_sitting(Budget(cost=bound / 1000), [[each]] * plays, together))
    assert len(also) == pytest.approx(len(made), abs=1)
    assert in_dollars.spent("cost") <= max(bound, each) / 1000 + 1e-9


@given(plays=st.integers(0, 20), bound=st.integers(0, 25), together=st.integers(1, 8))
def test_no_more_plays_start_than_may(plays, bound, together):
    _, made = asyncio.run(_sitting(Budget(plays=bound), [[1]] * plays, together))
    assert len(made) == min(plays, bound)


SOLVERS = {
    "a run": play_environment(),
    "a question": ask_after({}),
    "a continuation": continue_play("evaluation_awareness", {}.__getitem__, own=True),
}


@pytest.mark.parametrize("kind", SOLVERS)
def test_whoever_waits_for_a_play_hears_when_it_cannot_be_begun(kind):
    async def sitting():
        ledger = Ledger(Budget(tokens=10))
        LEDGER.set(ledger)
        state = SimpleNamespace(sample_id="nowhere/none", epoch=1, metadata={})
        assert await ledger.schedule_sample(state.sample_id, 1) is None
        with pytest.raises((OvertError, KeyError)):
            await SOLVERS[kind](state, None)
        return await asyncio.wait_for(ledger.schedule_sample("lazy_checklist/theatre_rig", 1), timeout=5)

    assert asyncio.run(sitting()) is None


def test_whoever_waits_for_a_play_hears_when_its_sandbox_does_not_start():
    async def sitting():
        ledger = Ledger(Budget(tokens=10))

        async def retried():
            for _ in range(2):
                assert await ledger.schedule_sample("first", 1) is None
                await asyncio.sleep(0)

        failed = asyncio.create_task(retried())
        await asyncio.sleep(0)
        second = asyncio.create_task(ledger.schedule_sample("second", 1))
        await asyncio.wait_for(failed, timeout=5)
        return await asyncio.wait_for(second, timeout=5), ledger.spent("tokens")

    assert asyncio.run(sitting()) == (None, 0)


def test_samples_of_two_tasks_that_are_called_alike_have_accounts_of_their_own():
    async def sitting():
        ledger = Ledger(Budget(tokens=100, plays=2))

        async def one(task, tokens):
            await ledger.start_task(SimpleNamespace(task_id=task), [], 1)
            if await ledger.schedule_sample("same", 1) is not None:
                return False
            with ledger.playing("same", 1):
                ledger.spend("same", 1, ModelUsage(total_tokens=tokens))
                await asyncio.sleep(0)
            return True

        made = await asyncio.gather(*(asyncio.create_task(one(task, 7)) for task in ("a", "b", "c")))
        return made, ledger.spent("tokens")

    assert asyncio.run(asyncio.wait_for(sitting(), timeout=20)) == ([True, True, False], 14)


def test_a_run_is_bounded_says_so_and_goes_on_without_repeating(tmp_path):
    def sitting(**bounds):
        return run(
            Request(
                model="actor/mix",
                model_args={"rate": 0.5},
                evaluations=("lazy_checklist", "sandbagging_qa_no_goal"),
                environments=2,
                logs=tmp_path,
                epochs=3,
                budget=Budget(**bounds),
            )
        )

    def seen():
        plays = read_plays(tmp_path)
        return dict(zip(plays.select("sample", "epoch").iter_rows(), plays["output_tokens"], strict=True))

    first = sitting(plays=5)
    assert (first.plays, first.not_run) == (5, 13)
    before = seen()
    second = sitting(tokens=sum(before.values()) * 20)
    assert 5 < second.plays < 18 and second.plays + second.not_run == 18
    assert before.items() <= seen().items()
    third = sitting()
    assert (third.plays, third.not_run, third.errored) == (18, 0, 0)
    assert len(list(tmp_path.glob("*.eval"))) == 2
    nothing = sitting(plays=0)
    assert nothing.plays == 18


def test_a_cost_needs_a_price(tmp_path):
    with pytest.raises(OvertError, match="--budget-tokens"):
        run(Request(model="actor/saint", logs=tmp_path, budget=Budget(cost=1.0), environments=1))


def test_a_cost_needs_the_price_of_a_model_by_role_too(tmp_path, monkeypatch):
    priced = SimpleNamespace(cost=0.5)
    monkeypatch.setattr("overt.run.runner.get_model_info", {"actor/saint": priced}.get)
    request = Request(model="actor/saint", logs=tmp_path, budget=Budget(cost=1.0), roles={"user": "mockllm/model"})
    with pytest.raises(OvertError, match=r"mockllm/model is not known.*--budget-tokens"):
        ledger_of(request)
    assert ledger_of(request.model_copy(update={"roles": {}})) is not None
