"""`--until`: looks go on until the interval is narrow, and a stop anywhere changes nothing and repeats nothing."""

import itertools
import json

import pytest

from overt.errors import OvertError
from overt.measure.allocation import LOOKS, look, next_epochs, played
from overt.measure.pairs import decide_pairs
from overt.run.budget import Budget
from overt.run.runner import PLAN, Request, run
from overt.run.tables import read_plays
from overt.run.until import run_until

WIDTH = 0.45


def request(logs, **more):
    settings = {
        "model": "actor/mix",
        "model_args": {"rate": 0.4, "clustering": 0.5},
        "evaluations": ("lazy_checklist", "subagent_resource_quota"),
        "environments": 3,
        "epochs": 1,
    }
    return Request(logs=logs, **(settings | more))


def outcomes(logs):
    plays = read_plays(logs)
    return {(r["sample"], r["epoch"]): (r["seed"], r["covert"], r["log"]) for r in plays.iter_rows(named=True)}


def verdicts(logs):
    return {key: value[:2] for key, value in outcomes(logs).items()}


@pytest.fixture(scope="module")
def whole(tmp_path_factory):
    """Return a run that was never stopped: its directory, the looks it told, and its end."""
    logs, told = tmp_path_factory.mktemp("whole"), []
    return logs, told, run_until(request(logs), WIDTH, told.append)


def test_it_stops_at_the_first_look_that_is_narrow_and_says_what_it_took(whole):
    logs, told, (ran, end) = whole
    assert end.reached and end.look == told[-1] and 2 <= len(told) <= LOOKS
    assert all(t.high - t.low > WIDTH for t in told[:-1]) and told[-1].high - told[-1].low <= WIDTH
    assert ran.plays == end.look.scored == sum(3 * n for n in end.look.epochs.values())
    counts = played(decide_pairs(read_plays(logs)))
    assert (end.look.low, end.look.high) == (look(counts).low, look(counts).high)
    assert 0 < end.needed.optimum <= end.needed.uniform + 1
    assert end.headline.environments == 6


def test_each_look_plays_what_the_plays_before_it_say(whole):
    logs, told, _ = whole
    plays = decide_pairs(read_plays(logs))
    for before, after in itertools.pairwise(told):
        seen = [n for n in range(plays.height) if plays["epoch"][n] <= before.epochs[plays["evaluation"][n]]]
        counts = played(plays[seen])
        assert next_epochs(counts, before.epochs, WIDTH, before.number) == after.epochs


def test_stopped_inside_looks_it_goes_on_repeats_nothing_and_ends_alike(whole, tmp_path):
    first = run_until(request(tmp_path, budget=Budget(plays=4)), WIDTH, lambda _: None)
    assert first.until is None and (first.ran.plays, first.ran.not_run) == (4, 2)
    before = verdicts(tmp_path)
    second = run_until(request(tmp_path, budget=Budget(plays=5)), WIDTH, lambda _: None)
    assert second.until is None and second.ran.plays == 9
    assert before.items() <= verdicts(tmp_path).items()
    third = run_until(request(tmp_path), WIDTH, lambda _: None)
    assert third.until == whole[2].until
    assert verdicts(tmp_path) == verdicts(whole[0])


def test_given_again_it_plays_nothing(whole):
    logs, told, outcome = whole
    before = outcomes(logs)
    again = []
    assert run_until(request(logs, budget=Budget(plays=0)), WIDTH, again.append) == outcome
    assert outcomes(logs) == before and again == told[-1:]


@pytest.mark.parametrize(
    ("width", "changes", "says"),
    [
        (0.3, {}, "--until 45"),
        (WIDTH, {"epochs": 2}, "--epochs 1"),
        (WIDTH, {"evaluations": ("lazy_checklist",)}, "--evaluations lazy_checklist,subagent_resource_quota"),
        (0.0, {}, "--until 0"),
    ],
)
def test_other_settings_are_refused_in_one_line(whole, width, changes, says):
    with pytest.raises(OvertError) as refusal:
        run_until(request(whole[0], **changes), width, lambda _: None)
    assert says in str(refusal.value) and "\n" not in str(refusal.value)


def test_runs_with_and_without_it_are_kept_apart(whole, tmp_path):
    with pytest.raises(OvertError, match="--until"):
        run(request(whole[0]))
    run(request(tmp_path, evaluations=("lazy_checklist",), environments=1))
    with pytest.raises(OvertError, match="without --until"):
        run_until(request(tmp_path, evaluations=("lazy_checklist",), environments=1), WIDTH, lambda _: None)


def test_a_damaged_plan_is_said(tmp_path):
    for held in (json.dumps({"width": "wide"}).encode(), b"\xff"):
        (tmp_path / PLAN).write_bytes(held)
        with pytest.raises(OvertError, match="damaged"):
            run_until(request(tmp_path), WIDTH, lambda _: None)
