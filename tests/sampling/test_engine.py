"""The decode loop: company changes nothing, log-probabilities are the policy's, seeds decide."""

import random

import pytest
import torch
from tiny import make_module
from transformers import (
    Gemma3ForCausalLM,
    Gemma3TextConfig,
    GPT2Config,
    GPT2LMHeadModel,
    LlamaConfig,
    LlamaForCausalLM,
    MistralConfig,
    MistralForCausalLM,
)

from overt.errors import OvertError
from overt.sampling import Completion, ContextFullError, Engine, LocalModel, Request
from overt.sampling.cache import Rows
from overt.sampling.lean import Lean, fits

VOCABULARY = 300


def ragged(count, *, seed=0, **given):
    draw = random.Random(seed)
    return [
        Request(
            ids=tuple(draw.randrange(VOCABULARY) for _ in range(draw.randrange(1, 90))),
            seed=number,
            max_new_tokens=draw.randrange(1, 40),
            stop=frozenset(range(60)),
            **given,
        )
        for number in range(count)
    ]


def reference(module, request: Request, completion: Completion) -> list[float]:
    """Log-probabilities of the completion from one plain forward pass over the final ids, no cache."""
    ids = torch.tensor([request.ids + completion.ids])
    with torch.inference_mode():
        logits = module(input_ids=ids).logits[0].float()
    logprobs = (logits / (request.temperature or 1.0)).log_softmax(-1)
    start = len(request.ids) - 1
    return [float(logprobs[start + n, token]) for n, token in enumerate(completion.ids)]


def gap(module, requests, completions) -> float:
    """Return the widest gap, NaN where one is: Python's max may pass over it."""
    gaps = [
        abs(ours - plain)
        for request, completion in zip(requests, completions, strict=True)
        for ours, plain in zip(completion.logprobs, reference(module, request, completion), strict=True)
    ]
    return float(torch.tensor(gaps).max())


@pytest.mark.parametrize("temperature", [0.0, 0.7, 1.0])
def test_a_ragged_batch_gives_what_each_gives_alone(model: LocalModel, temperature: float):
    requests = ragged(24, temperature=temperature)
    together = Engine(model, rows=7).run(requests)
    alone = [Engine(model).run([request])[0] for request in requests]
    assert [c.ids for c in together] == [c.ids for c in alone]
    assert len({len(c.ids) for c in together}) > 5
    assert temperature == 0 or {c.reason for c in together} == {"stop", "length"}
    worst = max(
        abs(a - b)
        for one, other in zip(together, alone, strict=True)
        for a, b in zip(one.logprobs, other.logprobs, strict=True)
    )
    assert worst < 1e-4


@pytest.mark.parametrize("temperature", [0.0, 0.7, 1.0])
def test_log_probabilities_are_those_of_a_plain_forward_pass(model: LocalModel, temperature: float):
    requests = ragged(24, temperature=temperature)
    assert gap(model.module, requests, Engine(model, rows=7).run(requests)) < 1e-4


def test_a_policy_that_the_trainer_does_not_mirror_fails_the_same_comparison(model: LocalModel):
    requests = ragged(24, temperature=0.7)
    completions = Engine(model).run(requests)
    as_if_untempered = [
        Request(ids=r.ids, seed=r.seed, temperature=1.0, max_new_tokens=r.max_new_tokens) for r in requests
    ]
    assert gap(model.module, as_if_untempered, completions) > 1e-2
    shifted = [Request(ids=r.ids[1:] or (5,), seed=0, temperature=0.7) for r in requests]
    assert gap(model.module, shifted, completions) > 1e-2


def test_the_seed_decides(model: LocalModel):
    first, again, other = (
        Engine(model).run([Request(ids=(5, 6, 7), seed=seed, max_new_tokens=30)])[0] for seed in (3, 3, 4)
    )
    assert first == again
    assert first.ids != other.ids


