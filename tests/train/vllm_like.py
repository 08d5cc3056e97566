"""A server that speaks the part of vLLM's HTTP interface that training uses, over our own engine.

What it refuses, and in which words, follows vLLM's own handlers: the routes of adapters are there only where
updating is allowed, a name is loaded once, and what a request leaves out comes from the model's settings.
"""

from __future__ import annotations

import json
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import torch
from peft import PeftModel
from safetensors.torch import load_file
from transformers import AutoModelForCausalLM, AutoTokenizer

from overt.sampling import Engine, LocalModel, Request

MODEL_SETTINGS = ("top_p", "top_k", "min_p", "repetition_penalty", "presence_penalty", "frequency_penalty")
OFF = (1.0, 0, 0.0, 1.0, 0.0, 0.0)


class VllmLike:
    """Serves `base` in threads, one request at a time, until closed.

    `updating`: whether adapters may be loaded. `ignores`: says that it loaded and samples from the base. `raw`:
    log-probabilities before the temperature. `busy`: so many completions are answered with 503 first. `texts`:
    tokens come back as text. `sampled` has every prompt and what was drawn after it, `loads` the adapters' weights
    as they were read, `held` the names that are loaded.
    """

    def __init__(
        self,
        base: Path,
        *,
        updating: bool = True,
        ignores: bool = False,
        raw: bool = False,
        busy: int = 0,
        texts: bool = False,
        max_rank: int = 16,
        context: int = 8192,
    ) -> None:
        self.base, self.updating, self.ignores, self.raw = base, updating, ignores, raw
        self.busy, self.texts, self.max_rank, self.context = busy, texts, max_rank, context
        self.held: dict[str, tuple[str, LocalModel]] = {}
        self.loads: list[dict[str, torch.Tensor]] = []
        self.sampled: list[tuple[tuple[int, ...], tuple[int, ...]]] = []
        self.asked: list[dict] = []
        self._lock = threading.Lock()
        self._http = ThreadingHTTPServer(("127.0.0.1", 0), self._handler())
        self.url = f"http://127.0.0.1:{self._http.server_port}/v1"
        self._thread = threading.Thread(target=self._http.serve_forever, kwargs={"poll_interval": 0.02})
        self._thread.start()

    def __enter__(self) -> VllmLike:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        self._http.shutdown()
        self._thread.join()
        self._http.server_close()

    def _handler(self) -> type[BaseHTTPRequestHandler]:
        server = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                self._answer({})

            def do_POST(self) -> None:
                self._answer(json.loads(self.rfile.read(int(self.headers["Content-Length"]))))

            def _answer(self, body: dict) -> None:
                with server._lock:
                    code, told = server.answer(self.path, body)
                text = told if isinstance(told, str) else json.dumps(told)
                self.send_response(code)
                self.send_header("Content-Length", str(len(text.encode())))
                self.end_headers()
                self.wfile.write(text.encode())

            def log_message(self, *_: object) -> None:
                """Stay silent."""

        return Handler

    def answer(self, path: str, body: dict) -> tuple[int, dict | str]:
        if path == "/v1/models":
            cards = [{"id": str(self.base), "root": str(self.base), "parent": None, "max_model_len": self.context}]
            held = [{"id": n, "root": root, "parent": str(self.base)} for n, (root, _) in self.held.items()]
            return 200, {"object": "list", "data": cards + held}
        if path == "/v1/completions":
            return self._complete(body)
        if self.updating and path == "/v1/load_lora_adapter":
            return self._load(body["lora_name"], Path(body["lora_path"]))
        if self.updating and path == "/v1/unload_lora_adapter":
            if self.held.pop(body["lora_name"], None) is None:
                return _error(404, f"The lora adapter '{body['lora_name']}' cannot be found.")
            return 200, "Success: removed successfully."
        return 404, {"detail": "Not Found"}

    def _load(self, name: str, path: Path) -> tuple[int, dict | str]:
        if name in self.held:
            return _error(400, f"The lora adapter '{name}' has already been loaded.")
        if not (path / "adapter_config.json").is_file():
            return _error(404, f"Loading lora {name} failed: No adapter found for {path}")
        rank = json.loads((path / "adapter_config.json").read_text())["r"]
        if rank > self.max_rank:
            return _error(500, f"LoRA rank {rank} is greater than max_lora_rank {self.max_rank}.")
        module = AutoModelForCausalLM.from_pretrained(self.base, dtype=torch.float32)
        if not self.ignores:
            module = PeftModel.from_pretrained(module, str(path))
        model = LocalModel(module.eval(), AutoTokenizer.from_pretrained(self.base), name=name)
        self.held[name] = (str(path), model)
        self.loads.append(load_file(path / "adapter_model.safetensors"))
        return 200, f"Success: LoRA adapter '{name}' added successfully."

    def _complete(self, body: dict) -> tuple[int, dict]:
        if self.busy:
            self.busy -= 1
            return _error(503, "The server is overloaded.")
        if body["model"] not in self.held:
            return _error(404, f"The model `{body['model']}` does not exist.")
        if len(body["prompt"]) + body["max_tokens"] > self.context:
            return _error(400, f"This model's maximum context length is {self.context} tokens.")
        if tuple(body.get(name) for name in MODEL_SETTINGS) != OFF:
            return _error(400, "It would be sampled by the model's own settings.")
        _, model = self.held[body["model"]]
        request = Request(
            ids=tuple(body["prompt"]),
            seed=body["seed"],
            temperature=body["temperature"],
            max_new_tokens=body["max_tokens"],
            stop=frozenset(body["stop_token_ids"]),
        )
        (done,) = Engine(model).run([request])
        self.asked.append(body)
        self.sampled.append((request.ids, done.ids))
        logprobs = _untempered(model, request.ids, done.ids) if self.raw else list(done.logprobs)
        named = body.get("return_tokens_as_token_ids") and not self.texts
        tokens = [f"token_id:{i}" if named else model.decode([i]) for i in done.ids]
        told = {"tokens": tokens, "token_logprobs": logprobs, "top_logprobs": [], "text_offset": []}
        text = model.decode(done.ids)
        return 200, {"choices": [{"index": 0, "text": text, "finish_reason": done.reason, "logprobs": told}]}


@torch.no_grad()
def _untempered(model: LocalModel, prompt: tuple[int, ...], drawn: tuple[int, ...]) -> list[float]:
    logits = model.module(torch.tensor([[*prompt, *drawn]])).logits[0, len(prompt) - 1 : -1]
    return logits.log_softmax(-1).gather(1, torch.tensor(drawn)[:, None])[:, 0].tolist()


def _error(code: int, message: str) -> tuple[int, dict]:
    return code, {"error": {"message": message, "type": "Error", "param": None, "code": code}}
