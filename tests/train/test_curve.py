"""The curve: every checkpoint is played once, wherever it stopped; its logs are ordinary ones."""

from __future__ import annotations

import json
import shutil
import sys
from dataclasses import replace
from pathlib import Path

import coached
import polars as pl
import pytest
import torch
from safetensors.torch import load_file

from overt.cli import main
from overt.cli import train as train_of
from overt.errors import OvertError
from overt.measure.rates import rates
from overt.organism.location import BASE
from overt.run.tables import read_plays
from overt.sampling import Completion, Engine, LocalModel, Segment, weights_hash
from overt.sampling import Request as Asked
from overt.study import curve as curve_of
from overt.study.through import trace
from overt.train.adapters import is_adapter, merge
from overt.train.checkpoints import last_step, read_training, saved
from overt.train.config import Curve, Distil, Full, Reinforce, Rollouts, Sft, load_config
from overt.train.distil import claim
from overt.train.reinforce import reinforce
from overt.train.scaling import train_at_sizes
from overt.train.sft import fine_tune

PLAN = Curve(evaluations=("subagent_resource_quota",), environments=1, full=Full(environments=2))
SFT = Sft(learning_rate=1e-5, epochs=1, batch=2, save_every=1)
SIZES = Sft(learning_rate=1e-5, epochs=1, batch=4, examples=8)
LABELS = ["base 0", "sft 2", "sft 3", "rl 1", "rl 2"]


def rows(number: int) -> list[Segment]:
    ids = torch.randint(20, 200, (number, 24), generator=torch.Generator().manual_seed(number)).tolist()
    return [Segment(tuple(row), (0,) * 6 + (1,) * 18, (0.0,) * 24) for row in ids]


def weights(folder: Path) -> dict[str, torch.Tensor]:
    return load_file(folder / "model.safetensors")


def same(one: Path, other: Path) -> bool:
    left, right = weights(one), weights(other)
    return left.keys() == right.keys() and all(torch.equal(left[name], right[name]) for name in left)


def settings(model: str, **changes) -> Distil:
    plan = PLAN.model_copy(update={"every": 2})
    return Distil(**{"model": model, "sft": SFT, "control": False, "curve": plan, **changes})


class Alone:
    """Samples each turn by itself: in a batch, float noise turns a play in some hundreds."""

    def __init__(self, model: LocalModel) -> None:
        self.model = model

    async def generate(self, request: Asked) -> Completion:
        return Engine(self.model, rows=1).run([replace(request, key=None)])[0]

    def close(self) -> None: ...


@pytest.fixture(autouse=True, scope="module")
def alone():
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("overt.sampling.Sampler", Alone)
        yield


@pytest.fixture(scope="module")
def way(tmp_path_factory) -> Path:
    """A training by reward whose model was trained before: three steps, then two."""
    folder = tmp_path_factory.mktemp("way")
    (folder / "distil").mkdir()
    claim(folder / "distil" / "config.json", settings("organism/base"))
    fine_tune(BASE, rows(6), SFT, seed=0, out=folder / "distil" / "sft")
    config = Reinforce(
        validation=None,
        model=f"organism/{folder}/distil/sft",
        steps=2,
        prompts=1,
        group=2,
        micro_batch=2,
        max_new_tokens=40,
        save_every=1,
        curve=PLAN,
    )
    reinforce(config, folder / "distil" / "sft", folder / "rl", lambda _: None, lambda _: 0.0)
    return folder


@pytest.fixture(scope="module")
def traced(way):
    """The curve, measured by a command that was stopped at its third point and given again."""
    begun: list[str] = []

    def stops(request):
        begun.append(request.model)
        if len(begun) == 3:
            raise KeyboardInterrupt
        return played(request)

    played = curve_of.run
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(curve_of, "run", stops)
        code, _, err = overt("train", "curve", way / "rl")
        assert code == 130 and f"`overt train curve {way / 'rl'}` goes on" in err
        stopped = len(list(way.rglob("played.json")))
        code, out, _ = overt("train", "curve", way / "rl", "--json")
    # The last model was paid nothing and is the one before it: its plays are there.
    assert (code, stopped, len(begun)) == (0, 2, 5)
    return json.loads(out)


