"""The child on a busy machine or a cold disk: the first child, or every one, does not get ready."""

from __future__ import annotations

import json
import sys
import time
from pathlib import Path

from claude_scope.jobs.sandbox import child


def first_main() -> None:
    options = json.loads(sys.argv[1])
    begun = Path(options["folder"] or options["inputs"][0]).parent / "begun"
    if not begun.exists():
        begun.touch()
        time.sleep(3600)
    child.main()


def always_main() -> None:
    time.sleep(3600)


def crash_main() -> None:
    sys.exit(7)
