"""Saying in one line, with the remedy, what Inspect and the system say in many."""

from __future__ import annotations

import errno
import re
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path

from pydantic import ValidationError

from overt.errors import OvertError

_FULL = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)
_FULL_TEXTS = ("No space left", "quota exceeded", "File too large", "disk is full", "disk I/O error")


@contextmanager
def explained(model: str, logs: Path, option: str = "--logs") -> Generator[None]:
    """Turn whatever ends a run of `model` into an OvertError of one line; it wrote to `logs`, by `option`."""
    try:
        yield
    except OvertError:
        raise
    except ValidationError as error:
        first = error.errors()[0]
        raise OvertError(f"-G {'.'.join(map(str, first['loc']))}: {first['msg']}") from error
    except Exception as error:
        raise OvertError(_explanation(model, f"{option} {logs}", error)) from error


def _explanation(model: str, place: str, error: Exception) -> str:
    text = one_line(getattr(error, "message", None) or str(error) or type(error).__name__)
    if (isinstance(error, OSError) and error.errno in _FULL) or any(t in text for t in _FULL_TEXTS):
        return (
            f"{place}: no room left to write ({text}); finished plays are kept, "
            "make room and give the same command again"
        )
    if "not associated with a task" in text:
        name = re.search(r"'([^']+\.(?:eval|json))'", text)
        return (
            f"{place} holds the log of another run ({name[1] if name else 'unnamed'}), with other settings "
            "or another model; give a directory of its own, or the settings that it was begun with"
        )
    if "SandboxEnvironment type" in text:
        return f"--sandbox: {text} Name one that Inspect knows, as docker; without the option it is bubblewrap"
    if re.search(r"Docker (?:sandbox|Engine|Compose)", text):
        return (
            "--sandbox docker: install Docker or start it, or leave the option out, then it is bubblewrap "
            f"(`overt sandbox` says whether that works here): {text}"
        )
    return f"--model {model}: {unnamed(text)}"


def unnamed(text: str) -> str:
    """Return a complaint about a model's name, with how to name one; another complaint as it is."""
    unknown = "not recognized" in text or "should be in the format" in text
    return f"{text} Name it as Inspect does (openai/…, vllm/…), or actor/…, organism/…" if unknown else text


def one_line(text: object) -> str:
    """Return a message of Inspect's without its markup and line breaks."""
    plain = re.sub(r"\[/?[a-z]+\]", "", str(text)).replace("ERROR: ", "")
    return " ".join(plain.split())[:400]
