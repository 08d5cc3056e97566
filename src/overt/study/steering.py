"""Steering, whole: a direction from plays, then plays at each dose and with random directions, and the probe."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal, NamedTuple

import numpy as np

from overt.detect.readings import LEXICAL, read
from overt.errors import OvertError
from overt.intervene.arms import pairs
from overt.intervene.probe import Probed, probe
from overt.intervene.sources import Cut, first_shown, matched_cut
from overt.measure.intervals import exact
from overt.play import View
from overt.run.intended import Sources
from overt.run.runner import Display, Request, run
from overt.run.tables import read_transcripts
from overt.world.messages import Assistant, Frozen, Message

if TYPE_CHECKING:
    from overt.sampling import LocalModel

FILE = "direction.safetensors"
LOCAL = ("local/", "organism/")


class Steering(NamedTuple):
    """What to do: the plays that directions come from, where all of it goes, and how much is played.

    `doses` are of the direction; each of `randoms` random directions is played at the doses that differ from zero.
    """

    logs: tuple[Path, ...]
    out: Path
    on: str
    doses: tuple[float, ...] = (-2.0, -1.0, 0.0, 1.0, 2.0)
    randoms: int = 2
    layers: tuple[int, ...] = ()
    places: int = 64
    evaluations: tuple[str, ...] = ()
    environments: int | tuple[str, ...] | None = None
    epochs: int = 1
    seed: int = 0


class Dosed(Frozen):
    """Plays at one dose: the shares that were covert, that show the thought, and that have no verdict.

    `direction` is the detector's name or `random` and a number. Intervals are exact, over plays.
    """

    direction: str
    dose: float
    plays: int
    scored: int
    covert: int
    covert_low: float
    covert_high: float
    shown: int
    shown_low: float
    shown_high: float
    no_verdict: int


class Steered(Frozen):
    """What was found: the response to each dose, and the probe at each layer, or why there is none."""

    model: str
    on: str
    layers: tuple[int, ...]
    places: int
    doses: tuple[Dosed, ...]
    probes: tuple[Probed, ...]
    no_probe: str | None


def steering(wanted: Steering, *, display: Display = "none") -> Steered:
    """Make the direction, play every dose and probe; stopped, the same request goes on.

    Raises:
        OvertError: the plays are not of a local model, or none of them thinks; or what `run` raises.
        KeyboardInterrupt: it was stopped.
    """
    found = Sources(wanted.logs)
    name = found.model.partition("+")[0]
    if not name.startswith(LOCAL):
        raise OvertError(f"{found.model} cannot be steered: its weights are not here; give plays of local/PATH")
    model = _model(name)
    cuts = list(_cuts(found, wanted))
    path = wanted.out / FILE
    layers = _direction(path, model, cuts, wanted)
    doses = tuple(
        _dosed(wanted, name, path, dose, random, display)
        for random in (None, *range(wanted.randoms))
        for dose in wanted.doses
        if random is None or dose
    )
    probes = _probes(model, cuts, layers, wanted.seed)
    return Steered(
        model=name,
        on=wanted.on,
        layers=layers,
        places=min(wanted.places, len(cuts)),
        doses=doses,
        probes=tuple(p for p in probes if p != "too few"),
        no_probe="too few plays show the thought, or too few do not" if "too few" in probes else None,
    )


def _model(name: str) -> LocalModel:
    from overt.organism.location import model_folder
    from overt.sampling import LocalModel

    return LocalModel.load(model_folder(name.partition("@")[0]))


def _cuts(found: Sources, wanted: Steering) -> Iterator[tuple[View, bool]]:
    """Yield each play up to its cut, with the thought so far, and whether the thought of the kind comes next."""
    detector = LEXICAL[wanted.on]
    plays = [(name, play.messages, found.episode(name)) for name, play in found]
    shown = {name: first_shown(messages, detector) for name, messages, _ in plays}
    places = [cut for cut in shown.values() if cut is not None]
    for name, messages, episode in plays:
        cut = shown[name] or matched_cut(messages, name, places, wanted.seed)
        if cut is not None:
            yield View(messages=_until(messages, cut), tools=episode.view().tools), shown[name] is not None


def _until(messages: Sequence[Message], cut: Cut) -> tuple[Message, ...]:
    turns = [place for place, message in enumerate(messages) if isinstance(message, Assistant)]
    place = turns[cut.turn]
    turn = messages[place]
    thought = turn.reasoning[: cut.start].rstrip() if isinstance(turn, Assistant) else ""
    return (*messages[:place], Assistant(reasoning=thought))


def _direction(
    path: Path, model: LocalModel, cuts: Sequence[tuple[View, bool]], wanted: Steering
) -> tuple[int, ...]:
    """Make the direction, or read the one that is there; return its layers."""
    from overt.intervene.steer import direction, load, save

    if not path.exists():
        rng = np.random.default_rng(wanted.seed)
        drawn = [cuts[int(n)][0] for n in rng.permutation(len(cuts))[: wanted.places]]
        save(direction(model, drawn, pairs(wanted.on), wanted.on, wanted.layers), path)
    return tuple(sorted(load(path).vectors))


def _dosed(wanted: Steering, model: str, path: Path, dose: float, random: int | None, display: Display) -> Dosed:
    label = wanted.on if random is None else f"random {random}"
    arguments: dict[str, Any] = {"steer": str(path), "dose": dose}
    if random is not None:
        arguments["random"] = random
    logs = wanted.out / f"{label.replace(' ', '-')}{dose:+g}"
    request = Request(
        model=model.partition("@")[0],
        logs=logs,
        evaluations=wanted.evaluations,
        environments=wanted.environments,
        epochs=wanted.epochs,
        seed=wanted.seed,
        model_args=arguments,
    )
    run(request, display=display)
    plays = [play for play in read_transcripts(logs) if not play.row["twin"]]
    scored = [play for play in plays if play.row["status"] == "scored"]
    covert = sum(bool(play.row["covert"]) for play in scored)
    shown = sum(read(wanted.on, LEXICAL[wanted.on], play.messages).value == "yes" for play in plays)
    low, high = exact(covert, len(scored))
    shown_low, shown_high = exact(shown, len(plays))
    return Dosed(
        direction=label,
        dose=dose,
        plays=len(plays),
        scored=len(scored),
        covert=covert,
        covert_low=low,
        covert_high=high,
        shown=shown,
        shown_low=shown_low,
        shown_high=shown_high,
        no_verdict=len(plays) - len(scored),
    )


def _probes(
    model: LocalModel, cuts: Sequence[tuple[View, bool]], layers: Sequence[int], seed: int
) -> list[Probed | Literal["too few"]]:
    from overt.intervene.steer import at_end

    held = np.stack([at_end(model, view, layers).numpy() for view, _ in cuts])
    labels = np.array([float(comes) for _, comes in cuts])
    return [probe(held[:, place].astype(np.float64), labels, layer, seed) for place, layer in enumerate(layers)]
