"""Plays by a server that speaks as vLLM does: what it drew is learned from, by the adapter that it was told of."""

from __future__ import annotations

import asyncio
import json
import math
from pathlib import Path

import pytest
import torch
from paying import by_words, dying
from peft import get_peft_model
from safetensors.torch import load_file
from tenacity import wait_none
from test_reinforce import REWARDS, SMALL
from vllm_like import VllmLike

from overt.errors import OvertError
from overt.organism.location import BASE
from overt.sampling import ContextFullError, LocalModel, Request, Segment
from overt.sampling import plays as plays_of
from overt.train import grpo
from overt.train.config import Reinforce, Validation, load_config
from overt.train.grpo import Group, make_trainer
from overt.train.reinforce import reinforce
from overt.train.served import Served, Server


def settings(base: Path, server: str | None, **changes) -> Reinforce:
    told = {
        "validation": None,
        "model": f"local/{base}",
        "steps": 2,
        "prompts": 1,
        "group": 4,
        "micro_batch": 4,
        "max_new_tokens": 12,
        "learning_rate": 1e-2,
        "save_every": 1,
        "lora_rank": 4,
        "seed": 5,
    }
    return Reinforce(**{**told, "server": server, **changes})


def train(base: Path, out: Path, server: VllmLike | None, reward=by_words, say=lambda _: None, **changes) -> Path:
    reinforce(settings(base, server.url if server else None, **changes), base, out, say, reward)
    return out


def steps(out: Path) -> list[list[dict]]:
    return [[json.loads(line) for line in p.read_text().splitlines()] for p in sorted((out / "plays").iterdir())]


def gaps(out: Path) -> list[float]:
    return [lines[0].pop("logprob_gap") for lines in steps(out)]


def logged(out: Path, name: str) -> list[float]:
    rows = [json.loads(line) for line in (out / "steps.jsonl").read_text().splitlines()]
    return [row[name] for row in rows if name in row]


def same(one: dict[str, torch.Tensor], other: dict[str, torch.Tensor]) -> bool:
    return one.keys() == other.keys() and all(torch.equal(one[name], other[name]) for name in one)


@pytest.fixture(scope="module")
def server(qwen):
    with VllmLike(qwen) as running:
        yield running


@pytest.fixture(scope="module")
def whole(qwen, server, tmp_path_factory):
    """A training of two steps through the server, and every row that it learned from."""
    rows: list[Segment] = []

    def keep(segments):
        rows.extend(segments)
        return columns(segments)

    columns = grpo.columns
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(grpo, "columns", keep)
        patch.setattr(plays_of, "_InStep", None)  # nothing is sampled here
        out = train(qwen, tmp_path_factory.mktemp("served"), server, validation=Validation(plays=2))
    return out, rows


def test_the_server_samples_from_each_steps_adapter_and_says_how_likely_each_token_was(whole, server):
    out, _ = whole
    assert max(gaps(out)) < 1e-4 and len(gaps(out)) == 2
    # A look at what it begins with, two steps and two looks between and after them: three adapters, each once.
    assert len(server.loads) == 3 and len(server.held) == 1
    begun, one, two = server.loads
    assert all((tensor == 0).all() for name, tensor in begun.items() if "lora_B" in name)
    assert any((tensor != 0).any() for name, tensor in one.items() if "lora_B" in name)
    assert same(one, load_file(out / "checkpoint-1" / "adapter_model.safetensors")) and not same(one, two)
    assert same(two, load_file(out / "checkpoint-2" / "adapter_model.safetensors"))
    assert len((out / "validation.jsonl").read_text().splitlines()) == 3
    assert logged(out, "sampling/importance_sampling_ratio/mean") == pytest.approx([1, 1], abs=1e-4)
    assert max(logged(out, "sampling/sampling_logp_difference/max")) < 1e-4


def test_what_is_learned_is_what_was_drawn_id_by_id(whole, server, qwen):
    _, rows = whole
    drawn = set(server.sampled)
    checked: list[tuple[int, ...]] = []
    for row in rows:
        starts = [i for i in range(1, len(row.ids)) if row.mask[i] > row.mask[i - 1]]
        for start in starts:
            end = row.mask.index(0, start) if 0 in row.mask[start:] else len(row.ids)
            assert (row.ids[:start], row.ids[start:end]) in drawn
            checked.append(row.ids[start:end])
    assert len(checked) >= len(rows) == 8
    model = LocalModel.load(qwen)
    # Tokenised anew they would be other ids.
    assert any(tuple(model.encode(model.decode(ids))) != ids for ids in checked)


