"""How the project is built: which room may import which, what loads without engines, and how large things grow."""

from __future__ import annotations

import ast
import importlib.metadata
import subprocess
import sys
import sysconfig
import tomllib
import venv
from collections.abc import Iterator
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).parents[1]
SOURCE = ROOT / "src" / "overt"
MODULES = sorted(SOURCE.rglob("*.py"))
FUNCTION = (ast.FunctionDef, ast.AsyncFunctionDef)

ORDER = (
    "errors",
    "sandbox",
    "world",
    "spec",
    "evaluations",
    "honeypots",
    "play",
    "lint",
    "measure",
    "detect",
    "sampling",
    "intervene",
    "organism",
    "train",
    "providers",
    "run",
    "_registry",
    "report",
    "study",
    "cli",
)
"""A room imports from rooms before it alone."""

ENGINES = ("torch", "transformers", "trl", "peft", "accelerate", "datasets", "tokenizers", "safetensors")
"""What the core must do without: the extras `local` and `train`."""
NO_ENGINE = ("sandbox", "world", "spec", "evaluations", "honeypots", "play", "lint", "measure")
"""Rooms that import no engine at all, Inspect included."""
WITHOUT_TORCH = ("overt", *(f"overt.{room}" for room in NO_ENGINE), "overt.cli", "overt.run", "overt._registry")

BLOCKED = """
import importlib, pkgutil, sys

class Without:
    def __init__(self, finder):
        self.finder = finder

    def __getattr__(self, name):
        return getattr(self.finder, name)

    def find_spec(self, name, path=None, target=None):
        return None if name.partition(".")[0] in {blocked} else self.finder.find_spec(name, path, target)

sys.meta_path[:] = [Without(finder) for finder in sys.meta_path]
for name in {rooms}:
    module = importlib.import_module(name)
    for info in pkgutil.walk_packages(getattr(module, "__path__", ()), name + "."):
        if name != "overt":
            importlib.import_module(info.name)
"""


def python(code: str, executable: str | Path = sys.executable) -> subprocess.CompletedProcess[str]:
    return subprocess.run([executable, "-c", code], capture_output=True, text=True, timeout=120, check=False)


def test_the_core_and_the_registry_load_without_torch():
    done = python(BLOCKED.format(blocked=set(ENGINES), rooms=WITHOUT_TORCH))
    assert done.returncode == 0, done.stderr


def test_what_can_be_played_and_measured_imports_no_engine():
    rooms = tuple(f"overt.{room}" for room in NO_ENGINE)
    done = python(BLOCKED.format(blocked={*ENGINES, "inspect_ai", "inspect_scout"}, rooms=rooms))
    assert done.returncode == 0, done.stderr


def test_the_block_does_block():
    assert python(BLOCKED.format(blocked=set(ENGINES), rooms=("overt.sampling",))).returncode != 0


def required(name: str, extras: frozenset[str] = frozenset()) -> set[str]:
    """Return the names of all installed distributions that `name` needs, its own included."""
    waiting, found = [(canonicalize_name(name), extras)], set()
    while waiting:
        name, extras = waiting.pop()
        if (name, extras) in found:
            continue
        found.add((name, extras))
        for line in importlib.metadata.requires(name) or ():
            need = Requirement(line)
            if need.marker is None or any(need.marker.evaluate({"extra": e}) for e in (*extras, "")):
                waiting.append((canonicalize_name(need.name), frozenset(need.extras)))
    return {name for name, _ in found}


def test_the_core_requires_no_engine():
    core = required("overt")
    assert not core & set(ENGINES)
    assert "inspect-ai" in core
    assert "torch" in required("overt", frozenset({"local"}))


