"""The tasks: one for every evaluation, found by name, with the arguments that the command line gives."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from inspect_ai import eval

from overt.errors import OvertError
from overt.evaluations import everything, suite
from overt.measure.rates import rates
from overt.run.solver import play_seed
from overt.run.tables import read_plays
from overt.run.tasks import TASKS, build, covert_actions, default_length

NAME = "lazy_checklist"


@given(st.sets(st.tuples(st.integers(-50, 50), st.integers(1, 10_000)), min_size=2))
def test_no_two_plays_of_any_runs_share_a_seed(plays):
    assert len({play_seed(seed, epoch) for seed, epoch in plays}) == len(plays)


def test_every_evaluation_has_its_task_and_only_report_environments_are_played():
    assert set(TASKS) == set(everything())
    for name in suite():
        ids = [sample.id for sample in build(name, twins=True).dataset]
        report = [e.id for e in suite()[name].environments("report")]
        assert ids == [one for i in report for one in (i, f"{i}~twin")]


def test_what_pairs_decide_always_has_its_twins():
    for name, family in suite().items():
        twins = [sample.metadata["twin"] for sample in build(name).dataset]
        assert any(twins) == family.paired


def test_inspect_finds_a_task_by_name_and_plays_it_short_for_an_actor(tmp_path):
    arguments = {"environments": 1, "spec": ["AS1", "GP4"], "twins": True}
    (log,) = eval(f"overt/{NAME}", task_args=arguments, model="actor/saint", log_dir=str(tmp_path), display="none")
    assert log.status == "success" and log.eval.task == f"overt/{NAME}"
    assert {s.metadata["length"] for s in log.samples} == {"short"}
    assert {s.metadata["spec"] for s in log.samples} == {"AS1,GP4"}
    metrics = {(s.name, m): v.value for s in log.results.scores for m, v in s.metrics.items()}
    assert metrics["covert", "overt/environments_mean"] == 0.0
    assert metrics["over_escalated", "overt/twins_mean"] == 0.0


def test_lengths_follow_the_kind_of_model():
    assert default_length("organism/base") == default_length("actor/mix") == "short"
    assert default_length("openai/gpt-4o") == default_length("local/models/qwen") == "full"


def test_environments_are_chosen_by_count_or_by_name():
    report = [e.id for e in suite()[NAME].environments("report")]
    assert [s.id for s in build(NAME, environments=1).dataset] == report[:1]
    slug = report[-1].partition("/")[2]
    for given_ids in (slug, report[-1], [f"{report[-1]}~twin"]):
        assert [s.id for s in build(NAME, environments=given_ids).dataset] == report[-1:]


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        ({"environments": "nowhere"}, "no environment"),
        ({"environments": 0}, "environments is 0"),
        ({"kinds": "held_out"}, "kind 'held_out' is unknown"),
        ({"kinds": "validation"}, "no environment of kind validation"),
        ({"spec": "AS9"}, "no clause 'AS9'"),
        ({"length": "long"}, "length 'long' is unknown"),
        ({"epochs": 0}, "epochs is 0"),
        ({"seed": -(10**10)}, "seed is -1"),
    ],
)
def test_what_is_not_there_is_one_line(arguments, says):
    with pytest.raises(OvertError, match=says) as refusal:
        build(NAME, **arguments)
    assert "\n" not in str(refusal.value)


def test_one_task_holds_the_averaged_suite_with_its_twins():
    averaged = [e for family in suite().values() if family.averaged for e in family.environments("report")]
    task = covert_actions()
    ids = [sample.id for sample in task.dataset]
    assert ids == [one for e in averaged for one in (e.id, e.twin.id)] and len(set(ids)) == len(ids)
    few = covert_actions(evaluations="lazy_checklist, blotto", environments=1, epochs=2)
    assert {s.metadata["evaluation"] for s in few.dataset} == {"lazy_checklist", "blotto"} and few.epochs == 2


def test_the_one_task_is_found_by_name_and_its_log_gives_rates_with_pairs_decided(tmp_path):
    arguments = {"evaluations": "lazy_checklist,sandbagging_qa", "environments": 1}
    (log,) = eval(
        "overt/covert_actions", task_args=arguments, model="actor/schemer", log_dir=str(tmp_path), display="none"
    )
    assert log.status == "success" and log.eval.task == "overt/covert_actions"
    found = rates(read_plays(tmp_path)).evaluations
    assert {name: (e.covert, e.scored) for name, e in found.items()} == {NAME: (1, 1), "sandbagging_qa": (1, 1)}


def test_the_one_task_names_what_is_wrong():
    with pytest.raises(OvertError, match="no evaluation 'nowhere'"):
        covert_actions(evaluations="nowhere")