def test_it_plays_what_our_own_sampler_would(whole, qwen, tmp_path):
    out, _ = whole
    own = train(qwen, tmp_path / "own", None, validation=Validation(plays=2))
    for ours, theirs in zip(steps(own), steps(out), strict=True):
        assert ours[0].pop("logprob_gap") < 1e-4 and theirs[0].pop("logprob_gap") < 1e-4
        assert ours == theirs
    assert (own / "validation.jsonl").read_text() == (out / "validation.jsonl").read_text()


def test_a_server_that_does_not_load_what_it_says_it_did_shows(qwen, tmp_path):
    told: list[str] = []
    with VllmLike(qwen, ignores=True) as server:
        out = train(qwen, tmp_path / "out", server, say=told.append)
    first, second = gaps(out)
    # An adapter begins as the base.
    assert first < 1e-4 and second > 0.05
    assert f"logprob_gap {second:.3g}" in told[-1]
    assert logged(out, "sampling/sampling_logp_difference/max")[-1] > 0.05
    assert abs(logged(out, "sampling/importance_sampling_ratio/max")[-1] - 1) > 0.05


def test_log_probabilities_are_of_the_temperature_or_refused(qwen, tmp_path):
    with VllmLike(qwen) as server:
        out = train(qwen, tmp_path / "tempered", server, temperature=0.7, steps=1)
        assert gaps(out)[0] < 1e-4
    with VllmLike(qwen, raw=True) as server:
        with pytest.raises(OvertError, match=r"before temperature 0\.7 .*processed_logprobs"):
            train(qwen, tmp_path / "raw", server, temperature=0.7, steps=1)
        # At 1 they are the same.
        assert gaps(train(qwen, tmp_path / "one", server, steps=1))[0] < 1e-4


def test_a_stopped_training_goes_on_from_its_last_adapter(whole, server, qwen, tmp_path):
    loads = len(server.loads)
    with pytest.raises(KeyboardInterrupt):
        train(qwen, tmp_path, server, dying(by_words, 6), validation=Validation(plays=2))
    assert len(steps(tmp_path)) == 1 and len(server.loads) == loads + 2
    train(qwen, tmp_path, server, validation=Validation(plays=2))
    # It holds the first step's adapter already, and by the same name it need not be told again.
    assert len(server.loads) == loads + 3
    left, right = (load_file(out / "rl" / "model.safetensors") for out in (tmp_path, whole[0]))
    assert same(left, right)


def test_it_goes_on_with_another_server_that_holds_nothing(qwen, tmp_path):
    with VllmLike(qwen) as server:

        def restarts(transcript) -> float:
            if len(server.loads) == 2:
                server.held.clear()
            return by_words(transcript)

        # The adapter is gone while the second step is played, of which some turns are not sampled yet.
        with pytest.raises(OvertError, match=r"404, The model `overt-\w+` does not exist"):
            train(qwen, tmp_path, server, restarts, prompts=2, group=2)
        assert len(steps(tmp_path)) == 1
    with VllmLike(qwen) as other:
        train(qwen, tmp_path, other, prompts=2, group=2)
        assert same(other.loads[0], load_file(tmp_path / "checkpoint-1" / "adapter_model.safetensors"))
    assert max(gaps(tmp_path)) < 1e-4 and len(gaps(tmp_path)) == 2


def test_a_busy_server_is_asked_again_and_one_that_stays_so_is_given_up(qwen, tmp_path, monkeypatch):
    monkeypatch.setattr(Served._ask.retry, "wait", wait_none())
    with VllmLike(qwen, busy=1000) as server:
        with pytest.raises(OvertError, match="completions with 503, The server is overloaded") as error:
            train(qwen, tmp_path, server, steps=1)
        assert "\n" not in str(error.value) and not list(tmp_path.glob("checkpoint-*"))
        server.busy = 3
        assert gaps(train(qwen, tmp_path, server, steps=1))[0] < 1e-4
        assert server.busy == 0


@pytest.mark.parametrize(
    ("given", "says"),
    [
        (
            {"updating": False},
            r"load_lora_adapter with 404, .*Not Found.*VLLM_ALLOW_RUNTIME_LORA_UPDATING=True",
        ),
        ({"max_rank": 2}, r"LoRA rank 4 is greater than max_lora_rank 2.*--max-lora-rank 16"),
        ({"texts": True}, r"does not answer as vLLM does; start it by"),
    ],
)
def test_what_a_server_does_not_do_is_one_line_with_the_remedy(qwen, tmp_path, given, says):
    with VllmLike(qwen, **given) as server, pytest.raises(OvertError, match=says) as error:
        train(qwen, tmp_path / "out", server)
    assert "\n" not in str(error.value) and f"vllm serve {qwen} --enable-lora" in str(error.value)


