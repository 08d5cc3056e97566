"""Local models behind Inspect: the sampler's own turns, counted, and named by their weights."""

import asyncio
import gc
import shutil
import threading
from pathlib import Path

import pytest
import torch
from inspect_ai.log import list_eval_logs, read_eval_log
from inspect_ai.model import ChatMessageAssistant, ChatMessageUser, ContentReasoning, GenerateConfig, get_model

from overt.errors import OvertError
from overt.evaluations import evaluation
from overt.intervene.steer import Direction, save
from overt.play import Episode, play
from overt.providers.convert import assistant_from_inspect, to_inspect, tool_info
from overt.providers.current import CURRENT
from overt.providers.local import LocalAPI, OrganismAPI, seed_of_draws
from overt.run.runner import Request, run
from overt.sampling import LocalModel, LocalPlayer, Sampler

FAMILY = evaluation("lazy_checklist")
ENVIRONMENT = FAMILY.environments("report")[0]
CONFIG = GenerateConfig(max_tokens=24)


class Through:
    """A player that asks the provider."""

    def __init__(self, api: LocalAPI):
        self.api = api
        self.outputs = []

    async def act(self, view):
        messages = [to_inspect(m) for m in view.messages]
        output = await self.api.generate(messages, [tool_info(t) for t in view.tools], "auto", CONFIG)
        self.outputs.append(output)
        return assistant_from_inspect(output.message)


async def _played(api: LocalAPI, seed: int) -> tuple[Episode, Through]:
    episode = Episode(FAMILY, ENVIRONMENT, seed=seed)
    CURRENT.set(episode)
    player = Through(api)
    return await play(episode, player), player


async def _together(api: LocalAPI, seeds: range):
    return await asyncio.gather(*(_played(api, seed) for seed in seeds))


@pytest.fixture(scope="module")
def api(folder):
    made = LocalAPI(str(folder), device="cpu")
    yield made
    made.close()


def test_plays_in_one_batch_are_those_of_the_sampler_one_by_one(api, folder):
    plays = asyncio.run(_together(api, range(3)))
    with Sampler(LocalModel.load(folder)) as sampler:
        for seed, (episode, through) in enumerate(plays):
            alone = Episode(FAMILY, ENVIRONMENT, seed=seed)
            player = LocalPlayer(sampler, seed=seed_of_draws(0, alone), max_new_tokens=24)
            asyncio.run(play(alone, player))
            assert alone.messages == episode.messages
            sampled = sum(sum(segment.mask) for segment in player.segments)
            assert sum(o.usage.output_tokens for o in through.outputs) == sampled
            last = through.outputs[-1].usage
            assert last.input_tokens + last.output_tokens == len(player.segments[-1].ids)
            assert sum(o.stop_reason == "max_tokens" for o in through.outputs) == player.truncated


def test_a_partial_thought_is_continued(api):
    partial = ChatMessageAssistant(content=[ContentReasoning(reasoning="The file says")])
    output = asyncio.run(api.generate([ChatMessageUser(content="Read it."), partial], [], "auto", CONFIG))
    assert assistant_from_inspect(output.message).reasoning.startswith("The file says")


def test_a_full_context_ends_the_turn_and_says_so(api):
    long = ChatMessageUser(content="sacks of flour " * 3000)
    output = asyncio.run(api.generate([long], [], "auto", CONFIG))
    assert output.stop_reason == "model_length"


def test_it_answers_again_after_it_was_closed(api):
    api.close()
    output = asyncio.run(api.generate([ChatMessageUser(content="Read it.")], [], "auto", CONFIG))
    assert output.usage.output_tokens > 0


def test_weights_that_changed_since_they_were_let_go_of_are_not_taken_under_the_old_name(folder, tmp_path):
    shutil.copytree(folder, tmp_path / "model")
    api = LocalAPI(str(tmp_path / "model"), device="cpu")
    api.close()
    assert api.local.count_tokens("Read it.") > 0
    api.close()
    module = LocalModel.load(folder).module
    module.lm_head.weight.data.mul_(0.5)
    module.save_pretrained(tmp_path / "model")
    with pytest.raises(OvertError, match="the weights there are now"):
        _ = api.local


