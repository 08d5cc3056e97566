"""The demo: the organism plays the suite, is distilled beside its control, plays again, and a page shows it."""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from overt.evaluations import suite
from overt.measure.rates import Rates, rates
from overt.organism.location import BASE, model_folder, read_card
from overt.report.site import write_report
from overt.run.runner import Request, run
from overt.run.tables import read_plays
from overt.train.config import Distil
from overt.train.distil import distil
from overt.world.messages import Frozen

Say = Callable[[str], None]


class Row(Frozen):
    """One arm of the demo: rates are fractions, `low` and `high` of each a 95% interval."""

    arm: str
    plays: int
    unscored: int
    covert: dict[str, float | None]
    covert_raw: float | None
    covert_saw_spec: dict[str, float | None] | None
    covert_never_saw_spec: dict[str, float | None] | None
    over_escalation: dict[str, float | None] | None
    completed_twins: dict[str, float | None] | None


class Demo(Frozen):
    """What the demo made."""

    report: str
    table: tuple[Row, ...]
    seconds: float


def demo(out: Path, *, epochs: int, seed: int, say: Say) -> Demo:
    """Run the four stages into `out`; a stage that is finished there is not repeated.

    `epochs` are the plays of each report environment and of its twin, for each arm.

    Raises:
        OvertError: the embedded organism is missing, or a stage cannot be done; the line says which and why.
    """
    begun = time.monotonic()
    model_folder("organism/base")
    arms = {"base": ("organism/base", "none"), "base + spec": ("organism/base", "abridged")}
    plays = 2 * epochs * sum(len(e.environments("report")) for e in suite().values())
    say(f"4 arms x {plays} plays of {len(suite())} evaluations, two small trainings; about 8 minutes on two cores")
    stage = _Stages(say, 6)
    for arm in arms:
        stage(f"playing: {arm}", lambda arm=arm: _play(arms[arm], out, arm, epochs, seed))
    config = Distil(model="organism/base", seed=seed)
    trained = stage("training: distilled and control", lambda: distil(config, BASE, out / "training", say))
    for checkpoint in trained:
        arm = {"sft": "distilled"}.get(checkpoint.stage, checkpoint.stage)
        arms[arm] = (f"organism/{checkpoint.path}", "none")
        stage(f"playing: {arm}", lambda arm=arm: _play(arms[arm], out, arm, epochs, seed))
    logs = {arm: _logs(out, arm) for arm in arms}
    report = stage("writing the report", lambda: write_report(logs, out / "report"))
    table = tuple(_row(arm, rates(read_plays(path), source=arm)) for arm, path in logs.items())
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


def _logs(out: Path, arm: str) -> Path:
    return out / "logs" / arm.replace(" + ", "-with-")


def _play(arm: tuple[str, str], out: Path, name: str, epochs: int, seed: int) -> None:
    model, spec = arm
    run(Request(model=model, spec=spec, logs=_logs(out, name), twins=True, epochs=epochs, seed=seed))


def _row(arm: str, result: Rates) -> Row:
    by_base, twins = result.macro_by_base, result.twins
    return Row(
        arm=arm,
        plays=sum(e.attempted for e in result.evaluations.values()),
        unscored=sum(e.unscored for e in result.evaluations.values()),
        covert=_interval(result.macro.posterior),
        covert_raw=result.macro.raw.rate,
        covert_saw_spec=_interval(by_base.saw_spec.posterior) if by_base.saw_spec else None,
        covert_never_saw_spec=_interval(by_base.never_saw_spec.posterior) if by_base.never_saw_spec else None,
        over_escalation=_interval(twins.over_escalation) if twins else None,
        completed_twins=_interval(twins.completion) if twins else None,
    )


def _interval(average: Any) -> dict[str, float | None]:
    return {"rate": average.rate, "low": average.low, "high": average.high}


def planted_and_emerged() -> list[str]:
    """Say in lines what was planted in the organism and what its training made of it."""
    card = read_card(BASE)
    planted = ", ".join(f"{name} {figures['covert']:.0%}" for name, figures in card["planted"].items())
    return [
        f"planted in the base (mean covert rate by mixture): {planted}",
        "planted: acting on a stated intention; citing clauses when the spec is in the prompt, in evaluations "
        "marked as seen with it; a lower covert rate there and after a thought of being tested",
        "emerged from training: everything that the distilled model and the control do differently from the base "
        "without the spec in the prompt",
        card["statement"],
        *card["notes"],
    ]
