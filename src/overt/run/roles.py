"""Models by role through Inspect's model interface, outside a run: they play honeypots, or answer questions."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from functools import partial
from typing import Any

from inspect_ai.model import ChatMessage, GenerateConfig, Model, ModelOutput, ModelUsage, get_model
from pydantic import ValidationError

from overt.errors import OvertError
from overt.play import Episode, View, play
from overt.play.role import Answered, Finished, Role
from overt.providers.convert import assistant_from_inspect, to_inspect, tool_info
from overt.providers.current import CURRENT
from overt.run.complaints import one_line, unnamed
from overt.run.solver import CUT_SHORT
from overt.world.messages import Assistant

MAX_RETRIES = 8
REFUSED = "the provider refused to answer"


class UnfinishedError(Exception):
    """A model's answer is not whole."""


class InspectRoles:
    """Asks whichever models Inspect knows; as many plays or questions at once as the model's connections.

    `used` counts the tokens that each model was given and has written, where its provider tells.
    """

    def __init__(self) -> None:
        self.used: dict[str, tuple[int, int]] = {}

    def bill(self) -> list[str]:
        """Return a line for each model that was asked."""
        return [f"{name}: {given:,} tokens in, {written:,} out" for name, (given, written) in self.used.items()]

    def _count(self, role: Role, output: ModelOutput) -> None:
        given, written = self.used.get(role.model, (0, 0))
        usage = output.usage or ModelUsage()
        self.used[role.model] = (given + usage.input_tokens, written + usage.output_tokens)

    def play(self, role: Role, episodes: Sequence[Episode], finished: Finished) -> None:
        """Let a model play these episodes; a play that fails ends there and says why.

        Raises:
            OvertError: there is no such model, or it cannot be used.
        """

        counted = partial(self._count, role)

        async def one(model: Model, number: int) -> None:
            episode = episodes[number]
            CURRENT.set(episode)
            reason = await _reason(play(episode, _Player(model, episode, counted)))
            finished(number, episode, reason)

        asyncio.run(_all(role, len(episodes), one))

    def ask(self, role: Role, questions: Sequence[str], answered: Answered) -> None:
        """Put questions to a model, each in a conversation of its own.

        Raises:
            OvertError: there is no such model, or it cannot be used.
        """

        async def one(model: Model, number: int) -> None:
            answers: list[str] = []

            async def ask() -> None:
                output = await model.generate(questions[number])
                self._count(role, output)
                _refuse_partial(output)
                answers.append(output.completion)

            reason = await _reason(ask())
            answered(number, "".join(answers), reason)

        asyncio.run(_all(role, len(questions), one))


class _Player:
    """A model as a player; its own messages are kept as it gave them, signatures of thoughts included."""

    def __init__(self, model: Model, episode: Episode, counted: Callable[[ModelOutput], None]) -> None:
        self._model = model
        self._counted = counted
        self._tools = [tool_info(spec) for spec in episode.view().tools]
        self._messages: list[ChatMessage] = []

    async def act(self, view: View) -> Assistant:
        """Ask the model for its next turn.

        Raises:
            UnfinishedError: the turn was cut off or refused.
        """
        self._messages.extend(to_inspect(message) for message in view.messages[len(self._messages) :])
        output = await self._model.generate(self._messages, self._tools)
        self._counted(output)
        _refuse_partial(output)
        self._messages.append(output.message)
        return assistant_from_inspect(output.message)


async def _all(role: Role, count: int, one: Callable[[Model, int], Awaitable[None]]) -> None:
    """Do `one` for each number, at most as many at once as the model has connections.

    More would only mean more half-finished plays to lose. For nothing no model is needed.
    """
    if not count:
        return
    model = _model(role)
    places = asyncio.Semaphore(model.config.max_connections or model.api.max_connections())

    async def placed(number: int) -> None:
        async with places:
            await one(model, number)

    await asyncio.gather(*(placed(number) for number in range(count)))


def _model(role: Role) -> Model:
    try:
        config = GenerateConfig.model_validate({"max_retries": MAX_RETRIES, **role.generate})
        return get_model(role.model, config=config, memoize=False, **role.args)
    except ValidationError as error:
        first = error.errors()[0]
        raise OvertError(f"{role.model}: generate.{'.'.join(map(str, first['loc']))}: {first['msg']}") from None
    except OvertError:
        raise
    except Exception as error:  # whatever a provider raises where a key or a package is missing
        complaint = unnamed(one_line(getattr(error, "message", None) or error))
        raise OvertError(f"{role.model}: {complaint}") from error


async def _reason(work: Awaitable[Any]) -> str | None:
    """Await work and return why it failed, if it did: one play that fails must not end the others.

    A mistake of the user's is no such failure: it would meet every play.
    """
    try:
        await work
    except OvertError:
        raise
    except Exception as error:
        return one_line(getattr(error, "message", None) or error) or type(error).__name__
    return None


def _refuse_partial(output: ModelOutput) -> None:
    if output.stop_reason in CUT_SHORT:
        raise UnfinishedError(CUT_SHORT[output.stop_reason])
    if output.stop_reason == "content_filter":
        raise UnfinishedError(REFUSED)
    if output.error:
        raise UnfinishedError(output.error)