def test_a_run_lets_go_of_its_model_and_another_reads_it_again(folder, tmp_path):
    def request(logs: str) -> Request:
        generate = {"max_tokens": 24}
        return Request(
            model=f"local/{folder}",
            logs=tmp_path / logs,
            evaluations=(FAMILY.name,),
            environments=1,
            generate=generate,
        )

    def held() -> int:
        gc.collect()
        threads = sum(thread.name == "overt-sampler" for thread in threading.enumerate())
        return threads + sum(type(one) is LocalModel for one in gc.get_objects())

    first = run(request("first"))
    assert held() == 0
    second = run(request("second"))
    assert held() == 0
    assert first.plays == second.plays == 1
    texts = [
        [m.text for m in played.messages] for logs in ("first", "second") for played in _samples(tmp_path / logs)
    ]
    assert texts[0] == texts[1]


def _samples(logs: Path):
    return [sample for info in list_eval_logs(str(logs)) for sample in read_eval_log(info).samples or []]


def test_the_name_follows_the_weights_so_that_no_cache_outlives_them(folder, tmp_path):
    first = get_model(f"local/{folder}", device="cpu")
    other = tmp_path / "trained"
    shutil.copytree(folder, other)
    model = LocalModel.load(other)
    model.module.model.norm.weight.data.mul_(1.5)
    model.module.save_pretrained(other)
    second = get_model(f"local/{other}", device="cpu")
    assert str(first).partition("@")[2] != str(second).partition("@")[2]
    again = OrganismAPI(second.name, device="cpu")
    assert again.model_name == second.name
    stale = f"{other}@{first.name.partition('@')[2]}"
    with pytest.raises(OvertError, match="the weights there are now"):
        LocalAPI(stale, device="cpu")


def test_a_folder_may_have_an_at_or_a_plus_in_its_name(folder, tmp_path):
    named = tmp_path / "ann@office" / "base+lora"
    shutil.copytree(folder, named)
    api = LocalAPI(str(named), device="cpu")
    assert api.model_name.startswith(f"{named}@")
    assert LocalAPI(api.model_name, device="cpu").model_name == api.model_name


def test_the_name_of_a_steered_model_is_not_taken_by_one_that_is_not(folder, tmp_path):
    model = LocalModel.load(folder)
    width = model.module.config.hidden_size
    for on in ("evaluation_awareness", "metagaming"):
        save(Direction({1: torch.ones(width)}, model.hash, on, 1), tmp_path / on)
    given = {"device": "cpu", "steer": str(tmp_path / "metagaming"), "dose": 2}
    steered = LocalAPI(str(folder), **given)
    assert steered.model_name.endswith("+metagaming*2")
    assert LocalAPI(steered.model_name, **given).model_name == steered.model_name
    other = str(tmp_path / "evaluation_awareness")
    for change in ({"steer": "", "dose": 0}, {"dose": 3}, {"random": 1}, {"steer": other}):
        with pytest.raises(OvertError, match="was steered"):
            LocalAPI(steered.model_name, **given | change)


@pytest.mark.parametrize(
    ("name", "arguments", "says"),
    [
        ("nowhere", {"dose": 2}, "-M steer"),
        ("nowhere", {"random": 0}, "-M steer"),
        ("nowhere", {}, "no model in nowhere"),
        ("nowhere", {"temperature": 1}, "no -M temperature"),
    ],
)
def test_what_is_not_there_is_one_line(name, arguments, says):
    with pytest.raises(OvertError, match=says):
        LocalAPI(name, **arguments)


def test_the_base_that_is_not_built_says_how_to_build_it(monkeypatch, tmp_path):
    monkeypatch.setattr("overt.organism.location.BASE", tmp_path / "base")
    with pytest.raises(OvertError, match="overt organism build"):
        OrganismAPI("base")


@pytest.mark.parametrize(
    ("made", "given", "strict"), [(OrganismAPI, None, True), (LocalAPI, None, False), (LocalAPI, True, True)]
)
def test_every_answer_says_whether_it_was_decoded_strictly(folder, made, given, strict):
    api = made(str(folder), device="cpu", strict=given)
    _, player = asyncio.run(_played(api, 5))
    api.close()
    assert [output.metadata for output in player.outputs] == [{"strict": strict, "closing": False}] * len(
        player.outputs
    )
