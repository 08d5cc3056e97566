"""The command line as a user has it: exit code, standard output, standard error."""

from __future__ import annotations

import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from overt.cli import main


@dataclass(frozen=True)
class Done:
    """A command that has ended."""

    code: int
    out: str
    err: str

    def complaint(self) -> str:
        """The one line that is all of standard error; the command failed and printed nothing else."""
        lines = self.err.strip().splitlines()
        assert self.code == 2, (self.code, self.err)
        assert self.out == "", self.out
        assert len(lines) == 1 and lines[0].startswith("overt: "), self.err
        return lines[0].removeprefix("overt: ")

    def complaint_after_playing(self) -> str:
        """The last line of standard error, where Inspect has reported progress before."""
        lines = self.err.strip().splitlines()
        assert self.code == 2, (self.code, self.err)
        assert "Traceback" not in self.err, self.err
        assert [line for line in lines if line.startswith("overt: ")] == lines[-1:], self.err
        return lines[-1].removeprefix("overt: ")


Overt = Callable[..., Done]


@pytest.fixture
def overt(monkeypatch, capsys) -> Overt:
    """Run a command in this process, through the same function as the installed script."""

    def run(*arguments: object) -> Done:
        monkeypatch.setattr(sys, "argv", ["overt", *map(str, arguments)])
        capsys.readouterr()
        with pytest.raises(SystemExit) as ended:
            main()
        out, err = capsys.readouterr()
        return Done(int(ended.value.code or 0), out, err)

    return run


@pytest.fixture(scope="session")
def tiny(tmp_path_factory) -> Path:
    """A folder with a tiny random model, its tokenizer and a chat template; tests copy it before they break it."""
    from tokenizers import Tokenizer, decoders, models, pre_tokenizers
    from transformers import PreTrainedTokenizerFast, Qwen3Config, Qwen3ForCausalLM

    letters = sorted(pre_tokenizers.ByteLevel.alphabet())
    special = ["<|im_start|>", "<|im_end|>", "<think>", "</think>", "<tool_call>", "</tool_call>"]
    raw = Tokenizer(models.BPE(vocab={c: i for i, c in enumerate(letters)}, merges=[]))
    raw.pre_tokenizer = pre_tokenizers.ByteLevel(add_prefix_space=False)
    raw.decoder = decoders.ByteLevel()
    tokenizer = PreTrainedTokenizerFast(tokenizer_object=raw, eos_token="<|im_end|>", pad_token="<|im_start|>")
    tokenizer.add_tokens(special[2:])
    tokenizer.chat_template = TEMPLATE
    sizes = {"hidden_size": 16, "intermediate_size": 16, "num_hidden_layers": 1, "head_dim": 8}
    heads = {"num_attention_heads": 2, "num_key_value_heads": 1}
    config = Qwen3Config(vocab_size=len(tokenizer), max_position_embeddings=8192, **sizes, **heads)
    folder = tmp_path_factory.mktemp("tiny")
    Qwen3ForCausalLM(config).save_pretrained(folder)
    tokenizer.save_pretrained(folder)
    return folder


TEMPLATE = """\
{%- if tools %}{{ tools | tojson }}
{% endif %}
{%- for message in messages %}<|im_start|>{{ message.role }}
{{ message.content }}
{%- for call in message.tool_calls %}<tool_call>{{ call | tojson }}</tool_call>{% endfor %}<|im_end|>
{% endfor %}
{%- if add_generation_prompt %}<|im_start|>assistant
{% endif %}"""
