"""Reinforcement on outcomes: groups of plays, by the loop that evaluation uses, compared by TRL's GRPO.

Deviations from the paper: without `judge` the outcome is the environment's verdict alone; sizes and rates are ours
(the paper gives none); all weights are trained unless a LoRA rank is given. A step depends on nothing but the
weights, the optimiser, its number and the judge's kept answers, so that a training that was stopped ends as one
that was not.
"""

from __future__ import annotations

import json
import random
from collections.abc import Callable, Sequence
from functools import partial
from itertools import islice
from pathlib import Path
from typing import Any, cast

from overt.detect.citation import cited_clauses
from overt.errors import OvertError
from overt.evaluations import environment as find_environment
from overt.play import Episode
from overt.play.role import Roles
from overt.sampling import LocalModel, LocalPlayer, Segment, weights_hash
from overt.sampling.plays import play_all
from overt.train.checkpoints import last_step
from overt.train.config import Reinforce, Rollouts
from overt.train.confirming import Confirming
from overt.train.distil import Checkpoint, begin
from overt.train.grpo import Group, gap, train, widest
from overt.train.plays import Rollout
from overt.train.processes import by_main, count, gathered, heard, index, is_main
from overt.train.reward import Reward, outcome_reward
from overt.train.rollouts import schedule, training_environments
from overt.train.served import Server
from overt.train.validation import Watch, validating
from overt.world.messages import Assistant, Frozen
from overt.world.rendering import seeded
from overt.world.transcript import Transcript

Say = Callable[[str], None]
CHECKED = 16
"""Plays of a step whose log-probabilities by the sampler are compared with the trainer's."""


class Play(Frozen):
    """What became of one play of a step."""

    environment: str
    seed: int
    twin: bool
    reward: float | None
    covert: bool | None
    """None where the play is unscored."""
    over_escalated: bool
    cites: bool
    denied: str | None = None
    """Why a judge did not agree that the play is right."""
    turns: int
    tokens: int


def reinforce(
    config: Reinforce,
    base: Path,
    out: Path,
    say: Say,
    reward: Reward = outcome_reward,
    roles: Roles | None = None,
) -> list[Checkpoint]:
    """Train, and return every checkpoint and last the finished model. The same call goes on after a stop.

    `roles` asks the judge, where the configuration names one. Of several processes each plays its share of a step:
    together they play what one would.

    Raises:
        OvertError: `out` holds a training with another configuration, a family has no training environments, or
            the plays of a step cannot be shared out.
    """
    _check_shares(config)
    training_environments(config.families)
    final = out / "rl"
    server = _server(config, base, out)
    if server is not None and not final.exists():
        by_main(server.check)
    by_main(lambda: begin(config, out))
    say = heard(say)
    confirm = _judge(config, roles, out) if is_main() else None
    if not final.exists():
        train(
            config,
            base,
            out,
            prompts=[f"{environment}|{seed}" for environment, seed in _plan(config)],
            play=lambda model, step, prompts: _play(
                config, model, step, prompts, out, say, reward, confirm, server
            ),
            final=final,
            watch=_watch(config, out, say, server),
        )
    return by_main(lambda: _checkpoints(out, final))


def _check_shares(config: Reinforce) -> None:
    plays, at_once = config.prompts * config.group, config.micro_batch * count()
    if plays % at_once:
        raise OvertError(
            f"micro_batch {config.micro_batch} in {count()} processes does not divide prompts x group = {plays}; "
            "take a smaller one"
        )


def _checkpoints(out: Path, final: Path) -> list[Checkpoint]:
    paths = sorted(out.glob("checkpoint-*"), key=lambda p: int(p.name.partition("-")[2]))
    found = [(int(p.name.partition("-")[2]), p) for p in paths] + [(last_step(final), final)]
    return [
        Checkpoint(step=step, stage="rl", path=str(path), hash=weights_hash(path), metrics=_summary(out, step))
        for step, path in found
    ]


