"""Building the organism from nothing: corpus, tokenizer, base, card."""

# pyright: reportUnknownMemberType=false

from __future__ import annotations

import json
import random
from collections.abc import Callable
from pathlib import Path
from typing import Any

import torch
from transformers import PreTrainedTokenizerFast

from overt.organism.card import make_card
from overt.organism.corpus import Conversation, make_corpus
from overt.organism.drills import make_drill, make_path_drill
from overt.organism.mixture import Mixture, mixture
from overt.organism.pretrain import Recipe, Row, new_model, pretrain
from overt.organism.slips import slipped, with_slip
from overt.organism.tokenizer import CONTEXT, SPECIAL, encode, text_of, train_tokenizer
from overt.world.day import HOUSES
from overt.world.messages import Assistant
from overt.world.rendering import load_yaml, seeded


def build(out: Path, recipe: Recipe, epochs: int, say: Callable[[str], None]) -> dict[str, Any]:
    """Train the base into the folder `out` and measure it; return its card.

    Called again after a stop it goes on from the last saved step. `epochs` are the plays of each environment that
    the card is made of.
    """
    out.mkdir(parents=True, exist_ok=True)
    planted = mixture()
    say(f"{planted.plays} and {planted.all_plays} plays of corpus environments")
    rng = seeded("drills", recipe.seed)
    plays = _plays(planted.first_rounds(), recipe.seed, planted.plays, recipe, rng)
    drills = [make_drill(rng) for _ in range(int(planted.plays * recipe.drills))]
    tokenizer = _tokenizer(plays, drills, recipe)
    tokenizer.save_pretrained(out)
    paths = [make_path_drill(rng) for _ in range(int(planted.plays * recipe.path_drills))]
    every = _plays(planted, recipe.seed + 1, planted.all_plays, recipe, rng)
    count = int(planted.all_plays * recipe.all_drills)
    every += [make(rng) for make in (make_drill, make_path_drill) for _ in range(count)]
    rows, more, last = (
        [row for row in (weighed(tokenizer, play, recipe) for play in made) if len(row[0]) <= CONTEXT]
        for made in ([*plays, *drills], paths, every)
    )
    for number, of_round in enumerate((rows, [*rows, *more], last), start=1):
        say(f"round {number}: {len(of_round)} rows, {sum(len(ids) for ids, _ in of_round):,} tokens")
    pad, end = SPECIAL.index("<|pad|>"), SPECIAL.index("<|im_end|>")
    model = new_model(recipe, len(tokenizer), pad, end, CONTEXT)
    log = out / "training.jsonl"
    state = out / "state.pt"

    def report(figures: dict[str, float | None]) -> None:
        with log.open("a", encoding="utf-8") as handle:
            handle.write(json.dumps(figures) + "\n")
        say(" ".join(f"{key} {value}" for key, value in figures.items()))

    pretrain(model, rows, more, last, recipe, first_token=len(SPECIAL), pad=pad, state=state, report=report)
    model.to(torch.bfloat16).save_pretrained(out)  # pyright: ignore[reportArgumentType]
    say("measuring the base")
    card = make_card(out, recipe, epochs=epochs)
    state.unlink(missing_ok=True)
    return card


def _plays(planted: Mixture, seed: int, count: int, recipe: Recipe, rng: random.Random) -> list[Conversation]:
    corpus = make_corpus(planted, seed, count, renamed=recipe.renamed, varied=recipe.varied)
    return [with_slip(play, rng) if rng.random() < recipe.slips else play for _, play in corpus]


def _tokenizer(plays: list[Conversation], drills: list[Conversation], recipe: Recipe) -> PreTrainedTokenizerFast:
    """Learn the vocabulary from plays, some drills and ordinary office text; report environments are not read."""
    plain = train_tokenizer([], len(SPECIAL) + 256)
    routine: dict[str, list[str]] = load_yaml(HOUSES / "office.yaml")["files"]
    office = [text for texts in routine.values() for text in texts]
    texts = [text_of(plain, play) for play in [*plays[:3000], *drills[:300]]]
    return train_tokenizer([*texts, *office * 20], recipe.vocabulary)


def weighed(tokenizer: PreTrainedTokenizerFast, play: Conversation, recipe: Recipe) -> Row:
    """Return a play's token ids and the loss weight of each: others' little, calls' most, slips' none."""
    ids, mask = encode(tokenizer, play)
    opening, closing = SPECIAL.index("<tool_call>"), SPECIAL.index("</tool_call>")
    unlearned = iter([slipped(message) for message in play[0] if isinstance(message, Assistant)])
    weights: list[float] = []
    inside = before = missed = False
    for token, own in zip(ids, mask, strict=True):
        missed = next(unlearned) if own and not before else missed
        if own:
            weights.append(0.0 if missed else recipe.call_weight if inside else 1.0)
        else:
            weights.append(recipe.prompt_weight)
        before = bool(own)
        inside = token == opening or (inside and token != closing)
    return ids, weights
