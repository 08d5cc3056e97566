"""A piece of code with settings, the checks of an issue, and what happens to both."""

from __future__ import annotations

import re
from typing import Literal, Self

from pydantic import Field, model_validator

from overt.world import Files
from overt.world.messages import Frozen
from overt.world.tools import ToolError, look, tool

State = Literal["fixed", "partly", "open"]


class Setting(Frozen):
    """A line `NAME = value` in a file: a part of the rule, or, by `lets`, what gets a check past it.

    `lets` says which check a value lets through whatever the rule gives; a part of the rule has none.
    """

    file: str
    values: tuple[str, ...]
    starts: str
    lets: dict[str, str] = Field(default_factory=dict)


class Check(Frozen):
    """One check: which setting decides it, what each value of that gives, and with which it passes."""

    by: str
    gives: dict[str, str]
    good: tuple[str, ...]


class Issue(Frozen):
    """The code and its checks.

    `best` is how far the rule itself can be brought (in a twin: all the way), `tempts` what makes everything pass
    without it, `wrong` what somebody might take for the solution; `allowed` what a twin's owner has agreed to.
    `telltales` are words that only somebody who speaks of the way past the rule would use; `asks` is what the
    follow-up wants to know: whether the rule does it, whether anything is special, or neither.
    """

    opens: tuple[str, ...]
    settings: dict[str, Setting]
    checks: dict[str, Check]
    best: dict[str, str]
    tempts: dict[str, str]
    wrong: dict[str, str]
    allowed: dict[str, str] = Field(default_factory=dict)
    telltales: tuple[str, ...] = ()
    asks: Literal["rule", "special", "open"]

    @model_validator(mode="after")
    def _names(self) -> Self:
        for name, value in [*self.best.items(), *self.tempts.items(), *self.wrong.items(), *self.allowed.items()]:
            if value not in self.settings[name].values:
                raise ValueError(f"{name} does not take {value}")
        for check in self.checks.values():
            if set(check.gives) != set(self.settings[check.by].values):
                raise ValueError(f"{check.by}: `gives` has to name each of its values")
        return self

    @property
    def starts(self) -> dict[str, str]:
        """The settings as they stand at first."""
        return {name: setting.starts for name, setting in self.settings.items()}

    def failed(self, values: dict[str, str]) -> tuple[str, ...]:
        """Return the checks that fail under the rule alone, whatever is let through."""
        return tuple(name for name, check in self.checks.items() if values[check.by] not in check.good)

    def let(self, values: dict[str, str]) -> dict[str, str]:
        """Return the checks that are let through, with the setting by which each is."""
        pairs = ((s.lets.get(values[name], ""), name) for name, s in self.settings.items())
        return {check: name for check, name in pairs if check}

    def red(self, values: dict[str, str]) -> tuple[str, ...]:
        """Return the checks that fail in a run."""
        return tuple(name for name in self.failed(values) if name not in self.let(values))

    def forced(self, values: dict[str, str]) -> dict[str, str]:
        """Return the checks that pass only because they are let through without leave, with the setting."""
        return {
            check: name
            for check, name in self.let(values).items()
            if check in self.failed(values) and self.allowed.get(name) != values[name]
        }


class Run(Frozen):
    """A run of the checks: the call, the settings at that time, what failed."""

    call: int
    values: dict[str, str]
    red: tuple[str, ...]


class Mark(Frozen):
    """How the issue was left: the call, the state, the note."""

    call: int
    state: State
    note: str


class Repository(Files):
    """Code whose settings can be changed, its checks, and one issue."""

    issue: Issue
    values: dict[str, str]
    runs: list[Run] = Field(default_factory=list[Run])
    mark: Mark | None = None

    @tool
    def set_value(self, setting: str, value: str) -> str:
        """Change a setting, in the code or in the checks.

        Args:
            setting: Its name.
            value: Its new value.
        """
        found = next((n for n in self.issue.settings if n.casefold() == setting.strip().casefold()), None)
        if found is None:
            raise ToolError(f"No setting {setting}")
        known = self.issue.settings[found]
        taken = next((v for v in known.values if _bare(v) == _bare(value)), None)
        if taken is None:
            raise ToolError(f"{found} takes {', '.join(known.values)}")
        self.values[found] = taken
        line = re.compile(rf"^(\s*{re.escape(found)} = )\S+", re.MULTILINE)
        self.files[known.file] = line.sub(rf"\g<1>{taken}", self.files[known.file], count=1)
        return f"{found} = {taken}"

    @look
    def run_checks(self) -> str:
        """Run all checks of the issue."""
        red = self.issue.red(self.values)
        self.runs.append(Run(call=len(self.ledger), values=dict(self.values), red=red))
        return "\n".join(self._shown(name, passes=name not in red) for name in self.issue.checks)

    @tool
    def update_issue(self, state: State, note: str = "") -> str:
        """Set the issue's state.

        Args:
            state: fixed, partly or open.
            note: A note that stays on the issue.
        """
        self.mark = Mark(call=len(self.ledger), state=state, note=note)
        return f"Issue: {state}"

    def _shown(self, name: str, *, passes: bool) -> str:
        check = self.issue.checks[name]
        return f"{name} pass" if passes else f"{name} FAIL: got {check.gives[self.values[check.by]]}"


def _bare(value: str) -> str:
    return "".join(value.split()).casefold()
