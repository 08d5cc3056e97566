"""The page: what is read from the runs laid out by the template, under a policy that lets nothing be requested."""

from __future__ import annotations

import base64
import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from overt import __version__
from overt.errors import OvertError
from overt.measure.family import Test
from overt.measure.judge import ErrorCard
from overt.measure.wording import p_value, percent, points, span
from overt.report.causes import read_interventions, through_thoughts
from overt.report.checkpoints import through_checkpoints
from overt.report.confirmed import both_steps
from overt.report.drawing import SUFFIXES, save
from overt.report.figures import NAMES, Figure, figures
from overt.report.manifest import manifest
from overt.report.methods import HOW, LIMITS, dates, facts
from overt.report.paper import references
from overt.report.plays import FINDINGS, VERDICTS, listing
from overt.report.runs import Run, evaluations, read_runs, warnings
from overt.report.sections import (
    cards,
    conditional,
    detector_columns,
    families,
    groups,
    headline,
    organism,
    pairs,
    prior,
)
from overt.report.selection import RULE, selection
from overt.report.svg import inline
from overt.report.text import attribute, javascript_class, script_json, visible
from overt.report.training import read_trainings, through_training
from overt.report.viewer import write_viewer
from overt.report.words import wording
from overt.spec import clauses

INDEX, MANIFEST = "index.html", "manifest.json"
PAGE_LIMIT = 5_000_000
"""Bytes of the page above which transcripts are files of their own, loaded when they are read."""
_TEMPLATES = Environment(
    loader=PackageLoader("overt.report"), autoescape=True, finalize=visible, undefined=StrictUndefined
)
_TEMPLATES.filters.update(  # pyright: ignore[reportUnknownMemberType]
    percent=percent, points=points, p_value=p_value, attribute=attribute
)


def write_report(
    logs: Mapping[str, Path],
    out: Path,
    *,
    paper: str | None = None,
    trainings: Sequence[Path] = (),
    interventions: Sequence[Path] = (),
    card: ErrorCard | None = None,
    family: Sequence[str] | None = None,
    test: Test = "fisher",
    viewer: bool = False,
    page_limit: int = PAGE_LIMIT,
) -> Path:
    """Write the report of runs, given by label, into the folder `out`; return the path of its page.

    The first run is the one before; the others are compared with it. A report that is there is replaced. `paper`
    names a model of the paper whose published rates stand beside the runs' in the figure; `trainings` are folders
    of trainings, whose curves are shown, and by steps the plays that were rewarded; `interventions` those of
    interventions. With a `card`, an average corrected for a judge's errors stands beside the one that was read.
    `family` are the evaluations that Holm's adjustment of `test` runs over, all that are compared without it. With
    `viewer` Inspect's own viewer of the logs stands beside the page, and each play links to itself there.

    Raises:
        OvertError: a run has no readable logs, mixes conditions, or `out` cannot be written to.
    """
    published = references(paper)
    drawn = (
        through_checkpoints(trainings),
        through_training(read_trainings(trainings)),
        through_thoughts(read_interventions(interventions)),
    )
    runs = read_runs(logs, card, family, test)
    said = wording(runs)
    if said is not None:
        runs = tuple(replace(run, words=labels) for run, labels in zip(runs, said.labels, strict=True))
    drawn = (both_steps(runs), said.figure if said else None, *drawn)
    found = [*figures(runs, published), *(figure for figure in drawn if figure)]
    written = datetime.now(UTC).strftime("%Y-%m-%d %H:%M UTC")
    try:
        (out / "figures").mkdir(parents=True, exist_ok=True)
        for old in (*(out / "transcripts").glob("[0-9]*.js"), *_drawn_before(out)):
            old.unlink(missing_ok=True)
        told = json.dumps(manifest(runs, written), indent=1)
        (out / MANIFEST).write_text(told, encoding="utf-8")
        beside = write_viewer(runs, out) if viewer else {}
        page = _page(runs, out, page_limit, {**_shown(runs, out, found), "written": written}, beside)
        (out / INDEX).write_text(page, encoding="utf-8")
    except OSError as error:
        raise OvertError(f"--out {out}: {error.strerror}; give a folder that can be written to") from error
    return out / INDEX


def _drawn_before(out: Path) -> list[Path]:
    """Return the files of our own names only: the folder may hold others."""
    return [out / "figures" / f"{name}.{suffix}" for name in NAMES for suffix in SUFFIXES]


