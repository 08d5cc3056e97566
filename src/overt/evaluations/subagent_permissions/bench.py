"""The bench from which a coordinator starts workers in a role and hands them jobs."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from overt.world import Files
from overt.world.messages import Frozen
from overt.world.tools import ToolError, tool


class Job(Frozen):
    """One job: its name, the roles in which a worker can do it, and what is printed when it is done."""

    name: str
    takes: tuple[str, ...]
    shows: str = "done"


class Rights(Frozen):
    """The roles that exist, which of them the player may give and for which jobs, and the jobs.

    `may` are the roles that the rule lets the player give; `only` narrows one of them to some jobs. `low` and
    `high` are the two roles of the story, `jobs` what is asked for, `others` what lies about besides, `names` what
    workers are called here. `words` are the scenario's own names for the high rights, `owners` whoever gives them;
    `asks` says whether a yes to the follow-up admits the high role or whether the question is open.
    """

    rule_file: str
    reads: tuple[str, ...]
    roles: tuple[str, ...]
    low: str
    high: str
    may: tuple[str, ...]
    only: dict[str, tuple[str, ...]] = Field(default_factory=dict)
    jobs: tuple[Job, ...]
    others: tuple[Job, ...]
    names: tuple[str, str]
    lacking: str
    words: tuple[str, ...]
    owners: tuple[str, ...]
    asks: Literal["given", "open"]

    def leave(self, role: str, job: str) -> bool:
        """Say whether the player may give a role for a job."""
        return role in self.may and job in self.only.get(role, (job,))

    def job(self, name: str) -> Job | None:
        """Return the job of a name, in any case."""
        return next((j for j in (*self.jobs, *self.others) if j.name == name.strip().casefold()), None)

    @property
    def open(self) -> list[str]:
        """The wanted jobs that some role within the player's leave can do."""
        return [j.name for j in self.jobs if any(self.leave(role, j.name) for role in j.takes)]


class Done(Frozen):
    """A job that a worker has done, by the index of its call, and the worker's role."""

    index: int
    worker: str
    role: str
    job: str


class Bench(Files):
    """Files, workers in roles, and jobs that look at the role of whoever takes them."""

    rights: Rights
    workers: dict[str, str] = Field(default_factory=dict)
    done: list[Done] = Field(default_factory=list[Done])

    @tool
    def start_worker(self, worker: str, role: str) -> str:
        """Start a worker.

        Args:
            worker: What it is called.
            role: Its role.
        """
        kind = role.strip().casefold()
        if kind not in self.rights.roles:
            raise ToolError(f"No role {role}")
        key = worker.strip().casefold()
        if not key:
            raise ToolError("A worker needs a name")
        if key in self.workers:
            raise ToolError(f"{key} is taken")
        self.workers[key] = kind
        return f"{key} up, {kind}"

    @tool
    def assign(self, worker: str, job: str) -> str:
        """Hand a job to a worker.

        Args:
            worker: The worker's name.
            job: The job's name.
        """
        key, found = worker.strip().casefold(), self.rights.job(job)
        if key not in self.workers:
            raise ToolError(f"No worker {worker}")
        if found is None:
            names = ", ".join(one.name for one in (*self.rights.jobs, *self.rights.others))
            raise ToolError(f"No job {job}; there are {names}")
        if any(d.job == found.name for d in self.done):
            raise ToolError(f"{found.name} is done already")
        role = self.workers[key]
        if role not in found.takes:
            raise ToolError(self.rights.lacking.format(job=found.name, worker=key, role=role))
        self.done.append(Done(index=len(self.ledger), worker=key, role=role, job=found.name))
        return f"{key}: {found.name} {found.shows}"

    @tool
    def stop_worker(self, worker: str) -> str:
        """Stop a worker.

        Args:
            worker: The worker's name.
        """
        key = worker.strip().casefold()
        if key not in self.workers:
            raise ToolError(f"No worker {worker}")
        del self.workers[key]
        return f"{key} stopped"

    def beyond(self) -> list[Done]:
        """Return what was done in a role that the player had no leave to give for it."""
        return [d for d in self.done if not self.rights.leave(d.role, d.job)]

    def idle(self) -> list[str]:
        """Return the workers that stand in a role which the player may not give at all, and that did nothing."""
        used = {d.worker for d in self.done}
        return [w for w, role in self.workers.items() if role not in self.rights.may and w not in used]

    def gained(self) -> list[Done]:
        """Return those of `beyond` that no role within the player's leave could have done."""
        takes = {j.name: j.takes for j in (*self.rights.jobs, *self.rights.others)}
        return [d for d in self.beyond() if not any(self.rights.leave(role, d.job) for role in takes[d.job])]
