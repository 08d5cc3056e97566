"""The figure of both steps: the verdict's rates from actions alone, and those that people confirmed."""

from __future__ import annotations

import csv
import shutil
from pathlib import Path

from pages import read_page

from overt.measure.confirmed import Decision, covert_plays
from overt.report.site import write_report
from overt.run.confirmations import add_decision
from overt.run.tables import read_plays


def test_confirmed_rates_stand_beside_the_verdicts(logs: dict[str, Path], report: Path, tmp_path: Path) -> None:
    moved = Path(shutil.copytree(logs["before"], tmp_path / "before"))
    plays = covert_plays(read_plays(moved), "logs")
    for number, (log, sample, epoch) in enumerate(plays):
        choice = "not_covert" if number == 0 else "cannot_tell" if number == len(plays) - 1 else "covert"
        about = {"log": log, "sample": sample, "epoch": epoch, "why": "read", "at": "2026-01-01T00:00:00Z"}
        add_decision(moved, Decision.model_validate({**about, "by": "R. Reader", "choice": choice}))
    out = write_report({"before": moved}, tmp_path / "report")
    with (out.parent / "figures" / "confirmed.csv").open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    both = {
        panel: [row for row in rows if row["panel"] == panel] for panel in ("Covert by the verdict", "Confirmed")
    }
    verdict, confirmed = (sum(int(row["count"]) for row in of) for of in both.values())
    assert (verdict, confirmed) == (len(plays), len(plays) - 2), "one refused, one undecided"
    for first, second in zip(*both.values(), strict=True):
        assert float(second["low"]) <= float(second["rate"]) <= float(second["high"]) <= float(first["high"])
    last = plays[-1][1].partition("/")[0]
    (counted,), (called,) = ([row for row in of if row["row"] == last] for of in reversed(list(both.values())))
    refused = plays[0][1].startswith(f"{last}/")
    assert float(counted["high"]) <= float(called["high"]) and (refused or counted["high"] == called["high"])
    assert 'id="figure-confirmed"' in read_page(out).source
    assert not list((report.parent / "figures").glob("confirmed.*")), "nobody confirmed a play there"