def test_draws_follow_the_distribution(model: LocalModel):
    count = 3000
    requests = [Request(ids=(5, 6, 7), seed=seed, max_new_tokens=1, temperature=2.0) for seed in range(count)]
    with torch.inference_mode():
        logits = model.module(input_ids=torch.tensor([[5, 6, 7]])).logits[0, -1]
    expected = (logits / 2.0).softmax(-1)
    drawn = [c.ids[0] for c in Engine(model).run(requests)]
    for token in expected.topk(5).indices.tolist():
        share = float(expected[token])
        spread = (share * (1 - share) / count) ** 0.5
        assert abs(drawn.count(token) / count - share) < 4 * spread


def test_greedy_takes_the_likeliest(model: LocalModel):
    request = Request(ids=(5, 6, 7), seed=1, temperature=0.0, max_new_tokens=12)
    completion = Engine(model).run([request])[0]
    with torch.inference_mode():
        logits = model.module(input_ids=torch.tensor([request.ids + completion.ids])).logits[0]
    assert list(completion.ids) == logits.argmax(-1)[2:-1].tolist()


def test_late_requests_join_a_running_batch(model: LocalModel):
    requests = ragged(12, seed=5)
    engine = Engine(model)
    tickets, done = [], {}
    for request in requests:
        tickets.append(engine.add(request))
        done.update(engine.advance())
    while not engine.idle:
        done.update(engine.advance())
    assert [done[t] for t in tickets] != []
    alone = [Engine(model).run([request])[0] for request in requests]
    assert [done[t].ids for t in tickets] == [c.ids for c in alone]


@pytest.mark.parametrize("shelf", [1 << 30, 20_000, 0])
def test_what_is_kept_between_turns_changes_no_token(model: LocalModel, shelf: int):
    engine, fresh = Engine(model, shelf=shelf), Engine(model)
    prompts = [request.ids for request in ragged(6, seed=9)]
    for turn in range(3):
        requests = [
            Request(ids=ids, seed=turn, max_new_tokens=9, key=number) for number, ids in enumerate(prompts)
        ]
        completions = engine.run(requests)
        assert [c.ids for c in completions] == [c.ids for c in fresh.run(requests)]
        assert gap(model.module, requests, completions) < 1e-4
        prompts = [r.ids + c.ids + (4, turn, 8) for r, c in zip(requests, completions, strict=True)]
    edited = [Request(ids=(9, *ids[1:]), seed=1, max_new_tokens=9, key=n) for n, ids in enumerate(prompts)]
    assert [c.ids for c in engine.run(edited)] == [c.ids for c in fresh.run(edited)]


def test_a_dropped_request_leaves_the_others_as_they_were(model: LocalModel):
    requests = ragged(6, seed=2)
    engine = Engine(model)
    tickets = [engine.add(request) for request in requests]
    done = dict(engine.advance())
    engine.drop(tickets[0])
    while not engine.idle:
        done.update(engine.advance())
    alone = [Engine(model).run([request])[0].ids for request in requests]
    assert [done[t].ids for t in tickets[1:]] == alone[1:]


