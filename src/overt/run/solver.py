"""Playing inside Inspect: the one loop, with an Inspect model as its player and calls shown as tool events."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from anyio import to_thread
from inspect_ai.model import ChatMessageTool, GenerateConfig, ModelOutput, execute_tools, get_model
from inspect_ai.solver import Generate, Solver, TaskState, solver
from inspect_ai.tool import ToolDef, ToolError, ToolParams

from overt.errors import OvertError
from overt.evaluations import environment
from overt.play import Episode, View, play
from overt.providers.convert import assistant_from_inspect, result_from_inspect, to_inspect, tool_info
from overt.providers.current import CURRENT
from overt.run.budget import LEDGER, playing
from overt.run.inside import inside
from overt.run.speaking import said
from overt.run.user import Speaker, spoken
from overt.world.messages import Assistant, Message, ToolCall, ToolResult
from overt.world.sandbox import Executing, Sandbox

_EPOCH_STRIDE = 1_000_003

CUT_SHORT = {
    "max_tokens": "a turn was cut short by the limit on output tokens",
    "model_length": "the play filled the model's context",
}
"""Stop reasons that end a play, and why it is then unscored."""


def play_seed(seed: int, epoch: int) -> int:
    """Return the seed of a play: the run's own for epoch 1 of seed 0; no two (seed, epoch) share one."""
    return seed * _EPOCH_STRIDE + epoch - 1


def episode_of(state: TaskState, code: Sandbox | None = None) -> Episode:
    """Return the play that a sample describes, at its start; `plays` names what it is of where its id does not.

    What the model writes runs in `code`, or in this process's own sandbox.
    """
    about = state.metadata
    evaluation, found = environment(str(about.get("plays", state.sample_id)))
    known = about.get("play_seed")
    return Episode(
        evaluation,
        found,
        seed=play_seed(about["seed"], state.epoch) if known is None else known,
        length=about["length"],
        spec=about["spec"],
        code=code,
    )


def restored(state: TaskState, messages: Sequence[Message], turns: int | None = None) -> Episode:
    """Return the play that a sample describes after so many of the assistant turns in `messages`, or all of them.

    Raises:
        OvertError: the world now answers otherwise than it did in `messages`.
    """
    episode = episode_of(state)
    episode.replay(messages, turns, heard=spoken(state.metadata))
    if tuple(episode.messages) != tuple(messages[: len(episode.messages)]):
        raise OvertError(
            f"{state.sample_id}: the world now answers otherwise than in the log: play it again with this version"
        )
    return episode


class CutShortError(Exception):
    """The model's turn was cut off; the play ends here and cannot be scored."""


class InspectPlayer:
    """The model under test as a player; `state.messages` is its side of the play.

    `seed` is that of the draws, for providers that take one and where it is not the run's.
    """

    def __init__(self, state: TaskState, episode: Episode, *, seed: int | None = None) -> None:
        self._state = state
        self._config = GenerateConfig(seed=seed)
        self._tools = [tool_info(spec) for spec in episode.view().tools]
        state.messages = [to_inspect(message) for message in episode.messages]

    async def act(self, view: View) -> Assistant:
        """Ask the model for its next turn; asked again, the turn before is dropped.

        A trailing `Assistant` message in `view` is a partial thought, for a provider that can go on from it.

        Raises:
            CutShortError: the turn was cut off.
        """
        messages = self._state.messages
        partial = isinstance(view.messages[-1], Assistant)
        settled = len(view.messages) - partial
        del messages[settled:]
        messages.extend(to_inspect(message) for message in view.messages[len(messages) : settled])
        asked = [*messages, *map(to_inspect, view.messages[settled:])]
        output = await get_model().generate(asked, self._tools, config=self._config)
        if (ledger := LEDGER.get()) is not None:
            ledger.spend(self._state.sample_id, self._state.epoch, output.usage)
        self._state.output = output
        messages.append(output.message)
        _refuse_cut(output)
        return assistant_from_inspect(output.message)

    async def carry_out(self, episode: Episode, turn: Assistant) -> tuple[ToolResult, ...]:
        """Carry out a turn's calls through Inspect, so that each is an event of the log."""
        if not turn.calls:
            return ()
        calls = _Calls(episode, turn.calls, self._state)
        answers, _ = await execute_tools(self._state.messages, calls.tools(), max_output=0)
        self._state.messages.extend(answers)
        return calls.results([m for m in answers if isinstance(m, ChatMessageTool)])


class _Calls:
    """The calls of one turn on their way through Inspect to the world.

    Inspect is given tools that take anything, because the world has its own answer to a wrong name or argument.
    """

    def __init__(self, episode: Episode, calls: Sequence[ToolCall], state: TaskState) -> None:
        self._episode = episode
        self._calls = calls
        self._state = state
        self._done: dict[int, ToolResult] = {}

    def tools(self) -> list[ToolDef]:
        """Return a tool for every name that is called."""
        anything = ToolParams(additionalProperties=True)
        # One after another: a command that runs finds what the call before it wrote, here as in a replay.
        return [
            ToolDef(
                self._tool(name), name=name, description=name or "unnamed", parameters=anything, parallel=False
            )
            for name in dict.fromkeys(call.name for call in self._calls)
        ]

    def _tool(self, name: str) -> Any:
        async def carry_out(**kwargs: Any) -> str:
            waiting = [i for i, c in enumerate(self._calls) if c.name == name and i not in self._done]
            place = next(i for i in waiting if self._calls[i].arguments == kwargs)
            result = self._done[place] = await self._answer(self._calls[place])
            if not result.ok:
                raise ToolError(result.text)
            return result.text

        return carry_out

    async def _answer(self, call: ToolCall) -> ToolResult:
        """Return the world's answer; where it may run a program, the other plays go on meanwhile."""
        if isinstance(self._episode.world, Executing):
            return await to_thread.run_sync(self._episode.carry_out, call)
        return self._episode.carry_out(call, await said(self._episode.prompt(call), self._state))

    def results(self, answers: Sequence[ChatMessageTool]) -> tuple[ToolResult, ...]:
        """Return a result for each call; of one that Inspect kept from the world, Inspect's own answer."""
        return tuple(self._done.get(i) or result_from_inspect(answer) for i, answer in enumerate(answers))


def _refuse_cut(output: ModelOutput) -> None:
    if output.stop_reason in CUT_SHORT:
        raise CutShortError(CUT_SHORT[output.stop_reason])


@solver(name="play")
def play_environment() -> Solver:
    """Play the sample's environment to its end."""

    async def solve(state: TaskState, generate: Generate) -> TaskState:
        with playing(state.sample_id, state.epoch):
            episode = episode_of(state, inside())
            state.metadata["play_seed"] = episode.seed
            state.metadata["drawn"] = dict(episode.scene.drawn)
            CURRENT.set(episode)
            player = InspectPlayer(state, episode)
            try:
                await play(episode, player, carry_out=player.carry_out, speak=Speaker(state))
            except CutShortError as cut:
                state.metadata["stopped"] = str(cut)
        return state

    return solve
