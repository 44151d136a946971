"""Health check of a container: exit code 0 when its own server answers a path with 200.

    python deploy/probe.py /readyz

It imports nothing of the site, because it runs every half minute.
"""

import os
import sys
from urllib.request import Request, urlopen

host = os.environ.get("ALLOWED_HOSTS", "localhost").split(",")[0].strip().lstrip(".")
address = f"http://127.0.0.1:{os.environ.get('PORT', '8000')}{sys.argv[1]}"

try:
    with urlopen(Request(address, headers={"Host": host}), timeout=5) as answer:
        sys.exit(0 if answer.status == 200 else 1)
except OSError as refusal:
    sys.exit(f"{address}: {refusal}")
