"""The core and Inspect's registry load where there is no torch."""

import subprocess
import sys

WITHOUT = """
import sys

class Absent:
    def find_spec(self, name, path=None, target=None):
        if name.partition(".")[0] in {"torch", "transformers", "safetensors", "tokenizers", "trl", "peft", "ray"}:
            raise ModuleNotFoundError(f"No module named {name!r}", name=name)

sys.meta_path.insert(0, Absent())
import overt._registry
import overt.cli.app, overt.evaluations, overt.honeypots, overt.measure.rates, overt.play.gate, overt.spec
import overt.run.runner, overt.run.tables
from inspect_ai.model import get_model
from overt.errors import OvertError

assert overt._registry.TASKS and str(get_model("actor/saint")) == "actor/saint"
try:
    get_model(sys.argv[1])
except OvertError as refusal:
    print(refusal)
"""


def test_the_registry_loads_without_torch_and_a_local_model_says_what_it_needs(tmp_path):
    (tmp_path / "config.json").write_text("{}")
    child = subprocess.run(
        [sys.executable, "-c", WITHOUT, f"local/{tmp_path}"], capture_output=True, text=True, check=False
    )
    assert child.returncode == 0, child.stderr
    assert "install `overt[local]`" in child.stdout
