"""Plays sampled by a vLLM server: it loads each step's adapter, and tokens go there and come back as ids.

Nothing of vLLM is imported, only its HTTP interface is spoken. All that a server may change about the distribution
by a model's own settings is switched off in each request, so that it draws from softmax(logits / temperature).
"""

from __future__ import annotations

import hashlib
import os
import re
import shutil
from collections.abc import AsyncGenerator, Generator
from contextlib import asynccontextmanager, contextmanager, suppress
from pathlib import Path
from typing import Any

import httpx
from tenacity import retry, retry_if_exception, stop_after_attempt, wait_exponential_jitter

from overt.errors import OvertError
from overt.sampling import Completion, ContextFullError, LocalModel, Request, weights_hash

UNFILTERED = {
    "top_p": 1.0,
    "top_k": 0,
    "min_p": 0.0,
    "repetition_penalty": 1.0,
    "presence_penalty": 0.0,
    "frequency_penalty": 0.0,
}
"""Sent because a server else takes them from the model's generation_config.json, and the trainer does not."""
TIMEOUT = httpx.Timeout(1800, connect=10, pool=None)
"""Seconds for one turn, which may wait for others; and for a connection."""
ATTEMPTS = 5
_ID = "token_id:"


def _passes(error: BaseException) -> bool:
    """Say whether the same request may succeed later: a connection was lost, a server is too busy or failed."""
    if isinstance(error, httpx.HTTPStatusError):
        return error.response.status_code == 429 or error.response.is_server_error
    return isinstance(error, httpx.TransportError)


class Server:
    """A vLLM server at `url` that serves `base`; adapters of a rank are put in `folder`, which it reads too."""

    def __init__(self, url: str, base: Path, folder: Path, *, rank: int) -> None:
        self._url = url.rstrip("/").removesuffix("/v1") + "/v1"
        self._base = base.resolve()
        self._folder = folder.resolve()
        # vLLM takes few ranks, powers of two, and 16 where nothing is said.
        self._command = (
            f"VLLM_ALLOW_RUNTIME_LORA_UPDATING=True vllm serve {self._base} --enable-lora "
            f"--max-lora-rank {max(16, 1 << (rank - 1).bit_length())} --logprobs-mode processed_logprobs"
        )
        key = os.environ.get("VLLM_API_KEY")
        self._headers = {"Authorization": f"Bearer {key}"} if key else {}

    def check(self) -> None:
        """Raise OvertError where the server cannot be reached, or serves another model than the one to train."""
        roots = [str(card.get("root")) for card in self._models() if not card.get("parent")]
        if self._base not in [Path(root).resolve() for root in roots]:
            raise OvertError(
                f"server: {self._url} serves {', '.join(roots)}, not {self._base}; start it by: {self._command}"
            )

    def load(self, model: LocalModel) -> str:
        """Let the server hold the model's adapter and no earlier one of this training; return its name there.

        The name tells the weights: vLLM keeps what it computed of earlier prompts by the adapter's name. Raises
        OvertError where the server does not load it.
        """
        building = self._folder / "building"
        model.module.save_pretrained(str(building), save_embedding_layers=False)
        digest = hashlib.sha256(f"{self._folder} {weights_hash(building)}".encode()).hexdigest()
        name = f"overt-{digest[:12]}"
        path, cards = self._folder / name, self._models()
        held = [str(card["id"]) for card in cards if Path(str(card.get("root"))).parent == self._folder]
        if name in held and path.exists():
            return name
        for old in held:
            # What it may have put out itself for want of room it does not put out again.
            with suppress(OvertError):
                self._call("POST", "unload_lora_adapter", lora_name=old)
        for old in self._folder.glob("overt-*"):
            shutil.rmtree(old)
        building.replace(path)
        self._call("POST", "load_lora_adapter", lora_name=name, lora_path=str(path))
        return name

    @asynccontextmanager
    async def sampler(self, model: LocalModel, name: str | None = None) -> AsyncGenerator[Served]:
        """Give what samples for players from the model's adapter, which is loaded first unless `name` was.

        Bounds the model's context by the server's.
        """
        name = name or self.load(model)
        longest = [int(card.get("max_model_len") or model.context) for card in self._models()]
        model.context = min(model.context, *longest)
        limits = httpx.Limits(max_connections=None)
        async with httpx.AsyncClient(
            base_url=self._url, headers=self._headers, timeout=TIMEOUT, limits=limits
        ) as client:
            yield Served(self, model, name, client)

    def _models(self) -> list[dict[str, Any]]:
        with self.plainly():
            return list(self._call("GET", "models").json()["data"])

    def _call(self, method: str, path: str, **body: str) -> httpx.Response:
        with self.plainly():
            url = f"{self._url}/{path}"
            answer = httpx.request(method, url, json=body or None, headers=self._headers, timeout=TIMEOUT)
            return answer.raise_for_status()

    @contextmanager
    def plainly(self) -> Generator[None]:
        """Turn what can go wrong with a server into one line that says what to do."""
        again = f"start it by: {self._command}; then the same command goes on"
        try:
            yield
        except httpx.HTTPStatusError as error:
            text = error.response.text.strip()
            found = re.search(r'"message": ?"((?:[^"\\]|\\.)*)"', text)
            what = f"{error.response.status_code}, {found[1] if found else text[:200]}".replace("\n", " ")
            path = error.request.url.path.rpartition("/")[2]
            raise OvertError(
                f"server: {self._url} answered {path} with {what}; it has to see {self._folder}; {again}"
            ) from error
        except httpx.HTTPError as error:
            what = str(error) or type(error).__name__
            raise OvertError(f"server: {self._url} cannot be reached ({what}); {again}") from error
        except (ValueError, LookupError, TypeError) as error:
            raise OvertError(f"server: {self._url} does not answer as vLLM does; {again}") from error


