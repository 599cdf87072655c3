# Keyminder: every target sets up .venv by itself; only python3 (3.11 or newer, with venv and pip) is needed.

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
LOCK := deploy/requirements.lock
READY := $(VENV)/.ready
# Bytecode is kept whatever the shell says: without it every start compiles 1 200 files, which takes two seconds.
unexport PYTHONDONTWRITEBYTECODE
LOCKING := --quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url --upgrade \
	--custom-compile-command "make lock"

.DEFAULT_GOAL := help
.PHONY: help run test bench check format pictures lock setup clean

help: ## this list
	@sed -n 's/^\([a-z]*\):.*## \(.*\)/  make \1\t\2/p' $(MAKEFILE_LIST) | expand -t 16

run: $(READY) ## start the bot; without a Telegram token, the sandbox with its page
	@exec $(BIN)/keyminder start

test: $(READY) ## all tests, one worker more than cores; ARGS="-k renew" chooses, ARGS="-m 'not story'" leaves out whole bots
	$(BIN)/python -m pytest --numprocesses auto --dist worksteal $(ARGS)

bench: $(READY) ## figures beside their baselines, none fails; ARGS="keys renewal --rounds 3" chooses
	@$(BIN)/python -m tests.bench $(ARGS)

check: $(READY) ## format, lint and types
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy

format: $(READY) ## put the code in order
	$(BIN)/ruff check --fix --select I .
	$(BIN)/ruff format .

pictures: $(READY) ## take the pictures of the documents again
	$(BIN)/python -m tests.pictures

setup: $(READY) ## only the environment

lock: $(READY) ## choose newest allowed versions again, with hashes
	$(BIN)/python -m pip install --quiet --disable-pip-version-check "uv>=0.9,<1"
	$(BIN)/uv pip compile pyproject.toml --extra dev $(LOCKING) -o $(LOCK)
	$(BIN)/uv pip compile pyproject.toml --constraints $(LOCK) $(LOCKING) -o deploy/runtime.lock

clean: ## everything that was made, except data/
	rm -rf $(VENV) build dist *.egg-info .mypy_cache .pytest_cache .ruff_cache .hypothesis .mutation mutants
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

# Made anew, never patched, so that nothing outlives the lock that named it; compiled on every core, which pip cannot; what no Python compiles is left as it is.
$(READY): pyproject.toml $(LOCK)
	@command -v $(PYTHON) >/dev/null || { \
		echo "Keyminder needs Python 3.11 or newer, and there is no $(PYTHON) here: install it, or name yours with make PYTHON=/path/to/python3 …" >&2; exit 2; }
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { \
		echo "Keyminder needs Python 3.11 or newer, and $(PYTHON) is $$($(PYTHON) -V 2>&1): install a newer one, or name it with make PYTHON=python3.12 …" >&2; exit 2; }
	@$(PYTHON) -c 'import venv, ensurepip' 2>/dev/null || { \
		echo "$(PYTHON) comes without venv or pip: install them (Debian, Ubuntu: apt install python3-venv)." >&2; exit 2; }
	@echo "Setting up $(VENV); this happens once, and again when pyproject.toml or $(LOCK) changes."
	@$(PYTHON) -m venv --clear $(VENV)
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-compile --require-hashes -r $(LOCK)
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps -e .
	@$(BIN)/python -m compileall -q -j 0 $(VENV) bot storage >/dev/null || true
	@touch $@
