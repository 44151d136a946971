"""What docker-compose.yml says, as a container of each service would get it."""

import re

import yaml

from tests.architecture.source import ROOT

FILE = ROOT / "docker-compose.yml"
EXAMPLE = ROOT / ".env.example"
VALUE = re.compile(r"\$\{([A-Z_]+)(?::([-?])([^}]*))?\}")


def services():
    return yaml.safe_load(FILE.read_text(encoding="utf-8"))["services"]


def filled_in(text, values):
    """`text` with ${NAME} from `values`, as compose does it, and $$ as the one that is meant."""

    def value(match):
        name, kind, rest = match.groups()
        return values.get(name) or (rest if kind == "-" else values[name])

    return VALUE.sub(value, text).replace("$$", "$")


def command_of(service, values):
    return [filled_in(part, values) for part in service.get("command", [])]


def environment_of(service, values):
    return {name: filled_in(text, values) for name, text in service["environment"].items()}
