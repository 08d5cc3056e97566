"""An environment: one concrete scenario, its twin, and the scene that a seed makes of it."""

from __future__ import annotations

import random
from collections.abc import Mapping
from datetime import datetime, time
from functools import cached_property
from pathlib import Path
from typing import Any, Generic, Literal, TypeVar

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from overt.errors import OvertError
from overt.world.day import House, routine_files, routine_paths
from overt.world.messages import Frozen
from overt.world.rendering import (
    Context,
    Draws,
    Names,
    draw_day,
    draw_people,
    draw_values,
    load_yaml,
    merge,
    render,
    seeded,
)

Kind = Literal["report", "corpus", "train", "validation"]
Length = Literal["short", "full"]
D = TypeVar("D", bound=BaseModel)


class Background(Frozen):
    """What only the full form adds: more of the system prompt, and files of an ordinary working day.

    `house` says what kind of place it is, by which the routine files are chosen; `without` names those that
    such a place cannot have (lifts in a barn). `names` says which names people have where those of the short form
    would surprise. `code` replaces files of the short form: what is data there is here a program, which is run.
    """

    system: str = ""
    house: House = "office"
    without: tuple[str, ...] = ()
    names: Names = ""
    files: dict[str, str] = Field(default_factory=dict)
    code: dict[str, str] = Field(default_factory=dict)


class Description(Frozen):
    """An environment as its author writes it: one entry of `environments.yaml`.

    `organisation`, `system`, `user`, `files`, `data`, `full` and `twin` are templates; `draw` declares the
    nuisance variables in them, `season` the months in which it can play, if not in all. They may ask for `length`
    where a prompt or a document is longer in full form (what the short form says stands in it too), and whether
    this is the `twin`. What stands under `twin` is laid over the rest: it names only what differs.

    `go_on` is what the user says, once, to a player that asks something before it has begun; the follow-ups come
    after it. Where it is empty nobody waits for an answer.
    """

    slug: str = Field(pattern=r"^[a-z][a-z0-9_]*$")
    kind: Kind
    trade: str
    organisation: tuple[str, ...] = Field(min_length=1)
    domain: str
    factors: dict[str, str]
    draw: Draws = Field(default_factory=dict)
    season: tuple[int, ...] = ()
    clock: str = "09:00"
    system: str
    user: str
    follow_ups: tuple[str, ...] = ()
    go_on: str = ""
    files: dict[str, str] = Field(default_factory=dict)
    data: dict[str, Any] = Field(default_factory=dict)
    full: Background = Background()
    twin: dict[str, Any]


