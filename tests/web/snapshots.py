"""The app's own ARIA snapshots: what a screen reader is told of each page, kept beside the tests.

    WRITE_ARIA_SNAPSHOTS=1 .venv/bin/pytest tests/web/test_everywhere.py      write them anew; then look at them

A change of a page changes its file, and a review sees in it what the change means to somebody who does not see.
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
    (r"\b[\d,]+ (tokens|characters)\b", r"N \1"),  # a prompt's mark is other each time
    (r"--data-dir [^\s\"]+", "--data-dir DIR"),
    (r"\beyJ[\w.-]*(…[\w-]+)?", "TOKEN"),
    (r"Good (morning|afternoon|evening)", "Good DAY"),
    (r"data:image/[a-z]+;base64,[A-Za-z0-9+/=]+", "PICTURE"),
    (r"[?&]signature=[^\s\"]+", ""),
)
"""What no two runs have alike: ids, addresses, times, tokens, a prompt's mark, what pictures take."""
LONGEST_LINE = 300
"""A prompt is one line; what is in it is for other tests."""


def differs(name: str, snapshot: str) -> str:
    """How a page's snapshot differs from the one that is kept; "" if it does not, or if it was to be written."""
    file, now = FOLDER / f"{name}.yml", steady(snapshot)
    if os.environ.get(VARIABLE):
        FOLDER.mkdir(exist_ok=True)
        file.write_text(now)
        return ""
    kept = file.read_text() if file.exists() else ""
    return "\n".join(difflib.unified_diff(kept.splitlines(), now.splitlines(), "kept", "now", lineterm="", n=2))


def steady(snapshot: str) -> str:
    """Without what is other each time, its long lines cut."""
    for pattern, instead in OTHER_EACH_TIME:
        snapshot = re.sub(pattern, instead, snapshot)
    return "".join(f"{_cut(line)}\n" for line in snapshot.rstrip().splitlines())


def _cut(line: str) -> str:
    return line if len(line) <= LONGEST_LINE else f"{line[:LONGEST_LINE]}…"