def test_what_is_imported_is_declared():
    """Not only there because something else needs it."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    lines = [
        *project["dependencies"],
        *(line for extra in project["optional-dependencies"].values() for line in extra),
    ]
    declared = {canonicalize_name(Requirement(line).name) for line in lines}
    owners = importlib.metadata.packages_distributions()
    missing = {
        (top, str(path.relative_to(ROOT)))
        for path in MODULES
        for top in {name.partition(".")[0] for name in imported(path)} - {"overt", *sys.stdlib_module_names}
        if declared.isdisjoint(canonicalize_name(owner) for owner in owners.get(top, [top]))
    }
    assert missing == set()


@pytest.fixture(scope="session")
def bare(tmp_path_factory) -> Path:
    """A real environment that holds what the core requires and nothing else, made offline out of this one."""
    folder = tmp_path_factory.mktemp("bare")
    venv.create(folder, with_pip=False)
    paths = sysconfig.get_paths(vars={"base": str(folder), "platbase": str(folder)})
    site, here = Path(paths["purelib"]), Path(sysconfig.get_path("purelib"))
    for name in required("overt"):
        for file in importlib.metadata.files(name) or ():
            top = file.parts[0]
            if top != ".." and not (site / top).exists() and (here / top).exists():
                (site / top).symlink_to(here / top)
    return folder / "bin" / "python"


def run_of(model: str, logs: Path) -> str:
    command = ["run", "--model", model, "--evaluations", "lazy_checklist", "--environments", "1"]
    command += ["--logs", str(logs)]
    return f"import sys; sys.argv[1:] = {command!r}; import overt.cli; overt.cli.main()"


def test_a_model_is_measured_where_there_is_no_torch(bare, tmp_path):
    assert python("import torch", bare).returncode != 0
    done = python(run_of("actor/schemer", tmp_path / "logs"), bare)
    assert done.returncode == 0, done.stderr
    assert "1 scored, 0 unscored, 0 errored" in " ".join(done.stdout.split())


def test_a_local_model_without_torch_is_refused_in_one_line(bare, tmp_path):
    (tmp_path / "config.json").write_text("{}")
    done = python(run_of(f"local/{tmp_path}", tmp_path / "logs"), bare)
    assert done.returncode == 2
    last = done.stderr.strip().splitlines()[-1]
    assert "needs torch" in last and "overt[local]" in last and "Traceback" not in done.stderr


def imported(path: Path) -> Iterator[str]:
    """Yield the dotted names that a module imports, wherever in it the import stands."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (a.name for a in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module == "overt":
            yield from (f"overt.{a.name}" for a in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert not node.level, f"{path}: a relative import"
            yield node.module or ""


def imports(path: Path) -> Iterator[str]:
    """Yield the rooms that a module imports from."""
    yield from (name.split(".")[1] for name in imported(path) if name.startswith("overt."))


def room(path: Path) -> str:
    return path.relative_to(SOURCE).parts[0].removesuffix(".py")


@pytest.mark.parametrize(
    "path",
    [p for p in MODULES if p.parent != SOURCE or p.stem != "__init__"],
    ids=lambda p: str(p.relative_to(SOURCE)),
)
def test_no_back_edges(path):
    assert room(path) in ORDER, f"{room(path)} is a new room: give it its place in ORDER"
    later = ORDER[ORDER.index(room(path)) + 1 :]
    wrong = sorted(set(imports(path)) & set(later))
    assert not wrong, f"{path.relative_to(ROOT)} imports from {', '.join(wrong)}, which come after it"


def functions(path: Path) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    yield from (n for n in ast.walk(ast.parse(path.read_text(encoding="utf-8"))) if isinstance(n, FUNCTION))


def length(node: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    return (node.end_lineno or node.lineno) - node.lineno + 1


def test_functions_are_short():
    lengths = {f"{p.relative_to(ROOT)}:{n.name}": length(n) for p in MODULES for n in functions(p)}
    assert {name: lines for name, lines in lengths.items() if lines > 80} == {}
    assert sorted(lengths.values())[int(0.9 * len(lengths))] < 35


def test_files_are_short():
    lines = {str(p.relative_to(ROOT)): len(p.read_text(encoding="utf-8").splitlines()) for p in MODULES}
    assert {name: count for name, count in lines.items() if count > 400} == {}


def unannotated(node: ast.FunctionDef | ast.AsyncFunctionDef) -> list[str]:
    given = [*node.args.posonlyargs, *node.args.args, *node.args.kwonlyargs]
    given += [a for a in (node.args.vararg, node.args.kwarg) if a is not None]
    missing = [a.arg for a in given if a.annotation is None and a.arg not in ("self", "cls")]
    return missing + ["return"] * (node.returns is None and node.name != "__init__")


def test_every_function_is_annotated():
    missing = {f"{p.relative_to(ROOT)}:{n.name}": unannotated(n) for p in MODULES for n in functions(p)}
    assert {name: what for name, what in missing.items() if what} == {}


def test_every_module_begins_with_a_sentence():
    silent = [str(p.relative_to(ROOT)) for p in MODULES if not ast.get_docstring(ast.parse(p.read_text("utf-8")))]
    assert silent == []
    placeholders = [str(p.relative_to(ROOT)) for p in MODULES if "laceholder" in p.read_text("utf-8")[:200]]
    assert placeholders == []


def test_every_test_file_holds_a_test():
    empty = [
        str(path.relative_to(ROOT))
        for path in sorted(Path(__file__).parent.rglob("test_*.py"))
        if not any(n.name.startswith("test_") for n in functions(path))
    ]
    assert empty == []


def test_no_two_test_modules_share_a_name():
    names = [path.name for path in Path(__file__).parent.rglob("*.py") if path.name != "conftest.py"]
    assert sorted({name for name in names if names.count(name) > 1}) == [], "pytest would import one for the other"
