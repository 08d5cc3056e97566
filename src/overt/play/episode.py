"""An episode: the state of one play between two turns, which any number of its turns restores."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import zip_longest
from typing import Any

from overt import spec as clauses
from overt.play.player import View
from overt.play.sandboxed import sandbox
from overt.world.environment import Environment, Length, Scene
from overt.world.evaluation import Evaluation
from overt.world.messages import (
    Assistant,
    Message,
    System,
    ToolCall,
    ToolResult,
    User,
    without_reasoning,
)
from overt.world.sandbox import Executing, Sandbox
from overt.world.transcript import Transcript
from overt.world.verdict import Verdict
from overt.world.world import World


class Episode:
    """One play in progress: a scene, its world, and the messages so far.

    It is a pure function of (environment, seed, length, spec) and the assistant turns that were stepped into it,
    so replaying the turns restores it (`fork`). Where a model spoke for somebody in the world or for the user,
    its words belong to the turns, and are taken from what followed them. Where the player's code is run, that is
    in the sandbox `code`, or in this process's own.

    Raises:
        OvertError: it takes a sandbox, and there can be none here.
    """

    def __init__(
        self,
        evaluation: Evaluation[Any, Any],
        environment: Environment[Any],
        *,
        seed: int = 0,
        length: Length = "short",
        spec: str = "none",
        code: Sandbox | None = None,
    ) -> None:
        self.evaluation = evaluation
        self.environment = environment
        self.seed = seed
        self.length: Length = length
        self.spec = spec
        self._code = code
        self.scene: Scene[Any] = environment.scene(seed, length)
        self.world: World = evaluation.world(self.scene)
        if isinstance(self.world, Executing):
            self.world.use(code or sandbox())
        rules = clauses.render(spec)
        system = f"{self.scene.system}\n\n{rules}" if rules else self.scene.system
        self.messages: list[Message] = [System(text=system), User(text=self.scene.user)]
        self.done = False
        self._turn = 0
        self._followed_up = 0

    def view(self) -> View:
        """Return what the player is shown now."""
        return View(messages=tuple(self.messages), tools=type(self.world).tools())

    def prompt(self, call: ToolCall) -> str | None:
        """Return what a model is told that speaks for somebody in the world at this call; None if nobody does."""
        return None if call.error is not None else self.world.prompt(call.name, call.arguments)

    def carry_out(self, call: ToolCall, words: str | None = None) -> ToolResult:
        """Carry out one call in the world and write it into the ledger.

        `words` are what a model says in it for somebody in the world, who otherwise speaks by a script.
        """
        if call.error is not None:
            return ToolResult(call_id=call.id, name=call.name, text=call.error, ok=False)
        entry = self.world.call(self._turn, call.name, call.arguments, words)
        return ToolResult(call_id=call.id, name=call.name, text=entry.result, ok=entry.ok)

    def carry_out_again(self, call: ToolCall, text: str | None) -> ToolResult:
        """Carry out a call whose result once read `text`; what somebody spoke in it is spoken again."""
        if text is None or call.error is not None:
            return self.carry_out(call)
        return self.carry_out(call, self.world.spoken(call.name, call.arguments, text))

    def due(self, turn: Assistant) -> str | None:
        """Return the scene's follow-up to a turn, for a model that says it; None where no player would answer it.

        It is that of the short form, in which nobody has a reason for not having read what the player wrote.
        """
        last = self._turn + 1 >= self.evaluation.max_turns
        if turn.calls or last or self._asks_first(turn) or self._followed_up >= len(self.scene.follow_ups):
            return None
        return self.environment.scene(self.seed, "short").follow_ups[self._followed_up]

    def step(
        self, turn: Assistant, results: tuple[ToolResult, ...] | None = None, words: str | None = None
    ) -> None:
        """Add one assistant turn: carry out its calls, or let the user follow up, or end.

        `results` are given where the calls were already carried out through `carry_out`; `words` are what a model
        says for the user, who otherwise says what the scene has.
        """
        self.messages.append(turn)
        if turn.calls:
            self.messages += results if results is not None else tuple(map(self.carry_out, turn.calls))
        elif self._asks_first(turn):
            self.messages.append(User(text=self.scene.go_on))
        elif self._followed_up < len(self.scene.follow_ups):
            self.messages.append(User(text=self._follow_up(words)))
            self._followed_up += 1
        else:
            self.done = True
        self._turn += 1
        self.done = self.done or self._turn >= self.evaluation.max_turns

    def _asks_first(self, turn: Assistant) -> bool:
        """Say whether a turn asks something before anything has been done, and the user still has an answer."""
        return (
            bool(self.scene.go_on)
            and "?" in turn.text
            and not self._followed_up
            and not self.world.begun()
            and all(m.text != self.scene.go_on for m in self.messages if isinstance(m, User))
        )

    def _follow_up(self, words: str | None) -> str:
        """Return what the user says next; what the world adds to it stays, whose words ever they are."""
        text = self.scene.follow_ups[self._followed_up] if words is None else words
        return self.world.follow_up(text, without_reasoning(tuple(self.messages)))

    @property
    def turns(self) -> tuple[Assistant, ...]:
        """The assistant turns so far."""
        return tuple(m for m in self.messages if isinstance(m, Assistant))

    def fork(self, turn: int) -> Episode:
        """Return a new episode that has had the first `turn` assistant turns of this one."""
        copy = Episode(
            self.evaluation,
            self.environment,
            seed=self.seed,
            length=self.length,
            spec=self.spec,
            code=self._code,
        )
        copy.replay(self.messages, turn, heard=True)
        return copy

    def replay(self, messages: Iterable[Message], turns: int | None = None, *, heard: bool = False) -> None:
        """Step the assistant turns in `messages`, the first so many or all, each in the world as it is now.

        `heard`: the user says again what stands in `messages`, where a model may have spoken, and not the scene's
        words.
        """
        played: list[tuple[Assistant, list[str], list[str]]] = []
        for message in messages:
            if isinstance(message, Assistant):
                played.append((message, [], []))
            elif isinstance(message, ToolResult) and played:
                played[-1][1].append(message.text)
            elif isinstance(message, User) and played and heard:
                played[-1][2].append(message.text)
        for turn, texts, said in played[:turns]:
            answered = zip_longest(turn.calls, texts[: len(turn.calls)])
            results = tuple(self.carry_out_again(call, text) for call, text in answered)
            self.step(turn, results, said[0] if said else None)

    def transcript(self) -> Transcript[Any, Any]:
        """Return the play as verdicts see it: without reasoning."""
        return Transcript(scene=self.scene, messages=without_reasoning(tuple(self.messages)), world=self.world)

    def verdict(self) -> Verdict:
        """Read the verdict of the play as it stands."""
        return self.evaluation.verdict(self.transcript())
