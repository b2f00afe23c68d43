# Three Walls. `make help` lists the commands.

PYTHON := .venv/bin/python
SOURCES := $(shell find docs snippets mkdocs.yml mkdocs.zh.yml -type f ! -name '*.pyc' ! -path '*/.*')

.PHONY: help site test serve record guest bench diagrams lock clean
.DELETE_ON_ERROR:

help:
	@echo 'make site      build both sites, both books and the zip into site/'
	@echo 'make test      run every proof and every check'
	@echo 'make serve     preview both languages, rebuilt as you write'
	@echo 'make record    rerun the proofs and rewrite docs/evidence (CLAIM=... for some)'
	@echo 'make guest     find or fetch a kernel and an initramfs for the guests of part 4'
	@echo 'make bench     measure proofs, build, pages and books'
	@echo 'make diagrams  draw every picture again'
	@echo 'make lock      pin the dependencies of pyproject.toml in requirements.txt (needs uv)'
	@echo 'make clean     remove all that was made'

site: .cache/site.stamp
	@echo 'site/index.html is the door to both languages; site/three-walls.zip holds it all.'

.cache/site.stamp: .venv/ready $(SOURCES) $(wildcard .git/logs/HEAD)
	@docs/press/set-up.sh pango
	@$(PYTHON) -m press.build
	@mkdir -p .cache && touch $@

test: .cache/site.stamp
	@$(PYTHON) -m pytest $(ARGS)

serve: .venv/ready
	@$(PYTHON) -m press.serve

record: .venv/ready
	@$(PYTHON) -m tests.proofs.record $(CLAIM)

guest:
	@PATH=/usr/bin:/bin:$$PATH python3 -m snippets.vm.guest

bench: .venv/ready
	@$(PYTHON) -m tests.benchmark

diagrams: .venv/ready
	@$(PYTHON) docs/diagrams/draw.py

lock:
	uv pip compile pyproject.toml --universal --python-version 3.11 --generate-hashes \
	    --no-emit-index-url --no-header --quiet --output-file requirements.txt

clean:
	rm -rf .venv .cache site *.egg-info .pytest_cache .mypy_cache .ruff_cache

.venv/ready: requirements.txt pyproject.toml docs/press/set-up.sh
	@docs/press/set-up.sh venv