def overt(*words: object) -> tuple[int, str, str]:
    import contextlib
    import io

    out, err = io.StringIO(), io.StringIO()
    with pytest.MonkeyPatch.context() as patch, contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
        patch.setattr(sys, "argv", ["overt", *map(str, words)])
        # What is patched here is not in other processes.
        patch.setattr(train_of, "_processes", lambda model: 1)
        with pytest.raises(SystemExit) as ended:
            main()
    return int(ended.value.code or 0), out.getvalue(), err.getvalue()


def test_every_checkpoint_of_the_whole_way_is_a_point(way, traced):
    points = traced["checkpoints"]
    assert [f"{p['stage']} {p['step']}" for p in points] == LABELS
    assert points[4]["logs"] == points[2]["logs"]
    assert [p["full"] for p in points] == [True, False, True, False, True]
    assert [p["hash"] for p in points] == [weights_hash(Path(p["path"])) for p in points]
    assert [p["metrics"]["attempted"] for p in points] == [2, 1, 2, 1, 2]
    for point in points:
        for name in ("covert", "over_escalation", "completed_twins", "awareness", "citation"):
            rate, low, high = (point["metrics"][f"{name}{end}"] for end in ("", "_low", "_high"))
            assert rate is None or 0 <= low <= rate <= high <= 1, name
        assert point["metrics"]["twins_scored"] <= point["metrics"]["attempted"]
        # What could not be scored has neither rate nor caution.
        named = [n for n in ("covert", "covert_shared", "awareness") if point["metrics"][n] is not None]
        assert all(any(n in line.partition(":")[0].split(", ") for line in point["cautions"]) for n in named)
        says = "There are 2 environments" if point["full"] else "has one environment"
        assert all(says in line for line in point["cautions"] if not line.startswith("covert_shared:"))
    assert points[0]["cautions"]


def test_two_processes_share_the_points_and_measure_the_same(way, traced, tmp_path, monkeypatch):
    again = tmp_path / "again"
    shutil.copytree(way, again)
    for name in ("distil", "rl"):
        shutil.rmtree(again / name / "curve")
    config = (again / "rl" / "config.json").read_text()
    (again / "rl" / "config.json").write_text(config.replace(str(way), str(again)))
    shares: list[list[str]] = []

    def beside(work, *, at_once, tick):
        assert at_once == 2
        shares.extend([point.label for _, point in share] for _, (share,) in work)
        return [function(*given) for function, given in work]

    monkeypatch.setattr(curve_of, "beside", beside)
    said: list[str] = []
    found = trace(again / "rl", said.append, 2)
    # Full points are of two environments, others of one; the last model is one that was played.
    assert sorted(map(sorted, shares)) == [["base", "sft 2"], ["rl 1", "sft 3"]]
    for point, alone in zip(found.checkpoints, traced["checkpoints"], strict=True):
        ours, theirs = (read_plays(Path(logs)).drop("log").sort("sample") for logs in (point.logs, alone["logs"]))
        assert point.hash == alone["hash"] and ours.drop("model").equals(theirs.drop("model"))
        assert point.metrics == alone["metrics"]
    assert len(said) == 4 and all("of 5" in text for text in said)
    monkeypatch.setattr(curve_of, "beside", lambda *_, **__: pytest.fail("plays again"))
    assert trace(again / "rl", said.append, 2).checkpoints == found.checkpoints


def test_its_logs_are_ordinary_ones_and_lie_with_the_training_by_the_hash(way, traced):
    for point in traced["checkpoints"]:
        logs = Path(point["logs"])
        home = way / ("rl" if point["path"].endswith("checkpoint-1") else "distil")
        assert logs.is_relative_to(home / "curve" / "logs")
        assert logs.parent.name == point["hash"].removeprefix("sha256:")[:12]
        found = rates(read_plays(logs), draws=1000)
        assert found.macro.hierarchical.rate == point["metrics"]["covert"]
        assert found.condition.spec == "none"


def test_the_table_and_the_figure_show_what_was_printed(way, traced):
    table = pl.read_parquet(traced["table"])
    assert table["step"].to_list() == [p["step"] for p in traced["checkpoints"]]
    assert table["covert"].to_list() == [p["metrics"]["covert"] for p in traced["checkpoints"]]
    assert pl.read_csv(way / "rl" / "curve" / "curve.csv").columns == table.columns
    drawn = Path(traced["figure"]).read_text()
    assert all(label in drawn for label in ("base", "sft 2", "rl 1", "Benign twins"))
    assert json.loads((way / "rl" / "curve" / "curve.json").read_text())["plateaus"] == traced["plateaus"]


