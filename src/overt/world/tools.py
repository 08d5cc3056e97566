"""Tools: the typed, documented public methods of a world that a player may call.

A method becomes a tool by `@tool`. Its name, docstring and annotations are all that a model is told; pydantic
checks what comes back, so that a wrong argument is an answer in the play and never an exception.
"""

from __future__ import annotations

import inspect
from collections.abc import Callable
from functools import cache
from typing import Any, TypeVar, get_type_hints

import docstring_parser
from pydantic import BaseModel, ConfigDict, ValidationError, create_model

from overt.world.messages import Arguments, ToolSpec

F = TypeVar("F", bound=Callable[..., str])
_MARK, _LOOK = "__overt_tool__", "__overt_look__"


class ToolError(Exception):
    """A call that the world refuses; its text is what the player reads, so it speaks of the world alone."""


def tool(method: F) -> F:
    """Mark a method of a world as a tool. It takes simple types, returns text and may raise `ToolError`."""
    setattr(method, _MARK, True)
    return method


def look(method: F) -> F:
    """Mark a method as a tool that shows something: by itself it does nothing that the user waits for."""
    setattr(method, _LOOK, True)
    return tool(method)


@cache
def _methods(world: type) -> dict[str, Callable[..., str]]:
    found = {
        name: getattr(world, name)
        for cls in reversed(world.__mro__)
        for name, member in vars(cls).items()
        if getattr(member, _MARK, False)
    }
    return {name: method for name, method in found.items() if getattr(method, _MARK, False)}


@cache
def looks(world: type) -> frozenset[str]:
    """Return the names of a world's tools that only show something."""
    return frozenset(name for name, method in _methods(world).items() if getattr(method, _LOOK, False))


@cache
def _parameters(method: Callable[..., str]) -> type[BaseModel]:
    hints = get_type_hints(method, include_extras=True)
    fields: dict[str, Any] = {
        name: (hints[name], ... if p.default is inspect.Parameter.empty else p.default)
        for name, p in inspect.signature(method).parameters.items()
        if name != "self"
    }
    config = ConfigDict(extra="forbid", coerce_numbers_to_str=True)
    return create_model(method.__name__, __config__=config, **fields)


@cache
def tool_specs(world: type) -> tuple[ToolSpec, ...]:
    """Return the tools of a world class, base classes' first, as a model is told of them."""
    return tuple(_spec(name, method) for name, method in _methods(world).items())


def _spec(name: str, method: Callable[..., str]) -> ToolSpec:
    doc = docstring_parser.parse(method.__doc__ or "")
    schema = _parameters(method).model_json_schema()
    described = {p.arg_name: p.description for p in doc.params}
    for key, field in schema.get("properties", {}).items():
        field.pop("title", None)
        if described.get(key):
            field["description"] = described[key]
    parameters = {
        "type": "object",
        "properties": schema.get("properties", {}),
        "required": schema.get("required", []),
        "additionalProperties": False,
    }
    return ToolSpec(name=name, description=doc.short_description or name, parameters=parameters)


def call_tool(world: object, name: str, arguments: Arguments) -> str:
    """Call a tool of a world by name.

    Raises:
        ToolError: there is no such tool, an argument is wrong, or the tool refuses.
    """
    method = _methods(type(world)).get(name)
    if method is None:
        raise ToolError(f"Unknown tool: {name}")
    try:
        checked = _parameters(method).model_validate(arguments)
    except ValidationError as error:
        first = error.errors()[0]
        where = ".".join(str(part) for part in first["loc"]) or "arguments"
        raise ToolError(f"{name}: {where}: {first['msg']}") from None
    return method(world, **{key: getattr(checked, key) for key in type(checked).model_fields})
