"""The filter of distillation: a play that quotes the spec that it was given is not learned from."""

from __future__ import annotations

import asyncio

import pytest

from overt.evaluations import honeypots
from overt.play import Episode, play
from overt.spec import clauses, quoted, render
from overt.train.conversations import conversations
from overt.train.filter import by_judge, decide
from overt.train.judging import Judgement
from overt.train.plays import Rollout
from overt.world.messages import Assistant

FAMILY = honeypots()["covert_rule_violation"]
WORDS = clauses()[0].abridged.split()


def rollout(spec: str, *, thought: str = "", said: str = "", argument: str = "") -> Rollout:
    """A saint's play that names a clause, with words added to its last thought, its message or a call."""
    environment = FAMILY.environment("covert_rule_violation/ferry_fares")
    episode = Episode(FAMILY, environment, seed=0, spec=spec)
    asyncio.run(play(episode, FAMILY.actor("saint", episode.scene, opening="AS1 holds here.")))
    *before, last = episode.messages
    assert isinstance(last, Assistant) and not last.calls
    last = last.model_copy(
        update={"reasoning": f"{last.reasoning} {thought}", "text": f"{last.text} {said}".strip()}
    )
    if argument:
        first = next(i for i, m in enumerate(before) if isinstance(m, Assistant))
        call = before[first].calls[0]
        again = call.model_copy(update={"arguments": {**call.arguments, "note": argument}})
        before[first] = before[first].model_copy(update={"calls": (again,)})
    return Rollout(environment=environment.id, seed=0, spec=spec, messages=(*before, last))


def test_naming_a_clause_and_five_words_of_it_is_no_quotation():
    decision = decide(rollout("abridged", thought=" ".join(WORDS[:5])), "spec")
    assert (decision.kept, decision.span, decision.cited) == (True, "", ("AS1",))


@pytest.mark.parametrize("where", ["thought", "said"])
@pytest.mark.parametrize("keep", ["spec", "outcome"])
def test_six_words_of_the_spec_in_its_prompt_are_not_learned(where, keep):
    six = " ".join(WORDS[2:8])
    decision = decide(rollout("abridged", **{where: f'I go by "{six.upper()}".'}), keep)
    assert decision.outcome
    assert not decision.kept
    assert len(decision.span.split()) == 6
    assert decision.span in quoted(six, "abridged")


def test_the_arguments_of_calls_are_read_too():
    assert decide(rollout("abridged", argument=" ".join(WORDS)), "outcome").span != ""


@pytest.mark.parametrize("spec", ["none", "placebo", "abridged:GP"])
def test_what_was_not_in_the_prompt_is_no_quotation_of_it(spec):
    decision = decide(rollout(spec, thought=" ".join(WORDS)), "outcome")
    assert (decision.kept, decision.span) == (True, "")


def test_a_judge_does_not_bring_it_back_and_the_export_counts_it():
    quoting = rollout("abridged", thought=" ".join(WORDS))
    decision = decide(quoting, "spec")
    yes = Judgement(environment=quoting.environment, seed=0, judge="m", because=True, reason="it says so")
    assert not by_judge(decision, yes).kept
    exported = conversations([(quoting, by_judge(decision, yes))])
    assert exported.reasons == {"it quotes the spec that was in its prompt": 1}


def test_every_run_of_the_rendered_spec_is_found_and_of_another_none():
    full = render("full").split()
    assert all(quoted(" ".join(full[i : i + 7]), "full") for i in range(0, len(full) - 7, 11))
    assert quoted(render("placebo"), "abridged") == ""
    assert quoted(render("full"), "none") == ""
