.PHONY: up test bench bench-load bench-peers requirements

up:
	@python3 -I config/install.py up

test:
	@python3 -I config/install.py test

bench:
	@python3 -I config/install.py bench

bench-load:
	@python3 -I config/install.py bench-load

# With others' libraries beside it; READERS="500 2000 5000" for more readers.
bench-peers:
	@python3 -I config/install.py bench-peers $(READERS)

# Pin the packages again, for every platform, without the address of any index.
PIN = .venv/bin/pip-compile --quiet --generate-hashes --strip-extras --allow-unsafe --no-header --no-annotate \
	--no-emit-index-url --no-emit-trusted-host --no-emit-find-links
PEERS = tests/benchmarks/requirements-peers

requirements:
	$(PIN) requirements.in requirements-old-python.in --output-file requirements.txt
	$(PIN) requirements-dev.in --output-file requirements-dev.txt
	$(PIN) $(PEERS).in requirements-old-python.in --output-file $(PEERS).txt
