"""python -m benchmarks.asking [--write]: the transcripts of five recordings, with calls and tokens."""

from __future__ import annotations

import argparse
import asyncio
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from benchmarks.asking.asking import QUESTION, ask
from benchmarks.asking.recordings import BUGS, ROOT

if TYPE_CHECKING:
    from benchmarks.asking.asking import Talk
    from benchmarks.asking.recordings import Bug

PAGE = ROOT / "docs" / "agents-transcripts.md"
LONGEST = 2_500
"""Printed characters of an answer."""
HEAD = f"""# Five recordings, asked

The question is "{QUESTION}". The client is that of the official SDK, over stdio, and makes the
calls that the server's instructions suggest. Tokens are our [estimate](prompt.md#the-budget). "Read before" counts the
instructions and the tools. `.venv/bin/python -m benchmarks.asking --write` writes this page. `tests/mcp/test_asking.py`
checks that at most five calls and 15,000 tokens are needed, and that the answers have the facts.
"""


def main() -> None:
    """Record, analyse, ask, and print."""
    parser = argparse.ArgumentParser(description="Ask what went wrong in five recordings.")
    parser.add_argument("--write", action="store_true", help=f"write {PAGE.relative_to(ROOT)}")
    write = parser.parse_args().write
    talks = []
    for bug in BUGS:
        with tempfile.TemporaryDirectory() as folder:
            bug.make(Path(folder) / bug.name)
            talk = asyncio.run(ask(Path(folder)))
            talks.append((bug, talk, folder))
    page = _page(talks)
    if write:
        PAGE.write_text(page, encoding="utf-8")
    else:
        print(page)


def _page(talks: list[tuple[Bug, Talk, str]]) -> str:
    rows = ["| Recording | What is wrong | Read before | Calls | Tokens in all |", "|---|---|---|---|---|"]
    for bug, talk, _ in talks:
        rows.append(f"| {bug.name} | {bug.wrong} | {talk.before:,} | {len(talk.calls)} | {talk.tokens:,} |")
    parts = [HEAD, *rows]
    for bug, talk, folder in talks:
        parts.append(f"\n## {bug.name}\n")
        for call, answer, tokens in talk.calls:
            shown = answer.replace(folder, "claude-scope-out").replace("```", "'''")
            cut = f"{shown[:LONGEST]}\n[...]" if len(shown) > LONGEST else shown
            parts.append(f"`{call}`, {tokens:,} tokens:\n\n```text\n{cut}\n```\n")
    return "\n".join(parts)


if __name__ == "__main__":
    main()