def test_another_model_and_no_server_at_all_are_told_before_anything_is_written(qwen, folder, tmp_path):
    with VllmLike(folder) as server, pytest.raises(OvertError, match=f"serves {folder}, not {qwen}; start it by"):
        train(qwen, tmp_path / "out", server)
    with pytest.raises(OvertError, match=r"cannot be reached \(.*\); start it by: VLLM"):
        train(qwen, tmp_path / "out", server)
    assert not (tmp_path / "out").exists()


def test_an_adapter_is_needed_and_an_address(tmp_path):
    path = tmp_path / "config.yaml"
    path.write_text("model: organism/base\nserver: http://127.0.0.1:8000/v1\n")
    with pytest.raises(OvertError, match="server: it loads what was learned as an adapter; set lora_rank"):
        load_config(path, Reinforce)
    path.write_text("model: organism/base\nserver: 127.0.0.1:8000\nlora_rank: 4\n")
    with pytest.raises(OvertError, match="server"):
        load_config(path, Reinforce)


def asked(qwen: Path, server: VllmLike, folder: Path, request: Request):
    """Return what a request to the model without what it learned gives."""
    model = get_peft_model(LocalModel.load(qwen).module, grpo._adapter(settings(qwen, server.url)))
    told = LocalModel(model, LocalModel.load(qwen).tokenizer, name="qwen")

    async def ask():
        async with Server(server.url, qwen, folder, rank=4).sampler(told) as sampler:
            return await sampler.generate(request)

    return asyncio.run(ask())


def test_a_grammar_is_refused_and_the_servers_context_holds(qwen, tmp_path):
    ids = tuple(range(20, 60))
    with VllmLike(qwen, context=44) as server:
        done = asked(qwen, server, tmp_path, Request(ids, seed=1, max_new_tokens=30))
        assert len(done.ids) == len(done.logprobs) == server.asked[-1]["max_tokens"] == 4
        with pytest.raises(ContextFullError):
            asked(qwen, server, tmp_path, Request((*ids, *ids), seed=1))
        grammar = LocalModel.load(qwen).grammars.turn((), inside=False)
        with pytest.raises(OvertError, match="strict turns cannot be sampled by a server"):
            asked(qwen, server, tmp_path, Request(ids, seed=1, grammar=grammar))


def rows(base: LocalModel, less: float) -> list[Segment]:
    """Rows of several lengths whose log-probabilities are smaller than the base's by so much."""
    generator = torch.Generator().manual_seed(1)
    made: list[Segment] = []
    for number in range(8):
        given, length = 4 + number % 3, 16 + 3 * number
        ids = torch.randint(20, 200, (length,), generator=generator)
        with torch.no_grad():
            logits = base.module(ids[None]).logits[0, :-1]
        found = logits.log_softmax(-1).gather(1, ids[1:, None])[:, 0]
        mask = torch.ones(length, dtype=torch.int)
        mask[:given] = mask[given + 4 : given + 7] = 0
        logprobs = (torch.cat([torch.zeros(1), found]) - less) * mask
        made.append(Segment(tuple(ids.tolist()), tuple(mask.tolist()), tuple(logprobs.tolist())))
    return made


def gradient(base: LocalModel, less: float, out: Path, server: str | None) -> torch.Tensor:
    config = SMALL.model_copy(update={"steps": 1, "server": server})
    group = Group(rows(base, less), list(map(float, REWARDS)))
    trainer = make_trainer(config, BASE, out, prompts=["a", "b"], play=lambda *_: group)
    trainer.model.train()
    trainer.current_gradient_accumulation_steps = 2
    batches = trainer.get_train_dataloader()
    for batch, _ in zip(batches, range(2), strict=False):
        trainer.training_step(trainer.model, batch, None)
    return torch.cat([p.grad.flatten() for p in trainer.model.parameters() if p.grad is not None])


@pytest.mark.parametrize(("less", "weight"), [(0.0, 1), (math.log(2), 2), (math.log(0.5), 0.5), (math.log(10), 3)])
def test_a_token_weighs_as_much_more_as_it_is_likelier_here_than_where_it_was_drawn(base, tmp_path, less, weight):
    own = gradient(base, less, tmp_path / "own", None)
    served = gradient(base, less, tmp_path / "served", "http://127.0.0.1:1/v1")
    assert own.norm() > 1e-3
    assert ((served - weight * own).norm() / own.norm()).item() < 1e-3
