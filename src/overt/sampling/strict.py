"""Strict turns: tokens that no well-formed turn begins with are never drawn, as serving engines decode calls.

A strict turn thinks, then speaks or calls; each call names a tool that there is, with arguments of its schema.
What is thought, said and put into a string stays free, but for its length where the family bounds it: a tiny model
that has lost its place would go on for ever. The grammar is llguidance's, a mask over the logits.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from functools import lru_cache
from typing import Any, cast

import torch
from llguidance import LLMatcher, LLTokenizer
from llguidance.hf import from_tokenizer
from torch import Tensor

from overt.errors import OvertError
from overt.sampling.markup import Family
from overt.world.messages import ToolSpec

_BITS = 32
_SEPARATORS = {"whitespace_flexible": False, "item_separator": ", ?", "key_separator": ": ?"}
"""Between JSON's parts at most one space: families differ in it, and a small model would go on with spaces."""


class Guide:
    """Where one turn stands in its grammar."""

    def __init__(self, matcher: LLMatcher) -> None:
        self._matcher = matcher
        self._ahead: list[int] = []

    def allowed(self, tokens: list[int]) -> list[int]:
        """Return the first of `tokens` that may come one after the other."""
        return tokens[: self._matcher.validate_tokens(tokens)]

    def fill(self, rows: Tensor, ahead: Sequence[int]) -> None:
        """Write which tokens may come after each of none, the first, ... all of `ahead`, which are allowed.

        `rows` is int32 [one more than `ahead`, words of 32 tokens], a bit a token. The grammar stays ahead until a
        token is taken that is another.
        """
        for row, token in zip(rows, (*ahead, None), strict=True):
            self._matcher.unsafe_compute_mask_ptr(row.data_ptr(), row.numel() * row.element_size())
            if token is not None:
                self._matcher.consume_token(token)
        self._ahead = list(ahead)

    def take(self, token: int) -> None:
        """Go on by a token that was drawn. Raises OvertError where the grammar cannot."""
        if self._ahead and self._ahead[0] == token:
            del self._ahead[0]
            return
        self._matcher.rollback(len(self._ahead))
        self._ahead = []
        if not self._matcher.consume_token(token):
            raise OvertError(f"a strict turn got stuck ({self._matcher.get_error()}): sample with strict=false")


class Grammar:
    """What a turn may be, for given tools; immutable, `start` it for each turn."""

    def __init__(self, matcher: LLMatcher) -> None:
        self._matcher = matcher

    def start(self) -> Guide:
        """Return a guide at the start of a turn."""
        return Guide(self._matcher.deep_copy())


class Grammars:
    """The grammars of one model, made when first asked for."""

    def __init__(self, name: str, family: Family, tokenizer: Any, vocabulary: int, stop: frozenset[int]) -> None:
        self._tags = _tags(name, family, tokenizer)
        self._lengths = family.lengths
        self._tokenizer: LLTokenizer = from_tokenizer(tokenizer, n_vocab=vocabulary, eos_token=sorted(stop))
        self._name = name
        self._known = lru_cache(maxsize=256)(self._grammar)

    def _grammar(self, tools: str, inside: bool) -> Grammar:
        matcher = LLMatcher(self._tokenizer, self._lark(json.loads(tools), inside=inside), log_level=0)
        if matcher.is_error():
            raise OvertError(f"{self._name}: no grammar for these tools ({matcher.get_error()}); use strict=false")
        return Grammar(matcher)

    def _lark(self, tools: list[dict[str, Any]], *, inside: bool) -> str:
        """Return the grammar in llguidance's Lark; tags are given by their ids, so that no text can spell them."""
        tags = self._tags
        thought, said, string = self._lengths or (None, None, None)
        opening = "" if inside else f"<[{tags['think']}]>"
        lines = [
            f"start: {opening} TEXT? <[{tags['thought']}]> turn",
            "turn: SAID? call+ | SAID" if tools else "turn: SAID",
            rf"TEXT: /(.|\n){_times(1, thought)}/",
            rf"SAID: /\s?\s?[^\s](.|\n){_times(0, said)}/",
            r"SPACE: /\s?\s?/",
        ]
        if tools:
            bodies = " | ".join(f"body{number}" for number in range(len(tools)))
            lines.append(f"call: SPACE <[{tags['call']}]> SPACE ({bodies}) SPACE <[{tags['called']}]> SPACE")
            lines += [f"body{n}: %json {json.dumps(_body(tool, string))}" for n, tool in enumerate(tools)]
        return "\n".join(lines) + "\n"

    def turn(self, tools: tuple[ToolSpec, ...], *, inside: bool) -> Grammar:
        """Return the grammar of a turn with these tools; `inside` says that it starts in a thought.

        Raises:
            OvertError: a tool's schema is beyond what grammars can say.
        """
        return self._known(json.dumps([tool.model_dump() for tool in tools]), inside)


def masked(logits: Tensor, guides: Sequence[Guide | None], ahead: Sequence[Sequence[int]]) -> Tensor:
    """Return logits [places, vocabulary] with minus infinity where a guide, if there is one, allows no token.

    Each guide has a place of its own, and one after each token of what is `ahead` of it.
    """
    vocabulary = logits.shape[-1]
    words = torch.full((len(logits), -(-vocabulary // _BITS)), -1, dtype=torch.int32)
    first = 0
    for guide, tokens in zip(guides, ahead, strict=True):
        after = first + len(tokens) + 1
        if guide is not None:
            guide.fill(words[first:after], tokens)
        first = after
    bits = (words[:, :, None] >> torch.arange(_BITS, dtype=torch.int32)) & 1
    banned = bits.flatten(1)[:, :vocabulary] == 0
    return logits.masked_fill(banned.to(logits.device), float("-inf"))


def _tags(name: str, family: Family, tokenizer: Any) -> dict[str, int]:
    """Return the ids of the four tags. Raises OvertError where the family writes calls otherwise."""
    found: dict[str, int] = {}
    tags = [*(family.think or ()), *(family.call_tags or ())]
    for tag in tags:
        ids = cast("list[int]", tokenizer.encode(tag, add_special_tokens=False))
        if len(ids) == 1:
            found[tag] = ids[0]
    if len(found) < len(tags) or family.call_tags is None:
        raise OvertError(
            f"{name}: strict turns need calls as JSON between tags that are tokens of their own "
            f"(the family is {family.name}); use strict=false"
        )
    return {key: found[tag] for key, tag in zip(("think", "thought", "call", "called"), tags, strict=True)}


def _times(least: int, most: int | None) -> str:
    return f"{{{least},{most}}}" if most is not None else "*" if least == 0 else "+"


def _body(tool: dict[str, Any], longest: int | None) -> dict[str, Any]:
    # A schema that does not say whether other arguments may come is closed, as in strict calls elsewhere.
    arguments: dict[str, Any] = {"additionalProperties": False, **tool["parameters"]}
    if longest is not None:
        arguments["properties"] = {name: _bounded(of, longest) for name, of in arguments["properties"].items()}
    return {
        "type": "object",
        "properties": {"name": {"const": tool["name"]}, "arguments": arguments},
        "required": ["name", "arguments"],
        "additionalProperties": False,
        "x-guidance": _SEPARATORS,
    }


def _bounded(schema: dict[str, Any], longest: int) -> dict[str, Any]:
    """Return the schema of a free string with a greatest length where it names none; others as they are."""
    if schema.get("type") != "string" or "enum" in schema:
        return schema
    return {"maxLength": longest, **schema}
