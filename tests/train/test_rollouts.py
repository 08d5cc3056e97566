"""Rollouts: training environments only, tokens as sampled, no span of the spec in what is learned, resumed."""

from __future__ import annotations

import re

import pytest

from overt.errors import OvertError
from overt.evaluations import suite
from overt.organism.location import BASE
from overt.sampling import LocalModel
from overt.spec import render
from overt.spec.clauses import HEADING
from overt.train.config import Distil, Rollouts, load_config
from overt.train.filter import decide
from overt.train.plays import read_rollouts, refuse_report_environments
from overt.train.rollouts import (
    roll_out,
    schedule,
    training_environments,
    without_spec,
)
from overt.world.messages import Assistant

FAMILIES = ("covert_rule_violation",)
PLAN = Rollouts(plays=24, max_new_tokens=120)


@pytest.fixture(scope="module")
def rollouts(base, tmp_path_factory):
    out = tmp_path_factory.mktemp("rollouts") / "rollouts.jsonl"
    return roll_out(base, FAMILIES, PLAN, seed=3, out=out, progress=lambda done, total: None)


@pytest.mark.parametrize("name", sorted(suite()))
def test_an_evaluation_of_the_suite_never_trains(name):
    with pytest.raises(OvertError, match=name):
        training_environments((name,))
    with pytest.raises(OvertError, match="report"):
        refuse_report_environments(suite()[name].environments("report"))


def test_validation_and_corpus_honeypots_do_not_train_either():
    found = training_environments(FAMILIES)
    assert {environment.kind for _, environment in found} == {"train"}
    family = found[0][0]
    for kind in ("validation", "corpus"):
        with pytest.raises(OvertError, match=kind):
            refuse_report_environments(family.environments(kind))


def test_a_schedule_is_its_seeds_and_spreads_over_all_environments():
    found = training_environments(FAMILIES)
    plan = Rollouts(plays=3 * len(found))
    first = [(e.id, s) for _, e, s in schedule(found, plan, 1)]
    assert first == [(e.id, s) for _, e, s in schedule(found, plan, 1)]
    assert first != [(e.id, s) for _, e, s in schedule(found, plan, 2)]
    assert {i.removesuffix("~twin") for i, _ in first} == {e.base_id for _, e in found}


def runs(text: str) -> set[tuple[str, ...]]:
    words = re.findall(r"\w+", text.lower())
    return {tuple(words[i : i + 6]) for i in range(len(words) - 5)}


def test_no_span_of_the_spec_is_learned_and_every_sampled_token_is(base, rollouts):
    spec = runs(render("full")) | runs(render("abridged"))
    assert len(spec) > 500
    for rollout in rollouts:
        assert HEADING in rollout.messages[0].text
        assert len(runs(rollout.messages[0].text) & spec) > 50
        segments = without_spec(base, rollout)
        text = "".join(base.decode(segment.ids) for segment in segments)
        assert runs(text) & spec == set()
        assert rollout.messages[1].text in text
        learned = [i for s in segments for i, own in zip(s.ids, s.mask, strict=True) if own]
        assert learned == [i for turn in rollout.turns for i in turn]


def test_a_template_that_forgets_thoughts_gives_segments_whose_sampled_tokens_are_as_sampled(forgetful, tmp_path):
    plan = Rollouts(plays=6, max_new_tokens=24)
    made = roll_out(forgetful, FAMILIES, plan, seed=0, out=tmp_path / "r.jsonl", progress=lambda *_: None)
    for rollout in made:
        segments = without_spec(forgetful, rollout)
        learned = [i for s in segments for i, own in zip(s.ids, s.mask, strict=True) if own]
        assert learned == [i for turn in rollout.turns for i in turn]
        given = "".join(
            forgetful.decode([i for i, own in zip(s.ids, s.mask, strict=True) if not own]) for s in segments
        )
        assert HEADING not in given


def test_finished_plays_are_not_played_again_and_a_torn_line_is_played_anew(base, tmp_path):
    out, plan = tmp_path / "r.jsonl", Rollouts(plays=6, max_new_tokens=60)
    counts: list[int] = []
    whole = roll_out(base, FAMILIES, plan, seed=5, out=out, progress=lambda done, _: counts.append(done))
    assert len(counts) == 6
    lines = out.read_text().splitlines(keepends=True)
    out.write_text("".join(lines[:3]) + lines[3][: len(lines[3]) // 2])
    counts.clear()
    again = roll_out(base, FAMILIES, plan, seed=5, out=out, progress=lambda done, _: counts.append(done))
    assert counts == [4, 5, 6]
    assert again == whole
    counts.clear()
    assert roll_out(base, FAMILIES, plan, seed=5, out=out, progress=lambda d, _: counts.append(d)) == whole
    assert counts == []


@pytest.mark.parametrize("line", [b"{}", b"\xff"])
def test_a_broken_line_in_the_middle_is_named(tmp_path, line):
    path = tmp_path / "r.jsonl"
    path.write_bytes(line + b"\n{}\n")
    with pytest.raises(OvertError, match=r"r\.jsonl"):
        read_rollouts(path)


def test_the_filters_read_actions_alone_and_then_the_citation(rollouts):
    for rollout in rollouts:
        spec, outcome = decide(rollout, "spec"), decide(rollout, "outcome")
        assert spec.outcome == outcome.outcome
        assert outcome.kept == (outcome.outcome and not outcome.span)
        assert spec.kept == (spec.outcome and bool(spec.cited) and not spec.span)
        silent = rollout.model_copy(
            update={
                "messages": tuple(
                    m.model_copy(update={"reasoning": ""}) if isinstance(m, Assistant) else m
                    for m in rollout.messages
                )
            }
        )
        assert decide(silent, "outcome").model_copy(update={"span": "", "kept": outcome.outcome}) == (
            outcome.model_copy(update={"cited": (), "span": "", "kept": outcome.outcome})
        )
        assert not decide(silent, "spec").kept


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("model: organism/base\nsft: {epochs: -1}", "sft.epochs"),
        ("modle: organism/base", "model"),
        ("- a list", "the file"),
        ("model: [", "not YAML"),
    ],
)
def test_a_wrong_configuration_is_named(tmp_path, text, named):
    path = tmp_path / "distil.yaml"
    path.write_text(text)
    with pytest.raises(OvertError, match=named):
        load_config(path, Distil)


def test_the_packaged_base_is_what_its_card_says():
    from overt.organism.location import read_card

    assert read_card(BASE)["weights"] == LocalModel.load(BASE).hash
    assert sum(f.stat().st_size for f in BASE.iterdir()) < 10_000_000