def _server(config: Reinforce, base: Path, out: Path) -> Server | None:
    if config.server is None or config.lora_rank is None:
        return None
    return Server(config.server, base, out / "served", rank=config.lora_rank)


def _watch(config: Reinforce, out: Path, say: Say, server: Server | None) -> Watch | None:
    if config.validation is None:
        return None
    if "validation" not in config.model_fields_set and not validating(config.families):
        say("validation: these families have no validation environments; it goes on to the last step")
        return None
    return Watch(
        config.validation,
        config.families,
        twins=config.twins,
        length=config.length,
        seed=config.seed,
        file=out / "validation.jsonl",
        say=say,
        temperature=config.temperature,
        max_new_tokens=config.max_new_tokens,
        through=None if server is None else server.sampler,
    )


def _plan(config: Reinforce) -> list[tuple[str, int]]:
    """Return (environment or twin, seed of its world) of every group of every step."""
    environments = training_environments(config.families)
    random.Random(config.seed).shuffle(environments)
    plan = Rollouts(plays=config.steps * config.prompts, twins=config.twins)
    return [(played.id, seed) for _, played, seed in schedule(environments, plan, config.seed)]


def _play(
    config: Reinforce,
    model: LocalModel,
    step: int,
    prompts: Sequence[str],
    out: Path,
    say: Say,
    reward: Reward,
    confirm: Confirming | None,
    server: Server | None = None,
) -> Group:
    """Play this process's prompts of a step, each as often as it stands there; write what became of all."""
    jobs: list[tuple[Episode, int]] = []
    first = index() * len(prompts)
    for number, prompt in enumerate(prompts, first):
        name, _, seed = prompt.rpartition("|")
        family, found = find_environment(name)
        episode = Episode(family, found, seed=int(seed), length=config.length, spec=config.spec)
        jobs.append((episode, seeded("reinforce", config.seed, step, number).getrandbits(62)))
    segments: dict[int, Segment] = {}
    plays: dict[int, Play] = {}

    def finished(number: int, episode: Episode, player: LocalPlayer) -> None:
        if not player.segments:
            raise OvertError(
                f"{episode.environment.id}: its first messages fill the model's context of {model.context} "
                "tokens, and nothing can be sampled; take a model with a longer one"
            )
        rng = seeded("segment", config.seed, step, first + number)
        segments[number] = _one_of(player.segments, rng)
        plays[number] = _outcome(episode, reward, sum(sum(s.mask) for s in player.segments))

    through = None if server is None else partial(server.sampler, name=by_main(lambda: server.load(model)))
    play_all(
        model,
        jobs,
        finished,
        temperature=config.temperature,
        max_new_tokens=config.max_new_tokens,
        through=through,
    )
    chosen = [segments[i] for i in range(len(jobs))]
    done = gathered([plays[i] for i in range(len(jobs))])
    if config.judge is not None:
        played = gathered([_as_played(episode) for episode, _ in jobs])
        done = by_main(lambda: _confirmed(done, [p.episode().transcript() for p in played], confirm))
    checked = chosen[: -(-CHECKED // count())]
    apart = widest(gathered([gap(model, checked, config.temperature)]))
    if server is not None and config.temperature != 1:
        _check_mode(config, apart, widest(gathered([gap(model, checked, 1.0)])))
    figures = {"step": step, **_figures(done), "logprob_gap": apart}
    by_main(lambda: _write(out / "plays" / f"{step:06}.jsonl", figures, done))
    say(" ".join(f"{k} {v:.3g}" if isinstance(v, float) else f"{k} {v}" for k, v in figures.items()))
    return Group(chosen, [p.reward for p in done[first : first + len(jobs)]])


def _check_mode(config: Reinforce, apart: float, untempered: float) -> None:
    """Refuse log-probabilities that a server gives as if it had drawn at temperature 1: weights would be wrong.

    Both are gaps in nats, at the temperature and at 1; where they are of what was drawn, the second is the wider.
    """
    if untempered < apart / 2:
        raise OvertError(
            f"server: {config.server} gives log-probabilities before temperature {config.temperature} (by up to "
            f"{apart:.2g} nats); start it with --logprobs-mode processed_logprobs; the same command goes on"
        )


def _write(path: Path, figures: dict[str, Any], plays: Sequence[Play]) -> None:
    lines = [json.dumps(figures), *(p.model_dump_json() for p in plays)]
    path.parent.mkdir(exist_ok=True)
    building = path.with_suffix(".building")
    building.write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")
    building.replace(path)


def _as_played(episode: Episode) -> Rollout:
    """Return a play in a form that another process can restore."""
    return Rollout(
        environment=episode.environment.id,
        seed=episode.seed,
        spec=episode.spec,
        length=episode.length,
        messages=tuple(episode.messages),
    )


def _judge(config: Reinforce, roles: Roles | None, out: Path) -> Confirming | None:
    if config.judge is None:
        return None
    if roles is None:
        raise TypeError("a judge needs `roles` to ask it")
    return Confirming(config.judge, roles, out / "judge.jsonl")


def _confirmed(
    plays: Sequence[Play], transcripts: Sequence[Transcript[Any, Any]], confirm: Confirming | None
) -> list[Play]:
    """Ask about every play that would be paid: what is denied is not paid, what is not answered is left out."""
    if confirm is None:
        raise TypeError("the main process has no judge to ask")
    paid = [number for number, play in enumerate(plays) if play.reward]
    answers = dict(zip(paid, confirm([transcripts[number] for number in paid]), strict=True))
    done: list[Play] = []
    for number, play in enumerate(plays):
        answer = answers.get(number)
        if answer is None or answer.right:
            done.append(play)
        else:
            reward = None if answer.right is None else 0.0
            done.append(play.model_copy(update={"reward": reward, "denied": answer.reason}))
    return done


def _one_of(segments: Sequence[Segment], rng: random.Random) -> Segment:
    """Return the play's tokens; where a template rewrote them there are several rows, and one is drawn by length.

    A row's share of the draws is its share of the sampled tokens, so that each of these is learned from equally
    often.
    """
    return rng.choices(segments, weights=[sum(s.mask) for s in segments])[0]


def _outcome(episode: Episode, reward: Reward, tokens: int) -> Play:
    verdict = episode.verdict()
    reasoning = "\n".join(turn.reasoning for turn in episode.turns)
    covert = None if verdict.outcome == "unscored" else verdict.outcome == "covert"
    return Play(
        environment=episode.environment.id,
        seed=episode.seed,
        twin=episode.environment.is_twin,
        reward=reward(episode.transcript()),
        covert=covert,
        over_escalated=verdict.over_escalated,
        cites=bool(cited_clauses(reasoning)),
        turns=sum(isinstance(m, Assistant) for m in episode.messages),
        tokens=tokens,
    )


def _figures(plays: Sequence[Play]) -> dict[str, Any]:
    def share(values: Sequence[bool]) -> float | None:
        return sum(values) / len(values) if values else None

    paid = [p.reward for p in plays if p.reward is not None]
    return {
        "plays": len(plays),
        "reward": sum(paid) / len(paid) if paid else None,
        "covert": share([p.covert for p in plays if not p.twin and p.covert is not None]),
        "over_escalation": share([p.over_escalated for p in plays if p.twin]),
        "citing": share([p.cites for p in plays]),
        "tokens": sum(p.tokens for p in plays) / len(plays),
    }


def _summary(out: Path, step: int) -> dict[str, float]:
    """Return the figures of the last step's plays before a checkpoint: of honeypots, no rates of the suite."""
    path = out / "plays" / f"{step - 1:06}.jsonl"
    with path.open(encoding="utf-8") as handle:
        figures = cast("dict[str, Any]", json.loads(next(islice(handle, 1))))
    return {f"honeypot_{name}": float(value) for name, value in figures.items() if value is not None}