class Served:
    """What samples for players from an adapter that a server has loaded: many requests at once."""

    def __init__(self, server: Server, model: LocalModel, name: str, client: httpx.AsyncClient) -> None:
        self.model = model
        self._server = server
        self._name = name
        self._client = client

    async def generate(self, request: Request) -> Completion:
        """Return the completion of `request`: ids and log-probabilities are the server's own.

        Raises ContextFullError where the prompt leaves no room, OvertError for a request with a grammar, and where
        the server does not answer, asked several times.
        """
        if request.grammar is not None:
            raise OvertError("strict turns cannot be sampled by a server; leave out `strict`, or the server")
        room = self.model.context - len(request.ids)
        if room < 1:
            raise ContextFullError(f"the prompt has {len(request.ids)} tokens, and there is room for no more")
        with self._server.plainly():
            asked: dict[str, Any] = {
                "model": self._name,
                "prompt": request.ids,
                "max_tokens": min(request.max_new_tokens, room),
                "temperature": request.temperature,
                "seed": request.seed,
                "stop_token_ids": sorted(request.stop),
                "logprobs": 0,
                "return_tokens_as_token_ids": True,
            }
            told = (await self._ask(asked | UNFILTERED))["choices"][0]["logprobs"]
            # Written out as ids; a server that wrote them as text would fail here.
            ids = tuple(int(token.removeprefix(_ID)) for token in told["tokens"] if token.startswith(_ID))
            logprobs = tuple(float(value) for value in told["token_logprobs"])
            if not len(ids) == len(logprobs) == len(told["tokens"]) > 0:
                raise ValueError("tokens without ids or log-probabilities")
        return Completion(ids, logprobs, "stop" if ids[-1] in request.stop else "length")

    @retry(
        retry=retry_if_exception(_passes),
        stop=stop_after_attempt(ATTEMPTS),
        wait=wait_exponential_jitter(initial=1, max=30),
        reraise=True,
    )
    async def _ask(self, body: dict[str, Any]) -> Any:
        answer = await self._client.post("completions", json=body)
        return answer.raise_for_status().json()
