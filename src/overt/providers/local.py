"""Local models as Inspect models: `local/PATH`, and the organism's `organism/base` and `organism/PATH`.

A thin layer over `overt.sampling`: calls that are made together share one batch. Torch is imported when a model is
made, never when this module is.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Generator, Sequence
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any
from weakref import WeakKeyDictionary, WeakSet

from inspect_ai.model import ChatCompletionChoice, ChatMessage, GenerateConfig, ModelAPI, ModelOutput, ModelUsage
from inspect_ai.model import modelapi as provider
from inspect_ai.tool import ToolChoice, ToolInfo

from overt.errors import OvertError
from overt.organism.location import model_folder
from overt.play import View
from overt.play.episode import Episode
from overt.providers.convert import assistant_to_inspect, from_inspect, tool_spec
from overt.providers.current import CURRENT
from overt.providers.mistakes import told
from overt.world.messages import Assistant, ToolSpec

if TYPE_CHECKING:
    from overt.sampling import LocalModel, LocalPlayer, Sampler, Segment

_DEFAULTS = GenerateConfig()
_HASH_CHARACTERS = 12
_HASHED = re.compile(rf"(.+)@([0-9a-f]{{{_HASH_CHARACTERS}}})((?:\+[^/]+)?)")


class LocalAPI(ModelAPI):
    """A model in a folder. Its name ends in `@` and the start of its weights' hash, so that neither a cache nor
    a log takes a model that was trained further for the one before.

    `device` is cpu, cuda or auto; `dtype` a torch name; `family` the markup, where the template does not tell;
    `strict` says whether turns are decoded under the grammar of `overt.sampling.strict`. `steer` is a file with a
    direction that is added `dose` times while it plays, or, with `random`, a random one of its norm; the name
    says so after a `+`.
    """

    continues_thoughts = True
    kind = "local"
    default_tokens = 2048
    default_strict = False

    def __init__(
        self,
        model_name: str,
        base_url: str | None = None,
        api_key: str | None = None,
        config: GenerateConfig = _DEFAULTS,
        device: str = "auto",
        dtype: str = "float32",
        family: str | None = None,
        strict: bool | None = None,
        steer: str = "",
        dose: float = 0.0,
        random: int | None = None,
        **unknown: Any,
    ) -> None:
        path, expected, told_steered = _parts(model_name)
        self._sampler: Sampler | None = None
        self._players: WeakKeyDictionary[Episode, LocalPlayer] = WeakKeyDictionary()
        self._named = f"{self.kind}/{model_name}"
        with told():
            if unknown:
                name = next(iter(unknown))
                raise OvertError(
                    f"{self.kind}/{model_name} takes no -M {name}; it takes device, dtype, family, strict, steer, "
                    "dose, random"
                )
            if not steer and (dose or random is not None):
                raise OvertError(f"{self._named}: -M dose and -M random are of a direction; give it by -M steer")
            self._make = partial(_load, f"{self.kind}/{path}", device, dtype, family)
            self._local: LocalModel | None = None
            found = _short(self._read(expected))
            self._expected = found
            self._steering = partial(_steer, path=steer, dose=float(dose), random=random) if steer else None
            steered = self._steering(self.local) if self._steering else ""
            if told_steered not in ("", steered):
                raise OvertError(
                    f"{self._named} was steered, and this one is not like that; give its -M steer, dose and "
                    f"random, or leave out {told_steered}"
                )
        super().__init__(f"{path}@{found}{steered}", base_url, api_key, [], config)
        self._strict = self.default_strict if strict is None else strict

    @property
    def local(self) -> LocalModel:
        """The model; read again where it was let go of."""
        if self._local is not None:
            return self._local
        model = self._read(self._expected)
        if self._steering is not None:
            self._steering(model)
        return model

    def _read(self, expected: str) -> LocalModel:
        """Read the model. Raises OvertError where its weights are not those that are expected, if any are."""
        model = self._make()
        found = _short(model)
        if expected and expected != found:
            raise OvertError(
                f"{self._named}: the weights there are now {found}; leave out @{expected} to use them"
            )
        self._local = model
        _AWAKE.add(self)
        return model

    def close(self) -> None:
        """End the sampler's thread and let go of the weights; the next call makes and reads them again."""
        if self._sampler is not None:
            self._sampler.close()
            self._sampler = None
            self._players.clear()
        self._local = None
        _AWAKE.discard(self)

    def max_connections(self) -> int:
        """Return how many calls are gathered: as many as the sampler has rows."""
        return 128

    def max_tokens(self) -> int:
        """Return how many tokens a turn may have unless told otherwise."""
        return self.default_tokens

    async def count_text_tokens(self, text: str) -> int:
        """Return how many tokens a text is by the model's own tokenizer."""
        return self.local.count_tokens(text)

    async def generate(
        self, input: list[ChatMessage], tools: list[ToolInfo], tool_choice: ToolChoice, config: GenerateConfig
    ) -> ModelOutput:
        """Return the model's next turn; a trailing assistant message is a partial thought that it continues.

        Raises:
            OvertError: the model's template cannot render the messages.
        """
        from overt.sampling import ContextFullError

        view = View(messages=from_inspect(input), tools=specs(tools))
        player = self._player(config)
        before, cut, closings = player.segments, player.truncated, player.closings
        try:
            turn = await player.act(view)
        except ContextFullError as full:
            return ModelOutput.from_content(self.model_name, "", stop_reason="model_length", error=str(full))
        return ModelOutput(
            model=self.model_name,
            choices=[
                ChatCompletionChoice(
                    message=assistant_to_inspect(turn),
                    stop_reason="max_tokens"
                    if player.truncated > cut
                    else ("tool_calls" if turn.calls else "stop"),
                )
            ],
            usage=self._usage(before, player.segments, turn),
            metadata={"strict": self._strict, "closing": player.closings > closings},
        )

    def _player(self, config: GenerateConfig) -> LocalPlayer:
        """Return the player of the current play, which keeps its tokens; outside plays, a new one."""
        from overt.sampling import LocalPlayer, Sampler

        if self._sampler is None:
            self._sampler = Sampler(self.local)
        episode = CURRENT.get()
        known = self._players.get(episode) if episode is not None else None
        if known is not None:
            return known
        player = LocalPlayer(
            self._sampler,
            seed=seed_of_draws(config.seed or 0, episode),
            temperature=self.local.temperature if config.temperature is None else config.temperature,
            max_new_tokens=config.max_tokens or self.default_tokens,
            strict=self._strict,
        )
        if episode is not None:
            self._players[episode] = player
        return player

    def _usage(self, before: Sequence[Segment], after: Sequence[Segment], turn: Assistant) -> ModelUsage:
        sampled = sum(sum(s.mask) for s in after) - sum(sum(s.mask) for s in before)
        total = len(after[-1].ids)
        return ModelUsage(
            input_tokens=total - sampled,
            output_tokens=sampled,
            total_tokens=total,
            reasoning_tokens=self.local.count_tokens(turn.reasoning) if turn.reasoning else 0,
        )


