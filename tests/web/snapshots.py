"""The app's own ARIA snapshots: what a screen reader gets of each page, stored next to the tests.

    WRITE_ARIA_SNAPSHOTS=1 .venv/bin/pytest tests/web/test_everywhere.py writes them again; then look at them

If a page changes, its file changes, and a review shows what the change means to users of screen readers.
"""

from __future__ import annotations

import difflib
import os
import re
from pathlib import Path

FOLDER = Path(__file__).parent / "snapshots"
VARIABLE = "WRITE_ARIA_SNAPSHOTS"
OTHER_EACH_TIME = (
    (r"/[^\s\"%]*/handed-over/", "FOLDER/handed-over/"),
    (r"%2F[^\s\"]*%2Fhanded-over%2Fsess_[A-Za-z0-9]+", "FOLDER"),
    (r"\b(sess|frm|usr|ast)_[A-Za-z0-9]+", r"\1_ID"),
    (r"http://127\.0\.0\.1:(?!4173\b)\d+", "http://HERE"),
    (r"\b(just now|\d+ (second|minute|hour)s? ago)", "WHEN"),
    (r"\b[A-Z][a-z]{2} \d{1,2}, \d{4}(, \d{1,2}:\d\d\s[AP]M)?", "DATE"),
    (r"\b\d{1,2}:\d\d(:\d\d)?\s[AP]M|\b\d\d:\d\d:\d\d\b", "TIME"),
    (r"\b\d+ ms\b", "MS"),
    (r"\bpage-data-[0-9a-f]+", "page-data-MARK"),
    (r"\b\d+ of 10,000 sessions, [\d.]+ [KMG]B", "N of 10,000 sessions, N MB"),
    (r"\b[\d,]+ (tokens|characters)\b", r"N \1"),  # a prompt's nonce differs each time
    (r"--data-dir [^\s\"]+", "--data-dir DIR"),
    (r"\beyJ[\w.-]*(…[\w-]+)?", "TOKEN"),
    (r"Good (morning|afternoon|evening)", "Good DAY"),
    (r"data:image/[a-z]+;base64,[A-Za-z0-9+/=]+", "PICTURE"),
    (r"[?&]signature=[^\s\"]+", ""),
)
"""What differs between runs: ids, addresses, times, tokens, a prompt's nonce, sizes of pictures."""
LONGEST_LINE = 300
"""A prompt is shortened to one line; other tests check its content."""


def differs(name: str, snapshot: str) -> str:
    """The difference between a page's snapshot and the stored one; "" if there is none, or if it is being written."""
    file, now = FOLDER / f"{name}.yml", steady(snapshot)
    if os.environ.get(VARIABLE):
        FOLDER.mkdir(exist_ok=True)
        file.write_text(now)
        return ""
    kept = file.read_text() if file.exists() else ""
    return "\n".join(difflib.unified_diff(kept.splitlines(), now.splitlines(), "kept", "now", lineterm="", n=2))


def steady(snapshot: str) -> str:
    """The snapshot without variable parts, with long lines cut."""
    for pattern, instead in OTHER_EACH_TIME:
        snapshot = re.sub(pattern, instead, snapshot)
    return "".join(f"{_cut(line)}\n" for line in snapshot.rstrip().splitlines())


def _cut(line: str) -> str:
    return line if len(line) <= LONGEST_LINE else f"{line[:LONGEST_LINE]}…"