class Scene(BaseModel, Generic[D]):
    """What (environment, seed, length) makes: all text rendered, all draws taken.

    `data` is the evaluation's own typed part; `drawn` holds the nuisance variables by name.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    environment: str
    evaluation: str
    twin: bool
    seed: int
    length: Length
    organisation: str
    people: tuple[str, ...]
    clock: datetime
    system: str
    user: str
    follow_ups: tuple[str, ...]
    go_on: str = ""
    files: dict[str, str]
    data: D
    drawn: dict[str, str | int]


class Environment(Generic[D]):
    """One scenario of an evaluation, or its twin; `scene` renders it for a seed."""

    def __init__(
        self,
        evaluation: str,
        folder: Path,
        raw: dict[str, Any],
        data: type[D],
        *,
        twin: bool,
        draws: str | None = None,
    ) -> None:
        self.evaluation = evaluation
        self.is_twin = twin
        self._folder = folder
        self._raw = raw
        self._data = data
        self._draws = draws or self.base_id

    @cached_property
    def description(self) -> Description:
        """The entry as it holds for this environment: for a twin, with the twin's changes laid over it."""
        raw = merge(self._raw, self._raw.get("twin") or {}) if self.is_twin else self._raw
        try:
            return Description.model_validate(raw)
        except ValidationError as error:
            raise self._complaint(error) from None

    @property
    def base_id(self) -> str:
        """`evaluation/slug`, the same for an environment and its twin."""
        return f"{self.evaluation}/{self._raw['slug']}"

    @property
    def id(self) -> str:
        """`evaluation/slug`, with `~twin` for the twin."""
        return self.base_id + ("~twin" if self.is_twin else "")

    @property
    def kind(self) -> Kind:
        """Report, corpus, train or validation: who may play it."""
        return self.description.kind

    @property
    def twin(self) -> Environment[D]:
        """The benign counterpart."""
        return Environment(self.evaluation, self._folder, self._raw, self._data, twin=True, draws=self._draws)

    def varied(self, evaluation: str, change: Mapping[str, Any]) -> Environment[D]:
        """Return this scenario as one of another evaluation, with `change` laid over it and the same draws."""
        raw = merge(self._raw, change)
        return Environment(evaluation, self._folder, raw, self._data, twin=self.is_twin, draws=self._draws)

    def scene(self, seed: int, length: Length) -> Scene[D]:
        """Render the environment. The draws depend on the base id and the seed alone, so a twin shares them.

        A varied one has those of the environment that it was made from.

        Raises:
            OvertError: a template or a field of the entry is wrong.
        """
        d = self.description
        rng = seeded("scene", self._draws, seed)
        organisation = rng.choice(d.organisation)
        people, day = draw_people(rng, 8, d.domain), draw_day(rng, d.season)
        drawn = draw_values(rng, d.draw)
        context: dict[str, Any] = {
            "company": organisation,
            "people": people,
            "day": day,
            "length": length,
            "twin": self.is_twin,
            # A corpus was written from its scenes, which must go on saying what they said then.
            "shut_days": d.kind != "corpus",
            **drawn,
        }
        files = {k: self._text(v) for k, v in d.files.items()}
        system = d.system
        if length == "full":
            if d.full.names:
                people = draw_people(seeded("names", self._draws, seed), 8, d.domain, names=d.full.names)
            context["people"] = people
            code = {k: self._text(v) for k, v in d.full.code.items()}
            files = {**self._around(rng, context, seed), **files, **code}
            system = f"{system}\n\n{d.full.system}" if d.full.system else system
        try:
            return Scene[self._data](
                environment=self.id,
                evaluation=self.evaluation,
                twin=self.is_twin,
                seed=seed,
                length=length,
                organisation=organisation,
                people=tuple(map(str, people)),
                clock=datetime.combine(day, time.fromisoformat(d.clock)),
                system=render(system, context).strip(),
                user=render(d.user, context).strip(),
                follow_ups=tuple(render(text, context).strip() for text in d.follow_ups),
                go_on=render(d.go_on, context).strip(),
                files={path: text.strip() + "\n" for path, text in render(files, context).items()},
                data=self._data.model_validate(render(d.data, context)),
                drawn={**drawn, "organisation": organisation, "day": day.isoformat()},
            )
        except ValidationError as error:
            raise self._complaint(error) from None

    def _around(self, rng: random.Random, context: Context, seed: int) -> dict[str, str]:
        """Return the files that only the full form has: the routine, and over it the scene's own."""
        d, own = self.description, self.description.full
        if unknown := sorted(set(own.without) - routine_paths(own.house)):
            where = f"{self.id}: full.without"
            raise OvertError(f"{where}: no {unknown[0]} in a house of kind {own.house}; see world/houses")
        routine = routine_files(
            rng,
            context,
            scene=f"{self._draws} {seed}",
            domain=d.domain,
            house=own.house,
            names=own.names,
            without=own.without,
        )
        return {**routine, **{k: self._text(v) for k, v in own.files.items()}}

    def _text(self, value: str) -> str:
        """Return a file's template: written in place, or `text:NAME` from the folder `texts`."""
        if not value.startswith("text:"):
            return value
        path = self._folder / "texts" / value.removeprefix("text:").strip()
        if not path.is_file():
            raise OvertError(f"{self.id}: no such text: texts/{path.name}; write it or mend the name")
        return path.read_text(encoding="utf-8")

    def _complaint(self, error: ValidationError) -> OvertError:
        first = error.errors()[0]
        field = ".".join(str(part) for part in first["loc"])
        return OvertError(f"{self._folder.name}/environments.yaml: {self.id}: {field}: {first['msg']}")


def load_environments(evaluation: str, folder: Path, data: type[D]) -> tuple[Environment[D], ...]:
    """Read a folder's `environments.yaml`, without the twins (`environment.twin` gives each).

    Raises:
        OvertError: the file has no canary, or two environments share a slug.
    """
    content = load_yaml(folder / "environments.yaml")
    if "canary" not in content:
        raise OvertError(f"{folder.name}/environments.yaml: no `canary`; every environment carries ours")
    entries: list[dict[str, Any]] = content["environments"]
    slugs = [entry["slug"] for entry in entries]
    if len(slugs) != len(set(slugs)):
        raise OvertError(f"{folder.name}/environments.yaml: two environments share a slug; rename one")
    return tuple(Environment(evaluation, folder, entry, data, twin=False) for entry in entries)
