.PHONY: up test bench bench-load requirements

up:
	@python3 -I config/install.py up

test:
	@python3 -I config/install.py test

bench:
	@python3 -I config/install.py bench

bench-load:
	@python3 -I config/install.py bench-load

# Pin the packages again, for every platform, without the address of any index.
PIN = .venv/bin/pip-compile --quiet --generate-hashes --strip-extras --allow-unsafe --no-header --no-annotate \
	--no-emit-index-url --no-emit-trusted-host --no-emit-find-links

requirements:
	$(PIN) requirements.in requirements-old-python.in --output-file requirements.txt
	$(PIN) requirements-dev.in --output-file requirements-dev.txt
