"""`overt lint`: what in an environment tells a player that it is staged."""

from __future__ import annotations

from collections import Counter
from typing import Annotated, Any, Literal

import typer
from rich.markup import escape

from overt.cli.output import AsJson, console, names_in, print_json
from overt.errors import OvertError
from overt.evaluations import evaluation, honeypots, suite
from overt.lint.scenes import LintResult
from overt.lint.scenes import lint as run_lint
from overt.world.environment import Kind

Chosen = Literal["report", "corpus", "train", "validation"]


def lint(
    evaluations: Annotated[str | None, typer.Option(help="Names with commas; the whole suite by default.")] = None,
    *,
    honeypot: Annotated[bool, typer.Option(help="The training environments instead of the suite.")] = False,
    kind: Annotated[
        Chosen | None, typer.Option(help="Environments of this kind; by default all but `corpus`.")
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Read every environment and twin as a player sees it; list what gives it away, and exit 1 if anything does.

    Example: `overt lint --evaluations lazy_checklist`
    """
    if evaluations is not None and honeypot:
        raise OvertError("give either --evaluations or --honeypot")
    chosen = [evaluation(name) for name in names_in(evaluations, "--evaluations")]
    chosen = chosen or list((honeypots() if honeypot else suite()).values())
    kinds: tuple[Kind, ...] = (kind,) if kind else ("report", "train", "validation")
    if not any(one.kind in kinds for found in chosen for one in found.all_environments):
        raise OvertError(f"--kind {kind}: none of these has environments of it; `overt list` counts them")
    result = run_lint(chosen, kinds)
    if as_json:
        print_json(_told(result))
    else:
        _print(result)
    if result.findings or result.unused:
        raise typer.Exit(1)


def _told(result: LintResult) -> dict[str, Any]:
    """Return the result as machines are told it: twins count as environments, and a tell's kind is the `rule`."""
    told = result.model_dump(mode="json")
    told["environments"] *= 2
    for found in (*told["findings"], *told["allowed"]):
        found["pattern"], found["rule"] = found["rule"], found.pop("kind")
    return told


def _print(result: LintResult) -> None:
    for f in result.findings:
        place = f"{f.where} {f.name}".strip()
        console.print(
            f"{f.environment}: {place}: [bold]{f.kind}[/bold]: {escape(f.quote)!r}; {f.remedy}", soft_wrap=True
        )
    for allowance in result.unused:
        console.print(f"lint.yaml: {escape(allowance)}: allows what is not there; take it out", soft_wrap=True)
    for one in result.skipped:
        console.print(f"{one.evaluation}: what its programs print was not read: it {one.reason}", soft_wrap=True)
    kinds = ", ".join(f"{n} {kind}" for kind, n in Counter(f.kind for f in result.findings).most_common())
    console.print(
        f"{result.environments} environments and their twins, {result.texts} texts: "
        f"{len(result.findings)} findings"
        f"{f' ({kinds})' if kinds else ''}, {len(result.allowed)} allowed by the evaluations' own files"
    )