def test_each_stage_says_what_it_changed(traced):
    assert [(c["stage"], c["before"], c["after"]) for c in traced["changes"]] == [
        ("sft", "base", "sft 3"),
        ("rl", "sft 3", "rl 2"),
        ("all", "base", "rl 2"),
    ]
    for change in traced["changes"]:
        assert set(change["shifts"]) == {"covert", "over_escalation", "completed_twins", "awareness", "citation"}
    assert [s["stage"] for s in traced["plateaus"]] == ["sft", "rl"]
    assert all(s["step"] is None and "cannot be told" in s["about"] for s in traced["plateaus"])


def test_the_same_command_again_plays_nothing_and_says_the_same(way, traced, monkeypatch):
    monkeypatch.setattr(curve_of, "run", lambda request: pytest.fail(f"plays {request.model} again"))
    shutil.rmtree(way / "distil" / "sft" / "checkpoint-1")
    for file in ("curve.parquet", "curve.csv", "curve.svg", "curve.json"):
        (way / "rl" / "curve" / file).unlink()
    again = trace(way / "rl", lambda _: None)
    assert again.model_dump(mode="json") == traced
    alone = trace(way / "distil", lambda _: None)
    shared = ("covert", "awareness", "attempted")
    assert [[p.metrics[s] for s in shared] for p in alone.checkpoints] == [
        [p["metrics"][s] for s in shared] for p in traced["checkpoints"][:3]
    ]


def test_a_point_that_lost_its_mark_resumes_its_logs(way, traced):
    point = traced["checkpoints"][1]
    mark = Path(point["logs"]) / "played.json"
    before = sorted(p.name for p in mark.parent.glob("*.eval"))
    mark.unlink()
    assert trace(way / "distil", lambda _: None).checkpoints[1].metrics["covert"] == point["metrics"]["covert"]
    assert sorted(p.name for p in mark.parent.glob("*.eval")) == before
    assert mark.is_file()


def test_other_settings_of_the_curve_are_no_other_training(tmp_path):
    config = settings("organism/base")
    claim(tmp_path / "config.json", config)
    claim(tmp_path / "config.json", config.model_copy(update={"curve": None}))
    with pytest.raises(OvertError, match="another configuration"):
        claim(tmp_path / "config.json", config.model_copy(update={"seed": 1}))


@pytest.mark.parametrize(
    ("prepared", "says"), [(None, "holds no training"), ("[]", "give the folder of a training"), ("{", "not JSON")]
)
def test_a_folder_without_a_training_is_named(tmp_path, prepared, says):
    if prepared is not None:
        (tmp_path / "config.json").write_text(prepared)
    code, out, err = overt("train", "curve", tmp_path)
    assert (code, out) == (2, "") and str(tmp_path) in err and says in " ".join(err.split())


def test_a_training_that_has_no_checkpoint_yet_is_named(tmp_path):
    claim(tmp_path / "config.json", settings("organism/base"))
    code, _, err = overt("train", "curve", tmp_path)
    assert code == 2 and "holds no checkpoint yet" in err


# What the curve stands on: checkpoints of fine-tuning.


def test_fine_tuning_that_stopped_goes_on_from_its_checkpoint_and_ends_with_the_same_weights(way, tmp_path):
    whole = way / "distil" / "sft"
    (tmp_path / "sft.building").mkdir()
    shutil.copytree(whole / "checkpoint-2", tmp_path / "sft.building" / "checkpoint-2")
    # Killed while the next one was written: the trainer's state comes last.
    torn = shutil.ignore_patterns("trainer_state.json", "optimizer.pt")
    shutil.copytree(whole / "checkpoint-3", tmp_path / "sft.building" / "checkpoint-3", ignore=torn)
    assert fine_tune(BASE, rows(6), SFT, seed=0, out=tmp_path / "sft") == 3
    assert same(tmp_path / "sft", whole)
    assert not same(whole / "checkpoint-2", whole / "checkpoint-3")
    assert last_step(tmp_path / "sft") == 3
    assert not (tmp_path / "sft.building").exists()