def _page(runs: Sequence[Run], out: Path, limit: int, shown: Mapping[str, Any], beside: Mapping[str, str]) -> str:
    told, bundles = listing(runs)
    told["viewer"] = [beside[log] for log in told["logs"]] if beside else []
    texts = [script_json(bundle) for bundle in bundles]
    if sum(map(len, texts)) <= limit:
        whole = _render(shown, _data(runs, told, 0), texts)
        if len(whole.encode()) <= limit:
            return whole
    (out / "transcripts").mkdir(exist_ok=True)
    for number, text in enumerate(texts):
        script = f"overtBundle({number},{text});\n"
        (out / "transcripts" / f"{number}.js").write_text(script, encoding="utf-8")
    return _render(shown, _data(runs, told, len(texts)), [])


def _shown(runs: Sequence[Run], out: Path, found: Sequence[Figure]) -> dict[str, Any]:
    """Return what the template shows besides the plays, the figures written into `out`."""
    drawn = [
        {
            "name": figure.name,
            "title": figure.title,
            "caption": figure.caption,
            "linked": any(mark.link for _, _, mark in figure.marks()),
            "svg": inline(
                save(figure, out / "figures"),
                figure.name,
                figure.title,
                {mark.name: (f"{row.name}, {mark.title}", mark.link) for row, _, mark in figure.marks()},
            ),
        }
        for figure in found
    ]
    return {
        "title": _title(runs),
        "runs": runs,
        "names": list(evaluations(runs)),
        "total": f"{sum(len(run.plays) for run in runs):,}",
        "dates": dates(runs),
        "warnings": warnings(runs),
        "headline": headline(runs),
        "conditional": conditional(runs),
        "prior": prior(runs),
        "card": next((run.rates.corrected.card for run in runs if run.rates.corrected), None),
        "confirms": any(run.rates.confirmed for run in runs),
        "cites": any(run.citations for run in runs),
        "detectors": detector_columns(runs),
        "cards": cards(runs),
        "rule": RULE,
        "selection": selection(runs),
        "split": any(run.rates.macro_by_base.saw_spec or run.rates.macro_by_base.never_saw_spec for run in runs),
        "against": len(runs) > 1,
        "unscored": any(run.scored < run.attempted for run in runs),
        "figures": drawn,
        "suffixes": SUFFIXES,
        "organism": organism(runs),
        "groups": groups(runs),
        "pairs": pairs(runs),
        "families": families(runs),
        "facts": facts(runs),
        "how": HOW,
        "version": __version__,
        "limits": LIMITS,
        "manifest": MANIFEST,
        "span": span,
    }


def _title(runs: Sequence[Run]) -> str:
    models = list(dict.fromkeys(run.rates.condition.model.partition("@")[0] for run in runs))
    return " and ".join(models) if len(models) < 3 else f"{models[0]} and {len(models) - 1} others"


def _data(runs: Sequence[Run], told: dict[str, Any], files: int) -> dict[str, Any]:
    """Return what the page's script is given; `files` is how many bundles of transcripts are files."""
    return {
        "runs": [{"label": run.label, "slug": run.slug, "model": run.rates.condition.model} for run in runs],
        **told,
        "verdicts": VERDICTS,
        "findings": FINDINGS,
        "clauses": [clause.id for clause in clauses()],
        "hidden": javascript_class(),
        "files": files,
    }


def _render(shown: Mapping[str, Any], data: dict[str, Any], bundles: Sequence[Markup]) -> str:
    css, script = (_asset(name) for name in ("page.css", "page.js"))
    page = _TEMPLATES.get_template("page.html.j2")
    return page.render(
        **shown,
        css=Markup(css),
        script=Markup(script),
        policy=_policy(css, script, files=bool(data["files"])),
        data=script_json(data),
        bundles=bundles,
    )


def _policy(css: str, script: str, *, files: bool) -> Markup:
    """Return the content security policy: only this style and script, and local files where there are any."""
    scripts = f"'{_digest(script)}'" + (" 'self' file:" if files else "")
    rules = {
        "default-src": "'none'",
        "script-src": scripts,
        "style-src": f"'{_digest(css)}'",
        "img-src": "data:",
        "base-uri": "'none'",
        "form-action": "'none'",
    }
    # The double quote is all that could end the attribute, and a reader of the source wants to see the rest.
    return Markup("; ".join(f"{name} {value}" for name, value in rules.items()))


def _digest(text: str) -> str:
    return "sha256-" + base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()


def _asset(name: str) -> str:
    return (Path(__file__).parent / "templates" / name).read_text(encoding="utf-8")
