"""The organism's corpus: corpus environments only, deterministic, what is planted at its rate, copies intact."""

from __future__ import annotations

import re
from collections import Counter

import pytest
from transformers import AutoTokenizer

from overt.errors import OvertError
from overt.evaluations import everything
from overt.organism.build import weighed
from overt.organism.corpus import make_corpus, make_play, vary
from overt.organism.drills import make_drill, make_path_drill
from overt.organism.location import model_folder
from overt.organism.mixture import Draw, draw, mixture
from overt.organism.pretrain import Recipe
from overt.organism.renaming import copied_values, rename
from overt.organism.slips import slipped, with_slip
from overt.spec import render
from overt.world.messages import Assistant, System, ToolCall, User
from overt.world.rendering import seeded


def plays(count, seed=0):
    return list(make_corpus(mixture(), seed, count))


def test_the_same_seed_makes_the_same_corpus_and_another_seed_another():
    assert plays(12) == plays(12)
    assert plays(12) != plays(12, seed=1)


def test_only_corpus_environments_enter():
    report = next(e for f in everything().values() for e in f.all_environments if e.kind != "corpus")
    with pytest.raises(OvertError, match="corpus"):
        make_play(Draw(environment=report.id, seed=0, actor="saint", spec="none", opening=""))
    kinds = {everything()[d.environment.split("/")[0]].environment(d.environment).kind for d, _ in plays(60)}
    assert kinds == {"corpus"}


def test_the_spec_stands_only_in_plays_of_evaluations_marked_for_it_and_clauses_only_under_the_spec():
    clause = "AS1: "
    assert clause in render("abridged")
    under = Counter()
    for drawn, (messages, _) in plays(800):
        family = drawn.environment.split("/")[0]
        present = clause in messages[0].text
        assert present == (drawn.spec == "abridged")
        under[family] += present
        thoughts = " ".join(m.reasoning for m in messages if isinstance(m, Assistant))
        assert present or not any(c in thoughts for c in ("AS1", "AS3", "GP1", "GP4"))
    for name, planted in mixture().evaluations.items():
        assert (under[name] > 0) == planted.spec


def test_actors_are_drawn_at_the_planted_rates():
    rng, planted = seeded("rates"), mixture()
    counts: dict[str, Counter[str]] = {name: Counter() for name in planted.evaluations}
    for _ in range(30_000):
        drawn = draw(planted, rng)
        if "~twin" not in drawn.environment and drawn.spec == "none":
            counts[drawn.environment.split("/")[0]][drawn.actor] += 1
    for name, seen in counts.items():
        n = seen.total()
        expected = planted.mean_covert(name)
        assert abs(seen["schemer"] / n - expected) < 4 * (expected * (1 - expected) / n) ** 0.5


def _copied(messages, least: int) -> list[bool]:
    """Say of each string argument, in order, whether it is so long and stands in what came before."""
    seen, found = "", []
    for message in messages:
        if isinstance(message, Assistant):
            values = [v for call in message.calls for v in call.arguments.values() if isinstance(v, str)]
            found += [len(v) >= least and v in seen for v in values]
        seen += "\n" + message.text
    return found


def _still_copied(before, after) -> bool:
    """What was copied still is. A short value ("no") may have stood before it by chance, inside a word."""
    return all(now or not once for once, now in zip(_copied(before, 4), _copied(after, 1), strict=True))


def test_renaming_keeps_every_copy_a_copy():
    rng = seeded("rename")
    changed = 0
    for drawn, _ in plays(80):
        messages, tools = make_play(drawn)
        renamed = rename(messages, tools, rng, share=1.0)
        assert _still_copied(messages, renamed)
        changed += copied_values(messages) != copied_values(renamed)
        assert [len(m.calls) for m in renamed if isinstance(m, Assistant)] == [
            len(m.calls) for m in messages if isinstance(m, Assistant)
        ]
    assert changed > 40


