# Each line is one program of tools/dev.py: without make, run it as it stands. `exec` makes make its direct parent,
# whose death it then notices (tools/lifelines.py). make turns every failure into exit code 2; dev.py does not.
PYTHON ?= python3
DEV = exec $(PYTHON) tools/dev.py

.PHONY: demo test manage install lock english pictures clean
demo:
	@$(DEV) demo
test:
	@$(DEV) test $(ARGS)
manage:
	@$(DEV) manage $(ARGS)
install:
	@$(DEV) install
clean:
	@$(DEV) clean

LOCK = uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-header
lock:
	@command -v uv >/dev/null || { echo "make lock needs uv: pip install uv" >&2; exit 1; }
	$(LOCK) requirements.in -o requirements.txt
	$(LOCK) requirements-dev.in -o requirements-dev.txt

IN_VENV = $(or $(HOSHO_VENV),.venv)/bin/python

english:
	@$(IN_VENV) tools/translations.py
pictures:
	@$(IN_VENV) tools/pictures.py
