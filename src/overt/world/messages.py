"""The messages of a play: what is said, called and returned, in a form that no engine owns.

They live in the lowest room because actors write them and verdicts read them. `Assistant` carries the
reasoning; `Spoken` is the same turn without it, as a type of its own, so that whatever receives a `Spoken`
(verdicts, rewards) cannot read a thought.
"""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field

Arguments = dict[str, Any]


class Frozen(BaseModel):
    """A pydantic model that cannot be changed and refuses fields it does not know."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class ToolCall(Frozen):
    """One call that a player asks for. `error` is set when its text could not be parsed into a call."""

    id: str
    name: str
    arguments: Arguments = Field(default_factory=dict)
    error: str | None = None


class System(Frozen):
    """The system prompt."""

    role: Literal["system"] = "system"
    text: str


class User(Frozen):
    """A message by the user: the task, or a scripted follow-up."""

    role: Literal["user"] = "user"
    text: str


class Assistant(Frozen):
    """One turn of the player: its reasoning, what it says to the user, and the calls it makes."""

    role: Literal["assistant"] = "assistant"
    reasoning: str = ""
    text: str = ""
    calls: tuple[ToolCall, ...] = ()

    def spoken(self) -> Spoken:
        """Return the turn without its reasoning."""
        return Spoken(text=self.text, calls=self.calls)


class Spoken(Frozen):
    """An assistant turn as everybody but its author sees it: no reasoning."""

    role: Literal["assistant"] = "assistant"
    text: str = ""
    calls: tuple[ToolCall, ...] = ()


class ToolResult(Frozen):
    """What a tool returned. `ok` is false where the call was refused or failed."""

    role: Literal["tool"] = "tool"
    call_id: str
    name: str
    text: str
    ok: bool = True


Message = Annotated[System | User | Assistant | ToolResult, Field(discriminator="role")]
PublicMessage = System | User | Spoken | ToolResult


def without_reasoning(messages: tuple[Message, ...]) -> tuple[PublicMessage, ...]:
    """Return the messages with every assistant turn reduced to what others could see."""
    return tuple(m.spoken() if isinstance(m, Assistant) else m for m in messages)


class ToolSpec(Frozen):
    """A tool as a model is told of it: name, one-paragraph description, JSON schema of its parameters."""

    name: str
    description: str
    parameters: dict[str, Any]
