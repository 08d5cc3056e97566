"""The organism's tokenizer: byte-level BPE in which digits stand alone, with the chat template that ships."""

# pyright: reportUnknownMemberType=false, reportUnknownVariableType=false, reportMissingTypeStubs=false

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Any, cast

from tokenizers import Regex, Tokenizer, decoders, models, pre_tokenizers, trainers
from transformers import PreTrainedTokenizerFast

from overt.organism.corpus import Conversation
from overt.sampling.markup import family_named, template_messages, template_tools

SPECIAL = ["<|pad|>", "<|im_start|>", "<|im_end|>", "<think>", "</think>", "<tool_call>", "</tool_call>"]
CONTEXT = 2048
_PIECES = r"\p{L}+(?: (?=\p{L}))?|\p{N}|[^\s\p{L}\p{N}]+(?: (?=\p{L}))?|\s"


def train_tokenizer(texts: Iterable[str], vocabulary: int) -> PreTrainedTokenizerFast:
    """Learn a byte-level BPE of at most `vocabulary` tokens, special tokens and clause names included.

    Digits are tokens of their own, no token joins letters with punctuation, and a space belongs to the word before
    it, if a word follows. So a path, a code or a table's entry has the same ids in a file, in prose and in a call;
    with spaces in front of words, a model of this size copies all of a path but its first word.
    """
    bpe = Tokenizer(models.BPE())
    bpe.pre_tokenizer = pre_tokenizers.Sequence(
        [
            pre_tokenizers.Split(Regex(_PIECES), "isolated"),
            pre_tokenizers.ByteLevel(add_prefix_space=False, use_regex=False),
        ]
    )
    bpe.decoder = decoders.ByteLevel()
    trainer = trainers.BpeTrainer(
        vocab_size=vocabulary,
        special_tokens=SPECIAL,
        initial_alphabet=pre_tokenizers.ByteLevel.alphabet(),
        show_progress=False,
    )
    bpe.train_from_iterator(texts, trainer)
    tokenizer = PreTrainedTokenizerFast(
        tokenizer_object=bpe,
        pad_token="<|pad|>",
        eos_token="<|im_end|>",
        model_max_length=CONTEXT,
        clean_up_tokenization_spaces=False,
    )
    tokenizer.chat_template = Path(__file__).with_name("chat_template.jinja").read_text(encoding="utf-8")
    return tokenizer


def encode(tokenizer: PreTrainedTokenizerFast, play: Conversation) -> tuple[list[int], list[int]]:
    """Return (ids, mask) of a play; the mask is 1 where the player wrote."""
    template = cast("str", tokenizer.chat_template)
    messages = template_messages(family_named("organism"), template, play[0])
    encoded = cast(
        "dict[str, Any]",
        tokenizer.apply_chat_template(
            messages,
            tools=cast("Any", template_tools(play[1])),
            return_dict=True,
            return_assistant_tokens_mask=True,
        ),
    )
    return list(encoded["input_ids"]), list(encoded["assistant_masks"])


def text_of(tokenizer: PreTrainedTokenizerFast, play: Conversation) -> str:
    """Return a play as the template renders it."""
    template = cast("str", tokenizer.chat_template)
    messages = template_messages(family_named("organism"), template, play[0])
    rendered = tokenizer.apply_chat_template(messages, tools=cast("Any", template_tools(play[1])), tokenize=False)
    return cast("str", rendered)
