"""Time and memory of `overt terms` on synthetic reasoning: `python benchmarks/terms.py [PLAYS]`.

100,000 plays unless said. Each thinks 150 words on average, of 50,000 English ones at their frequencies; a
quarter of them is held against as many others, too.
"""

from __future__ import annotations

import resource
import sys
import time

import numpy as np
from wordfreq import get_frequency_dict

from overt.detect.terms.discovery import Reasoning, reasoning
from overt.detect.terms.reference import english
from overt.detect.terms.survey import survey
from overt.detect.terms.watch import watch_list


def thoughts(seed: int, plays: int) -> list[Reasoning]:
    """Return reasoning with `zorvex` as one word in a thousand of every other play."""
    rng = np.random.default_rng(seed)
    shares = dict(list(get_frequency_dict("en", wordlist="large").items())[:50_000])
    names, chances = list(shares), np.array(list(shares.values()))
    sizes = np.ceil(rng.lognormal(4.8, 0.6, plays)).astype(int)
    drawn = rng.choice(len(names), size=int(sizes.sum()), p=chances / chances.sum())
    made: list[Reasoning] = []
    start = 0
    for number, size in enumerate(sizes):
        own = [names[i] for i in drawn[start : start + size]]
        start += size
        if number % 2 and rng.random() < size / 500:
            own.insert(0, "zorvex")
        made.append(reasoning(" ".join(own), ["Count the crates."], "run", "model", f"e/{number % 200}"))
    return made


def peak() -> float:
    """Return the most memory held so far, in GB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e6


def main() -> None:
    """Print seconds and memory for a quarter of the plays, alone and against others, and for all of them."""
    plays = int(sys.argv[1]) if len(sys.argv) > 1 else 100_000
    reference, watched = english(), watch_list()
    for number in (plays // 4, plays):
        one = thoughts(0, number)
        cases = {"alone": None} if number == plays else {"alone": None, "against": thoughts(1, number)}
        for name, against in cases.items():
            start = time.perf_counter()
            result = survey(one, reference, watched, against)
            found = [term.term for term in result.terms if term.kind == "found"]
            took = time.perf_counter() - start
            each = f"{took / number * 1e6:.0f} µs a play, peak {peak():.2f} GB"
            print(f"{number} plays, {name}: {took:.1f} s, {each}; {found[:3]}")


if __name__ == "__main__":
    main()