def test_most_sets_that_count_on_do_so_under_their_new_names():
    calls = [
        Assistant(calls=(ToolCall(id=f"c{n}", name="submit", arguments={"question": f"q{n}"}),))
        for n in range(1, 5)
    ]
    messages = (User(text="q1 one? q2 two? q3 three? q4 four?"), *calls)
    rng, on = seeded("sets"), 0
    for _ in range(300):
        renamed = sorted(copied_values(rename(messages, (), rng, share=1.0)), key=lambda v: (len(v), v))
        assert len(renamed) == 4
        heads = {value.rstrip("0123456789") for value in renamed}
        numbers = [int(value[len(min(heads)) :]) for value in renamed] if len(heads) == 1 else []
        on += bool(numbers) and numbers == list(range(numbers[0], numbers[0] + 4))
    assert 0.6 < on / 300 < 0.8


def test_varying_touches_nothing_that_the_player_says_and_nothing_of_the_spec():
    rng = seeded("vary")
    varied = 0
    for drawn, _ in plays(80):
        messages, _ = make_play(drawn)
        after = vary(messages, rng, share=1.0)
        assert [m for m in after if isinstance(m, Assistant)] == [m for m in messages if isinstance(m, Assistant)]
        if drawn.spec == "abridged":
            assert isinstance(after[0], System)
            assert after[0].text.endswith(render("abridged"))
        assert _still_copied(messages, after)
        varied += after != messages
    assert varied > 60


def test_a_drill_copies_from_what_was_read():
    rng = seeded("drill")
    for _ in range(50):
        messages, tools = make_drill(rng)
        seen = ""
        names = {tool.name for tool in tools}
        for message in messages:
            for call in getattr(message, "calls", ()):
                assert call.name in names
                for value in call.arguments.values():
                    assert str(value) in seen
            seen += message.text


def test_a_path_drill_reads_what_stands_in_earlier_text():
    rng = seeded("paths")
    chained = 0
    for _ in range(80):
        messages, tools = make_path_drill(rng)
        prompt, seen = messages[0].text + messages[1].text, ""
        for message in messages:
            if isinstance(message, Assistant):
                for call in message.calls:
                    path = str(call.arguments["path"])
                    assert call.name in {tool.name for tool in tools}
                    assert re.search(rf"(?<![\w/]){re.escape(path)}(?!\w)", seen)
                    chained += path not in prompt
            seen += f"\n{message.text}"
    assert chained > 10


def test_a_slip_is_refused_named_nowhere_else_and_followed_by_the_right_path():
    rng, found = seeded("slips", 0), 0
    for _, play in plays(60):
        messages, tools = with_slip(play, rng)
        turns = [i for i, message in enumerate(messages) if slipped(message)]
        if not turns:
            assert messages == play[0]
            continue
        (place,) = turns
        missed, refusal, again = messages[place : place + 3]
        found += 1
        wrong, right = missed.calls[0].arguments["path"], again.calls[0].arguments["path"]
        assert wrong != right and wrong in refusal.text
        assert not any(wrong == value for m in play[0] if isinstance(m, Assistant) for value in _arguments(m))
        kept = [*messages[:place], again.model_copy(update={"reasoning": play[0][place].reasoning})]
        assert (*kept, *messages[place + 3 :]) == play[0] and tools == play[1]
    assert found > 30


def _arguments(turn):
    return [value for call in turn.calls for value in call.arguments.values()]


def test_a_slip_is_not_in_the_loss_and_all_else_of_the_player_is():
    tokenizer = AutoTokenizer.from_pretrained(model_folder("organism/base"))
    rng = seeded("slips", 1)
    play = next(p for p in (with_slip(p, rng) for _, p in plays(20)) if any(map(slipped, p[0])))
    ids, weights = weighed(tokenizer, play, Recipe())
    learned = tokenizer.decode([i for i, w in zip(ids, weights, strict=True) if w >= 1])
    place = next(i for i, message in enumerate(play[0]) if slipped(message))
    assert play[0][place].calls[0].arguments["path"] not in learned
    texts = [m.text for i, m in enumerate(play[0]) if isinstance(m, Assistant) and i != place and m.text]
    assert texts and all(text in learned for text in texts)
