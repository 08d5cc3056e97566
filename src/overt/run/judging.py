"""Judges at work: plays are put to a model, and each answer is kept on the disk as soon as it is there."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from typing import BinaryIO

import anyio
import anyio.to_thread
from inspect_ai.model import (
    ChatMessageSystem,
    ChatMessageUser,
    GenerateConfig,
    Model,
    ModelOutput,
    ResponseSchema,
    get_model,
)
from inspect_ai.util import JSONSchema
from pydantic import ValidationError

from overt.detect.answer import JUNK, SILENT, read_answer, unread
from overt.detect.questions import Question
from overt.detect.readings import NO_REASONING, Reading
from overt.detect.record import fingerprint, fresh_code, record, sendable
from overt.errors import OvertError
from overt.providers.convert import assistant_from_inspect
from overt.run.complaints import one_line, unnamed
from overt.world.messages import Assistant, Frozen, Message

ROLE = "judge"
JUDGEMENTS = "judgements.jsonl"
"""Beside the logs."""
MAX_RETRIES = 8
TRIES = 3
AT_ONCE = 64
"""Plays in memory at once; how many calls run at once is the provider's to say (`max_connections`)."""
_STOPS = {
    "content_filter": "the judge refused to answer",
    "model_length": "the play, or the answer, is longer than the judge can take",
    "max_tokens": "the judge's answer was cut off",
}
_FAULT = "the judge's provider gave no answer"
_SEVERAL = "the judge gave several answers"
_END = "Now the question that you were asked, about this record. The code of this call is {code}. Answer in JSON."

Key = tuple[str, str, str, str]
"""Detector, judge, hash of the prompt, hash of the play."""
Work = tuple[Question, Sequence[Message]]


class Judgement(Frozen):
    """One line of the file of judgements: what was asked of whom about which play, the answer, and its reading."""

    detector: str
    judge: str
    prompt: str
    transcript: str
    answer: str
    reading: Reading

    @property
    def key(self) -> Key:
        """What makes it the same judgement."""
        return self.detector, self.judge, self.prompt, self.transcript


class Judgements:
    """Judgements in a file, a line each; what is in it is never asked again.

    Readings of calls that failed are known to this object alone, so that the next sitting tries them again.

    Raises:
        OvertError: a line of the file is no judgement. A torn last line, of a stop, is dropped.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self._held: dict[Key, Reading] = {}
        self._said: dict[Key, str] = {}
        self._mended = False
        # As bytes: a stop may tear a letter, too.
        *lines, _ = path.read_bytes().split(b"\n") if path.exists() else [b""]
        for number, line in enumerate(lines, start=1):
            try:
                one = Judgement.model_validate_json(line)
            except ValidationError:
                raise OvertError(f"{path}: line {number} is no judgement; mend or remove it") from None
            self._hold(one)

    def find(self, judge: str, question: Question, messages: Sequence[Message]) -> Reading | None:
        """Return what the judge made of a play; None where it was not asked yet.

        A play without reasoning is unscored and no judge is asked, but for questions about deeds.
        """
        if not question.deeds and not any(isinstance(m, Assistant) and m.reasoning.strip() for m in messages):
            return unread(question, NO_REASONING).model_copy(update={"judge": judge})
        return self._held.get(key(judge, question, messages))

    def add(self, one: Judgement) -> None:
        """Keep a judgement; it is on the disk when this returns."""
        with self.path.open("a+b") as handle:
            if not self._mended:
                _cut_torn(handle)
                self._mended = True
            handle.write(one.model_dump_json().encode() + b"\n")
            handle.flush()
            os.fsync(handle.fileno())
        self._hold(one)

    def said(self, judge: str, question: Question, messages: Sequence[Message]) -> str:
        """Return the judge's words about a play; none where its call failed or was not made."""
        return self._said.get(key(judge, question, messages), "")

    def _hold(self, one: Judgement) -> None:
        self._held[one.key], self._said[one.key] = one.reading, one.answer

    def failed(self, at: Key, reading: Reading) -> None:
        """Keep the reading of a call that failed, in memory."""
        self._held[at] = reading


def _cut_torn(handle: BinaryIO) -> None:
    """Cut off what stands behind the last whole line."""
    handle.seek(0)
    whole = handle.read().rfind(b"\n") + 1
    handle.truncate(whole)


def key(judge: str, question: Question, messages: Sequence[Message]) -> Key:
    """Return what a judgement is held by."""
    return question.detector, judge, question.prompt, fingerprint(messages)


def bound(name: str) -> Model:
    """Return the judge: what Inspect's role `judge` is bound to, and else the model of this name.

    Raises:
        OvertError: there is no such model, or it cannot be used.
    """
    try:
        return get_model(role=ROLE, default=name)
    except Exception as error:  # providers raise what they like
        raise OvertError(f"--judge {name}: {unnamed(one_line(error))}") from error


