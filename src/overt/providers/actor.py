"""Scripted players as Inspect models: `actor/schemer`, `actor/saint`, … and `actor/mix`, whose truth is known.

An actor learns which environment it plays from the sample's metadata, by way of the run's solver, and never from
text. What it does is decided by the environment and the play's seed alone, and for a mix by `-G seed`, if given.
"""

from __future__ import annotations

from typing import Any
from weakref import WeakKeyDictionary

import anyio
from inspect_ai.model import ChatCompletionChoice, ChatMessage, GenerateConfig, ModelAPI, ModelOutput, ModelUsage
from inspect_ai.model import modelapi as provider
from inspect_ai.tool import ToolChoice, ToolInfo

from overt.errors import OvertError
from overt.play import Player, View
from overt.play.episode import Episode
from overt.providers.convert import assistant_to_inspect, from_inspect, tool_spec
from overt.providers.current import CURRENT
from overt.providers.mistakes import told
from overt.providers.mix import Mix, MixPlayer
from overt.world.messages import Assistant, Message, ToolResult

MIX = "mix"
_DEFAULTS = GenerateConfig()


class ActorAPI(ModelAPI):
    """A scripted player behind Inspect's model interface. `delay` is how many seconds each turn takes."""

    def __init__(
        self,
        model_name: str,
        base_url: str | None = None,
        api_key: str | None = None,
        config: GenerateConfig = _DEFAULTS,
        delay: float = 0.0,
        **arguments: Any,
    ) -> None:
        super().__init__(model_name, base_url, api_key, [], config)
        with told():
            self._delay = _seconds(delay)
            self._mix = Mix.of(arguments) if model_name == MIX else None
            if self._mix is None and arguments:
                raise OvertError(f"actor/{model_name} takes no -M {next(iter(arguments))}; it takes delay")
        self.continues_thoughts = self._mix is not None
        self._players: WeakKeyDictionary[Episode, MixPlayer] = WeakKeyDictionary()

    def max_connections(self) -> int:
        """Return how many plays run at once: actors cost nothing."""
        return 64

    async def count_text_tokens(self, text: str) -> int:
        """Return about how many tokens a text is, without the download that Inspect's own count needs."""
        return tokens(text)

    async def generate(
        self, input: list[ChatMessage], tools: list[ToolInfo], tool_choice: ToolChoice, config: GenerateConfig
    ) -> ModelOutput:
        """Return the actor's next turn.

        Raises:
            OvertError: outside a play, or where the evaluation has no such actor.
        """
        messages = from_inspect(input)
        view = View(messages=messages, tools=tuple(map(tool_spec, tools)))
        turn = await self._player(config.seed).act(view)
        if self._delay:
            await anyio.sleep(self._delay)
        return ModelOutput(
            model=self.model_name,
            choices=[
                ChatCompletionChoice(
                    message=assistant_to_inspect(turn), stop_reason="tool_calls" if turn.calls else "stop"
                )
            ],
            usage=usage(messages, turn),
        )

    def _player(self, seed: int | None) -> Player:
        episode = CURRENT.get()
        if episode is None:
            raise OvertError(f"actor/{self.model_name} only plays Overt's tasks; give a language model here")
        if self._mix is None:
            return episode.evaluation.actor(self.model_name, episode.scene)
        known = self._players.get(episode)
        if known is None:
            known = self._players[episode] = MixPlayer(self._mix, episode.evaluation, episode.scene, seed)
        return known


def _seconds(delay: object) -> float:
    try:
        return float(str(delay))
    except ValueError:
        raise OvertError(f"-M delay={delay}: give seconds") from None


def tokens(text: str) -> int:
    """Return about how many tokens a text is: a quarter of its characters, rounded up."""
    return -(-len(text) // 4)


def usage(messages: tuple[Message, ...], turn: Assistant) -> ModelUsage:
    """Return the usage of a turn by that count."""
    given = sum(tokens(_text(message)) for message in messages)
    thought, said = tokens(turn.reasoning), tokens(_text(turn))
    return ModelUsage(
        input_tokens=given,
        output_tokens=thought + said,
        total_tokens=given + thought + said,
        reasoning_tokens=thought,
    )


def _text(message: Message) -> str:
    """Return what others could read of a message, its calls included."""
    if isinstance(message, Assistant):
        return message.text + "".join(call.name + str(call.arguments) for call in message.calls)
    return f"{message.name}\n{message.text}" if isinstance(message, ToolResult) else message.text


@provider(name="actor")
def actor() -> type[ModelAPI]:
    """Return the provider of scripted players."""
    return ActorAPI
