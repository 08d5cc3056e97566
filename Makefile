# Everything sets itself up: Python 3.11+ and make are enough. A second call reuses .venv.
PYTHON ?= python3
BIN := .venv/bin
INSTALLED := .venv/.installed
export OMP_NUM_THREADS ?= 1
export PIP_DISABLE_PIP_VERSION_CHECK := 1

.PHONY: demo test test-long check bench clean

demo: $(INSTALLED)
	$(BIN)/overt demo --out demo

test: $(INSTALLED)
	$(BIN)/python -m pytest -n 2 -m "not long"

test-long: $(INSTALLED)
	$(BIN)/python -m pytest -n 2

check: $(INSTALLED)
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/pyright
	$(BIN)/python -m pytest -n 2 tests/docs

# What prints ratios or times of one run; the other benchmarks simulate or train, for hours (docs/benchmarks.md).
bench: $(INSTALLED)
	for name in harness sampling reinforce_step detect report; do $(BIN)/python benchmarks/$$name.py || exit 1; done

# torch first and pinned: the newest release pulls gigabytes for GPUs.
$(INSTALLED): pyproject.toml constraints.txt
	test -x $(BIN)/python || $(PYTHON) -m venv .venv
	$(BIN)/pip install -q -c constraints.txt torch==2.13.0
	$(BIN)/pip install -q -c constraints.txt -e '.[dev]'
	touch $@

clean:
	rm -rf .venv demo
