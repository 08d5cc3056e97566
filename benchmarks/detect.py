"""Time and memory of all lexical detectors and of `terms` on synthetic plays.

A play thinks 150 words on average in one to three turns: English words at their frequencies, in sentences, and one
sentence in ten from the labelled passages that detectors are measured on, of which they were made to find half.

    python benchmarks/detect.py [--plays 2000 10000 100000] [--processes 1] [--json]

Each number of plays is read in a process of its own, so that its peak memory is its own. Making the plays is not
in the seconds; plays are made and read 1,000 at a time, as logs are, and `terms` holds the reasoning of all.
"""

from __future__ import annotations

import argparse
import json
import resource
import subprocess
import sys
import time
from collections.abc import Iterator
from functools import partial
from multiprocessing import Pool
from typing import Any

import numpy as np
from wordfreq import get_frequency_dict

from overt.detect.mismatch import mismatch
from overt.detect.passages import MAIN, gold, verdict_on
from overt.detect.readings import LEXICAL, MISMATCH, read
from overt.detect.sentences import sentences
from overt.detect.terms.discovery import Reasoning, reasoning
from overt.detect.terms.reference import english
from overt.detect.terms.survey import survey
from overt.detect.terms.watch import watch_list
from overt.world.messages import Assistant, Message, ToolResult, User

TOGETHER = 1000
SHARE_OF_GOLD = 0.1
FREQUENT = 50_000
Play = tuple[Message, ...]
Part = tuple[dict[str, float], dict[str, int], list[Reasoning], float]


class Texts:
    """Draws sentences."""

    def __init__(self) -> None:
        shares = dict(list(get_frequency_dict("en", wordlist="large").items())[:FREQUENT])
        self._names = np.array(list(shares))
        self._edges = np.cumsum(list(shares.values())) / sum(shares.values())
        self._passages = [
            span.text.strip() for name in MAIN for p in gold(name, "all") for span in sentences(p.text)
        ]

    def thought(self, rng: np.random.Generator, words: int) -> str:
        """Return a thought of about so many words."""
        drawn = self._names[np.searchsorted(self._edges, rng.random(words))]
        parts: list[str] = []
        at = 0
        while at < words:
            length = int(rng.integers(4, 26))
            plain = " ".join(drawn[at : at + length]).capitalize() + "."
            parts.append(str(rng.choice(self._passages)) if rng.random() < SHARE_OF_GOLD else plain)
            at += length
        return " ".join(parts)


def plays(start: int, count: int, texts: Texts) -> Iterator[Play]:
    """Yield plays, alike whichever of them are made together."""
    for number in range(start, start + count):
        rng = np.random.default_rng([7, number])
        turns = int(rng.integers(1, 4))
        words = max(turns, int(rng.lognormal(4.8, 0.6)))
        messages: list[Message] = [User(text="Count the crates of the north store.")]
        for _ in range(turns):
            messages.append(Assistant(reasoning=texts.thought(rng, words // turns)))
            messages.append(ToolResult(call_id="1", name="read_file", text="crates: 40"))
        yield tuple(messages)


def read_part(count: int, texts: Texts, start: int) -> Part:
    """Read plays with every detector; return seconds and findings of each, what `terms` takes, and characters."""
    made = list(plays(start, min(TOGETHER, count - start), texts))
    took, found = dict.fromkeys((*LEXICAL, MISMATCH), 0.0), dict.fromkeys((*LEXICAL, MISMATCH), 0)
    verdict = verdict_on("covert")
    for messages in made:
        for name in took:
            begun = time.process_time()
            is_mismatch = name == MISMATCH
            reading = mismatch(messages, verdict) if is_mismatch else read(name, LEXICAL[name], messages)
            took[name] += time.process_time() - begun
            found[name] += reading.value == "yes"
    begun = time.process_time()
    kept = [_reasoning(messages, f"e/{(start + at) % 200}") for at, messages in enumerate(made)]
    took["terms, reading"] = time.process_time() - begun
    return took, found, kept, sum(len(one.text) for one in kept)


def _reasoning(messages: Play, environment: str) -> Reasoning:
    thoughts = [m.reasoning for m in messages if isinstance(m, Assistant)]
    return reasoning(
        "\n".join(thoughts), [m.text for m in messages if not isinstance(m, Assistant)], "run", "m", environment
    )


def measure(count: int, processes: int) -> dict[str, Any]:
    """Return seconds, findings and peak memory of so many plays."""
    texts = Texts()
    starts = range(0, count, TOGETHER)
    took: dict[str, float] = {}
    found: dict[str, int] = {}
    kept: list[Reasoning] = []
    read_part(20, texts, 0)  # expressions are compiled once, at the first play
    if processes == 1:
        parts: Iterator[Part] = (read_part(count, texts, start) for start in starts)
        _gather(parts, took, found, kept)
    else:
        with Pool(processes) as pool:
            _gather(pool.imap(partial(read_part, count, texts), starts), took, found, kept)
    characters = sum(len(one.text) for one in kept)
    begun = time.process_time()
    reference = english()
    result = survey(kept, reference, watch_list())
    took["terms"] = time.process_time() - begun
    detectors = sum(seconds for name, seconds in took.items() if not name.startswith("terms")) / processes
    children = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss * processes if processes > 1 else 0
    return {
        "plays": count,
        "megabytes": round(characters / 1e6, 2),
        "seconds": round(detectors + took["terms, reading"] / processes + took["terms"], 2),
        "peak_gb": round((resource.getrusage(resource.RUSAGE_SELF).ru_maxrss + children) / 1e6, 2),
        "by": {name: round(seconds, 2) for name, seconds in took.items()},
        "found": found,
        "terms": len(result.terms),
    }


def _gather(parts: Iterator[Part], took: dict[str, float], found: dict[str, int], kept: list[Reasoning]) -> None:
    for seconds, counts, some, _ in parts:
        for name, value in seconds.items():
            took[name] = took.get(name, 0.0) + value
        for name, value in counts.items():
            found[name] = found.get(name, 0) + value
        kept += some


def main() -> None:
    """Print what each number of plays took, and how it grows."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--plays", type=int, nargs="+", default=[2000, 10_000, 100_000])
    parser.add_argument("--processes", type=int, default=1)
    parser.add_argument("--json", action="store_true")
    given = parser.parse_args()
    if len(given.plays) == 1:
        print(json.dumps(measure(given.plays[0], given.processes)))
        return
    rows = [_apart(number, given.processes) for number in given.plays]
    if given.json:
        print(json.dumps(rows))
        return
    for row in rows:
        each = 1e6 * row["seconds"] / row["plays"]
        print(
            f"{row['plays']:,} plays, {row['megabytes']} MB: {row['seconds']} s, {each:.0f} µs a play, "
            f"peak {row['peak_gb']} GB"
        )
        print("  " + ", ".join(f"{name} {seconds} s" for name, seconds in row["by"].items()))


def _apart(number: int, processes: int) -> dict[str, Any]:
    command = [sys.executable, __file__, "--plays", str(number), "--processes", str(processes)]
    return json.loads(subprocess.run(command, check=True, capture_output=True, text=True).stdout)


if __name__ == "__main__":
    main()