def test_a_long_prompt_is_fed_in_pieces(model: LocalModel, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr("overt.sampling.forward._CHUNK", 13)
    monkeypatch.setattr("overt.sampling.lean._BLOCK", 13)
    monkeypatch.setattr("overt.sampling.engine._PREFILL", 100)
    requests = ragged(9, seed=3)
    assert gap(model.module, requests, Engine(model).run(requests)) < 1e-4


def sized(config, **other):
    return config(
        vocab_size=VOCABULARY,
        hidden_size=32,
        intermediate_size=64,
        num_hidden_layers=3,
        num_attention_heads=4,
        num_key_value_heads=2,
        head_dim=8,
        initializer_range=0.3,
        bos_token_id=None,
        eos_token_id=None,
        pad_token_id=None,
        **other,
    )


ARCHITECTURES = {
    "llama": lambda: LlamaForCausalLM(sized(LlamaConfig)),
    "mistral, window of 8": lambda: MistralForCausalLM(sized(MistralConfig, sliding_window=8)),
    "gemma3, window of 8 in some layers": lambda: Gemma3ForCausalLM(
        sized(
            Gemma3TextConfig,
            sliding_window=8,
            layer_types=["sliding_attention", "full_attention", "sliding_attention"],
        )
    ),
    "gpt2": lambda: GPT2LMHeadModel(
        GPT2Config(vocab_size=VOCABULARY, n_embd=32, n_layer=2, n_head=4, initializer_range=0.3)
    ),
}


@pytest.mark.parametrize("architecture", ARCHITECTURES)
@pytest.mark.parametrize("attention", ["sdpa", "eager"])
def test_other_architectures_agree_with_their_plain_forward_pass(
    model: LocalModel, architecture: str, attention: str
):
    torch.manual_seed(1)
    module = ARCHITECTURES[architecture]().eval()
    module.set_attn_implementation(attention)
    other = LocalModel(module, model.tokenizer, name=architecture)
    requests = ragged(8)
    assert gap(module, requests, Engine(other).run(requests)) < 1e-4


@pytest.mark.parametrize("rows", [3, 40])
@pytest.mark.parametrize("block", [13, 512])
def test_the_pass_written_out_gives_what_the_module_gives(
    model: LocalModel, rows: int, block: int, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr("overt.sampling.lean._BLOCK", block)
    draw = random.Random(1)
    texts = [[draw.randrange(VOCABULARY) for _ in range(draw.randrange(30, 90))] for _ in range(rows)]
    cuts = [draw.randrange(len(text) - 5) for text in texts]
    ends = [len(text) - draw.randrange(1, 5) for text in texts]
    cache = Rows()
    cache.reserve(rows, 100)
    lean = Lean(model, cache)
    with torch.inference_mode():
        lean.feed(0, [text[:cut] for text, cut in zip(texts, cuts, strict=True)], [0] * rows)
        lean.feed(0, [t[cut:end] for t, cut, end in zip(texts, cuts, ends, strict=True)], cuts)
        logits = lean.step([text[end:] for text, end in zip(texts, ends, strict=True)], ends)
        whole = [model.module(input_ids=torch.tensor([text])).logits[0] for text in texts]
    plain = torch.cat([all_of[end:] for all_of, end in zip(whole, ends, strict=True)])
    assert logits.shape == plain.shape
    assert (logits - plain).abs().max() < 1e-4
    assert logits.std() > 0.1


def test_only_a_plain_model_is_passed_as_written_out(model: LocalModel):
    assert fits(model)
    hooked = LocalModel(make_module(len(model.tokenizer)), model.tokenizer, name="hooked")
    hooked.module.model.layers[0].register_forward_hook(lambda module, given, output: output + 1.0)
    assert not fits(hooked)
    requests = ragged(5)
    completions = Engine(hooked).run(requests)
    assert gap(hooked.module, requests, completions) < 1e-4
    assert gap(model.module, requests, completions) > 1e-2
    eager = LocalModel(make_module(len(model.tokenizer)), model.tokenizer, name="eager")
    eager.module.set_attn_implementation("eager")
    assert not fits(LocalModel(eager.module, model.tokenizer, name="eager"))
    assert not fits(LocalModel(make_module(len(model.tokenizer)).double(), model.tokenizer, name="double"))


def test_a_cleared_engine_reads_the_weights_anew(model: LocalModel):
    changed = LocalModel(make_module(len(model.tokenizer)), model.tokenizer, name="changed")
    engine = Engine(changed)
    engine.run(ragged(5))
    with torch.no_grad():
        for weight in changed.module.parameters():
            weight.mul_(0.9)
    engine.clear()
    requests = ragged(5)
    assert gap(changed.module, requests, engine.run(requests)) < 1e-4


def test_a_full_context_is_said_and_a_nearly_full_one_is_used_up(model: LocalModel):
    nearly = Request(ids=(5,) * 1020, seed=0, max_new_tokens=50)
    assert len(Engine(model).run([nearly])[0].ids) == 4
    with pytest.raises(ContextFullError, match=r"1024 tokens .* a context of 1024: use --length short"):
        Engine(model).add(Request(ids=(5,) * 1024, seed=0))


@pytest.mark.parametrize(
    ("given", "says"),
    [
        ({"ids": ()}, "no tokens"),
        ({"ids": (1,), "temperature": -1.0}, "temperature"),
        ({"ids": (1,), "max_new_tokens": 0}, "max_new_tokens"),
    ],
)
def test_senseless_requests_are_refused(model: LocalModel, given, says: str):
    with pytest.raises(OvertError, match=says):
        Engine(model).add(Request(**{"seed": 0, **given}))
