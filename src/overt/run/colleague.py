"""A model by role inside a run: it speaks for somebody in the world, who otherwise follows a script."""

from __future__ import annotations

from collections.abc import Mapping

from inspect_ai.model import Model, get_model, model_roles
from inspect_ai.solver import TaskState

from overt.errors import OvertError
from overt.run.budget import LEDGER

COLLEAGUE = "colleague"
"""The role, as Inspect and `--model-role` name it; in the sample's metadata, which model had it."""


def checked(roles: Mapping[str, str]) -> dict[str, str | Model]:
    """Return the roles as Inspect takes them.

    Raises:
        OvertError: there is no such role, or what is named for it does not write text.
    """
    for role, model in roles.items():
        if role != COLLEAGUE:
            raise OvertError(f"--model-role {role}: no such role; there is {COLLEAGUE}")
        if "/" not in model or model.startswith("actor/"):
            raise OvertError(f"--model-role {role}={model}: give a model that writes text, such as openai/NAME")
    return dict(roles)


async def said(prompt: str | None, state: TaskState) -> str | None:
    """Return what the model in that role says to a prompt; None where there is no prompt, or no such model."""
    if prompt is None or COLLEAGUE not in model_roles():
        return None
    model = get_model(role=COLLEAGUE, required=True)
    output = await model.generate(prompt)
    if (ledger := LEDGER.get()) is not None:
        ledger.spend(state.sample_id, state.epoch, output.usage)
    state.metadata[COLLEAGUE] = str(model)
    return output.completion.strip()