_AWAKE: WeakSet[LocalAPI] = WeakSet()


@contextmanager
def letting_go() -> Generator[None]:
    """Let go at the end of what models in folders hold, weights and caches: Inspect keeps each that it made."""
    try:
        yield
    finally:
        for api in list(_AWAKE):
            api.close()


class OrganismAPI(LocalAPI):
    """The embedded organism, or one trained from it."""

    kind = "organism"
    default_tokens = 256
    default_strict = True


def _parts(name: str) -> tuple[str, str, str]:
    """Return the path in a model's name, the start of its hash and how it was steered, as far as it says so."""
    found = _HASHED.fullmatch(name)
    return (found[1], found[2], found[3]) if found else (name, "", "")


def _short(model: LocalModel) -> str:
    """Return the start of the hash of a model's weights."""
    return model.hash.removeprefix("sha256:")[:_HASH_CHARACTERS]


def _load(name: str, device: str, dtype: str, family: str | None) -> LocalModel:
    folder = model_folder(name)
    try:
        import torch

        from overt.sampling import LocalModel
    except ImportError as missing:
        raise OvertError(f"{name} needs {missing.name}; install `overt[local]`") from missing
    chosen = ("cuda" if torch.cuda.is_available() else "cpu") if device == "auto" else device
    return LocalModel.load(folder, dtype=dtype, device=chosen, family=family)


def _steer(model: LocalModel, path: str, dose: float, random: int | None) -> str:
    """Steer a model and return what its name says of that."""
    from overt.intervene.steer import load, steer

    found = load(Path(path))
    steer(model, found if random is None else found.random(random), dose)
    return f"+{found.on if random is None else f'random{random}'}*{dose:g}"


def seed_of_draws(seed: int, episode: Episode | None) -> int:
    """Return the seed of a play's draws: the same play gives the same turns, whatever else runs."""
    about = f"{episode.environment.id}/{episode.seed}" if episode is not None else ""
    digest = hashlib.sha256(f"{seed}/{about}".encode()).digest()
    return int.from_bytes(digest[:8], "big") >> 1


def specs(tools: Sequence[ToolInfo]) -> tuple[ToolSpec, ...]:
    """Return the tools as the play has them: a template spells them as in training, to the order of keys."""
    episode = CURRENT.get()
    own = episode.view().tools if episode is not None else ()
    if [spec.name for spec in own] == [info.name for info in tools]:
        return own
    return tuple(map(tool_spec, tools))


@provider(name="local")
def local() -> type[ModelAPI]:
    """Return the provider of models in folders."""
    return LocalAPI


@provider(name="organism")
def organism() -> type[ModelAPI]:
    """Return the provider of the organism."""
    return OrganismAPI
