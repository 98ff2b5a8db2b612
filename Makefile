# The few commands people type. Each is thin; what is longer is a script in .ci/.

.DEFAULT_GOAL := help
.PHONY: help setup run test check mutants fix lock assets migrate screenshots scan proof ci

# What Python compiled once it keeps, whatever the machine says: programs start three times sooner.
unexport PYTHONDONTWRITEBYTECODE

# Two workers share one PostgreSQL; tests that must not be parted name a group.
PYTEST := .venv/bin/pytest -n 2 --dist loadgroup

help: ## list these commands
	@sed -n 's/^\([a-z]*\):.*## \(.*\)/\1\t\2/p' $(MAKEFILE_LIST) | expand -t 14

setup: ## install everything into .venv; at once where nothing changed
	@.ci/setup

run: setup ## start No Limits with a made-up council in it; Ctrl-C stops it
	@NOLIMITS_DEMONSTRATION=1 .venv/bin/flask run-all

test: setup ## run every test, on both databases and in a browser; ARGS="-k funds" for fewer
	@.ci/chromium
	@$(PYTEST) $(ARGS)

check: setup ## format, lint, types and the order of the rooms, in seconds
	@.venv/bin/ruff format --check . || { echo "Run 'make fix'."; exit 1; }
	@.venv/bin/ruff check --quiet .
	@.venv/bin/mypy --no-error-summary
	@.venv/bin/lint-imports --no-logo
	@.ci/no-hosts

fix: setup ## format, and mend what the linter can
	@.venv/bin/ruff format --quiet .
	@.venv/bin/ruff check --fix .

lock: setup ## write the locks again after a change in pyproject.toml; ARGS=--upgrade for newer
	@.ci/lock $(ARGS)
	@.ci/setup

assets: ## build static/ again; only for who changes the look, and needs Node.js
	@cd .assets && npm ci --no-audit --no-fund && npm run build

mutants: setup ## take each check of who may do what away in turn, in memory; a test must miss it
	@.venv/bin/python -m tests.house.mutants

migrate: setup ## bring the tables up to date
	@.venv/bin/flask db upgrade

screenshots: setup ## take the pictures in the documents again
	@.ci/chromium
	@.venv/bin/flask screenshots

scan: setup ## have scanners attack a flawed control, then No Limits, shut in; LEVEL=full for more
	@.ci/scan $(or $(LEVEL),quick)

proof: setup ## measure each promise of docs/security.md, and write the figures there; REPORT=FILE reads a run's
	@.ci/chromium
	@.venv/bin/python -m tests.proof $(REPORT)

ci: ## all that must pass before a change is taken in
	@.ci/run