def stranger(name: str, logs: Path, players: Iterable[str]) -> Model:
    """Return the judge of these logs.

    Raises:
        OvertError: it is one of the models that played, there is no such model, or it cannot be used.
    """
    model = bound(name)
    if {name, str(model)} & set(players):
        raise OvertError(f"--judge {name} is the model that played {logs}; name another")
    return model


async def judge(model: Model, question: Question, messages: Sequence[Message]) -> tuple[str, Reading]:
    """Put one question about a play to a judge; return its words, and what they come to.

    Each call has a random code of its own, which marks the parts of the play and has to come back. Where the
    provider can hold a model to a JSON schema, it does. What the call raises is not caught.
    """
    code = fresh_code(messages)
    schema = ResponseSchema(name="reading", json_schema=JSONSchema.model_validate(question.schema), strict=True)
    output = await model.generate(
        [
            ChatMessageSystem(content=question.system),
            ChatMessageUser(content=f"{record(messages, code)}\n\n{_END.format(code=code)}"),
        ],
        config=GenerateConfig(response_schema=schema, max_retries=MAX_RETRIES),
    )
    said, fault = _said(output)
    found = unread(question, fault) if fault else read_answer(question, messages, said, code)
    return said, found.model_copy(update={"judge": str(model)})


def _said(output: ModelOutput) -> tuple[str, str | None]:
    """Return what a judge says, its thoughts left out, and why it is no answer, if so."""
    said = sendable(output.error or "")
    if not output.choices:
        return said, f"{_FAULT}: {one_line(output.error)}" if output.error else SILENT
    choice = output.choices[0]
    text = said or sendable(assistant_from_inspect(choice.message).text)
    if choice.stop_reason in _STOPS:
        return text, _STOPS[choice.stop_reason]
    if output.error is not None:
        return text, f"{_FAULT}: {one_line(output.error)}"
    if len(output.choices) > 1:
        return text, _SEVERAL
    return text, JUNK if choice.message.tool_calls else None


def judge_all(model: Model, work: Iterable[Work], held: Judgements, tick: Callable[[], object]) -> None:
    """Put every question to the judge that `held` has no answer to; `tick` is called for each that is done.

    Calls are made one by one until one succeeds. One that fails leaves its play unscored until it is asked again.

    Raises:
        OvertError: the first `TRIES` calls failed, or all did where there are fewer, so that the rest would.
    """
    try:
        anyio.run(_judge_all, model, work, held, tick)
    except BaseExceptionGroup as several:
        raise several.exceptions[0] from None


async def _judge_all(model: Model, work: Iterable[Work], held: Judgements, tick: Callable[[], object]) -> None:
    name = str(model)
    waiting = _missing(name, work, held, tick)

    async def following() -> Work | None:
        # Logs are read in a thread: Inspect's readers open an event loop of their own.
        return await anyio.to_thread.run_sync(next, waiting, None)

    async def attempt(work: Work) -> Exception | None:
        try:
            found = await _judgement(model, work)
        except Exception as error:  # providers raise what they like, a lost network as an OSError
            reading = unread(work[0], f"the call of the judge failed: {one_line(error)}")
            held.failed(key(name, *work), reading.model_copy(update={"judge": name}))
            return error
        else:
            held.add(found)
            return None
        finally:
            tick()

    fault: Exception | None = None
    for _ in range(TRIES):
        if (first := await following()) is None:
            break
        if (fault := await attempt(first)) is None:
            break
    if fault is not None:
        raise OvertError(f"--judge {name}: {one_line(fault)}") from fault
    room = anyio.Semaphore(AT_ONCE)

    async def one(work: Work) -> None:
        try:
            await attempt(work)
        finally:
            room.release()

    async with anyio.create_task_group() as group:
        while (after := await following()) is not None:
            await room.acquire()
            group.start_soon(one, after)


async def _judgement(model: Model, work: Work) -> Judgement:
    question, messages = work
    said, reading = await judge(model, question, messages)
    detector, name, prompt, transcript = key(str(model), question, messages)
    return Judgement(
        detector=detector, judge=name, prompt=prompt, transcript=transcript, answer=said, reading=reading
    )


def _missing(name: str, work: Iterable[Work], held: Judgements, tick: Callable[[], object]) -> Iterator[Work]:
    """Yield what has to be asked, each once."""
    asked: set[Key] = set()
    for question, messages in work:
        at = key(name, question, messages)
        if at in asked or held.find(name, question, messages) is not None:
            tick()
            continue
        asked.add(at)
        yield question, messages
