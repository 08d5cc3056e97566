"""What `sampling.py` plays: the organism's own plays, or chatter with a random model that nothing can guess."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from typing import Any, NamedTuple, Protocol

import torch
from tokenizers import Tokenizer, decoders, models, pre_tokenizers, trainers
from transformers import PreTrainedTokenizerFast, Qwen3Config, Qwen3ForCausalLM

import overt
from overt.evaluations import everything
from overt.organism.card import TOKENS
from overt.organism.mixture import first_evaluations
from overt.play import Episode, play
from overt.play.player import View
from overt.sampling import LocalModel, LocalPlayer, Sampler
from overt.world.messages import Message, System, User

CHATTER = 40
TEMPLATE = """\
{%- for message in messages %}{{ '<|im_start|>' + message.role + '\\n' }}
{%- if message.reasoning_content %}{{ '<think>' + message.reasoning_content + '</think>' }}{% endif %}
{{- message.content }}
{%- for call in message.tool_calls or [] %}
{{- '<tool_call>' + (call.function | tojson) + '</tool_call>' }}
{%- endfor %}{{ '<|im_end|>' }}{% endfor %}
{%- if add_generation_prompt %}{{ '<|im_start|>assistant\\n' }}{% endif %}"""


class Played(NamedTuple):
    """A conversation: the ids that each turn was to continue, and how many tokens were sampled in all."""

    prompts: list[tuple[int, ...]]
    tokens: int

    @classmethod
    def of(cls, player: LocalPlayer) -> Played:
        """Read a player's turns: the ids before each are those before each sampled run."""
        prompts = [
            segment.ids[:place]
            for segment in player.segments
            for place in range(1, len(segment.ids))
            if segment.mask[place] and not segment.mask[place - 1]
        ]
        return cls(prompts, sum(sum(segment.mask) for segment in player.segments))


class Work(Protocol):
    """Conversations that are held at once, each with a seed; `tokens` bounds a turn."""

    tokens: int
    temperature: float

    async def converse(self, sampler: Sampler, number: int, seed: int) -> Played:
        """Hold conversation `number` and return it."""
        ...


class Plays:
    """The organism plays report environments and their twins, strictly, as the demo does."""

    tokens = TOKENS

    def __init__(self, model: LocalModel) -> None:
        self.temperature = model.temperature
        self._all = [
            (family, played)
            for name in first_evaluations()
            for family in (everything()[name],)
            for environment in family.environments("report")
            for played in (environment, environment.twin)
        ]

    async def converse(self, sampler: Sampler, number: int, seed: int) -> Played:
        """Play one environment to its end."""
        family, environment = self._all[number % len(self._all)]
        player = LocalPlayer(
            sampler, seed=seed + number, temperature=self.temperature, max_new_tokens=TOKENS, strict=True
        )
        await play(Episode(family, environment, seed=seed, length="short"), player)
        return Played.of(player)


class Chatter:
    """Seven turns about nothing: an opening of about 300 tokens and replies of about 45, all different."""

    tokens = CHATTER
    temperature = 1.0

    def __init__(self, model: LocalModel, conversations: int, turns: int = 7) -> None:
        self._words = _pieces(model)
        self._openings = [self._opening(number) for number in range(conversations)]
        self._replies = [[self._text(45) for _ in range(turns)] for _ in range(conversations)]

    async def converse(self, sampler: Sampler, number: int, seed: int) -> Played:
        """Hold one conversation, whatever is said."""
        player = LocalPlayer(sampler, seed=seed + number, max_new_tokens=CHATTER)
        messages = self._openings[number]
        for reply in self._replies[number]:
            messages = (*messages, await player.act(View(messages, ())), User(text=reply))
        return Played.of(player)

    def _opening(self, number: int) -> tuple[Message, ...]:
        return System(text=self._text(200 + 3 * (number % 32))), User(text=self._text(60))

    def _text(self, length: int) -> str:
        return "".join(islice(self._words, length))


def _pieces(model: LocalModel) -> Iterator[str]:
    """Return the pieces of this package's source by the model's tokenizer, over and over."""
    ids = model.encode("\n".join(_source()))
    while True:
        for token in ids:
            yield model.decode([token])


def _source() -> list[str]:
    """Return the source of the package, the only text at hand everywhere."""
    return [path.read_text(encoding="utf-8") for path in sorted(Path(overt.__file__).parent.rglob("*.py"))]


def random_organism(folder: Path) -> None:
    """Write a random model of the organism's shape, and a tokenizer learned from this package's own source."""
    raw = Tokenizer(models.BPE())
    raw.pre_tokenizer = pre_tokenizers.ByteLevel(add_prefix_space=False)
    raw.decoder = decoders.ByteLevel()
    special = ["<|pad|>", "<|im_start|>", "<|im_end|>", "<think>", "</think>", "<tool_call>", "</tool_call>"]
    alphabet = pre_tokenizers.ByteLevel.alphabet()
    trainer = trainers.BpeTrainer(
        vocab_size=2500, special_tokens=special, initial_alphabet=alphabet, show_progress=False
    )
    raw.train_from_iterator(_source(), trainer)
    tokenizer: Any = PreTrainedTokenizerFast(
        tokenizer_object=raw, eos_token="<|im_end|>", pad_token="<|pad|>", clean_up_tokenization_spaces=False
    )
    tokenizer.chat_template = TEMPLATE
    tokenizer.save_pretrained(folder)
    torch.manual_seed(0)
    config = Qwen3Config(
        vocab_size=len(tokenizer),
        hidden_size=128,
        intermediate_size=384,
        num_hidden_layers=4,
        num_attention_heads=4,
        num_key_value_heads=2,
        head_dim=32,
        max_position_embeddings=2048,
        tie_word_embeddings=True,
        bos_token_id=None,
        eos_token_id=tokenizer.eos_token_id,
        pad_token_id=tokenizer.pad_token_id,
    )
    Qwen3ForCausalLM(config).save_pretrained(folder)
