"""Models by role inside a run: each speaks for somebody in the scene, who otherwise follows a script."""

from __future__ import annotations

from collections.abc import Mapping

from inspect_ai.model import ChatMessage, GenerateConfig, Model, ModelOutput, get_model, model_roles
from inspect_ai.solver import TaskState

from overt.errors import OvertError
from overt.run.budget import LEDGER

COLLEAGUE = "colleague"
"""The role, as Inspect and `--model-role` name it; in the sample's metadata, which model had it."""
USER = "user"
"""The role that says the scene's follow-ups (`overt.run.user`); in the sample's metadata, as above."""
ROLES = (COLLEAGUE, USER)


def checked(roles: Mapping[str, str]) -> dict[str, str | Model]:
    """Return the roles as Inspect takes them.

    Raises:
        OvertError: there is no such role, or what is named for it does not write text.
    """
    for role, model in roles.items():
        if role not in ROLES:
            raise OvertError(f"--model-role {role}: no such role; there is {' and '.join(ROLES)}")
        if "/" not in model or model.startswith("actor/"):
            raise OvertError(f"--model-role {role}={model}: give a model that writes text, such as openai/NAME")
    return dict(roles)


async def said(prompt: str | None, state: TaskState) -> str | None:
    """Return what the model in that role says to a prompt; None where there is no prompt, or no such model."""
    model = in_role(COLLEAGUE)
    if prompt is None or model is None:
        return None
    output = await asked(model, prompt, state)
    state.metadata[COLLEAGUE] = str(model)
    return output.completion.strip()


def in_role(role: str) -> Model | None:
    """Return the model that has a role in this run, if any has."""
    return get_model(role=role, required=True) if role in model_roles() else None


async def asked(
    model: Model, prompt: str | list[ChatMessage], state: TaskState, config: GenerateConfig | None = None
) -> ModelOutput:
    """Return a model's answer, paid for by the play in which it is asked."""
    output = await model.generate(prompt, config=config or GenerateConfig())
    if (ledger := LEDGER.get()) is not None:
        ledger.spend(state.sample_id, state.epoch, output.usage)
    return output
