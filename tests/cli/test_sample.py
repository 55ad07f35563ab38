"""The sample recording, analysed by the command as users type it."""

from __future__ import annotations

import json
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from PIL import Image

from tests.cli.command import ROOT, scope_anew

if TYPE_CHECKING:
    from collections.abc import Iterator


AGENTS = ("claude-code", "codex", "cursor", "raw")


@pytest.fixture(scope="module")
def shop() -> Iterator[str]:
    """The address of the sample shop, served for these tests."""
    command = [sys.executable, "-m", "examples.shop.server", "--port", "0"]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True) as server:
        assert server.stdout is not None
        yield server.stdout.readline().strip()
        server.terminate()


@dataclass(frozen=True)
class Done:
    ended: subprocess.CompletedProcess[str]
    out: Path

    def text(self, name: str) -> str:
        return (self.out / name).read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def sample(shop: str, tmp_path_factory: pytest.TempPathFactory) -> Done:
    """The sample recording, analysed once for every agent."""
    out = tmp_path_factory.mktemp("sample") / "out"
    return Done(scope_anew("analyze", ROOT / "examples/shop.webm", "--url", shop, "--agent", "all", "--out", out), out)


def test_the_sample_gives_a_prompt_an_agent_and_prints_only_their_paths(sample: Done) -> None:
    assert sample.ended.returncode == 0, sample.ended.stderr
    assert sample.ended.stdout.split() == [str(sample.out / f"prompt.{agent}.md") for agent in AGENTS]
    assert {p.name for p in sample.out.iterdir()} == {
        *(f"prompt.{agent}.md" for agent in AGENTS),
        "session.json",
        "report.html",
        "frames",
        "page-01.png",
    }


def test_nothing_but_the_results_is_left(sample: Done) -> None:
    assert [p.name for p in sample.out.parent.iterdir()] == ["out"]


def test_the_summary_names_tokens_and_time_per_station(sample: Done) -> None:
    assert "text tokens" in sample.ended.stderr
    assert "image tokens" in sample.ended.stderr
    assert all(station in sample.ended.stderr for station in ("keyframes", "read", "inspect", "timeline", "write"))


def test_the_sample_prompt_holds_the_changes_that_matter(sample: Done) -> None:
    """The visible bug: the basket's texts, the wrong total, the failed order."""
    prompt = sample.text("prompt.claude-code.md")
    for seen in ("$52.90", "SPRING10", "Your order could not be placed", "This promo code is not valid"):
        assert seen in prompt


def test_the_pictures_that_a_prompt_names_exist_and_are_small_enough(sample: Done) -> None:
    named = [
        line.split(" (")[0] for line in sample.text("prompt.claude-code.md").splitlines() if line.startswith("Read /")
    ]
    assert named
    for line in named:
        with Image.open(line.removeprefix("Read ")) as picture:
            assert max(picture.size) <= 1456


def test_every_file_that_the_session_names_exists(sample: Done) -> None:
    session = json.loads(sample.text("session.json"))
    named = [snapshot["screenshot"] for snapshot in session["snapshots"]]
    named += [frame[key] for frame in session["keyframes"]["frames"] for key in ("file", "fullFile")]
    assert named
    assert [name for name in named if not (sample.out / name).is_file()] == []
