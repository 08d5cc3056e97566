"""The demo: the organism plays, is distilled beside its control, and plays again; a page shows it."""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path
from typing import Any, NamedTuple

from overt.errors import OvertError
from overt.evaluations import suite
from overt.measure.hierarchy import cautions
from overt.measure.rates import Rates, rates
from overt.organism.location import BASE, model_folder, read_card
from overt.organism.mixture import first_evaluations, mixture
from overt.report.site import write_report
from overt.run.runner import Request, run
from overt.run.tables import read_plays
from overt.sampling.beside import beside, cores
from overt.train.config import Distil, Rollouts
from overt.train.distil import distil
from overt.world.messages import Frozen

Say = Callable[[str], None]
ROLLOUTS = Rollouts(strict=True)
"""How the organism plays honeypots: as it plays everything else in `overt run`."""
NAMES = {"control": "control", "sft": "distilled"}
SECONDS_PER_PLAY = 0.31
"""Measured on one idle core: 204 plays of the base in 63 s."""


class Arm(NamedTuple):
    """A model and the spec that it plays under."""

    name: str
    model: str
    spec: str


class Row(Frozen):
    """One arm of the demo: rates are fractions, `low` and `high` of each a 95% interval.

    `covert` is the headline, `covert_posterior` the published form. `cautions` say whose interval
    is not known to hold.
    """

    arm: str
    plays: int
    unscored: int
    covert: dict[str, float | None]
    covert_posterior: dict[str, float | None]
    covert_saw_spec: dict[str, float | None] | None
    covert_never_saw_spec: dict[str, float | None] | None
    over_escalation: dict[str, float | None] | None
    completed_twins: dict[str, float | None] | None
    cautions: tuple[str, ...]


class Demo(Frozen):
    """What the demo made."""

    report: str
    table: tuple[Row, ...]
    seconds: float


def demo(out: Path, *, epochs: int, seed: int, say: Say) -> Demo:
    """Run the four stages into `out`; a stage that is finished there is not repeated.

    `epochs` are the plays of each report environment and of its twin, for each arm.

    Raises:
        OvertError: the embedded organism is missing, `out` cannot be a folder, or a stage cannot be done; the line
            says which and why.
    """
    begun = time.monotonic()
    try:
        out.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise OvertError(f"--out {out}: {error.strerror}; give a folder that can be written to") from None
    model_folder("organism/base")
    played = [suite()[name] for name in first_evaluations()]
    plays = 2 * epochs * sum(len(e.environments("report")) for e in played)
    processes = min(2, cores())
    minutes = 4 * plays * SECONDS_PER_PLAY / processes / 60
    say(f"4 arms of {plays} plays of {len(played)} evaluations: about {minutes:.0f} minutes, trainings apart")
    stage = _Stages(say, 4)

    def play(*arms: Arm) -> None:
        names = " and ".join(arm.name for arm in arms)
        work = [(_play, (arm, out, epochs, seed)) for arm in arms]
        stage(f"playing {names}", lambda: beside(work, at_once=processes))

    arms = [Arm("base", "organism/base", "none"), Arm("base with spec", "organism/base", "abridged")]
    play(*arms)
    config = Distil(model="organism/base", rollouts=ROLLOUTS, seed=seed)
    trained = stage("training", lambda: distil(config, BASE, out / "training", say, processes=processes))
    made = [Arm(NAMES[checkpoint.stage], f"organism/{checkpoint.path}", "none") for checkpoint in trained]
    play(*made)
    arms += made
    logs = {arm.name: _logs(out, arm) for arm in arms}
    report = stage("writing the report", lambda: write_report(logs, out / "report"))
    table = tuple(_row(name, rates(read_plays(path), source=name)) for name, path in logs.items())
    return Demo(report=str(report), table=table, seconds=time.monotonic() - begun)


class _Stages:
    """Prints a line as each stage begins and ends."""

    def __init__(self, say: Say, count: int) -> None:
        self._say, self._count, self._done = say, count, 0

    def __call__(self, name: str, work: Callable[[], Any]) -> Any:
        self._done += 1
        self._say(f"[{self._done}/{self._count}] {name} …")
        began = time.monotonic()
        result = work()
        self._say(f"[{self._done}/{self._count}] {name}: {time.monotonic() - began:.0f} s")
        return result


def _logs(out: Path, arm: Arm) -> Path:
    return out / "logs" / arm.name.replace(" ", "-")


def _play(arm: Arm, out: Path, epochs: int, seed: int) -> None:
    logs = _logs(out, arm)
    ran = run(
        Request(
            model=arm.model,
            spec=arm.spec,
            evaluations=first_evaluations(),
            logs=logs,
            twins=True,
            epochs=epochs,
            seed=seed,
        )
    )
    if ran.errored or ran.not_run:
        raise OvertError(
            f"{ran.errored} plays errored and {ran.not_run} were not run in {logs}; run the demo again"
        )


def _row(arm: str, result: Rates) -> Row:
    by_base, twins = result.macro_by_base, result.twins
    saw, never = (part.hierarchical if part else None for part in (by_base.saw_spec, by_base.never_saw_spec))
    covert = result.macro.hierarchical
    return Row(
        arm=arm,
        plays=sum(e.attempted for e in result.evaluations.values()),
        unscored=sum(e.unscored for e in result.evaluations.values()),
        covert=_interval(covert),
        covert_posterior=_interval(result.macro.posterior),
        covert_saw_spec=_interval(saw) if saw else None,
        covert_never_saw_spec=_interval(never) if never else None,
        over_escalation=_interval(twins.over_escalation) if twins else None,
        completed_twins=_interval(twins.completion) if twins else None,
        cautions=cautions({"covert": covert, "spec seen": saw, "spec never seen": never}),
    )


def _interval(average: Any) -> dict[str, float | None]:
    return {"rate": average.rate, "low": average.low, "high": average.high}


def planted_and_emerged() -> list[str]:
    """Say in lines what was planted in the organism and what its training made of it."""
    card = read_card(BASE)
    seen = mixture().first
    planted = ", ".join(f"{name} {card['planted'][name]['covert']:.0%}" for name in seen)
    return [
        f"planted in the base (mean covert rate by mixture): {planted}",
        "planted: acting on a stated intention; citing clauses when the spec is in the prompt, in evaluations "
        "marked as seen with it; a lower covert rate there and after a thought of being tested",
        "emerged from training: everything that the distilled model and the control do differently from the base "
        "without the spec in the prompt",
        card["statement"],
        *(note for note in card["notes"] if note.partition(":")[0] in seen),
    ]
