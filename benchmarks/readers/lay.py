"""Writes prompts for readers: under shuffled numbers, without frames, and for videos with the sheets of changes."""

from __future__ import annotations

import json
import os
import random
import shutil
import subprocess
import sys
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any, Literal

from benchmarks.claims.recordings import read_truth
from benchmarks.readers.record import APP, RECORDINGS
from claude_scope.prompt.tokens import text_tokens

if TYPE_CHECKING:
    from collections.abc import Iterator

Source = Literal["capture", "video"]
PROMPT = "prompt.md"
TOKENS = "tokens.json"
_FAULTS = Path(__file__).with_name("faults.json")
_SHEETS = "changes-*.png"
_INSTRUCTIONS = """# What is wrong?

Each numbered folder holds {material}.
In each recording a person uses a web page, and something goes wrong that shows no error message. Nobody says what it
is; there is one fault in each.

Read each prompt and say what is wrong with the page, in one or two sentences: what was done, what came of it, and what
should have come of it. Name the things by their texts on the page. Use nothing but what lies in the numbered folders:
no other file, no web search, no source code. Judge each recording by itself. Where you are not sure, give your best
single guess. Say how sure you are, from 0 to 1.

A page "This tab is recorded" with a link "Open the page" and a second tab "Recorder" belong to the set-up.

Write `answers.json` into this folder:

    {{"01": {{"wrong": "...", "sure": 0.9}}, "02": ...}}
"""
_TEXT = "the prompt of one recording, `prompt.md`; the frames that it lists are not there"
_TEXT_AND_SHEETS = (
    "the prompt of one recording, `prompt.md`, and perhaps pictures; other frames that it lists are not there"
)


@cache
def faults() -> dict[str, Any]:
    """For each flow its title, what is wrong, and patterns that a right answer matches."""
    found: dict[str, Any] = json.loads(_FAULTS.read_text(encoding="utf-8"))
    return found


def numbered(folder: str) -> Iterator[tuple[str, str]]:
    """Number and name of each flow, in an order that depends on the name of the folder."""
    names = sorted(faults())
    random.Random(folder).shuffle(names)
    for at, name in enumerate(names, 1):
        yield f"{at:02d}", name


def lay(folder: Path, source: Source, code: Path | None) -> None:
    """Write the prompts of all flows, optionally with the code of another checkout."""
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    tokens = {}
    for number, name in numbered(folder.name):
        prompt = _lay_one(folder / number, number, name, source, code)
        tokens[name] = text_tokens(prompt)
        print(f"{folder.name} {number}", flush=True)
    material = _TEXT_AND_SHEETS if any(folder.glob(f"*/frames/{_SHEETS}")) else _TEXT
    (folder / "INSTRUCTIONS.md").write_text(_INSTRUCTIONS.format(material=material))
    (folder.parent / f"{folder.name}.{TOKENS}").write_text(json.dumps(tokens, indent=1) + "\n")


def _lay_one(out: Path, number: str, name: str, source: Source, code: Path | None) -> str:
    recording = RECORDINGS / f"{APP.name}-{name}"
    truth = read_truth(recording)
    given = recording / (truth.capture if source == "capture" else truth.video)
    environment = dict(os.environ) | ({"PYTHONPATH": str(code.resolve() / "src")} if code else {})
    with TemporaryDirectory() as folder:
        file = Path(folder, f"recording-{number}{given.suffix}")
        shutil.copy(given, file)
        options = ("--title", faults()[name]["title"], "--out", str(out))
        command = (sys.executable, "-m", "claude_scope", "analyze", str(file), *options)
        done = subprocess.run(command, env=environment, capture_output=True, text=True)
    if done.returncode:
        raise RuntimeError(f"{given.name} was not analysed: {done.stderr[-500:]}")
    (out / "prompt.claude-code.md").rename(out / PROMPT)
    kept = {out / PROMPT, *((out / "frames").glob(_SHEETS) if source == "video" else ())}
    for path in [path for path in out.rglob("*") if path.is_file() and path not in kept]:
        path.unlink()
    return (out / PROMPT).read_text(encoding="utf-8")
