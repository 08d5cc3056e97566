"""The drafted entry names a task that is there, in the form in which a register looks for it."""

import ast
import importlib.metadata
import json
import re
import subprocess
import sys
from collections import Counter

import pytest
import yaml
from fenced import ROOT, blocks

PAGE = ROOT / "docs" / "register.md"
(ENTRY,) = [yaml.safe_load(block.text) for block in blocks(PAGE) if block.language == "yaml"]


def tasks(path):
    """Names of the functions of a file that stand directly under `@task`."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    functions = [node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)]
    return [f.name for f in functions if any(ast.unparse(d).split("(")[0] == "task" for d in f.decorator_list)]


def test_the_entry_has_the_fields_of_one():
    wanted = "full_title common_title paper_title description contributors tasks arxiv source"
    assert list(ENTRY) == wanted.split()
    assert list(ENTRY["source"]) == ["repository_url", "repository_commit", "maintainers"]
    assert re.fullmatch("[0-9a-f]{40}", ENTRY["source"]["repository_commit"])
    assert 60 <= len(ENTRY["description"].split()) <= 100


def test_the_task_is_the_one_under_its_decorator_in_that_file():
    (task,) = ENTRY["tasks"]
    assert tasks(ROOT / task["task_path"]) == [task["name"]]
    assert "`covert_actions`" in PAGE.read_text(encoding="utf-8")


def test_the_count_on_the_page_is_that_of_the_task():
    from overt.evaluations import suite

    averaged = [e for e in suite().values() if e.averaged]
    count = sum(len(e.environments("report")) for e in averaged)
    text = PAGE.read_text(encoding="utf-8")
    assert f"the {len(averaged)} evaluations that are averaged" in text and f"it is {count} environments" in text


@pytest.mark.timeout(1200)  # forty seconds of one core, and many times that where others have it
def test_the_registers_lint_finds_what_the_page_answers_for():
    command = [sys.executable, "-m", "inspect_evals_lint", "overt", "--output-format", "json"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    (package,) = json.loads(done.stdout)["packages"]
    found = Counter((one["rule"], one["status"]) for one in package["diagnostics"])
    text = PAGE.read_text(encoding="utf-8")
    rows = re.findall(r"^\| `(\w+)` \| (\d+)(?: (warn)ings?|, (suppressed)) \|", text, re.MULTILINE)
    assert {(rule, warned or held): int(count) for rule, count, warned, held in rows} == found
    assert f"`inspect-evals-lint` {importlib.metadata.version('inspect-evals-lint')} " in text
