"""Measures how long an analysis takes with a model that answers each question after a few seconds.

usage: python benchmarks/model_speed.py [--states 12] [--seconds 5]

The model is a server on loopback, and the recording is made by the benchmark. The exit status is 1 if the analysis
takes more than 30 s.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING

from tests.hosted.model_server import ModelServer, answers
from tests.videos import words, write_video

if TYPE_CHECKING:
    from claude_scope.values import Image
    from tests.hosted.model_server import Asked, Said

MOST_S = 30.0
"""For 12 states and calls of 5 s."""


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--states", type=int, default=12)
    parser.add_argument("--seconds", type=float, default=5.0, help="that each answer takes")
    options = parser.parse_args()
    asked_s: list[float] = []

    def late(asked: Asked) -> Said:
        asked_s.append(time.monotonic())
        time.sleep(options.seconds)
        return answers()(asked)

    with tempfile.TemporaryDirectory() as folder, ModelServer() as server:
        video = write_video(Path(folder, "states.webm"), [(page(number), 1.5) for number in range(options.states)])
        server.answers(late)
        began = time.monotonic()
        analyze(video, Path(folder, "out"), server.url("openai"))
        ended = time.monotonic()
    print(f"{len(asked_s)} questions, {options.seconds:g} s each")
    print(f"analysis: {ended - began:.1f} s; from the first question to the end: {ended - asked_s[0]:.1f} s")
    return 0 if ended - began <= MOST_S else 1


def page(number: int) -> Image:
    """A picture with other words and another background than the one before."""
    picture = words("Basket", f"{number} articles", f"Sum {number * 37}.50 EUR")
    return 255 - picture if number % 2 else picture


def analyze(video: Path, out: Path, url: str) -> None:
    """Run the command; raises CalledProcessError."""
    command = [sys.executable, "-m", "claude_scope", "analyze", str(video), "--out", str(out)]
    model = ["--vision", "openai:stand-in", "--base-url", url]
    environment = {**os.environ, "OPENAI_API_KEY": "sk-none"}
    subprocess.run([*command, *model], check=True, env=environment, stdout=subprocess.DEVNULL)


if __name__ == "__main__":
    raise SystemExit(main())
