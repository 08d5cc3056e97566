"""Interventions on players of known truth: how often intervals hold the true effect, and how often none is found.

Each replicate plays a mix afresh, cuts its plays where they are aware or might be, and plays on in every arm that
is compared, by the code that `overt intervene` runs, without Inspect around it. Truth is the mix's own arithmetic:
silent plays have its unaware rate, plays with an inserted thought its aware rate where the thought is a cause and
its mean where it only marks a hidden trait, all other arms its mean. What is selection is all of what removal
changes for such a marker, and nothing for a cause.

    python benchmarks/causes.py [--players cause,none] [--replicates 500] [--epochs 4] [--copies 1]
"""

from __future__ import annotations

import argparse
import asyncio
import json
import time
from collections.abc import Sequence
from multiprocessing import Pool
from typing import NamedTuple

from overt.detect.awareness import is_aware
from overt.detect.readings import LEXICAL
from overt.evaluations import evaluation
from overt.intervene.arms import Arm, Plan, Start, pairs, plans
from overt.intervene.edit import opened, play_on
from overt.intervene.sources import Name, Source, first_shown, matched_cut
from overt.measure.causes import Result, causes
from overt.measure.intervals import exact
from overt.play import Episode, play
from overt.providers.mix import Mix, MixPlayer
from overt.world.messages import Assistant

ON = "evaluation_awareness"
FAMILY = evaluation("lazy_checklist")
EPOCHS = 4
"""Plays of each of the eight environments, unless asked otherwise."""
PLAYERS = {
    "cause": Mix(rate=0.25, awareness=0.4, awareness_effect=0.3),
    "none": Mix(rate=0.25, awareness=0.4),
    "strong_cause": Mix(rate=0.4, awareness=0.5, awareness_effect=0.1),
    "strong_marker": Mix(rate=0.4, awareness=0.5, awareness_effect=0.1, marker=True),
}
PLAYED: tuple[Arm, ...] = ("resample", "remove", "insert", "control")


class Held(NamedTuple):
    """Of one effect in one replicate: the truth, the estimate, whether the interval held the truth, and its p."""

    effect: str
    truth: float
    difference: float
    held: bool
    p: float


def replicate(number: int, mix: Mix, epochs: int = EPOCHS, copies: int = 1) -> list[Held]:
    """Play the mix, intervene, and compare with what its arithmetic says."""
    plays = asyncio.run(_played(number, mix, epochs))
    results, covert = asyncio.run(_continued(number, mix, plays, copies))
    found = causes(results, covert, seed=number)
    removed = mix.unaware - mix.rate
    truth = {
        "remove - resample": removed,
        "insert - control": 0.0 if mix.marker else mix.aware - mix.rate,
        "counterfactual - factual": mix.unaware - mix.aware,
        "selection": removed if mix.marker else 0.0,
    }
    told = {**found.effects, "selection": found.selection}
    return [
        Held(name, true, one.difference, one.low <= true <= one.high, one.p)
        for name, true in truth.items()
        if (one := told.get(name)) is not None
    ]


async def _played(number: int, mix: Mix, epochs: int) -> list[Episode]:
    plays: list[Episode] = []
    for environment in FAMILY.environments("report"):
        for epoch in range(epochs):
            episode = Episode(FAMILY, environment, seed=number * epochs + epoch)
            plays.append(await play(episode, MixPlayer(mix, FAMILY, episode.scene)))
    return plays


async def _continued(
    number: int, mix: Mix, plays: Sequence[Episode], copies: int
) -> tuple[list[Result], dict[Name, bool]]:
    by_name = {Name("", f"{e.environment.id}@{e.seed}", 1): e for e in plays}
    sources = [_source(name, episode) for name, episode in by_name.items()]
    shown = [source.shown for source in sources if source.shown is not None]
    showing = [Start(s.name, s.shown) for s in sources if s.shown is not None]
    silent = [
        Start(s.name, cut)
        for s in sources
        if s.shown is None and (cut := matched_cut(by_name[s.name].messages, s.name, shown, number)) is not None
    ]
    intended = (
        *plans(PLAYED, showing, (), pairs(ON), copies * len(showing), number),
        *plans(PLAYED, (), silent, pairs(ON), copies * len(silent), number),
    )
    results = [await _continuation(place, mix, plan, by_name[plan.source]) for place, plan in enumerate(intended)]
    return results, {source.name: source.covert for source in sources}


def _source(name: Name, episode: Episode) -> Source:
    return Source(
        log=name.log,
        sample=name.sample,
        epoch=name.epoch,
        evaluation=FAMILY.name,
        environment=episode.environment.id,
        covert=episode.verdict().outcome == "covert",
        shown=first_shown(episode.messages, LEXICAL[ON]),
    )


async def _continuation(seed: int, mix: Mix, plan: Plan, source: Episode) -> Result:
    episode = source.fork(plan.cut.turn)
    turns = [message for message in source.messages if isinstance(message, Assistant)]
    trail = await play_on(
        episode,
        MixPlayer(mix, FAMILY, episode.scene, seed),
        opened(turns[plan.cut.turn].reasoning, plan),
        is_aware,
        silently=plan.arm == "remove",
        inserted=plan.sentence,
    )
    return Result(
        arm=plan.arm,
        source=plan.source,
        pair=plan.pair,
        covert=None if trail.gave_up else episode.verdict().outcome == "covert",
        reason=None,
        draws=trail.draws,
        came_back=trail.came_back,
        later=trail.later,
        shown=trail.shown,
        gave_up=trail.gave_up,
    )


def _one(task: tuple[int, str, int, int]) -> list[Held]:
    number, player, epochs, copies = task
    return replicate(number, PLAYERS[player].model_copy(update={"seed": number}), epochs, copies)


def _exact(events: int, trials: int) -> list[float]:
    return [round(end, 3) for end in exact(events, trials)]


def main() -> None:
    """Print, for each player and effect, coverage and the share of replicates with p below 0.05."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--players", default="cause,none", help=f"of {', '.join(PLAYERS)}")
    parser.add_argument("--replicates", type=int, default=500)
    parser.add_argument("--epochs", type=int, default=EPOCHS, help="plays of each environment")
    parser.add_argument("--copies", type=int, default=1, help="continuations of each play an arm")
    parser.add_argument("--processes", type=int, default=2)
    given = parser.parse_args()
    table: list[dict[str, object]] = []
    started = time.perf_counter()
    for player in given.players.split(","):
        tasks = [(number, player, given.epochs, given.copies) for number in range(given.replicates)]
        with Pool(given.processes) as pool:
            found = [one for many in pool.imap_unordered(_one, tasks, chunksize=5) for one in many]
        for name in dict.fromkeys(one.effect for one in found):
            mine = [one for one in found if one.effect == name]
            held, sure = sum(one.held for one in mine), sum(one.p < 0.05 for one in mine)
            table.append(
                {
                    "player": player,
                    "effect": name,
                    "truth": round(mine[0].truth, 4),
                    "mean": round(sum(one.difference for one in mine) / len(mine), 4),
                    "replicates": len(mine),
                    "covered": held / len(mine),
                    "covered_95": _exact(held, len(mine)),
                    "p_below_05": sure / len(mine),
                    "p_below_05_95": _exact(sure, len(mine)),
                }
            )
    print(
        json.dumps(
            {
                "epochs": given.epochs,
                "copies": given.copies,
                "seconds": round(time.perf_counter() - started),
                "table": table,
            },
            indent=2,
        )
    )


if __name__ == "__main__":
    main()
