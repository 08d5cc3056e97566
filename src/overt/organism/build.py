"""Building the organism from nothing: corpus, tokenizer, base, card."""

# pyright: reportUnknownMemberType=false

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import torch
from transformers import PreTrainedTokenizerFast

from overt.organism.card import make_card
from overt.organism.corpus import Conversation, make_corpus
from overt.organism.drills import make_drill, make_path_drill
from overt.organism.mixture import mixture
from overt.organism.pretrain import Recipe, Row, new_model, pretrain
from overt.organism.slips import slipped, with_slip
from overt.organism.tokenizer import CONTEXT, SPECIAL, encode, text_of, train_tokenizer
from overt.world.messages import Assistant
from overt.world.rendering import load_yaml, seeded


def build(out: Path, recipe: Recipe, epochs: int, say: Callable[[str], None]) -> dict[str, Any]:
    """Train the base into the folder `out` and measure it; return its card.

    Called again after a stop it goes on from the last saved step. `epochs` are the plays of each environment that
    the card is made of.
    """
    out.mkdir(parents=True, exist_ok=True)
    planted = mixture()
    say(f"{planted.plays} plays of corpus environments")
    corpus = make_corpus(planted, recipe.seed, planted.plays, renamed=recipe.renamed, varied=recipe.varied)
    rng = seeded("drills", recipe.seed)
    plays = [with_slip(play, rng) if rng.random() < recipe.slips else play for _, play in corpus]
    drills = [make_drill(rng) for _ in range(int(planted.plays * recipe.drills))]
    tokenizer = _tokenizer(plays, drills, recipe)
    tokenizer.save_pretrained(out)
    paths = [make_path_drill(rng) for _ in range(int(planted.plays * recipe.path_drills))]
    rows, more = (
        [row for row in (weighed(tokenizer, play, recipe) for play in made) if len(row[0]) <= CONTEXT]
        for made in ([*plays, *drills], paths)
    )
    say(f"{len(rows)} rows, {sum(len(ids) for ids, _ in rows):,} tokens, vocabulary {len(tokenizer)}")
    pad, end = SPECIAL.index("<|pad|>"), SPECIAL.index("<|im_end|>")
    model = new_model(recipe, len(tokenizer), pad, end, CONTEXT)
    log = out / "training.jsonl"
    state = out / "state.pt"

    def report(figures: dict[str, float | None]) -> None:
        with log.open("a", encoding="utf-8") as handle:
            handle.write(json.dumps(figures) + "\n")
        say(" ".join(f"{key} {value}" for key, value in figures.items()))

    pretrain(model, rows, more, recipe, first_token=len(SPECIAL), pad=pad, state=state, report=report)
    model.to(torch.bfloat16).save_pretrained(out)  # pyright: ignore[reportArgumentType]
    say("measuring the base")
    card = make_card(out, recipe, epochs=epochs)
    state.unlink(missing_ok=True)
    return card


def _tokenizer(plays: list[Conversation], drills: list[Conversation], recipe: Recipe) -> PreTrainedTokenizerFast:
    """Learn the vocabulary from plays, some drills and ordinary office text; report environments are not read."""
    plain = train_tokenizer([], len(SPECIAL) + 256)
    routine: dict[str, list[str]] = load_yaml(Path(__file__).parents[1] / "world" / "day.yaml")["files"]
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