def test_stopped_where_an_epoch_ended_it_goes_on_into_the_next(tmp_path):
    """A trainer that begins again at an epoch's end may find nothing left to do, and say nothing."""
    plan = SFT.model_copy(update={"epochs": 2, "save_every": 3})
    assert fine_tune(BASE, rows(6), plan, seed=0, out=tmp_path / "whole") == 6
    (tmp_path / "cut.building").mkdir()
    boundary = tmp_path / "whole" / "checkpoint-3"
    assert json.loads((boundary / "trainer_state.json").read_text())["epoch"] == 1.0
    shutil.copytree(boundary, tmp_path / "cut.building" / "checkpoint-3")
    assert fine_tune(BASE, rows(6), plan, seed=0, out=tmp_path / "cut") == 6
    assert same(tmp_path / "cut", tmp_path / "whole")
    assert not same(boundary, tmp_path / "whole" / "checkpoint-6")


def test_stopped_after_its_last_step_and_before_its_model_was_written_it_writes_that(way, tmp_path):
    whole = way / "rl"
    shutil.copytree(whole, tmp_path / "rl", ignore=shutil.ignore_patterns("curve"))
    shutil.rmtree(tmp_path / "rl" / "rl")
    config = read_training(tmp_path / "rl")
    reinforce(config, way / "distil" / "sft", tmp_path / "rl", lambda _: None, lambda _: pytest.fail("plays"))
    assert same(tmp_path / "rl" / "rl", whole / "rl")


def test_an_adapters_checkpoint_can_be_played_as_a_whole_model(folder, tmp_path):
    plan = SFT.model_copy(update={"lora_rank": 2, "learning_rate": 1e-2})
    fine_tune(folder, rows(4), plan, seed=0, out=tmp_path / "sft")
    last = tmp_path / "sft" / "checkpoint-2"
    assert is_adapter(last) and not is_adapter(tmp_path / "sft")
    merge(last, folder, tmp_path / "merged")
    assert same(tmp_path / "merged", tmp_path / "sft")
    claim(tmp_path / "config.json", settings(f"local/{folder}", sft=plan))
    assert [(s.step, s.ends) for s in saved(tmp_path)] == [(1, False), (2, True)]


# The same at several sizes of data.


@pytest.fixture(scope="module")
def scaled(tmp_path_factory):
    """A distillation of the organism by a scripted teacher, at three sizes, told as a user would."""
    folder = tmp_path_factory.mktemp("scaled")
    plan = PLAN.model_copy(update={"twins": False, "full": Full(environments=1)})
    config = coached.settings("", model="organism/base", curve=plan, rollouts=Rollouts(plays=10), sft=SIZES)
    (folder / "distil.yaml").write_text(config.model_dump_json())
    words = ("train", "distil", "--config", folder / "distil.yaml", "--out", folder / "run", "--scaling", "4,6")
    code, out, err = overt(*words, "--json")
    assert code == 0, err
    return words, json.loads(out), folder / "run"


def test_each_size_is_a_training_of_its_own_and_is_played_at_its_end(scaled):
    _, told, out = scaled
    assert [one["examples"] for one in told["scaling"]] == [4, 6]
    ends = [one["end"] for one in told["scaling"]]
    assert [end["step"] for end in ends] == [1, 2]
    assert len({end["hash"] for end in ends} | {told["checkpoints"][-1]["hash"]}) == 3
    assert [p["stage"] for p in told["checkpoints"]] == ["base", "sft"]
    assert told["checkpoints"][1]["metrics"]["kept"] == 10
    assert pl.read_csv(out / "curve" / "scaling.csv")["examples"].to_list() == [4, 6]
    base = told["checkpoints"][0]["hash"].removeprefix("sha256:")[:12]
    assert [p.relative_to(out).parts[0] for p in out.rglob(base)] == ["curve"]


def test_given_again_nothing_is_trained_or_played(scaled, monkeypatch):
    words, told, out = scaled
    stamps = {p: p.stat().st_mtime_ns for p in out.rglob("*.safetensors")}
    monkeypatch.setattr(curve_of, "run", lambda request: pytest.fail(f"plays {request.model} again"))
    code, again, _ = overt(*words, "--json")
    assert (code, json.loads(again)) == (0, told)
    assert {p: p.stat().st_mtime_ns for p in out.rglob("*.safetensors")} == stamps
    code, shown, _ = overt(*words)
    assert code == 0 and "6 plays: covert" in shown and "sft: no plateau" in shown


def test_more_plays_than_were_kept_are_refused(scaled):
    words, _, out = scaled
    config = load_config(words[3], Distil).model_copy(update={"scaling": (4, 400)})
    with pytest.raises(OvertError, match=r"scaling: 10 plays were kept in .*, fewer than 400; take smaller"):
        train_at_sizes(config, BASE, out, lambda _: None)
