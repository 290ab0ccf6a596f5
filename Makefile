# Short names; the commands themselves do the work.
PYTHON := .venv/bin/python
.PHONY: up test lint bench faults walk messages

up:
	python3 manage.py up --demo

test:
	python3 manage.py selftest

lint:
	$(PYTHON) -m ruff check .
	$(PYTHON) -m ruff format --check .
	$(PYTHON) -m mypy .
	.venv/bin/lint-imports

bench:
	python3 manage.py benchmark

faults:
	python3 manage.py selftest -m faults

# Every page as every role in a real browser: minutes long, so not among the tests of every change.
walk:
	python3 manage.py selftest -m walk

# Needs GNU gettext, a developer's tool. Texts name their files, not their lines, so that a change shows what it changed.
messages:
	$(PYTHON) manage.py makemessages --all --no-obsolete --no-wrap --add-location=file --ignore=.venv --ignore=var --ignore=tests
