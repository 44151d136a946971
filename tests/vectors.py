"""Cases of the policy's vectors; `VECTORS=<dir>` reads another folder of the same format."""

import json
import os
from pathlib import Path

OWN = Path(__file__).parent / "data" / "vectors"


def cases(subject, **given):
    """The cases of a subject whose `given` holds these values; none where the folder lacks it."""
    path = Path(os.environ.get("VECTORS") or OWN) / f"{subject}.json"
    if not path.exists():
        return []
    content = json.loads(path.read_text())
    return [
        case | {"settings": content.get("settings", {}) | case.get("settings", {})}
        for case in content["cases"]
        if all(case["given"].get(key) == value for key, value in given.items())
    ]
