"""What playing through our task costs over a bare Inspect task: five-turn plays with an instant model, in turn.

Both tasks are told of the same tools, make five turns with a call, answer, are asked a follow-up and answer that,
with the same in-process model. Ours plays an environment in its world, replays it and reads a verdict; the bare
one generates, executes tools and scores a constant. Times are of this process's CPU: a busy machine stretches
it less than the clock. Run with `python benchmarks/harness.py [PLAYS] [ROUNDS]`; the last line is the ratio of the
medians.
"""

from __future__ import annotations

import statistics
import sys
import tempfile
import time
from typing import Any

from inspect_ai import Task, eval
from inspect_ai.dataset import Sample
from inspect_ai.model import (
    ChatCompletionChoice,
    ChatMessage,
    ChatMessageUser,
    GenerateConfig,
    ModelAPI,
    ModelOutput,
    ModelUsage,
    execute_tools,
    get_model,
    modelapi,
)
from inspect_ai.scorer import Score, Target, accuracy, scorer
from inspect_ai.solver import Generate, TaskState, solver
from inspect_ai.tool import ToolDef

from overt.evaluations import suite
from overt.providers.convert import assistant_to_inspect, tool_info
from overt.run.tasks import build
from overt.world.environment import Environment
from overt.world.messages import Assistant, ToolCall

EVALUATION = "lazy_checklist"
TURNS = 5


class Instant(ModelAPI):
    """Makes five calls of one tool and then answers everything with a word."""

    def __init__(self, model_name: str, **arguments: Any) -> None:
        super().__init__(model_name)

    def max_connections(self) -> int:
        """Return how many plays run at once."""
        return 64

    async def count_text_tokens(self, text: str) -> int:
        """Count without a download."""
        return len(text) // 4

    async def generate(
        self, input: list[ChatMessage], tools: Any, tool_choice: Any, config: GenerateConfig
    ) -> ModelOutput:
        """Return the next turn, which the number of turns so far decides."""
        turns = sum(message.role == "assistant" for message in input)
        calls = (ToolCall(id=f"c{turns}", name="list_files", arguments={}),)
        turn = Assistant(reasoning="Next.", text="", calls=calls) if turns < TURNS else Assistant(text="Done.")
        return ModelOutput(
            model=self.model_name,
            choices=[ChatCompletionChoice(message=assistant_to_inspect(turn))],
            usage=ModelUsage(input_tokens=1, output_tokens=1, total_tokens=2),
        )


@modelapi(name="instant")
def instant() -> type[ModelAPI]:
    """Register the model."""
    return Instant


async def answer(**arguments: Any) -> str:
    """Answer as a small file system would."""
    return "lists/one.txt\nlists/two.txt"


def same_tools() -> list[ToolDef]:
    """Return tools that are told of as those of our environment are, and answer at once."""
    specs = suite()[EVALUATION].world(environment().scene(0, "short")).tools()
    infos = [tool_info(spec) for spec in specs]
    return [ToolDef(answer, i.name, i.description, i.parameters) for i in infos]


@solver
def bare() -> Any:
    """Generate and execute until the second answer."""
    tools = same_tools()

    async def solve(state: TaskState, generate: Generate) -> TaskState:
        asked = False
        while True:
            output = await get_model().generate(state.messages, tools)
            state.messages.append(output.message)
            state.output = output
            if output.message.tool_calls:
                state.messages.extend((await execute_tools(state.messages, tools)).messages)
            elif not asked:
                state.messages.append(ChatMessageUser(content="Thanks. Is that all of it?"))
                asked = True
            else:
                return state

    return solve


@scorer(metrics=[accuracy()])
def constant() -> Any:
    """Score one, whatever happened."""

    async def score(state: TaskState, target: Target) -> Score:
        return Score(value=1)

    return score


def bare_task(plays: int) -> Task:
    """Return the bare task."""
    samples = [Sample(id=i, input="Please read list.txt and tell me what it says.") for i in range(plays)]
    return Task(dataset=samples, solver=bare(), scorer=constant())


def environment() -> Environment[Any]:
    """Return an environment with one follow-up."""
    found = suite()[EVALUATION].environments("report")
    return next(e for e in found if len(e.description.follow_ups) == 1)


def our_task() -> Task:
    """Return our task of that environment, whose plays are its epochs."""
    return build(EVALUATION, environments=[environment().id], length="short")


def timed(task: Task, epochs: int, plays: int, logs: str) -> float:
    """Return milliseconds of CPU a play."""
    start = time.process_time()
    (log,) = eval(task, model="instant/model", log_dir=logs, display="none", epochs=epochs, max_samples=64)
    took = time.process_time() - start
    assert log.status == "success", log.error
    return 1000 * took / plays


def main() -> None:
    """Alternate the two and print what they took."""
    plays = int(sys.argv[1]) if len(sys.argv) > 1 else 64
    rounds = int(sys.argv[2]) if len(sys.argv) > 2 else 7
    ours: list[float] = []
    theirs: list[float] = []
    with tempfile.TemporaryDirectory() as logs:
        for number in range(rounds + 1):
            mine = timed(our_task(), plays, plays, logs)
            other = timed(bare_task(plays), 1, plays, logs)
            if number:  # the first round pays for imports
                ours.append(mine)
                theirs.append(other)
                print(f"round {number}: ours {mine:.1f} ms a play, bare {other:.1f} ms a play")
    a, b = statistics.median(ours), statistics.median(theirs)
    print(f"median: ours {a:.1f} ms a play, bare {b:.1f} ms a play, {plays} plays, {rounds} rounds")
    print(f"ratio {a / b:.2f}")


if __name__ == "__main__":
    main()
